"""The audit trail: rows are added at its end, never changed, never deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostic.store.tables_security import AuditEventRow, AuditHeadRow

HEAD = 1


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did; `hash` covers everything else, and the event before."""

    position: int
    at: datetime
    actor: str
    role: str
    act: str
    company: str | None
    diagnostic: str | None
    organisation: str | None
    details: dict[str, Any]
    previous_hash: str
    hash: str


def head(session: Session, *, to_change: bool = False) -> tuple[int, str]:
    """The last position and hash, (0, "") at first. `to_change`: others wait until this transaction ends."""
    row = session.get(AuditHeadRow, HEAD, populate_existing=to_change, with_for_update=True if to_change else None)
    return (row.position, row.hash) if row else (0, "")


def append(session: Session, event: Event) -> None:
    session.add(AuditEventRow(**{name: getattr(event, name) for name in Event.__dataclass_fields__}))
    session.merge(AuditHeadRow(id=HEAD, position=event.position, hash=event.hash))
    session.flush()


def of_company(session: Session, company: str) -> list[Event]:
    """Everything about a company, the first event first."""
    return _events(
        session.scalars(select(AuditEventRow).where(AuditEventRow.company == company).order_by(AuditEventRow.position))
    )


def everything(session: Session) -> list[Event]:
    return _events(session.scalars(select(AuditEventRow).order_by(AuditEventRow.position)))


def _events(rows: Any) -> list[Event]:
    return [Event(**{name: getattr(row, name) for name in Event.__dataclass_fields__}) for row in rows]
