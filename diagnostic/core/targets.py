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


Told = Sequence[Entry]
Table = tuple[str, tuple[str, ...]]
"""A population and the axes of a table."""


def table_of(cell: Cell) -> Table:
    return cell[0], tuple(axis for axis, _ in cell[1])


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows whose sum must stay unknown, to whoever knows the figures of `known`."""

    rows: Ranks
    known: Ranks

    @property
    def free(self) -> Ranks:
        return np.setdiff1d(self.rows, self.known) if len(self.known) else self.rows


@dataclass(slots=True)
class Asking:
    """Finds what to ask of each series; what subtraction leaves serves all series that the same units bring.

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
    found: dict[tuple[bytes, tuple[Telling, ...]], tuple[Ranks, ...]] = field(default_factory=dict)
    taken: dict[tuple[bytes, tuple[Telling, ...]], tuple[tuple[Ranks, int], ...]] = field(default_factory=dict)

    def targets(self, figures: Figures, past: Sequence[Entry], fresh: Sequence[Entry]) -> Iterator[Target]:
        """Every target of a bundle."""
        for series in figures.bundle.told():
            told = [entry for entry in (*past, *fresh) if series in entry.bounds][-MOST_SETS:]
            if not told:
                continue
            now = self.kept | {(entry.cell, entry.number) for entry in fresh}
            carried = set(self.carried[series])
            named = [entry for entry in (*past, *fresh) if table_of(entry.cell) in carried][-MOST_SETS:]
            left = self._left(figures, series, named, now)
            for asked in self._asked(figures, series, left, (told, named, now)):
                yield self._target(figures, series, asked)

    def _target(self, figures: Figures, series: str, asked: Asked) -> Target:
        members, _ = figures.variables(series, asked.rows)
        known = figures.everything_of(asked.known) if len(asked.known) else NOBODY
        width = _width(figures, series, asked, len(members) * self.rules.room)
        return Target(tuple(members.tolist()), tuple(known.tolist()), width)

    def _left(self, figures: Figures, series: str, told: Sequence[Entry], now: frozenset[Telling]) -> tuple[Ranks, ...]:
        brings = figures.brings[series]
        tellings = tuple((entry.cell, entry.number) for entry in told)
        key = (np.packbits(brings).tobytes(), (*tellings, (("", ()), int(figures.bundle.kind == "magnitude"))))
        if key not in self.found:
            rows = len(self.ledger)
            advised = max((len(held) for held in self.ledger.clients.values()), default=0)
            most = rows if figures.bundle.kind == "magnitude" else max(self.rules.threshold - 1, advised + 2)
            view = _view(brings, told, (*self.readings, now))
            self.found[key] = remainders(view, rows, self.rules.threshold, most)
        return self.found[key]

    def _asked(
        self, figures: Figures, series: str, left: Sequence[Ranks], read: tuple[Told, Told, frozenset[Telling]]
    ) -> Iterator[Asked]:
        told, named, now = read
        brings, amounts = figures.brings[series], figures.values[series]
        brought = (rows[brings[rows]] for table in self.carried[series] for rows in self.handfuls.get(table, ()))
        shown = {entry.rows[brings[entry.rows]].tobytes() for entry in told}
        handfuls = [rows for rows in brought if 0 < len(rows) < self.rules.threshold and rows.tobytes() not in shown]
        itself = [] if figures.bundle.kind == "magnitude" else [entry.rows[brings[entry.rows]] for entry in told]
        sets = tuple({rows.tobytes(): rows for rows in (*left, *handfuls, *itself)}.values())
        if figures.bundle.kind == "magnitude":
            yield from self._of_magnitudes(amounts, sets)
        else:
            for rows in sets:
                yield from self._of_handful(rows)
        if self.protections.audit_outsider:
            for row in not_free(figures, series, told, self.rules):
                yield Asked(np.array([row], dtype=np.int32), NOBODY)
        if figures.bundle.kind == "mean":
            yield from self._of_cornered(figures, series, told)
            yield from self._of_clients(brings, named, now)

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

    def _of_clients(self, brings: Bools, told: Told, now: frozenset[Telling]) -> Iterator[Asked]:
        """One or two whom an adviser tells from others by taking away its clients of both sets."""
        if not self.protections.audit_adviser:
            return
        key = (np.packbits(brings).tobytes(), tuple((entry.cell, entry.number) for entry in told))
        if key not in self.taken:
            view = _view(brings, told, (*self.readings, now))
            pairs = beside(view, self.ledger.suppliers, max(FEW_KNOWN))
            self.taken[key] = tuple({(rows.tobytes(), by): (rows, by) for rows, by in pairs}.values())
        for rows, by in self.taken[key]:
            yield Asked(rows, self.ledger.clients[by])

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
