"""One row a territory, a sector or a size: companies, statuses, stages and indices side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagnostic.core.model.observatory import Measure, Population
from diagnostic.core.model.released import ReleasedCell, ReleasedTable
from reports import observatory_words as told
from reports import words
from reports.observatory_lines import Names
from reports.workbook_figures import Compared, change, in_one_cell
from reports.workbook_table import Column, Sheet, Value


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet: the axes that it holds one under the other."""

    name: str
    about: str
    axes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A population's number of companies (no `heading`: told before), then a measure; `followed`: with T−1 and change;
    `called`: the heads of its columns."""

    population: Population
    heading: str
    measure: str
    followed: bool
    called: str = "{name}"


PLACES = (
    Place("Par territoire", "Une ligne par région, département ou zone d’emploi.", ("region", "department", "zone")),
    Place("Par secteur", "Une ligne par secteur, section ou division d’activité.", ("grouped", "section", "division")),
    Place("Par taille", "Une ligne par taille d’entreprise.", ("size",)),
)
BLOCKS = (
    Block("recorded", "Entreprises inscrites", "status", False),
    Block("scored", "Entreprises diagnostiquées", "reach", False, "Stade {id} : {name}"),
    Block("scored", "", "area", True, "Indice : {name}"),
)
INDICATOR = "Nombre d’entreprises, arrondi ; « plus de la moitié », « la moitié ou moins » ou « secret » sinon."
MEAN = "Indice moyen, de 0 à 6, au dixième."


def wide_sheet(compared: Compared, names: Names, place: Place) -> Sheet:
    """Cells of the same companies have the same figures in every table, so that one row may draw on several."""
    shown = [block for block in BLOCKS if block.measure in names.measures]
    rows = (row for axis in place.axes for row in _rows(compared, names, axis, shown))
    return Sheet(
        name=place.name,
        about=place.about,
        columns=tuple(_columns(compared, names, shown)),
        rows=tuple(rows),
        fixed=3,
        empty="Cette publication ne trie pas les entreprises ainsi.",
    )


def _columns(compared: Compared, names: Names, blocks: Sequence[Block]) -> Iterator[Column]:
    yield from (Column("Axe", 18), Column("Code", 12), Column("Libellé", 34))
    if compared.release.denominators:
        source = compared.release.denominators.source
        read = f"{source.title.fr}, au {words.short_day(source.checked_on)}."
        yield Column("Entreprises éligibles", 12, "count", read)
    for block in blocks:
        if block.heading:
            yield from _followed(compared, Column(block.heading, 14, "count", "Arrondies à 5 ou à la dizaine."))
        for item in names.measures[block.measure].items:
            name = words.typeset(block.called.format(id=item.id, name=item.label.fr))
            head = Column(name, 14, "decimal", MEAN) if block.followed else Column(name, 14, "count", INDICATOR)
            yield from _followed(compared, head) if block.followed else (head,)


def _followed(compared: Compared, column: Column) -> Iterator[Column]:
    yield column
    if compared.before:
        yield Column(f"{column.name}, T−1", 12, column.kind)
        yield Column(f"{column.name}, évolution", 14, column.kind)


def _rows(compared: Compared, names: Names, axis: str, blocks: Sequence[Block]) -> Iterator[tuple[Value, ...]]:
    tables = {
        block.measure: table
        for block in blocks
        for table in compared.release.tables
        if table.axes == (axis,) and any(name.startswith(f"{block.measure}/") for name in table.series)
    }
    if not tables or axis not in names.axes:
        return
    for category in names.axes[axis].categories:
        known = compared.release.denominators
        eligible = (known.of(axis, category.code),) if known else ()
        head = (names.axis(axis), category.code, words.typeset(category.label.fr), *eligible)
        figures = (
            value
            for block in blocks
            for value in _block(compared, names, block, tables.get(block.measure), category.code)
        )
        yield (*head, *figures)


def _block(compared: Compared, names: Names, block: Block, table: ReleasedTable | None, code: str) -> Iterator[Value]:
    """The same number of values wherever it is; None where no table has that measure by that axis."""
    cell = table.cell(code) if table else None
    earlier = compared.earlier(table.id, (code,)) if table else None
    if block.heading:
        yield from _companies(compared, table, cell, earlier)
    measure = names.measures[block.measure]
    for item in measure.items:
        yield from _figure(compared, block, measure, f"{measure.id}/{item.id}", (table, cell, earlier))


Found = tuple[ReleasedTable | None, ReleasedCell | None, ReleasedCell | None]


def _companies(
    compared: Compared, table: ReleasedTable | None, cell: ReleasedCell | None, earlier: ReleasedCell | None
) -> Iterator[Value]:
    now = cell.companies if cell else None
    yield None if table is None else told.SECRET if now is None else now
    if compared.before:
        then = earlier.companies if earlier else None
        yield then
        yield _moved(compared, cell, now, then)


def _figure(compared: Compared, block: Block, measure: Measure, series: str, found: Found) -> Iterator[Value]:
    table, cell, earlier = found
    now = cell.figures.get(series) if cell and cell.shown else None
    yield None if table is None else in_one_cell(now, measure)
    if block.followed and compared.before:
        then = earlier.figures.get(series) if earlier else None
        yield None if then is None else in_one_cell(then, measure)
        yield _moved(compared, cell, now, then)


def _moved(compared: Compared, cell: ReleasedCell | None, now: float | str | None, then: float | str | None) -> Value:
    """The change as a number, or « inchangé depuis R-n »; nothing where the two do not compare."""
    since = cell.since if cell and cell.shown and cell.since < compared.release.number else None
    found, read = change(now, then, since)  # type: ignore[arg-type]
    return read if since is not None and now is not None else found
