"""Who was where and with which figures, now and in each earlier release: one row a version of a unit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from diagnostic.core.model.audited import Cell, Memory, Ranks
from diagnostic.core.model.cohort import ALONE, FIRST_STATUS, NOWHERE, Bools, Cohort, Floats, Places
from diagnostic.core.renewal import Unit

ERASED = "erased in "


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier release: `rows` says which row of the ledger each of its units is."""

    memory: Memory
    rows: Ranks


@dataclass(frozen=True)
class Ledger:
    """`cohort` first, in its order, then what units used to be, the latest release that has it deciding. `suppliers`:
    of each row, that of today for whoever is still there. `erased`: figures once told, that are kept no more."""

    cohort: Cohort
    pasts: tuple[Past, ...]
    suppliers: Places
    erased: Bools

    def __len__(self) -> int:
        return len(self.suppliers)

    def values(self, series: str) -> Floats:
        """Figures of every row; NaN where it brings none, or where they were erased."""
        found = np.full(len(self), np.nan)
        for past in self.pasts:
            if series in past.memory.values:
                found[past.rows] = past.memory.values[series]
        if series in self.cohort.values:
            found[: len(self.cohort)] = self.cohort.values[series]
        return found

    @cached_property
    def clients(self) -> Mapping[int, Ranks]:
        """Adviser → the rows it brought."""
        advised = np.flatnonzero(self.suppliers != ALONE)
        order = advised[np.argsort(self.suppliers[advised], kind="stable")]
        advisers, starts = np.unique(self.suppliers[order], return_index=True)
        ends = (*starts[1:], len(order))
        parts = zip(advisers.tolist(), starts, ends, strict=False)
        return {adviser: order[start:end].astype(np.int32) for adviser, start, end in parts}


def ledger_of(cohort: Cohort, memories: Sequence[Memory]) -> Ledger:
    """Every version of every unit, of today and of the releases before. What was erased is a row of its own in each
    release: its versions are not known to be the same."""
    row_of: dict[Unit, int] = {unit: row for row, unit in enumerate(zip(cohort.keys, cohort.versions, strict=True))}
    ranks = _Ranks({name: rank for rank, name in enumerate(cohort.advisers)}, cohort)
    suppliers = cohort.suppliers.tolist()
    pasts = []
    for memory in memories:
        rows = []
        for rank, (key, version) in enumerate(zip(memory.keys, memory.versions, strict=True)):
            unit = (key, version or f"{ERASED}{memory.number}")
            if unit not in row_of:
                row_of[unit] = len(row_of)
                suppliers.append(ranks.of(memory, rank))
            rows.append(row_of[unit])
        pasts.append(Past(memory, np.array(rows, dtype=np.int32)))
    erased = np.zeros(len(row_of), dtype=bool)
    for past in pasts:
        erased[past.rows] = _erased(past.memory)
    erased[: len(cohort)] = False
    return Ledger(cohort, tuple(pasts), np.array(suppliers, dtype=np.int32), erased)


class _Ranks:
    """Advisers of earlier releases, numbered after those of today."""

    def __init__(self, named: dict[str, int], cohort: Cohort) -> None:
        self.named = named
        self.today = dict(zip(cohort.keys, cohort.suppliers.tolist(), strict=True))
        self.next = max(len(named), int(cohort.suppliers.max(initial=ALONE)) + 1)

    def of(self, memory: Memory, rank: int) -> int:
        """Who had brought that unit; where it was not kept, who brings it today."""
        if not memory.advisers:
            return int(self.today.get(memory.keys[rank], ALONE))
        name = memory.advisers[rank]
        if name is None:
            return ALONE
        if name not in self.named:
            self.named[name] = self.next
            self.next += 1
        return self.named[name]


def _erased(memory: Memory) -> Bools:
    """Units whose version was emptied, or of which not one figure is left."""
    left = np.zeros(len(memory.keys), dtype=bool)
    for figures in memory.values.values():
        left |= ~np.isnan(figures)
    erased: Bools = ~left | np.array([not version for version in memory.versions], dtype=np.bool_)
    return erased


def cells_of(past: Past, wanted: Iterable[Cell]) -> Iterator[tuple[Cell, Ranks]]:
    """Rows of the ledger that were in each of those cells in that release."""
    memory = past.memory
    codes = {axis: _numbered(told) for axis, told in memory.places.items()}
    counted = {"scored": np.array(memory.scored, dtype=bool), "recorded": _recorded(memory)}
    for cell in wanted:
        population, placed = cell
        inside = counted[population].copy()
        for axis, code in placed:
            named, ranks = codes[axis]
            inside &= ranks == named.get(code, NOWHERE)
        yield cell, np.sort(past.rows[inside])


def _recorded(memory: Memory) -> Bools:
    """Units that had a status; those that were erased may have had one."""
    status = memory.values.get(FIRST_STATUS)
    return np.ones(len(memory.keys), dtype=bool) if status is None else ~np.isnan(status) | _erased(memory)


def _numbered(codes: Sequence[str | None]) -> tuple[dict[str, int], Places]:
    """A number for each code there is, and that of each unit."""
    named, ranks = np.unique(np.array([code or "" for code in codes], dtype=np.str_), return_inverse=True)
    return {str(code): rank for rank, code in enumerate(named)}, ranks.astype(np.int32)
