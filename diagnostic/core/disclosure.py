"""From companies to tables that may leave: the only maker of ReleasedTable (METHOD 7).

In this order: thresholds, renewal between releases, rounding of everything, then the attacker's reading of this release
and of those before, which withholds what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import cast

import numpy as np

from diagnostic.core.cohort import cells as cells_of_cohort
from diagnostic.core.facts import Entry, bundles
from diagnostic.core.ledger import Ledger, Past, cells_of, ledger_of
from diagnostic.core.model.audited import Cell, Memory, Ranks
from diagnostic.core.model.cohort import ALONE, Cohort, Places
from diagnostic.core.model.observatory import Axis, Catalogue, Population, TableSpec
from diagnostic.core.model.released import ReleasedCell, ReleasedTable, Why, Withheld
from diagnostic.core.participation import POPULATIONS, participation_questions
from diagnostic.core.renewal import Unit, renewed
from diagnostic.core.suppression import FiguresQuestion, Loop, Progress, Question
from diagnostic.core.targets import Asking, Table, table_of
from diagnostic.core.telling import NUMBER, Telling, tell
from diagnostic.core.thresholds import ALL, Protections, why_hidden

THRESHOLD_ONLY = Protections(supplier=False)
NOBODY: Why = "threshold"


@dataclass(frozen=True, slots=True)
class Protected:
    """`tables` in catalogue order, every cell present; `withheld`: why each cell or figure that is not told is not;
    `memory`: what the next releases are audited against, for the private side alone."""

    tables: tuple[ReleasedTable, ...]
    withheld: tuple[Withheld, ...]
    memory: Memory


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell told again as `since` told it."""

    since: int
    telling: Telling


@dataclass(slots=True)
class Told:
    """What becomes of each cell that has units: told anew, told again, or withheld for a reason."""

    anew: dict[Cell, Telling]
    kept: dict[Cell, Kept]
    hidden: dict[Cell, Why]


def protect(
    cohort: Cohort,
    catalogue: Catalogue,
    memories: Sequence[Memory],
    number: int,
    progress: Progress,
    protections: Protections = ALL,
) -> Protected:
    """The tables of release `number`, given what every earlier one told. Raises DisclosureError where nothing left to
    withhold would hide something; the same arguments give the same tables."""
    units = {cell: rows for one in POPULATIONS for cell, rows in cells_of_cohort(cohort, catalogue, one).items()}
    told = _decided(cohort, catalogue, memories, units, protections)
    told.anew = dict(tell(cohort, catalogue, {cell: units[cell] for cell in told.anew}, protections))
    if protections.audit:
        _audited(told, (cohort, catalogue, memories, number), units, progress, protections)
    tables = tuple(_table(catalogue, spec, told, number) for spec in catalogue.tables)
    withheld = tuple(line for spec in catalogue.tables for line in _log(catalogue, spec, told))
    return Protected(tables, withheld, _remembered(cohort, catalogue, memories, number, told))


def shown_counts(tables: Sequence[ReleasedTable], cohort: Cohort, catalogue: Catalogue) -> tuple[int, int]:
    """Cells that these tables show, and those that thresholds alone would have shown (and given away); a cell that
    several tables show counts once."""
    shown = {
        (table.population, tuple(sorted(zip(table.axes, cell.codes, strict=True))))
        for table in tables
        for cell in table.cells
        if cell.shown
    }
    rules = catalogue.rules
    passing = sum(
        why_hidden(cohort, rows, rules, THRESHOLD_ONLY) is None
        for population in POPULATIONS
        for rows in cells_of_cohort(cohort, catalogue, population).values()
    )
    return len(shown), passing


