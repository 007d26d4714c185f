"""Browser sessions, kept on the server so that closing one really closes it."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from diagnostic.store.tables import SessionRow


def put(session: Session, token_hash: str, values: dict[str, str], created_at: datetime, expires_at: datetime) -> None:
    """Create or replace."""
    session.merge(SessionRow(token_hash=token_hash, values=values, created_at=created_at, expires_at=expires_at))
    session.flush()


def read(session: Session, token_hash: str, now: datetime) -> dict[str, str] | None:
    """The session's values; None when there is none or it has expired."""
    row = session.get(SessionRow, token_hash)
    return dict(row.values) if row and row.expires_at > now else None


def close(session: Session, token_hash: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))


def close_expired(session: Session, now: datetime) -> None:
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
