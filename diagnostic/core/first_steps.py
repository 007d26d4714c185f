"""What can start tomorrow, while no plan is known yet: actions that need nothing before them, the most useful first."""

from collections.abc import Iterator, Mapping

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Action, Content, Raise, RungRef
from diagnostic.core.model.questionnaire import Capability
from diagnostic.core.model.result import Cell, Result
from diagnostic.core.nodes import TOLERANCE


def first_steps(
    content: Content, assessment: Assessment, result: Result, aims: Mapping[str, float]
) -> tuple[Action, ...]:
    """The actions that raise a cell under its target from where it stands today, and wait for no other action.

    Those that answer the most severe symptoms first, then what most adds to the index, then the cheapest, then by id;
    `aims` as `core.target.targets` gives them.
    """
    entry, excluded = assessment.entry, set(assessment.plan.excluded)
    ranked = []
    for action in content.actions.values():
        if action.id in excluded or action.requires_actions or not _is_ready(content, action, result):
            continue
        gain = sum(_gain(content, action, result, aims))
        if gain > TOLERANCE:
            severity = max((entry.symptoms.get(symptom, 0) for symptom in action.symptoms), default=0)
            _, cost = full_cost(content, action, assessment.company.headcount)
            ranked.append(((-severity, -round(gain, 9), cost, action.id), action))
    return tuple(action for _, action in sorted(ranked, key=lambda row: row[0]))


def full_cost(content: Content, action: Action, headcount: int | None) -> tuple[int, int]:
    """Euros before tax, low and high, trainings included, before any funding."""
    own = action.cost_for(headcount)
    priced = [(content.trainings[use.training].cost, use.people) for use in action.trainings]
    low = own.low + sum(cost.low * cost.times(people) for cost, people in priced)
    return low, own.high + sum(cost.high * cost.times(people) for cost, people in priced)


def _is_ready(content: Content, action: Action, result: Result) -> bool:
    """Every rung that it leans on is known to be held."""
    return all(
        cell.rating is not None and cell.rating >= ref.rung - TOLERANCE
        for ref in action.requires_cells
        for cell in _cells(content, ref, result)
    )


def _gain(content: Content, action: Action, result: Result, aims: Mapping[str, float]) -> Iterator[float]:
    """What each cell adds to the company's index, up to its target."""
    for effect in action.raises:
        for cell in _cells(content, effect, result):
            if cell.rating is not None and cell.rating >= effect.start - TOLERANCE:
                yield cell.weight * max(0.0, min(effect.to, aims.get(cell.id, effect.to)) - cell.rating)


def _cells(content: Content, of: Raise | RungRef, result: Result) -> Iterator[Cell]:
    """The applicable cells that it names; in a flash form the company's cell stands for every function."""
    capability: Capability = content.questionnaire.capability(of.capability)
    wanted = capability.functions if of.functions is None else of.functions
    for cell in result.cells:
        if cell.capability == of.capability and (cell.function is None or wanted is None or cell.function in wanted):
            yield cell
