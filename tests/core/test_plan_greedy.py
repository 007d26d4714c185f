"""The plan made with a pencil: it holds every rule, and is never worth more than the exact one (METHOD 5)."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.companies import random_company
from diagnostic.content.loader import load_content
from diagnostic.core.model.assessment import Assessment, Constraints, Pin, PlanChoices
from diagnostic.core.model.catalogue import Content
from diagnostic.core.plan_greedy import greedy
from diagnostic.core.plan_inputs import PlanOptions, plan_problem
from diagnostic.core.plan_problem import Problem, Schedule, objective
from diagnostic.core.planning import plan
from diagnostic.core.target import targets
from tests.core import plan_builders as build
from tests.core.plan_checker import Checker
from tests.core.test_planning_exact import FEBRUARY, cases

TREE = build.capability_tree()
SECONDS = 0.2


def problem_of(content: Content, company: Assessment) -> Problem:
    result = build.scored(content.questionnaire, company)
    aims = targets(content, company, result)
    return plan_problem(content, company, result, FEBRUARY, PlanOptions(), aims)


def imposed(content: Content, company: Assessment, schedule: Schedule) -> Assessment:
    """The same company, asking for exactly that schedule."""
    pins = tuple(Pin(id, quarter) for id, quarter in sorted(schedule.items()))
    others = tuple(id for id in content.actions if id not in schedule)
    return replace(company, plan=PlanChoices(pinned=pins, excluded=others))


def broken(content: Content, company: Assessment, schedule: Schedule) -> list[str]:
    """Every rule that the schedule breaks, once the exact model has paid for it."""
    asked = imposed(content, company, schedule)
    result = build.scored(content.questionnaire, asked)
    made = plan(content, asked, result, FEBRUARY, PlanOptions())
    if made.status == "infeasible":
        return [f"{row.constraint}: {row.given}, {row.needed}" for row in made.infeasible_because]
    return Checker(made, content, asked, result).broken()


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases())
def test_it_holds_every_rule_and_is_never_worth_more_than_the_exact_plan(case: tuple[Content, Assessment]) -> None:
    content, company = case
    problem = problem_of(content, company)
    schedule = greedy(problem)
    exact = plan(content, company, build.scored(content.questionnaire, company), FEBRUARY, PlanOptions())
    if exact.status == "infeasible":
        assert schedule == {}
        return
    if schedule:
        assert broken(content, company, schedule) == []
    assert objective(problem, schedule) <= (exact.objective or 0.0) + 1e-6


@settings(max_examples=8, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_it_holds_every_rule_of_larger_plans_and_is_always_the_same(seed: int) -> None:
    content, company = build.workshop(seed, actions=25)
    schedule = greedy(problem_of(content, company))
    assert schedule == greedy(problem_of(content, company))
    assert broken(content, company, schedule) == []


def test_what_an_action_leans_on_comes_before_it() -> None:
    catalogue = [
        build.action("learn", builds=[("lean", 2)]),
        build.action("prepare"),
        build.action("rise", ("c2", 0, 1)),
        build.action("act", ("c1", 0, 2), after=["prepare"], at_rung=[("c2", 1.0)], needs=[("lean", 2)]),
    ]
    content = build.content(TREE, catalogue)
    company = build.company(TREE, {"c1": 0.0, "c2": 0.0, "c3": 2.0, "c4": 2.0}, skills={"lean": 0})
    schedule = greedy(problem_of(content, company))
    assert schedule["act"] == 2
    assert schedule["prepare"] == schedule["rise"] == 1
    assert schedule["learn"] <= 2


def test_a_severe_symptom_is_answered_in_the_first_quarter() -> None:
    catalogue = [
        build.action("gain", ("c1", 0, 2), ("c2", 0, 2)),
        build.action("answer", ("c3", 0, 1), symptoms=["late"]),
    ]
    content = build.content(TREE, catalogue)
    company = build.company(TREE, 0.0, symptoms={"late": 3}, constraints=Constraints(parallel_actions=1))
    assert greedy(problem_of(content, company)) == {"answer": 1, "gain": 2}


def test_a_pin_is_held_and_one_that_cannot_be_gives_no_plan() -> None:
    content = build.content(TREE, [build.action("a", ("c1", 0, 1)), build.action("b", ("c2", 0, 2), cost=900)])
    company = build.company(TREE, 0.0, choices=PlanChoices(pinned=(Pin("a", 5),)))
    assert greedy(problem_of(content, company)) == {"a": 5, "b": 1}
    poor = replace(company, constraints=Constraints(budget=100), plan=PlanChoices(pinned=(Pin("b"),)))
    assert greedy(problem_of(content, poor)) == {}


def test_what_devices_pay_leaves_room_in_the_budget_once() -> None:
    devices = [build.device("half", share=0.5, ceilings=[build.Ceiling(500, "company_year")])]
    catalogue = [build.action(name, ("c1", at, at + 1), trainings=[("course", 1)]) for at, name in enumerate("ab")]
    trainings = [build.training("course", 1000)]
    content = build.content(TREE, catalogue, trainings=trainings, devices=devices)
    company = build.company(TREE, 0.0, constraints=Constraints(budget=1400, horizon_quarters=3))
    assert greedy(problem_of(content, company)) == {"a": 1}


@pytest.mark.parametrize("seed", range(4))
def test_the_whole_catalogue_takes_a_moment(seed: int) -> None:
    content = load_content()
    problem = problem_of(content, random_company(content, seed))
    began = process_time()
    schedule = greedy(problem)
    assert process_time() - began < 5 * SECONDS
    assert schedule
