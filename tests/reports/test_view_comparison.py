"""Before and after in words: whoever subtracts the two printed figures finds the printed difference."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.comparison import Change, change_of
from reports import words
from reports.view_comparison import signed

INDICES = st.floats(0, 6)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").replace(words.MINUS, "-"))


@given(INDICES, INDICES)
def test_the_difference_is_that_of_the_printed_figures(before: float, after: float) -> None:
    assert number(signed(before, after)) == number(words.index(after)) - number(words.index(before))


@given(INDICES, INDICES)
def test_what_moved_is_never_printed_as_less_than_the_threshold(before: float, after: float) -> None:
    if change_of(before, after, 0.5) is not Change.STABLE:
        assert abs(number(signed(before, after))) >= Decimal("0.5")
