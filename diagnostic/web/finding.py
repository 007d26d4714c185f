"""Finding an agreement or an activity from a few words of its name, the likeliest first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.core.language import plural
from diagnostic.core.model.catalogue import Content
from diagnostic.web.wording import said
from reports.words import plain

WORD = re.compile(r"\w+")
CLOSEST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a code and a name. `note` says why one no longer in force is still here."""

    code: str
    title: str
    note: str = ""
    companies: int = 0

    @property
    def line(self) -> str:
        """« 3248 · Métallurgie »."""
        return f"{self.code} · {self.title}"

    @property
    def told(self) -> str:
        """« 3248 (Métallurgie) »."""
        return f"{self.code} ({self.title})"


def agreement_names(content: Content) -> list[Named]:
    """The agreements that have a title: those in force first, then those that most companies apply."""
    rows = [
        Named(str(row.idcc), said(row.title), said(row.note) if row.note else "", row.siret_count or 0)
        for row in content.opco.agreements.values()
        if row.title
    ]
    return sorted(rows, key=standing)


def activity_names(content: Content) -> list[Named]:
    """The industrial activities, in the order of their codes."""
    return [Named(naf, said(label)) for naf, label in content.opco.naf_labels.items()]


def standing(row: Named) -> tuple[bool, int]:
    return bool(row.note), -row.companies


def named(typed: str, rows: Sequence[Named]) -> list[Named]:
    """The rows that hold every word typed, accents and capitals aside. In force first, then those whose words begin
    as typed, then those that most companies apply."""
    wanted = plain(typed).split()
    found = [row for row in rows if wanted and all(word in plain(f"{row.code} {row.title}") for word in wanted)]
    return sorted(found, key=lambda row: (bool(row.note), not begins(row, wanted), -row.companies))


def begins(row: Named, wanted: Sequence[str]) -> bool:
    """Each word typed is the beginning of one of its words, or of its code."""
    words = [plain(row.code), *WORD.findall(plain(row.title))]
    return all(any(word.startswith(start) for word in words) for start in wanted)


def closest(rows: Sequence[Named]) -> str:
    """The first ones in one line, and how many more there are."""
    shown = ", ".join(row.told for row in rows[:CLOSEST_SHOWN])
    others = len(rows) - CLOSEST_SHOWN
    if others <= 0:
        return shown
    return plural(others, "{shown}, et {number} autre", "{shown}, et {number} autres", shown=shown)
