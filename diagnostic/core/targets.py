"""What nobody may work out of a release: sums over a handful of units that it does not show, and single units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from diagnostic.core.alone import cornered, not_free
from diagnostic.core.dominance import dominated, too_few
from diagnostic.core.facts import Entry, Figures
from diagnostic.core.ledger import Ledger
from diagnostic.core.model.audited import Cell, Ranks, Target
from diagnostic.core.model.cohort import Bools, Floats
from diagnostic.core.model.observatory import Rules
from diagnostic.core.remainders import Counts, View, beside, remainders
from diagnostic.core.thresholds import Protections

FEW_KNOWN = (1, 2)
OF_LARGEST = 0.2
MOST_SETS = 3000
NOBODY = np.zeros(0, dtype=np.int32)
Telling = tuple[Cell, int]
"""A cell and the release that computed what was told of it."""
Table = tuple[str, tuple[str, ...]]
"""A population and the axes of a table."""


def table_of(cell: Cell) -> Table:
    return cell[0], tuple(axis for axis, _ in cell[1])


Key = tuple[bytes, tuple[Telling, ...], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows whose sum must stay unknown, to whoever knows the figures of `known`."""

    rows: Ranks
    known: Ranks

    @property
    def free(self) -> Ranks:
        return np.setdiff1d(self.rows, self.known) if len(self.known) else self.rows


@dataclass(frozen=True, slots=True)
class Reading:
    """One series as somebody reads it. `told`: what says something of it; `named`: every cell shown that could, this
    figure told or not; `now`: the tellings that stand together in this release."""

    figures: Figures
    series: str
    told: Sequence[Entry]
    named: Sequence[Entry]
    now: frozenset[Telling]

    @property
    def brings(self) -> Bools:
        return self.figures.brings[self.series]

    @property
    def summed(self) -> bool:
        """Whether it is told as a sum."""
        return self.figures.bundle.kind == "magnitude"

    def bringing(self, rows: Ranks) -> Ranks:
        return rows[self.brings[rows]]

    def key(self) -> Key:
        """What subtraction leaves is the same for series that the same units bring in the same cells."""
        tellings = tuple((entry.cell, entry.number) for entry in self.named)
        return np.packbits(self.brings).tobytes(), tellings, self.summed


