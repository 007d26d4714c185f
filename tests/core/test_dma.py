"""The score of the EU Digital Maturity Assessment against a second engine, and its bounds against every completion."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.content.loader import load_content
from diagnostic.core.dma import Bounds, as_it_stands, consistent, level_of, whole_score
from diagnostic.core.model.crosswalk import Box, Dma

STEPS = {
    "tick": (Fraction(0), Fraction(1)),
    "scale": tuple(Fraction(step) for step in range(6)),
    "degree": (Fraction(0), Fraction(1, 2), Fraction(1)),
}
NEGATIVE = "data_management.not_digital"
DENIED = ("stored", "integrated", "real_time", "self_service")
Sheet = Mapping[str, Fraction]


@cache
def dma() -> Dma:
    walks = load_content().crosswalks
    assert walks is not None
    return walks.dma


@cache
def boxes() -> dict[str, Box]:
    return {box.key: box for box in dma().boxes()}


def steps(key: str) -> tuple[Fraction, ...]:
    return STEPS[boxes()[key].question.kind]


def fits(sheet: Sheet) -> bool:
    """Data that is not digital cannot be stored, linked, read live or shown in a dashboard."""
    return not sheet[NEGATIVE] or not any(sheet[f"data_management.{item}"] for item in DENIED)


def by_hand(sheet: Sheet) -> Fraction:
    """The published formula of a full sheet, written another way: points out of 10 a question, then dimensions."""

    def out_of_ten(question: str, column: str = "") -> Fraction:
        keys = [key for key in sheet if key.split(".")[0] == question and key.endswith(column)]
        tops = sum(max(steps(key)) for key in keys)
        won = sum(1 - sheet[key] if key == NEGATIVE else sheet[key] for key in keys)
        return 10 * Fraction(won) / tops

    dimensions = [
        10
        * (out_of_ten("investment", ".invested") + out_of_ten("investment", ".planned") + out_of_ten("readiness"))
        / 3,
        10 * (out_of_ten("technologies") + out_of_ten("advanced_technologies")) / 2,
        10 * (out_of_ten("training") + out_of_ten("involvement")) / 2,
        10 * (out_of_ten("data_management") + out_of_ten("data_security")) / 2,
        10 * out_of_ten("applications"),
        10 * (out_of_ten("sustainability") + out_of_ten("green_choices")) / 2,
    ]
    return sum(dimensions, Fraction()) / 6


def exactly(sheet: Sheet) -> dict[str, Bounds]:
    return {key: Bounds(value, value) for key, value in sheet.items()}


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, Fraction]:
    """Full sheets that do not contradict themselves."""
    sheet = {key: draw(st.sampled_from(steps(key))) for key in boxes()}
    if sheet[NEGATIVE]:
        sheet |= {f"data_management.{item}": Fraction() for item in DENIED}
    return sheet


def completions(sheet: Sheet, hidden: list[str]) -> Iterator[dict[str, Fraction]]:
    """Every sheet that has the same answers but for `hidden`, and does not contradict itself."""
    for values in product(*(steps(key) for key in hidden)):
        full = {**sheet, **dict(zip(hidden, values, strict=True))}
        if fits(full):
            yield full


def test_the_questionnaire_has_its_eleven_questions_and_ninety_six_items() -> None:
    assert len(dma().dimensions) == 6
    assert len(list(dma().questions())) == 11
    assert len(boxes()) == 96
    sizes = {question.id: len(list(question.boxes())) for question in dma().questions()}
    assert list(sizes.values()) == [20, 10, 10, 7, 7, 8, 8, 6, 5, 10, 5]
    assert [key for key, box in boxes().items() if box.item.negative] == [NEGATIVE]


@settings(max_examples=60)
@given(sheets())
def test_a_full_sheet_has_the_score_of_the_published_formula(sheet: dict[str, Fraction]) -> None:
    assert whole_score(dma(), exactly(sheet)).exact == by_hand(sheet)


@settings(max_examples=60)
@given(sheets(), st.data())
def test_bounds_are_the_least_and_the_most_of_every_completion(sheet: dict[str, Fraction], data: st.DataObject) -> None:
    near = [NEGATIVE, *(f"data_management.{item}" for item in DENIED)]
    hidden = data.draw(st.lists(st.sampled_from(near), unique=True, max_size=5))
    hidden += data.draw(st.lists(st.sampled_from(sorted(set(boxes()) - set(near))), unique=True, max_size=2))
    told = exactly({key: value for key, value in sheet.items() if key not in hidden})
    found = whole_score(dma(), told)
    every = [by_hand(full) for full in completions(sheet, hidden)]
    assert (found.low, found.high) == (min(every), max(every))


@settings(max_examples=60)
@given(sheets(), st.sampled_from(sorted(set(boxes()) - {NEGATIVE})))
def test_a_better_answer_never_lowers_the_score(sheet: dict[str, Fraction], key: str) -> None:
    better = {**sheet, key: max(steps(key))}
    assert whole_score(dma(), exactly(better)).low >= whole_score(dma(), exactly(sheet)).low


@settings(max_examples=60)
@given(sheets(), st.data())
def test_knowing_more_never_widens_the_bounds(sheet: dict[str, Fraction], data: st.DataObject) -> None:
    some = data.draw(st.sets(st.sampled_from(sorted(boxes()))))
    more = some | data.draw(st.sets(st.sampled_from(sorted(boxes()))))
    less_known, known = (whole_score(dma(), exactly({key: sheet[key] for key in keys})) for keys in (some, more))
    assert less_known.low <= known.low <= known.high <= less_known.high


@settings(max_examples=60)
@given(sheets(), st.data())
def test_a_sheet_sent_as_it_stands_counts_what_is_unknown_as_empty(
    sheet: dict[str, Fraction], data: st.DataObject
) -> None:
    told = data.draw(st.sets(st.sampled_from(sorted(boxes()))))
    values = exactly({key: sheet[key] for key in told})
    sent = {key: sheet[key] if key in told else Fraction() for key in boxes()}
    found = as_it_stands(dma(), values)
    assert found == by_hand(sent)
    assert whole_score(dma(), values).low <= found <= whole_score(dma(), values).high


def test_a_use_known_to_be_0_or_1_moves_the_score_by_one_fifth_of_a_box() -> None:
    sheet = exactly({key: Fraction() for key in boxes()}) | {"applications.robots": Bounds(Fraction(), Fraction(1))}
    found = whole_score(dma(), sheet)
    assert found.high - found.low == Fraction(100, 5 * 5 * 6)


def test_what_is_known_of_the_others_settles_the_negative_item_and_the_reverse() -> None:
    question = next(question for question in dma().questions() if question.id == "data_management")
    one, zero = Bounds(Fraction(1), Fraction(1)), Bounds(Fraction(), Fraction())
    assert consistent(question, {"data_management.integrated": one})[NEGATIVE] == zero
    ticked = consistent(question, {NEGATIVE: one})
    assert {key for key, value in ticked.items() if value == zero} == {f"data_management.{item}" for item in DENIED}
    assert consistent(question, {"data_management.data_policy": one}).keys() == {"data_management.data_policy"}
    assert consistent(question, {"data_management.stored": zero}).keys() == {"data_management.stored"}


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, "basic"),
        (25, "basic"),
        (Fraction(2549, 100), "basic"),
        (Fraction(51, 2), "average"),
        (26, "average"),
        (Fraction(5049, 100), "average"),
        (51, "moderately_advanced"),
        (75, "moderately_advanced"),
        (Fraction(151, 2), "advanced"),
        (100, "advanced"),
    ],
)
def test_levels_at_their_ends(score: Any, level: str) -> None:
    assert level_of(dma(), Fraction(score)).id == level
