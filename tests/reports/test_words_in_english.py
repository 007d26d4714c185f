"""Numbers, money and dates as English writes them."""

from collections.abc import Iterator
from datetime import date

import pytest

from diagnostic.content.messages import language
from diagnostic.core.language import speaking
from reports import words


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking(language("en")):
        yield


def test_numbers() -> None:
    assert words.whole(31400) == "31,400"
    assert words.whole(-0.2) == "0"
    assert words.index(2) == "2.0"
    assert (words.rung(0.5), words.rung(1), words.rung(-6), words.rung(2500.25)) == ("0.5", "1", "−6", "2,500.3")
    assert words.percent(0.254) == "25%"


def test_money() -> None:
    assert words.euros(1200) == "€1,200"
    assert words.euros(-300) == "−€300"
    assert words.large_euros(3_260_000) == "€3.3m"
    assert words.euro_range(8000, 14000) == "€8,000 to €14,000"
    assert words.euro_range(500, 500) == "€500"


def test_days_and_dates() -> None:
    assert [words.days(number) for number in (0.5, 1, 1.5, 2)] == ["half a day", "1 day", "1.5 days", "2 days"]
    assert words.hours(1) == "1 hour"
    assert words.day(date(2027, 1, 1)) == "1\u00a0January 2027"
    assert words.short_day(date(2026, 12, 31)) == "31/12/2026"
    assert words.months(date(2026, 10, 1), 2) == "October 2026 to March 2027"
    assert words.quarter(date(2027, 4, 1)) == "Q2 2027"


def test_counts_and_lists() -> None:
    assert words.count(0, "réponse", "réponses") == "0 answers"
    assert words.count(1, "réponse", "réponses") == "1 answer"
    assert words.spelled(2, "mesure", "mesures", feminine=True) == "two actions"
    assert words.numeral(1, feminine=True) == "one"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.joined(["a", "b"]) == "a; b"
    assert words.quoted("late orders") == "“late orders”"
    assert words.rungs(1) == "1 rung"
    assert words.rungs(1.5) == "1.5 rungs"


def test_typesetting_leaves_english_spaces() -> None:
    assert words.typeset("it's 25 000, is it?") == "it’s 25 000, is it?"
