"""Browser sessions, kept on the server so that closing one really closes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Row, bindparam, delete, select, update
from sqlalchemy.orm import Session

from diagnostic.store.base import new_id
from diagnostic.store.tables_people import SessionRow, UserRow

USER = "_user_id"  # where Flask-Login keeps the account's fs_uniquifier
OPENED = "diagnostic"  # where a browser keeps the diagnostic that it opened by a link


OPEN = SessionRow.__table__
TO_READ = select(OPEN).where(OPEN.c.token_hash == bindparam("token_hash"))
TO_CHANGE = TO_READ.with_for_update()


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as it is stored; `user_id` names its row."""

    public_id: str
    user_id: int | None
    device: str | None
    values: Mapping[str, object]
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a session holds: `since` it was opened, `seen_at`, and until when it may be left alone."""

    since: datetime
    seen_at: datetime
    expires_at: datetime


def add(session: Session, token_hash: str, values: Mapping[str, object], stay: Stay, device: str | None) -> None:
    """A new session, of the account that the values name."""
    row = SessionRow(
        token_hash=token_hash,
        public_id=new_id(),
        user_id=_account(session, values),
        device=device,
        values=dict(values),
        created_at=stay.since,
        seen_at=stay.seen_at,
        expires_at=stay.expires_at,
    )
    session.add(row)
    session.flush()


def change(session: Session, token_hash: str, values: Mapping[str, object], stay: Stay) -> bool:
    """Replace the values; False when the session was closed meanwhile: it stays closed."""
    user = _account(session, values)
    return _update(session, token_hash, stay, values=dict(values), user_id=user)


def touch(session: Session, token_hash: str, stay: Stay) -> bool:
    """Say that the session is in use, and change nothing that it holds."""
    return _update(session, token_hash, stay)


def _update(session: Session, token_hash: str, stay: Stay, **columns: object) -> bool:
    query = update(SessionRow).where(SessionRow.token_hash == token_hash)
    return _rows(session, query.values(seen_at=stay.seen_at, expires_at=stay.expires_at, **columns)) == 1


def _rows(session: Session, query: Any) -> int:
    found = session.execute(query.execution_options(synchronize_session="fetch"))
    assert isinstance(found, CursorResult)
    return int(found.rowcount)


def _account(session: Session, values: Mapping[str, object]) -> int | None:
    return session.scalar(select(UserRow.id).where(UserRow.fs_uniquifier == values.get(USER, "")))


def read(session: Session, token_hash: str, now: datetime, *, to_change: bool = False) -> KeptSession | None:
    """None when there is none or it has expired. `to_change`: another request of this browser waits for this one."""
    row = session.connection().execute(TO_CHANGE if to_change else TO_READ, {"token_hash": token_hash}).one_or_none()
    return kept(row) if row and row.expires_at > now else None


def kept(row: "SessionRow | Row[Any]") -> KeptSession:
    return KeptSession(
        public_id=row.public_id,
        user_id=row.user_id,
        device=row.device,
        values=dict(row.values),
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )


def of_account(session: Session, user_key: int, now: datetime) -> list[KeptSession]:
    """The sessions of an account that open something, the last used first."""
    query = (
        select(SessionRow)
        .join(UserRow, UserRow.id == SessionRow.user_id)
        .where(SessionRow.user_id == user_key, SessionRow.expires_at > now)
        .where(SessionRow.values[USER].as_string() == UserRow.fs_uniquifier)
        .order_by(SessionRow.seen_at.desc(), SessionRow.public_id)
    )
    return [kept(row) for row in session.scalars(query)]


def close(session: Session, token_hash: str) -> None:
    _delete(session, SessionRow.token_hash == token_hash)


def close_one(session: Session, user_key: int, public_id: str) -> bool:
    """False when that account has no such session."""
    return _delete(session, SessionRow.user_id == user_key, SessionRow.public_id == public_id) == 1


def close_all(session: Session, user_key: int, *, but: str | None = None) -> int:
    """Close the sessions of an account, but for the one of that hash; how many."""
    return _delete(session, SessionRow.user_id == user_key, SessionRow.token_hash != (but or ""))


def close_opened(session: Session, diagnostic: str, *, but: str | None = None) -> int:
    """Close the sessions that opened that diagnostic by its link, but for the one of that hash; how many."""
    opened = SessionRow.values[OPENED].as_string() == diagnostic
    return _delete(session, opened, SessionRow.token_hash != (but or ""))


def close_everything(session: Session) -> int:
    """Nobody is signed in any more; how many sessions there were."""
    return _delete(session)


def close_expired(session: Session, now: datetime) -> None:
    _delete(session, SessionRow.expires_at <= now)


def _delete(session: Session, *which: ColumnElement[bool]) -> int:
    return _rows(session, delete(SessionRow).where(*which))
