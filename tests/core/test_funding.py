"""What a device may bring: its scale on one cost, its conditions on one company, its dates on one day."""

from dataclasses import replace
from datetime import date

import pytest

from diagnostic.core.eligibility import CompanyFacts, Eligible, Expense, PeopleFacts, company_facts, eligibility
from diagnostic.core.funding import offers, offers_if_renewed
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.device import Ceiling, Conditions, Device, PeopleConditions, Scale, TrainingConditions
from tests.core import plan_builders as build

DAY = date(2026, 6, 1)
COURSE = Expense(
    action="a",
    kind="training",
    gross=2000,
    gross_low=1000,
    training="course",
    training_kind="trade",
    hours=14.0,
    people=3,
)
ANY = Conditions()
FACTS = CompanyFacts()
WORKSHOP = Company("Atelier", naf="25.62B", idcc=3248, headcount=30, region="32")

SCALES = [
    (build.device("d", per_hour=30.0), 1260),
    (build.device("d", per_hour=100.0), 2000),
    (build.device("d", share=0.3333), 666),
    (build.device("d", share=0.5, ceilings=[Ceiling(700, "company_year")]), 700),
    (build.device("d", share=0.5, ceilings=[Ceiling(300, "trainee")]), 900),
]


@pytest.mark.parametrize(("device", "amount"), SCALES)
def test_the_scale_gives_whole_euros_never_more_than_the_cost_or_the_ceiling(device: Device, amount: int) -> None:
    assert [offer.amount for offer in offers([device], COURSE, COURSE.gross, DAY, FACTS)] == [amount]


def test_an_hourly_scale_pays_only_the_kinds_it_names() -> None:
    assert offers([build.device("d", per_hour=30.0)], replace(COURSE, training_kind="language"), 2000, DAY, FACTS) == ()


def test_a_device_pays_only_for_its_kind_of_cost() -> None:
    assert offers([build.device("d", share=0.5, pays_for="innovation")], COURSE, 2000, DAY, FACTS) == ()
    assert offers([build.device("d", share=0.5)], replace(COURSE, kind=None), 2000, DAY, FACTS) == ()


def test_the_most_generous_comes_first() -> None:
    devices = [build.device("less", share=0.2), build.device("more", share=0.6), build.device("also", share=0.6)]
    assert [offer.device for offer in offers(devices, COURSE, 2000, DAY, FACTS)] == ["also", "more", "less"]


@pytest.mark.parametrize(
    ("day", "counted", "if_renewed"),
    [
        (date(2025, 12, 31), 0, 0),
        (date(2026, 1, 1), 1, 0),
        (date(2026, 12, 31), 1, 0),
        (date(2027, 1, 1), 0, 1),
    ],
)
def test_the_first_and_last_days_are_inside(day: date, counted: int, if_renewed: int) -> None:
    scale = build.device("d", share=0.5, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31), annual_scale=True)
    assert len(offers([scale], COURSE, 2000, day, FACTS)) == counted
    assert len(offers_if_renewed([scale], COURSE, 2000, day, FACTS)) == if_renewed


