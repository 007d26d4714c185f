"""An area is the mean of its two principles: whoever reads the three together knows more than from each apart."""

from dataclasses import replace
from random import Random

import numpy as np

from diagnostic.core.model.cohort import Cohort
from diagnostic.core.model.observatory import Catalogue, Item, Measure
from diagnostic.core.model.questionnaire import Text
from tests.attacks.attackers import ROOM, SLACK, Success, wanted
from tests.attacks.populations import GAP, LEVELS, TOP, Firms, catalogue, cohort
from tests.attacks.sight import Members, Shown, Sight
from tests.attacks.worlds_that_fit import Row, Worlds

FIRST, SECOND = "principle/first", "principle/second"
PARTS = (FIRST, SECOND)


def areas_catalogue(area: str = "area") -> Catalogue:
    """The same tables of companies that completed, with an area and its principles. `area`: the measure's id; under
    another one the product does not know what it is the mean of."""
    items = tuple(Item(id, Text(id)) for id in ("first", "second"))
    measures = (
        Measure("principle", Text("Principe"), "mean", "scored", items, TOP),
        Measure(area, Text("Domaine"), "mean", "scored", (Item("one", Text("Un")),), TOP),
    )
    held = catalogue()
    tables = tuple(
        replace(table, measures=(area, "principle")) for table in held.tables if table.population == "scored"
    )
    return replace(held, measures=measures, tables=tables)


def with_areas(firms: Firms, seed: int, area: str = "area") -> Cohort:
    """The gap becomes the first principle; the second is near it for most, anywhere for others."""
    chance = Random(seed)
    found = cohort(firms)
    first = found.values[GAP]
    second = np.array([one if chance.random() < 0.5 else chance.choice(LEVELS) for one in first.tolist()])
    second[np.isnan(first)] = np.nan
    return replace(found, values={FIRST: first, SECOND: second, f"{area}/one": (first + second) / 2})


def jointly(sight: Sight) -> list[Success]:
    """A2 over an area and its principles in one system. Success: as for each of them apart."""
    many = len(sight.unknowns)
    told = {series: sight.shown(series) for measure in sight.catalogue.measures for series in measure.series()}
    if not any(told.values()):
        return []
    rows = [_row(one, series, many) for series, ones in told.items() for one in ones]
    worlds = Worlds([TOP] * (2 * many), rows)
    sets = {members for series, ones in told.items() if ones for members in wanted(sight, series, ones, TOP)}
    found = []
    for series in told:
        for members in sets:
            low, high = (end / _times(series) for end in worlds.span(columns(members, series, many)))
            if high - low < ROOM * TOP * len(members) - SLACK:
                found.append(Success("A2", f"{series} of {sorted(members)}: {low:.2f}–{high:.2f}"))
    return found


def columns(members: Members, series: str, many: int) -> Members:
    """First principles, then second ones; those of both for the area."""
    blocks = (PARTS.index(series),) if series in PARTS else (0, 1)
    return frozenset(one + block * many for one in members for block in blocks)


def _times(series: str) -> int:
    """The sum of both principles is twice the area."""
    return 1 if series in PARTS else 2


def _row(one: Shown, series: str, many: int) -> Row:
    return columns(one.members, series, many), one.low * _times(series), one.high * _times(series)
