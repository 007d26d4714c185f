"""The content as sheets for experts: which sheets, which columns, one row a text or one row a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any, Literal

from diagnostic.content.english import NAMES
from diagnostic.content.json_schema import schema_of
from diagnostic.content.loader import parse_yaml
from diagnostic.content.messages import language
from diagnostic.content.wording import ACTION_TITLE_LENGTH, GOAL_LENGTH, RUNG_LENGTH, TITLE_LENGTH
from diagnostic.content.written import Value, files_of, texts_of
from diagnostic.core.language import CONTEXT_MARK, N_, PN_, _, in_context

FILE, KEY, MARK = PN_("workbook", "Fichier"), PN_("workbook", "Clé"), PN_("workbook", "Repère")
ROLE, FRENCH, READ = PN_("workbook", "Ce que c’est"), PN_("workbook", "Français"), PN_("workbook", "Anglais relu")
ENGLISH, TITLE = "English", PN_("workbook", "Titre")
YES, NO = PN_("workbook", "oui"), PN_("workbook", "non")
TEXT_COLUMNS = (FILE, KEY, ROLE, FRENCH, ENGLISH, READ, MARK)
MARK_LETTERS = 12
Kind = Literal["text", "enum", "bool", "integer", "number", "date", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """A value that an expert may change: its `key` in the file, and what is permitted there."""

    key: str
    kind: Kind
    allowed: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet: texts of the files that start with one of `files`, or, with `columns`, one row a file. Its `title` and
    its `header` are ours, in French; a workbook has them in the language of who asked for it."""

    title: str
    files: tuple[str, ...]
    columns: tuple[Column, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        if self.columns:
            return FILE, TITLE, *(column.key for column in self.columns), MARK
        return TEXT_COLUMNS


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as the content gives it: `cells` by column."""

    file: str
    key: str
    cells: Mapping[str, str]

    @property
    def mark(self) -> str:
        """Of what may be edited: says whether the content moved since a workbook was made."""
        kept = [f"{name}={told}" for name, told in self.cells.items() if name not in (ROLE, TITLE, READ, MARK)]
        return sha256("\0".join([self.file, self.key, *kept]).encode()).hexdigest()[:MARK_LETTERS]


ACTION = ["theme", "phase", "intents", "symptoms", "quarters", "release_days", "internal_days", "funding_kind"]
ACTION += [f"cost[{rank}].{side}" for rank in range(3) for side in ("low", "high")] + ["cse.level"]
TRAINING = ["audience", "kind", "code", "level", "valid_to", "printable", "hours", "modality", "afest"]
TRAINING += ["cost.low", "cost.high", "cost.unit", "source.url", "source.checked_on"]
DEVICE = ["family", "status", "initiative", "pays_for", "adds_to", "balance", "valid_from", "valid_to"]
DEVICE += ["annual_scale", "replaced_by", "keywords", "source.url", "source.checked_on", "source.evidence"]
TITLES: Mapping[str, str] = {"actions/": "text.title", "trainings/": "title", "devices/": "name"}
LENGTHS = {"title": TITLE_LENGTH, "goal": GOAL_LENGTH, "rung": RUNG_LENGTH, "action": ACTION_TITLE_LENGTH}
ROLES: Sequence[tuple[str, str]] = (
    ("items/ title", N_("titre de la question, {title} signes au plus")),
    ("items/ question", N_("la question, lue à voix haute")),
    ("items/ help", N_("ce qui aide à répondre")),
    ("items/ goal", N_("but, à la suite de « Pour passer à cet échelon : », {goal} signes au plus")),
    ("items/ evidence", N_("ce que l’on peut montrer")),
    ("items/ text", N_("échelon, {rung} signes au plus")),
    ("actions/ title", N_("titre de l’action, à l’infinitif, {action} signes au plus")),
    ("actions/ why", N_("pourquoi, en quelques phrases")),
    ("actions/ how", N_("une étape")),
    ("actions/ first_step", N_("premier pas, dans une phrase : sans majuscule ni point")),
    ("actions/ fails_if", N_("ce qui fait échouer, dans une phrase")),
    ("actions/ who", N_("qui s’en charge")),
    (" basis", N_("comment on le sait")),
    (" rule", N_("la règle, comme on la dirait à voix haute")),
    (" to_confirm", N_("ce qu’il reste à vérifier")),
    (" title", N_("titre")),
    (" name", N_("nom")),
    (" label", N_("libellé")),
    (" help", N_("aide")),
)


def plans() -> tuple[SheetPlan, ...]:
    """Every sheet, in their order; each text and each value stands in one of them alone."""
    return (
        SheetPlan(PN_("workbook", "Questions"), ("industry40/",)),
        SheetPlan(PN_("workbook", "Actions"), ("actions/",), columns_of("action", ACTION)),
        SheetPlan(PN_("workbook", "Textes des actions"), ("actions/",)),
        SheetPlan(PN_("workbook", "Formations"), ("trainings/",), columns_of("training", TRAINING)),
        SheetPlan(PN_("workbook", "Textes des formations"), ("trainings/",)),
        SheetPlan(PN_("workbook", "Dispositifs"), ("devices/",), columns_of("device", DEVICE)),
        SheetPlan(PN_("workbook", "Textes des dispositifs"), ("devices/",)),
        SheetPlan(PN_("workbook", "Compétences"), ("skills/", "people/")),
        SheetPlan(PN_("workbook", "Entrée"), ("entry/",)),
        SheetPlan(PN_("workbook", "Autres textes"), ("observatory/", "opco/", "privacy/", "i18n/")),
    )


def printed(name: str) -> str:
    """A sheet's name, a column's title or « oui », as a workbook in the language spoken has it."""
    return in_context("workbook", name)


def our_own(told: str, names: Iterable[str]) -> str:
    """Which of our `names` a workbook in either language means; what it says where it means none."""
    return next((name for name in names if told in (name, in_english(name))), told)


def in_english(name: str) -> str:
    return language("en").one(f"workbook{CONTEXT_MARK}{name}").removeprefix(f"workbook{CONTEXT_MARK}")


def said_yes(told: str) -> str:
    """« oui » and « non » of a workbook in either language, as ours."""
    own = our_own(told.lower(), (YES, NO))
    return own if own in (YES, NO) else told


def cell_told(column: str, value: str) -> str:
    """A value for whoever reads; a text is what it is."""
    return printed(value) if column not in (FRENCH, ENGLISH) and value in (YES, NO) else value


def rows_of(plan: SheetPlan, root: Path) -> Iterator[SheetRow]:
    """The rows of a sheet, as the files of `root` give them."""
    for name, text in files_of(root):
        if not name.startswith(plan.files) or name in NAMES:
            continue
        if plan.columns:
            yield fields_row(plan, name, text)
        else:
            for one in texts_of(text):
                yield text_row(name, one.key, one.text.fr, one.text.en or "")


def text_row(file: str, key: str, fr: str, en: str) -> SheetRow:
    return SheetRow(file, key, {FILE: file, KEY: key, ROLE: role(file, key), FRENCH: fr, ENGLISH: en})


def fields_row(plan: SheetPlan, file: str, text: str) -> SheetRow:
    found = parse_yaml(text, file)
    title = lookup(found, TITLES[plan.files[0]])
    cells = {column.key: shown(lookup(found, column.key)) for column in plan.columns}
    return SheetRow(file, "", {FILE: file, TITLE: title["fr"], **cells})


def lookup(found: Any, key: str) -> Any:
    """The value at a path such as `cost[0].low`; None where there is none."""
    for part in key.replace("[", ".").replace("]", "").split("."):
        if isinstance(found, list):
            found = found[int(part)] if int(part) < len(found) else None
        else:
            found = found.get(part) if isinstance(found, dict) else None
    return found


def shown(value: object) -> str:
    """As a cell says it: « oui », 2026-12-31, « a, b »; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def read_value(told: str, column: Column) -> Value:
    """A cell's text → the value of the file. ValueError saying what is allowed."""
    if not told:
        return empty_value(column)
    readers: Mapping[Kind, Callable[[str, Column], Value]] = {
        "bool": lambda told, _column: yes_or_no(told),
        "enum": lambda told, column: listed(told, column.allowed),
        "integer": number,
        "number": number,
        "date": day,
        "list": parts,
        "text": lambda told, _column: told,
    }
    return readers[column.kind](told, column)


def yes_or_no(told: str) -> bool:
    if told not in (YES, NO):
        raise ValueError(_("permis : {allowed}", allowed=", ".join(map(printed, (YES, NO)))))
    return told == YES


def parts(told: str, column: Column) -> tuple[str, ...]:
    found = tuple(part.strip() for part in told.split(",") if part.strip())
    return tuple(listed(part, column.allowed) for part in found) if column.allowed else found


def empty_value(column: Column) -> Value:
    if column.kind == "list":
        return ()
    if not column.empty:
        raise ValueError(allowed_in(column))
    return None


def listed(told: str, allowed: Sequence[str]) -> str:
    if told not in allowed:
        raise ValueError(_("permis : {allowed}", allowed=", ".join(allowed)))
    return told


def number(told: str, column: Column) -> float | int:
    try:
        value = float(told.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError as error:
        raise ValueError(allowed_in(column)) from error
    if not isfinite(value) or (column.kind == "integer" and value % 1):
        raise ValueError(allowed_in(column))
    return int(value) if value % 1 == 0 else value


def day(told: str, _column: Column) -> date:
    try:
        return date.fromisoformat(told[:10] if told[10:] in ("", " 00:00:00") else told)
    except ValueError as error:
        raise ValueError(_("une date AAAA-MM-JJ")) from error


def allowed_in(column: Column) -> str:
    """What a cell of that column may hold, in words."""
    told = {
        "text": _("un texte"),
        "enum": _("permis : {allowed}", allowed=", ".join(column.allowed)),
        "bool": _("{yes} ou {no}", yes=printed(YES), no=printed(NO)),
        "integer": _("un nombre entier"),
        "number": _("un nombre"),
        "date": _("une date AAAA-MM-JJ"),
        "list": list_told(column),
    }[column.kind]
    return _("{allowed}, ou rien", allowed=told) if column.empty else told


def list_told(column: Column) -> str:
    if not column.allowed:
        return _("séparés par des virgules")
    return _("séparés par des virgules : {allowed}", allowed=", ".join(column.allowed))


def columns_of(schema: str, keys: Sequence[str]) -> tuple[Column, ...]:
    whole = schema_of(schema)
    return tuple(column(whole, key) for key in keys)


def column(whole: Mapping[str, Any], key: str) -> Column:
    """What the schema of that kind of file permits at that key."""
    found: Mapping[str, Any] = whole
    for part in key.replace("[", ".").replace("]", "").split("."):
        found = found["items"] if part.isdigit() else found["properties"][part]
        found = whole["$defs"][found["$ref"].rpartition("/")[2]] if "$ref" in found else found
    options = found.get("anyOf", [found])
    told = next(one for one in options if one.get("type") != "null")
    empty = len(options) > 1
    if told.get("type") == "array":
        return Column(key, "list", tuple(told["items"].get("enum", ())), empty)
    if "enum" in told:
        return Column(key, "enum", tuple(map(str, told["enum"])), empty)
    kinds: Mapping[str, Kind] = {"boolean": "bool", "integer": "integer", "number": "number"}
    kind: Kind = "date" if told.get("format") == "date" else kinds.get(told["type"], "text")
    return Column(key, kind, (), empty)


def role(file: str, key: str) -> str:
    """What a text is, for whoever edits it; nothing where its key says enough."""
    last = key.replace("[", ".").replace("]", "").split(".")
    name = next((part for part in reversed(last) if not part.isdigit()), "")
    for told, words in ROLES:
        folder, wanted = told.split(" ")
        if folder in file and wanted == name:
            return _(words, **LENGTHS)
    return ""
