"""Polyvalence matrices that come in and go out as files: what they hold is checked before anything is kept."""

from collections.abc import Sequence
from typing import Literal, get_args

from diagnostic.content import matrix_csv, matrix_xlsx
from diagnostic.content.matrix_draft import personal_skills
from diagnostic.content.matrix_table import Reading, read_table, table_of
from diagnostic.content.sheet_safety import check_kind, is_workbook
from diagnostic.core.model.assessment import Matrix, MatrixColumn
from diagnostic.core.model.catalogue import Content

Kind = Literal["xlsx", "csv"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TYPES: dict[Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
PROPOSED = 12


def read_file(content: Content, data: bytes, before: Matrix) -> Reading:
    """The matrix of a .xlsx or text file, told apart by its bytes and not by its name.

    UserError (RefusedTableError when cells are wrong) names sheet, row and column, and what is allowed.
    """
    check_kind(data)
    if is_workbook(data):
        return read_table(content, matrix_xlsx.read_sheet(data), before)
    return read_pasted(content, matrix_csv.decoded(data), before)


def read_pasted(content: Content, text: str, before: Matrix) -> Reading:
    """The matrix of a block copied from a spreadsheet, titles included."""
    return read_table(content, matrix_csv.read_text(text), before)


def write_file(content: Content, matrix: Matrix, kind: Kind) -> bytes:
    """The matrix in a file that `read_file` reads back equal; with columns alone, a template to fill in."""
    table = table_of(content, matrix)
    return matrix_xlsx.workbook(table) if kind == "xlsx" else matrix_csv.written(table)


def proposed(content: Content, asked: Sequence[str] = ()) -> Matrix:
    """An empty matrix of the skills that the target needs most, else of the first ones of the catalogue."""
    allowed = personal_skills(content)
    chosen = [skill for skill in asked if skill in allowed] or allowed
    return Matrix(columns=tuple(MatrixColumn(skill) for skill in chosen[:PROPOSED]))
