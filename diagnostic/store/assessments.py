"""Diagnostics and their operations: rows ↔ core values."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session

from diagnostic.core.model.assessment import NOT_APPLICABLE, UNKNOWN, Answer, Company, Rating
from diagnostic.core.model.diagnostic import Operation
from diagnostic.store import verifying
from diagnostic.store.base import new_id
from diagnostic.store.tables import CompanyRow, DiagnosticRow, OperationRow

GIVEN, ASKED = cast("Table", OperationRow.__table__), cast("Table", DiagnosticRow.__table__)
TOUCHED = update(ASKED).where(ASKED.c.id == bindparam("touched")).values(updated_at=bindparam("at"))
NEEDED = (ASKED.c.questionnaire, ASKED.c.form, ASKED.c.functions, ASKED.c.more, ASKED.c.signed_at)
SHEET = select(*NEEDED).where(ASKED.c.id == bindparam("id")).with_for_update()
ADDED = insert(GIVEN)
OF_DIAGNOSTIC = GIVEN.c.diagnostic_id == bindparam("id")
LATEST = select(func.max(GIVEN.c.version)).where(OF_DIAGNOSTIC).scalar_subquery()
KNOWN = select(GIVEN.c.op_id, GIVEN.c.version).where(
    OF_DIAGNOSTIC, or_(GIVEN.c.op_id.in_(bindparam("op_ids", expanding=True)), GIVEN.c.version == LATEST)
)
GIVEN_SO_FAR = (
    select(GIVEN.c.item, GIVEN.c.function, GIVEN.c.respondent, GIVEN.c.rating, GIVEN.c.evidence)
    .where(OF_DIAGNOSTIC)
    .order_by(GIVEN.c.version)
)
READ_AS_IS = tuple(name for name in Operation.__dataclass_fields__ if name != "rating")
OPERATIONS = (
    select(GIVEN.c.rating, *(GIVEN.c[name] for name in READ_AS_IS))
    .where(GIVEN.c.diagnostic_id == bindparam("id"))
    .order_by(GIVEN.c.version)
)


def add(session: Session, row: dict[str, Any], company: Company, *, beside: str | None = None) -> None:
    """A new diagnostic; `row` holds the columns of `diagnostics` but the company. `beside`: another diagnostic of the
    same company, whose card stays as it is; without it the company is new."""
    if beside:
        session.add(DiagnosticRow(**row, company=session.get_one(DiagnosticRow, beside).company))
    else:
        new = CompanyRow(**asdict(company), public_id=new_id(), journal=[])
        session.add(DiagnosticRow(**row, company=new))
        verifying.check(session, new)
    session.flush()


def of_same_company(session: Session, id: str) -> list[str]:
    """The diagnostics of the company of that one, itself included, oldest first; none when there is no such one."""
    company = select(DiagnosticRow.company_id).where(DiagnosticRow.id == id).scalar_subquery()
    query = select(DiagnosticRow.id).where(DiagnosticRow.company_id == company)
    return list(session.scalars(query.order_by(DiagnosticRow.created_at, DiagnosticRow.id)))


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
    known = row.company.siret
    for name, value in asdict(company).items() if company else ():
        setattr(row.company, name, value)
    if row.company.siret != known:
        verifying.check(session, row.company)
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


def sheet(session: Session, id: str) -> Row[Any] | None:
    """`questionnaire`, `form`, `functions` (each one's weight), `more` (the rarer parts) and `signed_at`, locked; None
    when there is no such diagnostic."""
    return cast("Row[Any] | None", session.connection().execute(SHEET, {"id": id}).one_or_none())


def append(session: Session, id: str, operations: Sequence[Operation], server_at: datetime) -> tuple[int, int]:
    """Add operations after the last one; the number added, and the version then. Those whose op_id is known are left
    out.

    Whoever calls has read the diagnostic to change it: two writers number their operations one after the other.
    """
    version, known = known_of(session, id, [operation.op_id for operation in operations])
    rows: list[dict[str, Any]] = []
    for operation in operations:
        if operation.op_id in known:
            continue
        known.add(operation.op_id)
        rows.append(
            _columns(operation) | {"diagnostic_id": id, "version": version + len(rows) + 1, "server_at": server_at}
        )
    if rows:
        session.execute(ADDED, rows)
        session.execute(TOUCHED, {"touched": id, "at": server_at})
    return len(rows), version + len(rows)


def _columns(operation: Operation) -> dict[str, Any]:
    named = {name: getattr(operation, name) for name in Operation.__dataclass_fields__}
    return named | {"rating": rating_text(operation.rating)}


def known_of(session: Session, id: str, op_ids: list[str]) -> tuple[int, set[str]]:
    """The last version, and those of these operations that were received already."""
    rows = session.connection().execute(KNOWN, {"id": id, "op_ids": op_ids}).all()
    return max((version for _op_id, version in rows), default=0), {op_id for op_id, _version in rows} & set(op_ids)


def standing(session: Session, id: str) -> tuple[int, tuple[Answer, ...]]:
    """The version, and the answers that stand without their notes: what `fold` makes of every operation, sooner."""
    rows = session.connection().execute(GIVEN_SO_FAR, {"id": id}).all()
    last = {(item, function, who): (rating, evidence) for item, function, who, rating, evidence in rows}
    answers = (Answer(*key, _known(rating), evidence) for key, (rating, evidence) in last.items() if rating is not None)
    return len(rows), tuple(answers)


def _known(text: str) -> Rating:
    value = rating_value(text)
    assert value is not None
    return value


def operations(session: Session, id: str) -> tuple[Operation, ...]:
    """Every operation of a diagnostic, in the order they were acknowledged."""
    return tuple(_operation(*row) for row in session.execute(OPERATIONS, {"id": id}))


def _operation(rating: str | None, *others: Any) -> Operation:
    return Operation(rating=rating_value(rating), **dict(zip(READ_AS_IS, others, strict=True)))
