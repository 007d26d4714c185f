"""The three first steps of a first bearing: the plan's first measures, or what can start while no plan is known."""

from collections.abc import Iterable, Mapping, Sequence

from diagnostic.core.first_steps import first_steps, full_cost
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.plan import Plan, PlannedAction
from reports import words
from reports.bearing_lines import StepLine
from reports.view_result import Reading

SHOWN = 3


def first_lines(
    content: Content, reading: Reading, targets: Mapping[str, float], plan: Plan | None
) -> tuple[StepLine, ...]:
    """Three at most, one of them free wherever there is one; `targets` as `core.target.targets` gives them."""
    planned = [_planned(content, reading, row) for row in plan.by_priority()] if plan else []
    known = {row.id for row in plan.actions} if plan else set()
    found = first_steps(content, reading.assessment, reading.result, targets)
    return _with_a_free_one(planned, [_unplanned(content, reading, one) for one in found if one.id not in known])


def _with_a_free_one(planned: Sequence[StepLine], others: Sequence[StepLine]) -> tuple[StepLine, ...]:
    """The first three; where none of them is free, the first free one takes the last place."""
    chosen = (planned or others)[:SHOWN]
    if any(step.free for step in chosen):
        return tuple(chosen)
    free = [step for step in (*planned, *others) if step.free][:1]
    return (*chosen[: SHOWN - len(free)], *free)


def _planned(content: Content, reading: Reading, row: PlannedAction) -> StepLine:
    action = content.actions[row.id]
    return _line(
        content, reading, action, (row.cost.gross_low, row.cost.gross), row.internal_days, row.answers_symptoms
    )


def _unplanned(content: Content, reading: Reading, action: Action) -> StepLine:
    cost = full_cost(content, action, reading.assessment.company.headcount)
    return _line(content, reading, action, cost, action.internal_days, action.symptoms)


def _line(
    content: Content,
    reading: Reading,
    action: Action,
    cost: tuple[int, int],
    days: float,
    symptoms: Iterable[str],
) -> StepLine:
    read, told = reading.names.read, reading.assessment.entry.symptoms
    eased = [words.quoted(read(content.symptoms[id].name)) for id in symptoms if told.get(id)]
    return StepLine(
        title=read(action.text.title),
        first_step=words.lower_first(words.sentence(read(action.text.first_step))),
        why=read(action.text.why),
        cost_text=words.typeset(_takes(cost, days)),
        free=cost[1] == 0,
        answers=words.listed(eased) or None,
        helpers=words.listed([read(helper) for helper in action.helpers]) or None,
    )


def _takes(cost: tuple[int, int], days: float) -> str:
    """« Sans dépense, 2 jours de travail chez vous », « 500 à 5 000 €, 3 jours de travail chez vous »."""
    paid = words.euro_range(*cost) if cost[1] else _("Sans dépense")
    return _("{paid}, {days} de travail chez vous", paid=paid, days=words.days(days)) if days else paid
