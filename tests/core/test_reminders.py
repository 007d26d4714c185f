"""Who is reminded of what, and when: run on any days, in any order, nobody is told the same thing twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.reminder import Followers, Milestone, Reminder, ReminderKind, WatchedStep
from diagnostic.core.model.rhythm import AgainRhythm, RestitutionRhythm, Rhythm, StepRhythm
from diagnostic.core.model.step import State, Step
from diagnostic.core.months import months_later
from diagnostic.core.reminders import round_of

DUE = date(2027, 3, 31)
RHYTHM = Rhythm(StepRhythm(14, 30, 3), RestitutionRhythm(3, 1), AgainRhythm(12))
AROUND = Followers(("lea@exemple.fr", "leo@exemple.fr"), ("hugo@chambre.fr",), "Léa Martin")
FOLLOWERS = {"one": AROUND, "two": Followers(("autre@exemple.fr",)), "nobody": Followers()}
MOMENTS = [DUE - timedelta(days=14), *(DUE + timedelta(days=days) for days in (0, 30, 60, 90))]
DAYS = st.lists(st.dates(DUE - timedelta(days=40), DUE + timedelta(days=200)), unique=True).map(sorted)
STATES = st.sampled_from(list(State))


def step(id: str = "step", **more: object) -> Step:
    values: dict[str, object] = {"signature": "s", "action": "idea_trials", "due_on": DUE, "updated_by": "link:d"}
    values |= {"updated_at": datetime(2026, 11, 22, tzinfo=UTC)}
    return Step(id=id, **values | more)  # type: ignore[arg-type]


def watched(one: Step, company: str = "one") -> WatchedStep:
    return WatchedStep(company, f"Société {company}", f"diagnostic of {company}", one, "Essayer une idée")


def letters(today: date, *steps: WatchedStep, milestones: tuple[Milestone, ...] = ()) -> tuple[Reminder, ...]:
    return round_of(steps, milestones, FOLLOWERS, RHYTHM, today).reminders


def run(steps: list[WatchedStep], days: list[date]) -> list[tuple[date, Reminder]]:
    """What leaves when the command runs on those days, each letter marking its steps."""
    sent = []
    for today in days:
        left = letters(today, *steps)
        told = {line.step for letter in left for line in letter.lines}
        steps = [
            replace(one, step=replace(one.step, reminded_on=today)) if one.step.id in told else one for one in steps
        ]
        sent += [(today, letter) for letter in left]
    return sent


def test_the_owner_is_told_before_on_the_day_then_three_times_once_a_month() -> None:
    every_day = [DUE + timedelta(days=days) for days in range(-40, 200)]
    sent = run([watched(step(owner_email="chef@exemple.fr"))], every_day)
    assert [day for day, _ in sent] == MOMENTS
    assert {letter.to for _, letter in sent} == {"chef@exemple.fr"}
    assert [letter.lines[0].late for _, letter in sent] == [False, False, True, True, True]
    assert not any(letter.opens for _, letter in sent), "whoever has no account is given no link"


def test_without_an_owner_the_leaders_are_told() -> None:
    sent = letters(DUE, watched(step()))
    assert [letter.to for letter in sent] == ["lea@exemple.fr", "leo@exemple.fr"]
    assert all(letter.opens for letter in sent)


def test_before_any_leader_has_an_account_the_adviser_is_told() -> None:
    followers = {"one": Followers(advisers=("ana@exemple.fr",))}
    (letter,) = round_of([watched(step())], [], followers, RHYTHM, DUE).reminders
    assert letter.to == "ana@exemple.fr" and letter.opens


def test_whom_nobody_can_tell_is_counted_and_waits_for_an_address() -> None:
    lost = watched(step(), "nobody")
    done = round_of([lost], [], FOLLOWERS, RHYTHM, DUE)
    assert (done.reminders, done.untold) == ((), 1)
    found = replace(lost, step=replace(lost.step, owner_email="chef@exemple.fr"))
    assert len(letters(DUE + timedelta(days=1), found)) == 1


def test_a_person_gets_one_letter_a_company() -> None:
    mine = {"owner_email": "chef@exemple.fr"}
    steps = [watched(step("b", **mine)), watched(step("a", **mine)), watched(step("c", **mine), "two")]
    sent = letters(DUE, *steps)
    assert [[line.step for line in letter.lines] for letter in sent] == [["a", "b"], ["c"]]


@given(st.lists(st.tuples(STATES, st.booleans(), st.sampled_from(["one", "two"])), max_size=5), DAYS)
def test_nobody_is_told_twice_of_one_moment(rows: list[tuple[State, bool, str]], days: list[date]) -> None:
    steps = [
        watched(step(str(place), state=state, owner_email="chef@exemple.fr" if owned else None), company)
        for place, (state, owned, company) in enumerate(rows)
    ]
    sent = run(steps, days)
    for one in steps:
        told = [(day, letter.to) for day, letter in sent if one.step.id in {line.step for line in letter.lines}]
        assert len(told) == len(set(told))
        passed = [sum(moment <= day for moment in MOMENTS) for day in dict.fromkeys(day for day, _ in told)]
        assert len(passed) == len(set(passed)), "each letter has a moment of its own"
        expected = {one.step.owner_email} if one.step.owner_email else set(FOLLOWERS[one.company].leaders)
        assert {to for _, to in told} <= expected
        assert one.step.is_open or not told


@given(DAYS)
def test_a_day_without_a_run_loses_nothing(days: list[date]) -> None:
    """Whoever is behind by one moment or more is told at the next run."""
    sent = [day for day, _ in run([watched(step(owner_email="chef@exemple.fr"))], days)]
    for earlier, day in zip([date.min, *days], days, strict=False):
        if any(earlier < moment <= day for moment in MOMENTS):
            assert day in sent


@given(st.permutations(range(6)), st.dates(DUE - timedelta(days=20), DUE + timedelta(days=100)))
def test_the_order_of_what_is_read_changes_no_letter(order: list[int], today: date) -> None:
    steps = [watched(step(str(place)), ("one", "two", "nobody")[place % 3]) for place in range(6)]
    assert letters(today, *(steps[place] for place in order)) == letters(today, *steps)


def milestone(kind: ReminderKind, day: date, company: str = "one", reminded_on: date | None = None) -> Milestone:
    return Milestone(kind, company, "Société", f"diagnostic of {company}", day, reminded_on)


@pytest.mark.parametrize(
    ("after", "reminded", "told"),
    [(-4, None, False), (-3, None, True), (0, -3, False), (1, -3, True), (9, 1, False), (9, -3, True)],
)
def test_the_adviser_is_told_of_a_restitution_before_then_once_late(
    after: int, reminded: int | None, told: bool
) -> None:
    told_on = None if reminded is None else DUE + timedelta(days=reminded)
    one = milestone(ReminderKind.RESTITUTION, DUE, reminded_on=told_on)
    sent = letters(DUE + timedelta(days=after), milestones=(one,))
    assert [letter.to for letter in sent] == (["hugo@chambre.fr"] if told else [])


def test_a_second_diagnostic_is_proposed_once_a_year_has_gone_by() -> None:
    signed = date(2026, 11, 22)
    one = milestone(ReminderKind.AGAIN, signed, "two")
    assert letters(date(2027, 11, 21), milestones=(one,)) == ()
    (letter,) = letters(date(2027, 11, 22), milestones=(one,))
    assert letter.to == "autre@exemple.fr", "without an adviser, its leader"
    again = milestone(ReminderKind.AGAIN, signed, "two", date(2027, 11, 22))
    assert letters(date(2029, 1, 1), milestones=(again,)) == ()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_end_on_a_day_that_exists(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
