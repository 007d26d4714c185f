"""Server-side, revocable browser sessions. The browser holds a random token; the database only its hash."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diagnostic.store import sessions

LIFETIME = timedelta(days=14)
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class SessionRecord:
    token: str
    values: Mapping[str, str]


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
    values = sessions.read(session, hash_token(token), now)
    return SessionRecord(token, values) if values is not None else None


def save_session(session: Session, token: str, values: Mapping[str, str], now: datetime) -> None:
    """Keep `values` for another LIFETIME."""
    sessions.put(session, hash_token(token), dict(values), now, now + LIFETIME)


def close_session(session: Session, token: str) -> None:
    """Nothing can be read with that token any more."""
    sessions.close(session, hash_token(token))
