"""What is kept of each release, on the private side: rows ↔ core values. A unit's values are compressed numbers; those
of a company that took its consent back, or was erased, are not there any more."""

import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from diagnostic.core.memory_document import read_shown, shown_document
from diagnostic.core.model.audited import Memory
from diagnostic.core.model.cohort import Floats
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_observatory import MemoryRow, UnitRow

AT_ONCE = 5_000
COUNTED = CompanyRow.verified_at.is_not(None)
UNCONSENTED = "status/"  # series of companies that organisations recorded: they rest on no answer


@dataclass(frozen=True, slots=True)
class Kept:
    """A release as this side knows it; `published`: anybody may read it; `delivered`: its files are in their place."""

    number: int
    seal: str
    request: str
    salt: bytes
    published: bool
    delivered: bool


def all_kept(session: Session) -> tuple[Kept, ...]:
    """The first release first."""
    rows = session.scalars(select(MemoryRow).order_by(MemoryRow.number))
    return tuple(
        Kept(row.number, row.seal, row.request, row.salt, row.published_at is not None, row.delivered_at is not None)
        for row in rows
    )


def add(session: Session, memory: Memory, kept: Kept, log: Sequence[Any], now: datetime) -> None:
    """A release about to be published."""
    recorded = [name for name in memory.values if name.startswith(UNCONSENTED)]
    others = [name for name in memory.values if not name.startswith(UNCONSENTED)]
    row = MemoryRow(
        number=kept.number,
        seal=kept.seal,
        request=kept.request,
        catalogue=memory.catalogue,
        salt=kept.salt,
        axes=list(memory.places),
        series=[recorded, others],
        shown=_packed(shown_document(memory)),
        log=_packed(log),
        made_at=now,
    )
    session.add(row)
    session.flush()
    for rows in _units(memory, recorded, others):
        session.execute(insert(UnitRow), rows)


def _packed(document: Sequence[Any]) -> bytes:
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode())


def log_of(session: Session, number: int) -> list[Any]:
    """Why what was not told in that release was not; nothing where there is no such release."""
    packed = session.scalar(select(MemoryRow.log).where(MemoryRow.number == number))
    found: list[Any] = json.loads(zlib.decompress(packed)) if packed else []
    return found


def _units(memory: Memory, recorded: Sequence[str], others: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
    places = list(zip(*memory.places.values(), strict=True)) or [()] * len(memory.keys)
    tables = [_table(memory.values, names, len(memory.keys)) for names in (recorded, others)]
    advisers = memory.advisers or (None,) * len(memory.keys)
    for start in range(0, len(memory.keys), AT_ONCE):
        yield [
            {
                "number": memory.number,
                "key": memory.keys[rank],
                "version": memory.versions[rank],
                "scored": memory.scored[rank],
                "places": list(places[rank]),
                "adviser": advisers[rank],
                "recorded": zlib.compress(tables[0][rank].tobytes()),
                "scored_values": zlib.compress(tables[1][rank].tobytes()),
            }
            for rank in range(start, min(start + AT_ONCE, len(memory.keys)))
        ]


def _table(values: Mapping[str, Floats], names: Sequence[str], units: int) -> Floats:
    """units × series."""
    return np.ascontiguousarray(np.array([values[name] for name in names], dtype="<f8").reshape(len(names), units).T)


def published(session: Session) -> tuple[Memory, ...]:
    """The releases that anybody may read, the first one first."""
    rows = session.scalars(select(MemoryRow).where(MemoryRow.published_at.is_not(None)).order_by(MemoryRow.number))
    return tuple(_memory(session, row) for row in rows)


def _memory(session: Session, row: MemoryRow) -> Memory:
    columns = (UnitRow.key, UnitRow.version, UnitRow.scored, UnitRow.places, UnitRow.adviser)
    query = select(*columns, UnitRow.recorded, UnitRow.scored_values).where(UnitRow.number == row.number)
    units = session.execute(query.order_by(UnitRow.key)).all()
    recorded, others = row.series
    places = list(zip(*(unit.places for unit in units), strict=True)) if units else [()] * len(row.axes)
    return Memory(
        number=row.number,
        catalogue=row.catalogue,
        keys=tuple(unit.key for unit in units),
        versions=tuple(unit.version for unit in units),
        places=dict(zip(row.axes, places, strict=True)),
        scored=tuple(unit.scored for unit in units),
        values=_read(recorded, [unit.recorded for unit in units])
        | _read(others, [unit.scored_values for unit in units]),
        advisers=tuple(unit.adviser for unit in units),
        **read_shown(json.loads(zlib.decompress(row.shown))),
    )


def _read(names: Sequence[str], packed: Sequence[bytes | None]) -> dict[str, Floats]:
    """Series → each unit's figure, NaN where it was erased."""
    table = np.full((len(packed), len(names)), np.nan)
    for rank, one in enumerate(packed):
        if one is not None:
            table[rank] = np.frombuffer(zlib.decompress(one), dtype="<f8")
    return {name: np.ascontiguousarray(table[:, column]) for column, name in enumerate(names)}


def say_published(session: Session, number: int, now: datetime) -> None:
    session.execute(update(MemoryRow).where(MemoryRow.number == number).values(published_at=now))


def say_delivered(session: Session, number: int, now: datetime) -> None:
    session.execute(update(MemoryRow).where(MemoryRow.number == number).values(delivered_at=now))


def give_up(session: Session, number: int) -> None:
    """Forget a release that nobody has read."""
    session.execute(delete(UnitRow).where(UnitRow.number == number))
    session.execute(delete(MemoryRow).where(MemoryRow.number == number))
    session.expire_all()


def salt(session: Session) -> bytes | None:
    """What the keys of units are made with; None before the first release."""
    return session.scalar(select(MemoryRow.salt).order_by(MemoryRow.number).limit(1))


def sirens_of_company(session: Session, company: str) -> tuple[str | None, str | None] | None:
    """SIRET and head of the group of the company of that public id; None when no release can have counted it: there is
    none, or its number is not surely its own."""
    query = select(CompanyRow.siret, CompanyRow.holding).where(CompanyRow.public_id == company, COUNTED)
    row = session.execute(query).one_or_none()
    return (row.siret, row.holding) if row else None


def sirens_of_diagnostic(session: Session, diagnostic: str) -> tuple[str | None, str | None] | None:
    """The same, of the company of that diagnostic."""
    query = select(CompanyRow.siret, CompanyRow.holding).join(DiagnosticRow, DiagnosticRow.company_id == CompanyRow.id)
    row = session.execute(query.where(DiagnosticRow.id == diagnostic, COUNTED)).one_or_none()
    return (row.siret, row.holding) if row else None


def forget_answers(session: Session, keys: Collection[str]) -> None:
    """What these units brought by their answers is erased; their keys and places stay."""
    session.execute(update(UnitRow).where(UnitRow.key.in_(keys)).values(version="", scored_values=None))


def forget(session: Session, keys: Collection[str]) -> None:
    """The same, with all that they brought."""
    session.execute(update(UnitRow).where(UnitRow.key.in_(keys)).values(version="", recorded=None, scored_values=None))
