"""Accounts and server-side, revocable browser sessions. The browser holds a random token; the database its hash."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.one_line import one_line
from diagnostic.services import authority
from diagnostic.store import people, sessions
from diagnostic.store.people import People, Person

__all__ = ["Person"]

LIFETIME = timedelta(days=14)
"""A leader's session, and a private link's, may be left alone for that long: a diagnostic is filled in several times,
days apart, on a device of the company."""
PROVEN_IDLE, PROVEN_LONGEST = timedelta(hours=12), timedelta(days=7)
"""Whoever opens other people's companies comes back the next morning with a second factor, and every week in any
case."""
PASSING, FORM_ONLY = timedelta(days=1), frozenset({"csrf_token"})
"""A browser that was only shown a form, and holds nothing but what protects it."""
SEEN_EVERY = timedelta(minutes=10)
"""How precisely we know when a session was last used: reading a page writes no more often."""
TOKEN_BYTES = 24
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """`since`: when it was opened; `due`: it is time to note that it is in use."""

    token: str
    values: Mapping[str, object]
    since: datetime
    due: bool = False


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of an account, as its owner sees it. `device` in words; `this`: the one that asks."""

    id: str
    device: str | None
    opened_at: datetime
    seen_at: datetime
    this: bool


def new_token() -> str:
    """192 random bits, safe in a URL."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """What is stored of a token: it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    session: Session, now: datetime, device: str | None = None, since: datetime | None = None
) -> SessionRecord:
    """A new empty session; expired ones are cleared on the way. `since`: the same person's session that it replaces."""
    sessions.close_expired(session, now)
    record = SessionRecord(new_token(), {}, since or now)
    sessions.add(session, hash_token(record.token), {}, _stay(session, {}, record.since, now), device)
    return record


def read_session(session: Session, token: str, now: datetime, *, to_change: bool = False) -> SessionRecord | None:
    """The session of that token; None when it was closed, has expired or never was. `to_change`: another request of
    the same browser waits for this one."""
    kept = sessions.read(session, hash_token(token), now, to_change=to_change)
    if kept is None:
        return None
    due = now - kept.seen_at >= SEEN_EVERY
    if due and _stay(session, kept.values, kept.created_at, kept.seen_at).expires_at <= now:
        return None
    return SessionRecord(token, kept.values, kept.created_at, due)


def save_session(session: Session, token: str, values: Mapping[str, object], now: datetime) -> bool:
    """Keep `values` for as long as whoever they name may stay. False when the session was closed meanwhile: it stays
    closed."""
    kept = sessions.read(session, hash_token(token), now)
    if kept is None:
        return False
    return sessions.change(session, hash_token(token), values, _stay(session, values, kept.created_at, now))


def touch_session(session: Session, record: SessionRecord, now: datetime) -> None:
    """The session, and its account, are in use."""
    stay = _stay(session, record.values, record.since, now)
    found = _named(session, record.values)
    if sessions.touch(session, hash_token(record.token), stay) and found:
        people.see(session, found.key, now)


def _stay(session: Session, values: Mapping[str, object], since: datetime, seen_at: datetime) -> sessions.Stay:
    found = _named(session, values)
    if found and authority.asks_for_proof(session, found.id):
        return sessions.Stay(since, seen_at, min(seen_at + PROVEN_IDLE, since + PROVEN_LONGEST))
    if values.keys() <= FORM_ONLY:
        return sessions.Stay(since, seen_at, seen_at + PASSING)
    return sessions.Stay(since, seen_at, seen_at + LIFETIME)


def _named(session: Session, values: Mapping[str, object]) -> Person | None:
    uniquifier = values.get(sessions.USER)
    return people.with_uniquifier(session, uniquifier) if isinstance(uniquifier, str) else None


def sessions_of(session: Session, person: Person, token: str | None, now: datetime) -> tuple[OpenSession, ...]:
    """Where that account is signed in, the last used first. `token`: of the session that asks."""
    asking = sessions.read(session, hash_token(token), now) if token else None
    return tuple(
        OpenSession(
            id=kept.public_id,
            device=kept.device,
            opened_at=kept.created_at,
            seen_at=kept.seen_at,
            this=asking is not None and asking.public_id == kept.public_id,
        )
        for kept in sessions.of_account(session, person.key, now)
    )


def close_one(session: Session, person: Person, id: str) -> bool:
    """Close a session of that account, at once; False when it has none of that id."""
    return sessions.close_one(session, person.key, id)


def close_others(session: Session, person: Person, token: str | None) -> int:
    """Close every session of that account but the one of that token; how many were."""
    return sessions.close_all(session, person.key, but=hash_token(token) if token else None)


def close_opened(session: Session, diagnostic: str, token: str | None = None) -> int:
    """Close the sessions that opened that diagnostic by its private link, but for the one of that token."""
    return sessions.close_opened(session, diagnostic, but=hash_token(token) if token else None)


def rename(session: Session, person: Person, typed: str) -> str | None:
    """Change an account's name; the name kept. UserError on `name`."""
    name = read_name(typed)
    people.rename(session, person.key, name)
    return name


def keep_language(session: Session, person: Person, code: str) -> None:
    """The language that this person asked for last: their letters, and the next browser they sign in from, have it."""
    people.keep_language(session, person.key, code)


def language_of(session: Session, email: str) -> str | None:
    """What the account of that address asked for last; None without account, or where it never asked."""
    return people.languages(session, [email.lower()]).get(email.lower())


def close_session(session: Session, token: str) -> None:
    """Nothing can be read with that token any more."""
    sessions.close(session, hash_token(token))


def datastore(session_of: Callable[[], Session]) -> People:
    """What Flask-Security works with: accounts in the request's own transaction."""
    return people.datastore(session_of)


def lock(session: Session, person: str) -> None:
    """Whoever else shows a code of that account waits for this transaction: a code works once."""
    people.lock(session, person)


def signed_in(session: Session, uniquifier: str) -> Person | None:
    """The account that a session names; None once it is closed, or its sessions are."""
    return people.with_uniquifier(session, uniquifier)


def read_email(typed: str) -> str:
    """An address in small letters; UserError on `email` when it is not one."""
    try:
        found = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise UserError(_("cette adresse n’a pas la bonne forme"), "email", "prenom.nom@entreprise.fr") from error
    return found.normalized.lower()


def read_name(typed: str) -> str | None:
    """A person's name on one line, whatever its script; UserError on `name` when it is too long."""
    name = one_line(typed)
    if len(name) > LONGEST_NAME:
        raise UserError(_("ce nom est trop long"), "name", _("{most} signes au plus", most=LONGEST_NAME))
    return name or None


def find_or_add(session: Session, email: str, name: str | None, now: datetime) -> Person:
    """The account of an address that was proven to be its owner's; made if there is none."""
    return people.with_email(session, email) or people.add(session, email, name, now)
