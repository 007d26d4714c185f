"""The views side by side: what is retained, and what nobody can find out."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diagnostic.core.model.assessment import Answer, Assessment, Respondent, Settled
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.scoring import score
from diagnostic.core.views_apart import CellViews, Why, views_apart
from tests.builders import answer, assessment, capability, questionnaire, respondents
from tests.core.strategies import HALVES, asked

Q = questionnaire({"area": {"principle": [capability("one", may_be_na=True), capability("two", ("production",))]}})
GROUPS = {"leader": "leader", "adviser": "adviser", "m1": "managers", "m2": "managers", "m3": "managers"}
GROUPS |= {"o1": "operators", "o2": "operators", "h1": "hr"}
PEOPLE = respondents(**GROUPS)  # type: ignore[arg-type]
EMPLOYEES = ("managers", "operators", "hr")


def row(*answers: Answer, settled: tuple[Settled, ...] = ()) -> CellViews:
    rows = views_apart(Q, assessment(Q, answers, respondents=PEOPLE, settled=settled))
    return next(one for one in rows if one.item == "one")


def said(**ratings: float | str) -> list[Answer]:
    return [answer("one", rating, who) for who, rating in ratings.items()]  # type: ignore[arg-type]


def test_each_view_and_the_mean_of_the_groups() -> None:
    found = row(*said(leader=4, adviser=2, m1=1, m2=1, m3=4))
    assert found.means == {"leader": 4, "adviser": 2, "managers": 2}
    assert list(found.means) == ["leader", "adviser", "managers"]
    assert (found.retained.why, found.retained.rating) == (Why.GROUPS, pytest.approx(8 / 3))
    assert found.gap == 2 and found.is_wide


def test_what_the_adviser_has_seen_stands() -> None:
    seen = answer("one", 1.5, "adviser", "observed")
    found = row(*said(leader=4, m1=5), seen)
    assert (found.retained.why, found.retained.rating, found.evidence) == (Why.SEEN, 1.5, ("observed",))


@pytest.mark.parametrize("rating", [2.5, "not_applicable"])
def test_a_settlement_stands_before_all(rating: float | str) -> None:
    found = row(*said(leader=4, adviser=1), settled=(Settled("one", None, rating, "vu"),))  # type: ignore[arg-type]
    assert found.retained.why is Why.SETTLED
    assert found.retained.not_applicable is (rating == "not_applicable")
    assert found.settled is not None and found.settled.reason == "vu"


def test_a_settled_function_yields_to_none_and_all_yields_to_it() -> None:
    both = (Settled("two", "all", 1, "partout"), Settled("two", "production", 3, "ici"))
    for rows, reason in ((both, "ici"), (both[:1], "partout")):
        (found,) = views_apart(Q, assessment(Q, [], settled=rows))
        assert found.settled is not None and found.settled.reason == reason


@pytest.mark.parametrize(
    ("ratings", "shown"),
    [
        ({"leader": 2, "o1": 5}, {"leader": 2}),
        ({"leader": 2, "o1": 5, "m1": 4}, {"leader": 2}),
        ({"leader": 2, "o1": 5, "m1": 4, "h1": 3}, {"leader": 2, "staff": 4}),
        ({"leader": 2, "m1": 5, "m2": 5, "m3": 2, "h1": 1}, {"leader": 2, "managers": 4}),
    ],
)
def test_small_groups_are_merged_or_left_out_and_the_rating_they_made_is_withheld(
    ratings: dict[str, float], shown: dict[str, float]
) -> None:
    found = row(*said(**ratings))
    assert found.means == shown
    assert found.retained.why is Why.WITHHELD and found.retained.rating is None


def test_words_of_the_leader_and_the_adviser_alone_are_told() -> None:
    found = row(*said(leader="unknown", adviser="not_applicable", m1="unknown"))
    assert found.words == {"leader": "unknown", "adviser": "not_applicable"}
    assert found.retained.why is Why.SEEN and found.retained.not_applicable


def test_nothing_is_told_of_what_nobody_answered() -> None:
    assert views_apart(Q, assessment(Q, [])) == ()


def test_the_widest_gap_comes_first() -> None:
    answers = [*said(leader=2, adviser=3), answer("two/production", 1), answer("two/production", 5, "adviser")]
    found = views_apart(Q, assessment(Q, answers, respondents=PEOPLE))
    assert [one.cell for one in found] == ["two/production", "one"]


@settings(max_examples=40)
@given(asked())
def test_it_agrees_with_the_score(case: tuple[Questionnaire, Assessment]) -> None:
    of, given_ = case
    result = score(of, given_)
    ratings, outside = result.ratings(), {one.cell for one in result.not_applicable}
    for one in views_apart(of, given_):
        if one.retained.why is not Why.WITHHELD:
            assert one.retained.not_applicable == (one.cell in outside)
            assert one.retained.rating == ratings.get(one.cell)
    wide = {one.cell: one.gap for one in views_apart(of, given_) if one.is_wide and one.cell not in outside}
    assert wide == {gap.cell: gap.gap for gap in result.perception_gaps}


@settings(max_examples=40)
@given(asked())
def test_the_names_of_respondents_change_nothing(case: tuple[Questionnaire, Assessment]) -> None:
    of, before = case
    names = {one.id: f"x{place}" for place, one in enumerate(reversed(before.respondents))}
    renamed = replace(
        before,
        respondents=tuple(Respondent(names[one.id], one.group) for one in before.respondents),
        answers=tuple(replace(one, respondent=names[one.respondent]) for one in before.answers),
    )
    assert views_apart(of, renamed) == views_apart(of, before)


@settings(max_examples=50)
@given(asked(), st.data())
def test_fewer_than_three_employees_may_answer_anything_without_a_trace(
    case: tuple[Questionnaire, Assessment], data: st.DataObject
) -> None:
    """Whatever number they give instead, the page is the same: nothing of it can be worked out."""
    of, before = case
    employees = [one.id for one in before.respondents if one.group in EMPLOYEES]
    hidden = set(employees[:2])
    kept = [one for one in before.answers if one.respondent not in employees or one.respondent in hidden]
    assume(any(one.respondent in hidden for one in kept))
    otherwise = [
        replace(one, rating=data.draw(HALVES | st.just("unknown"))) if one.respondent in hidden else one for one in kept
    ]
    first, second = (views_apart(of, replace(before, answers=tuple(rows))) for rows in (kept, otherwise))
    assert first == second


@given(st.data())
def test_employees_of_small_groups_are_told_apart_by_nothing(data: st.DataObject) -> None:
    """Two of them exchange their answers: only what all of them said together counts."""
    people = data.draw(st.permutations(["m1", "m2", "o1", "o2", "h1"]))[: data.draw(st.integers(3, 5))]
    ratings = {who: data.draw(HALVES) for who in people}
    others = {who: data.draw(HALVES) for who in ("leader", "adviser") if data.draw(st.booleans())}
    exchanged = dict(zip(people, data.draw(st.permutations(list(ratings.values()))), strict=True))
    before, after = row(*said(**ratings, **others)), row(*said(**exchanged, **others))
    assert before == after and "staff" in before.means
    assert set(before.means) <= {"leader", "adviser", "staff"}


@given(st.lists(HALVES, min_size=3, max_size=3), HALVES, st.data())
def test_of_a_group_that_is_shown_only_the_mean_counts(
    ratings: list[float], leader: float, data: st.DataObject
) -> None:
    found = [row(*said(leader=leader, m1=a, m2=b, m3=c)) for a, b, c in (ratings, data.draw(st.permutations(ratings)))]
    assert found[0] == found[1] and "managers" in found[0].means
