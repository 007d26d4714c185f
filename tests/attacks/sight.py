"""What an attacker makes of releases, from the published tables and public registers alone.

He knows who is in which cell and how many they are, unless an attack says otherwise; he knows the rules of rounding and
of bands, which are public; he knows no figure. Nothing here comes from the code that protects or audits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor

import numpy as np

from diagnostic.core.model.cohort import Cohort
from diagnostic.core.model.observatory import Catalogue, Measure, Population
from diagnostic.core.model.released import Figure, ReleasedCell, ReleasedTable, Withheld

Place = tuple[Population, tuple[tuple[str, str], ...]]
Members = frozenset[int]
NEAR = 1e-6
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Issue:
    """A release and who was there when it was made."""

    number: int
    cohort: Cohort
    tables: Sequence[ReleasedTable]
    withheld: Sequence[Withheld] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A sum that was published of `members`, between `low` and `high`. `axes`: of its cell; `number`: the release;
    `band`: told as a majority or a minority."""

    place: Place
    number: int
    members: Members
    low: float
    high: float
    band: bool = False

    @property
    def axes(self) -> tuple[str, ...]:
        return tuple(axis for axis, _ in self.place[1])

    def __str__(self) -> str:
        return f"R-{self.number} {self.place[0]} {' '.join(code for _, code in self.place[1]) or 'all'}"


@dataclass(frozen=True, slots=True)
class Row:
    """A cell of a release, told or not: `low` to `high` is what the table says of its number of companies; `older`: by
    the number of an earlier release."""

    place: Place
    number: int
    members: Members
    told: bool
    low: float
    high: float
    older: bool = False


