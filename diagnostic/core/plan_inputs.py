"""Which actions stand for choice in this company's plan, and within which limits (METHOD 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from diagnostic.core.eligibility import Expense, company_facts, eligibility
from diagnostic.core.errors import UserError
from diagnostic.core.funding import course
from diagnostic.core.language import _
from diagnostic.core.model.assessment import LARGEST_BUDGET, MOST_AT_ONCE, MOST_DAYS, MOST_QUARTERS, Assessment
from diagnostic.core.model.catalogue import Action, Content, RungRef
from diagnostic.core.model.result import Result
from diagnostic.core.model.skills_gap import State
from diagnostic.core.plan_problem import Candidate, Effect, Goal, Limits, Problem, SkillGap
from diagnostic.core.skills_needed import brings, lacking
from diagnostic.core.skills_states import states
from diagnostic.core.target import cells_of

TIME_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What overrides the assessment's constraints where it is not None; `time_limit` of one solve, in seconds."""

    budget: int | None = None
    horizon: int | None = None
    parallel: int | None = None
    release_days: float | None = None
    time_limit: float = TIME_LIMIT


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every candidate is read against."""

    content: Content
    assessment: Assessment
    result: Result
    goals: Mapping[str, Goal]
    severities: Mapping[str, int]
    on: date
    known: Mapping[str, State]

    def cells(self, ref: RungRef) -> list[str]:
        """The applicable cells that a reference covers; one that the form does not ask is not among them."""
        return [cell.id for cell in cells_of(ref, self.result.cells)]


def limits_of(assessment: Assessment, options: PlanOptions) -> Limits:
    """The assessment's constraints under the options. Raises UserError naming the option that makes no sense."""
    given = assessment.constraints
    limits = Limits(
        budget=given.budget if options.budget is None else options.budget,
        release_days=given.release_days_per_quarter if options.release_days is None else options.release_days,
        parallel=given.parallel_actions if options.parallel is None else options.parallel,
        horizon=given.horizon_quarters if options.horizon is None else options.horizon,
    )
    _refuse_outside("budget", limits.budget, 0, LARGEST_BUDGET)
    _refuse_outside("release_days", limits.release_days, 0, MOST_DAYS)
    _refuse_outside("parallel", limits.parallel, 1, MOST_AT_ONCE)
    _refuse_outside("horizon", limits.horizon, 1, MOST_QUARTERS)
    return limits


