"""Signing a plan: what was shown is frozen word for word, its hashes told; opening it again keeps what was signed."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diagnostic.content.signed_plans import read_signed, signed_text
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.result import Result
from diagnostic.core.model.signature import LONGEST_REASON, Signature, SignedPlan, Signing
from diagnostic.services import restituting, tracking
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import assessments, signatures

__all__ = ["Signature", "SignedPlan", "Signing"]

INSTANT = timedelta(microseconds=1)  # two signatures of one diagnostic never bear the same time


class ChangedError(UserError):
    """What would be signed is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(_("le plan a changé entre-temps"), hint=_("relisez-le, puis signez"))


class SignedAlreadyError(UserError):
    """The plan of that diagnostic is signed."""

    def __init__(self) -> None:
        super().__init__(_("le plan de ce diagnostic est déjà signé"))


@dataclass(frozen=True, slots=True)
class Draft:
    """What is about to be signed: a diagnostic as it stands, its plan, the adviser's word beside."""

    diagnostic: Diagnostic
    plan: Plan
    word: str | None

    def text(self, content: Content, signing: Signing) -> str:
        """The document; the solver's seconds say nothing of the plan and are left out."""
        plan = replace(self.plan, solver_seconds=0.0)
        return signed_text(content, self.diagnostic.id, self.diagnostic.assessment, plan, self.word, signing)

    def mark(self, content: Content) -> str:
        """Names what is shown: another answer, schedule, word or day gives another mark."""
        told = f"{self.diagnostic.version} {self.text(content, Signing(self.plan.on, '', ''))}"
        return hashlib.sha256(told.encode()).hexdigest()


def check(result: Result, plan: Plan) -> None:
    """UserError with what prevents signing, in words for the leader."""
    if result.company.stage is None:
        raise UserError(
            _("il manque des réponses pour donner un stade"),
            hint=_("répondez à quelques questions de plus, puis signez"),
        )
    if plan.is_superseded:
        raise UserError(
            _("ce diagnostic suit une édition antérieure du questionnaire : aucun nouveau plan ne s’y signe"),
            hint=_("commencez un nouveau diagnostic"),
        )
    if plan.status == "infeasible":
        raise UserError(_("aucun calendrier ne tient toutes vos demandes"), hint=_("changez vos moyens ou vos choix"))
    if not plan.actions:
        raise UserError(_("il n’y a pas encore de plan à signer"), hint=_("le plan ne retient encore aucune mesure"))


def sign(
    session: Session, draft: Draft, signing: Signing, document: str, pdf: bytes, actor: Actor, now: datetime
) -> Signature:
    """Freeze that document and its pages, and begin the plan's steps; from now on nobody writes in the diagnostic.

    ChangedError when the diagnostic is no longer the draft's; SignedAlreadyError when its plan is signed.
    """
    id = draft.diagnostic.id
    found = assessments.read(session, id, to_change=True)
    if found is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    row = found[0]
    if row["signed_at"] is not None:
        raise SignedAlreadyError
    stands = (row["updated_at"], assessments.known_of(session, id, [])[0])
    if stands != (draft.diagnostic.updated_at, draft.diagnostic.version):
        raise ChangedError
    if restituting.restitution(session, id).word != draft.word:
        raise ChangedError
    before = signatures_of(session, id)
    at = max(now, before[0].signed_at + INSTANT) if before else now
    signature = Signature(
        id="",
        diagnostic=id,
        on=signing.on,
        signatory=signing.signatory,
        capacity=signing.capacity,
        adviser=signing.adviser,
        sha256=hash_of(document.encode()),
        pdf_sha256=hash_of(pdf),
        signed_at=at,
        document=document,
    )
    signature = replace(signature, id=signatures.add(session, signature, pdf, actor.reference))
    assessments.change(session, id, {"signed_at": at})
    tracking.begin(session, id, signature.id, draft.plan, actor, at)
    return signature


def hash_of(told: bytes) -> str:
    """As `sha256sum` prints it."""
    return hashlib.sha256(told).hexdigest()


def signatures_of(session: Session, diagnostic: str) -> tuple[Signature, ...]:
    """Every signature of that diagnostic, the newest first; those of before it was opened again too."""
    return signatures.of_diagnostics(session, (diagnostic,))


def in_force(session: Session, diagnostic: str) -> Signature | None:
    """The one that holds today; None before it is signed, and once it is open again."""
    return next((one for one in signatures_of(session, diagnostic) if one.reopened_at is None), None)


def signed_plan(signature: Signature) -> SignedPlan:
    """What was signed, as values."""
    return read_signed(signature.document)


def pdf_of(session: Session, diagnostic: str, signature: str) -> bytes:
    """The pages that were signed. NotFoundError when they are none of that diagnostic's."""
    found = signatures.pdf_of(session, diagnostic, signature)
    if found is None:
        raise NotFoundError(_("ce plan signé n’existe pas"))
    return found


def reopen(session: Session, diagnostic: str, why: str, actor: Actor, now: datetime) -> str:
    """The diagnostic is written in again; what was signed stays, with the reason. The signature's id; UserError on
    `why`, or when nothing is signed."""
    told = " ".join(why.split())
    if not told:
        raise UserError(_("dites pourquoi vous rouvrez ce diagnostic"), "why")
    if len(told) > LONGEST_REASON:
        raise UserError(_("écrivez {most} signes au plus", most=LONGEST_REASON), "why")
    assessments.read(session, diagnostic, to_change=True)
    found = in_force(session, diagnostic)
    if found is None:
        raise UserError(_("rien n’est signé : il n’y a rien à rouvrir"), "why")
    signatures.reopen(session, found.id, told, actor.reference, now)
    assessments.change(session, diagnostic, {"signed_at": None})
    return found.id
