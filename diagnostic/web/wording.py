"""The content's texts as pages print them, and our own that wait to be read."""

from babel.support import LazyProxy

from diagnostic.core.language import _, spoken
from diagnostic.core.model.questionnaire import Text
from reports.words import typeset


def said(text: Text) -> str:
    """A text of the content in the language spoken, with its no-break spaces."""
    return typeset(text.read(spoken()))


def lazy(french: str) -> str:
    """A sentence translated when it is read: for labels and messages that forms hold from the program's start."""
    return LazyProxy(_, french, enable_cache=False)  # type: ignore[return-value]  # behaves as the text it becomes


def lazily(french: str) -> str:
    """The same, typeset."""
    return LazyProxy(lambda: typeset(_(french)), enable_cache=False)  # type: ignore[return-value]
