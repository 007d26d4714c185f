"""Invitations: rows ↔ values. A token is kept as its hash; an invitation is taken once."""

from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.core.model.invitation import Invitation, Offer
from diagnostic.store.base import changed, new_id
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_people import InvitationRow, OrganisationRow, UserRow

USER = "user:"
Query = Select[InvitationRow, OrganisationRow, CompanyRow, UserRow]


def add(session: Session, offer: Offer, token_hash: str, made_by: str, now: datetime, expires_at: datetime) -> str:
    """Its id. The diagnostic, when there is one, exists."""
    row = InvitationRow(
        id=new_id(),
        role=offer.role,
        organisation_id=offer.organisation,
        company_id=_company_key(session, offer.diagnostic) if offer.diagnostic else None,
        diagnostic_id=offer.diagnostic,
        email=offer.email,
        name=offer.name,
        respondent=offer.respondent,
        group=offer.group,
        token_hash=token_hash,
        made_by=made_by,
        made_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row.id


def _company_key(session: Session, diagnostic: str) -> int:
    return session.scalars(select(DiagnosticRow.company_id).where(DiagnosticRow.id == diagnostic)).one()


def with_token_hash(session: Session, token_hash: str) -> Invitation | None:
    return _first(session, _select().where(InvitationRow.token_hash == token_hash))


def with_id(session: Session, id: str) -> Invitation | None:
    return _first(session, _select().where(InvitationRow.id == id))


def _first(session: Session, query: Query) -> Invitation | None:
    row = session.execute(query.execution_options(populate_existing=True)).first()
    return _invitation(*row) if row else None


def _select() -> Query:
    """Invitations, with the organisation, the company, and the account that made them."""
    maker = InvitationRow.made_by.startswith(USER) & (
        UserRow.public_id == func.substr(InvitationRow.made_by, len(USER) + 1)
    )
    return (
        select(InvitationRow, OrganisationRow, CompanyRow, UserRow)
        .outerjoin(OrganisationRow, OrganisationRow.id == InvitationRow.organisation_id)
        .outerjoin(CompanyRow, CompanyRow.id == InvitationRow.company_id)
        .outerjoin(UserRow, maker)
    )


def pending(
    session: Session, *, organisation: str | None, diagnostic: str | None, now: datetime
) -> tuple[Invitation, ...]:
    """Those that still open something, the last made first: to positions in that organisation; or to the company of
    that diagnostic; or, when both are None, to the platform."""
    query = _select().where(
        InvitationRow.revoked_at.is_(None),
        InvitationRow.expires_at > now,
        InvitationRow.used_at.is_(None) | (InvitationRow.role == Role.CONTRIBUTOR),
    )
    if diagnostic:
        key = select(DiagnosticRow.company_id).where(DiagnosticRow.id == diagnostic).scalar_subquery()
        query = query.where(InvitationRow.company_id == key)
    else:
        held = InvitationRow.organisation_id
        query = query.where(
            InvitationRow.company_id.is_(None), held == organisation if organisation else held.is_(None)
        )
    rows = session.execute(query.order_by(InvitationRow.made_at.desc(), InvitationRow.id))
    return tuple(_invitation(*row) for row in rows)


def mark_used(session: Session, id: str, now: datetime) -> bool:
    """Whether it was this caller who used it: of two at once, one only."""
    query = update(InvitationRow).where(InvitationRow.id == id, InvitationRow.used_at.is_(None)).values(used_at=now)
    return changed(session, query) == 1


def mark_revoked(session: Session, id: str, now: datetime) -> bool:
    """Whether it still was open to anybody: one that was used, or revoked, stays as it is."""
    query = update(InvitationRow).where(
        InvitationRow.id == id,
        InvitationRow.revoked_at.is_(None),
        InvitationRow.used_at.is_(None) | (InvitationRow.role == Role.CONTRIBUTOR),
    )
    return changed(session, query.values(revoked_at=now)) == 1


def _invitation(
    row: InvitationRow, organisation: OrganisationRow | None, company: CompanyRow | None, maker: UserRow | None
) -> Invitation:
    return Invitation(
        id=row.id,
        role=Role(row.role) if company else Position(row.role),
        organisation=row.organisation_id,
        organisation_name=organisation.name if organisation else None,
        kind=OrganisationKind(organisation.kind) if organisation else None,
        organisation_closed=organisation is not None and organisation.closed_at is not None,
        diagnostic=row.diagnostic_id,
        company=company.public_id if company else None,
        company_name=company.name if company else None,
        email=row.email,
        name=row.name,
        group=row.group,
        respondent=row.respondent,
        made_by=row.made_by,
        inviter=maker.name if maker else None,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
