"""A company's yes or no to anonymous statistics: apart from everything else, and free to change."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Actor
from diagnostic.core.model.consent import AGGREGATION, Consent, Consents, ConsentText, in_force
from diagnostic.services import forgetting
from diagnostic.store import consents

CHANGED = N_("le texte a changé depuis que vous avez ouvert la page : relisez-le avant d’accepter")


def current(session: Session, texts: Sequence[ConsentText], diagnostic: str, on: date) -> Consents:
    """What the company of that diagnostic is asked that day, and what it has answered."""
    return Consents(in_force(texts, AGGREGATION, on), consents.history(session, diagnostic, AGGREGATION))


def give(
    session: Session, texts: Sequence[ConsentText], diagnostic: str, version: str, actor: Actor, now: datetime, on: date
) -> bool:
    """Say yes to that version of the text; whether this changes anything: said twice, it is one yes.

    UserError on `agreed` when another version is in force that day.
    """
    key = consents.company_to_change(session, diagnostic)
    state = current(session, texts, diagnostic, on)
    if version != state.text.version:
        raise UserError(_(CHANGED), "agreed")
    if state.counted:
        return False
    consents.add(session, key, AGGREGATION, Consent(True, version, now, actor.reference))
    return True


def withdraw(
    session: Session, texts: Sequence[ConsentText], diagnostic: str, actor: Actor, now: datetime, on: date
) -> bool:
    """Take the yes back, whichever text it was given to; whether there was one."""
    key = consents.company_to_change(session, diagnostic)
    state = current(session, texts, diagnostic, on)
    if not state.history or not state.history[0].given:
        return False
    consents.add(session, key, AGGREGATION, Consent(False, state.history[0].version, now, actor.reference))
    forgetting.forget_answers(session, diagnostic)
    return True
