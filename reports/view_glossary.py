"""The glossary's page: every word in the alphabetical order of French, its English beside it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from diagnostic.core.model.glossary import Term
from reports import words


@dataclass(frozen=True, slots=True)
class TermLine:
    """Every French text is typeset. `source`: where the definition comes from and when it was read, or None."""

    id: str
    name: str
    definition: str
    english_name: str
    english: str
    source: str | None
    source_url: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    lines: tuple[TermLine, ...]


@dataclass(frozen=True, slots=True)
class GlossaryView:
    title: str
    lead: str
    letters: tuple[Letter, ...]


def glossary_view(glossary: Sequence[Term]) -> GlossaryView:
    ordered = sorted(glossary, key=lambda term: alphabetical(term.name.fr))
    return GlossaryView(
        title=words.typeset(f"Les mots de Palier, en {len(ordered)} définitions."),
        lead="Ce que veulent dire ici les mots du diagnostic, du plan et des aides. Ailleurs, un mot souligné d’un "
        "pointillé mène à sa définition.",
        letters=tuple(
            Letter(letter, tuple(map(_line, terms)))
            for letter, terms in groupby(ordered, key=lambda term: alphabetical(term.name.fr)[:1].upper())
        ),
    )


def alphabetical(word: str) -> str:
    """« écart » between « domaine » and « fonction »: accents and capitals do not count."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _line(term: Term) -> TermLine:
    source = term.source
    told = f"{source.title.fr}, vérifié le {words.day(source.checked_on)}" if source else None
    return TermLine(
        id=term.id,
        name=words.typeset(term.name.fr),
        definition=words.typeset(term.definition.fr),
        english_name=term.name.read("en"),
        english=term.definition.read("en"),
        source=words.typeset(told) if told else None,
        source_url=source.url if source else None,
    )
