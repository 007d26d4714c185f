"""The companies that an organisation's advisers accompany, as facts tell them: what their lists are made of."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from diagnostic.core.model.access import Hand
from diagnostic.core.model.assessment import SIREN_LENGTH, Company
from diagnostic.core.model.granted import CompanyLine, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How far the answers of a diagnostic go. `asked` cells, `answered` by somebody; `coverage` and `evidence_share`
    are shares of weight (METHOD 2), `stage` None where it is not assessed; `unsettled`: cells where views differ and
    that nobody has settled."""

    asked: int
    answered: int
    coverage: float
    assessed: bool
    stage: int | None
    evidence_share: float | None
    unsettled: int = 0


class Todo(StrEnum):
    """What comes next for an adviser, in the order that a company passes through."""

    PREPARE = "prepare"
    FILL = "fill"
    WAIT = "wait"
    HAND_OVER = "hand_over"
    CONSOLIDATE = "consolidate"
    NOTE = "note"
    RESTITUTION = "restitution"
    SIGN = "sign"
    STEPS = "steps"
    ANNIVERSARY = "anniversary"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step of a signed plan, still to be done; `diagnostic` is the one whose plan it is of."""

    due_on: date
    diagnostic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a file stands, from facts alone. The days are those of its latest diagnostic, but `open_steps`: those of
    every signed plan, the first due first. `visited_on`: the last visit on site; `promised_on`: the restitution that
    the note promised; `presented_on`: the last one held."""

    opened_on: date
    changed_on: date
    hand: Hand
    handed: bool
    answered: int = 0
    assessed: bool = False
    unsettled: int = 0
    visited_on: date | None = None
    noted_on: date | None = None
    promised_on: date | None = None
    presented_on: date | None = None
    signed_on: date | None = None
    open_steps: tuple[OpenStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """`due_on`: None where nothing says by when; `since`: the day that it became possible; `number`: of steps, of
    cells; `diagnostic`: where to go for it, when it is not the company's latest one."""

    todo: Todo
    since: date
    due_on: date | None = None
    number: int = 0
    diagnostic: str | None = None

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A company in a list. `line`: the access that puts it there; `stand` and `measure`: of its latest diagnostic;
    `actions`: the first is the next one; `diagnostics`: how many it has had; `opened_on`: the day of the first."""

    line: CompanyLine
    company: Company
    form: str
    opened_on: date
    diagnostics: int
    stand: Stand
    measure: Measure
    status: Status
    actions: tuple[NextAction, ...]

    @property
    def siren(self) -> str | None:
        return self.company.siret[:SIREN_LENGTH] if self.company.siret else None

    @property
    def division(self) -> str | None:
        """The first two digits of the activity code."""
        return self.company.naf[:2] if self.company.naf else None


@dataclass(frozen=True, slots=True)
class SameSiren:
    """A file that the organisation already has on a SIREN: `adviser` is who has it. `diagnostic`: None unless the
    reader opens it."""

    name: str
    adviser: str
    opened_at: datetime
    diagnostic: str | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Several files on one SIREN, the first opened first."""

    siren: str
    files: tuple[SameSiren, ...]
