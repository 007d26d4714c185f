"""English beside every French text, written for the French that stands there now.

The lock holds a mark for each pair of texts that somebody wrote or read again together. A French text that changes
alone makes a pair that nobody has read: `palier check` names it, `palier content read-again` writes the lock anew.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from diagnostic.content.edition_schema import FOLDER as EDITIONS
from diagnostic.content.edition_schema import MAP
from diagnostic.content.problem import Problem
from diagnostic.content.written import files_of, texts_of
from diagnostic.core.language import N_, _
from diagnostic.core.model.questionnaire import Text

LOCK = "i18n/english.lock"
NAMES = ("opco/idcc.yaml", "territory/departments.yaml", "entry/regions.yaml")
"""Files whose texts are names of French institutions and places: they are the same in both languages."""
MARK_LETTERS = 16
MISSING = N_("traduction anglaise manquante")
OLDER = N_("ce couple de textes n’a pas été relu : l’anglais date peut-être d’un autre français")
READ_AGAIN = N_("relire l’anglais, puis « palier content read-again »")
ENGLISH_TYPOGRAPHY = (
    (re.compile(r"\w'\w|\""), N_("anglais : apostrophe ou guillemet droits, écrire ’ “ ”")),
    (re.compile(r"[\u202f\u00a0]"), N_("anglais : pas d’espace insécable")),
    (re.compile(r"\s[:;!?](?=\s|$)"), N_("anglais : pas d’espace avant : ; ! ?")),
    (re.compile(r"\d ?€|€ \d"), N_("anglais : écrire €1,200")),
    (re.compile(r"\d %"), N_("anglais : écrire 25%")),
    (re.compile(r"\.\.\."), N_("anglais : écrire … et non trois points")),
    (re.compile(r"[«»]"), N_("anglais : écrire “ ” et non « »")),
)


def english_problems(root: Path) -> Iterator[Problem]:
    """Every text of the content without English, with an English that nobody read beside it, or ill set."""
    known = read_lock(root)
    for name, key, text in translated_texts(root):
        place = f"{name}: {key}"
        if not text.en or not text.en.strip():
            yield Problem(place, _(MISSING))
        elif mark(text) not in known:
            yield Problem(place, _(OLDER), _(READ_AGAIN))
        else:
            yield from (Problem(place, told) for told in english_typography(text.en))


def translated_texts(root: Path) -> Iterator[tuple[str, str, Text]]:
    """(file, key, text) of all that must be in both languages."""
    for name, written in files_of(root):
        if is_translated(name):
            yield from ((name, one.key, one.text) for one in texts_of(written))


def is_translated(name: str) -> bool:
    """Whether the texts of that file are written in both languages; an earlier edition is kept as it was."""
    return name not in NAMES and not (name.startswith(f"{EDITIONS}/") and not name.endswith(MAP))


def mark(text: Text) -> str:
    """Of a French text and its English."""
    return sha256(f"{text.fr}\0{text.en}".encode()).hexdigest()[:MARK_LETTERS]


def read_lock(root: Path) -> frozenset[str]:
    path = root / LOCK
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


def unread(root: Path) -> Mapping[str, Text]:
    """What `write_lock` would take as read: by « file: key »."""
    known = read_lock(root)
    return {f"{name}: {key}": text for name, key, text in translated_texts(root) if text.en and mark(text) not in known}


def write_lock(root: Path) -> int:
    """Takes every pair as read; how many there are."""
    marks = {mark(text) for _, _, text in translated_texts(root) if text.en}
    (root / LOCK).write_text(lock_text(marks), encoding="utf-8")
    return len(marks)


def keep_read(root: Path, read: Iterable[str], files: Mapping[str, str]) -> str:
    """The lock once `files` have changed: the pairs in use that were read before, or are in `read`."""
    known = read_lock(root) | set(read)
    used: set[str] = set()
    for name, before in files_of(root):
        used |= {mark(one.text) for one in texts_of(files.get(name, before)) if is_translated(name)}
    return lock_text(known & used)


def lock_text(marks: Iterable[str]) -> str:
    return "".join(f"{one}\n" for one in sorted(marks))


def english_typography(text: str) -> Iterator[str]:
    yield from (_(told) for pattern, told in ENGLISH_TYPOGRAPHY if pattern.search(text))
