"""What a region may read: the closed catalogue of tables, and the rules that protect companies (METHOD 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source

Population = Literal["recorded", "scored"]
Kind = Literal["mean", "indicator", "magnitude"]
COUNTRY = ()  # the axes of a table of one cell: everybody


@dataclass(frozen=True, slots=True)
class Category:
    """`parent`: the code of the category that holds it in the axis above, None where there is none. `parts`: the codes
    of another axis that it is made of (a group of divisions), empty where there are none."""

    code: str
    label: Text
    parent: str | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """One way of sorting companies (region, size …): each is in one category at most. `parent`: the axis above, whose
    categories are unions of this one's (departments in regions, divisions in sections). `of`: the axis below, that the
    `parts` of its categories belong to (grouped is of divisions)."""

    id: str
    label: Text
    categories: tuple[Category, ...]
    parent: str | None = None
    of: str | None = None

    def place(self, code: str | None) -> int:
        """Rank of that category, −1 where there is none of that code."""
        return next((rank for rank, one in enumerate(self.categories) if one.code == code), -1)


@dataclass(frozen=True, slots=True)
class Item:
    """One column of figures of a measure: an area, a skill, a device … `id` alone names it inside the measure."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that each company brings, by item.

    mean: 0 to `top`, published as a mean; indicator: 0 or 1, published as a number of companies; magnitude: an amount
    of `unit` (people, euros), 0 or more, published as a sum. NaN where a company brings none.
    """

    id: str
    label: Text
    kind: Kind
    population: Population
    items: tuple[Item, ...]
    top: float = 1.0
    unit: Text | None = None

    def series(self) -> tuple[str, ...]:
        """`measure/item`, as figures are named everywhere."""
        return tuple(f"{self.id}/{item.id}" for item in self.items)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table that releases hold: companies of `population` by no axis, one or two, with these measures."""

    id: str
    title: Text
    population: Population
    axes: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the protection; questionnaires/observatory/rules.yaml says where each comes from.

    A cell is shown from `threshold` units (`threshold_sole` where one may be a sole proprietor), of which `remain`
    without those of its largest supplier. `alike`: from this part of a cell on, an indicator is told as a majority
    alone. `dominance`, `p_percent`: of magnitudes. Counts under `small_until` are rounded to `small_step`, others to
    `count_step`; means to `mean_step`; magnitudes to `magnitude_steps` (measure → step). `renewal`: comers and leavers
    without which a cell is not computed again. `room`: part of the scale within which a hidden mean must stay unknown.
    """

    threshold: int
    threshold_sole: int
    remain: int
    alike: float
    dominance: float
    p_percent: float
    small_step: int
    small_until: int
    count_step: int
    mean_step: float
    magnitude_steps: Mapping[str, int]
    renewal: int
    room: float
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that may be published. `version` changes with it."""

    version: str
    axes: tuple[Axis, ...]
    measures: tuple[Measure, ...]
    tables: tuple[TableSpec, ...]
    rules: Rules

    def axis(self, id: str) -> Axis:
        return next(axis for axis in self.axes if axis.id == id)

    def measure(self, id: str) -> Measure:
        return next(measure for measure in self.measures if measure.id == id)

    def kinds(self, population: Population) -> tuple[tuple[str, ...], ...]:
        """The different sets of axes of that population's tables, sorted by axis: each cell is in exactly one."""
        sets = (tuple(sorted(table.axes)) for table in self.tables if table.population == population)
        return tuple(dict.fromkeys(sets))
