"""The database of releases: apart from everything else, so that whoever serves pages of it can reach nothing more.

Rows are added at its end alone, each sealed by a hash that covers the one before; the database itself refuses to change
or remove one. SQLite keeps it in one file, without a log beside it: a reader needs no right to write anywhere.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Text, create_engine, event, inspect, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import String

from diagnostic.store.append_only import Rule, guard
from diagnostic.store.base import BUSY_TIMEOUT_MS, NAMING, WRITES, UtcTime

TABLE = "releases"
LAST = "SELECT 1 FROM releases WHERE number + 1 = NEW.number AND seal = NEW.previous"
FIRST = "NEW.number = 1 AND NEW.previous IS NULL AND NOT EXISTS (SELECT 1 FROM releases)"
RULES: tuple[Rule, ...] = (
    (TABLE, "UPDATE", "is never changed", "TRUE"),
    (TABLE, "DELETE", "is never shortened", "TRUE"),
    (TABLE, "INSERT", "grows at its end alone", f"NOT (({FIRST}) OR EXISTS ({LAST}))"),
)
WAIT = f"{BUSY_TIMEOUT_MS // 1000}s"


class ReleasesBase(DeclarativeBase):
    """Tables of the releases' own database."""

    type_annotation_map = {datetime: UtcTime}


ReleasesBase.metadata.naming_convention = NAMING


class ReleaseRow(ReleasesBase):
    """A release as it was sealed. `document`: its canonical JSON. All of it is public."""

    __tablename__ = TABLE

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quarter: Mapped[str] = mapped_column(String(7))
    on: Mapped[date]
    synthetic: Mapped[bool]
    document: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime]


def writing_engine(url: str) -> Engine:
    """One release is published at a time: who writes takes its turn at once, and readers go on reading."""
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def reading_engine(url: str) -> Engine:
    """It can write nothing, whatever is asked of it."""
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, connect_args={"options": "-c default_transaction_read_only=on"})
    path = url.removeprefix("sqlite:///")
    if path in ("", ":memory:") or path.startswith("file:"):
        raise ValueError("a database of releases is a file")
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", hide_parameters=True)
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA query_only=ON"))
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=DELETE", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make(engine: Engine) -> None:
    """The table and its guards, where they are missing."""
    with engine.begin() as connection:
        if not inspect(connection).has_table(TABLE):
            ReleasesBase.metadata.create_all(connection)
            guard(connection.exec_driver_sql, engine.dialect.name, RULES, (TABLE,))


def take_turn(session: Session) -> bool:
    """Whether nobody else is publishing; nobody may until this transaction ends. Readers go on."""
    try:
        connection = session.connection()
        if connection.dialect.name != "sqlite":
            connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT}'"))
            connection.execute(text(f"LOCK TABLE {TABLE} IN EXCLUSIVE MODE"))
    except OperationalError as error:
        session.rollback()
        if "lock" not in str(error.orig):
            raise
        return False
    return True


def heads(session: Session) -> list[tuple[int, str, date, bool, str, str | None, datetime]]:
    """Number, quarter, day, synthetic, seal, the seal before, and when it was published; the first one first. None
    where nothing was ever published."""
    columns = (ReleaseRow.number, ReleaseRow.quarter, ReleaseRow.on, ReleaseRow.synthetic, ReleaseRow.seal)
    query = select(*columns, ReleaseRow.previous, ReleaseRow.published_at).order_by(ReleaseRow.number)
    try:
        return [tuple(row) for row in session.execute(query)]  # type: ignore[misc]
    except (OperationalError, ProgrammingError) as error:
        if not _is_missing(error):
            raise
        session.rollback()
        return []


def _is_missing(error: OperationalError | ProgrammingError) -> bool:
    """No file, or no table in it yet: nothing was published."""
    told = str(error.orig)
    return "unable to open database file" in told or "no such table" in told or f'"{TABLE}" does not exist' in told


def document(session: Session, number: int) -> str | None:
    """The text that was sealed; None when there is no such release."""
    return session.scalar(select(ReleaseRow.document).where(ReleaseRow.number == number))


def add(session: Session, row: dict[str, Any]) -> None:
    """One more, after the last one."""
    session.add(ReleaseRow(**row))
    session.flush()
