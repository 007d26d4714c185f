"""Browser sessions, kept on the server so that closing one really closes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from diagnostic.store.base import new_id
from diagnostic.store.tables_people import SessionRow, UserRow

USER = "_user_id"  # where Flask-Login keeps the account's fs_uniquifier


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


def put(
    session: Session,
    token_hash: str,
    values: Mapping[str, object],
    now: datetime,
    expires_at: datetime,
    device: str | None,
) -> None:
    """Create or replace. The account is the one that the values name."""
    row = session.get(SessionRow, token_hash)
    if row is None:
        row = SessionRow(token_hash=token_hash, public_id=new_id(), created_at=now, device=device)
        session.add(row)
    row.values, row.seen_at, row.expires_at = dict(values), now, expires_at
    row.user_id = session.scalar(select(UserRow.id).where(UserRow.fs_uniquifier == values.get(USER, "")))
    session.flush()


def read(session: Session, token_hash: str, now: datetime) -> KeptSession | None:
    """None when there is none or it has expired."""
    row = session.get(SessionRow, token_hash)
    return kept(row) if row and row.expires_at > now else None


def kept(row: SessionRow) -> KeptSession:
    return KeptSession(
        public_id=row.public_id,
        user_id=row.user_id,
        device=row.device,
        values=dict(row.values),
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )


def close(session: Session, token_hash: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))


def close_expired(session: Session, now: datetime) -> None:
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
