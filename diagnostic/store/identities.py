"""Who vouches for an account: an issuer, and its own name for the person."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from diagnostic.store import people
from diagnostic.store.base import changed
from diagnostic.store.people import Person
from diagnostic.store.tables_people import IdentityRow, UserRow


def owner(session: Session, issuer: str, subject: str) -> Person | None:
    """The account that this identity opens."""
    query = (
        select(UserRow)
        .join(IdentityRow, IdentityRow.user_id == UserRow.id)
        .where(IdentityRow.issuer == issuer, IdentityRow.subject == subject)
    )
    row = session.scalar(query)
    return people.person(row) if row else None


def add(session: Session, person: Person, issuer: str, subject: str, now: datetime) -> None:
    session.add(IdentityRow(user_id=person.key, issuer=issuer, subject=subject, created_at=now, used_at=now))
    session.flush()


def touch(session: Session, issuer: str, subject: str, now: datetime) -> None:
    row = session.scalars(select(IdentityRow).where(IdentityRow.issuer == issuer, IdentityRow.subject == subject)).one()
    row.used_at = now
    session.flush()


def linked_at(session: Session, person: Person, issuer: str) -> datetime | None:
    """Since when that issuer vouches for the account; None when it does not."""
    query = select(IdentityRow.created_at).where(IdentityRow.user_id == person.key, IdentityRow.issuer == issuer)
    return session.scalar(query.order_by(IdentityRow.created_at).limit(1))


def remove(session: Session, person: Person, issuer: str) -> bool:
    """Whether there was one."""
    query = delete(IdentityRow).where(IdentityRow.user_id == person.key, IdentityRow.issuer == issuer)
    return bool(changed(session, query))
