"""The shape of i18n/glossary.yaml, and what must hold of its words together."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from diagnostic.content.device_schema import SourceShape
from diagnostic.content.problem import Problem
from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model.glossary import Term

GLOSSARY = "i18n/glossary.yaml"
LANGUAGES = ("fr", "en")
NAME_LENGTH, DEFINITION_LENGTH = 40, 260
Phrase = Annotated[str, Field(pattern=r"\S")]


class TermShape(Shape):
    id: Id
    term: TextShape
    forms_fr: tuple[Phrase, ...]
    forms_en: tuple[Phrase, ...]
    not_in: tuple[Phrase, ...] = ()
    definition: TextShape
    source: SourceShape | None

    def value(self) -> Term:
        return Term(
            id=self.id,
            name=self.term.value(),
            definition=self.definition.value(),
            forms_fr=self.forms_fr,
            forms_en=self.forms_en,
            not_in=self.not_in,
            source=self.source.value() if self.source else None,
        )


def glossary_problems(terms: Sequence[Term]) -> Iterator[Problem]:
    """A word leads to one definition; an exception excepts something."""
    taken: dict[str, str] = {}
    for term in terms:
        if term.id in taken:
            yield Problem(f"{GLOSSARY}: {term.id}", _("identifiant présent deux fois"))
        taken[term.id] = term.id
    for lang in LANGUAGES:
        yield from _form_problems(terms, lang)
    for term in terms:
        yield from _exception_problems(term)


def glossary_lengths(terms: Sequence[Term]) -> Iterator[Problem]:
    """What would no longer be read at a glance, in either language."""
    for term in terms:
        for key, text, limit in (
            ("term", term.name, NAME_LENGTH),
            ("definition", term.definition, DEFINITION_LENGTH),
        ):
            for lang in LANGUAGES:
                if len(text.read(lang)) > limit:
                    told = _("{number} caractères", number=len(text.read(lang)))
                    yield Problem(f"{GLOSSARY}: {term.id}.{key}.{lang}", told, _("au plus {most}", most=limit))


def _form_problems(terms: Sequence[Term], lang: str) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for term in terms:
        for form in term.forms(lang):
            place = f"{GLOSSARY}: {term.id}.forms_{lang}"
            if form.casefold() in owner:
                yield Problem(
                    place, _("« {form} » est déjà une forme de « {term} »", form=form, term=owner[form.casefold()])
                )
            owner[form.casefold()] = term.id


def _exception_problems(term: Term) -> Iterator[Problem]:
    forms = [form.casefold() for form in term.forms_fr]
    for phrase in term.not_in:
        place = f"{GLOSSARY}: {term.id}.not_in"
        if phrase.casefold() in forms:
            yield Problem(place, _("« {phrase} » est une forme du mot", phrase=phrase))
        elif not any(form in phrase.casefold() for form in forms):
            yield Problem(
                place, _("« {phrase} » ne contient aucune forme du mot", phrase=phrase), ", ".join(term.forms_fr)
            )
