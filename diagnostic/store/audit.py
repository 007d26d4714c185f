"""The audit trail: rows are added at its end, never changed, never deleted (store.append_only)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, inspect, select, update
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from diagnostic.core.model.trail import Event
from diagnostic.store.tables_security import AuditEventRow, AuditHeadRow

HEAD = 1
FIELDS = tuple(Event.__dataclass_fields__)
COLUMNS = tuple(getattr(AuditEventRow, name) for name in FIELDS)


UNREADABLE = (TypeError, ValueError, DataError)  # what a value that Palier never wrote makes of reading its row


def exists(session: Session) -> bool:
    """Whether this database has a trail: older ones have none until they are upgraded."""
    return bool(_tables(session))


def is_whole(session: Session) -> bool:
    """Whether neither of its two tables was taken away."""
    return len(_tables(session)) == 2


def _tables(session: Session) -> list[str]:
    there = inspect(session.connection())
    return [row.__tablename__ for row in (AuditEventRow, AuditHeadRow) if there.has_table(row.__tablename__)]


def head(session: Session, *, to_change: bool = False) -> tuple[int, str] | None:
    """The last position and hash; (0, "") at first, None when somebody took it away. `to_change`: others wait until
    this transaction ends."""
    query = select(AuditHeadRow.position, AuditHeadRow.hash).where(AuditHeadRow.id == HEAD)
    found = session.execute(query.with_for_update() if to_change else query).one_or_none()
    return (found.position, found.hash) if found else None


def append(session: Session, event: Event) -> None:
    """The event, then the head: the database refuses them in another order."""
    session.add(AuditEventRow(**{name: getattr(event, name) for name in FIELDS}))
    session.flush()
    values = {"position": event.position, "hash": event.hash}
    session.execute(update(AuditHeadRow).where(AuditHeadRow.id == HEAD).values(values))


def is_told(session: Session, event: Event, since: datetime) -> bool:
    """Whether the same actor did the same to the same company since then."""
    query = select(AuditEventRow.details).where(
        AuditEventRow.company == event.company,
        AuditEventRow.actor == event.actor,
        AuditEventRow.at >= since,
        AuditEventRow.act == event.act,
        AuditEventRow.diagnostic == event.diagnostic,
        AuditEventRow.organisation == event.organisation,
    )
    return event.details in session.scalars(query).all()


def of_company(session: Session, company: str) -> list[Event]:
    """Everything about a company, the first event first."""
    query = select(*COLUMNS).where(AuditEventRow.company == company).order_by(AuditEventRow.position)
    return [_event(row) for row in session.execute(query)]


def newest_of_company(
    session: Session, company: str, *, acts: Iterable[str] | None, before: int | None, most: int
) -> list[Event]:
    """The newest event first. `acts`: these alone; `before`: what happened before that position."""
    query = select(*COLUMNS).where(AuditEventRow.company == company)
    if acts is not None:
        query = query.where(AuditEventRow.act.in_(list(acts)))
    if before is not None:
        query = query.where(AuditEventRow.position < before)
    return [_event(row) for row in session.execute(query.order_by(AuditEventRow.position.desc()).limit(most))]


def everything(session: Session) -> list[Event]:
    return [event for batch in batches(session, 1000) for event in batch]


def batches(session: Session, size: int, last: int | None = None) -> Iterator[list[Event]]:
    """The trail by its positions after `last`, or whole, `size` events at a time; UNREADABLE if one cannot be read."""
    while True:
        query = select(*COLUMNS).order_by(AuditEventRow.position).limit(size)
        rows = session.execute(query if last is None else query.where(AuditEventRow.position > last)).all()
        if not rows:
            return
        yield [_event(row) for row in rows]
        last = rows[-1].position


def stand_still(session: Session) -> None:
    """What is read from now on is the database of one instant, whatever others add meanwhile. SQLite reads so."""
    if session.get_bind().dialect.name != "sqlite":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _event(row: Row[Any]) -> Event:
    return Event(**dict(zip(FIELDS, row, strict=True)))