def _decided(
    cohort: Cohort,
    catalogue: Catalogue,
    memories: Sequence[Memory],
    units: Mapping[Cell, Ranks],
    protections: Protections,
) -> Told:
    """Thresholds, then renewal since the release that computed what was last told of each cell."""
    told = Told({}, {}, {})
    passing = {}
    for cell, rows in units.items():
        why = why_hidden(cohort, rows, catalogue.rules, protections)
        if why is None:
            passing[cell] = rows
        else:
            told.hidden[cell] = why
    since = _since(memories) if protections.renewal else {}
    before = _units_before(memories, {cell: since[cell] for cell in passing if cell in since})
    present: dict[str, frozenset[str]] = {population: _present(cohort, units, population) for population in POPULATIONS}
    for cell, rows in passing.items():
        became = "anew"
        if cell in before:
            now = {(cohort.keys[row], cohort.versions[row]) for row in rows}
            became = renewed(before[cell], now, present[cell[0]], catalogue.rules)
        if became == "anew":
            told.anew[cell] = Telling()
        elif became == "kept":
            told.kept[cell] = _kept(memories, cell, since[cell])
        else:
            told.hidden[cell] = "withdrawal"
    return told


def _since(memories: Sequence[Memory]) -> dict[Cell, int]:
    """Of each cell ever told, the release that computed what was last told of it."""
    return {cell: number for memory in memories for cell, number in memory.since.items()}


def _units_before(memories: Sequence[Memory], since: Mapping[Cell, int]) -> dict[Cell, frozenset[Unit]]:
    """Who was in each cell in that release."""
    found: dict[Cell, frozenset[Unit]] = {}
    for memory in memories:
        wanted = {cell: number for cell, number in since.items() if number == memory.number}
        past = Past(memory, np.arange(len(memory.keys), dtype=np.int32))
        for cell, rows in cells_of(past, wanted):
            found[cell] = frozenset((memory.keys[row], memory.versions[row]) for row in rows)
    return found


def _present(cohort: Cohort, units: Mapping[Cell, Ranks], population: Population) -> frozenset[str]:
    """Keys of everybody who counts in a population."""
    rows = {row for cell, held in units.items() if cell[0] == population for row in held.tolist()}
    return frozenset(cohort.keys[row] for row in rows)


def _kept(memories: Sequence[Memory], cell: Cell, since: int) -> Kept:
    memory = next(memory for memory in memories if memory.number == since)
    return Kept(since, Telling(dict(memory.told[cell]), dict(memory.shown[cell])))


def _audited(
    told: Told,
    published: tuple[Cohort, Catalogue, Sequence[Memory], int],
    units: Mapping[Cell, Ranks],
    progress: Progress,
    protections: Protections,
) -> None:
    """Moves to `hidden` the cells that give something away, read with the others and with earlier releases."""
    cohort, catalogue, memories, number = published
    ledger = ledger_of(cohort, memories if protections.audit_earlier else ())
    past = _entries(ledger)
    kept = frozenset((cell, one.since) for cell, one in told.kept.items()) if ledger.pasts else frozenset()
    readings = tuple(frozenset((cell, past.memory.since[cell]) for cell in past.memory.shown) for past in ledger.pasts)
    handfuls, carried = _handfuls(ledger, units), _carried(catalogue)
    asking = Asking(ledger, catalogue.rules, protections, readings, kept, handfuls, carried)
    shown = {cell: Entry(cell, number, units[cell], telling.bounds) for cell, telling in told.anew.items()}
    questions: list[Question] = [
        FiguresQuestion(bundle, ledger, past, asking) for bundle in bundles(catalogue, tuple(cohort.values))
    ]
    if protections.audit_outsider:
        questions += participation_questions(cohort, catalogue, units, {*told.anew, *told.kept}, protections)
    Loop(questions, shown, progress).run()
    for cell in set(told.anew) - set(shown):
        del told.anew[cell]
        told.hidden[cell] = "audit"
    for cell, entry in shown.items():
        for series in set(told.anew[cell].bounds) - set(entry.bounds):
            told.anew[cell].take_back(series)


def _carried(catalogue: Catalogue) -> dict[str, list[Table]]:
    """The tables of each series."""
    found: dict[str, list[Table]] = {}
    for spec in catalogue.tables:
        for series in _series(catalogue, spec):
            found.setdefault(series, []).append((spec.population, tuple(sorted(spec.axes))))
    return found


def _handfuls(ledger: Ledger, units: Mapping[Cell, Ranks]) -> dict[Table, list[Ranks]]:
    """Rows of every cell that somebody is in, now and before, by table."""
    found: dict[Table, list[Ranks]] = {}
    for cell, rows in (*units.items(), *(one for past in ledger.pasts for one in cells_of(past, units))):
        if len(rows):
            found.setdefault(table_of(cell), []).append(np.sort(rows))
    return found


