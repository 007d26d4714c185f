"""A plan as it was signed, and what its document says."""

from dataclasses import dataclass
from datetime import date, datetime

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.plan import Plan

LONGEST_NAME = 120
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """`document`: the exact text that was signed, `sha256` its hash; `pdf_sha256`: that of the printed pages.
    `adviser`: who was beside. `reopened_*`: when the diagnostic was opened again, and why."""

    id: str
    diagnostic: str
    on: date
    signatory: str
    capacity: str
    adviser: str | None
    sha256: str
    pdf_sha256: str
    signed_at: datetime
    document: str
    reopened_at: datetime | None = None
    reopened_why: str | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """What whoever signs says, on the day `on`: who, as what, with which adviser beside."""

    on: date
    signatory: str
    capacity: str
    adviser: str | None = None


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A measure in the words that were signed."""

    action: str
    title: str
    start_quarter: int
    quarters: int
    gross: int
    net: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPlan:
    """A signature's document, read back. `content_sha256`: the content that its words came from; `lines`: the plan's
    measures in those words, the first to do first."""

    signing: Signing
    word: str | None
    content_sha256: str
    assessment: Assessment
    plan: Plan
    lines: tuple[SignedLine, ...]
