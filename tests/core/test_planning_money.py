"""Funding inside the plan: only what is in force is counted, one ceiling is spent once, the rest is told apart."""

from dataclasses import replace
from datetime import date

from diagnostic.core.model.assessment import Company, Constraints
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.device import Ceiling, Conditions, Deadline, Device
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.planning import PlanOptions, plan
from tests.core import plan_builders as build

TREE = build.capability_tree()
IN_2026 = date(2026, 2, 3)
COURSE = build.training("course", (1000, 2000))
SCALE_2026 = build.device(
    "scale",
    per_hour=30.0,
    ceilings=[Ceiling(1000, "company_year")],
    valid_to=date(2026, 12, 31),
    annual_scale=True,
    to_confirm=Text("les fonds restants"),
)


def course_action(id: str, cell: str, people: int = 1, **more: object) -> Action:
    return build.action(id, (cell, 0, 2), trainings=[("course", people)], **more)  # type: ignore[arg-type]


def catalogue(*actions: Action, devices: tuple[Device, ...] = (SCALE_2026,)) -> Content:
    return build.content(TREE, actions, trainings=[COURSE], devices=devices)


def planned(content: Content, on: date = IN_2026, **given: object) -> Plan:
    stated = {"constraints": Constraints(horizon_quarters=4), **given}
    company = build.company(TREE, **stated)  # type: ignore[arg-type]
    return plan(content, company, build.scored(TREE, company), on, PlanOptions())


def test_what_is_in_force_is_counted_with_its_rule_and_its_end() -> None:
    """14 hours at 30 € for one trainee."""
    (action,) = planned(catalogue(course_action("a", "c1"))).actions
    assert (action.cost.gross, action.cost.gross_low, action.cost.net) == (2000, 1000, 1580)
    (line,) = action.cost.by_device
    assert (line.device, line.amount, line.rule.fr, line.valid_to) == (
        "scale",
        420,
        "règle de scale",
        date(2026, 12, 31),
    )
    assert action.trainings[0].device == "scale"


def test_one_ceiling_is_not_spent_twice() -> None:
    found = planned(catalogue(course_action("a", "c1", 2), course_action("b", "c2", 2)))
    assert sum(line.amount for action in found.actions for line in action.cost.by_device) == 1000
    assert sum(action.cost.net for action in found.actions) == 8000 - 1000


def test_a_scale_that_has_ended_is_never_counted_but_told() -> None:
    """The plan of November starts in 2027; the 2026 scale, if renewed, keeps its ceiling."""
    limits = Constraints(budget=8000, horizon_quarters=4)
    found = planned(catalogue(course_action("a", "c1", 2), course_action("b", "c2", 2)), build.ON, constraints=limits)
    assert [action.cost.net for action in found.actions] == [4000, 4000]
    assert [[(row.device, row.amount) for row in action.cost.if_renewed] for action in found.actions] == [
        [("scale", 840)],
        [("scale", 160)],
    ]
    assert [(row.device, row.reason.fr) for row in found.to_confirm] == [("scale", "les fonds restants")]


def test_what_is_not_an_annual_scale_ends_for_good() -> None:
    ended = replace(SCALE_2026, annual_scale=False)
    (action,) = planned(catalogue(course_action("a", "c1"), devices=(ended,)), build.ON).actions
    assert (action.cost.net, action.cost.if_renewed) == (2000, ())


def test_neither_an_ended_nor_an_unverified_device_is_counted() -> None:
    gone = build.device("gone", share=1.0, status="ended")
    unknown = build.device("unknown", share=1.0, status="unverified")
    found = planned(catalogue(course_action("a", "c1"), devices=(gone, unknown)))
    assert found.actions[0].cost.net == 2000
    assert found.to_confirm == ()


def test_funding_makes_room_in_the_budget() -> None:
    half = build.device("half", share=0.5)
    content = catalogue(course_action("a", "c1"), devices=(half,))
    assert planned(content, constraints=Constraints(budget=1000, horizon_quarters=4)).quarters[0].net_cost == 1000
    assert planned(content, constraints=Constraints(budget=999, horizon_quarters=4)).actions == ()


def test_one_device_per_training_the_other_where_the_first_is_spent() -> None:
    """`large` pays one course in full; its ceiling spent, `small` pays its half of the other."""
    large = build.device("large", share=1.0, ceilings=[Ceiling(2000, "company")])
    small = build.device("small", share=0.5)
    found = planned(catalogue(course_action("a", "c1"), course_action("b", "c2"), devices=(large, small)))
    assert sorted((row.device, row.amount) for a in found.actions for row in a.cost.by_device) == [
        ("large", 2000),
        ("small", 1000),
    ]


