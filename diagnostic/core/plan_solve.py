"""Solving the plan: the best objective first, then the lowest net cost, then the ids (METHOD 5)."""

from dataclasses import dataclass, replace
from typing import Literal

from diagnostic.core.errors import DiagnosticError, UserError
from diagnostic.core.language import _
from diagnostic.core.plan_greedy import greedy
from diagnostic.core.plan_lp import ABSOLUTE_GAP, Answer
from diagnostic.core.plan_model import Grant, PlanModel, build, net_cost
from diagnostic.core.plan_problem import SEVERE, Problem, Schedule
from diagnostic.core.plan_pruning import pruned

SEVERE_FIRST = "severe_symptom_first"
TIE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Solved:
    """`schedule`: action → start quarter; `granted`: whole euros per grant used; `gap`: share of the objective
    not proven; `worth`: the objective in the model's own unit."""

    status: Literal["optimal", "feasible", "infeasible"]
    schedule: dict[str, int]
    granted: tuple[tuple[Grant, int], ...]
    gap: float
    seconds: float
    dropped_rules: tuple[str, ...] = ()
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """The best answer so far to a problem, and the model it answers."""

    model: PlanModel
    best: Answer
    dropped_rules: tuple[str, ...]
    seconds: float

    @property
    def is_final(self) -> bool:
        return self.best.status in ("optimal", "infeasible")

    def schedule(self, answer: Answer) -> dict[str, int]:
        """Action → start quarter; empty where there is no answer."""
        return {id: q for (id, q), column in self.model.starts.items() if answer.found and answer.chosen(column)}

    def solved(self) -> Solved | None:
        """The answer as it stands, ties left as they are; None when there is none yet."""
        return None if self.best.status == "unknown" else _solved(self, self.best)


def attempt(problem: Problem, seconds: float) -> Found:
    """What a short search finds."""
    return _search(problem, seconds, greedy(problem))


def solve(problem: Problem, seconds: float, known: Solved | None = None, first: Found | None = None) -> Solved:
    """The best schedule. The rule that quarter 1 answers a severe symptom is dropped only where it cannot hold.

    `known`: the answer to a harder choice; it stands here too when nothing here is worth more. `first`: what an
    attempt at this very problem found. Raises UserError when no schedule at all is found within `seconds`.
    """
    found = first if first and first.is_final else _search(problem, seconds, _near(problem, known, first))
    if found.best.status == "unknown":
        raise UserError(_("aucun plan trouvé dans le temps donné"), hint=_("un horizon plus court, ou plus de temps"))
    if known and known.dropped_rules == found.dropped_rules and known.worth >= found.best.objective - ABSOLUTE_GAP:
        return replace(known, seconds=found.seconds)
    return _solved(found, _break_ties(found.model, found.best))


def _near(problem: Problem, known: Solved | None, first: Found | None) -> Schedule:
    """Where to start the search."""
    if known:
        return known.schedule
    return (first.schedule(first.best) if first else {}) or greedy(problem)


def _search(problem: Problem, seconds: float, near: Schedule) -> Found:
    """The best answer, looked for from a schedule that may hold; the rule of quarter 1 dropped only where it cannot."""
    rules, spent = ((True, False) if _severe(problem) else (False,)), 0.0
    for severe_first in rules:
        model = build(pruned(problem, severe_first=severe_first), severe_first=severe_first)
        best = model.lp.maximise(model.worth, seconds=seconds, near=model.planned(near))
        spent += best.seconds
        if best.status != "infeasible":
            break
    return Found(model, best, () if severe_first == rules[0] else (SEVERE_FIRST,), spent)


def _solved(found: Found, chosen: Answer) -> Solved:
    """The schedule and the euros of an answer worth as much as the best one."""
    model, best = found.model, found.best
    if not best.found:
        return Solved("infeasible", {}, (), 0.0, found.seconds)
    paid = _settle_money(model, chosen)
    tie = chosen.seconds if chosen is not best else 0.0
    return Solved(
        status="optimal" if best.status == "optimal" else "feasible",
        schedule=found.schedule(chosen),
        granted=tuple((grant, round(paid.values[grant.column])) for grant in model.grants),
        gap=best.gap,
        seconds=found.seconds + tie + paid.seconds,
        dropped_rules=found.dropped_rules,
        worth=best.objective,
    )


def _severe(problem: Problem) -> bool:
    return any(level >= SEVERE for level in problem.severities.values())


def _break_ties(model: PlanModel, best: Answer) -> Answer:
    """Among the schedules worth as much, the cheapest, then the fewest and earliest of the first ids."""
    if best.status != "optimal":
        return best
    terms = net_cost(model, range(1, model.problem.limits.horizon + 1))
    for column, part in _order(model).items():
        terms[column] += part
    tied = model.lp.copy()
    tied.row(model.worth, at_least=best.objective - ABSOLUTE_GAP)
    answer = tied.minimise(terms, seconds=TIE_SECONDS, near=dict(enumerate(best.values)))
    return answer if answer.found else best


def _order(model: PlanModel) -> dict[int, float]:
    """Column of each start → its place among equals, by id then quarter: less than a euro for any schedule."""
    ranks = {candidate.id: rank for rank, candidate in enumerate(model.problem.candidates)}
    whole = 1.0 + sum(rank + model.problem.limits.horizon for rank in ranks.values())
    return {column: (ranks[id] + quarter) / whole for (id, quarter), column in model.starts.items()}


def _settle_money(model: PlanModel, chosen: Answer) -> Answer:
    """The euros of each device once the schedule is fixed: the most in all.

    Budget blocks and ceilings are two nested families of sums with whole bounds, so the vertex found is whole.
    """
    fixed = model.lp.copy()
    for column, whole in enumerate(fixed.whole):
        if whole:
            fixed.fix(column, round(chosen.values[column]))
            fixed.whole[column] = False
    paid = fixed.maximise({grant.column: 1.0 for grant in model.grants})
    if paid.status != "optimal":
        raise DiagnosticError("the money of a feasible schedule does not add up")
    return paid
