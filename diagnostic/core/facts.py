"""What a release lets know, written for the auditor: systems of facts, one a series or a few that explain one another.

A variable is the figure of one version of one unit. The attacker is strong: it knows from public registers who is in
which cell and how many they are; it does not know figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from diagnostic.core.ledger import Ledger
from diagnostic.core.model.audited import Cell, Fact, Ranks, System
from diagnostic.core.model.cohort import Bools, Floats
from diagnostic.core.model.observatory import Catalogue, Kind, Measure
from diagnostic.core.plan_lp import LinearModel
from diagnostic.core.rounding import Bounds

SAME = 1e-9
AREA, PRINCIPLE, PRINCIPLES_OF_AREA = "area", "principle", 2


@dataclass(frozen=True, slots=True)
class Entry:
    """What release `number` computed of a cell: the ledger's rows behind it and what is known of their sums."""

    cell: Cell
    number: int
    rows: Ranks
    bounds: Mapping[str, Bounds]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Series whose figures are audited together: `series` have variables of their own; `mean` is the mean of those for
    most units, None where there is none."""

    name: str
    kind: Kind
    top: float
    step: float
    series: tuple[str, ...]
    mean: str | None = None

    @property
    def high(self) -> float:
        """The most that a figure may be."""
        return float(np.inf) if self.kind == "magnitude" else self.top

    def told(self) -> tuple[str, ...]:
        return (*self.series, self.mean) if self.mean else self.series


@dataclass(frozen=True, slots=True)
class Figures:
    """The variables of a bundle. `values`: series → figure of every row of the ledger, NaN where it brings none;
    `brings`: series → rows that do; `regular`: rows of which the mean is the mean of the others."""

    bundle: Bundle
    rows: int
    values: Mapping[str, Floats]
    brings: Mapping[str, Bools]
    regular: Bools

    def variables(self, series: str, rows: Ranks) -> tuple[Ranks, Floats | None]:
        """Variables, with their weights, whose sum is that of `series` over those rows; None: all of weight 1."""
        if series != self.bundle.mean:
            return (rows + self.bundle.series.index(series) * self.rows).astype(np.int32), None
        parts = len(self.bundle.series)
        joint = rows[self.regular[rows]]
        apart = rows[~self.regular[rows]]
        members = [joint + block * self.rows for block in range(parts)] + [apart + parts * self.rows]
        weights = np.concatenate((np.full(parts * len(joint), 1 / parts), np.ones(len(apart))))
        return np.concatenate(members).astype(np.int32), weights

    def everything_of(self, rows: Ranks) -> Ranks:
        """All variables of those rows."""
        blocks = len(self.bundle.series) + (self.bundle.mean is not None)
        return np.concatenate([rows + block * self.rows for block in range(blocks)]).astype(np.int32)

    def truth(self) -> Floats:
        known = [np.nan_to_num(self.values[series]) for series in self.bundle.series]
        if self.bundle.mean:
            known.append(np.nan_to_num(self.values[self.bundle.mean]))
        return np.concatenate(known)


def bundles(catalogue: Catalogue, measured: Sequence[str]) -> Iterator[Bundle]:
    """Every series that a table shows and somebody brings, in catalogue order."""
    used = {id for table in catalogue.tables for id in table.measures}
    joined = _areas(catalogue, used)
    yield from joined
    taken = {series for bundle in joined for series in bundle.told()}
    for measure in catalogue.measures:
        for series in measure.series():
            if measure.id in used and series in measured and series not in taken:
                yield Bundle(series, measure.kind, measure.top, _step(catalogue, measure), (series,))


def _step(catalogue: Catalogue, measure: Measure) -> float:
    return catalogue.rules.magnitude_steps[measure.id] if measure.kind == "magnitude" else catalogue.rules.mean_step


def _areas(catalogue: Catalogue, used: set[str]) -> tuple[Bundle, ...]:
    """An area is the mean of its two principles (METHOD 1.1): read in one system, they tell more than apart."""
    if not {AREA, PRINCIPLE} <= used:
        return ()
    area, principle = catalogue.measure(AREA), catalogue.measure(PRINCIPLE)
    parts = principle.series()
    if len(parts) != PRINCIPLES_OF_AREA * len(area.items):
        return ()
    step = catalogue.rules.mean_step
    return tuple(
        Bundle(series, "mean", area.top, step, parts[2 * rank : 2 * rank + PRINCIPLES_OF_AREA], series)
        for rank, series in enumerate(area.series())
    )


def figures_of(ledger: Ledger, bundle: Bundle) -> Figures:
    """The figures of a bundle. Those that were erased are taken to be regular where all the others are."""
    values = {series: ledger.values(series) for series in bundle.told()}
    brings = {series: ~np.isnan(found) | ledger.erased for series, found in values.items()}
    regular = np.ones(len(ledger), dtype=bool)
    if bundle.mean:
        mean = np.mean([values[series] for series in bundle.series], axis=0)
        regular = np.abs(mean - values[bundle.mean]) < SAME
        always = bool((regular | np.isnan(values[bundle.mean])).all())
        regular |= ledger.erased & always
    return Figures(bundle, len(ledger), values, brings, regular)


def system_of(ledger: Ledger, figures: Figures, fresh: Sequence[Entry], past: Sequence[Entry]) -> System:
    """Everything told of a bundle: what this release would tell may be taken back, what others told may not."""
    bundle = figures.bundle
    facts = tuple(
        _fact(figures, entry, series, entry.cell if ours else None)
        for entries, ours in ((fresh, True), (past, False))
        for entry in entries
        for series in bundle.told()
        if series in entry.bounds
    )
    truth = figures.truth()
    high = np.full(len(truth), bundle.high)
    whole = bundle.kind == "indicator"
    if ledger.erased.any():
        truth = _completed(
            truth, figures.everything_of(np.flatnonzero(ledger.erased).astype(np.int32)), high, facts, whole
        )
    return System(bundle.name, truth, np.zeros(len(truth)), high, whole, facts)


def _fact(figures: Figures, entry: Entry, series: str, cell: Cell | None) -> Fact:
    brings = figures.brings[series][entry.rows]
    rows = entry.rows if brings.all() else entry.rows[brings]
    members, weights = figures.variables(series, rows)
    return Fact(members, weights, *entry.bounds[series], cell)


def _completed(truth: Floats, erased: Ranks, high: Floats, facts: Sequence[Fact], whole: bool) -> Floats:
    """The truth with figures that fit what was told in the place of those that were erased."""
    model = LinearModel()
    column = {int(one): model.column(0.0, float(high[one]), whole=whole) for one in erased}
    lost = np.zeros(len(truth), dtype=bool)
    lost[erased] = True
    for fact in facts:
        gone = lost[fact.members]
        if gone.any():
            weights = np.ones(len(fact.members)) if fact.weights is None else fact.weights
            known = float((weights * truth[fact.members])[~gone].sum())
            terms = {column[int(one)]: float(w) for one, w in zip(fact.members[gone], weights[gone], strict=True)}
            model.row(terms, at_least=fact.low - known, at_most=fact.high - known)
    answer = model.maximise({})
    found = truth.copy()
    found[list(column)] = answer.values if answer.found else 0.0
    return found
