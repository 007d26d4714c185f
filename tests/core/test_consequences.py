"""What a target asks, before any plan: points, skills, cost and time, and what stays out of reach (METHOD 4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings

from benchmarks.companies import random_company
from diagnostic.core.consequences import consequences
from diagnostic.core.model.assessment import Assessment, Constraints, PlanChoices, SkillState, TeamAptitude
from diagnostic.core.model.catalogue import Action, Content, Need, Requirement, RungRef, Skill
from diagnostic.core.model.consequences import Consequences, OutOfReach
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.plan_inputs import PlanOptions
from diagnostic.core.target import proposed, targets
from tests.core import plan_builders as build
from tests.core.test_planning_exact import cases

ON = date(2026, 11, 22)
TREE = build.capability_tree()
ONE, TWO = build.action("one", ("c1", 0, 1), cost=(1000, 2000), days=3), build.action("two", ("c1", 1, 2), cost=500)


def asked(*actions: Action, aim: float = 2.0, **changes: object) -> Consequences:
    """Of a company at 0 for `c1` and at its target elsewhere."""
    company = replace(build.company(TREE, {"c1": 0.0, "c2": 6.0, "c3": 6.0, "c4": 6.0}), **changes)  # type: ignore[arg-type]
    content = with_skill(build.content(TREE, actions))
    result = build.scored(TREE, company)
    return consequences(content, company, result, {cell.id: aim for cell in result.cells}, ON)


def with_skill(content: Content) -> Content:
    """`c1` asks for `lean` at level 2 from rung 2."""
    lean = Skill("lean", "methods", 2, Text("lean"), Text("lean"), (Text(""),) * 5, ())
    return replace(content, skills={"lean": lean}, needs=(Need("c1", 2, "lean", 2),))


def test_it_counts_the_points_the_euros_the_days_and_the_quarters() -> None:
    found = asked(ONE, TWO)
    assert found.to_raise == ("c1",)
    assert found.actions == ("one", "two")
    assert (found.cost_low, found.cost_high) == (1500, 2500)
    assert found.internal_days == found.release_days == 3
    assert found.quarters == 2
    assert found.out_of_reach == ()


def test_a_target_already_met_asks_for_nothing() -> None:
    found = asked(ONE, TWO, aim=0.0)
    assert (found.to_raise, found.actions, found.cost_high, found.quarters) == ((), (), 0, 0)


def test_skills_are_those_of_the_points_to_raise_known_missing_or_unstated() -> None:
    assert asked(ONE, TWO).unstated == asked(ONE, TWO).skills == ("lean",)
    held = asked(ONE, TWO, skills=(SkillState("lean", 4),))
    missing = asked(ONE, TWO, skills=(SkillState("lean", 0),))
    assert (held.skills, held.lacking, held.unstated) == (("lean",), (), ())
    assert missing.lacking == ("lean",)
    assert asked(ONE, TWO, aim=1.0).skills == ()


def test_the_budget_counts_for_nothing_and_the_pace_for_all() -> None:
    poor = asked(ONE, TWO, constraints=Constraints(budget=0, horizon_quarters=1))
    slow = asked(ONE, TWO, constraints=Constraints(release_days_per_quarter=1))
    assert poor.quarters == 2
    assert slow.actions == ()
    assert slow.out_of_reach == (OutOfReach("c1", 2.0, 0.0, by_catalogue=False),)


def test_what_no_action_reaches_is_the_catalogue_s_limit() -> None:
    assert asked(ONE).out_of_reach == (OutOfReach("c1", 2.0, 1.0, by_catalogue=True),)
    out = asked(ONE, TWO, plan=PlanChoices(excluded=("two",)))
    assert out.out_of_reach == (OutOfReach("c1", 2.0, 1.0, by_catalogue=True),)


def test_a_requirement_above_the_target_is_named() -> None:
    tracked = Requirement("tracked", Text("suivi"), Text("suivi"), (RungRef("c1", None, 3),))
    content = replace(build.content(TREE, [ONE]), requirements={"tracked": tracked})
    company = build.company(TREE, 1.0)
    company = replace(company, entry=replace(company.entry, requirements=("tracked",)))
    result = build.scored(TREE, company)
    for aim, unserved in ((2.0, ("tracked",)), (3.0, ())):
        aims = {cell.id: aim for cell in result.cells}
        assert consequences(content, company, result, aims, ON).unserved == unserved


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases())
def test_a_point_is_raised_or_said_to_be_out_of_reach(case: tuple[Content, Assessment]) -> None:
    content, company = case
    result = build.scored(content.questionnaire, company)
    aims = targets(content, company, result)
    found = consequences(content, company, result, aims, ON)
    assert {row.cell for row in found.out_of_reach} <= set(found.to_raise)
    assert found.quarters <= 20
    assert found.cost_low <= found.cost_high
    assert bool(found.actions) == (found.quarters > 0)


def test_a_higher_target_never_asks_for_fewer_points_or_skills(content: Content) -> None:
    for seed in range(5):
        company = random_company(content, seed)
        result = build.scored(content.questionnaire, company)
        lower = proposed(content, company, result)
        less, more = (
            asked_of(content, company, lower),
            asked_of(content, company, {c: aim + 0.5 for c, aim in lower.items()}),
        )
        assert set(less.to_raise) <= set(more.to_raise)
        assert set(less.skills) <= set(more.skills)


def asked_of(content: Content, company: Assessment, aims: Mapping[str, float]) -> Consequences:
    result = build.scored(content.questionnaire, company)
    return consequences(content, company, result, aims, ON, PlanOptions(parallel=3))


def test_what_a_team_was_said_to_be_is_no_longer_to_situate() -> None:
    told = asked(ONE, TWO, aptitudes=(TeamAptitude("Montage", "lean", 2),))
    assert (told.skills, told.unstated) == (("lean",), ())
