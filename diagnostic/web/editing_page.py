"""What the page of content editors shows of an import: each cell that changes, file by file, before and after."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import PurePosixPath

from diagnostic.content.content_sheets import ENGLISH, FRENCH, READ, YES, cell_told, role
from diagnostic.content.importing import Change, Import
from diagnostic.core.language import _, plural
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Text
from diagnostic.web.wording import said
from reports.words import capital, numeral, spelled

WORDS = re.compile(r"\s+|[^\s]+")
LANGUAGES = {FRENCH: "fr", ENGLISH: "en"}
ALIKE = 0.4
"""Below this share of words in common, two texts are shown as they are: marking them word by word tells nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `changes`: they are in one of the two alone."""

    text: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell: `what` it is in words, `key` in its file, `lang` of its text, or none for a value."""

    what: str
    key: str
    lang: str
    place: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FileChanges:
    """`title`: of what the file describes, as the content in force has it; empty where it describes several things."""

    name: str
    title: str
    told: str
    lines: tuple[Difference, ...]


def summary(made: Import) -> str:
    """« Six cellules changent, dans deux fichiers »."""
    cells, files = len(made.changes), len({change.file for change in made.changes})
    if not cells:
        return _("Aucune cellule ne change")
    told = {"cells": numeral(cells, feminine=True), "files": spelled(files, "fichier", "fichiers")}
    return capital(
        plural(cells, "{cells} cellule change, dans {files}", "{cells} cellules changent, dans {files}", **told)
    )


def read_told(made: Import) -> str:
    """How many English texts this workbook says were read again beside their French."""
    number = sum(row.cells.get(READ, "").lower() == YES for rows in made.rows.values() for row in rows)
    return spelled(number, "texte anglais relu", "textes anglais relus") if number else ""


def files_of(content: Content, made: Import) -> tuple[FileChanges, ...]:
    changes = sorted(made.changes, key=lambda change: change.file)
    return tuple(_file(content, name, tuple(found)) for name, found in groupby(changes, key=lambda change: change.file))


def _file(content: Content, name: str, changes: Sequence[Change]) -> FileChanges:
    told = spelled(len(changes), "changement", "changements")
    return FileChanges(name, _title(content, PurePosixPath(name)), told, tuple(map(_difference, changes)))


def _title(content: Content, path: PurePosixPath) -> str:
    """What a file of one thing describes."""
    titles: dict[str, Mapping[str, Text]] = {
        "actions": {id: action.text.title for id, action in content.actions.items()},
        "trainings": {id: training.title for id, training in content.trainings.items()},
        "devices": {id: device.name for id, device in content.devices.items()},
        "items": {id: item.title for id, item in content.questionnaire.items.items()},
    }
    found = titles.get(path.parent.name, {}).get(path.stem)
    return said(found) if found else ""


def _difference(change: Change) -> Difference:
    before, after = _pieces(cell_told(change.column, change.before), cell_told(change.column, change.after))
    lang = LANGUAGES.get(change.column, "")
    what = role(change.file, change.key) if lang else ""
    return Difference(what, change.key or change.column, lang, change.place, before, after)


def _pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The two texts, with the words that are in one of them alone."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found = SequenceMatcher(None, old, new, autojunk=False)
    if found.ratio() < ALIKE:
        return (Piece(before, False),), (Piece(after, False),)
    return tuple(_joined(found, old, 0)), tuple(_joined(found, new, 1))


def _joined(found: SequenceMatcher[str], words: Sequence[str], side: int) -> Iterator[Piece]:
    for kind, *bounds in found.get_opcodes():
        start, end = bounds[2 * side : 2 * side + 2]
        if start < end:
            yield Piece("".join(words[start:end]), kind != "equal")
