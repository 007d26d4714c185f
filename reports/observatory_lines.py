"""A release as lines, one a cell and series: what the CSV files, the workbook and nothing else are written from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from diagnostic.core.model.observatory import Axis, Catalogue, Item, Measure
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.released import Figure, Release, ReleasedCell, ReleasedTable
from reports import words


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one cell. `labels`: of its codes, axis by axis. `companies` and `figure` are None where withheld;
    `since`: the older release that the figure was computed for, None where it is of its own release or withheld."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    measure: Measure
    item: Item
    companies: int | None
    figure: Figure | None
    since: int | None

    @property
    def series(self) -> str:
        return f"{self.measure.id}/{self.item.id}"


def printed(measure: Measure) -> Measure:
    """The measure with its labels as they are printed."""
    items = tuple(replace(item, label=Text(words.typeset(item.label.fr))) for item in measure.items)
    return replace(measure, label=Text(words.typeset(measure.label.fr)), items=items)


class Names:
    """The labels of a catalogue, looked up once; a code that it does not know (an older release) names itself."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.axes: Mapping[str, Axis] = {axis.id: axis for axis in catalogue.axes}
        self.labels: Mapping[str, Mapping[str, str]] = {
            axis.id: {one.code: words.typeset(one.label.fr) for one in axis.categories} for axis in catalogue.axes
        }
        self.measures: Mapping[str, Measure] = {one.id: printed(one) for one in catalogue.measures}
        self.items = {(one.id, item.id): item for one in self.measures.values() for item in one.items}

    def code(self, axis: str, code: str) -> str:
        return self.labels.get(axis, {}).get(code, code)

    def axis(self, axis: str) -> str:
        found = self.axes.get(axis)
        return words.typeset(found.label.fr) if found else axis

    def series(self, name: str, table: ReleasedTable) -> tuple[Measure, Item]:
        """The measure and the item of `measure/item`."""
        measure, _, item = name.partition("/")
        unknown = Measure(measure, Text(measure), "magnitude", table.population, ())
        return self.measures.get(measure, unknown), self.items.get((measure, item), Item(item, Text(item)))


def lines(release: Release, table: ReleasedTable, names: Names) -> Iterator[Line]:
    """Every cell of the table by every series, in the table's order; a withheld cell is the same line whoever is in
    it: nobody, or too few."""
    series = [(name, *names.series(name, table)) for name in table.series]
    for cell in table.cells:
        labels = tuple(names.code(axis, code) for axis, code in zip(table.axes, cell.codes, strict=True))
        for name, measure, item in series:
            figure = cell.figures.get(name) if cell.shown else None
            yield Line(cell.codes, labels, measure, item, cell.companies, figure, unchanged(release, cell, figure))


def unchanged(release: Release, cell: ReleasedCell, figure: Figure | None) -> int | None:
    """The older release whose figure is shown again."""
    return cell.since if cell.shown and figure is not None and cell.since < release.number else None
