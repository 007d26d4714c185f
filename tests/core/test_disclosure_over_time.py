"""Releases that follow one another: what they tell together."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from diagnostic.core.disclosure import Protected, protect
from diagnostic.core.model.audited import Memory
from diagnostic.core.model.released import ReleasedCell
from tests.small_territory import Unit, cohort_of, crowd, little_catalogue

CATALOGUE = little_catalogue((), ("region",), ("department",))
FIRST = [*crowd(20), *crowd(20, "02"), *crowd(20, "03"), *crowd(20, "04")]


def released(units: Sequence[Unit], *before: Memory) -> Protected:
    return protect(cohort_of(units), CATALOGUE, before, len(before) + 1, lambda *_: None)


def department(protected: Protected, code: str = "01") -> ReleasedCell:
    found = protected.tables[2].cell(code)
    assert found is not None
    return found


def newcomers(many: int) -> list[Unit]:
    return [Unit(f"new{rank}", level=6.0, loan=5000) for rank in range(many)]


def test_nothing_new_says_the_same_again() -> None:
    first = released(FIRST)
    again = released(FIRST, first.memory)
    assert department(again) == department(first) and department(again).since == 1


def test_one_newcomer_changes_nothing() -> None:
    first = released(FIRST)
    second = released([*FIRST, *newcomers(1)], first.memory)
    assert department(second) == department(first)
    assert department(second).since == 1


def test_five_newcomers_are_counted() -> None:
    first = released(FIRST)
    second = released([*FIRST, *newcomers(5)], first.memory)
    assert department(second).since == 2 and department(second).companies == 30
    assert department(second, "03").since == 1


def test_a_few_at_a_time_are_counted_once_they_are_five() -> None:
    first = released(FIRST)
    second = released([*FIRST, *newcomers(3)], first.memory)
    third = released([*FIRST, *newcomers(6)], first.memory, second.memory)
    assert (department(second).since, department(third).since) == (1, 3)


def test_after_a_withdrawal_nothing_is_told() -> None:
    first = released(FIRST)
    second = released(FIRST[1:], first.memory)
    assert not department(second).shown
    assert ("department", ("01",), "withdrawal") in {(line.table, line.codes, line.why) for line in second.withheld}
    third = released(FIRST[1:], first.memory, second.memory)
    assert not department(third).shown
    fourth = released([*FIRST[1:], *newcomers(4)], first.memory, second.memory, third.memory)
    assert department(fourth).since == 4


def test_a_correction_alone_is_not_seen() -> None:
    first = released(FIRST)
    corrected = [replace(unit, level=6.0, version="2") if unit is FIRST[0] else unit for unit in FIRST]
    assert department(released(corrected, first.memory)) == department(first)


def test_four_who_leave_as_five_come_are_not_the_difference() -> None:
    """Told at 12 and at 13, the country tells of who left by subtraction unless rounding hides it."""
    few = [*crowd(8), *crowd(30, "02"), *crowd(30, "03"), *crowd(30, "04")]
    first = released(few)
    second = released([*few[1:], *newcomers(4)], first.memory)
    told = department(second)
    assert not told.shown or told.since == 2


def test_what_was_erased_is_still_known_to_have_been_told() -> None:
    """Its figures are gone from memory: some that fit stand for them, and the release passes."""
    first = released(FIRST)
    gone = FIRST[0].key
    memory = first.memory
    erased = {
        series: np.where([key == gone for key in memory.keys], np.nan, figures)
        for series, figures in memory.values.items()
    }
    second = released([*FIRST[1:], *newcomers(6)], replace(memory, values=erased))
    assert department(second).since == 2


def test_what_was_told_last_counts_though_it_was_withheld_since() -> None:
    """Told, withheld, then told again with one more: the newcomer would be the difference with the first."""
    first = released(FIRST)
    second = released(FIRST[1:], first.memory)
    third = released([*FIRST, *newcomers(1)], first.memory, second.memory)
    assert department(third).since == 1 and department(third) == department(first)
