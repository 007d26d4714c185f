"""Any table of a release as a page: one measure at a time, sortable, what is withheld said as such."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from diagnostic.core.language import N_, _, plural, spoken
from diagnostic.core.model.observatory import Catalogue, Measure
from diagnostic.core.model.released import Release, ReleasedCell, ReleasedTable
from reports import words
from reports.observatory_words import definition, table_title
from reports.region_choice import Choice, everywhere, label
from reports.region_words import figure, item_name, unchanged, untold

WIDE = 12  # items: beyond, they are lines and the categories are columns
COMPANIES = "companies"
NAME = "name"
DESCENDING, ASCENDING = "desc", "asc"
LOWEST, UNDER, OVER = float("-inf"), -1.0, float("inf")


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table in the list of all: its id, its title, what it crosses, what it tells."""

    id: str
    title: str
    crosses: str
    tells: str


@dataclass(frozen=True, slots=True)
class TableGroup:
    title: str
    tables: tuple[TableLine, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`sort`: "ascending", "descending" or None; `turn`: the order that its link asks for."""

    id: str
    name: str
    sort: str | None = None
    turn: str = DESCENDING


@dataclass(frozen=True, slots=True)
class Entry:
    """`rank`: what sorts it, the secret first; `look`: "secret", "band", or nothing for a number."""

    text: str
    rank: float
    look: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`first`: it stays at the top whatever the order."""

    name: str
    entries: tuple[Entry, ...]
    note: str | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """`measures`: (id, label, whether shown); `unused`: filters that this table does not have."""

    id: str
    title: str
    lead: str
    measures: tuple[tuple[str, str, bool], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    hidden: str | None
    unused: str | None
    note: str


def table_list(release: Release, catalogue: Catalogue) -> tuple[TableGroup, ...]:
    """Every table of the release, those that tell the same measures together."""
    groups: dict[tuple[str, ...], list[TableLine]] = {}
    for table in release.tables:
        names = tuple(measures_of(table))
        crosses = words.listed([words.lower_first(catalogue.axis(axis).label.read(spoken())) for axis in table.axes])
        labels = [words.lower_first(catalogue.measure(name).label.read(spoken())) for name in names]
        tells = words.typeset(", ".join(labels))
        line = TableLine(table.id, table_title(catalogue, table), words.typeset(crosses or everywhere()), tells)
        groups.setdefault(names, []).append(line)
    return tuple(TableGroup(words.capital(lines[0].tells), tuple(lines)) for lines in groups.values())


def measures_of(table: ReleasedTable) -> list[str]:
    return list(dict.fromkeys(name.partition("/")[0] for name in table.series))


def table_view(choice: Choice, table: ReleasedTable, measure: str, order: str, way: str) -> TableView:
    """`measure`: the one shown, the first where the table has none of that name; `order`: id of a column, `way`: asc or
    desc. The filters of the choice that are axes of the table narrow it."""
    names = measures_of(table)
    shown = choice.catalogue.measure(measure if measure in names else names[0])
    labels = ((id, words.typeset(choice.catalogue.measure(id).label.read(spoken()))) for id in names)
    cells = kept(choice, table)
    columns, rows = drawn(choice, table, shown, cells)
    secret = sum(not cell.shown for cell in cells)
    return TableView(
        id=table.id,
        title=title(choice, table),
        lead=definition(shown),
        measures=tuple((id, name, id == shown.id) for id, name in labels),
        columns=marked(columns, order, way),
        rows=ordered(columns, rows, order, way),
        hidden=words.typeset(hidden(secret, len(cells))) if secret else None,
        unused=unused(choice, table),
        note=words.typeset(_(NOTE)),
    )


NOTE = N_(
    "« Secret » : trop peu d’entreprises, ou aucune, ou un chiffre qui en laisserait deviner un autre ; les trois se "
    "lisent pareil. Les nombres sont arrondis à 5 ou à la dizaine, les moyennes au dixième : les sommes ne tombent pas "
    "juste."
)


def title(choice: Choice, table: ReleasedTable) -> str:
    kept_codes = [label(choice.catalogue, axis, code) for axis, code in choice.codes.items() if axis in table.axes]
    return f"{table_title(choice.catalogue, table)}{f' ({words.listed(kept_codes)})' if kept_codes else ''}"


def hidden(secret: int, cells: int) -> str:
    return plural(
        secret,
        "{number} case secrète sur {every}.",
        "{number} cases secrètes sur {every}.",
        number=words.whole(secret),
        every=words.whole(cells),
    )


def unused(choice: Choice, table: ReleasedTable) -> str | None:
    """The filters chosen that say nothing here."""
    left = [label(choice.catalogue, axis, code) for axis, code in choice.codes.items() if axis not in table.axes]
    if not left:
        return None
    return words.typeset(_("Ce tableau ne distingue pas {names} : il les compte tous.", names=words.listed(left)))


def kept(choice: Choice, table: ReleasedTable) -> tuple[ReleasedCell, ...]:
    wanted = [(rank, choice.codes[axis]) for rank, axis in enumerate(table.axes) if axis in choice.codes]
    return tuple(cell for cell in table.cells if all(cell.codes[rank] == code for rank, code in wanted))


def drawn(
    choice: Choice, table: ReleasedTable, measure: Measure, cells: Sequence[ReleasedCell]
) -> tuple[tuple[Column, ...], list[Row]]:
    if len(measure.items) > WIDE and len(table.axes) < 2:
        return turned(choice, table, measure, cells)
    axes = ", ".join(words.capital(choice.catalogue.axis(axis).label.read(spoken())) for axis in table.axes)
    items = [Column(item.id, item_name(measure, item.id)) for item in measure.items]
    rows = [
        Row(
            name_of(choice.catalogue, table, cell),
            (entry_of_companies(cell), *(entry(cell, measure, one.id) for one in measure.items)),
            unchanged(cell.since, choice.release.number) if cell.shown else None,
        )
        for cell in cells
    ]
    return (Column(NAME, axes or _("Territoire")), Column(COMPANIES, _("Entreprises")), *items), rows


def turned(
    choice: Choice, table: ReleasedTable, measure: Measure, cells: Sequence[ReleasedCell]
) -> tuple[tuple[Column, ...], list[Row]]:
    """Items as lines, categories as columns."""
    columns = [
        Column(cell.codes[0] if cell.codes else COMPANIES, name_of(choice.catalogue, table, cell)) for cell in cells
    ]
    counts = Row(_("Entreprises"), tuple(entry_of_companies(cell) for cell in cells), first=True)
    rows = [
        Row(item_name(measure, one.id), tuple(entry(cell, measure, one.id) for cell in cells)) for one in measure.items
    ]
    return (Column(NAME, words.typeset(measure.label.read(spoken()))), *columns), [counts, *rows]


def name_of(catalogue: Catalogue, table: ReleasedTable, cell: ReleasedCell) -> str:
    pairs = zip(table.axes, cell.codes, strict=True)
    return ", ".join(label(catalogue, axis, code) for axis, code in pairs) or everywhere()


def entry_of_companies(cell: ReleasedCell) -> Entry:
    if cell.companies is None:
        return Entry(untold(), LOWEST, "secret")
    return Entry(words.whole(cell.companies), float(cell.companies))


def entry(cell: ReleasedCell, measure: Measure, item: str) -> Entry:
    told = cell.figures.get(f"{measure.id}/{item}")
    ranks = {"minority": UNDER, "majority": OVER}
    rank = LOWEST if told is None else ranks[told] if isinstance(told, str) else float(told)
    look = "secret" if told is None else "band" if isinstance(told, str) else ""
    return Entry(figure(told, measure), rank, look)


def marked(columns: Sequence[Column], order: str, way: str) -> tuple[Column, ...]:
    return tuple(replace(one, **sorted_as(one.id, order, way)) for one in columns)


def sorted_as(id: str, order: str, way: str) -> dict[str, str]:
    if id != order:
        return {"turn": ASCENDING if id == NAME else DESCENDING}
    descending = way == DESCENDING
    return {"sort": "descending" if descending else "ascending", "turn": ASCENDING if descending else DESCENDING}


def ordered(columns: Sequence[Column], rows: Sequence[Row], order: str, way: str) -> tuple[Row, ...]:
    """In catalogue order where no column is asked for; equal ones keep it."""
    places = {one.id: rank for rank, one in enumerate(columns)}
    if order not in places:
        return tuple(rows)
    fixed = [row for row in rows if row.first]
    free = [row for row in rows if not row.first]
    place = places[order] - 1
    descending = way == DESCENDING
    if order == NAME:
        return (*fixed, *sorted(free, key=lambda row: words.plain(row.name), reverse=descending))
    return (*fixed, *sorted(free, key=lambda row: row.entries[place].rank, reverse=descending))
