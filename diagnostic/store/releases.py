"""The database of releases: apart from everything else, so that whoever serves pages of it can reach nothing more.

Rows are added at its end alone, each sealed by a hash that covers the one before; the database itself refuses to change
or remove one. The files of a release are written just before it, and are as fixed from then on. SQLite keeps all in one
file, without a log beside it: a reader needs no right to write anywhere.
"""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Text, create_engine, event, inspect, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import String

from diagnostic.core.model.released import FileHead, Head
from diagnostic.store.append_only import Rule, guard
from diagnostic.store.base import BUSY_TIMEOUT_MS, NAMING, WRITES, UtcTime

TABLE, FILES = "releases", "release_files"
LAST = "SELECT 1 FROM releases WHERE number + 1 = NEW.number AND seal = NEW.previous"
FIRST = "NEW.number = 1 AND NEW.previous IS NULL AND NOT EXISTS (SELECT 1 FROM releases)"
NEXT = "NEW.number = (SELECT coalesce(max(number), 0) + 1 FROM releases)"
RULES: Mapping[str, tuple[Rule, ...]] = {
    TABLE: (
        (TABLE, "UPDATE", "is never changed", "TRUE"),
        (TABLE, "DELETE", "is never shortened", "TRUE"),
        (TABLE, "INSERT", "grows at its end alone", f"NOT (({FIRST}) OR EXISTS ({LAST}))"),
    ),
    FILES: (
        (FILES, "UPDATE", "is never changed", "TRUE"),
        (FILES, "DELETE", "is never shortened", "TRUE"),
        (FILES, "INSERT", "come before their release", f"NOT ({NEXT})"),
    ),
}
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


class ReleaseFileRow(ReleasesBase):
    """A file of a release, as anybody takes it away. `size`: of the file, in bytes; `content`: the file, deflated."""

    __tablename__ = FILES

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]


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
    """The tables and their guards, those that are missing."""
    with engine.begin() as connection:
        for table, rules in RULES.items():
            if not inspect(connection).has_table(table):
                ReleasesBase.metadata.tables[table].create(connection)
                guard(connection.exec_driver_sql, engine.dialect.name, rules, (table,))


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


def heads(session: Session) -> tuple[Head, ...]:
    """The first one first; none where nothing was ever published."""
    columns = select(ReleaseRow.number, ReleaseRow.quarter, ReleaseRow.on, ReleaseRow.synthetic, ReleaseRow.seal)
    query = columns.add_columns(ReleaseRow.previous, ReleaseRow.published_at).order_by(ReleaseRow.number)
    with missing_is_empty(session):
        return tuple(Head(*row) for row in session.execute(query))
    return ()


def document(session: Session, number: int) -> str | None:
    """The text that was sealed; None when there is no such release."""
    return session.scalar(select(ReleaseRow.document).where(ReleaseRow.number == number))


def files(session: Session, number: int) -> tuple[FileHead, ...]:
    """By name; none where that release was published before files were kept with it."""
    query = select(ReleaseFileRow.name, ReleaseFileRow.size, ReleaseFileRow.sha256).order_by(ReleaseFileRow.name)
    with missing_is_empty(session):
        return tuple(FileHead(*row) for row in session.execute(query.where(ReleaseFileRow.number == number)))
    return ()


def file(session: Session, number: int, name: str) -> bytes | None:
    with missing_is_empty(session):
        row = session.get(ReleaseFileRow, (number, name))
        return zlib.decompress(row.content) if row else None
    return None


@contextmanager
def missing_is_empty(session: Session) -> Iterator[None]:
    """No file yet, or no such table in it: there is nothing to read."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        told = str(error.orig)
        tables = (f'"{table}" does not exist' in told for table in RULES)
        if not ("unable to open database file" in told or "no such table" in told or any(tables)):
            raise
        session.rollback()


def add(session: Session, head: Head, document: str, files: Mapping[str, bytes]) -> None:
    """One more, after the last one, and its files by name."""
    for name, content in files.items():
        told = FileHead.of(name, content)
        packed = zlib.compress(content)
        session.add(ReleaseFileRow(number=head.number, name=name, size=told.size, sha256=told.sha256, content=packed))
    session.flush()
    session.add(ReleaseRow(**asdict(head), document=document))
    session.flush()
