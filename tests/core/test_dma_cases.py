"""The worked sheets of tests/cases/dma, as an expert wrote them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostic.core.dma import Bounds, column_score, dimension_score, level_of, whole_score
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.crosswalk import Box, Dma, box_key

CASES = sorted((Path(__file__).parent.parent / "cases" / "dma").glob("*.yaml"))
KEYS = {"title", "rest", "answers", "expect"}
Case = dict[str, Any]


@pytest.fixture(scope="module")
def dma(content: Content) -> Dma:
    assert content.crosswalks is not None
    return content.crosswalks.dma


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_worked_sheet(path: Path, dma: Dma) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert case.keys() <= KEYS
    values = written(dma, case)
    for name, expected in case["expect"].items():
        CHECKS[name](dma, values, expected)


def written(dma: Dma, case: Case) -> dict[str, Bounds]:
    told = {box.key: known(box, turned(box, case["rest"])) for box in dma.boxes()}
    for box, answer in named(dma, case.get("answers", {})):
        told[box.key] = known(box, answer)
    return {key: value for key, value in told.items() if value is not None}


def named(dma: Dma, answers: Mapping[str, Any]) -> Iterator[tuple[Box, Any]]:
    boxes = {box.key: box for box in dma.boxes()}
    columns = {question.id: question.column_ids() for question in dma.questions()}
    for question, rows in answers.items():
        for column in columns[question]:
            for item, answer in (rows[column] if column else rows).items():
                keys = [box_key(question, item, column)]
                if item == "all":
                    keys = [key for key, box in boxes.items() if (box.question.id, box.column) == (question, column)]
                yield from ((boxes[key], answer) for key in keys)


def turned(box: Box, rest: str) -> str:
    """The negative item is left empty in a sheet that is otherwise full, and ticked in one that is otherwise empty."""
    return {"yes": "no", "no": "yes"}.get(rest, rest) if box.item.negative else rest


def known(box: Box, answer: Any) -> Bounds | None:
    """None where it is not known; an answer as it is written, in the units of its box."""
    if answer == "unknown":
        return None
    low, high = answer if isinstance(answer, list) else (answer, answer)
    return Bounds(units(box, low), units(box, high))


def units(box: Box, answer: Any) -> Fraction:
    words = {"no": 0.0, "partly": 0.5, "yes": box.top}
    return Fraction(words[answer] if isinstance(answer, str) else answer)


def test_the_rest_of_a_sheet_is_good_or_bad_for_the_score(dma: Dma) -> None:
    """What README says of `rest`: `yes` leaves the negative item empty, `no` ticks it."""
    assert whole_score(dma, written(dma, {"rest": "yes"})).exact == 100
    assert whole_score(dma, written(dma, {"rest": "no"})).exact == 0


def check_bounds(found: Bounds, expected: Any, place: str) -> None:
    low, high = expected if isinstance(expected, list) else (expected, expected)
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=1e-9), place
    assert (found.exact is not None) == (not isinstance(expected, list)), place


def check_whole(dma: Dma, values: Mapping[str, Bounds], expected: Any) -> None:
    check_bounds(whole_score(dma, values), expected, "whole")


def check_dimensions(dma: Dma, values: Mapping[str, Bounds], expected: Mapping[str, Any]) -> None:
    dimensions = {dimension.id: dimension for dimension in dma.dimensions}
    for id, bounds in expected.items():
        check_bounds(dimension_score(dimensions[id], values), bounds, id)


def check_questions(dma: Dma, values: Mapping[str, Bounds], expected: Mapping[str, Any]) -> None:
    questions = {question.id: question for question in dma.questions()}
    for place, bounds in expected.items():
        id, _, column = place.partition(".")
        check_bounds(column_score(questions[id], column or None, values), bounds, place)


def check_level(dma: Dma, values: Mapping[str, Bounds], expected: str | list[str]) -> None:
    whole = whole_score(dma, values)
    ends = expected if isinstance(expected, list) else [expected, expected]
    assert [level_of(dma, whole.low).id, level_of(dma, whole.high).id] == ends


CHECKS = {"whole": check_whole, "dimensions": check_dimensions, "questions": check_questions, "level": check_level}
