"""What surrounds the result: the note left on the day, the adviser's word, what is still open before signing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from diagnostic.core.clashes import clashing
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import latest
from diagnostic.core.model.restitution import LONGEST_PRESENT, LONGEST_WORD, MOST_LINES, Restitution
from diagnostic.core.one_line import one_line
from diagnostic.services import sharing
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import assessments, restitutions

__all__ = ["Restitution"]


def restitution(session: Session, diagnostic: str) -> Restitution:
    """What was noted and written about that diagnostic so far."""
    return restitutions.of_diagnostics(session, (diagnostic,)).get(diagnostic, Restitution())


def leave_note(session: Session, content: Content, diagnostic: str, present: str, today: date) -> Restitution:
    """The two-page note is left today: the restitution is due within the content's term. Said again the same day, the
    promise stays. UserError on `present`."""
    told = one_line(present)
    if len(told) > LONGEST_PRESENT:
        raise UserError(_("écrivez {most} signes au plus", most=LONGEST_PRESENT), "present")
    _taking_turns(session, diagnostic)
    restitutions.note(session, diagnostic, today, content.restitution.due_on(today), told or None)
    return restitution(session, diagnostic)


def write_word(session: Session, diagnostic: str, typed: str, actor: Actor, now: datetime) -> bool:
    """Replace the adviser's word; whether that changed anything. UserError on `word`."""
    told = read_word(typed)
    _taking_turns(session, diagnostic)
    if told == restitution(session, diagnostic).word:
        return False
    restitutions.write(session, diagnostic, told, actor.reference, now)
    return True


def read_word(typed: str) -> str | None:
    """What was typed, its lines without spaces around, without empty lines; None when nothing is left."""
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    told = "\n".join(line for line in lines if line)
    if len(told) > LONGEST_WORD:
        many = _("écrivez {most} signes au plus ; il y en a {number}", most=LONGEST_WORD, number=len(told))
        raise UserError(many, "word")
    if told.count("\n") >= MOST_LINES:
        raise UserError(_("tenez en {most} paragraphes au plus", most=MOST_LINES), "word")
    return told or None


@dataclass(frozen=True, slots=True)
class Pending:
    """Questions, each an item and a function: those marked to be seen again, those that two people of one side filled
    differently."""

    flagged: tuple[tuple[str, str | None], ...] = ()
    clashes: tuple[tuple[str, str | None], ...] = ()


def pending(session: Session, diagnostic: str) -> Pending:
    """What those who answered have left to see again or to choose."""
    heard = sharing.received(session, diagnostic)
    said = latest(one.operation for one in heard).values()
    flagged = dict.fromkeys((told.item, told.function) for told in said if told.flagged)
    clashes = dict.fromkeys((item, function) for item, function, _sides in clashing(heard))
    return Pending(tuple(flagged), tuple(clashes))


def _taking_turns(session: Session, diagnostic: str) -> None:
    """Whoever writes about this diagnostic waits for those who do."""
    if assessments.read(session, diagnostic, to_change=True) is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
