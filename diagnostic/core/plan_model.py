"""The plan as a mixed-integer linear model (METHOD 5). `plan_problem` says what a schedule means.

Columns: per action and quarter, whether it starts then and whether it has begun by then (the second alone is declared
whole: deciding « by when » closes the search sooner than deciding « when »); per cell, level and quarter, whether the
level is reached by its end; per symptom, which action counts as its answer; per cost, start and device, the euros it
brings. Starts, levels, answers and euros follow from what has begun: they need no integrality of their own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import floor, inf

from diagnostic.core.eligibility import Expense
from diagnostic.core.funding import CeilingKey, Offer, ceiling_keys
from diagnostic.core.plan_lp import LinearModel
from diagnostic.core.plan_problem import (
    TOLERANCE,
    Candidate,
    Effect,
    Goal,
    Problem,
    Schedule,
    budget_block,
    discount,
    quarter_opens,
)

SCALE = 1000.0
PARTS = (1, 2, 3)
RELAXABLE = ("budget", "release_days", "parallel_actions", "prerequisites", "skills")


@dataclass(frozen=True, slots=True)
class Grant:
    """A column of euros: what `offer.device` brings to `expense` when its action starts in `quarter`."""

    column: int
    expense: Expense
    quarter: int
    offer: Offer


@dataclass(slots=True)
class PlanModel:
    """The model and where its columns are; `worth` is the objective times SCALE, `slack` the columns by family."""

    problem: Problem
    relaxed: frozenset[str]
    levels: Mapping[str, Sequence[float]]
    lp: LinearModel = field(default_factory=LinearModel)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: dict[tuple[str, int], int] = field(default_factory=dict)
    reached: dict[tuple[str, float, int], int] = field(default_factory=dict)
    grants: list[Grant] = field(default_factory=list)
    worth: dict[int, float] = field(default_factory=dict)
    slack: dict[str, dict[int, float]] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)

    def started(self, id: str, by: int) -> dict[int, float]:
        """The column that is 1 when the action has started by the end of quarter `by`; empty when it cannot have."""
        while by > 0 and (id, by) not in self.begun:
            by -= 1
        return {self.begun[id, by]: 1.0} if by > 0 else {}

    def starting(self, id: str, quarter: int) -> dict[int, float]:
        """The column that is 1 when the action starts in that quarter; empty when it cannot."""
        column = self.starts.get((id, quarter))
        return {} if column is None else {column: 1.0}

    def planned(self, schedule: Schedule) -> dict[int, float]:
        """The whole columns of that schedule, where the model has its actions."""
        return {column: float(quarter >= schedule.get(id, inf)) for (id, quarter), column in self.begun.items()}

    def reached_by(self, cell: str, rung: float, quarter: int) -> int | None:
        """The column saying that the cell is at `rung` or more at the end of `quarter`; None: nothing leads there."""
        enough = next((level for level in self.levels[cell] if level >= rung - TOLERANCE), None)
        return None if enough is None else self.reached.get((cell, enough, quarter))

    def give(self, family: str, terms: dict[int, float]) -> dict[int, float]:
        """The row's terms, with the slack column of a relaxed family of limits."""
        if family not in self.relaxed:
            return terms
        if family not in self.slack:
            whole = family == "parallel_actions"
            self.slack[family] = {self.lp.column(0.0, inf, whole=whole): 1.0}
        return terms | dict.fromkeys(self.slack[family], -1.0)


def build(problem: Problem, *, severe_first: bool, relaxed: Collection[str] = ()) -> PlanModel:
    """Every constraint of the plan; those named in `relaxed` may be broken, at the price of their slack columns."""
    levels = {goal.cell: _levels(problem, goal) for goal in problem.goals.values()}
    model = PlanModel(problem, frozenset(relaxed), levels)
    _add_starts(model)
    _add_levels(model)
    _add_answers(model)
    _add_prerequisites(model)
    _add_skills(model)
    _add_room(model)
    _add_money(model)
    if severe_first:
        severe = (candidate.id for candidate in problem.candidates if problem.is_severe(candidate))
        model.lp.row({c: 1.0 for id in severe for c in model.started(id, 1)}, at_least=1)
    return model


