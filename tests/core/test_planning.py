"""What a plan promises: each rule of METHOD 5 on a case small enough to work out by hand."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Constraints, Edit, Pin, PlanChoices
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.plan import Plan
from diagnostic.core.plan_document import plan_document
from diagnostic.core.planning import PlanOptions, plan
from tests.core import plan_builders as build

TREE = build.capability_tree()
FREE = Constraints(horizon_quarters=4)


def planned(
    *actions: Action,
    on: date = build.ON,
    options: PlanOptions | None = None,
    catalogue: Content | None = None,
    **given: object,
) -> Plan:
    """The plan of a company at 0 everywhere, unless `given` says otherwise."""
    content = catalogue or build.content(TREE, actions)
    company = build.company(TREE, **{"constraints": FREE, **given})  # type: ignore[arg-type]
    return plan(content, company, build.scored(TREE, company), on, options or PlanOptions())


def starts(found: Plan) -> dict[str, int]:
    return {action.id: action.start_quarter for action in found.actions}


def test_an_early_gain_is_worth_more_and_nothing_counts_beyond_the_target() -> None:
    """One cell of four raised from 0 to the target 2 at the end of quarter 1: 0.25 · 1.5 · (0.9 + … + 0.9⁴)."""
    found = planned(build.action("a", ("c1", 0, 2)))
    assert starts(found) == {"a": 1}
    assert found.objective == pytest.approx(0.25 * 1.5 * (0.9 + 0.81 + 0.729 + 0.6561))
    assert found.bound_gap == 0


def test_foundations_go_first() -> None:
    """The first rung of a cell is worth twice its second."""
    found = planned(
        build.action("a_second", ("c1", 1, 2)),
        build.action("b_first", ("c2", 0, 1)),
        ratings={"c1": 1.0, "c2": 0.0, "c3": 2.0, "c4": 2.0},
        constraints=Constraints(parallel_actions=1, horizon_quarters=2),
    )
    assert starts(found) == {"b_first": 1, "a_second": 2}


def test_a_raise_waits_for_the_rung_it_starts_from() -> None:
    """`second` done beside `first` would be lost: the rung it starts from is only there a quarter later."""
    found = planned(build.action("first", ("c1", 0, 1)), build.action("second", ("c1", 1, 2)))
    assert starts(found) == {"first": 1, "second": 2}
    raises = {row.id: [(cell.start, cell.to) for cell in row.raises] for row in found.actions}
    assert raises == {"first": [(0.0, 1.0)], "second": [(1.0, 2.0)]}


def test_a_rung_required_to_start_is_not_the_rung_the_raise_starts_from() -> None:
    found = planned(
        build.action("first", ("c1", 0, 0.5)),
        build.action("second", ("c1", 0.5, 1)),
        build.action("third", ("c1", 1, 2), at_rung=[("c1", 0.5)]),
    )
    assert starts(found) == {"first": 1, "second": 2, "third": 3}


def test_a_required_action_has_ended_before() -> None:
    base = build.action("base", quarters=2)
    found = planned(base, build.action("then", ("c1", 0, 2), after=["base"]))
    assert starts(found) == {"base": 1, "then": 3}


def test_a_required_rung_is_reached_before_the_start() -> None:
    found = planned(
        build.action("lift", ("c2", 0, 1), quarters=2), build.action("then", ("c1", 0, 2), at_rung=[("c2", 1)])
    )
    assert starts(found) == {"lift": 1, "then": 3}


def test_a_cell_above_its_target_may_still_be_raised_for_what_requires_it() -> None:
    found = planned(
        build.action("lift", ("c2", 2, 3)),
        build.action("then", ("c1", 0, 2), at_rung=[("c2", 3)]),
        ratings={"c1": 0.0, "c2": 2.0, "c3": 2.0, "c4": 2.0},
    )
    assert starts(found) == {"lift": 1, "then": 2}


def test_a_missing_skill_is_brought_no_later_than_it_is_needed() -> None:
    """A skill nobody stated is not assumed missing."""
    needing = build.action("needing", ("c1", 0, 2), needs=[("lean", 2)])
    learning = build.action("learning", builds=[("lean", 2)], quarters=2)
    assert starts(planned(needing, learning, skills={"lean": 1})) == {"needing": 1, "learning": 1}
    assert starts(planned(needing, learning)) == {"needing": 1}
    one_at_a_time = Constraints(parallel_actions=1, horizon_quarters=4)
    assert starts(planned(needing, learning, skills={"lean": 1}, constraints=one_at_a_time)) == {
        "learning": 1,
        "needing": 3,
    }


def test_the_training_of_an_action_brings_the_skill_it_needs() -> None:
    course = build.training("course", 100, builds=[("lean", 2)])
    catalogue = build.content(
        TREE, [build.action("a", ("c1", 0, 2), needs=[("lean", 2)], trainings=[("course", 1)])], trainings=[course]
    )
    assert starts(planned(catalogue=catalogue, skills={"lean": 0})) == {"a": 1}


def test_the_budget_is_for_four_quarters_and_charged_at_the_start() -> None:
    a, b = build.action("a", ("c1", 0, 2), cost=600), build.action("b", ("c2", 0, 1), cost=600)
    found = planned(a, b, constraints=Constraints(budget=1000, horizon_quarters=8))
    assert starts(found) == {"a": 1, "b": 5}
    assert [quarter.net_cost for quarter in found.quarters] == [600, 0, 0, 0, 600, 0, 0, 0]


def test_days_away_from_the_post_are_spread_over_the_action() -> None:
    a, b = build.action("a", ("c1", 0, 2), quarters=2, days=6), build.action("b", ("c2", 0, 1), days=3)
    found = planned(a, b, constraints=Constraints(release_days_per_quarter=5, horizon_quarters=4))
    assert starts(found) == {"b": 1, "a": 2}
    assert [quarter.release_days for quarter in found.quarters] == [3, 3, 3, 0]


def test_no_more_actions_at_once_than_the_company_can_carry() -> None:
    actions = [build.action(f"a{n}", (f"c{n}", 0, 2)) for n in (1, 2, 3, 4)]
    assert sorted(starts(planned(*actions, constraints=Constraints(horizon_quarters=4))).values()) == [1, 1, 1, 2]


def test_an_action_ends_within_the_horizon() -> None:
    assert starts(planned(build.action("a", ("c1", 0, 2), quarters=5))) == {}


def test_a_severe_symptom_is_answered_from_the_first_quarter() -> None:
    """Even where another action would bring more."""
    relief = build.action("relief", symptoms=["late"])
    large = build.action("large", ("c1", 0, 2))
    one_at_a_time = Constraints(parallel_actions=1, horizon_quarters=4)
    found = planned(relief, large, symptoms={"late": 2}, constraints=one_at_a_time)
    assert starts(found) == {"relief": 1, "large": 2}
    assert found.dropped_rules == ()
    assert starts(planned(relief, large, symptoms={"late": 1}, constraints=one_at_a_time)) == {"large": 1}


def test_the_first_quarter_rule_is_dropped_only_when_it_cannot_hold() -> None:
    late = build.action("relief", ("c1", 0, 1), symptoms=["late"], after=["before"])
    found = planned(build.action("before"), late, symptoms={"late": 3})
    assert starts(found) == {"before": 1, "relief": 2}
    assert found.dropped_rules == ("severe_symptom_first",)


def test_a_symptom_counts_once_however_many_actions_answer_it() -> None:
    """0.5 · 3/3 · 0.9 of what the best answer alone gains: 0.25 · 1.5."""
    both = [build.action(id, (cell, 0, 2), symptoms=["late"]) for id, cell in (("a", "c1"), ("b", "c2"))]
    alone = planned(both[0], symptoms={"late": 3}).objective
    together = planned(*both, symptoms={"late": 3}).objective
    gains = 0.25 * 1.5 * (0.9 + 0.81 + 0.729 + 0.6561)
    assert alone == pytest.approx(gains + 0.5 * 0.9 * 0.25 * 1.5)
    assert together == pytest.approx(2 * gains + 0.5 * 0.9 * 0.25 * 1.5)


def test_an_answer_is_worth_the_highest_rung_its_action_reaches_today() -> None:
    """Whatever the order of its raises: 0.25 · 1.5."""
    found = planned(build.action("a", ("c1", 0, 2), ("c1", 0, 1), symptoms=["late"]), symptoms={"late": 3})
    gains = 0.25 * 1.5 * (0.9 + 0.81 + 0.729 + 0.6561)
    assert found.objective == pytest.approx(gains + 0.5 * 0.9 * 0.25 * 1.5)


def test_equal_plans_are_told_apart_by_cost_then_by_name() -> None:
    dear, cheap = build.action("a", ("c1", 0, 2), cost=900), build.action("b", ("c1", 0, 2), cost=100)
    assert starts(planned(dear, cheap)) == {"b": 1}
    assert starts(planned(replace(cheap, id="z"), replace(cheap, id="y"))) == {"y": 1}


def test_the_first_quarter_is_the_first_full_one_after_the_day() -> None:
    def opens(on: date) -> date:
        return planned(on=on).quarters[0].starts_on

    assert opens(date(2026, 11, 22)) == date(2027, 1, 1)
    assert opens(date(2026, 12, 31)) == date(2027, 1, 1)
    assert opens(date(2027, 1, 1)) == date(2027, 4, 1)
    assert planned(on=date(2026, 11, 22)).quarters[3].starts_on == date(2027, 10, 1)


def test_a_safe_choice_is_one_that_both_ends_of_the_prices_make() -> None:
    """`wide` is worth more than `narrow` on the same cell, but only its lowest price fits the budget."""
    narrow = build.action("narrow", ("c1", 0, 1), cost=300)
    wide = build.action("wide", ("c1", 0, 2), cost=(500, 900))
    other = build.action("other", ("c2", 0, 1), cost=100)
    found = planned(narrow, wide, other, constraints=Constraints(budget=600, horizon_quarters=4))
    assert {row.id: row.safe_choice for row in found.actions} == {"narrow": False, "other": True}


def test_priority_goes_by_start_then_severe_symptoms_then_gain() -> None:
    actions = (
        build.action("small", ("c1", 0, 1)),
        build.action("large", ("c2", 0, 2)),
        build.action("relief", ("c3", 0, 0.5), symptoms=["late"]),
        build.action("later", ("c2", 2, 3), ("c4", 0, 2), after=["small"]),
    )
    found = planned(*actions, symptoms={"late": 3})
    assert [row.id for row in found.by_priority()] == ["relief", "large", "small", "later"]


def test_the_trajectory_starts_today_and_follows_the_raises() -> None:
    found = planned(*(build.action(f"a{n}", (f"c{n}", 0, 1), quarters=2) for n in (1, 2, 3, 4)))
    assert [(point.quarter, point.index, point.stage) for point in found.trajectory] == [
        (0, 0.0, 0),
        (1, 0.0, 0),
        (2, 0.75, 0),
        (3, 0.75, 0),
        (4, 1.0, 1),
    ]


def test_a_cell_without_rating_is_left_out_and_named() -> None:
    """It weighs nothing, and what requires it waits for the action that surely raises it."""
    lift, then = build.action("lift", ("c4", 0, 1)), build.action("then", ("c1", 0, 2), at_rung=[("c4", 1)])
    found = planned(lift, then, ratings={"c1": 0.0, "c2": 2.0, "c3": 2.0})
    assert found.to_assess == ("c4",)
    assert starts(found) == {"lift": 1, "then": 2}
    assert found.actions[0].raises == ()
    assert planned(lift, ratings={"c1": 0.0, "c2": 2.0, "c3": 2.0}).actions == ()


def test_an_action_that_changes_nothing_here_is_not_planned() -> None:
    found = planned(build.action("done", ("c1", 0, 1)), build.action("beyond", ("c2", 2, 3)), ratings=2.0)
    assert found.actions == ()
    assert found.status == "optimal"


def test_pins_exclusions_and_edits_are_kept_to() -> None:
    a, b = build.action("a", ("c1", 0, 2), cost=100), build.action("b", ("c1", 0, 2), cost=200)
    found = planned(a, b, choices=PlanChoices(pinned=(Pin("b", 3),), excluded=("a",)))
    assert starts(found) == {"b": 3}
    edits = (
        Edit("a", "cost", 900),
        Edit("a", "quarters", 2),
        Edit("a", "release_days", 7),
        Edit("a", "internal_days", 8),
    )
    (row,) = planned(a, choices=PlanChoices(edits=edits)).actions
    assert (row.cost.gross, row.quarters, row.release_days, row.internal_days) == (900, 2, 7, 8)


def test_options_stand_before_the_assessment() -> None:
    a = build.action("a", ("c1", 0, 2), cost=600, days=4)
    stated = Constraints(budget=1000, release_days_per_quarter=9, horizon_quarters=4)
    assert starts(planned(a, constraints=stated)) == {"a": 1}
    assert starts(planned(a, constraints=stated, options=PlanOptions(budget=500))) == {}
    assert starts(planned(a, constraints=stated, options=PlanOptions(release_days=3))) == {}
    assert len(planned(a, constraints=stated, options=PlanOptions(horizon=2)).quarters) == 2


@pytest.mark.parametrize("field", ["budget", "horizon", "parallel", "release_days"])
def test_an_option_that_makes_no_sense_is_named(field: str) -> None:
    with pytest.raises(UserError) as refused:
        planned(options=PlanOptions(**{field: -1}))
    assert refused.value.field == field


def test_the_document_has_every_key_of_the_contract() -> None:
    course = build.training("course", (300, 400))
    catalogue = build.content(
        TREE, [build.action("a", ("c1", 0, 2), cost=(100, 200), trainings=[("course", 2)])], trainings=[course]
    )
    document: dict[str, Any] = json.loads(json.dumps(plan_document(planned(catalogue=catalogue), catalogue)))
    assert {
        "format", "on", "status", "bound_gap", "solver_seconds", "actions", "quarters", "trajectory", "dropped_rules",
        "to_confirm", "to_assess", "unreached", "infeasible_because",
    } <= document.keys()  # fmt: skip
    (action,) = document["actions"]
    assert {
        "id", "start_quarter", "quarters", "raises", "answers_symptoms", "safe_choice", "release_days", "internal_days",
        "cost", "trainings", "indicators", "helpers", "cse", "priority_rank",
    } <= action.keys()  # fmt: skip
    assert action["raises"] == [{"cell": "c1", "from": 0.0, "to": 2}]
    assert action["cost"]["gross"] == 1000
    assert action["cost"]["gross_low"] == 700
    assert document["quarters"][0]["starts_on"] == "2027-01-01"
