"""A territory small enough to be counted on one's fingers: two regions, four departments, two sizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from diagnostic.core.model.cohort import ALONE, Cohort
from diagnostic.core.model.observatory import Axis, Catalogue, Category, Item, Measure, TableSpec
from diagnostic.core.model.questionnaire import Text
from tests.observatory_catalogue import small_rules

REGION_OF = {"01": "A", "02": "A", "03": "B", "04": "B"}
SIZES = ("small", "large")


def _items(*ids: str) -> tuple[Item, ...]:
    return tuple(Item(one, Text(one)) for one in ids)


def little_catalogue(*axes_of_tables: tuple[str, ...]) -> Catalogue:
    """Tables of scored units by each of these sets of axes, with a mean, an indicator and a sum of euros."""
    axes = (
        Axis("region", Text("Région"), tuple(Category(code, Text(code)) for code in "AB")),
        Axis(
            "department",
            Text("Département"),
            tuple(Category(code, Text(code), region) for code, region in REGION_OF.items()),
            "region",
        ),
        Axis("size", Text("Taille"), tuple(Category(code, Text(code)) for code in SIZES)),
    )
    measures = (
        Measure("level", Text("Niveau"), "mean", "scored", _items("all"), 6.0),
        Measure("brake", Text("Frein"), "indicator", "scored", _items("money")),
        Measure("device", Text("Aide"), "magnitude", "scored", _items("loan"), unit=Text("euros")),
    )
    tables = tuple(
        TableSpec("_".join(one) or "country", Text("Table"), "scored", one, tuple(measure.id for measure in measures))
        for one in axes_of_tables or ((), ("region",), ("department",), ("size",), ("region", "size"))
    )
    return Catalogue("little-1", axes, measures, tables, small_rules())


@dataclass(frozen=True)
class Unit:
    """One company, as its neighbours would see it, with its figures."""

    key: str
    department: str = "01"
    size: str = "small"
    level: float = 3.0
    brake: float = 1.0
    loan: float = 0.0
    version: str = "1"
    supplier: int = ALONE
    sole: bool = False
    scored: bool = True


@dataclass(frozen=True)
class Crowd:
    """So many companies of a department and size, whose levels go up and down around the middle."""

    many: int
    department: str = "01"
    size: str = "small"
    more: Mapping[str, object] = field(default_factory=dict)

    def units(self) -> list[Unit]:
        return [
            Unit(
                f"{self.department}-{self.size}-{rank}",
                self.department,
                self.size,
                level=1.0 + (rank * 7 % 9) / 2,
                brake=float(rank % 2),
                loan=3000.0 + 1000 * (rank % 5),
                **self.more,  # type: ignore[arg-type]
            )
            for rank in range(self.many)
        ]


def crowd(many: int, department: str = "01", size: str = "small", **more: object) -> list[Unit]:
    return Crowd(many, department, size, more).units()


def cohort_of(units: Sequence[Unit]) -> Cohort:
    """Units in the order of their keys, as the cohort has them."""
    ordered = sorted(units, key=lambda unit: unit.key)
    scored = np.array([unit.scored for unit in ordered], dtype=np.bool_)
    regions = [REGION_OF[unit.department] for unit in ordered]

    def figures(of: str) -> np.ndarray:
        return np.where(scored, [getattr(unit, of) for unit in ordered], np.nan)

    return Cohort(
        keys=tuple(unit.key for unit in ordered),
        versions=tuple(unit.version for unit in ordered),
        places={
            "region": np.array(["AB".index(code) for code in regions], dtype=np.int32),
            "department": np.array([list(REGION_OF).index(unit.department) for unit in ordered], dtype=np.int32),
            "size": np.array([SIZES.index(unit.size) for unit in ordered], dtype=np.int32),
        },
        suppliers=np.array([unit.supplier for unit in ordered], dtype=np.int32),
        sole=np.array([unit.sole for unit in ordered], dtype=np.bool_),
        scored=scored,
        values={"level/all": figures("level"), "brake/money": figures("brake"), "device/loan": figures("loan")},
    )
