"""A signed plan in words: who signed it when, its hashes, its measures as they were signed."""

from dataclasses import dataclass

from diagnostic.core.language import _
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.signature import Signature, SignedPlan, Signing
from reports import words
from reports.view_report import signed_text

SHOWN_HASH = 12


@dataclass(frozen=True, slots=True)
class SignatureView:
    """`text`: « Plan validé le … par … »; `short`: the beginning of the hash; `reopened`: why it no longer holds."""

    id: str
    text: str
    short: str
    sha256: str
    pdf_sha256: str
    reopened: str | None


@dataclass(frozen=True, slots=True)
class SignedMeasure:
    title: str
    when: str
    cost: str
    net: str


def signature_view(signature: Signature) -> SignatureView:
    signing = Signing(signature.on, signature.signatory, signature.capacity, signature.adviser)
    why = words.typeset(words.sentence(signature.reopened_why)) if signature.reopened_why else None
    return SignatureView(
        id=signature.id,
        text=signed_text(signing),
        short=signature.sha256[:SHOWN_HASH],
        sha256=signature.sha256,
        pdf_sha256=signature.pdf_sha256,
        reopened=why,
    )


def signed_lines(found: SignedPlan) -> tuple[SignedMeasure, ...]:
    """The measures in the words that were signed, the first to do first."""
    return tuple(
        SignedMeasure(
            words.typeset(row.title),
            words.months(found.plan.quarters[row.start_quarter - 1].starts_on, row.quarters),
            words.euros(row.gross) if row.gross else _("sans dépense"),
            words.euros(row.net),
        )
        for row in found.lines
    )


def plan_lines(plan: Plan, titles: dict[str, str]) -> tuple[SignedMeasure, ...]:
    """The same, of a plan that is about to be signed; `titles` by action."""
    return tuple(
        SignedMeasure(
            titles[row.id],
            words.months(plan.quarters[row.start_quarter - 1].starts_on, row.quarters),
            words.euros(row.cost.gross) if row.cost.gross else _("sans dépense"),
            words.euros(row.cost.net),
        )
        for row in plan.by_priority()
    )
