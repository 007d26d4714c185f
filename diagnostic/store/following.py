"""The companies that a funding organisation follows: what its page is made of, and no more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Role
from diagnostic.core.model.assessment import SIREN_LENGTH
from diagnostic.core.model.granted import Agreement
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_people import AccessRow


@dataclass(frozen=True, slots=True)
class FundedCompany:
    """`key` names the company's row."""

    key: int
    siren: str | None
    agreement: Agreement | None
    since: datetime


def funded_by(session: Session, organisation: str) -> tuple[FundedCompany, ...]:
    """Those whose leader lets that organisation follow them today, by SIREN."""
    query = (
        select(CompanyRow.id, CompanyRow.siret, AccessRow.agreement, AccessRow.agreed_on, AccessRow.granted_at)
        .join(AccessRow, AccessRow.company_id == CompanyRow.id)
        .where(AccessRow.organisation_id == organisation, AccessRow.role == Role.FUNDER, AccessRow.ended_at.is_(None))
        .order_by(CompanyRow.siret.is_(None), CompanyRow.siret, AccessRow.agreement, AccessRow.id)
    )
    rows = session.execute(query).all()
    return tuple(
        FundedCompany(
            key=key,
            siren=siret[:SIREN_LENGTH] if siret else None,
            agreement=Agreement(agreement, agreed_on) if agreement and agreed_on else None,
            since=since,
        )
        for key, siret, agreement, agreed_on, since in rows
    )


def diagnostics_of(session: Session, keys: Collection[int]) -> dict[int, list[str]]:
    """The diagnostics of each of these companies, the first begun first."""
    query = select(DiagnosticRow.company_id, DiagnosticRow.id).where(DiagnosticRow.company_id.in_(keys))
    found: dict[int, list[str]] = {}
    for key, id in session.execute(query.order_by(DiagnosticRow.created_at)):
        found.setdefault(key, []).append(id)
    return found
