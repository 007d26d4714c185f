"""The engine, the declarative base, and the types every table uses."""

import secrets
from datetime import UTC, datetime
from threading import Lock
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    UpdateBase,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_MS = 10_000
PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)
WRITES, TURN = "palier_writes", "palier_turn"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcTime, dict[str, Any]: JSON, list[Any]: JSON}


def new_id() -> str:
    """128 random bits, 22 characters safe in an address, the first never read as an option by a command."""
    while (id := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return id


def changed(session: Session, statement: UpdateBase) -> int:
    """Runs an update or a deletion; how many rows it touched."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def make_engine(url: str) -> Engine:
    """An engine on SQLite (WAL, synchronous=FULL, foreign keys, secure_delete) or PostgreSQL."""
    engine = create_engine(url, hide_parameters=True)  # an error that is logged tells no address and no answer
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
        take_turns(engine)
    return engine


def prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ARG001
    """Pragmas of a new connection. busy_timeout first: switching to WAL may have to wait for another process.
    secure_delete: what is removed is written over with zeros."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def take_turns(engine: Engine) -> None:
    """A writer takes its turn at once: a reader that turns writer would be refused, not made to wait.

    SQLite lets those who wait for another writer sleep, longer and longer, and look again: the threads of one process
    queue here instead, and the next one starts as soon as the one before has committed.
    """
    turn = Lock()

    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITES, True):
            connection.exec_driver_sql("BEGIN")
            return
        connection.info[TURN] = turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def give_back(_dbapi_connection: object, record: ConnectionPoolEntry) -> None:
        if record.info.pop(TURN, False):
            turn.release()

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", give_back)
