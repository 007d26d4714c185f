"""τ-Argus's opinion on single tables: what its rules call unsafe we never tell; its auditor finds what ours finds."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from diagnostic.content.loader import load_content
from diagnostic.core.audit_facts import read
from diagnostic.core.disclosure import protect
from diagnostic.core.model.audited import Fact, System
from diagnostic.core.model.cohort import ALONE, Cohort
from diagnostic.core.model.observatory import Axis, Catalogue, Item, Measure, TableSpec
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.released import ReleasedTable
from diagnostic.core.worlds import Search, quiet_solver
from tests.attacks.tau_argus import TOTAL, Opinion, second_opinion

pytestmark = pytest.mark.slow
RULES = "NK(1,85)|P(10,1)|FREQ(5,10)"
SERIES = "device/all"
REGIONS, SECTORS = 8, 10
Rows = list[tuple[str, str, float]]


@cache
def catalogue() -> Catalogue:
    """Amounts by sector and region with their margins, under the rules in force."""
    held = load_content().observatory

    def first(id: str, most: int) -> Axis:
        categories = held.axis(id).categories[:most]
        return Axis(id, held.axis(id).label, tuple(replace(one, parent=None) for one in categories))

    measure = Measure("device", Text("Aides"), "magnitude", "scored", (Item("all", Text("Toutes")),), unit=Text("€"))
    tables = tuple(
        TableSpec("_".join(("amounts", *axes)), Text("Aides"), "scored", axes, ("device",))
        for axes in ((), ("grouped",), ("region",), ("grouped", "region"))
    )
    axes = (first("grouped", SECTORS), first("region", REGIONS))
    return Catalogue("tests", axes, (measure,), tables, held.rules)


def companies(count: int, seed: int) -> Cohort:
    """Sectors and regions of unequal weight, amounts of a long tail."""
    chance = np.random.default_rng(seed)
    places = {
        axis: chance.choice(many, count, p=chance.dirichlet(np.full(many, 4.0))).astype(np.int32)
        for axis, many in (("grouped", SECTORS), ("region", REGIONS))
    }
    keys = tuple(f"u{rank:05}" for rank in range(count))
    return Cohort(
        keys=keys,
        versions=keys,
        places=places,
        suppliers=np.full(count, ALONE, dtype=np.int32),
        sole=np.zeros(count, dtype=bool),
        scored=np.ones(count, dtype=bool),
        values={SERIES: np.ceil(chance.lognormal(9, 1.1, count))},
    )


def rows_of(cohort: Cohort) -> Rows:
    sectors, regions = ([one.code for one in axis.categories] for axis in catalogue().axes)
    places = zip(cohort.places["grouped"], cohort.places["region"], cohort.values[SERIES], strict=True)
    return [(sectors[sector], regions[region], float(amount)) for sector, region, amount in places]


def told(tables: tuple[ReleasedTable, ...]) -> set[tuple[str, str]]:
    """Cells whose amount is told, « Total » for a margin."""
    found = set()
    for table in tables:
        for cell in table.cells:
            if SERIES in cell.figures:
                codes = dict(zip(table.axes, cell.codes, strict=True))
                found.add((codes.get("grouped", TOTAL), codes.get("region", TOTAL)))
    return found


@pytest.mark.parametrize(("count", "seed"), [(300, 1), (300, 2), (3_000, 3), (3_000, 4)])
def test_what_its_rules_call_unsafe_is_never_told(count: int, seed: int) -> None:
    cohort = companies(count, seed)
    opinions = second_opinion(rows_of(cohort), RULES)
    ours = told(protect(cohort, catalogue(), [], 1, lambda *step: None).tables)
    unsafe = {one.codes for one in opinions if one.status == "U"}
    shown = {one.codes for one in opinions if one.status == "S"}
    alone = {one.codes for one in opinions if one.companies >= 5}
    print(f"{count} firms: threshold alone tells {len(alone)} cells, τ-Argus {len(shown)}, ours {len(ours)}")
    assert unsafe or len(alone) == len(opinions)
    assert not ours & unsafe
    assert ours <= alone
    assert len(ours) >= len(shown) * 0.9


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_its_auditor_and_ours_find_the_same_ranges(seed: int) -> None:
    """Exact amounts, withheld where τ-Argus withholds: how far each withheld cell may be, by both. Its attacker also
    knows the table's least value: with an empty cell that is 0, as for ours."""
    found = second_opinion(rows_of(companies(500, seed)), RULES)
    opinions = [one for one in found if one.status != "E"]
    assert len(opinions) < len(found)
    withheld = [one for one in opinions if one.low is not None]
    assert len(withheld) > 5
    cells = [one for one in opinions if TOTAL not in one.codes]
    inside = [one for one in withheld if TOTAL not in one.codes]
    for one, (low, high) in zip(inside, ranges(cells, opinions, inside), strict=True):
        assert (low, high) == pytest.approx((one.low, one.high), abs=1.0)


def test_hiding_small_cells_alone_gives_some_of_them_away() -> None:
    """The leak that the attacker is there for: it finds it in a table protected by the threshold alone."""
    opinions = [one for one in second_opinion(rows_of(companies(900, 1)), "FREQ(5,10)") if one.status != "E"]
    hidden = [one for one in opinions if one.companies < 5]
    only = [replace(one, status="S" if one.companies >= 5 else "U") for one in opinions]
    found = ranges([one for one in only if TOTAL not in one.codes], only, hidden)
    known = [one for one, (low, high) in zip(hidden, found, strict=True) if high - low < 1]
    assert known
    assert len(known) < len(hidden)


def ranges(cells: list[Opinion], opinions: list[Opinion], asked: list[Opinion]) -> list[tuple[float, float]]:
    """By our own search: the least and the most of each cell asked for, from the exact amounts that are shown."""
    facts = []
    for one in opinions:
        if one.status == "S":
            members = [rank for rank, cell in enumerate(cells) if _within(cell, one)]
            facts.append(Fact(np.array(members, dtype=np.int32), None, one.amount, one.amount, None))
    truth = np.array([one.amount for one in cells])
    reading = read(System("amounts", truth, np.zeros(len(cells)), np.full(len(cells), np.inf), False, tuple(facts)))
    nobody, solver = np.zeros(0, dtype=np.int64), quiet_solver()
    found = []
    for one in asked:
        rank = cells.index(one)
        down, up = (
            Search(reading, np.array([rank]), nobody, sign, 1e12, 1_000.0).relaxed(solver).bound for sign in (-1, 1)
        )
        found.append((one.amount - down, one.amount + up))
    return found


def _within(cell: Opinion, shown: Opinion) -> bool:
    return all(total in (TOTAL, code) for code, total in zip(cell.codes, shown.codes, strict=True))
