"""A release as CSV files for open data: one a table, one row a cell and series; UTF-8, commas, ISO dates.

Every row says which release it is of and whether its companies are real, so that it can be copied out of its file.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.released import Denominators, Release, ReleasedTable, Withheld
from reports import observatory_words as told
from reports import words
from reports.observatory_lines import Line, Names, lines

Value = str | int | float | None
OF_RELEASE = ("publication", "publiee_le", "periode", "donnees")
OF_FIGURE = (
    "mesure",
    "mesure_libelle",
    "item",
    "item_libelle",
    "unite",
    "entreprises",
    "valeur",
    "statut",
    "inchange_depuis",
)
CODES = ("axe", "axe_libelle", "code", "libelle", "code_parent")
MEASURES = ("mesure", "mesure_libelle", "item", "item_libelle", "nature", "population", "unite", "definition")
ELIGIBLE = ("axe", "code", "libelle", "entreprises", "source", "date_source")
LOG = ("table", "table_libelle", "codes", "libelles", "serie", "motif", "motif_libelle")
NATURES = {"mean": "moyenne", "indicator": "nombre d’entreprises", "magnitude": "total"}
POPULATIONS = {"recorded": "inscrites", "scored": "diagnostiquées"}


def columns(table: ReleasedTable) -> tuple[str, ...]:
    """The heads of its file, two an axis."""
    axes = [f"{told.axis_column(axis)}_{part}" for axis in table.axes for part in ("code", "libelle")]
    return (*OF_RELEASE, *axes, *OF_FIGURE)


def table_csv(release: Release, table: ReleasedTable, names: Names) -> bytes:
    """Every cell, withheld ones included: without a number, « secret »."""
    common = (told.reference(release), release.on.isoformat(), release.quarter, told.label_of(release))
    return written(columns(table), (_row(common, line) for line in lines(release, table, names)))


def _row(common: Sequence[str], line: Line) -> tuple[Value, ...]:
    places = [part for pair in zip(line.codes, line.labels, strict=True) for part in pair]
    named = (line.measure.id, line.measure.label.fr, line.item.id, line.item.label.fr)
    figure = (line.companies, told.number_of(line.figure), told.state_of(line.figure))
    since = f"R-{line.since}" if line.since else None
    return *common, *places, *named, told.unit(line.measure), *figure, since


def codes_csv(catalogue: Catalogue) -> bytes:
    """Every code of every axis with its label and the code that holds it."""
    rows = (
        (axis.id, words.typeset(axis.label.fr), one.code, words.typeset(one.label.fr), one.parent)
        for axis in catalogue.axes
        for one in axis.categories
    )
    return written(CODES, rows)


def measures_csv(catalogue: Catalogue) -> bytes:
    """What each figure means."""
    return written(MEASURES, (row for row in _measures(catalogue)))


def _measures(catalogue: Catalogue) -> Iterable[tuple[Value, ...]]:
    for one in catalogue.measures:
        kind = (NATURES[one.kind], POPULATIONS[one.population], told.unit(one))
        for item in one.items:
            label = (one.id, words.typeset(one.label.fr), item.id, words.typeset(item.label.fr))
            yield *label, *kind, told.definition(one)


def denominators_csv(denominators: Denominators, names: Names) -> bytes:
    """How many companies there are, as the release read it: public, with its source."""
    source = (words.typeset(denominators.source.title.fr), denominators.source.checked_on)
    rows = ((one.axis, one.code, names.code(one.axis, one.code), one.companies, *source) for one in denominators.rows)
    return written(ELIGIBLE, rows)


def log_csv(release: Release, catalogue: Catalogue, log: Iterable[Withheld]) -> bytes:
    """Why each cell or figure was not told, for whoever makes the release: no number of companies, but the reason alone
    would tell more than the release does."""
    names = Names(catalogue)
    tables = {table.id: table for table in release.tables}
    return written(LOG, (_withheld(one, tables.get(one.table), catalogue, names) for one in log))


def _withheld(one: Withheld, table: ReleasedTable | None, catalogue: Catalogue, names: Names) -> tuple[Value, ...]:
    labels = [names.code(axis, code) for axis, code in zip(table.axes, one.codes, strict=True)] if table else []
    title = told.table_title(catalogue, table) if table else None
    why = words.typeset(told.WHY[one.why])
    return one.table, title, " × ".join(one.codes), " × ".join(labels), one.series, one.why, why


def written(heads: Sequence[str], rows: Iterable[Sequence[Value | date]]) -> bytes:
    """RFC 4180, UTF-8 without a mark of order; nothing is an empty value."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _plain(value: Value | date) -> Value:
    return value.isoformat() if isinstance(value, date) else value