def _add_starts(model: PlanModel) -> None:
    """Each action starts at most once: it has begun in a quarter if it had before, or if it starts then."""
    problem = model.problem
    for candidate in problem.candidates:
        before: dict[int, float] = {}
        for quarter in problem.starts(candidate):
            starts = model.starts[candidate.id, quarter] = model.lp.column()
            begun = model.begun[candidate.id, quarter] = model.lp.column(whole=True)
            model.lp.row({begun: 1.0, starts: -1.0} | before, at_least=0, at_most=0)
            before = {begun: -1.0}
        if candidate.id in problem.unwanted:
            model.slack.setdefault("excluded", {}).update(model.started(candidate.id, problem.limits.horizon))
    for id, start in problem.pins.items():
        asked = model.started(id, problem.limits.horizon) if start is None else model.starting(id, start)
        model.lp.row(asked, at_least=1)


def _levels(problem: Problem, goal: Goal) -> list[float]:
    """The rungs that some candidate raises the cell to, ascending."""
    rungs = {e.to for c in problem.candidates for e in c.effects if e.cell == goal.cell}
    return sorted(rung for rung in rungs if rung > goal.rating + TOLERANCE)


def _add_levels(model: PlanModel) -> None:
    problem = model.problem
    for goal in problem.goals.values():
        below = goal.rating
        for level in model.levels[goal.cell]:
            step = goal.gain(level) - goal.gain(below)
            for quarter in range(1, problem.limits.horizon + 1):
                column = model.lp.column()
                model.reached[goal.cell, level, quarter] = column
                model.worth[column] = SCALE * step * discount(quarter)
            below = level
    for goal in problem.goals.values():
        _climb_by_actions(model, goal)


def _climb_by_actions(model: PlanModel, goal: Goal) -> None:
    """A level is reached by a quarter if an action that raises to it has done so by then."""
    quarters = range(1, model.problem.limits.horizon + 1)
    raising = [(c, e) for c in model.problem.candidates for e in c.effects if e.cell == goal.cell]
    raised = [(effect.to, _raised(model, candidate, effect)) for candidate, effect in raising]
    for quarter in quarters:
        for level in model.levels[goal.cell]:
            by_then = [by[quarter] for to, by in raised if to >= level - TOLERANCE and quarter in by]
            terms = {model.reached[goal.cell, level, quarter]: 1.0}
            for column in by_then:
                terms[column] = terms.get(column, 0.0) - 1.0
            model.lp.row(terms, at_most=0)


def _raised(model: PlanModel, candidate: Candidate, effect: Effect) -> dict[int, int]:
    """Quarter → the column that is 1 when the raise has taken place by its end; none before it can have."""
    quarters = range(candidate.quarters, model.problem.limits.horizon + 1)
    if _surely_ready(model.problem, candidate, effect):
        return {quarter: model.begun[candidate.id, candidate.start(quarter)] for quarter in quarters}
    found: dict[int, int] = {}
    before: dict[int, float] = {}
    for quarter in quarters:
        ready = model.reached_by(effect.cell, effect.start, quarter - 1)
        if ready is not None:
            column = found[quarter] = model.lp.column()
            ending = model.starts[candidate.id, candidate.start(quarter)]
            model.lp.row({column: 1.0, ending: -1.0} | before, at_most=0)
            model.lp.row({column: 1.0, ready: -1.0}, at_most=0)
            before = {column: -1.0}
    return found


def _surely_ready(problem: Problem, candidate: Candidate, effect: Effect) -> bool:
    """Whether the raise's `from` holds today, or is required before the action starts."""
    if problem.goals[effect.cell].rating >= effect.start - TOLERANCE:
        return True
    return any(cell == effect.cell and rung >= effect.start for cell, rung in candidate.at_rung)


