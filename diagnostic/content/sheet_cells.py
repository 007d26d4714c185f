"""The sheets of a workbook that was found safe, one at a time: what is not asked for is never parsed.

openpyxl's own reading of a whole workbook goes through every sheet, drawing and pivot table, and through one part as
many times as sheets point to it; here a part is parsed once at most, when its turn comes.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser

from diagnostic.content.matrix_draft import folded

LAST_COLUMN = 16_384
"""XFD, the last one that a workbook has."""
TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class SheetCell:
    value: object
    formula: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """`cells`: those that hold something, by (row, column) counted from 1; `hidden_columns`: first and last."""

    title: str
    cells: Mapping[tuple[int, int], SheetCell]
    merged: tuple[str, ...]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]


class _Parser(WorkSheetParser):
    """Formulas, formats and extensions are not worked out: a formula is refused whatever it says."""

    def parse_formula(self, _element: object) -> str:
        return "="

    def parse_formatting(self, _element: object) -> None:
        pass

    def parse_extensions(self, _element: object) -> None:
        pass


def first_sheet(data: bytes, wanted: Collection[str]) -> Sheet | None:
    """The visible sheet of one of those names (folded), else the first visible one, that holds something; None when
    none does.

    Raises whatever a malformed part makes openpyxl raise.
    """
    reader = _reader(data)
    titles: dict[str, str] = {}
    for title, part in sorted(_visible(reader), key=lambda one: folded(one[0]) not in wanted):
        titles.setdefault(part, title)
    read = (_read(reader, title, part) for part, title in titles.items())
    return next((sheet for sheet in read if sheet.cells), None)


def every_sheet(data: bytes) -> tuple[Sheet, ...]:
    """Each visible sheet, in their order. Raises whatever a malformed part makes openpyxl raise."""
    reader = _reader(data)
    return tuple(_read(reader, title, part) for title, part in _visible(reader))


def _reader(data: bytes) -> ExcelReader:
    reader = ExcelReader(BytesIO(data), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    return reader


def _visible(reader: ExcelReader) -> Iterator[tuple[str, str]]:
    """Title and part of each sheet of cells that people see, in their order."""
    for sheet, place in reader.parser.find_sheets():
        if sheet.state == "visible" and "chartsheet" not in place.Type and place.target in reader.valid_files:
            yield sheet.name, place.target


def _read(reader: ExcelReader, title: str, part: str) -> Sheet:
    book: Any = reader.wb
    with reader.archive.open(part) as opened:
        parser = _Parser(
            opened,
            reader.shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        cells = {(one["row"], one["column"]): one for _, row in parser.parse() for one in row if _holds(one)}
    if any(column > LAST_COLUMN for _, column in cells):
        raise ValueError("a cell beyond the last column")
    return Sheet(
        title,
        {place: SheetCell(one["value"], one["data_type"] == "f") for place, one in cells.items()},
        tuple(merged.coord for merged in parser.merged_cells.mergeCell) if parser.merged_cells else (),
        frozenset(int(row) for row, told in parser.row_dimensions.items() if told.get("hidden") in TRUE),
        tuple(
            (int(told["min"]), int(told["max"]))
            for told in parser.column_dimensions.values()
            if told.get("hidden") in TRUE
        ),
    )


def _holds(cell: Mapping[str, Any]) -> bool:
    return cell["value"] not in (None, "")
