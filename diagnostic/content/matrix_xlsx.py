"""Polyvalence matrices in .xlsx workbooks: a sheet → a table of texts, and a matrix → a workbook to fill in."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from openpyxl.utils import get_column_letter

from diagnostic.content.matrix_draft import MAX_COLUMNS, MAX_PEOPLE, NAME_LENGTH, PERSON_LENGTH, whole_number
from diagnostic.content.matrix_table import FIRST_SKILLS, Table
from diagnostic.content.sheet_cells import Sheet, first_sheet
from diagnostic.content.sheet_safety import SAVE_AGAIN, check_workbook
from diagnostic.core.errors import UserError

SHEET, HELP_SHEET = "Polyvalence", "Aide à la lecture"
MARGIN = 20
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
FACT_ROWS = 3
LEVEL_LIST = ["0", "1", "2", "3", "4", "I", "L", "U", "O"]
HELP = (
    (
        "Une ligne par personne",
        f"Des initiales ou un numéro suffisent ({PERSON_LENGTH} signes au plus). "
        "Deux personnes ne peuvent pas porter le même.",
    ),
    (
        "Une colonne par savoir-faire",
        f"Ajoutez les vôtres : une colonne, son nom en titre ({NAME_LENGTH} signes au plus).",
    ),
    ("Niveau 0", "Rien encore."),
    ("Niveau 1 ou I", "Initié : connaît les règles, ne pratique pas seul."),
    ("Niveau 2 ou L", "Pratique avec de l’aide."),
    ("Niveau 3 ou U", "Autonome : tient le savoir-faire seul."),
    ("Niveau 4 ou O", "Transmet : peut l’apprendre aux autres."),
    ("Case vide", "On ne sait pas, ou rien à dire."),
    ("Poste", "Facultatif : il sert à lire la matrice poste par poste."),
    ("Part d’ici 5 ans", "Oui ou x pour un départ prévu (retraite, fin de contrat) ; vide sinon."),
    (
        "Complexité",
        "1, 2 ou 3 : un savoir-faire long à apprendre compte davantage dans la polyvalence d’une personne. "
        "Vide vaut 1.",
    ),
    ("Nécessaires", "Combien de personnes devraient tenir ce savoir-faire seules (niveau 3 ou 4). Facultatif."),
    (
        "À éviter",
        "Formules, cellules fusionnées, lignes ou colonnes masquées : le fichier serait refusé, "
        "avec l’endroit à corriger.",
    ),
    ("Au plus", f"{MAX_PEOPLE} personnes et {MAX_COLUMNS} savoir-faire."),
)


def read_sheet(data: bytes) -> Table:
    """The texts of the sheet named « Polyvalence », else of the first visible one that holds something.

    UserError on a file that is unsafe, broken or empty, on a formula, on merged or hidden cells: each with its place.
    """
    check_workbook(data)
    try:
        sheet = first_sheet(data, SHEET)
    except Exception as error:  # openpyxl raises whatever a malformed part makes it raise
        raise UserError("ce classeur ne se laisse pas lire", "fichier", SAVE_AGAIN) from error
    if sheet is None:
        raise UserError("ce classeur est vide", "fichier", "une ligne de titres, puis une ligne par personne")
    return _table(sheet)


def _table(sheet: Sheet) -> Table:
    rows = sorted({row for row, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    if len(rows) > MAX_PEOPLE + MARGIN or len(columns) > MAX_COLUMNS + MARGIN:
        told = f"{len(rows)} lignes et {len(columns)} colonnes remplies, c’est trop"
        allowed = f"au plus {MAX_PEOPLE} personnes et {MAX_COLUMNS} savoir-faire"
        raise UserError(told, f"feuille « {sheet.title} »", allowed)
    _refuse_merged(sheet)
    _refuse_hidden(sheet, rows, columns)
    texts = tuple(tuple(_text(sheet, row, column) for column in columns) for row in rows)
    return Table(texts, lambda row, column: _place(sheet, rows[row], columns[column]))


def _place(sheet: Sheet, row: int, column: int) -> str:
    return f"feuille « {sheet.title} », cellule {get_column_letter(column)}{row}"


def _refuse_merged(sheet: Sheet) -> None:
    if sheet.merged:
        told = "ces cellules sont fusionnées"
        raise UserError(
            told, f"feuille « {sheet.title} », {sheet.merged[0]}", "défusionnez-les : une valeur par cellule"
        )


def _refuse_hidden(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> None:
    for column in columns:
        if any(low <= column <= high for low, high in sheet.hidden_columns):
            place = f"feuille « {sheet.title} », colonne {get_column_letter(column)}"
            raise UserError("cette colonne est masquée", place, "affichez-la, ou supprimez-la")
    for row in rows:
        if row in sheet.hidden_rows:
            place = f"feuille « {sheet.title} », ligne {row}"
            raise UserError("cette ligne est masquée, par un filtre peut-être", place, "affichez-la, ou supprimez-la")


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    if cell is None:
        return ""
    if cell.formula:
        told = "cette cellule contient une formule"
        raise UserError(told, _place(sheet, row, column), "remplacez-la par sa valeur (collage spécial, valeurs)")
    if isinstance(cell.value, bool):
        return "oui" if cell.value else "non"
    if isinstance(cell.value, float):
        return f"{cell.value:.10g}"
    return str(cell.value)


def workbook(table: Sequence[Sequence[str]]) -> bytes:
    """A workbook of that table (titles, complexity, people needed, then people), ready to be filled in further.

    Every text is written as a text: nothing that a person typed can become a formula or a link.
    """
    made = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": "Matrice de polyvalence", "created": MADE})
        _write_matrix(book, table)
        _write_help(book)
    return made.getvalue()


def _write_matrix(book: Any, table: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(SHEET)
    title = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2})
    turned = book.add_format({"bold": True, "text_wrap": True, "rotation": 90, "align": "center", "bottom": 2})
    fact = book.add_format({"italic": True, "font_color": "#4d5a62", "bottom": 1})
    plain = book.add_format({"bottom": 4, "bottom_color": "#d9d4c7"})
    level = book.add_format({"align": "center", "bottom": 4, "bottom_color": "#d9d4c7"})
    width = len(table[0])
    for number, row in enumerate(table):
        for place, text in enumerate(row):
            if number == 0:
                sheet.write_string(0, place, text, turned if place >= FIRST_SKILLS else title)
            elif text and place >= FIRST_SKILLS and whole_number(text) is not None:
                sheet.write_number(number, place, int(text), fact if number < FACT_ROWS else level)
            else:
                sheet.write_string(number, place, text, fact if number < FACT_ROWS else plain)
    sheet.set_row(0, 150)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 10)
    sheet.set_column(FIRST_SKILLS, max(width - 1, FIRST_SKILLS), 5.5)
    sheet.freeze_panes(FACT_ROWS, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:C400"})
    _limit(sheet, width)


def _limit(sheet: Any, width: int) -> None:
    """What may be typed where, said by the sheet itself."""
    last = FACT_ROWS + MAX_PEOPLE - 1
    right = max(width - 1, FIRST_SKILLS)
    levels = {
        "validate": "list",
        "source": LEVEL_LIST,
        "error_title": "Niveau",
        "error_message": "0 à 4, ou I, L, U, O.",
    }
    sheet.data_validation(FACT_ROWS, FIRST_SKILLS, last, right, levels)
    sheet.data_validation(FACT_ROWS, 2, last, 2, {"validate": "list", "source": ["oui", "non"]})
    complexity = {"validate": "list", "source": ["1", "2", "3"], "error_message": "1, 2 ou 3."}
    sheet.data_validation(1, FIRST_SKILLS, 1, right, complexity)


def _write_help(book: Any) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    for number, (what, told) in enumerate(HELP):
        sheet.write_string(number, 0, what, bold)
        sheet.write_string(number, 1, told, wrapped)