def _add_answers(model: PlanModel) -> None:
    """Of all the chosen actions that answer a symptom, one counts."""
    problem = model.problem
    for symptom in problem.severities:
        counted: dict[int, float] = {}
        for candidate in problem.candidates:
            if symptom not in candidate.symptoms or candidate.alone <= 0:
                continue
            for quarter in problem.starts(candidate):
                column = model.lp.column()
                model.lp.row({column: 1.0, model.starts[candidate.id, quarter]: -1.0}, at_most=0)
                model.worth[column] = SCALE * problem.symptom_value(symptom, candidate, candidate.end(quarter))
                counted[column] = 1.0
        model.lp.row(counted, at_most=1)


def _add_prerequisites(model: PlanModel) -> None:
    """Finish-to-start: what an action requires is done, or reached, by the end of the quarter before its start."""
    problem = model.problem
    durations = {candidate.id: candidate.quarters for candidate in problem.candidates}
    for candidate in problem.candidates:
        for required in candidate.after:
            slack = _slack(model, "prerequisites", f"{candidate.id} : {required} d’abord")
            for quarter in problem.starts(candidate):
                done = model.started(required, quarter - durations.get(required, 0))
                _only_if(model, candidate, quarter, done | slack)
        for cell, rung in candidate.at_rung:
            if problem.goals[cell].rating < rung - TOLERANCE:
                _require_rung(model, candidate, cell, rung)


def _require_rung(model: PlanModel, candidate: Candidate, cell: str, rung: float) -> None:
    slack = _slack(model, "prerequisites", f"{candidate.id} : {cell} à {rung:g} d’abord")
    for quarter in model.problem.starts(candidate):
        reached = model.reached_by(cell, rung, quarter - 1)
        _only_if(model, candidate, quarter, ({} if reached is None else {reached: 1.0}) | slack)


def _add_skills(model: PlanModel) -> None:
    """A missing skill is brought by an action that starts no later."""
    for candidate in model.problem.candidates:
        for gap in candidate.skill_gaps:
            slack = _slack(model, "skills", f"{candidate.id} : {gap.skill} au niveau {gap.level}")
            for quarter in model.problem.starts(candidate):
                brought = {c: 1.0 for builder in gap.builders for c in model.started(builder, quarter)}
                _only_if(model, candidate, quarter, brought | slack)


def _slack(model: PlanModel, family: str, what: str) -> dict[int, float]:
    """A column of its own for one requirement of a relaxed family."""
    if family not in model.relaxed:
        return {}
    column = model.lp.column(whole=True)
    model.slack.setdefault(family, {})[column] = 1.0
    model.broken[column] = what
    return {column: 1.0}


def _only_if(model: PlanModel, candidate: Candidate, quarter: int, allowed: Mapping[int, float]) -> None:
    """The candidate has started by `quarter` only if Σ `allowed` is 1."""
    terms = model.started(candidate.id, quarter)
    for column, weight in allowed.items():
        terms[column] = terms.get(column, 0.0) - weight
    model.lp.row(terms, at_most=0)


def _add_room(model: PlanModel) -> None:
    """Actions at once and days away from the post, quarter by quarter."""
    limits = model.problem.limits
    for quarter in range(1, limits.horizon + 1):
        running = list(_running(model, quarter))
        at_once = {column: 1.0 for _, column in running}
        model.lp.row(model.give("parallel_actions", at_once), at_most=limits.parallel)
        if limits.release_days is not None:
            days = {column: candidate.days_in_quarter() for candidate, column in running}
            model.lp.row(model.give("release_days", days), at_most=limits.release_days)
            if limits.release_days > 0 and "release_days" not in model.relaxed:
                _pack(model, running, limits.release_days)


def _pack(model: PlanModel, running: Sequence[tuple[Candidate, int]], room: float) -> None:
    """Rows that whole actions keep and fractions of them break: with k + 1 equal parts of the days, an action takes the
    parts that it fills, out of k; or its own share where it fills them exactly (dual feasible functions of Fekete and
    Schepers, 2001)."""
    for k in PARTS:
        terms: dict[int, float] = {}
        for candidate, column in running:
            parts = (k + 1) * candidate.days_in_quarter() / room
            exact = abs(parts - round(parts)) < TOLERANCE
            terms[column] = parts / (k + 1) if exact else floor(parts) / k
        model.lp.row({column: weight for column, weight in terms.items() if weight > 0}, at_most=1)


