"""METHOD 2: what holds for every questionnaire, company and set of answers."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.model.result import Node, Result
from diagnostic.core.scoring import score, score_ratings
from diagnostic.core.tree import asked_cells, grow
from tests.core.strategies import HALVES, asked, assessments, questionnaires, rated

few = settings(max_examples=60, deadline=None)
Asked = tuple[Questionnaire, Assessment]
Rated = tuple[Questionnaire, str, dict[str, float], dict[str, float | None]]


def near(value: float) -> float:
    return pytest.approx(value, abs=1e-9)


def check_bounds(node: Node) -> None:
    assert 0 <= node.coverage <= 1 + 1e-8
    assert 0 <= node.stage_low <= node.stage_high <= 6
    assert -1e-8 <= node.index_low <= node.index_high + 1e-8
    assert node.index_high <= 6 + 1e-8
    if node.stage is None:
        assert not node.assessed
        assert (node.index, node.mean_stage, node.reach, node.share) == (None, None, None, None)
        return
    assert node.index is not None
    assert node.stage_low <= node.stage <= node.stage_high
    assert node.index_low - 1e-8 <= node.index <= node.index_high + 1e-8
    assert 0.8 * node.stage <= node.index + 1e-8


@few
@given(asked())
def test_every_figure_keeps_within_its_bounds(case: Asked) -> None:
    result = score(*case)
    for node in result.nodes.values():
        check_bounds(node)
    if result.cells:
        assert sum(cell.weight for cell in result.cells) == near(1.0)


@few
@given(rated(), st.data())
def test_whatever_is_missing_the_bounds_hold_the_answer(case: Rated, data: st.DataObject) -> None:
    questionnaire, form, functions, ratings = case
    complete = {cell: data.draw(HALVES) if rating is None else rating for cell, rating in ratings.items()}
    now = score_ratings(questionnaire, form, functions, ratings)
    for key, node in score_ratings(questionnaire, form, functions, complete).items():
        assert node.index is not None
        assert node.stage is not None
        assert now[key].index_low - 1e-9 <= node.index <= now[key].index_high + 1e-9
        assert now[key].stage_low <= node.stage <= now[key].stage_high


def check_not_lower(before: Mapping[str, Node], after: Mapping[str, Node]) -> None:
    assert before.keys() == after.keys()
    for key, node in before.items():
        if node.index is None or node.stage is None:
            continue
        raised = after[key]
        assert raised.index is not None
        assert raised.stage is not None
        assert raised.index >= node.index - 1e-9
        assert raised.stage >= node.stage
        for name in ("reach", "share"):
            for was, now in zip(getattr(node, name), getattr(raised, name), strict=True):
                assert now >= was - 1e-9


@few
@given(asked(), st.data())
def test_a_higher_answer_never_lowers_anything(case: Asked, data: st.DataObject) -> None:
    questionnaire, assessment = case
    numbers = [row for row, answer in enumerate(assessment.answers) if not isinstance(answer.rating, str)]
    assume(numbers)
    row = data.draw(st.sampled_from(numbers))
    answer = assessment.answers[row]
    assert not isinstance(answer.rating, str)
    higher = replace(answer, rating=data.draw(HALVES.filter(lambda rating: rating >= float(answer.rating))))
    answers = (*assessment.answers[:row], higher, *assessment.answers[row + 1 :])
    before, after = score(questionnaire, assessment), score(questionnaire, replace(assessment, answers=answers))
    check_not_lower(before.nodes, after.nodes)


@few
@given(rated(), st.data())
def test_raising_one_cell_raises_each_index_by_its_part(case: Rated, data: st.DataObject) -> None:
    questionnaire, form, functions, ratings = case
    present = {cell.id for cell in asked_cells(questionnaire, form, functions) if cell.company_has_it}
    known = [cell for cell, rating in ratings.items() if rating is not None and cell in present]
    assume(known)
    cell = data.draw(st.sampled_from(known))
    start = ratings[cell]
    assert start is not None
    raised = data.draw(st.floats(start, 6))
    before = score_ratings(questionnaire, form, functions, ratings)
    after = score_ratings(questionnaire, form, functions, {**ratings, cell: raised})
    check_not_lower(before, after)
    applicable = [asked for asked in asked_cells(questionnaire, form, functions) if asked.id in present]
    for key, weights in grow(applicable).items():
        was, now = before[key].index, after[key].index
        if was is not None and now is not None:
            part = weights.get(cell, 0.0) / before[key].coverage
            assert now - was == near(part * (raised - start))


@few
@given(rated())
def test_index_is_the_sum_of_its_shares(case: Rated) -> None:
    for node in score_ratings(*case).values():
        if node.share is not None:
            assert node.index == near(sum(node.share))


@few
@given(rated(full=True))
def test_an_index_is_the_weighted_mean_of_the_level_below(case: Rated) -> None:
    questionnaire = case[0]
    nodes = score_ratings(*case)
    areas = [(area.weight, nodes[f"area:{area.id}"]) for area in questionnaire.areas if f"area:{area.id}" in nodes]
    assert "company" not in nodes or nodes["company"].index == near(weighted(areas))
    for area in questionnaire.areas:
        below = [
            (principle.weight, nodes[f"principle:{principle.id}"])
            for principle in area.principles
            if f"principle:{principle.id}" in nodes
        ]
        assert not below or nodes[f"area:{area.id}"].index == near(weighted(below))


def weighted(parts: list[tuple[float, Node]]) -> float:
    return sum(weight * (node.index or 0.0) for weight, node in parts) / sum(weight for weight, _ in parts)


def check_same(one: Result, other: Result) -> None:
    assert one.nodes.keys() == other.nodes.keys()
    for key, node in one.nodes.items():
        for name in ("index", "index_low", "index_high", "coverage", "evidence_share", "reach", "share"):
            value = getattr(node, name)
            assert getattr(other.nodes[key], name) == (None if value is None else near(value)), (key, name)
        for name in ("assessed", "stage", "stage_low", "stage_high", "mean_stage"):
            assert getattr(other.nodes[key], name) == getattr(node, name), (key, name)


@few
@given(asked(), st.data())
def test_order_names_and_crowds_change_no_node(case: Asked, data: st.DataObject) -> None:
    questionnaire, assessment = case
    group = data.draw(st.sampled_from([person.group for person in assessment.respondents]))
    twins = [person for person in assessment.respondents if person.group == group]
    doubled = tuple(replace(person, id=f"{person.id}bis") for person in twins)
    ids = {person.id for person in twins}
    echo = [replace(row, respondent=f"{row.respondent}bis") for row in assessment.answers if row.respondent in ids]
    answers = data.draw(st.permutations([*assessment.answers, *echo]))
    crowd = replace(
        assessment,
        respondents=tuple(replace(who, id=f"x{who.id}") for who in (*assessment.respondents, *doubled)),
        answers=tuple(replace(answer, respondent=f"x{answer.respondent}") for answer in answers),
    )
    check_same(score(questionnaire, assessment), score(questionnaire, crowd))


@few
@given(rated(), st.floats(0, 6))
def test_equal_ratings_give_that_rating_everywhere(case: Rated, rating: float) -> None:
    questionnaire, form, functions, ratings = case
    for node in score_ratings(questionnaire, form, functions, dict.fromkeys(ratings, rating)).values():
        assert node.index == near(rating)
        assert node.index_low == near(rating)
        assert node.index_high == near(rating)
        assert node.stage == node.stage_low == node.stage_high == node.mean_stage == int(rating + 1e-9)


@few
@given(questionnaires(), st.data())
def test_changing_ratings_starts_from_the_same_nodes(questionnaire: Questionnaire, data: st.DataObject) -> None:
    assessment = data.draw(assessments(questionnaire))
    result = score(questionnaire, assessment)
    again = score_ratings(questionnaire, assessment.form, assessment.functions, result.ratings())
    unverified = {
        key: replace(node, evidence_share=None if node.evidence_share is None else 0.0)
        for key, node in result.nodes.items()
    }
    assert again == unverified
