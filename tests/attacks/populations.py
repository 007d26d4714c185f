"""Small populations of companies to attack, drawn by Hypothesis or made to hurt, over a catalogue of four axes.

A firm is written in a line; `cohort` makes of it what a release is computed from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random

import numpy as np
from hypothesis import strategies as st

from diagnostic.core.model.cohort import ALONE, Cohort
from diagnostic.core.model.observatory import Axis, Catalogue, Category, Item, Measure, Population, TableSpec
from diagnostic.core.model.questionnaire import Text
from tests.observatory_catalogue import small_rules

DEPARTMENTS = {"D1": "R1", "D2": "R1", "D3": "R2", "D4": "R2", "D5": "R3", "D6": "R3"}
SECTORS = ("food", "metal", "foundry")
SIZES = ("10-19", "20-49", "50-249")
TOP = 4.0
LEVELS = tuple(half / 2 for half in range(9))
GAP, SYMPTOM, EUROS, DIAGNOSED = "gap/one", "symptom/one", "device/one", "status/diagnosed"
SCORED_TABLES = ((), ("region",), ("department",), ("grouped",), ("size",), ("region", "grouped"), ("grouped", "size"))
RECORDED_TABLES = ((), ("region",), ("department",), ("grouped",), ("region", "grouped"))


@dataclass(frozen=True, slots=True)
class Firm:
    """What counts of a company. `gap` None: it brings none. `version` changes with anything of it."""

    department: str | None = "D1"
    grouped: str | None = "food"
    size: str | None = "10-19"
    gap: float | None = 2.0
    symptom: bool = False
    euros: int = 0
    diagnosed: bool = True
    adviser: str | None = None
    sole: bool = False
    scored: bool = True
    key: str = ""
    version: str = "1"

    def code(self, axis: str) -> str | None:
        if axis == "region":
            return DEPARTMENTS.get(self.department or "")
        found: str | None = getattr(self, axis)
        return found


Firms = Sequence[Firm]


def catalogue() -> Catalogue:
    """Three regions of two departments, three sectors, three sizes; a mean, two indicators and a magnitude."""
    regions = tuple(Category(code, Text(code)) for code in sorted(set(DEPARTMENTS.values())))
    departments = tuple(Category(code, Text(code), region) for code, region in DEPARTMENTS.items())
    axes = (
        Axis("region", Text("Région"), regions),
        Axis("department", Text("Département"), departments, "region"),
        Axis("grouped", Text("Secteur"), tuple(Category(code, Text(code)) for code in SECTORS)),
        Axis("size", Text("Taille"), tuple(Category(code, Text(code)) for code in SIZES)),
    )
    one = (Item("one", Text("Une")),)
    measures = (
        Measure("status", Text("Statut"), "indicator", "recorded", (Item("diagnosed", Text("Diagnostiquée")),)),
        Measure("gap", Text("Écart"), "mean", "scored", one, TOP),
        Measure("symptom", Text("Difficulté"), "indicator", "scored", one),
        Measure("device", Text("Aide"), "magnitude", "scored", one, unit=Text("euros")),
    )
    scored = tuple(_table("scored", axes, ("gap", "symptom", "device")) for axes in SCORED_TABLES)
    recorded = tuple(_table("recorded", axes, ("status",)) for axes in RECORDED_TABLES)
    return Catalogue("attacks-1", axes, measures, recorded + scored, small_rules())


def _table(population: Population, axes: tuple[str, ...], measures: tuple[str, ...]) -> TableSpec:
    name = "_".join((population, *axes))
    return TableSpec(name, Text(name), population, axes, measures)


def named(firms: Iterable[Firm]) -> list[Firm]:
    """The same with keys k0, k1 … where they have none."""
    return [firm if firm.key else replace(firm, key=f"k{rank}") for rank, firm in enumerate(firms)]


def cohort(firms: Firms) -> Cohort:
    """Firms as units that count, every one of them recorded."""
    firms = named(firms)
    advisers = tuple(sorted({firm.adviser for firm in firms if firm.adviser}))
    by = [ALONE if firm.adviser is None else advisers.index(firm.adviser) for firm in firms]
    places = {
        axis.id: np.array([axis.place(firm.code(axis.id)) for firm in firms], dtype=np.int32)
        for axis in catalogue().axes
    }
    return Cohort(
        keys=tuple(firm.key for firm in firms),
        versions=tuple(firm.version for firm in firms),
        places=places,
        suppliers=np.array(by, dtype=np.int32),
        sole=np.array([firm.sole for firm in firms], dtype=bool),
        scored=np.array([firm.scored for firm in firms], dtype=bool),
        values={
            GAP: _column(firms, [firm.gap for firm in firms]),
            SYMPTOM: _column(firms, [float(firm.symptom) for firm in firms]),
            EUROS: _column(firms, [float(firm.euros) for firm in firms]),
            DIAGNOSED: np.array([float(firm.diagnosed) for firm in firms]),
        },
        advisers=advisers,
    )


def _column(firms: Firms, values: Sequence[float | None]) -> np.ndarray:
    kept = [value if firm.scored else None for firm, value in zip(firms, values, strict=True)]
    return np.array([np.nan if value is None else value for value in kept], dtype=float)


FIRM = st.builds(
    Firm,
    department=st.sampled_from(["D1", "D1", "D1", "D2", "D2", "D3", "D3", "D4", "D5", "D6", None]),
    grouped=st.sampled_from(["food", "food", "food", "metal", "metal", "foundry"]),
    size=st.sampled_from(["10-19", "10-19", "20-49", "50-249", None]),
    gap=st.sampled_from([*LEVELS, 0.0, 4.0, 4.0, None]),
    symptom=st.booleans(),
    euros=st.sampled_from([0, 0, 1000, 5000, 5000, 8000, 20_000, 400_000]),
    diagnosed=st.booleans(),
    adviser=st.sampled_from([None, None, "ada", "ada", "ben", "cyr"]),
    sole=st.sampled_from([False] * 19 + [True]),
    scored=st.sampled_from([True] * 9 + [False]),
)
MOST = 60


def drawn(seed: int, count: int = 0) -> list[Firm]:
    """A population of a seed, dense enough for many cells to be told: `count` firms, or 20 to 60."""
    chance = Random(seed)
    departments, sectors, sizes = (
        chance.sample(sorted(DEPARTMENTS), 4),
        chance.sample(SECTORS, 2),
        chance.sample(SIZES, 2),
    )
    extreme = chance.choice([0.2, 0.6, 0.9])
    return named(
        Firm(
            chance.choice(departments),
            chance.choice(sectors),
            chance.choice(sizes),
            chance.choice((0.0, TOP, TOP)) if chance.random() < extreme else chance.choice(LEVELS),
            chance.random() < extreme,
            chance.choice((0, 1000, 5000, 8000, 20_000)),
            chance.random() < extreme,
            chance.choice((None, "ada", "ada", "ben")),
        )
        for _ in range(count or chance.randint(20, 60))
    )


SCATTERED = st.lists(FIRM, min_size=12, max_size=MOST)
"""Firms that have little in common: few cells are told."""
CLUSTERED = st.lists(st.tuples(FIRM, st.integers(4, 12)), min_size=4, max_size=9).map(
    lambda kinds: [firm for firm, count in kinds for _ in range(count)][:MOST]
)
"""A few kinds of firms, each of several: many cells are told."""
DENSE = st.integers(100, 1_000_000).map(drawn)
FEW = st.lists(FIRM, min_size=1, max_size=12)
POPULATIONS = st.one_of(CLUSTERED, DENSE, SCATTERED, FEW)


def one_a_cell() -> list[Firm]:
    """One firm in each department and sector, extremes of the scale in turn."""
    pairs = enumerate(product(DEPARTMENTS, SECTORS))
    return named(Firm(place, sector, SIZES[k % 3], TOP * (k % 2), k % 2 == 0) for k, (place, sector) in pairs)


def one_giant() -> list[Firm]:
    """Forty firms that would draw a few thousand euros, and one that would draw ten million."""
    small = [Firm(d, s, z, 1.5, k % 3 == 0, 1000 + 500 * k) for k, (d, s, z) in enumerate(_spread(40))]
    return named([*small, Firm("D1", "metal", "50-249", 0.5, False, 10_000_000)])


def giant_alone() -> list[Firm]:
    """A giant among a dozen firms of which only the country is known."""
    firms = [Firm(None, None, None, 1.5, k % 2 == 0, 1000 + 500 * k) for k in range(12)]
    return named([*firms, Firm(None, None, None, 2.5, False, 10_000_000)])


def all_alike() -> list[Firm]:
    """Fifty firms at the top of the scale, all with the symptom, none diagnosed."""
    return named(Firm(d, s, z, TOP, True, 5000, False) for d, s, z in _spread(50))


def nearly_alike() -> list[Firm]:
    """The same but one: it knows everybody else's figure if it can take its own away."""
    first, *others = all_alike()
    return [replace(first, gap=0.0, symptom=False), *others]