def _running(model: PlanModel, quarter: int) -> Iterator[tuple[Candidate, int]]:
    for candidate in model.problem.candidates:
        for start in range(quarter - candidate.quarters + 1, quarter + 1):
            if (candidate.id, start) in model.starts:
                yield candidate, model.starts[candidate.id, start]


def _add_money(model: PlanModel) -> None:
    for candidate in model.problem.candidates:
        for expense in candidate.expenses:
            for quarter in model.problem.starts(candidate):
                _add_grants(model, expense, quarter)
    _add_ceilings(model)
    _add_budget(model)


def _add_grants(model: PlanModel, expense: Expense, quarter: int) -> None:
    """At most what each device brings to that expense, and together no more than it costs."""
    start = model.starts[expense.action, quarter]
    offered = model.problem.offers(expense, quarter)
    used = _choices(model, offered, start)
    together: dict[int, float] = {}
    for offer, column in zip(offered, used, strict=True):
        euros = model.lp.column(0.0, float(offer.amount))
        model.lp.row({euros: 1.0, column: -float(offer.amount)}, at_most=0)
        model.grants.append(Grant(euros, expense, quarter, offer))
        together[euros] = 1.0
    if len(offered) > 1:
        model.lp.row(together | {start: -float(model.problem.gross(expense))}, at_most=0)


def _choices(model: PlanModel, offered: Sequence[Offer], start: int) -> list[int]:
    """Per offer, the column that is 1 when it is used: exclusive devices never are together (METHOD 5)."""
    devices = {device.id: device for device in model.problem.devices}
    pairs = list(combinations(range(len(offered)), 2))
    exclusive = [
        (i, j) for i, j in pairs if not devices[offered[i].device].shares_cost_with(devices[offered[j].device])
    ]
    if not exclusive:
        return [start] * len(offered)
    chosen = [model.lp.column(whole=True) for _ in offered]
    if len(exclusive) == len(pairs):
        model.lp.row(dict.fromkeys(chosen, 1.0) | {start: -1.0}, at_most=0)
        return chosen
    for column in chosen:
        model.lp.row({column: 1.0, start: -1.0}, at_most=0)
    for i, j in exclusive:
        model.lp.row({chosen[i]: 1.0, chosen[j]: 1.0, start: -1.0}, at_most=0)
    return chosen


def _add_ceilings(model: PlanModel) -> None:
    """A ceiling is shared by all that a device pays for: in a calendar year, or in the whole plan."""
    shared: dict[CeilingKey, dict[int, float]] = {}
    for grant in model.grants:
        year = quarter_opens(model.problem.on, grant.quarter).year
        for key in ceiling_keys(grant.offer, year):
            shared.setdefault(key, {})[grant.column] = 1.0
    for key, terms in shared.items():
        model.lp.row(terms, at_most=key.amount)


def _add_budget(model: PlanModel) -> None:
    limits = model.problem.limits
    if limits.budget is None:
        return
    for block in range(budget_block(limits.horizon) + 1):
        quarters = [quarter for quarter in range(1, limits.horizon + 1) if budget_block(quarter) == block]
        model.lp.row(model.give("budget", net_cost(model, quarters)), at_most=limits.budget)


def net_cost(model: PlanModel, quarters: Collection[int]) -> dict[int, float]:
    """Euros charged at the starts in those quarters, less what the devices bring."""
    gross = {candidate.id: float(model.problem.gross_of(candidate)) for candidate in model.problem.candidates}
    terms = {column: gross[id] for (id, quarter), column in model.starts.items() if quarter in quarters}
    return terms | {grant.column: -1.0 for grant in model.grants if grant.quarter in quarters}
