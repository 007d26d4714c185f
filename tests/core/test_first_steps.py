"""What can start tomorrow: known, useful, waiting for nothing, in an order that anyone can check."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.first_steps import first_steps, full_cost
from diagnostic.core.model.assessment import EVERYWHERE, Answer, Assessment, Company, Entry, PlanChoices, Respondent
from diagnostic.core.model.catalogue import Content
from diagnostic.core.scoring import score
from diagnostic.core.target import targets

RATINGS = st.sampled_from([None, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 6.0])


def flash(content: Content, ratings: list[float | None], symptoms: dict[str, int]) -> Assessment:
    asked = [one for one in content.questionnaire.capabilities() if "flash" in one.forms]
    return Assessment(
        questionnaire=content.questionnaire.ref,
        company=Company(name="Atelier", headcount=30),
        functions={one.id: 1.0 for one in content.questionnaire.functions},
        form="flash",
        respondents=(Respondent("leader", "leader"),),
        answers=tuple(
            Answer(one.id, None if one.functions is None else EVERYWHERE, "leader", rating)
            for one, rating in zip(asked, ratings, strict=False)
            if rating is not None
        ),
        entry=Entry(symptoms=symptoms),
    )


def ids(content: Content, of: Assessment) -> list[str]:
    result = score(content.questionnaire, of)
    return [one.id for one in first_steps(content, of, result, dict(targets(content, of, result)))]


@given(ratings=st.lists(RATINGS, min_size=20, max_size=20))
def test_each_raises_something_known_and_waits_for_nothing(content: Content, ratings: list[float | None]) -> None:
    of = flash(content, ratings, {})
    known = {answer.item: answer.rating for answer in of.answers}
    for id in ids(content, of):
        action = content.actions[id]
        assert not action.requires_actions
        raised = [row for row in action.raises if row.capability in known]
        assert any(row.start <= float(known[row.capability]) < row.to for row in raised)


@given(ratings=st.lists(RATINGS, min_size=20, max_size=20), severity=st.integers(1, 3))
def test_what_answers_a_difficulty_comes_first(content: Content, ratings: list[float | None], severity: int) -> None:
    of = flash(content, ratings, {"late_deliveries": severity})
    answers = ["late_deliveries" in content.actions[id].symptoms for id in ids(content, of)]
    assert answers == sorted(answers, reverse=True)


def test_nothing_is_told_of_what_is_not_known_or_already_there(content: Content) -> None:
    assert ids(content, flash(content, [None] * 20, {"late_deliveries": 3})) == []
    assert ids(content, flash(content, [6.0] * 20, {"late_deliveries": 3})) == []


def test_what_the_leader_has_left_out_is_left_out(content: Content) -> None:
    of = flash(content, [1.0] * 20, {})
    first = ids(content, of)[0]
    assert first not in ids(content, replace(of, plan=PlanChoices(excluded=(first,))))


def test_a_cost_counts_its_trainings(content: Content) -> None:
    action = next(one for one in content.actions.values() if one.trainings)
    use = action.trainings[0]
    price = content.trainings[use.training].cost
    own = action.cost_for(30)
    low, high = full_cost(content, replace(action, trainings=(use,)), 30)
    assert (low, high) == (
        own.low + price.low * price.times(use.people),
        own.high + price.high * price.times(use.people),
    )
