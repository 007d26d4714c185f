"""What cells, capabilities, functions and areas are called on a page."""

from dataclasses import dataclass
from math import floor

from diagnostic.core.language import N_, _
from diagnostic.core.model.questionnaire import TOP_RUNG, Area, Option, Questionnaire, Text, split_cell
from reports import words

EVERYWHERE = N_("Toute l’entreprise")


def _and() -> str:
    """« et » between two words, in the language spoken."""
    return words.listed(("", ""))


@dataclass(frozen=True, slots=True)
class Names:
    """Reads the questionnaire's texts in one language."""

    questionnaire: Questionnaire
    lang: str

    def read(self, text: Text) -> str:
        return words.typeset(text.read(self.lang))

    def title(self, cell: str) -> str:
        return self.read(self.questionnaire.items[split_cell(cell)[0]].title)

    def function(self, id: str | None) -> str:
        if id is None:
            return _(EVERYWHERE)
        return next(self.read(one.name) for one in self.questionnaire.functions if one.id == id)

    def where(self, *cells: str) -> str:
        """The functions of these cells, in order: « Production et logistique », « Production, devis et commerce »."""
        functions = {split_cell(cell)[1] for cell in cells}
        if None in functions:
            return _(EVERYWHERE)
        names = [self.function(one.id) for one in self.questionnaire.functions if one.id in functions]
        parts = [names[0], *(words.lower_first(name) for name in names[1:])]
        return ", ".join(parts) if any(_and() in part for part in parts) else words.listed(parts)

    def full(self, cell: str) -> str:
        """« Relevé des machines (production) », or the title alone for the whole company."""
        function = split_cell(cell)[1]
        place = f" ({words.lower_first(self.function(function))})" if function else ""
        return self.title(cell) + place

    def option(self, cell: str, rung: float) -> Option:
        """The rung that the rating stands on: halves stand on the one below."""
        return self.questionnaire.items[split_cell(cell)[0]].options[min(TOP_RUNG, floor(rung + 1e-9))]

    def situation(self, cell: str, rung: float) -> str:
        return self.read(self.option(cell, rung).text)

    def goal(self, cell: str, rung: float) -> str:
        """What to do to stand on that rung: an infinitive, lower case."""
        goal = self.option(cell, rung).goal
        return self.read(goal) if goal else words.lower_first(self.title(cell))

    def principle(self, cell: str) -> str:
        """The id of the principle that asks this cell."""
        return self.questionnaire.capability(split_cell(cell)[0]).principle

    def area(self, id: str) -> Area:
        return next(area for area in self.questionnaire.areas if area.id == id)

    def area_name(self, id: str) -> str:
        return self.read(self.area(id).name)

    def stage_meaning(self, number: int) -> str:
        return next(self.read(stage.meaning) for stage in self.questionnaire.stages if stage.number == number)
