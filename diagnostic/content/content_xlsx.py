"""The content as a workbook that experts fill in: sheets, help columns and lists, written; and its rows, read again."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter
from openpyxl.utils import get_column_letter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from diagnostic.content.content_sheets import (
    ENGLISH,
    FILE,
    FRENCH,
    KEY,
    MARK,
    NO,
    READ,
    ROLE,
    TITLE,
    YES,
    SheetPlan,
    SheetRow,
    allowed_in,
    cell_told,
    our_own,
    plans,
    printed,
    rows_of,
    said_yes,
)
from diagnostic.content.sheet_cells import Sheet, every_sheet
from diagnostic.content.sheet_safety import SAVE_AGAIN, check_kind, check_workbook, is_workbook
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, PN_, _

HELP_SHEET = PN_("workbook", "Lisez-moi")
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS: Mapping[str, int] = {FILE: 34, KEY: 26, ROLE: 28, FRENCH: 70, ENGLISH: 70, TITLE: 44, READ: 12, MARK: 14}
WIDTH = 16
KEPT = (FILE, KEY, ROLE, TITLE, MARK)
"""Columns that are read to find a row again, or only by people: an edit there is refused or without effect."""
HELP = (
    (
        N_("Ce que l’on modifie"),
        N_(
            "Les colonnes à fond blanc : le français, l’anglais, et les valeurs des actions, formations et dispositifs."
        ),
    ),
    (
        N_("Ce que l’on ne touche pas"),
        N_(
            "Les colonnes grises : Fichier, Clé et Repère retrouvent la ligne. Ni les noms des feuilles et "
            "des colonnes."
        ),
    ),
    (
        N_("Trier, filtrer, colorer"),
        N_(
            "Comme vous voulez, et l’ordre des colonnes est libre : chaque ligne se retrouve par son fichier et sa clé."
        ),
    ),
    (N_("Une ligne supprimée"), N_("ne supprime rien : ce texte reste comme il est.")),
    (
        N_("Une ligne ajoutée"),
        N_(
            "est refusée : une action, une formation ou un dispositif nouveau commence par un fichier, "
            "comme le dit questionnaires/README.md."
        ),
    ),
    (
        N_("Un français modifié"),
        N_("demande de revoir l’anglais ; s’il convient encore, écrivez « {yes} » dans « {read} »."),
    ),
    (
        N_("Les listes"),
        N_(
            "Plusieurs identifiants se séparent par des virgules. La première ligne sous les titres dit ce "
            "qui est permis."
        ),
    ),
    (N_("À éviter"), N_("Formules et cellules fusionnées : le fichier serait refusé, avec l’endroit à corriger.")),
    (
        N_("Tout ou rien"),
        N_("L’import montre les différences ; s’il reste une faute, il n’enregistre rien et nomme feuille et cellule."),
    ),
    (
        N_("À deux"),
        N_(
            "Un texte que quelqu’un d’autre a changé depuis votre export est refusé, et nommé : exportez à "
            "nouveau, et reportez vos choix."
        ),
    ),
    (
        N_("Ce qui n’est pas ici"),
        N_(
            "Conditions, barèmes et liens entre fichiers, noms des conventions collectives et des "
            "territoires : dans les fichiers."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a workbook: `cells` by column title; `line`: counted from 1; `columns`: letters by title."""

    sheet: str
    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]

    def place(self, column: str) -> str:
        return _(
            "feuille « {sheet} », cellule {cell} (colonne « {column} »)",
            sheet=printed(self.sheet),
            cell=f"{self.columns[column]}{self.line}",
            column=printed(column),
        )


Rows = Mapping[str, tuple[ReadRow, ...]]
"""The rows of each sheet, by its title."""


