"""Who could pay for a training: worked cases on the real devices, then what always holds on any."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core.eligibility import CompanyFacts, Expense, PeopleFacts, company_facts
from diagnostic.core.funding import course
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.device import Ceiling, Conditions, Deadline, Device, Scale, TrainingConditions
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.who_pays import WhoPays, who_pays
from tests.core import plan_builders as build

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/funding/worked_cases.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 6, 1)
COURSE = Expense(action="", kind="training", gross=2000, gross_low=2000, training_kind="trade", hours=20.0, people=2)
FACTS = CompanyFacts(headcount=30)


def asked(content: Content, case: dict[str, Any]) -> WhoPays:
    told = case["training"]
    expense = Expense(
        action="",
        kind=told.get("for", "training"),
        gross=told["cost"],
        gross_low=told["cost"],
        training_kind=told.get("kind"),
        hours=float(told.get("hours", 0)),
        people=told.get("people", 1),
        certifying="level" in told,
        level=told.get("level"),
        afest=bool(told.get("afest")),
    )
    facts = company_facts(Company("x", **case["company"]), content.opco)
    people = PeopleFacts(**{"status": "employee", **case.get("person", {})})
    start, on = told["start"], case["asked_on"]
    return who_pays(content.devices.values(), facts, expense, start, on=on, people=people)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_worked_case(content: Content, case: dict[str, Any]) -> None:
    found = asked(content, case)
    assert (dict(found.mix), found.net) == (case["pays"], case["net"])
    assert dict(found.by_person) == case.get("by_person", {})
    if "if_renewed" in case:
        assert found.if_renewed == case["if_renewed"]
    rows = {row.device: row for row in found.possibilities}
    for id, answer in case.get("answers", {}).items():
        assert (id, rows[id].answer) == (id, answer)
    for id, by in case.get("tasks", {}).items():
        assert by in {task.by for task in rows[id].tasks}


def test_the_same_question_has_the_same_answer(content: Content) -> None:
    for case in CASES:
        assert asked(content, case) == asked(content, case)


def account(id: str, share: float, adds_to: tuple[str, ...] = ()) -> Device:
    return build.device(id, share=share, balance="cpf", adds_to=adds_to)


def test_devices_that_draw_on_one_account_share_what_stands_on_it() -> None:
    """500 € each on two accounts: 1,000 € in all, whichever device draws on them."""
    devices = [account("cpf", 1.0, ("vae",)), account("vae", 0.5)]
    found = who_pays(devices, FACTS, COURSE, DAY, on=DAY, people=PeopleFacts(status="employee", balances={"cpf": 500}))
    assert sum(found.mix.values()) == 1000


def test_an_unknown_account_is_not_counted_but_said() -> None:
    found = who_pays([account("cpf", 1.0)], FACTS, COURSE, DAY, on=DAY)
    assert found.mix == {}
    (row,) = found.possibilities
    assert (row.answer, row.amount) == ("to_confirm", 2000)
    assert "solde" in row.reasons[0].fr


def test_devices_exclude_one_another_unless_one_says_otherwise() -> None:
    alone = [build.device("half", share=0.5), build.device("more", share=0.8)]
    assert who_pays(alone, FACTS, COURSE, DAY, on=DAY).mix == {"more": 1600}
    together = [build.device("half", share=0.5, adds_to=("more",)), build.device("more", share=0.8)]
    assert who_pays(together, FACTS, COURSE, DAY, on=DAY).mix == {"more": 1600, "half": 400}


def test_the_scale_follows_size_and_level() -> None:
    small = Scale(conditions=Conditions(max_headcount=49), flat=1000)
    large = Scale(conditions=Conditions(training=TrainingConditions(levels=(5,))), flat=300)
    device = build.device("d", scales=(small, large))
    assert who_pays([device], CompanyFacts(headcount=49), COURSE, DAY, on=DAY).mix == {"d": 2000}
    assert who_pays([device], CompanyFacts(headcount=50), COURSE, DAY, on=DAY).mix == {}
    assert who_pays([device], CompanyFacts(headcount=50), replace(COURSE, level=5), DAY, on=DAY).mix == {"d": 600}
    unknown = who_pays([device], CompanyFacts(), COURSE, DAY, on=DAY)
    assert (unknown.mix, unknown.possibilities[0].answer) == ({}, "to_confirm")


def test_a_delay_becomes_a_date_and_says_when_it_is_past() -> None:
    rule = Deadline("file", -30, Text("déposer le dossier"), Text("décret"), legal=True)
    device = build.device("d", share=0.5, deadlines=(rule,))
    (row,) = who_pays([device], FACTS, COURSE, date(2026, 7, 1), on=date(2026, 6, 2)).possibilities
    assert [(task.by, task.late) for task in row.tasks] == [(date(2026, 6, 1), True)]


def test_a_maximum_is_told_and_never_counted() -> None:
    device = build.device("d", scales=(Scale(share=0.5, at_most=True),))
    found = who_pays([device], FACTS, COURSE, DAY, on=DAY)
    assert (found.mix, found.net, found.possibilities[0].answer, found.possibilities[0].amount) == (
        {}, 2000, "to_confirm", 1000,
    )  # fmt: skip


def test_a_person_s_account_never_lowers_what_the_company_is_told() -> None:
    own = build.device("own", share=1.0, initiative="person")
    found = who_pays([own, build.device("opco", share=0.5)], FACTS, COURSE, DAY, on=DAY)
    assert (found.mix, found.by_person, found.net) == ({"opco": 1000}, {"own": 2000}, 1000)


def test_a_certification_counts_only_while_its_code_is_registered(content: Content) -> None:
    training = next(row for row in content.trainings.values() if row.code_on(DAY) and row.level)
    assert training.valid_to is not None
    assert course(training, 1, DAY).certifying
    assert not course(training, 1, training.valid_to + timedelta(days=1)).certifying
    assert not course(replace(training, printable=False), 1, DAY).certifying


SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])
IDS = ("a", "b", "c", "d")


@st.composite
def devices(draw: st.DrawFn) -> list[Device]:
    return [
        build.device(
            id,
            scales=(draw(scales()),),
            adds_to=tuple(draw(st.sets(st.sampled_from(IDS), max_size=2))),
            balance=draw(st.sampled_from([None, None, "cpf"])),
            valid_to=draw(st.sampled_from([None, date(2026, 12, 31)])),
            annual_scale=draw(st.booleans()),
            status=draw(st.sampled_from(["active", "active", "ended", "unverified"])),
        )
        for id in IDS[: draw(st.integers(1, 4))]
    ]


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    kind = draw(st.sampled_from(["share", "per_hour", "flat"]))
    per = st.sampled_from(["file", "trainee", "company_year", "company"])
    return Scale(
        share=draw(SHARES) if kind == "share" else None,
        per_hour={"trade": draw(st.sampled_from([10.0, 30.0]))} if kind == "per_hour" else {},
        flat=draw(st.sampled_from([300, 900])) if kind == "flat" else None,
        hourly_cap=draw(st.sampled_from([None, 20.0])),
        left_to_person=draw(st.sampled_from([0, 150])),
        ceilings=tuple(draw(st.lists(st.builds(Ceiling, st.sampled_from([200, 1000]), per), max_size=2))),
    )


@st.composite
def expenses(draw: st.DrawFn) -> Expense:
    gross = draw(st.integers(0, 5000))
    hours = draw(st.sampled_from([0.0, 7.0, 35.0]))
    return replace(COURSE, gross=gross, gross_low=gross, hours=hours, people=draw(st.integers(1, 3)))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(devices(), expenses(), st.sampled_from([DAY, date(2027, 3, 1)]), st.integers(0, 800))
def test_what_always_holds(found: list[Device], expense: Expense, day: date, balance: int) -> None:
    people = PeopleFacts(status="employee", balances={"cpf": balance})
    answer = who_pays(found, FACTS, expense, day, on=DAY, people=people)
    known = {device.id: device for device in found}
    paid = sum(answer.mix.values())
    assert 0 <= paid <= expense.gross
    assert answer.net == expense.gross - paid
    for id, amount in answer.mix.items():
        assert known[id].status == "active"
        assert known[id].valid_to is None or known[id].valid_to >= day
        for ceiling in known[id].scales[0].ceilings:
            assert amount <= ceiling.amount * (expense.people if ceiling.per == "trainee" else 1)
    for one in answer.mix:
        for other in answer.mix:
            assert one == other or known[one].shares_cost_with(known[other])
    drawn = sum(amount for id, amount in answer.mix.items() if known[id].balance)
    assert drawn <= balance * expense.people
    for row in answer.possibilities:
        assert row.answer != "if_renewed" or (known[row.device].annual_scale and day > date(2026, 12, 31))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(devices(), expenses(), st.sampled_from([0.0, 7.0, 14.0]))
def test_more_hours_never_bring_less(found: list[Device], expense: Expense, more: float) -> None:
    people = PeopleFacts(status="employee", balances={"cpf": 500})
    before = who_pays(found, FACTS, expense, DAY, on=DAY, people=people)
    after = who_pays(found, FACTS, replace(expense, hours=expense.hours + more), DAY, on=DAY, people=people)
    assert after.net <= before.net
