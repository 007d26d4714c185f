"""The letters of the follow-up: which leave today, and that they left."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from diagnostic.core.model.access import OPERATOR, About
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.reminder import Reminder, ReminderKind, Round, WatchedStep
from diagnostic.core.reminders import round_of
from diagnostic.services import auditing, tracking
from diagnostic.store import people, reminding, steps
from diagnostic.store.reminding import SENT

__all__ = ["Reminder", "ReminderKind", "Round"]

PARIS = ZoneInfo("Europe/Paris")


def round_on(session: Session, content: Content, today: date) -> Round:
    """The letters to send that day, and how many things nobody can be told of."""
    until = today + timedelta(days=content.rhythm.steps.before_days)
    watched, keys = reminding.open_steps(session, until)
    milestones = reminding.promised_restitutions(session, PARIS) + reminding.signed_since(session, PARIS)
    companies = {one.company for one in watched} | {one.company for one in milestones}
    titled = _titled(session, watched, keys)
    found = round_of(titled, milestones, reminding.followers(session, companies), content.rhythm, today)
    languages = people.languages(session, {one.to for one in found.reminders})
    return replace(found, reminders=tuple(replace(one, language=languages.get(one.to)) for one in found.reminders))


def _titled(session: Session, watched: list[WatchedStep], keys: set[int]) -> list[WatchedStep]:
    """With the titles that their plans gave when they were signed."""
    whole = steps.signatures_of_companies(session, keys, whole=True)
    signed = [one for of_company in whole.values() for one in of_company]
    titles = {(one.id, action): promise.title for one in signed for action, promise in tracking.promises([one]).items()}
    return [replace(one, title=titles.get((one.step.signature, one.step.action), one.step.action)) for one in watched]


def note_sent(session: Session, reminder: Reminder, today: date, now: datetime) -> None:
    """That letter has left: its steps are not told of again before their next moment."""
    reminding.set_reminded(session, [line.step for line in reminder.lines], today)
    about = About(reminder.company, reminder.diagnostic)
    auditing.note(session, OPERATOR, SENT, now, about, kind=reminder.kind.value, steps=len(reminder.lines))
