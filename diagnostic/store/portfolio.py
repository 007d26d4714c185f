"""What the lists of an organisation's companies are made of: each table is asked once, however many companies."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Role
from diagnostic.core.model.assessment import SIREN_LENGTH, Company
from diagnostic.core.model.diagnostic import Operation
from diagnostic.store.assessments import rating_value
from diagnostic.store.tables import CompanyRow, DiagnosticRow, OperationRow
from diagnostic.store.tables_follow import RestitutionRow
from diagnostic.store.tables_people import AccessRow, UserRow


@dataclass(frozen=True, slots=True)
class Accompanied:
    """A company that an organisation advises; `key` names its row, `id` is public."""

    key: int
    id: str
    company: Company


@dataclass(frozen=True, slots=True)
class Stored:
    """A diagnostic as its columns say, with the operations of its answers."""

    columns: dict[str, Any]
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A company's file in an organisation's name: `person` (a public id) and `adviser` have had it longest, `openers`
    open it today."""

    siren: str
    name: str
    person: str
    adviser: str
    opened_at: datetime
    diagnostic: str
    openers: frozenset[str] = frozenset()


def accompanied_by(session: Session, organisation: str, person: str | None = None) -> tuple[Accompanied, ...]:
    """Those that the organisation advises today, former members' included; of one adviser when `person` is given."""
    advised = select(AccessRow.company_id).where(
        AccessRow.organisation_id == organisation, AccessRow.role == Role.ADVISER, AccessRow.ended_at.is_(None)
    )
    if person is not None:
        advised = advised.join(UserRow, UserRow.id == AccessRow.user_id).where(UserRow.public_id == person)
    rows = session.scalars(select(CompanyRow).where(CompanyRow.id.in_(advised)).order_by(CompanyRow.id))
    return tuple(Accompanied(row.id, row.public_id, _company(row)) for row in rows)


def _company(row: CompanyRow) -> Company:
    return Company(**{name: getattr(row, name) for name in Company.__dataclass_fields__})


def diagnostics_of(session: Session, keys: Collection[int]) -> dict[int, list[Stored]]:
    """The diagnostics of each company, the oldest first; operations without what nobody counts: notes and devices."""
    operations = _operations(session, keys)
    query = select(*DiagnosticRow.__table__.columns).where(DiagnosticRow.company_id.in_(keys))
    found: dict[int, list[Stored]] = {}
    for row in session.execute(query.order_by(DiagnosticRow.created_at, DiagnosticRow.id.desc())).mappings():
        found.setdefault(row["company_id"], []).append(Stored(dict(row), tuple(operations.get(row["id"], ()))))
    return found


def _operations(session: Session, keys: Collection[int]) -> dict[str, list[Operation]]:
    of_theirs = select(DiagnosticRow.id).where(DiagnosticRow.company_id.in_(keys))
    query = (
        select(
            OperationRow.diagnostic_id,
            OperationRow.op_id,
            OperationRow.item,
            OperationRow.function,
            OperationRow.respondent,
            OperationRow.rating,
            OperationRow.evidence,
        )
        .where(OperationRow.diagnostic_id.in_(of_theirs))
        .order_by(OperationRow.diagnostic_id, OperationRow.version)
    )
    found: dict[str, list[Operation]] = {}
    for diagnostic, op_id, item, function, respondent, rating, evidence in session.execute(query):
        operation = Operation(
            op_id=op_id,
            item=item,
            function=function,
            rating=rating_value(rating),
            respondent=respondent,
            evidence=evidence,  # type: ignore[arg-type]
        )
        found.setdefault(diagnostic, []).append(operation)
    return found


def notes_of(session: Session, keys: Collection[int]) -> dict[str, tuple[date, date | None]]:
    """Diagnostic id → the day that its note was left, and the restitution promised then."""
    query = (
        select(RestitutionRow.diagnostic_id, RestitutionRow.noted_on, RestitutionRow.due_on)
        .join(DiagnosticRow, DiagnosticRow.id == RestitutionRow.diagnostic_id)
        .where(DiagnosticRow.company_id.in_(keys), RestitutionRow.noted_on.is_not(None))
    )
    return {id: (noted_on, due_on) for id, noted_on, due_on in session.execute(query) if noted_on}


def files_with_siren(session: Session, organisation: str, siren: str = "") -> tuple[File, ...]:
    """The files that the organisation's advisers have on companies whose SIREN is known (that one, when it is given),
    the first opened first: one a company, in the name of whoever has accompanied it longest, with its latest
    diagnostic."""
    query = (
        select(CompanyRow, DiagnosticRow.created_at, DiagnosticRow.id, UserRow.public_id, UserRow.name, UserRow.email)
        .join(DiagnosticRow, DiagnosticRow.company_id == CompanyRow.id)
        .join(AccessRow, AccessRow.company_id == CompanyRow.id)
        .join(UserRow, UserRow.id == AccessRow.user_id)
        .where(
            AccessRow.organisation_id == organisation,
            AccessRow.role == Role.ADVISER,
            AccessRow.ended_at.is_(None),
            CompanyRow.siret.startswith(siren, autoescape=True),
        )
        .order_by(DiagnosticRow.created_at, DiagnosticRow.id.desc(), AccessRow.granted_at, AccessRow.id)
    )
    found: dict[int, File] = {}
    for company, created_at, diagnostic, person, name, email in session.execute(query):
        known = found.get(company.id)
        told = known or File(
            (company.siret or "")[:SIREN_LENGTH], company.name, person, name or email, created_at, diagnostic
        )
        found[company.id] = replace(told, diagnostic=diagnostic, openers=told.openers | {person})
    return tuple(found.values())
