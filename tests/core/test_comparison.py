"""Before and after: what moved, what is stable, and nothing that was not asked both times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.comparison import Basis, Change, change_of, compare
from diagnostic.core.model.assessment import Answer, Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.scoring import score
from tests.builders import assessment, capability, questionnaire

TREE = questionnaire(
    {
        "area0": {"one": [capability("a", None), capability("b", None)]},
        "area1": {"two": [capability("c", None), capability("d", None, forms=("full",))]},
    }
)
RATINGS = st.fixed_dictionaries({id: st.none() | st.integers(0, 12).map(lambda half: half / 2) for id in "abcd"})


def given_as(ratings: dict[str, float | None], form: str = "full") -> Assessment:
    asked = {one.id for one in TREE.capabilities() if form in one.forms}
    answers = [
        Answer(id, None, "leader", rating) for id, rating in ratings.items() if rating is not None and id in asked
    ]
    return assessment(TREE, answers, form=form)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (2.0, 2.49, Change.STABLE),
        (2.0, 2.5, Change.UP),
        (2.0, 1.5, Change.DOWN),
        (0.1, 0.6, Change.UP),
        (2.0, 2.0, Change.STABLE),
        (None, 2.0, None),
        (2.0, None, None),
    ],
)
def test_under_half_a_rung_is_stable(before: float | None, after: float | None, told: Change | None) -> None:
    assert change_of(before, after, 0.5) is told


def test_the_figures_are_those_of_the_two_results() -> None:
    was, now = {"a": 1, "b": 1, "c": 2, "d": 2}, {"a": 3, "b": 1, "c": 2, "d": 2}
    before, after = (score(TREE, given_as(one)) for one in (was, now))
    found = compare(TREE, before, after, 0.5)
    assert found.basis is Basis.AS_READ
    assert (found.company.before, found.company.after) == (before.company.index, after.company.index)
    assert [(one.id, one.change) for one in found.areas] == [("area0", Change.UP), ("area1", Change.STABLE)]
    assert [(one.id, one.before, one.after) for one in found.moved] == [("a", 1, 3)]


def test_a_flash_and_a_full_one_are_compared_on_what_both_ask() -> None:
    """d is asked by the full form alone, and pulls its index down."""
    before = score(TREE, given_as({"a": 2, "b": 2, "c": 2}, "flash"))
    after = score(TREE, given_as({"a": 2, "b": 2, "c": 2, "d": 0}))
    found = compare(TREE, before, after, 0.5)
    assert found.basis is Basis.SHARED
    assert (found.company.before, found.company.after) == (2, 2)
    assert found.company.change is Change.STABLE
    assert (found.shared, found.only_before, found.only_after) == (3, 0, 1)


@given(RATINGS, RATINGS, st.sampled_from(["full", "flash"]), st.sampled_from(["full", "flash"]))
def test_the_other_way_round_tells_the_opposite(
    was: dict[str, float | None], now: dict[str, float | None], first: str, second: str
) -> None:
    before, after = score(TREE, given_as(was, first)), score(TREE, given_as(now, second))
    there, back = compare(TREE, before, after, 0.5), compare(TREE, after, before, 0.5)
    opposite = {Change.UP: Change.DOWN, Change.DOWN: Change.UP}
    assert {one.id: one.change for one in there.moved} == {
        one.id: opposite[one.change] for one in back.moved if one.change
    }
    assert (there.shared, there.only_before, there.only_after) == (back.shared, back.only_after, back.only_before)


@given(RATINGS, st.sampled_from(["full", "flash"]))
def test_nothing_moves_between_a_diagnostic_and_itself(was: dict[str, float | None], form: str) -> None:
    result = score(TREE, given_as(was, form))
    found = compare(TREE, result, result, 0.5)
    assert not found.moved
    assert {one.change for one in (found.company, *found.areas, *found.principles)} <= {Change.STABLE, None}


def test_the_threshold_is_the_content_s(content: Content) -> None:
    assert content.rhythm.change.stable_under == 0.5
