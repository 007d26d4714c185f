"""What differs between two plans, what they come to, and the reasons that are facts."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core import plan_choices
from diagnostic.core.model.assessment import Assessment, Constraints, Edit, Pin, PlanChoices
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.plan import IfRenewed, Money, Obstacle, Plan, PlannedAction, Point, RaisedCell
from diagnostic.core.model.plan_change import Moved, Totals, Why
from diagnostic.core.plan_changes import change, reasons, totals
from diagnostic.core.planning import PlanOptions, plan
from tests.core import plan_builders as build

TREE = build.capability_tree()
RATED = {"c1": 0.0, "c2": 2.0, "c3": 2.0, "c4": 2.0}


def planned(
    id: str, start: int, quarters: int = 1, *, net: int = 0, raises: tuple[RaisedCell, ...] = ()
) -> PlannedAction:
    return PlannedAction(
        id=id,
        start_quarter=start,
        quarters=quarters,
        raises=raises,
        answers_symptoms=(),
        safe_choice=False,
        release_days=1.5,
        internal_days=2,
        cost=Money(net + 100, net, (), net, (IfRenewed("d", 40, build.ON),)),
        trainings=(),
        tasks=(),
        priority_rank=start,
    )


def made(*actions: PlannedAction, **changes: object) -> Plan:
    plain = Plan(
        on=build.ON,
        status="optimal",
        objective=1.0,
        bound_gap=0.0,
        solver_seconds=0.0,
        actions=tuple(sorted(actions, key=lambda row: (row.start_quarter, row.id))),
        quarters=(),
        trajectory=(Point(0, 1.0, 1), Point(1, 1.6, 2)),
        targets=(),
        dropped_rules=(),
        to_confirm=(),
        to_assess=(),
        unreached=(),
        infeasible_because=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


STARTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 8))


def schedule(starts: dict[str, int]) -> Plan:
    return made(*(planned(id, start) for id, start in starts.items()))


@settings(deadline=None)
@given(STARTS, STARTS)
def test_every_action_is_kept_added_removed_or_moved(first: dict[str, int], then: dict[str, int]) -> None:
    found = change(schedule(first), schedule(then))
    assert set(found.added) == set(then) - set(first)
    assert set(found.removed) == set(first) - set(then)
    assert {row.action: (row.before, row.after) for row in found.moved} == {
        id: (first[id], then[id]) for id in set(first) & set(then) if first[id] != then[id]
    }
    assert found.nothing == (first == then)
    back = change(schedule(then), schedule(first))
    assert (back.added, back.removed) == (found.removed, found.added)


@settings(deadline=None)
@given(STARTS, STARTS)
def test_changes_are_told_in_the_order_of_the_calendar(first: dict[str, int], then: dict[str, int]) -> None:
    found = change(schedule(first), schedule(then))
    assert [then[id] for id in found.added] == sorted(then[id] for id in found.added)
    assert [row.after for row in found.moved] == sorted(row.after for row in found.moved)


def test_totals_are_those_of_the_whole_plan() -> None:
    assert totals(made(planned("a", 1, net=900), planned("b", 2, net=50))) == Totals(
        actions=2,
        gross=1150,
        net=950,
        if_renewed=80,
        internal_days=4,
        release_days=3.0,
        index=1.6,
        stage=2,
        quarters=0,
        objective=1.0,
    )


def test_an_impossible_request_removes_nothing_and_tells_its_obstacles() -> None:
    obstacle = Obstacle("budget", "0", "900")
    refused = made(status="infeasible", objective=None, trajectory=(), infeasible_because=(obstacle,))
    found = change(made(planned("a", 1)), refused)
    assert (found.added, found.removed, found.moved) == ((), (), ())
    assert found.after is None and found.before is not None
    assert found.obstacles == (obstacle,)
    assert not found.nothing
    assert change(refused, made(planned("a", 1))).before is None


def company(*actions: Action, **choices: object) -> tuple[Content, Assessment]:
    content = build.content(TREE, actions)
    assessment = build.company(TREE, RATED, choices=PlanChoices(**choices))  # type: ignore[arg-type]
    return content, assessment


def why(actions: tuple[Action, ...], before: Plan, after: Plan, **choices: object) -> dict[str, Why]:
    content, assessment = company(*actions, **choices)
    return reasons(content, assessment, change(before, after), after)


A, B = build.action("a", ("c1", 0, 2), after=["b"]), build.action("b", ("c2", 2, 3))


def test_an_action_that_another_requires_comes_for_it() -> None:
    after = made(planned("b", 1), planned("a", 2))
    assert why((A, B), made(), after, pinned=(Pin("a"),)) == {"a": Why("pinned"), "b": Why("first_for", "a")}


def test_an_action_set_aside_leaves_with_what_required_it() -> None:
    before = made(planned("b", 1), planned("a", 2))
    assert why((A, B), before, made(), excluded=("b",)) == {"b": Why("excluded"), "a": Why("lost_first", "b")}


def test_an_action_waits_for_the_one_that_was_moved() -> None:
    before, after = made(planned("b", 1), planned("a", 2)), made(planned("b", 3), planned("a", 4))
    assert why((A, B), before, after, pinned=(Pin("b", 3),)) == {"b": Why("pinned"), "a": Why("after", "b")}


def test_an_action_that_brings_a_cell_to_a_required_rung_comes_for_it() -> None:
    needing = build.action("a", ("c1", 0, 2), at_rung=[("c2", 3)])
    after = made(planned("b", 1, raises=(RaisedCell("c2", 2, 3),)), planned("a", 2))
    assert why((needing, B), made(planned("a", 2)), after) == {"b": Why("rung_for", "a")}
    too_late = made(planned("b", 2, raises=(RaisedCell("c2", 2, 3),)), planned("a", 2))
    assert why((needing, B), made(planned("a", 2)), too_late) == {}


def test_nothing_is_told_where_nothing_is_known() -> None:
    other = build.action("c", ("c1", 0, 2))
    assert why((B, other), made(planned("b", 1)), made(planned("c", 1))) == {}


def test_a_real_plan_explains_what_a_pin_brings() -> None:
    content, assessment = company(A, replace(B, requires_actions=()))
    assessment = replace(assessment, constraints=Constraints(horizon_quarters=2))
    scored = build.scored(TREE, assessment)
    before = plan(content, replace(assessment, plan=PlanChoices(excluded=("b",))), scored, build.ON, PlanOptions())
    wished = replace(assessment, plan=plan_choices.fix(assessment.plan, "a", 2))
    after = plan(content, wished, scored, build.ON, PlanOptions())
    found = change(before, after)
    assert found.added == ("b", "a")
    assert reasons(content, wished, found, after) == {"a": Why("pinned"), "b": Why("first_for", "a")}


def test_choices_never_contradict_each_other() -> None:
    fixed = plan_choices.fix(PlanChoices(excluded=("a",)), "a", 3)
    assert fixed == PlanChoices(pinned=(Pin("a", 3),))
    assert plan_choices.fix(fixed, "a") == PlanChoices(pinned=(Pin("a"),))
    assert plan_choices.exclude(fixed, "a") == PlanChoices(excluded=("a",))
    assert plan_choices.restore(plan_choices.exclude(fixed, "a"), "a") == PlanChoices()
    assert plan_choices.release(fixed, "b") == fixed


def test_own_figures_replace_those_given_before() -> None:
    first = plan_choices.edit(PlanChoices(), "a", {"cost": 900, "quarters": 2})
    assert first.edits == (Edit("a", "cost", 900), Edit("a", "quarters", 2))
    assert plan_choices.edit(first, "a", {"cost": 500}).edits == (Edit("a", "cost", 500),)
    assert plan_choices.edit(first, "a", {}).edits == ()


@settings(deadline=None)
@given(st.permutations([Pin("a", 1), Pin("b", 2), Pin("c", None)]))
def test_the_order_of_the_acts_does_not_matter(pins: list[Pin]) -> None:
    choices = PlanChoices()
    for pin in pins:
        choices = plan_choices.fix(choices, pin.action, pin.start_quarter)
    assert choices.pinned == (Pin("a", 1), Pin("b", 2), Pin("c", None))


def test_moved_says_from_where_to_where() -> None:
    assert change(made(planned("a", 1)), made(planned("a", 4))).moved == (Moved("a", 1, 4),)
