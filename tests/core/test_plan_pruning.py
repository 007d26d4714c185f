"""What is left out before solving changes neither the worth of the best plan, nor its cost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.core.model.assessment import Assessment, Constraints, Pin, PlanChoices
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.plan_inputs import PlanOptions, plan_problem
from diagnostic.core.plan_model import build, net_cost
from diagnostic.core.plan_problem import SEVERE, Problem
from diagnostic.core.plan_pruning import pruned
from diagnostic.core.target import targets
from tests.core import plan_builders as build_case
from tests.core.test_planning_exact import FEBRUARY, cases

TREE = build_case.capability_tree()
LEVEL = dict.fromkeys(("c1", "c2", "c3", "c4"), 0.0)
USUAL = Constraints(horizon_quarters=4)


def problem_of(*actions: Action, severe: bool = False, **given: object) -> Problem:
    stated = {"constraints": USUAL, "symptoms": {"late": 2 if severe else 0}, **given}
    company = build_case.company(TREE, **stated)  # type: ignore[arg-type]
    content = build_case.content(TREE, actions)
    result = build_case.scored(TREE, company)
    return plan_problem(content, company, result, FEBRUARY, PlanOptions(), targets(content, company, result))


def left(*actions: Action, severe: bool = False, **given: object) -> set[str]:
    problem = pruned(problem_of(*actions, severe=severe, **given), severe_first=severe)
    return {candidate.id for candidate in problem.candidates}


def a(id: str, *raises: tuple[str, float, float], **more: object) -> Action:
    return build_case.action(id, *raises, **more)  # type: ignore[arg-type]


def test_what_raises_beyond_the_target_alone_is_left_out() -> None:
    """Targets are at 2."""
    assert left(a("first", ("c1", 0, 2)), a("beyond", ("c1", 2, 3))) == {"first"}


def test_what_raises_beyond_the_target_stays_where_another_action_requires_it() -> None:
    requiring = a("requiring", ("c2", 0, 2), at_rung=[("c1", 3)])
    assert left(a("first", ("c1", 0, 2)), a("beyond", ("c1", 2, 3)), requiring) == {"first", "beyond", "requiring"}


def test_what_cannot_end_or_be_released_for_is_left_out_with_what_leans_on_it() -> None:
    tight = Constraints(horizon_quarters=2, release_days_per_quarter=3)
    long, heavy = a("long", ("c1", 0, 2), quarters=3), a("heavy", ("c2", 0, 2), days=4)
    leaning = a("leaning", ("c3", 0, 2), after=["heavy"])
    assert left(long, heavy, leaning, a("fits", ("c4", 0, 2), days=3), constraints=tight) == {"fits"}


def test_an_answer_without_gain_is_kept_only_for_the_rule_of_the_first_quarter() -> None:
    relief = a("relief", symptoms=["late"])
    assert left(relief, severe=True) == {"relief"}
    assert left(relief, a("late_relief", symptoms=["late"], after=["relief"]), severe=True) == {"relief"}
    assert left(relief) == set()


WIDE = a("b", ("c1", 0, 2), ("c2", 0, 1), cost=500, days=2)
DOES_LESS = [
    a("x", ("c1", 0, 2), cost=500, days=2),
    a("x", ("c1", 0, 1), ("c2", 0, 1), cost=500, days=2),
    a("x", ("c1", 0, 2), cost=900, days=4, quarters=2),
    a("x", ("c1", 0, 2), cost=500, days=2, at_rung=[("c3", 0)]),
]
HAS_ITS_OWN_USE = [
    a("x", ("c1", 0, 2), cost=400, days=2),
    a("x", ("c1", 0, 2), cost=500, days=1),
    a("x", ("c1", 0, 2), ("c3", 0, 1), cost=500, days=2),
    a("x", ("c1", 0, 2), cost=900, days=2, symptoms=["late"]),
    a("a", ("c1", 0, 2), cost=500, days=2),
]


@pytest.mark.parametrize("other", DOES_LESS)
def test_what_another_does_as_well_for_no_more_is_left_out(other: Action) -> None:
    assert left(WIDE, other) == {"b"}


@pytest.mark.parametrize("other", HAS_ITS_OWN_USE)
def test_what_has_a_use_of_its_own_is_kept(other: Action) -> None:
    """Cheaper, lighter, elsewhere, as an answer, or first by its id where all else is equal."""
    assert left(WIDE, other, severe=True) >= {"b", other.id}


NEEDED = a("z", ("c4", 0, 2), needs=[("lean", 2)])
NO_BETTER = [
    (a("b", ("c1", 0, 2), quarters=2), a("x", ("c1", 0, 2)), ()),
    (a("b", ("c1", 0, 2), after=["z"]), a("x", ("c1", 0, 2)), (a("z", ("c4", 0, 2)),)),
    (a("b", ("c1", 0, 2), at_rung=[("c4", 2)]), a("x", ("c1", 0, 2)), (a("z", ("c4", 0, 2)),)),
    (a("b", ("c1", 0, 2), needs=[("lean", 2)]), a("x", ("c1", 0, 2)), (a("z", builds=[("lean", 2)]),)),
    (a("b", ("c1", 0, 2)), a("x", ("c1", 0, 2), builds=[("lean", 2)]), (NEEDED,)),
    (a("b", ("c1", 0, 2)), a("x", symptoms=["late"]), ()),
]


@pytest.mark.parametrize(("better", "other", "more"), NO_BETTER)
def test_longer_later_or_without_its_skill_takes_no_place(
    better: Action, other: Action, more: tuple[Action, ...]
) -> None:
    kept = left(better, other, *more, severe=True, skills={"lean": 0})
    assert {better.id, other.id} <= kept


def test_what_answers_a_symptom_that_is_not_severe_is_kept_for_its_worth() -> None:
    answer = a("x", ("c1", 0, 1), symptoms=["late"])
    assert left(a("b", ("c1", 0, 2)), answer, symptoms={"late": 1}) == {"b", "x"}


def test_a_wider_action_that_would_lose_a_raise_now_takes_no_place() -> None:
    later = a("b", ("c1", 0, 2), ("c2", 1, 2))
    assert left(later, a("lift", ("c2", 0, 1)), a("x", ("c1", 0, 2))) == {"b", "lift", "x"}


def test_what_was_asked_for_stays() -> None:
    asked = PlanChoices(pinned=(Pin("x"),))
    assert left(WIDE, a("x", ("c1", 0, 1), cost=900, days=9), choices=asked) == {"b", "x"}


def best_of(problem: Problem, *, severe_first: bool) -> tuple[float, float] | None:
    """Worth of the best schedule, and the lowest net cost of those worth as much; None where there is none."""
    model = build(problem, severe_first=severe_first)
    best = model.lp.maximise(model.worth)
    if not best.found:
        return None
    model.lp.row(model.worth, at_least=best.objective - 1e-6)
    return best.objective, model.lp.minimise(net_cost(model, range(1, problem.limits.horizon + 1))).objective


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases(most=7), st.booleans())
def test_the_best_plan_is_worth_and_costs_the_same(case: tuple[Content, Assessment], wanted: bool) -> None:
    content, company = case
    result = build_case.scored(content.questionnaire, company)
    aims = targets(content, company, result)
    problem = plan_problem(content, company, result, FEBRUARY, PlanOptions(), aims)
    severe_first = wanted and any(level >= SEVERE for level in problem.severities.values())
    whole = best_of(problem, severe_first=severe_first)
    less = best_of(pruned(problem, severe_first=severe_first), severe_first=severe_first)
    assert (whole is None) == (less is None)
    if whole and less:
        assert less == pytest.approx(whole, abs=1e-3)