def one_adviser() -> list[Firm]:
    """Everyone is somebody's client but three in each region."""
    firms = [Firm(d, s, z, LEVELS[k % 9], k % 2 == 0, 1000 * k) for k, (d, s, z) in enumerate(_spread(48))]
    return named(replace(firm, adviser=None if k % 16 < 3 else "ada") for k, firm in enumerate(firms))


def one_foundry() -> list[Firm]:
    """Seven foundries in the country, one of them alone in its department and at the top of the scale."""
    alone = Firm("D1", "foundry", "20-49", TOP, True, 9000)
    others = [Firm("D3", "foundry", "20-49", 1.0, False, 2000)] * 6
    return named([alone, *others, *(Firm(d, "food", z, LEVELS[k % 9]) for k, (d, _, z) in enumerate(_spread(40)))])


def next_to_nothing() -> list[Firm]:
    """Departments of five and one: their region tells the one that is alone."""
    five = [Firm("D1", "food", "10-19", 2.0, k % 2 == 0, 4000) for k in range(5)]
    return named([*five, Firm("D2", "metal", "20-49", TOP, True, 9000), *(replace(f, department="D3") for f in five)])


def sole_proprietors() -> list[Firm]:
    """Nine firms a department, one of them a natural person in two departments."""
    firms = [Firm(d, s, z, LEVELS[k % 9], k % 2 == 0, 1000) for k, (d, s, z) in enumerate(_spread(36))]
    return named(replace(firm, sole=k in (3, 8)) for k, firm in enumerate(firms))


