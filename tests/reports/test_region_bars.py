"""What the observatory's drawings may claim: never more than the released figures do."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.observatory import Item, Rules
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.released import ReleasedCell
from diagnostic.core.rounding import round_count, tell_indicator
from reports.region_bars import largest_first, nice_top, share_bar, share_range, short, stairs
from reports.region_choice import Choice
from reports.region_lines import Bar
from tests.observatory_samples import sample_catalogue, sample_release

ROUNDS = 1e-9
released = cache(sample_release)


def rules() -> Rules:
    return sample_catalogue().rules


@given(st.integers(5, 3000), st.floats(0, 1))
def test_the_true_share_is_always_inside_what_is_drawn(companies: int, share: float) -> None:
    having = round(companies * share)
    told = tell_indicator(having, companies, rules())
    assert told is not None
    low, high = share_range(told, round_count(companies, rules()), rules())
    assert low - ROUNDS <= having / companies <= high + ROUNDS
    assert 0 <= low <= high <= 1


@given(st.integers(5, 400), st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_stairs_are_tighter_and_still_true(companies: int, shares: list[float]) -> None:
    """Each stage counts part of the companies of the stage before."""
    having = [round(companies * share) for share in sorted(shares, reverse=True)]
    shown = round_count(companies, rules())
    told = [tell_indicator(each, companies, rules()) for each in having]
    ranges = [share_range(each, shown, rules()) for each in told if each is not None]
    bars = [Bar(str(at), "", "", "", told[at], low, high) for at, (low, high) in enumerate(ranges)]
    for each, bar, (_, high) in zip(having, stairs(bars), ranges, strict=True):
        assert bar.low is not None and bar.high is not None
        assert bar.low - ROUNDS <= each / companies <= bar.high + ROUNDS
        assert bar.high <= high


@pytest.mark.parametrize("companies", [None, 40])
def test_what_is_withheld_has_no_length_and_no_place(companies: int | None) -> None:
    """Nobody, too few, or a figure taken back: the same line."""
    choice = Choice(released(1), sample_catalogue())
    measure = choice.catalogue.measure("brake")
    cell = ReleasedCell((), companies, {}, 1)
    bar = share_bar(choice, cell, measure, measure.items[0])
    assert (bar.told, bar.detail, bar.figure, bar.low, bar.high) == ("secret", "", None, None, None)
    assert not bar.drawn


def test_a_share_is_told_only_where_rounding_leaves_one() -> None:
    choice = Choice(released(1), sample_catalogue())
    measure = choice.catalogue.measure("brake")
    item = Item(measure.items[0].id, Text("Le temps"))
    series = f"brake/{item.id}"
    few = share_bar(choice, ReleasedCell((), 20, {series: 10.0}, 1), measure, item)
    many = share_bar(choice, ReleasedCell((), 200, {series: 60.0}, 1), measure, item)
    assert (few.told, few.detail) == ("10", "")
    assert (many.told, many.detail) == ("60", "environ 30\u00a0%")
    assert few.high is not None and few.low is not None and few.high - few.low > 0.3


def test_the_order_is_that_of_released_figures() -> None:
    """Lines that the release does not tell apart stay as the catalogue has them: their order says nothing."""
    bars = [
        Bar("a", "A", "secret"),
        Bar("b", "B", "", "", "minority", 0.0, 0.1),
        Bar("c", "C", "", "", 30.0, 0.2, 0.3),
        Bar("d", "D", "", "", "minority", 0.0, 0.1),
        Bar("e", "E", "", "", "majority", 0.9, 1.0),
    ]
    assert [bar.code for bar in largest_first(bars)] == ["e", "c", "b", "d", "a"]


@pytest.mark.parametrize(
    ("values", "top", "told"),
    [([], 1, "1"), ([3.0], 5, "5"), ([1555.0], 2000, "2\u202f000"), ([2_292_000.0], 5_000_000, "5\u00a0M")],
)
def test_scales_end_on_round_numbers(values: list[float], top: float, told: str) -> None:
    assert nice_top(values) == top
    assert short(top) == told
