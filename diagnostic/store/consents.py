"""What a company agreed to: rows are added, the last one holds."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostic.core.model.consent import Consent
from diagnostic.store.tables import CompanyRow, ConsentRow, DiagnosticRow


def history(session: Session, diagnostic: str, use: str) -> tuple[Consent, ...]:
    """The answers of the company of that diagnostic, the newest first."""
    query = (
        select(ConsentRow)
        .join(DiagnosticRow, DiagnosticRow.company_id == ConsentRow.company_id)
        .where(DiagnosticRow.id == diagnostic, ConsentRow.use == use)
        .order_by(ConsentRow.id.desc())
    )
    return tuple(Consent(row.given, row.text_version, row.at, row.actor) for row in session.scalars(query))


def company_to_change(session: Session, diagnostic: str) -> int:
    """The key of its company, whose row others wait for."""
    key = select(DiagnosticRow.company_id).where(DiagnosticRow.id == diagnostic).scalar_subquery()
    return session.scalars(select(CompanyRow.id).where(CompanyRow.id == key).with_for_update()).one()


def add(session: Session, company_key: int, use: str, consent: Consent) -> None:
    session.add(
        ConsentRow(
            company_id=company_key,
            use=use,
            given=consent.given,
            text_version=consent.version,
            at=consent.at,
            actor=consent.actor,
        )
    )
    session.flush()
