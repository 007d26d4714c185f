"""Two ways must agree: the model's plan is worth what the best of all schedules is, and breaks no constraint."""

from datetime import date
from typing import Literal, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.core.model.assessment import Assessment, Constraints, Pin, PlanChoices
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.device import Ceiling, Device
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.target import targets
from tests.core import plan_builders as build
from tests.core.plan_brute_force import Exhaustive
from tests.core.plan_checker import Checker

CELLS = ("c1", "c2", "c3", "c4")
SYMPTOMS = ("late", "scrap")
PER: tuple[Literal["company_year", "company", "trainee"], ...] = ("company_year", "company", "trainee")
T = TypeVar("T")
FEBRUARY = date(2026, 2, 3)


def rarely(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    """One value one time in four, none otherwise: rules met at every turn leave nothing to choose from."""
    return st.integers(0, 3).flatmap(
        lambda draw: st.lists(strategy, min_size=1, max_size=1) if draw == 3 else st.just([])
    )


@st.composite
def actions(draw: st.DrawFn, number: int) -> Action:
    starts = draw(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from([0, 0, 1])), min_size=1, max_size=2))
    earlier = [f"a{other}" for other in range(number)]
    return build.action(
        f"a{number}",
        *((cell, float(start), float(start + draw(st.integers(1, 2)))) for cell, start in starts),
        quarters=draw(st.sampled_from([1, 1, 2])),
        cost=draw(st.sampled_from([0, 500, 1001, 3000])),
        days=draw(st.sampled_from([0, 2, 3])),
        after=draw(rarely(st.sampled_from(earlier))) if earlier else (),
        at_rung=draw(rarely(st.tuples(st.sampled_from(CELLS), st.sampled_from([1.0, 2.0])))),
        symptoms=draw(st.lists(st.sampled_from(SYMPTOMS), max_size=1)),
        needs=draw(rarely(st.just(("lean", 2)))),
        builds=draw(rarely(st.just(("lean", 2)))),
        trainings=draw(rarely(st.sampled_from([("short", 2), ("long", 1)]))),
        funding_kind=draw(st.sampled_from([None, "innovation"])),
    )


@st.composite
def devices(draw: st.DrawFn) -> list[Device]:
    end = draw(st.sampled_from([None, date(2026, 12, 31), date(2026, 8, 1)]))
    per = draw(st.sampled_from(PER))
    known = [
        build.device("hourly", per_hour=30.0, ceilings=[Ceiling(500, per)], valid_to=end, annual_scale=True),
        build.device("half", share=0.5, ceilings=draw(st.sampled_from([[], [Ceiling(700, "company_year")]]))),
        build.device("credit", share=0.2, pays_for="innovation", ceilings=[Ceiling(600, "company")]),
    ]
    return [device for device in known if draw(st.booleans())]


@st.composite
def cases(draw: st.DrawFn, most: int = 4) -> tuple[Content, Assessment]:
    of = build.capability_tree()
    catalogue = [draw(actions(number)) for number in range(draw(st.sampled_from([1, 3, 4, most])))]
    trainings = [build.training("short", 450), build.training("long", 1601, hours=35.0, builds=[("lean", 2)])]
    pinned = draw(rarely(st.tuples(st.sampled_from(catalogue), st.sampled_from([None, 1, 2]))))
    choices = PlanChoices(pinned=tuple(Pin(action.id, quarter) for action, quarter in pinned))
    given = build.company(
        of,
        {cell: draw(st.sampled_from([0.0, 0.0, 0.5, 1.0, 1.5])) for cell in CELLS if draw(st.integers(0, 9))},
        symptoms={symptom: draw(st.integers(0, 3)) for symptom in SYMPTOMS},
        skills=draw(st.sampled_from([{}, {"lean": 1}])),
        constraints=Constraints(
            budget=draw(st.sampled_from([None, 1500, 3000, 6000])),
            release_days_per_quarter=draw(st.sampled_from([None, 2, 4])),
            parallel_actions=draw(st.integers(1, 3)),
            horizon_quarters=draw(st.sampled_from([2, 3, 4, 5])),
        ),
        choices=choices,
    )
    return build.content(of, catalogue, trainings=trainings, devices=draw(devices())), given


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases())
def test_no_schedule_is_worth_more_and_none_worth_as_much_costs_less(case: tuple[Content, Assessment]) -> None:
    content, given_company = case
    result = build.scored(content.questionnaire, given_company)
    found = plan(content, given_company, result, FEBRUARY, PlanOptions())
    best = Exhaustive(content, given_company, result, FEBRUARY, targets(content, given_company, result)).best()
    if best is None:
        assert found.status == "infeasible"
        assert found.infeasible_because
        return
    assert found.status == "optimal"
    assert found.objective == pytest.approx(best.objective, abs=1e-6)
    assert sum(action.cost.net for action in found.actions) == best.net
    assert Checker(found, content, given_company, result).broken() == []


@pytest.mark.parametrize("seed", range(3))
def test_a_larger_plan_breaks_no_constraint(seed: int) -> None:
    content, given_company = build.workshop(seed, actions=14)
    result = build.scored(content.questionnaire, given_company)
    found = plan(content, given_company, result, FEBRUARY, PlanOptions())
    assert found.status == "optimal"
    assert found.actions
    assert Checker(found, content, given_company, result).broken() == []


def test_the_same_question_gets_the_same_plan() -> None:
    content, given_company = build.workshop(7, actions=10)
    result = build.scored(content.questionnaire, given_company)
    first, second = (plan(content, given_company, result, FEBRUARY, PlanOptions()) for _ in range(2))
    assert first.actions == second.actions
    assert first.unreached == second.unreached
