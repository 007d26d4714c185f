"""What a target would ask, said at once: cells to raise, skills, and an order of cost and time (METHOD 4).

The order of cost and time comes from the plan made with a pencil, at the company's pace and without a budget: it is no
plan, and says so.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from diagnostic.core.model.assessment import Assessment, PlanChoices
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.consequences import Consequences, OutOfReach
from diagnostic.core.model.result import Result
from diagnostic.core.plan_explain import highest
from diagnostic.core.plan_greedy import greedy
from diagnostic.core.plan_inputs import PlanOptions, plan_problem
from diagnostic.core.plan_problem import TOLERANCE, Problem, Schedule, climbs, ratings_at
from diagnostic.core.skills_gap import skills_gap
from diagnostic.core.target import required_rungs

LONGEST = 20


def consequences(
    content: Content,
    assessment: Assessment,
    result: Result,
    aims: Mapping[str, float],
    on: date,
    options: PlanOptions | None = None,
) -> Consequences:
    """What reaching `aims` (applicable cell → rung) asks; of `options`, days and actions at once are read.

    Actions that the leader excluded stay out and edited ones count as edited; pins and symptoms choose nothing here.
    """
    gap = skills_gap(content, assessment, result, aims)
    told_by_team = {row.aptitude for row in assessment.aptitudes}
    problem = _unlimited(content, assessment, result, aims, on, options or PlanOptions())
    schedule = greedy(problem)
    done = [problem.candidate(id) for id in schedule]
    needed = [row for row in gap.rows if row.required]
    return Consequences(
        to_raise=gap.to_raise,
        skills=tuple(row.skill for row in needed),
        lacking=tuple(row.skill for row in needed if row.is_open),
        unstated=tuple(row.skill for row in needed if row.current is None and row.skill not in told_by_team),
        actions=tuple(sorted(schedule, key=lambda id: (schedule[id], id))),
        cost_low=sum(expense.gross_low for candidate in done for expense in candidate.expenses),
        cost_high=sum(expense.gross for candidate in done for expense in candidate.expenses),
        internal_days=sum(candidate.internal_days for candidate in done),
        release_days=sum(candidate.release_days for candidate in done),
        quarters=max((candidate.end(schedule[candidate.id]) for candidate in done), default=0),
        out_of_reach=_out_of_reach(problem, schedule),
        unserved=_unserved(content, assessment, result, aims),
    )


def _unlimited(
    content: Content, assessment: Assessment, result: Result, aims: Mapping[str, float], on: date, options: PlanOptions
) -> Problem:
    """The choice of the actions that lead to these targets, without a budget and over five years."""
    means = replace(assessment.constraints, budget=None)
    wishes = PlanChoices(excluded=assessment.plan.excluded, edits=assessment.plan.edits)
    asked = replace(assessment, constraints=means, plan=wishes, entry=replace(assessment.entry, symptoms={}))
    return plan_problem(content, asked, result, on, replace(options, budget=None, horizon=LONGEST), aims)


def _out_of_reach(problem: Problem, schedule: Schedule) -> tuple[OutOfReach, ...]:
    """The rated cells that stay under their target."""
    final = ratings_at(problem, climbs(problem, schedule), LONGEST)
    top = highest(problem)
    return tuple(
        OutOfReach(goal.cell, goal.target, final[goal.cell], by_catalogue=top[goal.cell] < goal.target - TOLERANCE)
        for goal in problem.goals.values()
        if goal.weight > 0 and final[goal.cell] < goal.target - TOLERANCE
    )


def _unserved(content: Content, assessment: Assessment, result: Result, aims: Mapping[str, float]) -> tuple[str, ...]:
    """The customers' requirements that ask more of a cell than its target."""
    asked = {id: required_rungs(content, (id,), result.cells) for id in assessment.entry.requirements}
    return tuple(id for id, rungs in asked.items() if any(rung > aims[cell] for cell, rung in rungs.items()))