def test_a_probable_opco_counts_for_nothing_and_is_to_be_confirmed() -> None:
    only_2i = replace(SCALE_2026, conditions=Conditions(opco=("opco2i",)))
    content = catalogue(course_action("a", "c1"), devices=(only_2i,))
    certain = Company("certain", idcc=3248, headcount=30)
    probable = Company("probable", naf="25.62B", headcount=30)
    assert planned(content, facts=certain).actions[0].cost.net == 1580
    found = planned(content, facts=probable)
    assert found.actions[0].cost.net == 2000
    ((device, reason),) = [(row.device, row.reason.fr) for row in found.to_confirm]
    assert device == "scale"
    assert "OPCO 2i n’est que probable" in reason


def test_the_own_cost_of_an_action_is_funded_by_its_kind() -> None:
    credit = build.device("credit", share=0.2, pays_for="innovation")
    actions = (
        build.action("new", ("c1", 0, 2), cost=10001, funding_kind="innovation"),
        build.action("plain", ("c2", 0, 2), cost=10000),
    )
    costs = {row.id: row.cost.net for row in planned(catalogue(*actions, devices=(credit,))).actions}
    assert costs == {"new": 10001 - 2000, "plain": 10000}


def test_a_device_is_judged_on_the_day_the_action_starts() -> None:
    """Days away allow one course a quarter: the fourth starts in 2027, after the scale's end."""
    actions = [course_action(f"a{n}", f"c{n}", days=5) for n in (1, 2, 3, 4)]
    limits = Constraints(release_days_per_quarter=5, horizon_quarters=4)
    rich = replace(SCALE_2026, scales=(build.scale(per_hour=30.0),))
    found = planned(catalogue(*actions, devices=(rich,)), constraints=limits)
    funded = {action.start_quarter: bool(action.cost.by_device) for action in found.actions}
    assert funded == {1: True, 2: True, 3: True, 4: False}
    assert found.actions[3].cost.if_renewed[0].amount == 420


def test_what_is_counted_is_taken_off_what_a_renewal_would_bring() -> None:
    """One course a quarter, two trainees each; 840 € counted of a ceiling of 1,000 € for the whole plan."""
    actions = [course_action(f"a{n}", f"c{n}", 2, days=5, quarters=3) for n in (1, 2)]
    limits = Constraints(parallel_actions=1, horizon_quarters=6)
    once = replace(SCALE_2026, scales=(build.scale(None, 30.0, Ceiling(1000, "company")),))
    counted, later = planned(catalogue(*actions, devices=(once,)), constraints=limits).actions
    assert [row.amount for row in counted.cost.by_device] == [840]
    assert [row.amount for row in later.cost.if_renewed] == [160]


def test_devices_that_may_be_added_share_a_cost_and_others_never_do() -> None:
    first = build.device("first", share=0.8)
    added = build.device("added", share=0.5, adds_to=("first",))
    (action,) = planned(catalogue(course_action("a", "c1"), devices=(first, added))).actions
    assert sum(row.amount for row in action.cost.by_device) == 2000
    assert {row.device for row in action.cost.by_device} == {"first", "added"}
    assert action.cost.net == 0
    apart = build.device("added", share=0.5)
    (action,) = planned(catalogue(course_action("a", "c1"), devices=(first, apart))).actions
    assert [(row.device, row.amount) for row in action.cost.by_device] == [("first", 1600)]


def test_a_person_s_device_is_never_counted_in_a_plan() -> None:
    account = build.device("account", share=1.0, initiative="person")
    found = planned(catalogue(course_action("a", "c1"), devices=(account,)))
    assert found.actions[0].cost.net == 2000
    assert found.to_confirm == ()


def test_what_a_device_asks_to_file_is_dated_from_the_start_of_the_action() -> None:
    """The plan of February starts in April; a scale that would only be renewed asks for its file too."""
    ask = Deadline("file", -30, Text("déposer le dossier"), Text("règle de l’OPCO"), legal=True)
    (action,) = planned(catalogue(course_action("a", "c1"), devices=(replace(SCALE_2026, deadlines=(ask,)),))).actions
    assert [(task.by, task.device, task.late) for task in action.tasks] == [(date(2026, 3, 2), "scale", False)]
    silent = build.device("other", share=0.1, deadlines=(ask,), status="unverified")
    (action,) = planned(catalogue(course_action("a", "c1"), devices=(silent,))).actions
    assert action.tasks == ()
