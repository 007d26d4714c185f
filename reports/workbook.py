"""Diagnostic → workbook: the document's own figures as numbers and dates, in sheets to sort and filter."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from diagnostic.core.language import _, spoken
from reports.dossier import Dossier
from reports.view_plan import plan_view
from reports.view_report import TITLE
from reports.workbook_answers import answers_sheet, scores_sheet
from reports.workbook_help import help_sheet
from reports.workbook_people import polyvalence_sheet, skills_sheet
from reports.workbook_plan import calendar_sheet, plan_sheet, trainings_sheet
from reports.workbook_table import Below, Column, Kind, Sheet, Shown, Value

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EUROS = {"fr": '#,##0\u00a0"€"', "en": '"€"#,##0'}
NUMBERS: Mapping[Kind, str] = {
    "text": "General",
    "decimal": "0.0",
    "whole": "0",
    "count": "#,##0",
    "percent": "0%",
    "date": "dd/mm/yyyy",
    "mark": "General",
}
TEXT = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
HEAD = {"bold": True, "bg_color": "#EAF2F1", "font_color": "#0B4F5C", "bottom": 2}
MARK = {"bg_color": "#D5E5E6", "align": "center"}
TITLES = {"bold": True, "font_color": "#0B4F5C"}
TOTAL = {"bold": True, "top": 1}
LONGEST = 32_000  # characters; a cell holds 32,767
A4 = 9
STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\r")
IN_HEADERS = 90
FILTER_BUTTON = 3


def workbook(dossier: Dossier) -> bytes:
    """The XLSX file, the same bytes for the same diagnostic, plan and day; no formula, no link, no macro."""
    return book_of(sheets_of(dossier), _(TITLE), dossier.assessment.company.name, dossier.on)


def book_of(sheets: Iterable[Sheet], title: str, about: str, on: date) -> bytes:
    """A file of these sheets; `about`: whose it is, printed under each page."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, OPTIONS)
    whose = harmless(about)
    book.set_properties(
        {
            "title": f"{title}, {whose}",
            "author": "Palier",
            "company": whose,
            "created": datetime.combine(on, time(), UTC),
        }
    )
    styles = Styles(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, styles, whose)
    book.close()
    return written.getvalue()


def sheets_of(dossier: Dossier) -> tuple[Sheet, ...]:
    """How to read it, then the plan, the diagnostic and the people; no polyvalence where there is no matrix."""
    view = plan_view(dossier.content, dossier.assessment, dossier.result, dossier.plan, dossier.opco, dossier.lang)
    found = (
        plan_sheet(dossier, view),
        calendar_sheet(dossier),
        trainings_sheet(dossier),
        scores_sheet(dossier),
        answers_sheet(dossier),
        skills_sheet(dossier),
        polyvalence_sheet(dossier),
    )
    sheets = tuple(sheet for sheet in found if sheet is not None)
    return (help_sheet(dossier, view, sheets), *sheets)


def harmless(text: str) -> str:
    """The text as no spreadsheet program will compute it, even once saved as CSV: an apostrophe goes before what would
    start a formula; characters that XML cannot hold are dropped."""
    text = NOT_PRINTABLE.sub("", text)
    if text.lstrip().startswith(STARTS_A_FORMULA):
        text = f"'{text}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class Styles:
    """The formats of the book, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.made: dict[tuple[Kind, str], Format] = {}
        self.head = book.add_format({**TEXT, **HEAD})
        self.title = book.add_format({**TEXT, **TITLES})

    def of(self, kind: Kind, *, total: bool = False) -> Format:
        key = (kind, "total" if total else "row")
        if key not in self.made:
            asked: dict[str, Any] = {
                **TEXT,
                **(TOTAL if total else {}),
                **(MARK if kind == "mark" else {}),
                "num_format": EUROS[spoken()] if kind == "euro" else NUMBERS[kind],
            }
            self.made[key] = self.book.add_format(asked)
        return self.made[key]


def wide_enough(column: Column) -> float:
    """Room for its longest word, and for the button of the filter."""
    return max(column.width, max(map(len, column.name.split()), default=0) + FILTER_BUTTON)


def _write(page: Worksheet, sheet: Sheet, styles: Styles, company: str) -> None:
    kinds = [column.kind for column in sheet.columns]
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, wide_enough(column))
        page.write_string(0, place, harmless(column.name), styles.head)
    for number, row in enumerate(sheet.rows, start=1):
        shown = [styles.of(kind) for kind in kinds]
        if sheet.guide:
            shown[0] = styles.title
        _write_row(page, number, row, shown, styles)
    if not sheet.rows:
        page.write_string(1, 0, sheet.empty, styles.of("text"))
    for number, line in enumerate(sheet.below, start=len(sheet.rows) + 1):
        _write_below(page, number, line, kinds, styles)
    page.freeze_panes(1, sheet.fixed)
    if not sheet.guide:
        page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
    _print_on_a4(page, sheet, company)


def _write_row(page: Worksheet, number: int, row: Sequence[Value], formats: Sequence[Format], styles: Styles) -> None:
    """A value by its type: a date stays a date wherever it stands, an empty cell stays empty."""
    for place, (value, shown) in enumerate(zip(row, formats, strict=False)):
        if isinstance(value, str):
            page.write_string(number, place, harmless(value), shown)
        elif isinstance(value, date):
            page.write_datetime(number, place, value, styles.of("date"))
        elif isinstance(value, Shown):
            page.write_number(number, place, value.amount, styles.of(value.kind))
        elif value is not None:
            page.write_number(number, place, value, shown)


def _write_below(page: Worksheet, number: int, line: Below, kinds: Sequence[Kind], styles: Styles) -> None:
    shown = [styles.of(line.kind or kind, total=True) for kind in kinds]
    for place, style in enumerate(shown):
        page.write_blank(number, place, None, style)
    _write_row(page, number, line.values, shown, styles)


def _print_on_a4(page: Worksheet, sheet: Sheet, company: str) -> None:
    name = company[:IN_HEADERS].replace("&", "&&")
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(sheet.pages_wide, 0)
    page.repeat_rows(0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer(f"&L{name}&C&A&RPage &P / &N")
