"""Login links: rows ↔ values. Of the link's secret and of its code, hashes alone are kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from diagnostic.store.base import changed
from diagnostic.store.tables_people import UserRow
from diagnostic.store.tables_security import LoginLinkRow


@dataclass(frozen=True, slots=True)
class KeptLink:
    """A link as it is stored."""

    id: str
    email: str
    token_hash: str
    code_hash: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


def add(session: Session, link: KeptLink) -> None:
    """The account of its address, if there is one, is noted beside it."""
    owner = session.scalar(select(UserRow.id).where(UserRow.email == link.email))
    values = {name: getattr(link, name) for name in KeptLink.__dataclass_fields__}
    session.add(LoginLinkRow(**values, tries=0, user_id=owner))
    session.flush()


def read(session: Session, id: str) -> KeptLink | None:
    row = session.get(LoginLinkRow, id, populate_existing=True)
    return KeptLink(**{name: getattr(row, name) for name in KeptLink.__dataclass_fields__}) if row else None


def count_try(session: Session, id: str, most: int) -> bool:
    """Whether one more try was left; of several at once, none slips through."""
    query = update(LoginLinkRow).where(LoginLinkRow.id == id, LoginLinkRow.tries < most)
    return changed(session, query.values(tries=LoginLinkRow.tries + 1)) == 1


def mark_used(session: Session, id: str, now: datetime) -> bool:
    """Whether it was this caller who used it: of two at once, one only."""
    query = update(LoginLinkRow).where(LoginLinkRow.id == id, LoginLinkRow.used_at.is_(None)).values(used_at=now)
    return changed(session, query) == 1


def forget(session: Session, id: str) -> None:
    session.execute(delete(LoginLinkRow).where(LoginLinkRow.id == id))


def forget_expired(session: Session, now: datetime) -> None:
    session.execute(delete(LoginLinkRow).where(LoginLinkRow.expires_at <= now))