CONDITIONS: list[tuple[Conditions, Company, Eligible]] = [
    (ANY, Company("x"), "yes"),
    (replace(ANY, opco=("opco2i",)), WORKSHOP, "yes"),
    (replace(ANY, opco=("ocapiat",)), WORKSHOP, "no"),
    (replace(ANY, opco=("opco2i",)), replace(WORKSHOP, idcc=None), "unknown"),
    (replace(ANY, opco=("ocapiat",)), replace(WORKSHOP, idcc=None), "no"),
    (replace(ANY, opco=("opco2i",)), replace(WORKSHOP, idcc=None, naf=None), "unknown"),
    (replace(ANY, opco=("opco2i",)), replace(WORKSHOP, idcc=9999), "unknown"),
    (replace(ANY, max_headcount=49), replace(WORKSHOP, headcount=49), "yes"),
    (replace(ANY, max_headcount=49), replace(WORKSHOP, headcount=50), "no"),
    (replace(ANY, min_headcount=50), replace(WORKSHOP, headcount=49), "no"),
    (replace(ANY, max_headcount=49), replace(WORKSHOP, headcount=None), "unknown"),
    (replace(ANY, regions=("32",)), WORKSHOP, "yes"),
    (replace(ANY, regions=("28",)), WORKSHOP, "no"),
    (replace(ANY, naf_divisions=("24", "25")), WORKSHOP, "yes"),
    (replace(ANY, naf_divisions=("24",)), WORKSHOP, "no"),
    (replace(ANY, naf_divisions=("24",)), replace(WORKSHOP, naf=None), "unknown"),
    (replace(ANY, regions=("28",), naf_divisions=("24",)), replace(WORKSHOP, naf=None), "no"),
    (replace(ANY, idcc=(3248,)), WORKSHOP, "yes"),
    (replace(ANY, idcc=(1486,)), WORKSHOP, "no"),
    (replace(ANY, idcc=(1486,)), replace(WORKSHOP, idcc=9999), "unknown"),
    (replace(ANY, departments=("59", "62")), replace(WORKSHOP, department="62"), "yes"),
    (replace(ANY, departments=("59", "62")), replace(WORKSHOP, department="80"), "no"),
    (replace(ANY, departments=("59", "62")), WORKSHOP, "unknown"),
]


@pytest.mark.parametrize(("conditions", "company", "eligible"), CONDITIONS)
def test_every_condition_must_hold_and_a_missing_fact_is_not_a_yes(
    conditions: Conditions, company: Company, eligible: Eligible
) -> None:
    device = build.device("d", share=0.5, conditions=conditions)
    verdict = eligibility(device, company_facts(company, build.opco_tables()))
    assert verdict.eligible == eligible
    assert bool(verdict.reasons) == (eligible == "unknown")


YOUNG = PeopleConditions(min_age=16, max_age=25)
SEEKER = PeopleConditions(statuses=("job_seeker",), min_age=26)
PEOPLE: list[tuple[PeopleFacts, Eligible]] = [
    (PeopleFacts(status="employee", age=25), "yes"),
    (PeopleFacts(status="employee", age=26), "no"),
    (PeopleFacts(status="job_seeker", age=26), "yes"),
    (PeopleFacts(status="job_seeker"), "unknown"),
    (PeopleFacts(age=30), "unknown"),
    (PeopleFacts(age=15), "no"),
]


@pytest.mark.parametrize(("people", "eligible"), PEOPLE)
def test_one_of_the_alternatives_on_people_must_hold(people: PeopleFacts, eligible: Eligible) -> None:
    device = build.device("d", share=0.5, conditions=Conditions(people=(YOUNG, SEEKER)))
    assert eligibility(device, FACTS, people).eligible == eligible


FOLLOWED: list[tuple[TrainingConditions, bool]] = [
    (TrainingConditions(), True),
    (TrainingConditions(kinds=("trade", "language")), True),
    (TrainingConditions(kinds=("regulatory",)), False),
    (TrainingConditions(certifying=True), False),
    (TrainingConditions(afest=False), True),
    (TrainingConditions(min_hours=14), True),
    (TrainingConditions(min_hours=15), False),
    (TrainingConditions(max_hours=14), True),
    (TrainingConditions(max_hours=13), False),
    (TrainingConditions(levels=(5,)), False),
]


@pytest.mark.parametrize(("wanted", "holds"), FOLLOWED)
def test_a_device_looks_at_what_is_followed(wanted: TrainingConditions, holds: bool) -> None:
    device = build.device("d", share=0.5, conditions=Conditions(training=wanted))
    assert bool(offers([device], COURSE, 2000, DAY, FACTS)) == holds


def test_what_the_person_pays_and_the_hourly_cap_are_left_out() -> None:
    """3 × 14 h at 20 € retained, the half of it; 150 € left to each of the three."""
    capped = build.device("d", scales=(Scale(share=0.5, hourly_cap=20.0),))
    assert offers([capped], COURSE, 2000, DAY, FACTS)[0].amount == 420
    left = build.device("d", scales=(Scale(share=1.0, left_to_person=150),))
    assert offers([left], COURSE, 2000, DAY, FACTS)[0].amount == 1550
