"""Operations with what the server noted of each: who follows whom, and since when."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from diagnostic.core.model.diagnostic import Operation, Received
from diagnostic.store.assessments import rating_value
from diagnostic.store.tables import OperationRow

GIVEN = cast("Table", OperationRow.__table__)
NAMES = tuple(name for name in Operation.__dataclass_fields__ if name != "rating")
OF_DIAGNOSTIC = GIVEN.c.diagnostic_id == bindparam("id")
RECEIVED = (
    select(GIVEN.c.version, GIVEN.c.server_at, GIVEN.c.rating, *(GIVEN.c[name] for name in NAMES))
    .where(OF_DIAGNOSTIC)
    .order_by(GIVEN.c.version)
)
OF_ITEMS = RECEIVED.where(GIVEN.c.item.in_(bindparam("items", expanding=True)))
CHANGED = select(GIVEN.c.item).where(OF_DIAGNOSTIC, GIVEN.c.version > bindparam("since"))
SINCE = RECEIVED.where(GIVEN.c.item.in_(CHANGED))
LAST = select(func.coalesce(func.max(GIVEN.c.version), 0)).where(OF_DIAGNOSTIC)


def received(session: Session, id: str) -> tuple[Received, ...]:
    """Every operation of a diagnostic, in the order they were acknowledged."""
    return tuple(_received(*row) for row in session.execute(RECEIVED, {"id": id}))


def of_items(session: Session, id: str, items: Collection[str]) -> tuple[Received, ...]:
    """The operations of these questions alone."""
    return tuple(_received(*row) for row in session.connection().execute(OF_ITEMS, {"id": id, "items": sorted(items)}))


def of_changed(session: Session, id: str, since: int) -> tuple[Received, ...]:
    """Every operation, however old, of the questions that somebody has changed since that version."""
    return tuple(_received(*row) for row in session.execute(SINCE, {"id": id, "since": since}))


def last_version(session: Session, id: str) -> int:
    return session.connection().scalar(LAST, {"id": id}) or 0


def _received(version: int, at: datetime, rating: str | None, *others: Any) -> Received:
    return Received(version, at, Operation(rating=rating_value(rating), **dict(zip(NAMES, others, strict=True))))
