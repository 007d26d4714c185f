"""A figure of the observatory as CSV: what the page draws, line by line, and of which release."""

import csv
from collections.abc import Iterator
from io import StringIO

from reports.region_lines import Bar, Credit, Drawn, Patch, RegionFigure, RegionMap
from reports.region_words import BANDS, UNTOLD

COLUMNS = (
    "publication",
    "date",
    "trimestre",
    "donnees",
    "territoire",
    "figure",
    "groupe",
    "code",
    "libelle",
    "serie",
    "valeur",
    "tranche",
    "precision",
    "statut",
    "source",
)
TOLD = "publie"
SOURCE = "Palier, observatoire, Licence Ouverte 2.0 ; entreprises diagnostiquées, non représentatives"


def csv_text(of: Drawn, credit: Credit) -> str:
    """One line a figure; withheld ones are there, empty."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    kind = "synthétiques" if credit.synthetic else "réelles"
    before = (f"R-{credit.number}", credit.on, credit.quarter, kind, credit.place, of.name)
    writer.writerows((*before, *line, SOURCE) for line in lines(of))
    return written.getvalue()


def lines(of: Drawn) -> Iterator[tuple[str, ...]]:
    """Group, code, label, series, value, band, precision, status."""
    if isinstance(of, RegionFigure):
        yield from (bar_line(one, one.group, of.last) for one in of.bars)
    elif isinstance(of, RegionMap):
        yield from (patch_line(one, of.last) for one in of.patches)
    else:
        for panel in of.panels:
            if panel.shown:
                yield from (bar_line(one, panel.label, "stade", panel.code) for one in panel.bars)
            else:
                yield from ((panel.label, panel.code, "", "stade", "", "", "", UNTOLD) for _column in of.columns)


def bar_line(one: Bar, group: str, series: str, code: str = "") -> tuple[str, ...]:
    return group, code or one.code, one.label, series, *valued(one)


def patch_line(one: Patch, series: str) -> tuple[str, ...]:
    return "", one.code, one.label, series, *valued(one)


def valued(one: Bar | Patch) -> tuple[str, str, str, str]:
    """Value, band, precision, status."""
    if one.figure is None:
        return "", "", "", UNTOLD
    if isinstance(one.figure, str):
        return "", BANDS[one.figure], one.detail, TOLD
    return f"{one.figure:g}" if one.figure < 1_000_000 else f"{one.figure:.0f}", "", one.detail, TOLD
