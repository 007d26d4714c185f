"""Organisations, their members, and the platform's administrators."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, contains_eager

from diagnostic.core.model.access import OrganisationKind, Position
from diagnostic.store.people import Person, person
from diagnostic.store.tables_people import AccessRow, MembershipRow, OrganisationRow, PasskeyRow, UserRow


@dataclass(frozen=True, slots=True)
class Organisation:
    """`closed_at`: since when its members have no rights in its name."""

    id: str
    name: str
    kind: OrganisationKind
    siren: str | None
    region: str | None
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person of an organisation. `id` is the account's public one; `second_step`: it has an authenticator or a
    passkey; `since`: the day of the first position held today."""

    id: str
    name: str | None
    email: str
    positions: tuple[Position, ...]
    since: datetime
    second_step: bool


def add(session: Session, organisation: Organisation) -> None:
    session.add(OrganisationRow(**{name: getattr(organisation, name) for name in Organisation.__dataclass_fields__}))
    session.flush()


def find(session: Session, id: str, *, to_change: bool = False) -> Organisation | None:
    """`to_change`: nobody else changes it, or its members, meanwhile."""
    row = session.get(OrganisationRow, id, populate_existing=to_change, with_for_update=True if to_change else None)
    return _organisation(row) if row else None


def listed(session: Session, kinds: Collection[OrganisationKind] | None = None) -> list[Organisation]:
    """Organisations, closed ones too, by name; of these kinds only when given."""
    query = select(OrganisationRow).order_by(OrganisationRow.name, OrganisationRow.id)
    if kinds is not None:
        query = query.where(OrganisationRow.kind.in_(kinds))
    return [_organisation(row) for row in session.scalars(query)]


def set_closed(session: Session, id: str, at: datetime | None) -> None:
    session.get_one(OrganisationRow, id).closed_at = at
    session.flush()


def member_counts(session: Session) -> dict[str, int]:
    """How many people each organisation has; those without anybody are left out."""
    people = func.count(func.distinct(MembershipRow.user_id))
    query = select(MembershipRow.organisation_id, people).group_by(MembershipRow.organisation_id)
    return {id: count for id, count in session.execute(query)}


def members(session: Session, organisation: str) -> list[Member]:
    """By name, then by address."""
    query = (
        select(MembershipRow, exists().where(PasskeyRow.user_id == MembershipRow.user_id))
        .join(MembershipRow.user)
        .options(contains_eager(MembershipRow.user))
        .where(MembershipRow.organisation_id == organisation, UserRow.active)
        .order_by(func.lower(func.coalesce(UserRow.name, UserRow.email)), UserRow.email, MembershipRow.role)
    )
    rows: dict[str, list[tuple[MembershipRow, bool]]] = {}
    for row, has_passkey in session.execute(query):
        rows.setdefault(row.user.public_id, []).append((row, has_passkey))
    return [_member(held) for held in rows.values()]


def _member(held: Sequence[tuple[MembershipRow, bool]]) -> Member:
    user, has_passkey = held[0][0].user, held[0][1]
    return Member(
        id=user.public_id,
        name=user.name,
        email=user.email,
        positions=tuple(Position(row.role) for row, _ in held),
        since=min(row.created_at for row, _ in held),
        second_step=has_passkey or user.tf_primary_method is not None,
    )


def add_membership(session: Session, organisation: str, person_id: str, position: Position, now: datetime) -> None:
    key = session.scalars(select(UserRow.id).where(UserRow.public_id == person_id)).one()
    session.add(MembershipRow(user_id=key, organisation_id=organisation, role=position, created_at=now))
    session.flush()


def end_membership(session: Session, organisation: str, person_id: str, position: Position) -> None:
    key = select(UserRow.id).where(UserRow.public_id == person_id).scalar_subquery()
    session.execute(
        delete(MembershipRow).where(
            MembershipRow.organisation_id == organisation,
            MembershipRow.user_id == key,
            MembershipRow.role == position,
        )
    )


def has_ended_access(session: Session, organisation: str, access: str) -> bool:
    """Whether it was given in that organisation's name, and has ended."""
    query = select(AccessRow.id).where(
        AccessRow.id == access, AccessRow.organisation_id == organisation, AccessRow.ended_at.is_not(None)
    )
    return session.scalar(query) is not None


def take_turn(session: Session, person_id: str) -> None:
    """What one person sends twice is done one after the other."""
    session.execute(select(UserRow.id).where(UserRow.public_id == person_id).with_for_update())


def platform_administrators(session: Session, *, to_change: bool = False) -> list[Person]:
    """Those whose account is open, by address. `to_change`: nobody else changes them meanwhile."""
    query = select(UserRow).where(UserRow.platform_admin, UserRow.active).order_by(UserRow.email)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return [person(row) for row in session.scalars(query)]


def set_platform_administrator(session: Session, person_id: str, *, is_one: bool) -> None:
    session.scalars(select(UserRow).where(UserRow.public_id == person_id)).one().platform_admin = is_one
    session.flush()


def _organisation(row: OrganisationRow) -> Organisation:
    return Organisation(
        row.id, row.name, OrganisationKind(row.kind), row.siren, row.region, row.created_at, row.closed_at
    )
