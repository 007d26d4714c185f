"""Accesses given on companies: rows ↔ core values."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Hand, OrganisationKind, Position, Role
from diagnostic.core.model.granted import Access, Agreement, Door, Given, Giver
from diagnostic.store.base import new_id
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_people import AccessRow, MembershipRow, OrganisationRow, UserRow
from diagnostic.store.tables_security import AuditEventRow

USER = "user"


def company_of(session: Session, diagnostic: str, *, to_change: bool = False) -> int | None:
    """The key of the company of a diagnostic. `to_change`: its accesses are changed by one writer at a time."""
    query = select(CompanyRow.id).join(DiagnosticRow).where(DiagnosticRow.id == diagnostic)
    return session.scalar(query.with_for_update(of=CompanyRow) if to_change else query)


def company_of_access(session: Session, access: str) -> int | None:
    """The key of its company, whose accesses are then changed by one writer at a time."""
    query = select(CompanyRow.id).join(AccessRow, AccessRow.company_id == CompanyRow.id).where(AccessRow.id == access)
    return session.scalar(query.with_for_update(of=CompanyRow))


def same_in_force(
    session: Session, company_key: int, role: Role, person: str | None, organisation: str | None
) -> tuple[str, Agreement | None] | None:
    """The id and agreement of the access in force that gives the same to the same."""
    holder = select(UserRow.id).where(UserRow.public_id == person).scalar_subquery()
    query = select(AccessRow).where(
        AccessRow.company_id == company_key,
        AccessRow.role == role,
        AccessRow.user_id == holder if person else AccessRow.user_id.is_(None),
        AccessRow.organisation_id == organisation if organisation else AccessRow.organisation_id.is_(None),
        AccessRow.ended_at.is_(None),
    )
    row = session.scalars(query.order_by(AccessRow.granted_at)).first()
    return (row.id, _agreement(row)) if row else None


def _agreement(row: AccessRow) -> Agreement | None:
    return Agreement(row.agreement, row.agreed_on) if row.agreement and row.agreed_on else None


def add(session: Session, company_key: int, given: Given) -> str:
    """A new access; its id."""
    person = select(UserRow.id).where(UserRow.public_id == given.person)
    row = AccessRow(
        id=new_id(),
        company_id=company_key,
        role=given.role,
        user_id=session.scalars(person).one() if given.person else None,
        organisation_id=given.organisation,
        granted_by=given.by,
        granted_at=given.at,
        agreement=given.agreement.reference if given.agreement else None,
        agreed_on=given.agreement.on if given.agreement else None,
    )
    session.add(row)
    session.flush()
    return row.id


def role_of(session: Session, access: str) -> Role | None:
    """What an access in force gives; None once it has ended, or never was."""
    found = session.scalar(select(AccessRow.role).where(AccessRow.id == access, AccessRow.ended_at.is_(None)))
    return Role(found) if found else None


def end(session: Session, access: str, by: str, now: datetime) -> None:
    row = session.get_one(AccessRow, access)
    row.ended_by, row.ended_at = by, now
    session.flush()


def others(session: Session, company_key: int, role: Role, access: str) -> int:
    """How many other accesses of that role are in force."""
    query = select(func.count()).where(
        AccessRow.company_id == company_key,
        AccessRow.role == role,
        AccessRow.ended_at.is_(None),
        AccessRow.id != access,
    )
    return session.scalar(query) or 0


def has_open_link(session: Session, company_key: int) -> bool:
    query = select(DiagnosticRow.id).where(
        DiagnosticRow.company_id == company_key, DiagnosticRow.resume_hash.is_not(None)
    )
    return session.scalars(query.limit(1)).first() is not None


def was_handed(session: Session, company_key: int) -> bool:
    """Whether a leader has, or has had, a way in."""
    query = select(AccessRow.id).where(AccessRow.company_id == company_key, AccessRow.role == Role.LEADER)
    return has_open_link(session, company_key) or session.scalars(query.limit(1)).first() is not None


def has_open_account(session: Session, person: str) -> bool:
    return session.scalar(select(UserRow.id).where(UserRow.public_id == person, UserRow.active)) is not None


def open_organisation(session: Session, id: str) -> OrganisationKind | None:
    """Its kind; None when there is no such organisation, or no more."""
    query = select(OrganisationRow.kind).where(OrganisationRow.id == id, OrganisationRow.closed_at.is_(None))
    found = session.scalar(query)
    return OrganisationKind(found) if found else None


def open_organisations(session: Session, kinds: Sequence[OrganisationKind]) -> tuple[tuple[str, str], ...]:
    """The id and name of those of these kinds, by name."""
    query = select(OrganisationRow.id, OrganisationRow.name).where(
        OrganisationRow.kind.in_(kinds), OrganisationRow.closed_at.is_(None)
    )
    return tuple((id, name) for id, name in session.execute(query.order_by(OrganisationRow.name, OrganisationRow.id)))


def e_mails_of(session: Session, organisation: str, position: Position) -> tuple[str, ...]:
    """The addresses of those who hold that position there."""
    query = select(UserRow.email).join(MembershipRow, MembershipRow.user_id == UserRow.id)
    query = query.where(MembershipRow.organisation_id == organisation, MembershipRow.role == position, UserRow.active)
    return tuple(session.scalars(query.order_by(UserRow.email)))


def set_hand(session: Session, company_key: int, hand: Hand) -> None:
    for row in session.scalars(select(DiagnosticRow).where(DiagnosticRow.company_id == company_key)):
        row.hand = hand
    session.flush()


def close_links(session: Session, company_key: int) -> tuple[str, ...]:
    """The diagnostics of that company whose private link was open, and is no more."""
    linked = DiagnosticRow.company_id == company_key, DiagnosticRow.resume_hash.is_not(None)
    rows = session.scalars(select(DiagnosticRow).where(*linked).order_by(DiagnosticRow.created_at)).all()
    for row in rows:
        row.resume_hash = None
    session.flush()
    return tuple(row.id for row in rows)


def door(session: Session, diagnostic: str) -> Door:
    row = session.get_one(DiagnosticRow, diagnostic)
    seen = _last_seen(session, row.company.public_id)
    return Door(row.resume_hash is not None, seen.get(f"link:{diagnostic}"))


def doors(session: Session, diagnostic: str) -> Door:
    """Every private link of the company of that diagnostic, as one: open when one is."""
    company = session.get_one(DiagnosticRow, diagnostic).company
    ids = session.scalars(select(DiagnosticRow.id).where(DiagnosticRow.company_id == company.id)).all()
    seen = _last_seen(session, company.public_id)
    used = [at for id in ids if (at := seen.get(f"link:{id}"))]
    return Door(has_open_link(session, company.id), max(used, default=None))


def accesses(session: Session, diagnostic: str) -> tuple[Access, ...]:
    """Every access ever given on the company of a diagnostic, the first given first."""
    company = session.get_one(DiagnosticRow, diagnostic).company
    query = (
        select(AccessRow, UserRow, OrganisationRow, opens())
        .outerjoin(UserRow, UserRow.id == AccessRow.user_id)
        .outerjoin(OrganisationRow, OrganisationRow.id == AccessRow.organisation_id)
        .where(AccessRow.company_id == company.id)
        .order_by(AccessRow.granted_at, AccessRow.id)
    )
    rows = session.execute(query).all()
    seen, givers = _last_seen(session, company.public_id), _givers(session, [row[0].granted_by for row in rows])
    return tuple(
        Access(
            id=row.id,
            role=Role(row.role),
            person=user.public_id if user else None,
            name=user.name if user else None,
            email=user.email if user else None,
            organisation=organisation.id if organisation else None,
            organisation_name=organisation.name if organisation else None,
            kind=OrganisationKind(organisation.kind) if organisation else None,
            given_by=givers[row.granted_by],
            granted_at=row.granted_at,
            agreement=_agreement(row),
            ended_at=row.ended_at,
            opens=bool(usable) and row.ended_at is None,
            seen_at=seen.get(f"{USER}:{user.public_id}") if user else None,
        )
        for row, user, organisation, usable in rows
    )


def opens() -> ColumnElement[bool]:
    """Whether its holder may use an access: an organisation's is void once it is closed, an adviser's once they have
    left it."""
    position = exists().where(
        MembershipRow.user_id == AccessRow.user_id,
        MembershipRow.organisation_id == AccessRow.organisation_id,
        MembershipRow.role == Position.ADVISER,
    )
    is_open = OrganisationRow.closed_at.is_(None)
    return or_(
        AccessRow.organisation_id.is_(None),
        (AccessRow.role == Role.FUNDER) & is_open,
        (AccessRow.role == Role.ADVISER) & is_open & position,
    )


def _last_seen(session: Session, company: str) -> dict[str, datetime]:
    """The last time that each one did something with that company's file."""
    query = (
        select(AuditEventRow.actor, func.max(AuditEventRow.at))
        .where(AuditEventRow.company == company)
        .group_by(AuditEventRow.actor)
    )
    return {actor: at for actor, at in session.execute(query)}


def _givers(session: Session, references: Sequence[str]) -> dict[str, Giver]:
    """Who the audit trail's references name."""
    ids = [reference.partition(":")[2] for reference in references if reference.startswith(f"{USER}:")]
    rows = session.execute(select(UserRow.public_id, UserRow.name, UserRow.email).where(UserRow.public_id.in_(ids)))
    known = {f"{USER}:{id}": Giver(USER, id, name or email) for id, name, email in rows}
    return {
        reference: known.get(reference) or Giver(reference.partition(":")[0] or reference) for reference in references
    }
