"""A company with a mark of its own in every text that a table can hold about it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, Table, insert, text
from sqlalchemy.orm import Session

from diagnostic.store import tables, tables_follow, tables_observatory, tables_people, tables_security
from diagnostic.store.base import Base, UtcTime

MODULES = (tables, tables_follow, tables_observatory, tables_people, tables_security)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SHORTEST = 6
STEM = "Zq7"  # no ordinary text holds it

STAY = {
    "organisations": "an organisation outlives the companies that it helps",
    "memberships": "a member's account opens something else",
    "audit_events": "the trail stays, with opaque ids",
    "audit_heads": "the same",
    "directory_entries": "a copy of a public directory, found by SIRET; that of the company goes with it",
    "release_memories": "what was published, which names nobody",
    "release_units": "an opaque key and a place; what it brought goes with the company (test_observing)",
    "throttles": "a keyed hash of who tried, forgotten after a day",
}
OWN_KEYS = {
    ("accesses", "organisation_id"),
    ("invitations", "organisation_id"),
    ("visits", "organisation_id"),
    ("sessions", "token_hash"),
}


@dataclass
class Planted:
    """`marks`: (table, column) → what was written there."""

    company: str
    diagnostic: str
    marks: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def opaque(self) -> set[str]:
        """What the trail may go on telling: the ids, made by chance, of the company and of its leader's account."""
        return {self.company, self.marks["users", "public_id"]}


def is_text(column: Column[Any]) -> bool:
    """Whether somebody's words could be in that column."""
    if isinstance(column.type, String):
        return column.type.length is None or column.type.length >= SHORTEST
    return isinstance(column.type, JSON | LargeBinary)


def text_columns() -> list[Column[Any]]:
    return [column for table in Base.metadata.sorted_tables for column in table.columns if is_text(column)]


def mark_of(number: int) -> str:
    """Six signs: `Zq7` and a number."""
    return f"{STEM}{number:03d}"


def plant(session: Session) -> Planted:
    """One row in each table about the company, a mark in each of their texts; written as SQL, past every check."""
    marks = {(column.table.name, column.name): mark_of(number) for number, column in enumerate(text_columns())}
    planted = Planted(marks["companies", "public_id"], marks["diagnostics", "id"], {})
    organisation = {"id": "org", "name": "Chambre", "kind": "chamber", "created_at": NOW}
    session.execute(insert(Base.metadata.tables["organisations"]).values(organisation))
    keys: dict[str, Any] = {"organisations": "org"}
    for table in Base.metadata.sorted_tables:
        if table.name in STAY:
            continue
        row = {column.name: value_of(column, keys, marks, planted) for column in table.columns}
        given = {name: value for name, value in row.items() if value is not None}
        keys[table.name] = session.execute(insert(table).values(given)).inserted_primary_key[0]
    session.flush()
    return planted


def value_of(column: Column[Any], keys: dict[str, Any], marks: dict[tuple[str, str], str], planted: Planted) -> Any:
    place = (column.table.name, column.name)
    for foreign in column.foreign_keys:
        return keys[foreign.column.table.name]
    if is_text(column):
        planted.marks[place] = marks[place]
        return text_of(column, marks[place], planted.diagnostic)
    if isinstance(column.type, String):
        return "x"[: column.type.length]
    if column.primary_key:
        return None
    return plain_of(column)


def text_of(column: Column[Any], mark: str, diagnostic: str) -> Any:
    if isinstance(column.type, LargeBinary):
        return mark.encode()
    if (column.table.name, column.name) == ("companies", "journal"):
        return [{"mark": mark}]
    if (column.table.name, column.name) == ("sessions", "values"):
        return {"diagnostic": diagnostic, "mark": mark}
    return {"mark": [mark, "é" * 3000]} if isinstance(column.type, JSON) else mark


def plain_of(column: Column[Any]) -> Any:
    if isinstance(column.type, UtcTime):
        return NOW + timedelta(days=9)
    python = column.type.python_type
    return {bool: False, int: 1, date: date(2026, 11, 2)}.get(python, 1)


def rows_of(session: Session) -> str:
    """Every row of every table, as text."""
    told = []
    for table in Base.metadata.sorted_tables:
        told += [f"{table.name} {tuple(row)!r}" for row in session.execute(text(f'SELECT * FROM "{table.name}"'))]
    return "\n".join(told)


def tables_with(session: Session, table: Table) -> int:
    return len(session.execute(table.select()).all())
