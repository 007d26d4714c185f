"""Release → quarterly workbook: the same rounded values as its CSV files, to sort and filter, beside the release
before where there is one. The same bytes for the same two releases; no formula, no link, no hidden sheet."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache

from diagnostic.core.language import IN_FRENCH, speaking
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Release, ReleasedTable
from reports import observatory_words as told
from reports import words
from reports.observatory_lines import Line, Names, lines
from reports.observatory_words import unit
from reports.workbook import book_of
from reports.workbook_figures import Compared, change, compare, kind, number
from reports.workbook_observatory_guide import guide_sheet
from reports.workbook_observatory_wide import PLACES, wide_sheet
from reports.workbook_table import Column, Sheet, Shown, Value

TITLE = "Observatoire Palier"
GENERAL = ("form", "mode", "intent", "quarter")
HEADLINES = ("status", "reach", "area")
THEMES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "Statuts": (("status",), "Les entreprises inscrites, par statut atteint."),
    "Maturité": (("reach", "area", "principle", "blocking"), "Les stades, les indices et ce qui bloque le plus."),
    "Compétences": (("gap", "people"), "Les écarts de compétence et les personnes à former."),
    "Difficultés et freins": (("symptom", "brake"), "Ce dont les entreprises souffrent, et ce qui les retient."),
    "Mesures et aides": (("action", "device"), "Les mesures retenues dans les plans, les aides à mobiliser."),
}
NOW = (
    Column("Croisement", 22, help="Ce qui trie les entreprises : rien, un axe, ou deux."),
    Column("Code", 14, help="Officiel (Insee, NAF) ou du catalogue ; les deux d’un croisement, dans son ordre."),
    Column("Libellé", 34),
    Column("Mesure", 28),
    Column("Code de l’item", 20),
    Column("Item", 40),
    Column("Entreprises", 13, "count", "Celles de la case, arrondies à 5 ou à la dizaine. Vide : secret."),
    Column("Valeur", 12, "decimal", "Arrondie. Vide : voir « Lecture »."),
    Column("Unité", 14),
    Column("Lecture", 32, help="Ce que dit la valeur, ou pourquoi elle n’est pas donnée."),
    Column("Inchangé depuis", 12, help="La publication dont la case est reprise."),
)


def observatory_workbook(release: Release, catalogue: Catalogue, before: Release | None) -> bytes:
    """`before`: the release that came just before, None for the first."""
    label = told.SYNTHETIC if release.synthetic else told.NOT_REPRESENTATIVE
    about = words.typeset(f"{told.reference(release)}, {label}")
    return book_of(sheets_of(release, catalogue, before), TITLE, about, release.on)


def sheets_of(release: Release, catalogue: Catalogue, before: Release | None) -> tuple[Sheet, ...]:
    """How to read it; France and its splits; by territory, sector and size; then every table, theme by theme."""
    names, compared = Names(catalogue), compare(release, before)
    found = (
        synthesis(compared, names),
        *(wide_sheet(compared, names, place) for place in PLACES),
        *(theme(compared, names, name, measures, about) for name, (measures, about) in THEMES.items()),
    )
    sheets = tuple(labelled(sheet) for sheet in found) if release.synthetic else found
    return (guide_sheet(compared, catalogue, sheets), *sheets)


def labelled(sheet: Sheet) -> Sheet:
    """Every row says that its companies are not real, so that none can be copied out without it."""
    column = Column("Données", 13, help=told.SYNTHETIC)
    rows = tuple((*row, told.SYNTHETIC_LABEL) for row in sheet.rows)
    return replace(sheet, columns=(*sheet.columns, column), rows=rows, empty=f"{sheet.empty} {told.SYNTHETIC}")


def synthesis(compared: Compared, names: Names) -> Sheet:
    """Everybody, then by form, mode, intent and quarter (METHOD 7: figures are split by form and mode)."""
    tables = [table for table in compared.release.tables if not table.axes or table.axes[0] in GENERAL]
    return Sheet(
        name="Synthèse",
        about="L’ensemble, puis selon la formule, le mode, l’intention et le trimestre du diagnostic.",
        columns=long_columns(compared.before),
        rows=tuple(row for table in tables if len(table.axes) < 2 for row in _rows(compared, table, names, HEADLINES)),
        fixed=3,
        empty="Cette publication ne compte rien d’ensemble.",
    )


def theme(compared: Compared, names: Names, name: str, measures: tuple[str, ...], about: str) -> Sheet:
    """Every table that holds one of these measures, one row a figure. Of tables that cross two axes, cells that tell
    nothing are left out."""
    return Sheet(
        name=name,
        about=f"{about} Une case absente d’un croisement à deux axes est secrète.",
        columns=long_columns(compared.before),
        rows=tuple(row for table in compared.release.tables for row in _rows(compared, table, names, measures)),
        fixed=3,
        empty="Cette publication n’a rien sur ce thème.",
    )


def long_columns(before: Release | None) -> tuple[Column, ...]:
    """The last three only where a release came before."""
    if before is None:
        return NOW
    return (
        *NOW,
        Column("T−1", 12, "decimal", f"La valeur de la publication d’avant, {told.reference(before)}."),
        Column("Évolution", 12, "decimal", "Différence de deux valeurs arrondies : un ordre de grandeur."),
        Column("Lecture de l’évolution", 26, help="Dit quand les deux valeurs ne se comparent pas."),
    )


def _rows(
    compared: Compared, table: ReleasedTable, names: Names, measures: Collection[str]
) -> Iterator[tuple[Value, ...]]:
    if not any(name.partition("/")[0] in measures for name in table.series):
        return
    crossing = " × ".join(names.axis(axis) for axis in table.axes) or "Ensemble"
    for line in lines(compared.release, table, names):
        if line.measure.id in measures and (line.companies is not None or len(table.axes) < 2):
            yield (crossing, *_now(line), *_then(compared, table, line))


@cache
def read_state(state: str) -> str:
    """In French, as the whole file."""
    with speaking(IN_FRENCH):
        return words.typeset(told.READ_STATE[state])


def _now(line: Line) -> tuple[Value, ...]:
    place = " × ".join(line.codes) or None, " × ".join(line.labels) or "Ensemble des entreprises"
    named = (line.measure.label.fr, line.item.id, line.item.label.fr)
    figure = (number(line.figure, line.measure), unit(line.measure))
    reading = read_state(told.state_of(line.figure))
    return *place, *named, line.companies, *figure, reading, f"R-{line.since}" if line.since else None


def _then(compared: Compared, table: ReleasedTable, line: Line) -> tuple[Value, ...]:
    if compared.before is None:
        return ()
    cell = compared.earlier(table.id, line.codes)
    earlier = cell.figures.get(line.series) if cell else None
    moved, read = change(line.figure, earlier, line.since)
    return number(earlier, line.measure), None if moved is None else Shown(moved, kind(line.measure)), read
