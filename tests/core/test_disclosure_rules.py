"""The values around each threshold: who is in a cell, and who makes a sum."""

import numpy as np
import pytest

from diagnostic.core.dominance import dominated, too_few
from diagnostic.core.thresholds import why_hidden
from tests.observatory_catalogue import small_rules
from tests.small_territory import Unit, cohort_of, crowd

RULES = small_rules()


def why(units: list[Unit]) -> str | None:
    return why_hidden(cohort_of(units), np.arange(len(units), dtype=np.int32), RULES)


@pytest.mark.parametrize(("many", "told"), [(4, False), (5, True)])
def test_a_cell_is_told_from_five(many: int, told: bool) -> None:
    assert (why(crowd(many)) is None) is told


@pytest.mark.parametrize(("many", "told"), [(10, False), (11, True)])
def test_from_eleven_where_one_may_be_a_sole_proprietor(many: int, told: bool) -> None:
    assert (why([*crowd(many - 1), Unit("sole", sole=True)]) is None) is told


@pytest.mark.parametrize(("others", "told"), [(2, False), (3, True)])
def test_three_must_remain_without_the_largest_adviser(others: int, told: bool) -> None:
    units = [*crowd(5, supplier=7), *crowd(others, "02")]
    assert why(units) == (None if told else "supplier")


def test_leaders_alone_are_nobody_s() -> None:
    assert why(crowd(5)) is None


@pytest.mark.parametrize(
    ("amounts", "hidden"),
    [
        ([85, 6, 5, 4], False),
        ([86, 6, 5, 4], True),
        ([100, 200, 9.9], True),
        ([100, 200, 20], False),
        ([100, 200, 19.9], True),
        ([10, 10, 10, 10, 10], False),
    ],
)
def test_no_sum_that_one_makes_nearly_alone(amounts: list[float], hidden: bool) -> None:
    """85 % of the sum; or the rest, without the two largest, under a tenth of the largest."""
    assert dominated(np.array(amounts, dtype=float), RULES) is hidden


def test_fewer_than_five_bring_something() -> None:
    assert too_few(np.array([9.0, 9, 9, 9, 0, 0]), RULES) and not too_few(np.array([9.0, 9, 9, 9, 9, 0]), RULES)
