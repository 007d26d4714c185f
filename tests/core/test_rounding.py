"""Counts, means and sums as they are told; and that a reader who knows the rules learns no more than the bounds say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.rounding import (
    count_bounds,
    indicator_bounds,
    mean_bounds,
    round_count,
    round_to,
    sum_bounds,
    tell_indicator,
)
from tests.observatory_catalogue import small_rules

RULES = small_rules()


@pytest.mark.parametrize(
    ("companies", "told"),
    [(5, 5), (7, 5), (8, 10), (10, 10), (14, 10), (15, 20), (24, 20), (25, 30), (2786, 2790)],
)
def test_counts_are_told_to_5_or_10(companies: int, told: int) -> None:
    assert round_count(companies, RULES) == told


@given(companies=st.integers(5, 3000), threshold=st.sampled_from([5, 11]))
def test_a_count_told_says_exactly_which_numbers_it_may_be(companies: int, threshold: int) -> None:
    companies = max(companies, threshold)
    told = round_count(companies, RULES)
    low, high = count_bounds(told, threshold, RULES)
    alike = [n for n in range(threshold, companies + 30) if round_count(n, RULES) == told]
    assert (low, high) == (alike[0], alike[-1])


@pytest.mark.parametrize(
    ("having", "brought", "told"),
    [
        (0, 5, "minority"),
        (2, 5, "minority"),
        (3, 5, "majority"),
        (5, 5, "majority"),
        (4, 30, "minority"),
        (5, 30, 5.0),
        (25, 30, 30.0),
        (26, 30, "majority"),
        (10, 100, "minority"),
        (11, 100, 10.0),
        (89, 100, 90.0),
        (90, 100, "majority"),
    ],
)
def test_nearly_none_and_nearly_all_are_told_as_halves(having: int, brought: int, told: object) -> None:
    assert tell_indicator(having, brought, RULES) == told


@given(brought=st.integers(5, 400), part=st.floats(0, 1))
def test_an_indicator_told_says_exactly_which_numbers_it_may_be(brought: int, part: float) -> None:
    having = round(brought * part)
    told = tell_indicator(having, brought, RULES)
    assert told is not None
    alike = [v for v in range(brought + 1) if tell_indicator(v, brought, RULES) == told]
    assert indicator_bounds(told, brought, RULES) == (alike[0], alike[-1])
    assert alike == list(range(alike[0], alike[-1] + 1))


@given(brought=st.integers(10, 400), part=st.floats(0, 1))
def test_no_indicator_is_known_of_everybody(brought: int, part: float) -> None:
    """Some may have it and some may not, whatever is told."""
    told = tell_indicator(round(brought * part), brought, RULES)
    assert told is not None
    low, high = indicator_bounds(told, brought, RULES)
    assert low < brought and high > 0


@given(st.lists(st.floats(0, 6), min_size=5, max_size=60))
def test_the_sum_behind_a_mean_is_within_its_bounds(levels: list[float]) -> None:
    values = np.array(levels)
    told = round_to(np.array([values.mean()]), 0.1)[0]
    assert round(told, 1) == told
    low, high = mean_bounds(float(told), len(values), 0.1)
    assert low <= values.sum() <= high and high - low == pytest.approx(0.1 * len(values), abs=1e-6)


@given(st.floats(0, 1e7), st.sampled_from([5.0, 1000.0]))
def test_the_sum_is_within_the_bounds_of_what_is_told(total: float, step: float) -> None:
    told = float(round_to(np.array([total]), step)[0])
    low, high = sum_bounds(told, step)
    assert low <= total <= high and told % step == 0


def test_halves_go_up() -> None:
    assert round_to(np.array([0.25, 2.35, 0.05]), 0.1).tolist() == [0.3, 2.4, 0.1]
