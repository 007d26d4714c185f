"""Releases as one would first make them, for the attacks to be tried on: hide small cells, tell the rest."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from diagnostic.core.model.cohort import Cohort
from diagnostic.core.model.observatory import Catalogue, Measure, TableSpec
from diagnostic.core.model.released import Figure, ReleasedCell, ReleasedTable


def naive(cohort: Cohort, catalogue: Catalogue, threshold: int = 5, number: int = 1) -> tuple[ReleasedTable, ...]:
    """Exact counts, exact sums, means to two decimals, in every cell of at least `threshold` companies."""
    return tuple(_table(cohort, catalogue, spec, threshold, number) for spec in catalogue.tables)


def _table(cohort: Cohort, catalogue: Catalogue, spec: TableSpec, threshold: int, number: int) -> ReleasedTable:
    measures = [catalogue.measure(id) for id in spec.measures]
    axes = [catalogue.axis(id) for id in spec.axes]
    cells = []
    for ranks in product(*(range(len(axis.categories)) for axis in axes)):
        inside = cohort.among(spec.population).copy()
        for axis, rank in zip(axes, ranks, strict=True):
            inside &= cohort.places[axis.id] == rank
        codes = tuple(axis.categories[rank].code for axis, rank in zip(axes, ranks, strict=True))
        shown = int(inside.sum()) if inside.sum() >= threshold else None
        figures = dict(_figures(cohort, measures, inside, threshold)) if shown else {}
        cells.append(ReleasedCell(codes, shown, figures, number))
    series = tuple(name for measure in measures for name in measure.series())
    return ReleasedTable(spec.id, spec.population, spec.axes, series, tuple(cells))


def _figures(
    cohort: Cohort, measures: list[Measure], inside: np.ndarray, threshold: int
) -> Iterator[tuple[str, Figure]]:
    for measure in measures:
        for series in measure.series():
            brought = cohort.values[series][inside]
            brought = brought[~np.isnan(brought)]
            if len(brought) >= threshold:
                yield series, round(float(brought.mean()), 2) if measure.kind == "mean" else float(brought.sum())
