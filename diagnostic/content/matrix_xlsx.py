"""Polyvalence matrices in .xlsx workbooks: a sheet → a table of texts, and a matrix → a workbook to fill in."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from openpyxl.utils import get_column_letter

from diagnostic.content.matrix_draft import (
    COMPLEXITY_ROW,
    MAX_COLUMNS,
    MAX_PEOPLE,
    NAME_LENGTH,
    NEEDED_ROW,
    PERSON_LENGTH,
    both,
    room,
    whole_number,
)
from diagnostic.content.matrix_table import EXPECTED, FIRST_SKILLS, LEAVES, POST, Table
from diagnostic.content.sheet_cells import Sheet, first_sheet
from diagnostic.content.sheet_safety import SAVE_AGAIN, check_workbook
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.questionnaire import Text

SHEET, HELP_SHEET = Text("Polyvalence", "Versatility"), Text("Aide à la lecture", "How to read it")
MARGIN = 20
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
FACT_ROWS = 3
LEVEL_LIST = ["0", "1", "2", "3", "4", "I", "L", "U", "O"]
HELP: tuple[tuple[str | Text, str], ...] = (
    (
        N_("Une ligne par personne"),
        N_(
            "Des initiales ou un numéro suffisent ({person} signes au plus). "
            "Deux personnes ne peuvent pas porter le même."
        ),
    ),
    (
        N_("Une colonne par savoir-faire"),
        N_("Ajoutez les vôtres : une colonne, son nom en titre ({name} signes au plus)."),
    ),
    (N_("Niveau 0"), N_("Rien encore.")),
    (N_("Niveau 1 ou I"), N_("Initié : connaît les règles, ne pratique pas seul.")),
    (N_("Niveau 2 ou L"), N_("Pratique avec de l’aide.")),
    (N_("Niveau 3 ou U"), N_("Autonome : tient le savoir-faire seul.")),
    (N_("Niveau 4 ou O"), N_("Transmet : peut l’apprendre aux autres.")),
    (N_("Case vide"), N_("On ne sait pas, ou rien à dire.")),
    (POST, N_("Facultatif : il sert à lire la matrice poste par poste.")),
    (LEAVES, N_("Oui ou x pour un départ prévu (retraite, fin de contrat) ; vide sinon.")),
    (
        COMPLEXITY_ROW,
        N_(
            "1, 2 ou 3 : un savoir-faire long à apprendre compte davantage dans la polyvalence d’une personne. "
            "Vide vaut 1."
        ),
    ),
    (NEEDED_ROW, N_("Combien de personnes devraient tenir ce savoir-faire seules (niveau 3 ou 4). Facultatif.")),
    (
        N_("À éviter"),
        N_(
            "Formules, cellules fusionnées, lignes ou colonnes masquées : le fichier serait refusé, "
            "avec l’endroit à corriger."
        ),
    ),
    (N_("Au plus"), N_("{people} personnes et {skills} savoir-faire.")),
)
LIMITS = {"person": PERSON_LENGTH, "name": NAME_LENGTH, "people": MAX_PEOPLE, "skills": MAX_COLUMNS}


def read_sheet(data: bytes) -> Table:
    """The texts of the sheet named as ours, in either language, else of the first visible one that holds something.

    UserError on a file that is unsafe, broken or empty, on a formula, on merged or hidden cells: each with its place.
    """
    check_workbook(data)
    try:
        sheet = first_sheet(data, both(SHEET))
    except Exception as error:  # openpyxl raises whatever a malformed part makes it raise
        raise UserError(_("ce classeur ne se laisse pas lire"), _("fichier"), _(SAVE_AGAIN)) from error
    if sheet is None:
        raise UserError(_("ce classeur est vide"), _("fichier"), _(EXPECTED))
    return _table(sheet)


def _table(sheet: Sheet) -> Table:
    rows = sorted({row for row, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    if len(rows) > MAX_PEOPLE + MARGIN or len(columns) > MAX_COLUMNS + MARGIN:
        told = _("{rows} lignes et {columns} colonnes remplies, c’est trop", rows=len(rows), columns=len(columns))
        raise UserError(told, _("feuille « {sheet} »", sheet=sheet.title), room())
    _refuse_merged(sheet)
    _refuse_hidden(sheet, rows, columns)
    texts = tuple(tuple(_text(sheet, row, column) for column in columns) for row in rows)
    return Table(texts, lambda row, column: _place(sheet, rows[row], columns[column]))


def _place(sheet: Sheet, row: int, column: int) -> str:
    return _("feuille « {sheet} », cellule {cell}", sheet=sheet.title, cell=f"{get_column_letter(column)}{row}")


def _refuse_merged(sheet: Sheet) -> None:
    if sheet.merged:
        told = _("ces cellules sont fusionnées")
        place = _("feuille « {sheet} », {cells}", sheet=sheet.title, cells=sheet.merged[0])
        raise UserError(told, place, _("défusionnez-les : une valeur par cellule"))


def _refuse_hidden(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> None:
    for column in columns:
        if any(low <= column <= high for low, high in sheet.hidden_columns):
            letter = get_column_letter(column)
            place = _("feuille « {sheet} », colonne {column}", sheet=sheet.title, column=letter)
            raise UserError(_("cette colonne est masquée"), place, _("affichez-la, ou supprimez-la"))
    for row in rows:
        if row in sheet.hidden_rows:
            place = _("feuille « {sheet} », ligne {row}", sheet=sheet.title, row=row)
            told = _("cette ligne est masquée, par un filtre peut-être")
            raise UserError(told, place, _("affichez-la, ou supprimez-la"))


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    if cell is None:
        return ""
    if cell.formula:
        told = _("cette cellule contient une formule")
        mend = _("remplacez-la par sa valeur (collage spécial, valeurs)")
        raise UserError(told, _place(sheet, row, column), mend)
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
        book.set_properties({"title": _("Matrice de polyvalence"), "created": MADE})
        _write_matrix(book, table)
        _write_help(book)
    return made.getvalue()


def _write_matrix(book: Any, table: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(SHEET.read(spoken()))
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
        "error_title": _("Niveau"),
        "error_message": _("0 à 4, ou I, L, U, O."),
    }
    sheet.data_validation(FACT_ROWS, FIRST_SKILLS, last, right, levels)
    sheet.data_validation(FACT_ROWS, 2, last, 2, {"validate": "list", "source": [_("oui"), _("non")]})
    complexity = {"validate": "list", "source": ["1", "2", "3"], "error_message": _("1, 2 ou 3.")}
    sheet.data_validation(1, FIRST_SKILLS, 1, right, complexity)


def _write_help(book: Any) -> None:
    sheet = book.add_worksheet(HELP_SHEET.read(spoken()))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    for number, (what, told) in enumerate(HELP):
        title = what.read(spoken()) if isinstance(what, Text) else _(what)
        sheet.write_string(number, 0, title, bold)
        sheet.write_string(number, 1, _(told, **LIMITS), wrapped)
