"""What each cell would say: its figures rounded, and what each lets know of the sum it comes from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from diagnostic.core.dominance import dominated, too_few
from diagnostic.core.model.audited import Cell, Ranks
from diagnostic.core.model.cohort import Cohort, Floats
from diagnostic.core.model.observatory import Catalogue, Measure, Rules
from diagnostic.core.model.released import Figure, Why
from diagnostic.core.rounding import (
    EXACT,
    Bounds,
    count_bounds,
    indicator_bounds,
    mean_bounds,
    round_count,
    round_to,
    sum_bounds,
    tell_indicator,
)
from diagnostic.core.thresholds import Protections, least

NUMBER = "n"


@dataclass(frozen=True, slots=True)
class Telling:
    """Of one cell: `figures` as printed and what they let know (`bounds` of the sum), by series and NUMBER; `absent`:
    series of its tables that are not told, and why."""

    figures: dict[str, Figure] = field(default_factory=dict)
    bounds: dict[str, Bounds] = field(default_factory=dict)
    absent: dict[str, Why] = field(default_factory=dict)

    def add(self, series: str, figure: Figure, bounds: Bounds) -> None:
        self.figures[series] = figure
        self.bounds[series] = bounds

    def take_back(self, series: str) -> None:
        del self.figures[series], self.bounds[series]
        self.absent[series] = "audit"


@dataclass(frozen=True, slots=True)
class Column:
    """One series over several cells, whose units stand one cell after the other in `values` from `starts` on."""

    series: str
    values: Floats
    valid: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.int64]

    def brought(self) -> Floats:
        return np.add.reduceat(self.valid.astype(np.float64), self.starts)

    def sums(self) -> Floats:
        return np.add.reduceat(np.where(self.valid, self.values, 0.0), self.starts)

    def amounts(self, rank: int) -> Floats:
        """What units of that cell bring."""
        end = self.starts[rank + 1] if rank + 1 < len(self.starts) else len(self.values)
        part = slice(self.starts[rank], end)
        return self.values[part][self.valid[part]]


def tell(
    cohort: Cohort, catalogue: Catalogue, cells: Mapping[Cell, Ranks], protections: Protections
) -> Mapping[Cell, Telling]:
    """What each of these cells (population, axes → its units, at least one) would say in the tables that have it."""
    tellings = {cell: Telling() for cell in cells}
    for cell, units in cells.items():
        _number(tellings[cell], len(units), least(cohort, units, catalogue.rules, protections), catalogue.rules)
        if not protections.rounding:
            tellings[cell].add(NUMBER, float(len(units)), (len(units), len(units)))
    for measure in catalogue.measures:
        those = carrying(catalogue, measure, cells)
        if those:
            _measure(cohort, measure, {cell: cells[cell] for cell in those}, (tellings, catalogue.rules, protections))
            if _nested(cohort, measure):
                _tighten(measure, [tellings[cell] for cell in those])
    return tellings


def _nested(cohort: Cohort, measure: Measure) -> bool:
    """Whether whoever has one item of an indicator has those before it (statuses, stages)."""
    brought = [cohort.values[series] for series in measure.series() if series in cohort.values]
    return measure.kind == "indicator" and all(not (after > before).any() for before, after in pairwise(brought))


def _tighten(measure: Measure, tellings: Sequence[Telling]) -> None:
    """Whoever is at a stage is at those below: no more companies have reached the second than the first."""
    for telling in tellings:
        bounds = telling.bounds
        told = [series for series in measure.series() if series in bounds]
        for before, after in pairwise(told):
            bounds[after] = bounds[after][0], min(bounds[after][1], bounds[before][1])
        for after, before in pairwise(reversed(told)):
            bounds[before] = max(bounds[before][0], bounds[after][0]), bounds[before][1]


def carrying(catalogue: Catalogue, measure: Measure, cells: Mapping[Cell, Ranks]) -> list[Cell]:
    """Those of the cells that a table with this measure shows."""
    axes = {tuple(sorted(table.axes)) for table in catalogue.tables if measure.id in table.measures}
    return [cell for cell in cells if cell[0] == measure.population and tuple(axis for axis, _ in cell[1]) in axes]


def _number(telling: Telling, companies: int, needed: int, rules: Rules) -> None:
    told = round_count(companies, rules)
    telling.add(NUMBER, float(told), count_bounds(told, needed, rules))


Told = tuple[Mapping[Cell, Telling], Rules, Protections]


def _measure(cohort: Cohort, measure: Measure, cells: Mapping[Cell, Ranks], told: Told) -> None:
    units = np.concatenate(list(cells.values()))
    starts = np.concatenate(([0], np.cumsum([len(one) for one in cells.values()])[:-1])).astype(np.int64)
    for series in measure.series():
        if series not in cohort.values:
            continue
        values = cohort.values[series][units].astype(np.float64)
        column = Column(series, values, ~np.isnan(values), starts)
        {"mean": _means, "indicator": _indicators, "magnitude": _sums}[measure.kind](measure, column, list(cells), told)


def _enough(column: Column, cells: Sequence[Cell], told: Told) -> Iterator[tuple[int, Cell, int]]:
    """Rank and cell where enough units bring the figure, and how many; elsewhere notes that it is absent."""
    tellings, rules, protections = told
    needed = rules.threshold if protections.threshold else 1
    for rank, (cell, brought) in enumerate(zip(cells, column.brought(), strict=True)):
        if brought >= needed:
            yield rank, cell, int(brought)
        else:
            tellings[cell].absent[column.series] = "threshold"


def _means(_: Measure, column: Column, cells: Sequence[Cell], told: Told) -> None:
    tellings, rules, protections = told
    sums = column.sums()
    means = sums / np.maximum(1, column.brought())
    shown = round_to(means, rules.mean_step) if protections.rounding else means
    for rank, cell, brought in _enough(column, cells, told):
        exactly = (sums[rank] - EXACT, sums[rank] + EXACT)
        bounds = mean_bounds(float(shown[rank]), brought, rules.mean_step) if protections.rounding else exactly
        tellings[cell].add(column.series, float(shown[rank]), bounds)


def _indicators(_: Measure, column: Column, cells: Sequence[Cell], told: Told) -> None:
    tellings, rules, protections = told
    sums = column.sums()
    for rank, cell, brought in _enough(column, cells, told):
        having = int(sums[rank])
        figure = tell_indicator(having, brought, rules, alike=protections.alike)
        if figure is None:
            tellings[cell].absent[column.series] = "alike"
        elif protections.rounding or isinstance(figure, str):
            bounds = indicator_bounds(figure, brought, rules, alike=protections.alike)
            tellings[cell].add(column.series, figure, bounds)
        else:
            tellings[cell].add(column.series, float(having), (having, having))


def _sums(measure: Measure, column: Column, cells: Sequence[Cell], told: Told) -> None:
    tellings, rules, protections = told
    step = rules.magnitude_steps[measure.id]
    sums = column.sums()
    shown = round_to(sums, step) if protections.rounding else sums
    for rank, cell, _ in _enough(column, cells, told):
        amounts = column.amounts(rank)
        if too_few(amounts, rules) and protections.threshold:
            tellings[cell].absent[column.series] = "threshold"
        elif dominated(amounts, rules) and protections.dominance:
            tellings[cell].absent[column.series] = "dominance"
        else:
            bounds = sum_bounds(float(shown[rank]), step) if protections.rounding else (sums[rank], sums[rank])
            tellings[cell].add(column.series, float(shown[rank]), bounds)
