"""A signed plan, as every page shows it: what was signed, never what would be computed today."""

from dataclasses import replace

from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.signature import Signature, SignedPlan
from diagnostic.core.plan_retold import retold
from diagnostic.services import signing
from diagnostic.web.extensions import content, db


def signature_of(diagnostic: Diagnostic) -> Signature | None:
    """The one in force; None while the diagnostic is open."""
    return signing.in_force(db(), diagnostic.id) if diagnostic.signed_at else None


def reopened_of(diagnostic: Diagnostic) -> Signature | None:
    """The last signature of a diagnostic that was opened again: its steps are still followed."""
    return None if diagnostic.signed_at else next(iter(signing.signatures_of(db(), diagnostic.id)), None)


def in_its_words(plan: SignedPlan) -> bool:
    """Whether today's content still says what was signed: else its own lines, and its pages, say it."""
    return plan.content_sha256 == content().questionnaire.content_sha256


def signed_plan_of(diagnostic: Diagnostic) -> SignedPlan | None:
    """What was signed, where today's content still has its words."""
    found = signature_of(diagnostic)
    plan = signing.signed_plan(found) if found else None
    return replace(plan, plan=retold(plan.plan, content())) if plan and in_its_words(plan) else None


def as_signed(diagnostic: Diagnostic) -> tuple[Diagnostic, Plan | None]:
    """The diagnostic as it was signed, and its plan; as it stands, and None, where nothing is signed."""
    plan = signed_plan_of(diagnostic)
    return (replace(diagnostic, assessment=plan.assessment), plan.plan) if plan else (diagnostic, None)
