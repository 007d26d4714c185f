"""Polyvalence matrices as text: .csv files of any French spreadsheet, and blocks copied from one."""

import csv
from collections.abc import Sequence
from io import StringIO

from diagnostic.content.matrix_draft import MAX_COLUMNS, MAX_PEOPLE, room, shortened
from diagnostic.content.matrix_table import Table
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _

SEPARATORS = ("\t", ";", ",")
FORMULA = ("=", "+", "-", "@")
MARGIN = 20
NOT_TEXT = N_("ce fichier n’est ni un classeur ni du texte")
SAVE_AS = N_("enregistrez le tableau en .xlsx ou en .csv")


def decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows-1252; UserError on what is no text."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UserError(_(NOT_TEXT), _("fichier"), _(SAVE_AS)) from error


def read_text(text: str) -> Table:
    """The texts between separators (tab, semicolon or comma: the one that the first line holds most)."""
    if "\0" in text:
        raise UserError(_(NOT_TEXT), _("fichier"), _(SAVE_AS))
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    if lines and lines[0].lower().startswith("sep="):
        lines[0] = "\n"
    first = next((line for line in lines if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    try:
        rows = [tuple(row) for row in csv.reader(lines, delimiter=separator, strict=True)]
    except csv.Error as error:
        told = _("un guillemet n’est pas refermé, ou une ligne est trop longue")
        raise UserError(told, _("tableau"), _("enregistrez le tableau en .xlsx")) from error
    filled = [number for number, row in enumerate(rows) if any(cell.strip() for cell in row)]
    _check_size(rows, filled)
    kept = tuple(tuple(_text(cell, number, place) for place, cell in enumerate(rows[number])) for number in filled)
    return Table(kept, lambda row, column: _place(filled[row], column))


def _check_size(rows: Sequence[Sequence[str]], filled: Sequence[int]) -> None:
    width = max((len(rows[number]) for number in filled), default=0)
    if len(filled) > MAX_PEOPLE + MARGIN or width > MAX_COLUMNS + MARGIN:
        told = _("{rows} lignes et {columns} colonnes, c’est trop", rows=len(filled), columns=width)
        raise UserError(told, _("tableau"), room())


def _place(row: int, column: int) -> str:
    return _("ligne {row}, colonne {column}", row=row + 1, column=column + 1)


def _text(cell: str, row: int, column: int) -> str:
    """The text itself; a formula is refused, and the apostrophe that disarmed one on the way out is taken off."""
    text = cell.strip()
    if text.startswith("="):
        told = _("« {text} » est une formule", text=shortened(text))
        raise UserError(told, _place(row, column), _("remplacez-la par sa valeur"))
    return text[1:] if text.startswith("'") and _would_run(text) else text


def written(table: Sequence[Sequence[str]]) -> bytes:
    """A .csv for a French spreadsheet: semicolons, UTF-8 with its mark, and no text that one could run."""
    made = StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerows([_disarmed(text) for text in row] for row in table)
    return made.getvalue().encode("utf-8-sig")


def _disarmed(text: str) -> str:
    return f"'{text}" if _would_run(text) else text


def _would_run(text: str) -> bool:
    """Apostrophes aside, a spreadsheet would take it for a formula."""
    return text.lstrip("'").startswith(FORMULA)
