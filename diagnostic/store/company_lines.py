"""The companies of a person or of an organisation, one line an access in force."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from diagnostic.core.model.access import Hand, Role
from diagnostic.core.model.granted import CompanyLine
from diagnostic.store.grants import opens
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_people import AccessRow, OrganisationRow, UserRow

Line = Select[AccessRow, CompanyRow, DiagnosticRow, OrganisationRow, UserRow]


def of_person(session: Session, person: str, roles: Sequence[Role]) -> tuple[CompanyLine, ...]:
    """The companies that an account opens in these roles; an adviser's while they are one of that organisation."""
    query = _lines().where(UserRow.public_id == person, AccessRow.role.in_(roles), opens())
    return _company_lines(session, query)


def of_organisation(session: Session, organisation: str, role: Role) -> tuple[CompanyLine, ...]:
    """The companies on which that organisation was given that role, its former advisers' included."""
    query = _lines().where(AccessRow.organisation_id == organisation, AccessRow.role == role)
    return _company_lines(session, query)


def _lines() -> Line:
    """Accesses in force, with the company, its latest diagnostic, the organisation and the account."""
    newer = aliased(DiagnosticRow)
    latest = (
        select(newer.id)
        .where(newer.company_id == CompanyRow.id)
        .order_by(newer.created_at.desc(), newer.id)
        .limit(1)
        .correlate(CompanyRow)
        .scalar_subquery()
    )
    return (
        select(AccessRow, CompanyRow, DiagnosticRow, OrganisationRow, UserRow)
        .join(CompanyRow, CompanyRow.id == AccessRow.company_id)
        .join(DiagnosticRow, DiagnosticRow.id == latest)
        .outerjoin(OrganisationRow, OrganisationRow.id == AccessRow.organisation_id)
        .outerjoin(UserRow, UserRow.id == AccessRow.user_id)
        .where(AccessRow.ended_at.is_(None))
        .order_by(CompanyRow.name, CompanyRow.public_id, AccessRow.granted_at)
    )


def _company_lines(session: Session, query: Line) -> tuple[CompanyLine, ...]:
    rows = session.execute(query).all()
    keys = [company.id for _, company, *_ in rows]
    leaders = _leaders(session, keys)
    linked = set(
        session.scalars(
            select(DiagnosticRow.company_id).where(
                DiagnosticRow.company_id.in_(keys), DiagnosticRow.resume_hash.is_not(None)
            )
        )
    )
    return tuple(
        CompanyLine(
            access=access.id,
            company=company.public_id,
            diagnostic=diagnostic.id,
            name=company.name,
            role=Role(access.role),
            organisation=access.organisation_id,
            organisation_name=organisation.name if organisation else None,
            hand=Hand(diagnostic.hand),
            claimed=leaders.get(company.id, False),
            handed=company.id in leaders or company.id in linked,
            granted_at=access.granted_at,
            updated_at=diagnostic.updated_at,
            person=user.public_id if user else None,
            holder=(user.name or user.email) if user else None,
        )
        for access, company, diagnostic, organisation, user in rows
    )


def _leaders(session: Session, company_keys: Sequence[int]) -> dict[int, bool]:
    """The companies that have had a leader with an account, and whether one still is."""
    query = select(AccessRow.company_id, AccessRow.ended_at).where(
        AccessRow.company_id.in_(company_keys), AccessRow.role == Role.LEADER
    )
    found: dict[int, bool] = {}
    for key, ended_at in session.execute(query):
        found[key] = found.get(key, False) or ended_at is None
    return found
