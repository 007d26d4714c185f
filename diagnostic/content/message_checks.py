"""English for every sentence of the program: none missing, none left over, with the values that its French has.

A French sentence is its own key: one that changes has no English any more, so that none can be older than its source.
"""

import re
from collections.abc import Iterator, Sequence

from babel.messages.catalog import Message

from diagnostic.content.english import MISSING, english_typography
from diagnostic.content.marked import Key, key_of, sentences
from diagnostic.content.messages import FILE, FOLDER, read_catalogue
from diagnostic.content.problem import Problem
from diagnostic.core.language import ENGLISH, N_, _
from diagnostic.places import data_path

VALUES = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
TAGS = re.compile(r"<[^>]*>")
PLACE = f"{FOLDER}/{ENGLISH}/{FILE}"
LEFT_OVER = N_("cette phrase n’est plus dite nulle part")
AGAIN = N_("« make messages » met le fichier à jour")
UNLIKE = N_("l’anglais n’a pas les mêmes valeurs que le français")
SHOWN = 80


def message_problems() -> Iterator[Problem]:
    """Every sentence without English, every English without a sentence, and what is wrong in the others."""
    catalogue = read_catalogue(data_path(FOLDER), ENGLISH)
    written = {key_of(message): message for message in catalogue if message.id}
    said = {key_of(message): message for message in sentences() if message.id}
    for key, message in said.items():
        found = written.get(key)
        if found is None or not all(texts(found.string)) or found.fuzzy:
            yield Problem(place(key), _(MISSING), _(AGAIN))
        else:
            yield from (Problem(place(key), told) for told in mistakes(message, found))
    yield from (Problem(place(key), _(LEFT_OVER), _(AGAIN)) for key in written if key not in said)


def mistakes(said: Message, written: Message) -> Iterator[str]:
    """What is wrong in one translation."""
    if isinstance(said.id, str) != isinstance(written.id, str):
        yield _(MISSING)
        return
    known = set().union(*(values(one) for one in texts(said.id)))
    for english in texts(written.string):
        if values(english) - known or (isinstance(said.id, str) and values(english) != known):
            yield _(UNLIKE)
        yield from english_typography(TAGS.sub("", english).replace("\u00a0", " "))


def texts(told: str | Sequence[str] | None) -> tuple[str, ...]:
    """The one form, or both."""
    return (told,) if isinstance(told, str) else tuple(told or ("",))


def values(text: str) -> set[str]:
    """The names of what is put in its place: `{name}` in code, `%(name)s` in templates."""
    return {brace or percent for brace, percent in VALUES.findall(text)}


def place(key: Key) -> str:
    context, french = key
    told = french if len(french) <= SHOWN else f"{french[:SHOWN]}…"
    return f"{PLACE}: {f'({context}) ' if context else ''}{told}"
