"""English for every sentence of the program: none missing, none left over, with the values that its French has.

A French sentence is its own key: one that changes has no English any more, so that none can be older than its source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir

from diagnostic.content.english import MISSING, english_typography
from diagnostic.content.messages import FILE, FOLDER, read_catalogue
from diagnostic.content.problem import Problem
from diagnostic.core.language import ENGLISH
from diagnostic.places import PACKAGE, data_path

KEYWORDS = {
    "_": None,
    "N_": None,
    "lazy": None,
    "lazily": None,
    "gettext": None,
    "in_context": ((1, "c"), 2),
    "PN_": ((1, "c"), 2),
    "pgettext": ((1, "c"), 2),
    "plural": (2, 3),
    "count": (2, 3),
    "spelled": (2, 3),
    "ngettext": (1, 2),
}
CODE = [("**.py", "python")]
TEMPLATES = [("**.html", "jinja2"), ("**.txt", "jinja2")]
TRIMMED = {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}
VALUES = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
PLACE = f"{FOLDER}/{ENGLISH}/{FILE}"
LEFT_OVER = "cette phrase n’est plus dite nulle part"
AGAIN = "« make messages » met le fichier à jour"
UNLIKE = "l’anglais n’a pas les mêmes valeurs que le français"
SHOWN = 80

Key = tuple[str | None, str]


def message_problems() -> Iterator[Problem]:
    """Every sentence without English, every English without a sentence, and what is wrong in the others."""
    catalogue = read_catalogue(data_path(FOLDER), ENGLISH)
    written = {key_of(message): message for message in catalogue if message.id}
    said = {key_of(message): message for message in sentences() if message.id}
    for key, message in said.items():
        found = written.get(key)
        if found is None or not all(texts(found.string)) or found.fuzzy:
            yield Problem(place(key), MISSING, AGAIN)
        else:
            yield from (Problem(place(key), told) for told in mistakes(message, found))
    yield from (Problem(place(key), LEFT_OVER, AGAIN) for key in written if key not in said)


def mistakes(said: Message, written: Message) -> Iterator[str]:
    """What is wrong in one translation."""
    if isinstance(said.id, str) != isinstance(written.id, str):
        yield MISSING
        return
    known = set().union(*(values(one) for one in texts(said.id)))
    for english in texts(written.string):
        if values(english) - known or (isinstance(said.id, str) and values(english) != known):
            yield UNLIKE
        yield from english_typography(english.replace("\\u00a0", " "))


def sentences() -> Catalog:
    """All that the program and its templates say."""
    found = Catalog()
    for folder, methods, options in (
        (PACKAGE, CODE, {}),
        (PACKAGE.parent / "reports", CODE, {}),
        (data_path("templates"), TEMPLATES, TRIMMED),
    ):
        add(found, folder, methods, options)
    return found


def add(found: Catalog, folder: Path, methods: Sequence[tuple[str, str]], options: Mapping[str, dict[str, str]]) -> None:
    rows = extract_from_dir(folder, list(methods), dict(options), keywords=KEYWORDS)
    for name, _line, message, _comments, context in rows:
        found.add(message, locations=[(f"{folder.name}/{name}", 0)], context=context)


def key_of(message: Message) -> Key:
    return message.context, texts(message.id)[0]


def texts(told: str | Sequence[str]) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told)


def values(text: str) -> set[str]:
    """The names of what is put in its place: `{name}` in code, `%(name)s` in templates."""
    return {brace or percent for brace, percent in VALUES.findall(text)}


def place(key: Key) -> str:
    context, french = key
    told = french if len(french) <= SHOWN else f"{french[:SHOWN]}…"
    return f"{PLACE}: {f'({context}) ' if context else ''}{told}"
