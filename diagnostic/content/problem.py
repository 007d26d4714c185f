"""One thing wrong with the content: where, what, what is allowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from diagnostic.core.language import _

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    place: str
    message: str
    allowed: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f" ({self.allowed})" if self.allowed else "")


def one_of(names: Iterable[str]) -> str:
    return _("permis : {allowed}", allowed=", ".join(sorted(names)))


def nearest(id: str, names: Iterable[str]) -> str:
    """The names that look like it first; all of them while they are few enough to be read."""
    known = sorted(names)
    if len(known) <= SHOWN:
        return one_of(known)
    close = get_close_matches(id, known, n=3)
    if not close:
        return _("aucun ne ressemble ; {number} existent", number=len(known))
    return _("proche : {near} ; {number} existent", near=", ".join(close), number=len(known))
