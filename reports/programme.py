"""All that the plan's sentences are drawn from."""

from dataclasses import dataclass

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.plan import Plan, PlannedAction
from reports import words
from reports.naming import Names


@dataclass(frozen=True, slots=True)
class Programme:
    """One company's plan, with what it takes to tell it."""

    names: Names
    content: Content
    assessment: Assessment
    plan: Plan

    def action(self, planned: PlannedAction) -> Action:
        return self.content.actions[planned.id]

    def symptom(self, id: str) -> str:
        return words.quoted(self.names.read(self.content.symptoms[id].name))
