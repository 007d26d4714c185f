"""What comes next for a company, in the order that it passes through."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.access import Hand
from diagnostic.core.model.portfolio import OpenStep, Stand, Todo
from diagnostic.core.next_actions import is_to_do, next_actions, urgency

TODAY = date(2026, 11, 22)
YEAR = 12
OPENED = date(2026, 11, 2)
NEW = Stand(opened_on=OPENED, changed_on=OPENED, hand=Hand.ADVISER, handed=False)
VISITED = replace(NEW, visited_on=date(2026, 11, 10))
BEGUN = replace(VISITED, answered=12)
ASSESSED = replace(BEGUN, answered=60, assessed=True)
HANDED = replace(ASSESSED, handed=True)
NOTED = replace(HANDED, noted_on=date(2026, 11, 10), promised_on=date(2026, 12, 1))
PRESENTED = replace(NOTED, presented_on=date(2026, 11, 20))
SIGNED = replace(PRESENTED, signed_on=date(2026, 11, 20))


def steps(*days: date) -> tuple[OpenStep, ...]:
    return tuple(OpenStep(on, "first") for on in days)


@pytest.mark.parametrize(
    ("stand", "told", "due_on"),
    [
        (NEW, Todo.PREPARE, None),
        (VISITED, Todo.FILL, None),
        (BEGUN, Todo.FILL, None),
        (replace(BEGUN, hand=Hand.LEADER, handed=True), Todo.WAIT, None),
        (ASSESSED, Todo.NOTE, date(2026, 11, 10)),
        (replace(ASSESSED, unsettled=2), Todo.CONSOLIDATE, None),
        (replace(HANDED, unsettled=2), Todo.CONSOLIDATE, None),
        (replace(HANDED, unsettled=2, hand=Hand.LEADER), Todo.NOTE, date(2026, 11, 10)),
        (HANDED, Todo.NOTE, date(2026, 11, 10)),
        (NOTED, Todo.RESTITUTION, date(2026, 12, 1)),
        (replace(NOTED, presented_on=date(2026, 11, 9)), Todo.RESTITUTION, date(2026, 12, 1)),
        (PRESENTED, Todo.SIGN, date(2026, 12, 1)),
        (replace(SIGNED, open_steps=steps(date(2027, 3, 31))), Todo.STEPS, date(2027, 3, 31)),
        (replace(SIGNED, open_steps=steps(date(2026, 11, 21))), Todo.STEPS, date(2026, 11, 21)),
        (SIGNED, Todo.ANNIVERSARY, date(2027, 11, 20)),
        (replace(SIGNED, open_steps=steps(date(2027, 12, 31))), Todo.ANNIVERSARY, date(2027, 11, 20)),
        (replace(SIGNED, signed_on=date(2025, 11, 22)), Todo.SECOND, TODAY),
    ],
)
def test_the_next_thing_to_do(stand: Stand, told: Todo, due_on: date | None) -> None:
    first = next_actions(stand, TODAY, YEAR)[0]
    assert (first.todo, first.due_on) == (told, due_on)


def test_a_promised_restitution_is_told_whatever_remains_to_be_settled_before_it() -> None:
    found = next_actions(replace(NOTED, unsettled=3), TODAY, YEAR)
    assert [one.todo for one in found] == [Todo.RESTITUTION, Todo.CONSOLIDATE]


def test_the_file_is_handed_over_once_the_note_is_left() -> None:
    found = next_actions(replace(NOTED, handed=False), TODAY, YEAR)
    assert [one.todo for one in found] == [Todo.RESTITUTION, Todo.HAND_OVER]


def test_late_steps_come_first_and_go_where_they_are() -> None:
    late = (OpenStep(date(2026, 9, 30), "before"), OpenStep(date(2026, 10, 31), "before"))
    found = next_actions(replace(BEGUN, open_steps=late), TODAY, YEAR)
    told = [(one.todo, one.number, one.diagnostic) for one in found]
    assert told == [(Todo.STEPS, 2, "before"), (Todo.FILL, 0, None)]


def test_what_is_due_today_is_not_late_and_what_was_due_yesterday_is() -> None:
    (action,) = next_actions(replace(NOTED, promised_on=TODAY), TODAY, YEAR)
    assert not action.is_late(TODAY)
    assert action.is_late(TODAY + timedelta(days=1))


def test_an_adviser_is_not_asked_to_see_to_what_waits_for_the_leader_or_for_next_year() -> None:
    waiting = next_actions(replace(BEGUN, hand=Hand.LEADER, handed=True), TODAY, YEAR)[0]
    assert not is_to_do(waiting, TODAY)
    assert not is_to_do(next_actions(SIGNED, TODAY, YEAR)[0], TODAY)
    assert is_to_do(next_actions(NEW, TODAY, YEAR)[0], TODAY)


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
MAYBE = st.none() | DAYS
STANDS = st.builds(
    Stand,
    opened_on=DAYS,
    changed_on=DAYS,
    hand=st.sampled_from(Hand),
    handed=st.booleans(),
    answered=st.integers(0, 60),
    assessed=st.booleans(),
    unsettled=st.integers(0, 9),
    visited_on=MAYBE,
    presented_on=MAYBE,
    signed_on=MAYBE,
    open_steps=st.lists(DAYS, max_size=3).map(lambda days: steps(*sorted(days))),
)


@given(STANDS, DAYS)
def test_there_is_always_something_next_and_late_things_come_before_the_others(stand: Stand, today: date) -> None:
    found = next_actions(stand, today, YEAR)
    assert found
    by_urgency = sorted(found, key=lambda one: urgency(one, today))
    late = [one for one in by_urgency if one.is_late(today)]
    assert by_urgency[: len(late)] == late


@given(STANDS, DAYS)
def test_a_late_step_is_never_left_out(stand: Stand, today: date) -> None:
    late = sum(step.due_on < today for step in stand.open_steps)
    told = [one for one in next_actions(stand, today, YEAR) if one.todo is Todo.STEPS and one.is_late(today)]
    assert sum(one.number for one in told) == late


def test_the_content_says_when_a_second_diagnostic_is_due() -> None:
    signed = replace(SIGNED, signed_on=date(2026, 5, 31))
    (sooner,), (later,) = next_actions(signed, TODAY, 6), next_actions(signed, TODAY, 18)
    assert (sooner.todo, sooner.due_on) == (Todo.ANNIVERSARY, date(2026, 11, 30))
    assert (later.todo, later.due_on) == (Todo.ANNIVERSARY, date(2027, 11, 30))
    assert next_actions(signed, date(2026, 11, 30), 6)[0].todo is Todo.SECOND