@dataclass
class Sight:
    """Several releases side by side; an unknown is a company as it stood: its key and its version."""

    issues: Sequence[Issue]
    catalogue: Catalogue
    unknowns: dict[tuple[str, str], int] = field(default_factory=dict)
    truth: dict[str, dict[int, float]] = field(default_factory=dict)
    suppliers: dict[int, str | None] = field(default_factory=dict)
    sole: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.places: dict[tuple[int, Place], Members] = {}
        for issue in self.issues:
            self._meet(issue.cohort)
        self.fewest = min([FEWEST, *self._sizes()])
        self.exact_counts = any(not round_count(cell.companies) for _, _, cell in self._cells() if cell.companies)
        means = [figure for _, _, _, figure in self._told("mean")]
        self.mean_error = _decimals(means)
        steps = [figure / self._step(one) for one, _, _, figure in self._told("magnitude")]
        self.exact_sums = any(abs(step - round(step)) > NEAR for step in steps)

    def _meet(self, cohort: Cohort) -> None:
        for rank, unit in enumerate(zip(cohort.keys, cohort.versions, strict=True)):
            found = self.unknowns.setdefault(unit, len(self.unknowns))
            by = int(cohort.suppliers[rank])
            self.suppliers[found] = cohort.advisers[by] if by >= 0 else None
            if cohort.sole[rank]:
                self.sole.add(found)
            for series, values in cohort.values.items():
                if not np.isnan(values[rank]):
                    self.truth.setdefault(series, {})[found] = float(values[rank])

    def _cells(self) -> Iterator[tuple[Issue, ReleasedTable, ReleasedCell]]:
        for issue in self.issues:
            for table in issue.tables:
                for cell in table.cells:
                    yield issue, table, cell

    def _sizes(self) -> Iterator[int]:
        """How many each cell counts that is told anew: whoever knows registers sees whether there is a threshold."""
        for issue, table, cell in self._cells():
            if cell.companies is not None and cell.since == issue.number:
                yield len(self.members(issue, place_of(table, cell.codes)))

    def _told(self, kind: str) -> Iterator[tuple[Measure, ReleasedTable, ReleasedCell, float]]:
        for _, table, cell in self._cells():
            for series, figure in cell.figures.items():
                measure = self.catalogue.measure(series.split("/", maxsplit=1)[0])
                if measure.kind == kind and not isinstance(figure, str):
                    yield measure, table, cell, figure

    def _step(self, measure: Measure) -> float:
        return float(self.catalogue.rules.magnitude_steps[measure.id])

    def members(self, issue: Issue, place: Place) -> Members:
        """Who is in that cell at that release."""
        found = self.places.get((issue.number, place))
        if found is None:
            found = self.places[(issue.number, place)] = frozenset(self._members(issue.cohort, place))
        return found

    def _members(self, cohort: Cohort, place: Place) -> Iterator[int]:
        inside = cohort.among(place[0]).copy()
        for axis, code in place[1]:
            inside &= cohort.places[axis] == self.catalogue.axis(axis).place(code)
        for rank in np.flatnonzero(inside):
            yield self.unknowns[(cohort.keys[rank], cohort.versions[rank])]

    def rows(self, issue: Issue) -> dict[Place, Row]:
        """Every cell of a release, whatever the tables that hold it."""
        found: dict[Place, Row] = {}
        small = [line for line in issue.withheld if line.why == "threshold" and line.series is None]
        hidden_small = {(line.table, line.codes) for line in small}
        for table in issue.tables:
            for cell in table.cells:
                place = place_of(table, cell.codes)
                members = self.members(issue, place)
                low, high = 0.0, np.inf
                if cell.companies is not None:
                    low, high = self._numbers(cell, issue.number)
                elif (table.id, cell.codes) in hidden_small:
                    rules = self.catalogue.rules
                    low, high = 0, (rules.threshold_sole if members & self.sole else rules.threshold) - 1
                older = cell.since != issue.number
                found[place] = Row(place, issue.number, members, cell.companies is not None, low, high, older)
        return found

    def _numbers(self, cell: ReleasedCell, number: int) -> tuple[int, int]:
        """How many a cell may count today: four more or fewer where its number is an older one."""
        told = cell.companies or 0
        low, high = (told, told) if self.exact_counts else count_bounds(told, self.fewest)
        moved = 0 if cell.since == number else self.catalogue.rules.renewal - 1
        return max(0, low - moved), high + moved

    def shown(self, series: str) -> list[Shown]:
        """Everything that was published of one series, each figure where it was computed."""
        measure = self.catalogue.measure(series.split("/", maxsplit=1)[0])
        brought = frozenset(self.truth.get(series, ()))
        found: dict[tuple[int, Place], Shown] = {}
        by_number = {issue.number: issue for issue in self.issues}
        for issue, table, cell in self._cells():
            figure = cell.figures.get(series)
            if figure is None or cell.companies is None:
                continue
            place = place_of(table, cell.codes)
            members = self.members(by_number.get(cell.since, issue), place) & brought
            low, high = self._bounds(measure, figure, len(members))
            found[(cell.since, place)] = Shown(place, cell.since, members, low, high, isinstance(figure, str))
        return [one for one in found.values() if one.members]

    def _bounds(self, measure: Measure, figure: Figure, count: int) -> tuple[float, float]:
        if isinstance(figure, str):
            return band_bounds(figure, count)
        if measure.kind == "mean":
            return (figure - self.mean_error) * count - NEAR, (figure + self.mean_error) * count + NEAR
        if measure.kind == "magnitude":
            error = 0.0 if self.exact_sums else self._step(measure) / 2
            return max(0.0, figure - error), figure + error
        low, high = (figure, figure) if self.exact_counts else count_bounds(int(figure))
        return max(0, low), min(count, high)


def place_of(table: ReleasedTable, codes: Sequence[str]) -> Place:
    return table.population, tuple(sorted(zip(table.axes, codes, strict=True)))


def round_count(companies: int) -> bool:
    return companies == FEWEST or companies % 10 == 0


def count_bounds(told: int, fewest: int = FEWEST) -> tuple[int, int]:
    """Which numbers are told so: 5 to 7 as 5 (and fewer, where `fewest` are told), from 8 on as the nearest ten, half
    up."""
    return (fewest, 7) if told == FEWEST else (max(8, told - 5), told + 4)


def band_bounds(band: str, count: int) -> tuple[float, float]:
    """How many of `count` a band says, for who knows when bands are told: under 5, over count − 5, beyond 90 %."""
    if band == "minority":
        return 0, min(count // 2, max(4, floor(0.1 * count + NEAR)))
    return max(count // 2 + 1, min(count - 4, -(-9 * count // 10))), count


def _decimals(means: Sequence[float]) -> float:
    """Half of the last decimal that means are told to."""
    found = (place for place in (1, 2) if all(abs(round(mean, place) - mean) < NEAR for mean in means))
    return {1: 0.05, 2: 0.005}.get(next(found, 0), NEAR)


def known_values(sight: Sight, series: str, members: Members) -> Mapping[int, float]:
    """What these companies, or their adviser, know of themselves."""
    return {one: sight.truth[series][one] for one in members if one in sight.truth[series]}
