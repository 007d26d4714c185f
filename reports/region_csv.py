"""A figure of the observatory as CSV: what the page draws, line by line, and of which release, in the language read;
numbers are written for machines."""

import csv
from collections.abc import Iterator
from io import StringIO

from diagnostic.core.language import N_, PN_, _, in_context
from reports.region_lines import Bar, Credit, Drawn, Patch, RegionFigure, RegionMap
from reports.region_words import band, untold

COLUMNS = (
    PN_("column", "publication"),
    PN_("column", "date"),
    PN_("column", "trimestre"),
    PN_("column", "donnees"),
    PN_("column", "territoire"),
    PN_("column", "figure"),
    PN_("column", "groupe"),
    PN_("column", "code"),
    PN_("column", "libelle"),
    PN_("column", "serie"),
    PN_("column", "valeur"),
    PN_("column", "tranche"),
    PN_("column", "precision"),
    PN_("column", "statut"),
    PN_("column", "source"),
)
SOURCE = N_("Palier, observatoire, Licence Ouverte 2.0 ; entreprises diagnostiquées, non représentatives")


def csv_text(of: Drawn, credit: Credit) -> str:
    """One line a figure; withheld ones are there, empty."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([in_context("column", name) for name in COLUMNS])
    kind = in_context("data", "synthétiques") if credit.synthetic else in_context("data", "réelles")
    before = (f"R-{credit.number}", credit.on, credit.quarter, kind, credit.place, of.name)
    writer.writerows((*before, *line, _(SOURCE)) for line in lines(of))
    return written.getvalue()


def lines(of: Drawn) -> Iterator[tuple[str, ...]]:
    """Group, code, label, series, value, band, precision, status."""
    if isinstance(of, RegionFigure):
        yield from (bar_line(one, one.group, of.last) for one in of.bars)
    elif isinstance(of, RegionMap):
        yield from (patch_line(one, of.last) for one in of.patches)
    else:
        stage = in_context("column", "stade")
        for panel in of.panels:
            if panel.shown:
                yield from (bar_line(one, panel.label, stage, panel.code) for one in panel.bars)
            else:
                yield from ((panel.label, panel.code, "", stage, "", "", "", untold()) for _column in of.columns)


def bar_line(one: Bar, group: str, series: str, code: str = "") -> tuple[str, ...]:
    return group, code or one.code, one.label, series, *valued(one)


def patch_line(one: Patch, series: str) -> tuple[str, ...]:
    return "", one.code, one.label, series, *valued(one)


def valued(one: Bar | Patch) -> tuple[str, str, str, str]:
    """Value, band, precision, status."""
    if one.figure is None:
        return "", "", "", untold()
    told = in_context("column", "publie")
    if isinstance(one.figure, str):
        return "", band(one.figure), one.detail, told
    return f"{one.figure:g}" if one.figure < 1_000_000 else f"{one.figure:.0f}", "", one.detail, told