def workbook(root: Path, version: str, fingerprint: str) -> bytes:
    """The content of `root`; `fingerprint`: its sha256, printed on the first sheet."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": _("Contenu de Palier"), "created": MADE})
        _write_help(book, version, fingerprint)
        for plan in plans():
            _Writer(book, plan).write(tuple(rows_of(plan, root)))
    return made.getvalue()


def _write_help(book: xlsxwriter.Workbook, version: str, fingerprint: str) -> None:
    sheet = book.add_worksheet(printed(HELP_SHEET))
    bold, wrapped = (book.add_format({"text_wrap": True, "valign": "top", "bold": bold}) for bold in (True, False))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    edition = _("version {version}, sha256 {sha256}", version=version, sha256=fingerprint)
    for line, (what, words) in enumerate(((_("Contenu de Palier"), edition), *help_lines())):
        sheet.write_string(line, 0, what, bold)
        sheet.write_string(line, 1, words, wrapped)


def help_lines() -> Iterator[tuple[str, str]]:
    yield from ((_(what), _(words, yes=printed(YES), read=printed(READ))) for what, words in HELP)


class _Writer:
    """One sheet of the workbook. Every text is written as a text: nothing can become a formula or a link."""

    def __init__(self, book: xlsxwriter.Workbook, plan: SheetPlan) -> None:
        self.plan, self.sheet = plan, book.add_worksheet(printed(plan.title))
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#d9d4c7"}
        self.head: Format = book.add_format({**cell, "bold": True, "bg_color": "#e7e3d8"})
        self.kept: Format = book.add_format({**cell, "bg_color": "#f2f0ea", "font_color": "#4d5a62"})
        self.edited: Format = book.add_format(cell)
        self.permitted: Format = book.add_format({**cell, "italic": True, "bg_color": "#f2f0ea"})

    def write(self, rows: Sequence[SheetRow]) -> None:
        sheet: Worksheet = self.sheet
        header = self.plan.header
        for place, name in enumerate(header):
            sheet.write_string(0, place, printed(name), self.head)
            sheet.set_column(place, place, WIDTHS.get(name, WIDTH))
        first = self._write_permitted()
        for line, row in enumerate(rows, start=first):
            cells = {**row.cells, MARK: row.mark}
            for place, name in enumerate(header):
                told = cell_told(name, cells.get(name, ""))
                sheet.write_string(line, place, told, self.kept if name in KEPT else self.edited)
        last = first + len(rows) - 1
        self._limit(first, last)
        sheet.freeze_panes(first, 2)
        sheet.autofilter(first - 1, 0, last, len(header) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{get_column_letter(len(header))}{last + 1}"})

    def _write_permitted(self) -> int:
        """What is permitted, under the titles of the sheets of values; the first line of rows."""
        for place, column in enumerate(self.plan.columns, start=2):
            self.sheet.write_string(1, place, allowed_in(column), self.permitted)
        if self.plan.columns:
            for place in (0, 1, len(self.plan.header) - 1):
                self.sheet.write_string(1, place, "", self.permitted)
        return 2 if self.plan.columns else 1

    def _limit(self, first: int, last: int) -> None:
        """Lists to choose from."""
        for place, column in enumerate(self.plan.columns, start=2):
            choices = [printed(YES), printed(NO)] if column.kind == "bool" else list(column.allowed)
            if choices and column.kind != "list" and len(",".join(choices)) < 255:
                told = {"validate": "list", "source": choices, "error_message": allowed_in(column)[:250]}
                self.sheet.data_validation(first, place, last, place, told)
        if not self.plan.columns:
            place = self.plan.header.index(READ)
            self.sheet.data_validation(first, place, last, place, {"validate": "list", "source": [printed(YES)]})


def read_workbook(data: bytes) -> Rows:
    """The rows of every sheet of ours, by its title. UserError on a file that is unsafe or broken, a sheet or a column
    that is missing, a formula, merged cells: each with its place."""
    check_kind(data)
    if not is_workbook(data):
        raise UserError(
            _("ce fichier n’est pas un classeur .xlsx"), _("fichier"), _("celui de « palier content export »")
        )
    check_workbook(data)
    titles = [plan.title for plan in plans()]
    try:
        sheets = {our_own(sheet.title, titles): sheet for sheet in every_sheet(data)}
    except Exception as error:  # openpyxl raises whatever a malformed part makes it raise
        raise UserError(_("ce classeur ne se laisse pas lire"), _("fichier"), _(SAVE_AGAIN)) from error
    return {plan.title: tuple(_rows(plan, _found(plan, sheets))) for plan in plans()}


def _found(plan: SheetPlan, sheets: Mapping[str, Sheet]) -> Sheet:
    if plan.title not in sheets:
        named = quoted(sheet.title for sheet in sheets.values()) or _("aucune")
        told = _("feuille « {sheet} » absente, ou renommée", sheet=printed(plan.title))
        hint = _("feuilles trouvées : {sheets} ; rendez-lui son nom", sheets=named)
        raise UserError(told, _("classeur"), hint)
    sheet = sheets[plan.title]
    if sheet.merged:
        place = _("feuille « {sheet} », {cells}", sheet=sheet.title, cells=sheet.merged[0])
        raise UserError(_("ces cellules sont fusionnées"), place, _("défusionnez-les : une valeur par cellule"))
    return sheet


def _rows(plan: SheetPlan, sheet: Sheet) -> Iterator[ReadRow]:
    places = _header(plan, sheet)
    columns = {name: get_column_letter(place) for name, place in places.items()}
    asking = [column.key for column in plan.columns if column.kind == "bool"] if plan.columns else [READ]
    for line in sorted({place[0] for place in sheet.cells if place[0] > 1}):
        cells = {name: _text(sheet, line, place) for name, place in places.items()}
        cells |= {name: said_yes(cells[name]) for name in asking}
        if any(cells[name] for name in (FILE, MARK)) or (not plan.columns and any(cells.values())):
            yield ReadRow(plan.title, line, cells, columns)


def _header(plan: SheetPlan, sheet: Sheet) -> Mapping[str, int]:
    """Where each column stands, whatever their order."""
    found: dict[str, int] = {}
    for line, place in sorted(sheet.cells):
        if line > 1:
            break
        name = our_own(_text(sheet, 1, place), plan.header)
        if name in found:
            told = _("deux colonnes « {column} »", column=printed(name))
            raise UserError(told, heading(sheet), _("une seule de chaque nom"))
        found[name] = place
    for name in plan.header:
        if name not in found:
            told = _("colonne « {column} » absente, ou renommée", column=printed(name))
            raise UserError(told, heading(sheet), titles_told(plan, found))
    return {name: found[name] for name in plan.header}


def titles_told(plan: SheetPlan, found: Iterable[str]) -> str:
    """The titles that a sheet must have, and those of this one that are none of them."""
    titles, others = quoted(map(printed, plan.header)), quoted(one for one in found if one not in plan.header)
    if others:
        return _("titres : {titles} ; inconnus : {others}", titles=titles, others=others)
    return _("titres : {titles}", titles=titles)


def heading(sheet: Sheet) -> str:
    return _("feuille « {sheet} », ligne 1", sheet=sheet.title)


def quoted(names: Iterable[str]) -> str:
    return ", ".join(_("« {name} »", name=name) for name in names)


def _text(sheet: Sheet, line: int, place: int) -> str:
    cell = sheet.cells.get((line, place))
    if cell is None:
        return ""
    if cell.formula:
        where = _("feuille « {sheet} », cellule {cell}", sheet=sheet.title, cell=f"{get_column_letter(place)}{line}")
        hint = _("remplacez-la par sa valeur (collage spécial, valeurs)")
        raise UserError(_("cette cellule contient une formule"), where, hint)
    return _plain(cell.value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).replace("\r\n", "\n").strip(" \t\n")
