"""Diagnostics and their operations: rows ↔ core values."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diagnostic.core.model.assessment import NOT_APPLICABLE, UNKNOWN, Company, Rating
from diagnostic.core.model.diagnostic import Operation
from diagnostic.store.base import new_id
from diagnostic.store.tables import CompanyRow, DiagnosticRow, OperationRow


def add(session: Session, row: dict[str, Any], company: Company) -> None:
    """A new diagnostic; `row` holds the columns of `diagnostics` but the company."""
    session.add(DiagnosticRow(**row, company=CompanyRow(**asdict(company), public_id=new_id(), journal=[])))
    session.flush()


def read(session: Session, id: str, *, to_change: bool = False) -> tuple[dict[str, Any], Company] | None:
    """The columns of a diagnostic, and its company; None when there is none. `to_change` locks its row."""
    row = session.get(
        DiagnosticRow,
        id,
        populate_existing=to_change,
        with_for_update={"of": DiagnosticRow} if to_change else None,
    )
    if row is None:
        return None
    columns = {column.key: getattr(row, column.key) for column in DiagnosticRow.__table__.columns}
    company = {name: getattr(row.company, name) for name in Company.__dataclass_fields__}
    return columns, Company(**company)


def change(session: Session, id: str, columns: dict[str, Any], company: Company | None = None) -> None:
    """Replace some columns, and the company's card when given."""
    row = session.get_one(DiagnosticRow, id)
    for name, value in columns.items():
        setattr(row, name, value)
    for name, value in asdict(company).items() if company else ():
        setattr(row.company, name, value)
    session.flush()


def with_resume_hash(session: Session, resume_hash: str) -> str | None:
    """The id of the diagnostic that this resume link opens."""
    return session.scalar(select(DiagnosticRow.id).where(DiagnosticRow.resume_hash == resume_hash))


def demo_ids(session: Session) -> list[str]:
    return list(session.scalars(select(DiagnosticRow.id).where(DiagnosticRow.demo).order_by(DiagnosticRow.id)))


def rating_text(rating: Rating | None) -> str | None:
    return None if rating is None else str(rating)


def rating_value(text: str | None) -> Rating | None:
    if text is None or text in {UNKNOWN, NOT_APPLICABLE}:
        return text
    return float(text)


def append(session: Session, id: str, operations: Sequence[Operation], server_at: datetime) -> int:
    """Add operations after the last one; the number added. Those whose op_id is known are left out.

    The diagnostic's row is locked, so that two writers number their operations one after the other.
    """
    session.execute(select(DiagnosticRow.id).where(DiagnosticRow.id == id).with_for_update())
    known = known_op_ids(session, id, [operation.op_id for operation in operations])
    version = last_version(session, id)
    added = 0
    for operation in operations:
        if operation.op_id in known:
            continue
        known.add(operation.op_id)
        added += 1
        columns = asdict(operation) | {"rating": rating_text(operation.rating)}
        session.add(OperationRow(**columns, diagnostic_id=id, version=version + added, server_at=server_at))
    session.flush()
    return added


def known_op_ids(session: Session, id: str, op_ids: list[str]) -> set[str]:
    query = select(OperationRow.op_id).where(OperationRow.diagnostic_id == id, OperationRow.op_id.in_(op_ids))
    return set(session.scalars(query))


def last_version(session: Session, id: str) -> int:
    query = select(func.coalesce(func.max(OperationRow.version), 0)).where(OperationRow.diagnostic_id == id)
    return session.scalar(query) or 0


def operations(session: Session, id: str) -> tuple[Operation, ...]:
    """Every operation of a diagnostic, in the order they were acknowledged."""
    query = select(OperationRow).where(OperationRow.diagnostic_id == id).order_by(OperationRow.version)
    return tuple(
        Operation(
            op_id=row.op_id,
            item=row.item,
            function=row.function,
            respondent=row.respondent,
            rating=rating_value(row.rating),
            evidence=row.evidence,  # type: ignore[arg-type]
            note=row.note,
            device_at=row.device_at,
            base_version=row.base_version,
            author=row.author,
            flagged=row.flagged,
        )
        for row in session.scalars(query)
    )