@dataclass(slots=True)
class Asking:
    """Finds what to ask of each series; what subtraction leaves is kept for all series that share it.

    `readings`: the tellings that stood together in each earlier release; `kept`: those told again by this one;
    `handfuls`: the rows of every cell there is or was, told or not, by table; `carried`: the tables of each series.
    """

    ledger: Ledger
    rules: Rules
    protections: Protections
    readings: Sequence[frozenset[Telling]]
    kept: frozenset[Telling]
    handfuls: Mapping[Table, Sequence[Ranks]]
    carried: Mapping[str, Sequence[Table]]
    left: dict[Key, tuple[Ranks, ...]] = field(default_factory=dict)
    besides: dict[Key, tuple[tuple[Ranks, int], ...]] = field(default_factory=dict)

    def targets(self, figures: Figures, past: Sequence[Entry], fresh: Sequence[Entry]) -> Iterator[Target]:
        """Every target of a bundle. Of more than MOST_SETS cells (about six releases), subtractions are sought among
        the latest; every fact stays in what is audited."""
        now = self.kept | {(entry.cell, entry.number) for entry in fresh}
        for series in figures.bundle.told():
            carried = set(self.carried[series])
            named = [entry for entry in (*past, *fresh) if table_of(entry.cell) in carried][-MOST_SETS:]
            told = [entry for entry in named if series in entry.bounds]
            if told:
                for asked in self._asked(Reading(figures, series, told, named, now)):
                    yield self._target(figures, series, asked)

    def _target(self, figures: Figures, series: str, asked: Asked) -> Target:
        members, _ = figures.variables(series, asked.rows)
        known = figures.everything_of(asked.known) if len(asked.known) else NOBODY
        width = _width(figures, series, asked, len(members) * self.rules.room)
        return Target(tuple(members.tolist()), tuple(known.tolist()), width)

    def _asked(self, reading: Reading) -> Iterator[Asked]:
        figures, series, told = reading.figures, reading.series, reading.told
        if reading.summed:
            yield from self._of_magnitudes(figures.values[series], self._sets(reading))
        else:
            for rows in self._sets(reading):
                yield from self._of_handful(rows)
        if self.protections.audit_outsider:
            for row in not_free(figures, series, told, self.rules):
                yield Asked(np.array([row], dtype=np.int32), NOBODY)
        if figures.bundle.kind == "mean":
            yield from self._of_cornered(figures, series, told)
            if self.protections.audit_adviser:
                for rows, adviser in self._beside(reading):
                    yield Asked(rows, self.ledger.clients[adviser])

    def _sets(self, reading: Reading) -> Sequence[Ranks]:
        """What subtraction leaves, the handfuls that cells hold, and the sets themselves: sums have a rule of their own
        against one that makes them nearly alone."""
        told = [reading.bringing(entry.rows) for entry in reading.told]
        shown = {rows.tobytes() for rows in told}
        held = (rows for table in self.carried[reading.series] for rows in self.handfuls.get(table, ()))
        few = [rows for rows in map(reading.bringing, held) if 0 < len(rows) < self.rules.threshold]
        hidden = [rows for rows in few if rows.tobytes() not in shown]
        itself = () if reading.summed else told
        return tuple({rows.tobytes(): rows for rows in (*self._left(reading), *hidden, *itself)}.values())

    def _left(self, reading: Reading) -> tuple[Ranks, ...]:
        key, rows = reading.key(), len(self.ledger)
        if key not in self.left:
            advised = max((len(held) for held in self.ledger.clients.values()), default=0)
            most = rows if reading.summed else max(self.rules.threshold - 1, advised + max(FEW_KNOWN))
            self.left[key] = remainders(self._view(reading), rows, self.rules.threshold, most)
        return self.left[key]

    def _beside(self, reading: Reading) -> tuple[tuple[Ranks, int], ...]:
        """One or two whom an adviser tells from others by taking away its clients of both sets."""
        key = reading.key()
        if key not in self.besides:
            found = beside(self._view(reading), self.ledger.suppliers, max(FEW_KNOWN))
            self.besides[key] = tuple({(rows.tobytes(), adviser): (rows, adviser) for rows, adviser in found}.values())
        return self.besides[key]

    def _view(self, reading: Reading) -> View:
        return _view(reading.brings, reading.named, (*self.readings, reading.now))

    def _of_handful(self, rows: Ranks) -> Iterator[Asked]:
        """Nobody, one of them, or an adviser of some, reading what is left of the others."""
        if self.protections.audit_outsider and len(rows) < self.rules.threshold:
            yield Asked(rows, NOBODY)
        if self.protections.audit_insider and len(rows) - 1 in FEW_KNOWN:
            for rank in range(len(rows)):
                yield Asked(rows, rows[rank : rank + 1])
        if self.protections.audit_adviser:
            suppliers, counts = np.unique(self.ledger.suppliers[rows], return_counts=True)
            for supplier, count in zip(suppliers.tolist(), counts.tolist(), strict=True):
                if supplier in self.ledger.clients and len(rows) - count in FEW_KNOWN:
                    yield Asked(rows, self.ledger.clients[supplier])

    def _of_magnitudes(self, amounts: Floats, sets: Sequence[Ranks]) -> Iterator[Asked]:
        """Sums that would not have been told, had they been those of a cell."""
        if not self.protections.audit_outsider:
            return
        for rows in sets:
            brought = np.nan_to_num(amounts[rows])
            small = len(rows) < self.rules.threshold
            if small or too_few(brought, self.rules) or dominated(brought, self.rules):
                yield Asked(rows, NOBODY)

    def _of_cornered(self, figures: Figures, series: str, told: Sequence[Entry]) -> Iterator[Asked]:
        """One of those whom what somebody knows of the others of a cell leaves near an end of the scale."""
        clients = self.ledger.clients
        for other, row, supplier in cornered(figures, series, told, self.ledger.suppliers, self.rules):
            one = np.array([other], dtype=np.int32)
            if supplier is None and self.protections.audit_insider:
                yield Asked(one, np.array([row], dtype=np.int32))
            elif supplier is not None and self.protections.audit_adviser:
                yield Asked(one, clients[supplier])


def _view(brings: Bools, told: Sequence[Entry], readings: Sequence[frozenset[Telling]]) -> View:
    """Sets of who brings the figure; the tables of each release, and of what was last told of each cell."""
    entries = [entry for entry in told if brings[entry.rows].any()]
    rank_of = {(entry.cell, entry.number): rank for rank, entry in enumerate(entries)}
    latest: dict[Cell, Telling] = {}
    twice: list[tuple[int, int]] = []
    for entry in entries:
        telling = (entry.cell, entry.number)
        if entry.cell in latest:
            twice.append((rank_of[latest[entry.cell]], rank_of[telling]))
        latest[entry.cell] = telling
    tables: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for number, reading in enumerate((*readings, frozenset(latest.values()))):
        for telling, rank in rank_of.items():
            if telling in reading:
                tables.setdefault((number, tuple(axis for axis, _ in telling[0][1])), []).append(rank)
    unlike: dict[tuple[int, ...], Counts] = {tuple(ranks): np.array(ranks) for ranks in tables.values()}
    return View([entry.rows[brings[entry.rows]] for entry in entries], tuple(unlike.values()), tuple(twice))


def _width(figures: Figures, series: str, asked: Asked, room: float) -> float:
    """How far apart two worlds must put the sum: another number of companies; a fifth of the largest amount; of means,
    `room` times the scale, less the part of those that are known."""
    bundle = figures.bundle
    if bundle.kind == "indicator":
        return 1.0
    if bundle.kind == "magnitude":
        largest = float(np.nan_to_num(figures.values[series][asked.rows]).max(initial=0.0))
        return max(bundle.step, OF_LARGEST * largest)
    return room * bundle.top * len(asked.free) / len(asked.rows)
