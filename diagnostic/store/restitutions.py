"""The restitution of a diagnostic: its row ↔ a core value."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Role
from diagnostic.core.model.restitution import Restitution
from diagnostic.store.grants import USER
from diagnostic.store.tables import DiagnosticRow
from diagnostic.store.tables_follow import RestitutionRow
from diagnostic.store.tables_people import AccessRow, OrganisationRow, UserRow


def of_diagnostics(session: Session, diagnostics: Collection[str]) -> dict[str, Restitution]:
    """Of each of these diagnostics; those without any are left out."""
    organisation = (
        select(OrganisationRow.name)
        .join(AccessRow, AccessRow.organisation_id == OrganisationRow.id)
        .join(DiagnosticRow, DiagnosticRow.company_id == AccessRow.company_id)
        .where(DiagnosticRow.id == RestitutionRow.diagnostic_id)
        .where(AccessRow.user_id == UserRow.id, AccessRow.role == Role.ADVISER)
        .order_by(AccessRow.granted_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(RestitutionRow, UserRow.name, organisation)
        .outerjoin(UserRow, RestitutionRow.word_by == f"{USER}:" + UserRow.public_id)
        .where(RestitutionRow.diagnostic_id.in_(diagnostics))
    )
    return {
        row.diagnostic_id: Restitution(
            noted_on=row.noted_on,
            due_on=row.due_on,
            present=row.present,
            word=row.word,
            word_by=name,
            word_for=organisation_name,
            word_at=row.word_at,
        )
        for row, name, organisation_name in session.execute(query)
    }


def note(session: Session, diagnostic: str, noted_on: date, due_on: date, present: str | None) -> None:
    """The note was left that day."""
    row = _row(session, diagnostic)
    row.noted_on, row.due_on, row.present = noted_on, due_on, present
    session.flush()


def write(session: Session, diagnostic: str, word: str | None, by: str, at: datetime) -> None:
    """Replace the adviser's word, or take it away."""
    row = _row(session, diagnostic)
    row.word, row.word_by, row.word_at = word, by, at
    session.flush()


def _row(session: Session, diagnostic: str) -> RestitutionRow:
    row = session.get(RestitutionRow, diagnostic, populate_existing=True, with_for_update=True)
    if row is None:
        row = RestitutionRow(diagnostic_id=diagnostic)
        session.add(row)
    return row
