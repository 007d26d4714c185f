"""The content as sheets for experts: which sheets, which columns, one row a text or one row a file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any, Literal

from diagnostic.content.english import NAMES
from diagnostic.content.json_schema import schema_of
from diagnostic.content.loader import parse_yaml
from diagnostic.content.wording import ACTION_TITLE_LENGTH, GOAL_LENGTH, RUNG_LENGTH, TITLE_LENGTH
from diagnostic.content.written import Value, files_of, texts_of

FILE, KEY, MARK = "Fichier", "Clé", "Repère"
ROLE, FRENCH, ENGLISH, READ = "Ce que c’est", "Français", "English", "Anglais relu"
TITLE = "Titre"
YES, NO = "oui", "non"
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
    """A sheet: texts of the files that start with one of `files`, or, with `columns`, one row a file."""

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
ROLES: Sequence[tuple[str, str]] = (
    ("items/ title", f"titre de la question, {TITLE_LENGTH} signes au plus"),
    ("items/ question", "la question, lue à voix haute"),
    ("items/ help", "ce qui aide à répondre"),
    ("items/ goal", f"but, à la suite de « Pour passer à cet échelon : », {GOAL_LENGTH} signes au plus"),
    ("items/ evidence", "ce que l’on peut montrer"),
    ("items/ text", f"échelon, {RUNG_LENGTH} signes au plus"),
    ("actions/ title", f"titre de l’action, à l’infinitif, {ACTION_TITLE_LENGTH} signes au plus"),
    ("actions/ why", "pourquoi, en quelques phrases"),
    ("actions/ how", "une étape"),
    ("actions/ first_step", "premier pas, dans une phrase : sans majuscule ni point"),
    ("actions/ fails_if", "ce qui fait échouer, dans une phrase"),
    ("actions/ who", "qui s’en charge"),
    (" basis", "comment on le sait"),
    (" rule", "la règle, comme on la dirait à voix haute"),
    (" to_confirm", "ce qu’il reste à vérifier"),
    (" title", "titre"),
    (" name", "nom"),
    (" label", "libellé"),
    (" help", "aide"),
)


def plans() -> tuple[SheetPlan, ...]:
    """Every sheet, in their order; each text and each value stands in one of them alone."""
    return (
        SheetPlan("Questions", ("industry40/",)),
        SheetPlan("Actions", ("actions/",), columns_of("action", ACTION)),
        SheetPlan("Textes des actions", ("actions/",)),
        SheetPlan("Formations", ("trainings/",), columns_of("training", TRAINING)),
        SheetPlan("Textes des formations", ("trainings/",)),
        SheetPlan("Dispositifs", ("devices/",), columns_of("device", DEVICE)),
        SheetPlan("Textes des dispositifs", ("devices/",)),
        SheetPlan("Compétences", ("skills/", "people/")),
        SheetPlan("Entrée", ("entry/",)),
        SheetPlan("Autres textes", ("observatory/", "opco/", "privacy/", "i18n/")),
    )


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
        "bool": lambda told, _column: listed(told.lower(), (YES, NO)) == YES,
        "enum": lambda told, column: listed(told, column.allowed),
        "integer": number,
        "number": number,
        "date": day,
        "list": parts,
        "text": lambda told, _column: told,
    }
    return readers[column.kind](told, column)


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
        raise ValueError(f"permis : {', '.join(allowed)}")
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
        raise ValueError("une date AAAA-MM-JJ") from error


def allowed_in(column: Column) -> str:
    """What a cell of that column may hold, in words."""
    told = {
        "text": "un texte",
        "enum": f"permis : {', '.join(column.allowed)}",
        "bool": "oui ou non",
        "integer": "un nombre entier",
        "number": "un nombre",
        "date": "une date AAAA-MM-JJ",
        "list": f"séparés par des virgules{' : ' + ', '.join(column.allowed) if column.allowed else ''}",
    }[column.kind]
    return f"{told}, ou rien" if column.empty else told


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
        folder, _, wanted = told.partition(" ")
        if folder in file and wanted == name:
            return words
    return ""