def two_left() -> list[Firm]:
    """A region of twelve and its department of ten leave two firms: the one at 2 learns that the other is near 4."""
    ten = [Firm("D1", None, None, 1.5 + k % 2, k % 2 == 0, 3000) for k in range(10)]
    two = [Firm("D2", None, None, 2.0, True, 3000), Firm("D2", None, None, TOP, False, 3000)]
    return named([*ten, *two, *(Firm("D3", None, None, 1.5 + k % 2, k % 2 == 0, 3000) for k in range(30))])


def few_bring() -> list[Firm]:
    """Seven in a cell, six with a gap, four of them an adviser's: three others are in the cell, two bring a figure."""
    ours = [Firm(gap=gap, adviser="ada") for gap in (0.0, 0.0, 0.0, 0.5)]
    return named([*ours, Firm(gap=0.0), Firm(gap=0.5), Firm(gap=None), Firm(gap=0.0, scored=False)])


def table_all_hidden() -> list[Firm]:
    """Three firms are all that neither a sector nor a department counts; no cell of their table tells its amounts."""
    three = [Firm("D3", "metal", None, 0.0, False, 20_000)] * 3
    food = [Firm("D2", "food", "50-249", TOP, True, 8000)] * 12 + [Firm("D3", "food", gap=TOP, adviser="cyr")] * 7
    west = [Firm("D1", "foundry", gap=3.0, euros=1000)] * 6 + [Firm("D1", "metal", gap=3.0, euros=5000)] * 11
    return named([*three, *food, *west])


def near_nought() -> list[Firm]:
    """A sector near 0 holds a firm or two of many departments: so does what it has in a small cell."""
    least = [Firm("D4", "metal", gap=0.0, euros=8000, adviser="ada")] * 11 + [Firm("D1", "metal", None, 0.5)] * 4
    others = [Firm("D5", "foundry", "50-249", 3.5, True, 400_000, adviser="cyr")] * 12
    return named(
        [
            *least,
            *others,
            *[Firm("D1", gap=1.5, euros=5000, size="20-49", adviser="ada")] * 8,
            *[Firm("D3", "food", None, TOP, adviser="ada")] * 12,
        ]
    )


def _spread(count: int) -> list[tuple[str, str, str]]:
    every = list(product(("D1", "D3", "D2", "D4"), ("food", "metal"), ("10-19", "20-49")))
    return [every[k % len(every)] for k in range(count)]


HARD = {
    "one a cell": one_a_cell,
    "one giant": one_giant,
    "giant alone": giant_alone,
    "all alike": all_alike,
    "nearly alike": nearly_alike,
    "one adviser": one_adviser,
    "one foundry": one_foundry,
    "five and one": next_to_nothing,
    "sole proprietors": sole_proprietors,
    "two left": two_left,
}

FOUND = {"few bring": few_bring, "table all hidden": table_all_hidden, "near nought": near_nought}
"""What Hypothesis found in releases of ours, made small by hand."""
