"""The optimal plan: which actions, when, with what money, towards which ratings (METHOD 5, 6)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from diagnostic.core.editions import in_force
from diagnostic.core.eligibility import company_facts
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import SUPERSEDED, Obstacle, Plan, PlannedAction, Point, Quarter, RaisedCell
from diagnostic.core.model.result import Result
from diagnostic.core.plan_explain import obstacles, unreached
from diagnostic.core.plan_inputs import PlanOptions, plan_problem, with_excluded
from diagnostic.core.plan_money import Paid, filings, money, pay, planned_trainings, to_confirm
from diagnostic.core.plan_problem import (
    Climb,
    Problem,
    Schedule,
    climbs,
    credited,
    discount,
    objective,
    quarter_opens,
    ratings_at,
)
from diagnostic.core.plan_solve import Found, Solved, attempt, solve
from diagnostic.core.scoring import score_ratings
from diagnostic.core.target import targets

__all__ = ["PlanOptions", "Solving", "drafts", "plan"]

FIRST_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Solving:
    """Where a search stands. `plan` None: none found yet; `proving`: it goes on."""

    plan: Plan | None
    proving: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A company on a day, and its choice; `widened` also holds the excluded actions."""

    content: Content
    assessment: Assessment
    result: Result
    problem: Problem
    widened: Problem
    aims: Mapping[str, float]


def plan(content: Content, assessment: Assessment, result: Result, on: date, options: PlanOptions) -> Plan:
    """The best plan that starts after `on`, shown at the high end of the cost ranges.

    A request that its own pins, exclusions and limits make impossible gives status `infeasible` and what would mend
    it; so does one of an earlier edition of the questionnaire. Raises UserError when an option makes no sense.
    """
    if content.in_force:
        return _superseded(content, assessment, result, on)
    case = _case(content, assessment, result, on, options)
    return _proven(case, options)


def drafts(
    content: Content, assessment: Assessment, result: Result, on: date, options: PlanOptions
) -> Iterator[Solving]:
    """What a short search finds, then the plan as `plan` gives it.

    The first one keeps every constraint and tells how far from the best it may be; no action of it is said a safe
    choice yet, and equal plans are not told apart.
    """
    if content.in_force:
        yield Solving(_superseded(content, assessment, result, on), proving=False)
        return
    case = _case(content, assessment, result, on, options)
    first = attempt(case.problem, FIRST_SECONDS)
    solved = first.solved()
    draft = _written(case, solved, None) if solved else None
    if draft and draft.status == "infeasible":
        yield Solving(draft, proving=False)
        return
    yield Solving(draft, proving=True)
    yield Solving(_proven(case, options, first, draft), proving=False)


def _case(content: Content, assessment: Assessment, result: Result, on: date, options: PlanOptions) -> Case:
    aims = targets(content, assessment, result)
    problem = plan_problem(content, assessment, result, on, options, aims)
    return Case(content, assessment, result, problem, with_excluded(problem, content, assessment, result), aims)


def _proven(case: Case, options: PlanOptions, first: Found | None = None, draft: Plan | None = None) -> Plan:
    solved = solve(case.problem, options.time_limit, first=first)
    low = None if solved.status == "infeasible" else _at_low_end(case.problem, solved, options)
    return _written(case, solved, low, draft)


def _written(case: Case, solved: Solved, low: Solved | None, draft: Plan | None = None) -> Plan:
    """The plan of a schedule; `low`: the one that the low end of the prices gives, None while it is not known; `draft`:
    a plan of the same case, whose reasons stand here where its schedule does."""
    problem, result, schedule = case.problem, case.result, solved.schedule
    plain = replace(
        _empty(problem.on, result, case.aims),
        status=solved.status,
        solver_seconds=solved.seconds + (low.seconds if low and low is not solved else 0.0),
        dropped_rules=solved.dropped_rules,
    )
    if solved.status == "infeasible":
        return replace(plain, infeasible_because=obstacles(problem, case.widened))
    paid = pay(problem, schedule, solved.granted)
    actions = _actions(problem, schedule, frozenset(low.schedule) if low else frozenset(), paid)
    same = draft is not None and schedule == {action.id: action.start_quarter for action in draft.actions}
    facts = company_facts(case.assessment.company, case.content.opco)
    return replace(
        plain,
        objective=objective(problem, schedule),
        bound_gap=solved.gap,
        actions=_without_unrated(actions, result),
        quarters=_quarters(problem, actions),
        trajectory=_trajectory(case.content, case.assessment, result, problem, schedule),
        to_confirm=to_confirm(problem, facts, case.content.devices.values(), paid, schedule),
        unreached=draft.unreached if draft and same else unreached(problem, case.widened, schedule),
    )


def _empty(on: date, result: Result, aims: Mapping[str, float]) -> Plan:
    """No action, and nothing looked for."""
    return Plan(
        on=on,
        status="infeasible",
        objective=None,
        bound_gap=None,
        solver_seconds=0.0,
        actions=(),
        quarters=(),
        trajectory=(),
        targets=tuple(aims.items()),
        dropped_rules=(),
        to_confirm=(),
        to_assess=tuple(cell.id for cell in result.cells if cell.rating is None),
        unreached=(),
        infeasible_because=(),
    )


