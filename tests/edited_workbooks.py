"""Workbooks of the content, as an expert edits them."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from diagnostic.content.content_sheets import FILE, KEY
from diagnostic.content.content_xlsx import workbook
from diagnostic.content.english import LOCK
from diagnostic.places import data_path

ACTION, OTHER, TRAINING = "actions/hourly_board.yaml", "actions/scrap_factors.yaml", "trainings/additive_operator.yaml"
FEW = (ACTION, OTHER, TRAINING, "devices/cpf.yaml", LOCK)
TEXTS, VALUES, TRAININGS = "Textes des actions", "Actions", "Formations"
Edit = Callable[[Workbook], None]


def few_files(folder: Path) -> Path:
    """A few files of the content: enough for all that is refused before the whole is read again."""
    for name in FEW:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data_path("questionnaires") / name, path)
    return folder


def all_files(folder: Path) -> Path:
    """The whole content."""
    return Path(shutil.copytree(data_path("questionnaires"), folder))


def export(root: Path) -> bytes:
    return workbook(root, "2026-11", "0" * 64)


def edited(data: bytes, *edits: Edit) -> bytes:
    book = load_workbook(BytesIO(data))
    for edit in edits:
        edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet: Worksheet, column: str, file: str, key: str = "") -> str:
    """Its coordinate, as A1."""
    titles = {one.value: one.column for one in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        found = sheet.cell(row, titles[FILE]).value, sheet.cell(row, titles[KEY]).value if KEY in titles else ""
        if found == (file, key):
            return str(sheet.cell(row, titles[column]).coordinate)
    raise AssertionError(f"{file} {key}")


def put(sheet: str, column: str, value: object, file: str = ACTION, key: str = "") -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][cell(book[sheet], column, file, key)] = value

    return edit


def bytes_of(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
