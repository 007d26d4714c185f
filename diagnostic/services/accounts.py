"""Accounts and server-side, revocable browser sessions. The browser holds a random token; the database its hash."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.store import people, sessions
from diagnostic.store.people import People, Person

__all__ = ["Person"]

LIFETIME = timedelta(days=14)
TOKEN_BYTES = 24
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class SessionRecord:
    token: str
    values: Mapping[str, object]


def new_token() -> str:
    """192 random bits, safe in a URL."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """What is stored of a token: it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, now: datetime) -> SessionRecord:
    """A new empty session; expired ones are cleared on the way."""
    sessions.close_expired(session, now)
    record = SessionRecord(new_token(), {})
    save_session(session, record.token, record.values, now)
    return record


def read_session(session: Session, token: str, now: datetime) -> SessionRecord | None:
    """The session of that token; None when it was closed, has expired or never was."""
    kept = sessions.read(session, hash_token(token), now)
    return SessionRecord(token, kept.values) if kept is not None else None


def save_session(
    session: Session, token: str, values: Mapping[str, object], now: datetime, device: str | None = None
) -> None:
    """Keep `values` for another LIFETIME."""
    sessions.put(session, hash_token(token), values, now, now + LIFETIME, device)


def close_session(session: Session, token: str) -> None:
    """Nothing can be read with that token any more."""
    sessions.close(session, hash_token(token))


def datastore(session_of: Callable[[], Session]) -> People:
    """What Flask-Security works with: accounts in the request's own transaction."""
    return people.datastore(session_of)


def signed_in(session: Session, uniquifier: str) -> Person | None:
    """The account that a session names; None once it is closed, or its sessions are."""
    return people.with_uniquifier(session, uniquifier)


def read_email(typed: str) -> str:
    """An address in small letters; UserError on `email` when it is not one."""
    try:
        found = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise UserError("cette adresse n’a pas la bonne forme", "email", "prenom.nom@entreprise.fr") from error
    return found.normalized.lower()


def read_name(typed: str) -> str | None:
    """A person's name on one line, whatever its script; UserError on `name` when it is too long."""
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME:
        raise UserError("ce nom est trop long", "name", f"{LONGEST_NAME} signes au plus")
    return name or None


def find_or_add(session: Session, email: str, name: str | None, now: datetime) -> Person:
    """The account of an address that was proven to be its owner's; made if there is none."""
    return people.with_email(session, email) or people.add(session, email, name, now)