def _refuse_outside(field: str, value: float | None, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise UserError(
            _("{value} est hors limites", value=value), field=field, hint=_("de {low} à {high}", low=low, high=high)
        )


def plan_problem(
    content: Content,
    assessment: Assessment,
    result: Result,
    on: date,
    options: PlanOptions,
    aims: Mapping[str, float],
) -> Problem:
    """The whole choice, excluded actions left out; `aims` gives the target of each applicable cell."""
    severities = {symptom: level for symptom, level in assessment.entry.symptoms.items() if level > 0}
    known = states(content, assessment)
    workshop = Workshop(content, assessment, result, _goals(result, aims), severities, on, known)
    facts = company_facts(assessment.company, content.opco)
    pins = {pin.action: pin.start_quarter for pin in assessment.plan.pinned}
    return Problem(
        on=on,
        goals=workshop.goals,
        candidates=_candidates(workshop, pins, _allowed(workshop)),
        severities=severities,
        limits=limits_of(assessment, options),
        pins=pins,
        devices=tuple(
            device
            for device in content.devices.values()
            if device.initiative == "company" and eligibility(device, facts).eligible == "yes"
        ),
        facts=facts,
    )


def with_excluded(problem: Problem, content: Content, assessment: Assessment, result: Result) -> Problem:
    """The same choice with the excluded actions among it, as `unwanted`."""
    known = states(content, assessment)
    workshop = Workshop(content, assessment, result, problem.goals, problem.severities, problem.on, known)
    everything = [_as_edited(action, assessment) for action in content.actions.values()]
    candidates = _candidates(workshop, problem.pins, everything)
    return replace(problem, candidates=candidates, unwanted=frozenset(assessment.plan.excluded))


def _goals(result: Result, aims: Mapping[str, float]) -> dict[str, Goal]:
    return {
        cell.id: Goal(cell.id, cell.weight if cell.rating is not None else 0.0, cell.rating or 0.0, aims[cell.id])
        for cell in result.cells
    }


def _allowed(workshop: Workshop) -> list[Action]:
    excluded = set(workshop.assessment.plan.excluded)
    actions = [action for action in workshop.content.actions.values() if action.id not in excluded]
    return [_as_edited(action, workshop.assessment) for action in actions]


def _as_edited(action: Action, assessment: Assessment) -> Action:
    """`cost` replaces both ends of the action's own cost, trainings left as they are."""
    for edit in assessment.plan.edits:
        if edit.action == action.id:
            action = _edited(action, edit.field, edit.value)
    return action


def _edited(action: Action, field: str, value: float) -> Action:
    match field:
        case "cost":
            costs = tuple(replace(cost, low=round(value), high=round(value)) for cost in action.costs)
            return replace(action, costs=costs)
        case "quarters":
            return replace(action, quarters=max(1, round(value)))
        case "release_days":
            return replace(action, release_days=value)
        case "internal_days":
            return replace(action, internal_days=value)
    raise UserError(
        _("« {field} » ne se modifie pas", field=field),
        field="plan.edits",
        hint="cost, quarters, release_days, internal_days",
    )


def _candidates(workshop: Workshop, pins: Iterable[str], actions: Iterable[Action]) -> tuple[Candidate, ...]:
    """The actions worth weighing, by id: those that raise, answer or were asked for, and what these lean on."""
    known = {action.id: action for action in actions}
    all_of_them = {id: _candidate(workshop, action, known.values()) for id, action in sorted(known.items())}
    kept = {id for id, candidate in all_of_them.items() if _is_useful(workshop, candidate)} | (set(pins) & set(known))
    while added := {id for kept_id in kept for id in _leans_on(workshop, all_of_them, kept_id)} - kept:
        kept |= added
    return tuple(candidate for id, candidate in all_of_them.items() if id in kept)


def _is_useful(workshop: Workshop, candidate: Candidate) -> bool:
    if candidate.symptoms:
        return True
    aimed = (workshop.goals[effect.cell] for effect in candidate.effects)
    return any(goal.weight > 0 and goal.rating < goal.target for goal in aimed)


def _leans_on(workshop: Workshop, known: Mapping[str, Candidate], id: str) -> Iterable[str]:
    """What may have to be done before or beside an action: prerequisites, skills, rungs not reached yet."""
    candidate = known[id]
    yield from (required for required in candidate.after if required in known)
    for gap in candidate.skill_gaps:
        yield from gap.builders
    missing = {cell for cell, rung in candidate.at_rung if workshop.goals[cell].rating < rung}
    for other in known.values():
        if any(effect.cell in missing for effect in other.effects):
            yield other.id


def _candidate(workshop: Workshop, action: Action, others: Iterable[Action]) -> Candidate:
    effects = _effects(workshop, action)
    return Candidate(
        id=action.id,
        quarters=action.quarters,
        effects=effects,
        after=action.requires_actions,
        at_rung=tuple((cell, ref.rung) for ref in action.requires_cells for cell in workshop.cells(ref)),
        skill_gaps=_skill_gaps(workshop, action, others),
        symptoms=tuple(symptom for symptom in action.symptoms if symptom in workshop.severities),
        alone=_alone(workshop.goals, effects),
        release_days=action.release_days,
        internal_days=action.internal_days,
        expenses=_expenses(workshop, action),
    )


def _effects(workshop: Workshop, action: Action) -> tuple[Effect, ...]:
    """What it may still raise here: a rung that is already reached is not raised again."""
    effects = (
        Effect(cell, row.start, row.to)
        for row in action.raises
        for cell in workshop.cells(RungRef(row.capability, row.functions, row.to))
    )
    return tuple(effect for effect in effects if effect.to > workshop.goals[effect.cell].rating)


def _alone(goals: Mapping[str, Goal], effects: Iterable[Effect]) -> float:
    """Per cell the highest rung that today's rating allows, then the sum of the cells' gains."""
    reached: dict[str, float] = {}
    for effect in effects:
        if goals[effect.cell].rating >= effect.start:
            reached[effect.cell] = max(reached.get(effect.cell, 0.0), effect.to)
    return sum(goals[cell].gain(rating) for cell, rating in reached.items())


def _skill_gaps(workshop: Workshop, action: Action, others: Iterable[Action]) -> tuple[SkillGap, ...]:
    content = workshop.content
    return tuple(
        SkillGap(need.skill, need.level, tuple(sorted(o.id for o in others if brings(content, o, need))))
        for need in lacking(content, workshop.known, action)
    )


def _expenses(workshop: Workshop, action: Action) -> tuple[Expense, ...]:
    cost = action.cost_for(workshop.assessment.company.headcount)
    own = Expense(action=action.id, kind=action.funding_kind, gross=cost.high, gross_low=cost.low)
    people: dict[str, int] = {}
    for use in action.trainings:
        people[use.training] = people.get(use.training, 0) + use.people
    return (own, *(course(workshop.content.trainings[id], n, workshop.on, action.id) for id, n in people.items()))
