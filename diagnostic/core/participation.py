"""How many companies are in the cells that are not told: nobody may work it out, not even that there are none.

A variable is how many units are of one exact combination of categories: those that exist, and some that could, near
each hidden cell. Leaving other combinations out only takes worlds away from those that prove a cell safe.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product
from typing import get_args

import numpy as np
import numpy.typing as npt

from diagnostic.core.facts import Entry
from diagnostic.core.model.audited import Cell, Fact, Ranks, System, Target
from diagnostic.core.model.cohort import NOWHERE, Bools, Cohort, Floats, Places
from diagnostic.core.model.observatory import Axis, Catalogue, Population
from diagnostic.core.telling import NUMBER
from diagnostic.core.thresholds import Protections, least

POPULATIONS: tuple[Population, ...] = get_args(Population)
DONORS, EXAMPLES = 12, 2
MANY_CATEGORIES, MOSTLY = 20, 0.9
Combinations = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Participation:
    """`combinations`: (variables, axes) ranks of categories; `counts`: units of each; `places`: cell → the column and
    rank that it asks of each of its axes; `hidden`: cell → the most units that its being withheld allows."""

    name: str
    population: Population
    combinations: Combinations
    counts: Floats
    places: Mapping[Cell, tuple[tuple[int, int], ...]]
    hidden: Mapping[Cell, int]
    handful: int
    remembers: bool = False
    alone: tuple[str, ...] = ()

    def reads(self, entry: Entry) -> bool:
        return entry.cell[0] == self.population

    def members(self, cell: Cell) -> Ranks:
        """Variables of the combinations in a cell."""
        return np.flatnonzero(_inside(self.combinations, self.places[cell])).astype(np.int32)

    def system(self, shown: Mapping[Cell, Entry]) -> System:
        told = ((cell, entry.bounds[NUMBER], cell) for cell, entry in shown.items() if cell[0] == self.population)
        known = ((cell, (0.0, float(most)), None) for cell, most in self.hidden.items())
        facts = tuple(Fact(self.members(cell), None, *bounds, back) for cell, bounds, back in (*told, *known))
        many = len(self.counts)
        return System(self.name, self.counts, np.zeros(many), np.full(many, np.inf), True, facts)

    def targets(self, _shown: Mapping[Cell, Entry], /) -> Sequence[Target]:
        """Every hidden cell of a handful: from nobody to just under the threshold."""
        ends = (0.0, float(self.handful))
        members = {cell: self.members(cell) for cell in self.hidden}
        return tuple(
            Target(tuple(ranks.tolist()), (), float(self.handful), ends)
            for ranks in members.values()
            if self.counts[ranks].sum() <= self.handful
        )


def participation_questions(
    cohort: Cohort,
    catalogue: Catalogue,
    units: Mapping[Cell, Ranks],
    shown: Set[Cell],
    protections: Protections,
) -> list[Participation]:
    """One a population that has somebody. `shown`: cells told or told again; a cell of `units` that is in none and
    passes the threshold is withheld for another reason, of which nobody learns how many are in it."""
    found = []
    for population in POPULATIONS:
        populated = [held for cell, held in units.items() if cell[0] == population]
        if not populated:
            continue
        rows = np.unique(np.concatenate(populated))
        space = _space(cohort, catalogue, population, rows)
        hidden = {}
        for cell in space.places:
            held = units.get(cell, np.zeros(0, dtype=np.int32))
            needed = least(cohort, held, catalogue.rules, protections)
            if cell not in shown and len(held) < needed:
                hidden[cell] = max(needed, catalogue.rules.threshold) - 1
        found.append(space.question(hidden, catalogue.rules.threshold - 1))
    return found


@dataclass(frozen=True, slots=True)
class Space:
    """The combinations that a population has. `families`: columns of axes that go together (places, activities)."""

    population: Population
    axes: tuple[Axis, ...]
    combinations: Combinations
    counts: Floats
    families: tuple[tuple[int, ...], ...]
    places: Mapping[Cell, tuple[tuple[int, int], ...]]

    def question(self, hidden: Mapping[Cell, int], handful: int) -> Participation:
        added = [more for cell in hidden for more in (tuple(self._near(self.places[cell])) or self._forced(cell))]
        everything = np.concatenate((self.combinations, *added)) if added else self.combinations
        every, ranks = np.unique(everything, axis=0, return_inverse=True)
        counts = np.zeros(len(every))
        np.add.at(counts, ranks.reshape(-1)[: len(self.counts)], self.counts)
        name = f"companies/{self.population}"
        return Participation(name, self.population, every, counts, self.places, hidden, handful)

    def _near(self, asked: tuple[tuple[int, int], ...]) -> Iterator[Combinations]:
        """Combinations in that cell, made of others by changing one family of axes."""
        for family in self.families:
            here = tuple(place for place in asked if place[0] in family)
            elsewhere = tuple(place for place in asked if place[0] not in family)
            if here:
                donors = self.combinations[_inside(self.combinations, elsewhere)]
                examples = self.combinations[_inside(self.combinations, here)]
                if len(donors):
                    yield from self._moved(donors, examples, family, here)

    def _forced(self, cell: Cell) -> tuple[Combinations, ...]:
        """The first combinations, whatever they are, with the categories of that cell."""
        moved = self.combinations[:DONORS].copy()
        asked = {column for column, _ in self.places[cell]}
        for family in self.families:
            if asked.intersection(family):
                moved[:, list(family)] = NOWHERE
        for column, rank in self.places[cell]:
            moved[:, column] = rank
        return (moved,)

    def _moved(
        self, donors: Combinations, examples: Combinations, family: tuple[int, ...], here: tuple[tuple[int, int], ...]
    ) -> Iterator[Combinations]:
        columns = list(family)
        parts = (
            np.unique(examples[:, columns], axis=0)[:EXAMPLES]
            if len(examples)
            else self._invented(donors, here, family)
        )
        for part in parts:
            alike = (donors[:, columns] == (part if len(examples) else part[columns])).sum(axis=1)
            moved = donors[_varied(alike)].copy()
            moved[:, columns] = part if len(examples) else part[columns]
            yield moved

    def _invented(
        self, donors: Combinations, here: tuple[tuple[int, int], ...], family: tuple[int, ...]
    ) -> Combinations:
        """A place that nobody is in: its code, those above it, and nothing finer, which would be elsewhere."""
        part = donors[0].copy()
        above = [place for place in map(self._above, here) if place]
        kin = donors[_inside(donors, above)] if above else donors
        if len(kin):
            part = kin[0].copy()
        for column in family:
            part[column] = NOWHERE
        for column, rank in (*above, *here):
            part[column] = rank
        return np.stack([part])

    def _above(self, place: tuple[int, int]) -> tuple[int, int] | None:
        axis = self.axes[place[0]]
        for column, other in enumerate(self.axes):
            if other.id == axis.parent:
                return column, other.place(axis.categories[place[1]].parent)
        return None


def _varied(alike: Places) -> Places:
    """Donors that are most alike, as different from one another as may be: they are sorted, and taken evenly."""
    nearest = np.flatnonzero(alike == alike.max())
    if len(nearest) < DONORS:
        nearest = np.argsort(-alike, kind="stable")[:DONORS]
    evenly = np.linspace(0, len(nearest) - 1, min(DONORS, len(nearest))).astype(np.int64)
    chosen: Places = nearest[evenly].astype(np.int32)
    return chosen


def _space(cohort: Cohort, catalogue: Catalogue, population: Population, rows: Ranks) -> Space:
    layouts = {tuple(sorted(table.axes)) for table in catalogue.tables if table.population == population}
    axes = tuple(axis for axis in catalogue.axes if any(axis.id in layout for layout in layouts))
    placed = np.stack([cohort.places[axis.id][rows] for axis in axes], axis=1) if axes else np.zeros((len(rows), 0))
    combinations, counts = np.unique(placed.astype(np.int32), axis=0, return_counts=True)
    column = {axis.id: rank for rank, axis in enumerate(axes)}
    places = {}
    for layout in sorted(layouts):
        named = [[(id, one.code, rank) for rank, one in enumerate(axes[column[id]].categories)] for id in layout]
        for chosen in product(*named):
            cell: Cell = (population, tuple((id, code) for id, code, _ in chosen))
            places[cell] = tuple((column[id], rank) for id, _, rank in chosen)
    return Space(population, axes, combinations, counts.astype(np.float64), _families(axes, combinations), places)


def _families(axes: Sequence[Axis], combinations: Combinations) -> tuple[tuple[int, ...], ...]:
    """Axes of which one is above the other, or nearly always says the other."""
    family = list(range(len(axes)))
    for fine, axis in enumerate(axes):
        for coarse, other in enumerate(axes):
            if fine != coarse and _related(axis, other, combinations[:, fine], combinations[:, coarse]):
                family = [family[coarse] if one == family[fine] else one for one in family]
    return tuple(tuple(column for column in range(len(axes)) if family[column] == one) for one in dict.fromkeys(family))


def _related(fine: Axis, coarse: Axis, below: Places, above: Places) -> bool:
    if coarse.id == fine.parent or fine.id == coarse.of:
        return True
    known = (below != NOWHERE) & (above != NOWHERE)
    if len(fine.categories) < MANY_CATEGORIES or len(coarse.categories) >= len(fine.categories) or not known.any():
        return False
    together = np.zeros((len(fine.categories), len(coarse.categories)))
    np.add.at(together, (below[known], above[known]), 1)
    return bool(together.max(axis=1).sum() >= MOSTLY * known.sum())


def _inside(combinations: Combinations, asked: Sequence[tuple[int, int]]) -> Bools:
    inside = np.ones(len(combinations), dtype=bool)
    for column, rank in asked:
        inside &= combinations[:, column] == rank
    return inside
