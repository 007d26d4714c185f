"""What the ids that the audit trail keeps stand for, as long as it is there."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Role
from diagnostic.core.model.trail import Known
from diagnostic.store.tables import CompanyRow
from diagnostic.store.tables_people import AccessRow, InvitationRow, OrganisationRow, UserRow

Ids = Collection[str]


def known(session: Session, *, people: Ids, organisations: Ids, accesses: Ids, invitations: Ids) -> Known:
    """By public ids. A respondent is never more than one of a group."""
    users = select(UserRow.public_id, UserRow.name, UserRow.email).where(UserRow.public_id.in_(people))
    bodies = select(OrganisationRow.id, OrganisationRow.name).where(OrganisationRow.id.in_(organisations))
    holders = (
        select(AccessRow.id, UserRow.name, UserRow.email, OrganisationRow.name)
        .outerjoin(UserRow, UserRow.id == AccessRow.user_id)
        .outerjoin(OrganisationRow, OrganisationRow.id == AccessRow.organisation_id)
        .where(AccessRow.id.in_(accesses))
    )
    sent = select(InvitationRow.id, InvitationRow.name, InvitationRow.email).where(InvitationRow.id.in_(invitations))
    asked = select(InvitationRow.id, InvitationRow.group).where(InvitationRow.id.in_(invitations))
    return Known(
        people=_first_words(session.execute(users)),
        organisations=_first_words(session.execute(bodies)),
        accesses=_first_words(session.execute(holders)),
        invitations=_first_words(session.execute(sent.where(InvitationRow.role != Role.CONTRIBUTOR))),
        groups=_first_words(session.execute(asked)),
    )


def followed(session: Session, organisation: str) -> tuple[str, ...]:
    """The companies that an organisation follows today as a funder."""
    query = select(CompanyRow.public_id).join(AccessRow, AccessRow.company_id == CompanyRow.id)
    funding = (AccessRow.organisation_id == organisation) & (AccessRow.role == Role.FUNDER)
    return tuple(session.scalars(query.where(funding, AccessRow.ended_at.is_(None)).order_by(CompanyRow.id)))


def brought(session: Session, company: str) -> list[Any]:
    """What an import told of that company's past: plain events, the first first."""
    return session.scalar(select(CompanyRow.journal).where(CompanyRow.public_id == company)) or []


def _first_words(rows: Iterable[Row[Any]]) -> dict[str, str]:
    """id → the first of the other columns that says something."""
    return {str(row[0]): next(filter(None, row[1:])) for row in rows if any(row[1:])}
