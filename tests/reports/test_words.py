"""Numbers, money and dates read as a careful French writer prints them."""

from datetime import date

import pytest

from reports import words

THIN, FIXED = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "printed"), [(1.0, "1,0"), (1.74, "1,7"), (1.25, "1,3"), (0.04, "0,0"), (5.999999999, "6,0")]
)
def test_an_index_has_one_decimal_and_rounds_halves_up(value: float, printed: str) -> None:
    assert words.index(value) == printed


@pytest.mark.parametrize(("value", "printed"), [(0.5, "0,5"), (2.0, "2"), (-6, "−6"), (250_000, f"250{THIN}000")])
def test_a_rung_has_a_decimal_only_where_there_is_one(value: float, printed: str) -> None:
    assert words.rung(value) == printed


def test_thousands_are_set_apart_and_the_euro_sign_is_held() -> None:
    assert words.euros(31_400) == f"31{THIN}400{FIXED}€"
    assert words.euros(1_234_567) == f"1{THIN}234{THIN}567{FIXED}€"
    assert words.large_euros(3_300_000) == f"3,3{FIXED}M€"
    assert words.large_euros(850_000) == f"850{THIN}000{FIXED}€"


def test_a_range_of_one_amount_is_one_amount() -> None:
    assert words.euro_range(8000, 14_000) == f"8{THIN}000 à 14{THIN}000{FIXED}€"
    assert words.euro_range(900, 900) == f"900{FIXED}€"


def test_the_first_of_a_month() -> None:
    assert words.day(date(2027, 1, 1)) == f"1er{FIXED}janvier 2027"
    assert words.day(date(2026, 11, 21)) == f"21{FIXED}novembre 2026"


@pytest.mark.parametrize(
    ("starts_on", "quarters", "printed"),
    [
        (date(2027, 1, 1), 1, "janvier à mars 2027"),
        (date(2027, 1, 1), 2, "janvier à juin 2027"),
        (date(2026, 10, 1), 2, "octobre 2026 à mars 2027"),
    ],
)
def test_months_of_whole_quarters(starts_on: date, quarters: int, printed: str) -> None:
    assert words.months(starts_on, quarters) == printed


def test_plural_starts_at_two() -> None:
    assert words.count(0, "réponse", "réponses") == "0 réponse"
    assert words.count(1, "réponse", "réponses") == "1 réponse"
    assert words.count(2, "réponse", "réponses") == "2 réponses"
    assert words.rungs(1.5) == "1,5 échelon"
    assert words.spelled(1, "réponse manque", "réponses manquent", feminine=True) == "une réponse manque"
    assert words.days(0.5) == "une demi-journée"
    assert words.days(2.5) == "2,5 jours"


def test_spacing_is_set_once_and_for_all() -> None:
    rough = "Coût : 4 800 € au plus ; l'OPCO dit « non » !"
    printed = f"Coût{FIXED}: 4{THIN}800{FIXED}€ au plus{THIN}; l’OPCO dit «{FIXED}non{FIXED}»{THIN}!"
    assert words.typeset(rough) == printed
    assert words.typeset(printed) == printed


def test_a_year_beside_a_number_is_not_a_thousand() -> None:
    assert words.typeset("au T4 2028 300 pièces") == "au T4 2028 300 pièces"


def test_lists() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b et c"
    assert words.and_more(0) is None
    assert words.and_more(3) == "Et trois autres questions de moindre poids."
