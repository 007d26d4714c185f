"""Closing sessions for others: a device was stolen, an account is doubtful, the secrets of the server are changed."""

from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor
from diagnostic.services import accounts, auditing
from diagnostic.store import people, sessions


def sign_out(session: Session, email: str, actor: Actor, now: datetime) -> int:
    """Close every session of an account, at once; how many. UserError on `email` when it has none here."""
    found = people.with_email(session, accounts.read_email(email))
    if found is None:
        raise UserError(_("aucun compte n’a cette adresse"), "email")
    closed = accounts.close_others(session, found, None)
    auditing.note(session, actor, "session.closed", now, others=closed, account=found.id)
    return closed


def sign_out_everybody(session: Session, actor: Actor, now: datetime) -> int:
    """Close every session there is, private links' included: links and passwords open new ones."""
    closed = sessions.close_everything(session)
    auditing.note(session, actor, "session.closed", now, others=closed)
    return closed
