"""Workbooks made for the tests, and how they are refused."""

import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from diagnostic.content.matrix_file import read_file
from diagnostic.content.matrix_table import RefusedTableError
from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.catalogue import Content

EMPTY = Matrix()
TITLES = ["Personne", "Poste", "Part d’ici 5 ans", "Planifier la production", "Réglage du tour"]
TEAM = [TITLES, ["MD", "Régleur", "x", "3", "U"], ["JP", "", "", "", 2]]


def sheet(rows: Iterable[Iterable[object]], change: Callable[[Any], None] = lambda _sheet: None) -> bytes:
    """A workbook of one sheet, « Équipe »."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Équipe"
    for row in rows:
        page.append(list(row))
    change(page)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def told(content: Content, data: bytes) -> str:
    """How a file is refused."""
    with pytest.raises(UserError) as refused:
        read_file(content, data, EMPTY)
    error = refused.value
    return " / ".join(error.lines) if isinstance(error, RefusedTableError) else str(error)


def repacked(data: bytes, change: Callable[[str, bytes], bytes], added: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """The same workbook, its parts changed."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, text in added:
            new.writestr(name, text)
    return made.getvalue()


def as_is(_name: str, text: bytes) -> bytes:
    return text
