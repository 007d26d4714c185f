"""Accounts, and the datastore that Flask-Security works with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_security import SQLAlchemyUserDatastore, UserMixin
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Membership, OrganisationKind, Position
from diagnostic.store.base import new_id
from diagnostic.store.tables_people import MembershipRow, NoRole, OrganisationRow, PasskeyRow, UserRow


@dataclass(frozen=True, slots=True)
class Person:
    """An account, as the rest of the program knows it. `id` is the public one, `key` the row's."""

    id: str
    key: int
    email: str
    name: str | None
    platform_admin: bool
    active: bool = True


class RequestDatabase:
    """What Flask-Security calls `db`: its session is the request's, and its commit only flushes."""

    def __init__(self, session_of: Callable[[], Session]) -> None:
        self.session_of = session_of

    @property
    def session(self) -> Session:
        return self.session_of()


class People(SQLAlchemyUserDatastore):
    """One request is one commit, made by the session at its end."""

    def commit(self) -> None:
        self.db.session.flush()

    def mf_delete_recovery_code(self, user: UserMixin, idx: int) -> bool:
        """A new list each time: a change inside a JSON column is not seen, and the code would work twice."""
        codes = list(user.mf_recovery_codes or ())
        if not 0 <= idx < len(codes):
            return False
        user.mf_recovery_codes = codes[:idx] + codes[idx + 1 :]
        return True


def datastore(session_of: Callable[[], Session]) -> People:
    return People(RequestDatabase(session_of), UserRow, NoRole, PasskeyRow)


def person(row: UserRow) -> Person:
    return Person(row.public_id, row.id, row.email, row.name, row.platform_admin, row.active)


def add(session: Session, email: str, name: str | None, now: datetime, *, platform_admin: bool = False) -> Person:
    """A new account without password; `email` in small letters, not taken yet."""
    row = UserRow(
        public_id=new_id(),
        email=email,
        name=name,
        active=True,
        fs_uniquifier=new_id(),
        fs_webauthn_user_handle=new_id(),
        platform_admin=platform_admin,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return person(row)


def with_email(session: Session, email: str) -> Person | None:
    row = session.scalar(select(UserRow).where(UserRow.email == email))
    return person(row) if row else None


def with_id(session: Session, id: str) -> Person | None:
    row = session.scalar(select(UserRow).where(UserRow.public_id == id))
    return person(row) if row else None


def with_uniquifier(session: Session, uniquifier: str) -> Person | None:
    """The account that a session names; None once it is closed."""
    row = session.scalar(select(UserRow).where(UserRow.fs_uniquifier == uniquifier, UserRow.active))
    return person(row) if row else None


def rename(session: Session, key: int, name: str | None) -> None:
    session.execute(update(UserRow).where(UserRow.id == key).values(name=name))


def keep_language(session: Session, key: int, code: str) -> None:
    session.execute(update(UserRow).where(UserRow.id == key).values(language=code))


def languages(session: Session, emails: Iterable[str]) -> dict[str, str]:
    """Of those addresses, in small letters, that have an account which asked for one."""
    query = select(UserRow.email, UserRow.language).where(UserRow.email.in_(list(emails)))
    return {email: code for email, code in session.execute(query) if code}


def see(session: Session, key: int, now: datetime) -> None:
    """That account is in use."""
    session.execute(update(UserRow).where(UserRow.id == key).values(seen_at=now))


def lock(session: Session, id: str) -> None:
    """Whoever else uses a code of that account waits for this transaction; the row is read anew."""
    query = select(UserRow).where(UserRow.public_id == id).with_for_update()
    session.scalars(query.execution_options(populate_existing=True)).one()


def row_of(session: Session, id: str) -> UserRow:
    """For Flask-Security alone, which signs in a row."""
    return session.scalars(select(UserRow).where(UserRow.public_id == id)).one()


def memberships(session: Session, person: Person) -> tuple[Membership, ...]:
    """The positions of a person in organisations that are open, by name."""
    query = (
        select(MembershipRow)
        .join(MembershipRow.organisation)
        .where(MembershipRow.user_id == person.key, OrganisationRow.closed_at.is_(None))
        .order_by(OrganisationRow.name, MembershipRow.role)
    )
    return tuple(
        Membership(
            row.organisation_id, row.organisation.name, OrganisationKind(row.organisation.kind), Position(row.role)
        )
        for row in session.scalars(query)
    )
