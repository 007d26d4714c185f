"""The words that Palier uses in its own way, or that the administration uses in its own."""

from dataclasses import dataclass

from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source


@dataclass(frozen=True, slots=True)
class Term:
    """`forms_fr`, `forms_en`: how it is written in pages, in lower case but for names; empty: never linked. `not_in`:
    French phrases that hold one of its forms and mean something else."""

    id: str
    name: Text
    definition: Text
    forms_fr: tuple[str, ...] = ()
    forms_en: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    source: Source | None = None

    def forms(self, lang: str) -> tuple[str, ...]:
        return self.forms_en if lang == "en" else self.forms_fr

    def other_senses(self, lang: str) -> tuple[str, ...]:
        return () if lang == "en" else self.not_in
