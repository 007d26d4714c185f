"""Solving the plan: the best objective first, then the lowest net cost, then the ids (METHOD 5)."""

from dataclasses import dataclass, replace
from typing import Literal

from diagnostic.core.errors import DiagnosticError, UserError
from diagnostic.core.plan_lp import ABSOLUTE_GAP, Answer
from diagnostic.core.plan_model import Grant, PlanModel, build, net_cost
from diagnostic.core.plan_problem import SEVERE, Problem

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


def solve(problem: Problem, seconds: float, known: Solved | None = None) -> Solved:
    """The best schedule. The rule that quarter 1 answers a severe symptom is dropped only where it cannot hold.

    `known`: the answer to a harder choice; it stands here too when nothing here is worth more. Raises UserError when
    no schedule at all is found within `seconds`.
    """
    model = build(problem, severe_first=_severe(problem))
    best = model.lp.maximise(model.worth, seconds=seconds)
    spent, dropped = best.seconds, tuple[str, ...]()
    if best.status == "infeasible" and _severe(problem):
        model = build(problem, severe_first=False)
        best = model.lp.maximise(model.worth, seconds=seconds)
        spent, dropped = spent + best.seconds, (SEVERE_FIRST,)
    if best.status == "infeasible":
        return Solved("infeasible", {}, (), 0.0, spent)
    if best.status == "unknown":
        raise UserError("aucun plan trouvé dans le temps donné", hint="un horizon plus court, ou plus de temps")
    if known and known.dropped_rules == dropped and known.worth >= best.objective - ABSOLUTE_GAP:
        return replace(known, seconds=spent)
    tied = _break_ties(model, best)
    paid = _settle_money(model, tied)
    return Solved(
        status="optimal" if best.status == "optimal" else "feasible",
        schedule={id: quarter for (id, quarter), column in model.starts.items() if tied.chosen(column)},
        granted=tuple((grant, round(paid.values[grant.column])) for grant in model.grants),
        gap=best.gap,
        seconds=spent + tied.seconds + paid.seconds,
        dropped_rules=dropped,
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
    answer = tied.minimise(terms, seconds=TIE_SECONDS, near=best.values)
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
