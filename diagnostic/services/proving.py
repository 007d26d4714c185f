"""Photos beside answers: what was seen, for whoever may read the file."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.editions import questionnaire_of
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.proof import LONGEST_CAPTION, MOST_OF_DIAGNOSTIC, MOST_OF_QUESTION, Proof
from diagnostic.services import assessing
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import proofs

__all__ = ["Proof"]


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo to keep: what it shows, and of which question. `jpeg` is what `diagnostic.photos` has drawn."""

    item: str
    function: str | None
    caption: str
    jpeg: bytes
    width: int
    height: int
    sha256: str


def proofs_of(session: Session, diagnostic: str) -> tuple[Proof, ...]:
    """The photos of that diagnostic, the first added first; without their pixels."""
    return proofs.of_diagnostic(session, diagnostic)


def add(
    session: Session, content: Content, diagnostic: str, shot: Shot, actor: Actor, now: datetime
) -> tuple[Proof, bool]:
    """Keep a photo, and whether it is new: the same one sent again to the same question is not kept twice.
    UserError on `item`, `function`, `caption` or `photo`."""
    stands = assessing.to_write(session, content, diagnostic)
    _check(content, stands, shot)
    held = proofs.of_diagnostic(session, diagnostic)
    of_question = [one for one in held if one.item == shot.item]
    for one in of_question:
        if (one.sha256, one.function) == (shot.sha256, shot.function):
            return one, False
    if len(held) >= MOST_OF_DIAGNOSTIC:
        raise UserError(
            _("ce dossier tient {most} photos au plus : retirez-en une d’abord", most=MOST_OF_DIAGNOSTIC), "photo"
        )
    if len(of_question) >= MOST_OF_QUESTION:
        raise UserError(
            _("une question tient {most} photos au plus : retirez-en une d’abord", most=MOST_OF_QUESTION), "photo"
        )
    proof = Proof("", shot.item, shot.function, _line(shot), shot.width, shot.height, shot.sha256, actor.reference, now)
    return proofs.add(session, diagnostic, proof, shot.jpeg), True


def _line(shot: Shot) -> str:
    return " ".join(shot.caption.split())


def _check(content: Content, stands: Diagnostic, shot: Shot) -> None:
    asks = questionnaire_of(content, stands.assessment.questionnaire)
    asked = {one.id: one for one in asks.capabilities() if stands.assessment.form in one.forms}
    if shot.item not in asked:
        raise UserError(_("choisissez une question de ce diagnostic"), "item")
    if shot.function is not None and shot.function not in (asked[shot.item].functions or ()):
        raise UserError(_("cette question n’est pas posée pour cette fonction"), "function")
    if len(_line(shot)) > LONGEST_CAPTION:
        raise UserError(_("{most} signes au plus", most=LONGEST_CAPTION), "caption")


def image_of(session: Session, diagnostic: str, proof: str) -> bytes:
    """The JPEG to show. NotFoundError when that diagnostic has no such photo."""
    found = proofs.image(session, diagnostic, proof)
    if found is None:
        raise NotFoundError(_("cette photo n’existe pas"))
    return found


def remove(session: Session, content: Content, diagnostic: str, proof: str) -> None:
    """Takes a photo away for good. NotFoundError when that diagnostic has no such photo."""
    assessing.to_write(session, content, diagnostic)
    if not proofs.remove(session, diagnostic, proof):
        raise NotFoundError(_("cette photo n’existe pas"))
