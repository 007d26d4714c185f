"""The glossary's page: every word in the alphabetical order of whoever reads, the other language beside it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from diagnostic.core.language import ENGLISH, FRENCH, _, spoken
from diagnostic.core.model.glossary import Term
from diagnostic.core.model.source import Source
from reports import words


@dataclass(frozen=True, slots=True)
class TermLine:
    """`other_name`, `other`: the word and its definition in the other language, `lang`. `source`: where the definition
    comes from and when it was read, or None."""

    id: str
    name: str
    definition: str
    other_name: str
    other: str
    lang: str
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
    ordered = sorted(glossary, key=lambda term: alphabetical(term.name.read(spoken())))
    return GlossaryView(
        title=words.typeset(_("Les mots de Palier, en {number} définitions.", number=len(ordered))),
        lead=_(
            "Ce que veulent dire ici les mots du diagnostic, du plan et des aides. Ailleurs, un mot souligné d’un "
            "pointillé mène à sa définition."
        ),
        letters=tuple(
            Letter(letter, tuple(map(_line, terms)))
            for letter, terms in groupby(ordered, key=lambda term: alphabetical(term.name.read(spoken()))[:1].upper())
        ),
    )


def alphabetical(word: str) -> str:
    """« écart » between « domaine » and « fonction »: accents and capitals do not count."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _line(term: Term) -> TermLine:
    source = term.source
    told = source_told(source) if source else None
    other = FRENCH if spoken() == ENGLISH else ENGLISH
    return TermLine(
        id=term.id,
        name=words.typeset(term.name.read(spoken())),
        definition=words.typeset(term.definition.read(spoken())),
        other_name=term.name.read(other),
        other=term.definition.read(other),
        lang=other,
        source=words.typeset(told) if told else None,
        source_url=source.url if source else None,
    )


def source_told(source: Source) -> str:
    return _("{title}, vérifié le {day}", title=source.title.read(spoken()), day=words.day(source.checked_on))
