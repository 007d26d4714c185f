"""Attacks on who takes part: the attacker counts, and does not know how many are in a cell unless the table says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import inf

from diagnostic.core.model.observatory import Population
from tests.attacks.attackers import FEW, Success
from tests.attacks.sight import Issue, Place, Row, Sight
from tests.attacks.worlds_that_fit import Worlds

Combination = tuple[str | None, ...]
MANY = 100_000
POPULATIONS: tuple[Population, ...] = ("recorded", "scored")


@dataclass
class Count:
    """How many companies of each combination of categories, as the cells of one release bound it."""

    sight: Sight
    issue: Issue
    population: Population

    def __post_init__(self) -> None:
        every = self.sight.rows(self.issue)
        self.rows = {place: row for place, row in every.items() if place[0] == self.population}
        self.axes = sorted({axis for place in self.rows for axis, _ in place[1]})
        held = {axis.parent for axis in self.sight.catalogue.axes if axis.id in self.axes}
        self.base = [axis for axis in self.axes if axis not in held]
        self.combinations = list(self._combinations())

    def _combinations(self) -> Iterator[dict[str, str | None]]:
        catalogue = self.sight.catalogue
        choices = [[*(one.code for one in catalogue.axis(axis).categories), None] for axis in self.base]
        for codes in product(*choices):
            found = dict(zip(self.base, codes, strict=True))
            for axis in self.base:
                spec = catalogue.axis(axis)
                if spec.parent:
                    parents = {one.code: one.parent for one in spec.categories}
                    found[spec.parent] = parents.get(found[axis] or "")
            yield found

    def columns(self, place: Place) -> frozenset[int]:
        wanted = place[1]
        return frozenset(
            rank for rank, one in enumerate(self.combinations) if all(one[axis] == code for axis, code in wanted)
        )

    def worlds(self, tops: Mapping[int, float] | None = None, *, older: bool = True) -> Worlds:
        """`tops`: what a register says of some combinations; nothing is known of the others. `older`: numbers of an
        earlier release, told again, are read as today's to within four."""
        most = [(tops or {}).get(rank, MANY) for rank in range(len(self.combinations))]
        read = [row for row in self.rows.values() if older or not row.older]
        bounded = [row for row in read if row.told or row.high < inf]
        return Worlds(most, [(self.columns(row.place), row.low, row.high) for row in bounded], whole=True)

    def hidden(self) -> list[Row]:
        return [row for row in self.rows.values() if not row.told]


def counts(sight: Sight) -> list[Success]:
    """A1, A2, A10, A13: whole-number bounds on how many are in a hidden cell of fewer than five. Success: somebody must
    be in it, or what the release tells anew says that there are not as many as four [reliability 1.4.5: at least four
    units wide]."""
    found = []
    for issue in sight.issues:
        for population in POPULATIONS:
            count = Count(sight, issue, population)
            if any(row.told for row in count.rows.values()):
                found += list(_bounded(count))
    return found


def _bounded(count: Count) -> Iterator[Success]:
    small = {row.place: count.columns(row.place) for row in count.hidden() if len(row.members) < FEW}
    reached: dict[Place, set[int]] = {place: set() for place in small}
    for goal, way in ((0, -1.0), (FEW - 1, 1.0)):
        worlds = count.worlds(older=goal == 0)
        for place, columns in small.items():
            if goal in reached[place]:
                continue
            best = worlds.best(columns, way)
            _note(worlds, small, reached)
            if best > 0.5 if goal == 0 else best < goal - 0.5:
                yield Success("A2", f"{place} holds {'at least' if goal == 0 else 'at most'} {best:.0f}")


def _note(worlds: Worlds, small: Mapping[Place, frozenset[int]], reached: Mapping[Place, set[int]]) -> None:
    """That world serves for other cells too."""
    amounts = worlds.world()
    for place, columns in small.items():
        total = sum(amounts[rank] for rank in columns)
        reached[place] |= {goal for goal, met in ((0, total < 0.5), (FEW - 1, total > FEW - 1.5)) if met}


def thresholds(sight: Sight) -> list[Success]:
    """A10: cells told of fewer than five companies, or of fewer than eleven where one is a natural person [Insee's
    manual, annex Règles]: whoever knows the register knows who takes part, and who the person is."""
    found = []
    for issue in sight.issues:
        for row in sight.rows(issue).values():
            limit = 11 if row.members & sight.sole else FEW
            if row.told and len(row.members) < limit:
                found.append(Success("A10", f"{row.place} is told of {len(row.members)}"))
    return found


def register(sight: Sight) -> list[Success]:
    """A10: the only company of its department and sector in the public register. Success: it must take part, the
    register (three times those who do, and more) being known of all other kinds."""
    found = []
    for issue in sight.issues:
        for population in POPULATIONS:
            count = Count(sight, issue, population)
            for unique in [row for row in count.hidden() if len(row.members) == 1]:
                columns = count.columns(unique.place)
                worlds = count.worlds({rank: 1.0 for rank in columns})
                if worlds.best(columns, -1.0) > 0.5:
                    found.append(Success("A10", f"{unique.place}: the only one there is takes part"))
    return found


def unrounded(sight: Sight) -> list[Success]:
    """A7: sums of children and of parents undo the rounding of numbers. Success: most of the cells told are known
    exactly, where at least four are."""
    found = []
    for issue in sight.issues:
        for population in POPULATIONS:
            count = Count(sight, issue, population)
            told = [row for row in count.rows.values() if row.told]
            exact = len(told) - len(_several(count, told)) if len(told) >= 4 else 0
            if 2 * exact > len(told):
                found.append(Success("A7", f"{exact} of {len(told)} numbers of companies are known exactly"))
    return found


def _several(count: Count, told: list[Row]) -> set[Place]:
    """The cells told whose number two worlds that fit put apart."""
    worlds = count.worlds()
    columns = {row.place: count.columns(row.place) for row in told}
    seen: dict[Place, set[int]] = {place: set() for place in columns}
    for place, way in product(columns, (1.0, -1.0)):
        if len(seen[place]) < 2:
            worlds.best(columns[place], way)
            amounts = worlds.world()
            for other, inside in columns.items():
                seen[other].add(round(sum(amounts[rank] for rank in inside)))
    return {place for place, totals in seen.items() if len(totals) > 1}


def takers(sight: Sight) -> list[Success]:
    """Everything that can be learnt of who takes part."""
    return [success for attack in (counts, thresholds, register, unrounded) for success in attack(sight)]