def _entries(ledger: Ledger) -> tuple[Entry, ...]:
    """What earlier releases computed, the oldest first."""
    return tuple(
        Entry(cell, past.memory.number, rows, past.memory.shown[cell])
        for past in ledger.pasts
        for cell, rows in cells_of(past, _computed(past.memory))
    )


def _computed(memory: Memory) -> dict[Cell, int]:
    """The cells that a release computed itself."""
    return {cell: memory.number for cell in memory.shown if memory.since[cell] == memory.number}


def _codes(catalogue: Catalogue, spec: TableSpec) -> Iterator[tuple[str, ...]]:
    axes: list[Axis] = [catalogue.axis(id) for id in spec.axes]
    return product(*([one.code for one in axis.categories] for axis in axes))


def _cell(spec: TableSpec, codes: tuple[str, ...]) -> Cell:
    return spec.population, tuple(sorted(zip(spec.axes, codes, strict=True)))


def _series(catalogue: Catalogue, spec: TableSpec) -> tuple[str, ...]:
    return tuple(series for id in spec.measures for series in catalogue.measure(id).series())


def _table(catalogue: Catalogue, spec: TableSpec, told: Told, number: int) -> ReleasedTable:
    series = _series(catalogue, spec)
    cells = tuple(_released(told, _cell(spec, codes), codes, series, number) for codes in _codes(catalogue, spec))
    return ReleasedTable(spec.id, spec.population, spec.axes, series, cells)


def _released(told: Told, cell: Cell, codes: tuple[str, ...], series: Sequence[str], number: int) -> ReleasedCell:
    """One cell of a table; a withheld one says nothing of why."""
    telling, since = told.anew.get(cell), number
    if cell in told.kept:
        telling, since = told.kept[cell].telling, told.kept[cell].since
    if telling is None:
        return ReleasedCell(codes, None, {}, number)
    figures = {one: telling.figures[one] for one in series if one in telling.figures}
    return ReleasedCell(codes, int(cast(float, telling.figures[NUMBER])), figures, since)


def _log(catalogue: Catalogue, spec: TableSpec, told: Told) -> Iterator[Withheld]:
    """One line a withheld cell, one a withheld figure of a cell that is told. Nobody and too few are the same."""
    series = _series(catalogue, spec)
    for codes in _codes(catalogue, spec):
        cell = _cell(spec, codes)
        if cell in told.anew:
            telling = told.anew[cell]
            for one in series:
                if one not in telling.figures:
                    yield Withheld(spec.id, codes, one, telling.absent.get(one, NOBODY))
        elif cell in told.kept:
            for one in series:
                if one not in told.kept[cell].telling.figures:
                    yield Withheld(spec.id, codes, one, "renewal")
        else:
            yield Withheld(spec.id, codes, None, told.hidden.get(cell, NOBODY))


def _remembered(cohort: Cohort, catalogue: Catalogue, memories: Sequence[Memory], number: int, told: Told) -> Memory:
    tellings = told.anew | {cell: kept.telling for cell, kept in told.kept.items()}
    since = _since(memories) | {cell: number for cell in told.anew}
    return Memory(
        number=number,
        catalogue=catalogue.version,
        keys=cohort.keys,
        versions=cohort.versions,
        places={axis.id: _named(axis, cohort.places[axis.id]) for axis in catalogue.axes if axis.id in cohort.places},
        scored=tuple(cohort.scored.tolist()),
        values=cohort.values,
        shown={cell: telling.bounds for cell, telling in tellings.items()},
        since=since,
        told={cell: telling.figures for cell, telling in tellings.items()},
        advisers=tuple(cohort.advisers[rank] if rank != ALONE else None for rank in cohort.suppliers.tolist())
        if cohort.advisers
        else (),
    )


def _named(axis: Axis, places: Places) -> tuple[str | None, ...]:
    codes = (*(one.code for one in axis.categories), None)
    return tuple(codes[rank] for rank in places.tolist())
