"""Where each unit stands and what it brings, then cells of units (METHOD 7). pandas lives here."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from diagnostic.core.cohort_places import places
from diagnostic.core.cohort_scores import scores
from diagnostic.core.cohort_units import Units, may_be_sole, unit_key, units_of
from diagnostic.core.model.audited import Cell, Ranks
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import ALONE, NOWHERE, Bools, Cohort, Floats, Gathered
from diagnostic.core.model.granted import Status
from diagnostic.core.model.observatory import Catalogue, Population

__all__ = ["cells", "count_in", "unit_key"]

Axes = tuple[str, ...]
Counts = npt.NDArray[np.int64]


def count_in(gathered: Gathered, content: Content) -> Cohort:
    """The units that count, one row each, sorted by key; figures that may not be used are NaN, whoever asks."""
    units = units_of(gathered)
    rows = units.rows
    found = places(content.observatory, gathered.codes, gathered.headcounts)
    advisers = tuple(sorted({gathered.advisers[row] or "" for row in rows} - {""}))
    rank = {adviser: place for place, adviser in enumerate(advisers)}
    scored = gathered.consented[rows] & gathered.completed[rows]
    return Cohort(
        keys=units.keys,
        versions=units.versions,
        places={axis: ranks[rows] for axis, ranks in found.items()},
        suppliers=np.array([rank.get(gathered.advisers[row] or "", ALONE) for row in rows], dtype=np.int32),
        sole=np.array([may_be_sole(gathered.legal_forms[row]) for row in rows], dtype=np.bool_),
        scored=scored,
        values=_values(gathered, content, units, scored),
        advisers=advisers,
    )


def cells(cohort: Cohort, catalogue: Catalogue, population: Population) -> Mapping[Cell, Ranks]:
    """Cell → its units, of every cell of that population's tables that has one; each set of axes once, in the order of
    the tables, cells in the order of categories."""
    counted = np.flatnonzero(cohort.among(population)).astype(np.int32)
    found: dict[Cell, Ranks] = {}
    for axes in catalogue.kinds(population):
        placed, numbers = _numbered(cohort, catalogue, axes, counted)
        units = counted[placed]
        for _, inside in sorted(pd.Series(units).groupby(numbers).indices.items()):
            found[population, _named(cohort, catalogue, axes, int(units[inside[0]]))] = units[inside]
    return found


def _numbered(cohort: Cohort, catalogue: Catalogue, axes: Axes, counted: Ranks) -> tuple[Bools, Counts]:
    """Who of those counted has a place on every axis, and the number of the cell of each of them."""
    numbers = np.zeros(len(counted), dtype=np.int64)
    placed = np.ones(len(counted), dtype=np.bool_)
    for axis in axes:
        ranks = cohort.places[axis][counted]
        placed &= ranks != NOWHERE
        numbers = numbers * len(catalogue.axis(axis).categories) + ranks
    return placed, numbers[placed]


def _named(cohort: Cohort, catalogue: Catalogue, axes: Axes, unit: int) -> tuple[tuple[str, str], ...]:
    return tuple((axis, catalogue.axis(axis).categories[cohort.places[axis][unit]].code) for axis in axes)


def _values(gathered: Gathered, content: Content, units: Units, scored: Bools) -> dict[str, Floats]:
    """Series of the catalogue → (units,), NaN where the unit brings none or may not be asked."""
    computed = scores(gathered, content.questionnaire, units.rows[scored])
    found: dict[str, Floats] = dict(_statuses(gathered, units))
    for measure in content.observatory.measures:
        for series in measure.series() if measure.population == "scored" else ():
            if series in computed:
                found[series] = _spread(computed[series], scored)
            elif series in gathered.values:
                found[series] = _spread(gathered.values[series][units.rows[scored]], scored)
    return found


def _spread(figures: Floats, among: Bools) -> Floats:
    everybody = np.full(len(among), np.nan)
    everybody[among] = figures
    return everybody


def _statuses(gathered: Gathered, units: Units) -> Iterator[tuple[str, Floats]]:
    """At that status or beyond; NaN where no organisation recorded the unit."""
    ranks = np.where(units.met >= 0, gathered.statuses[units.met], -1)
    for rank, status in enumerate(Status):
        yield f"status/{status.value}", np.where(ranks < 0, np.nan, ranks >= rank)
