"""What the program says in English: the catalogue of gettext messages, read once."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from diagnostic.core.language import CONTEXT_MARK, FRENCH, IN_FRENCH, Language, Message
from diagnostic.places import data_path

FOLDER = "translations"
FILE = "LC_MESSAGES/messages.po"


def language(code: str) -> Language:
    """The language of that code, with its messages; French needs none."""
    return IN_FRENCH if code == FRENCH else _read(data_path(FOLDER), code)


@cache
def _read(folder: Path, code: str) -> Language:
    return Language(code, messages_of(read_catalogue(folder, code)))


def read_catalogue(folder: Path, code: str) -> Catalog:
    with (folder / code / FILE).open("rb") as file:
        return read_po(file, locale=code)


def messages_of(catalogue: Catalog) -> dict[str, Message]:
    """French, with its context before it where it has one, → what is said instead."""
    found: dict[str, Message] = {}
    for message in catalogue:
        french = message.id if isinstance(message.id, str) else message.id[0]
        if not french or not message.string:
            continue
        key = f"{message.context}{CONTEXT_MARK}{french}" if message.context else french
        found[key] = message.string if isinstance(message.string, str) else (message.string[0], message.string[1])
    return found
