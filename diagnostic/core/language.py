"""The language in which something is said to whoever reads it now.

French is what the code is written in: a French sentence is its own key (`_`), its English stands in
`translations/en/LC_MESSAGES/messages.po`. The language is a context variable, so that it need not go through every
signature: a request, a command or a test says once which one it speaks.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field

FRENCH, ENGLISH = "fr", "en"
LANGUAGES = (FRENCH, ENGLISH)
CONTEXT_MARK = "\x04"  # between a context and its message, as gettext's own files do

Message = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """`messages`: French → its translation, or (one, many) where a number decides."""

    code: str
    messages: Mapping[str, Message] = field(default_factory=dict)

    def one(self, french: str) -> str:
        """The translation; the French where there is none."""
        found = self.messages.get(french, french)
        return found if isinstance(found, str) else found[0]

    def of(self, number: float, one: str, many: str) -> str:
        """The form for that number: French counts one up to, but not including, two; English for one alone."""
        if self.code == FRENCH:
            return one if abs(number) < 2 else many
        found = self.messages.get(one, (one, many))
        singular, plural = (found, found) if isinstance(found, str) else found
        return singular if number == 1 else plural


IN_FRENCH = Language(FRENCH)
_spoken: ContextVar[Language] = ContextVar("language", default=IN_FRENCH)


def spoken() -> str:
    """« fr » or « en »: what whoever reads now reads."""
    return _spoken.get().code


def speak(language: Language) -> "Token[Language]":
    """From now on, in this context; `hush` gives the language before back."""
    return _spoken.set(language)


def hush(token: "Token[Language]") -> None:
    _spoken.reset(token)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    token = speak(language)
    try:
        yield
    finally:
        hush(token)


def _(french: str, **values: object) -> str:
    """The sentence in the language spoken, its `{names}` replaced by the values."""
    told = _spoken.get().one(french)
    return told.format(**values) if values else told


def in_context(context: str, french: str, **values: object) -> str:
    """The same for a French word that English says in two ways: `context` tells them apart, in English."""
    key = f"{context}{CONTEXT_MARK}{french}"
    language = _spoken.get()
    told = language.one(key) if key in language.messages else french
    return told.format(**values) if values else told


def plural(number: float, one: str, many: str, /, **values: object) -> str:
    """The sentence for that number, which is `{number}` unless `values` say it otherwise."""
    return form(number, one, many).format(**{"number": number, **values})


def form(number: float, one: str, many: str) -> str:
    """The form for that number, its values not in place yet."""
    return _spoken.get().of(number, one, many)


def N_(french: str) -> str:  # noqa: N802 (gettext's own name)
    """Marks a text that `_` translates later: for tables written once, when the program starts."""
    return french


def PN_(context: str, french: str) -> str:  # noqa: N802, ARG001
    """The same for `in_context`."""
    return french