def _superseded(content: Content, assessment: Assessment, result: Result, on: date) -> Plan:
    """Actions raise rungs of the questionnaire in force: answers to an earlier one plan nothing."""
    because = Obstacle(SUPERSEDED, assessment.questionnaire, in_force(content).questionnaire.ref)
    return replace(_empty(on, result, targets(content, assessment, result)), infeasible_because=(because,))


def _at_low_end(problem: Problem, solved: Solved, options: PlanOptions) -> Solved:
    """The same choice at the low end of the ranges: without a budget, prices choose nothing."""
    if problem.limits.budget is None:
        return solved
    return solve(replace(problem, end="low"), options.time_limit, known=solved)


def _actions(
    problem: Problem, schedule: Schedule, safe: Collection[str], paid: Mapping[str, tuple[Paid, ...]]
) -> tuple[PlannedAction, ...]:
    """By start quarter, then id; `safe`: those chosen at both ends of the prices."""
    done = climbs(problem, schedule)
    ranks = priority_ranks(problem, schedule, done)
    devices = {device.id: device for device in problem.devices}
    return tuple(
        PlannedAction(
            id=id,
            start_quarter=schedule[id],
            quarters=problem.candidate(id).quarters,
            raises=tuple(RaisedCell(c.cell, c.before, c.after) for c in done if c.action == id),
            answers_symptoms=problem.candidate(id).symptoms,
            safe_choice=id in safe,
            release_days=problem.candidate(id).release_days,
            internal_days=problem.candidate(id).internal_days,
            cost=money(paid[id], devices),
            trainings=planned_trainings(paid[id]),
            tasks=filings(problem, paid[id], quarter_opens(problem.on, schedule[id])),
            priority_rank=ranks[id],
        )
        for id in sorted(schedule, key=lambda id: (schedule[id], id))
    )


def priority_ranks(problem: Problem, schedule: Schedule, done: list[Climb]) -> dict[str, int]:
    """1 = do it first: the quarter of its start, then the severity of the worst symptom it answers, when severe, then
    what it adds to the objective within this plan, then its id."""
    gains = {id: _gain_within(problem, schedule, done, id) for id in schedule}
    in_order = sorted(
        schedule, key=lambda id: (schedule[id], -problem.severity_answered(problem.candidate(id)), -gains[id], id)
    )
    return {id: rank for rank, id in enumerate(in_order, start=1)}


def _gain_within(problem: Problem, schedule: Schedule, done: list[Climb], id: str) -> float:
    """The discounted gains of its own raises until the horizon, and the symptoms that count as answered by it."""
    weight = sum(discount(q) for q in range(problem.candidate(id).end(schedule[id]), problem.limits.horizon + 1))
    goals = problem.goals
    steps = (goals[c.cell].gain(c.after) - goals[c.cell].gain(c.before) for c in done if c.action == id)
    candidate = problem.candidate(id)
    answered = [symptom for symptom, by in credited(problem, schedule).items() if by == id]
    return weight * sum(steps) + sum(
        problem.symptom_value(symptom, candidate, candidate.end(schedule[id])) for symptom in answered
    )


def _without_unrated(actions: tuple[PlannedAction, ...], result: Result) -> tuple[PlannedAction, ...]:
    """A cell without a rating is left out: what it would be raised from is not known."""
    unrated = {cell.id for cell in result.cells if cell.rating is None}
    return tuple(
        replace(action, raises=tuple(row for row in action.raises if row.cell not in unrated)) for action in actions
    )


def _quarters(problem: Problem, actions: tuple[PlannedAction, ...]) -> tuple[Quarter, ...]:
    return tuple(
        Quarter(
            quarter=quarter,
            starts_on=quarter_opens(problem.on, quarter),
            net_cost=sum(action.cost.net for action in actions if action.start_quarter == quarter),
            release_days=sum(a.release_days / a.quarters for a in actions if _runs(a, quarter)),
            running=tuple(action.id for action in actions if _runs(action, quarter)),
        )
        for quarter in range(1, problem.limits.horizon + 1)
    )


def _runs(action: PlannedAction, quarter: int) -> bool:
    return action.start_quarter <= quarter < action.start_quarter + action.quarters


def _trajectory(
    content: Content, assessment: Assessment, result: Result, problem: Problem, schedule: Schedule
) -> tuple[Point, ...]:
    """Index and stage recomputed at the end of each quarter, from today's."""
    rated = result.ratings()
    done = climbs(problem, schedule)
    points = []
    for quarter in range(problem.limits.horizon + 1):
        then = ratings_at(problem, done, quarter)
        ratings = {cell: None if today is None else then[cell] for cell, today in rated.items()}
        nodes = score_ratings(content.questionnaire, assessment.form, assessment.functions, ratings)
        company = nodes.get("company")
        points.append(Point(quarter, company.index if company else None, company.stage if company else None))
    return tuple(points)
