"""Every mistake that an assessment can hold is refused at its place, with what is allowed."""

import math
from dataclasses import replace
from typing import Any

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import (
    Answer,
    AreaTarget,
    Assessment,
    Edit,
    Entry,
    Figure,
    Level,
    Matrix,
    Person,
    Pin,
    PlanChoices,
    Respondent,
    Settled,
    SkillState,
)
from diagnostic.core.model.catalogue import Content
from diagnostic.core.validation import check_assessment
from tests.builders import answer, assessment

SENSORS = "sensor_data_acquisition"
MAY_BE_NA = "decentralised_processing"


def base(content: Content, **changes: Any) -> Assessment:
    """An assessment without mistake, but for `changes`."""
    plain = assessment(
        content.questionnaire,
        [
            answer("it_security", 2),
            answer(f"{SENSORS}/production", 1.5),
            answer(f"{SENSORS}/all", "unknown"),
            answer(f"{MAY_BE_NA}/production", "not_applicable"),
        ],
        settled=(Settled("data_governance", None, 2, "vu sur place"),),
        entry=Entry(symptoms={"late_deliveries": 3}, requirements=("batch_traceability",), brakes={"resistance": 2}),
        target={"resources": AreaTarget(2, {"production": 6})},
        skills=(SkillState("tutoring", 1),),
        matrix=Matrix((Person("p1"),), (Level("p1", "tutoring", 2),)),
    )
    return replace(plain, **changes)


def test_a_sound_assessment_is_accepted(content: Content) -> None:
    check_assessment(content, base(content))


@pytest.mark.parametrize(
    ("mistake", "field", "allowed"),
    [
        (Answer("sensors", None, "leader", 1), "item", "it_security"),
        (Answer("it_security", "production", "leader", 1), "function", "null"),
        (Answer("it_security", "all", "leader", 1), "function", "null"),
        (Answer(SENSORS, None, "leader", 1), "function", "production, logistics, all"),
        (Answer(SENSORS, "services", "leader", 1), "function", "production, logistics, all"),
        (Answer(SENSORS, "workshop", "leader", 1), "function", "production, logistics, all"),
        (Answer("it_security", None, "paul", 1), "respondent", "leader"),
        (Answer("it_security", None, "leader", 6.5), "rating", "de 0 à 6"),
        (Answer("it_security", None, "leader", -0.5), "rating", "de 0 à 6"),
        (Answer("it_security", None, "leader", 1.25), "rating", "par demis"),
        (Answer("it_security", None, "leader", math.nan), "rating", "de 0 à 6"),
        (Answer("it_security", None, "leader", math.inf), "rating", "de 0 à 6"),
        (Answer("it_security", None, "leader", True), "rating", "de 0 à 6"),
        (Answer("it_security", None, "leader", "peut-être"), "rating", "unknown"),  # type: ignore[arg-type]
        (Answer("it_security", None, "leader", "not_applicable"), "rating", "unknown"),
    ],
)
def test_an_answer_that_cannot_be_is_named(content: Content, mistake: Answer, field: str, allowed: str) -> None:
    sound = base(content)
    with pytest.raises(UserError) as refused:
        check_assessment(content, replace(sound, answers=(*sound.answers, mistake)))
    assert refused.value.field == f"answers[4].{field}"
    assert allowed in (refused.value.hint or "")


def test_not_applicable_is_offered_only_where_the_item_allows_it(content: Content) -> None:
    hints = {}
    for item, function in ((MAY_BE_NA, "production"), ("it_security", None)):
        with pytest.raises(UserError) as refused:
            check_assessment(content, base(content, answers=(Answer(item, function, "leader", 7),)))
        hints[item] = refused.value.hint or ""
    assert "not_applicable" in hints[MAY_BE_NA]
    assert "not_applicable" not in hints["it_security"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"questionnaire": "industry40@1999-01"}, "questionnaire"),
        ({"form": "express"}, "form"),
        ({"functions": {"production": -1.0}}, "functions.production"),
        ({"functions": {"production": math.nan}}, "functions.production"),
        ({"functions": {"workshop": 1.0}}, "functions.workshop"),
        ({"respondents": (Respondent("leader", "leader"), Respondent("leader", "hr"))}, "respondents[1].id"),
        ({"respondents": (Respondent("leader", "boss"),)}, "respondents[0].group"),  # type: ignore[arg-type]
        ({"answers": (answer("it_security", 1), answer("it_security", 2))}, "answers[1]"),
        ({"settled": (Settled("it_security", None, 1, "vu"),) * 2}, "settled[1]"),
        ({"settled": (Settled("it_security", None, "not_applicable", "vu"),)}, "settled[0].rating"),
        ({"settled": (Settled("it_security", None, "unknown", "vu"),)}, "settled[0].rating"),  # type: ignore[arg-type]
        ({"settled": (Settled("it_security", None, 1, " "),)}, "settled[0].reason"),
        ({"entry": Entry(symptoms={"rain": 1})}, "entry.symptoms.rain"),
        ({"entry": Entry(requirements=("rain",))}, "entry.requirements[0]"),
        ({"entry": Entry(brakes={"rain": 1})}, "entry.brakes.rain"),
        ({"entry": Entry(figures=(Figure("rain", "drops", 1, "mm"),))}, "entry.figures[0].symptom"),
        ({"entry": Entry(figures=(Figure("scrap", "scrap_rate", math.inf, "%"),))}, "entry.figures[0].value"),
        ({"entry": Entry(figures=(Figure("scrap", "rain", 4, "%"),))}, "entry.figures[0].indicator"),
        ({"entry": Entry(profile_answers={"rain": "sceptic"})}, "entry.profile_answers.rain"),
        ({"entry": Entry(openness=("rain",))}, "entry.openness[0]"),
        ({"target": {"weather": AreaTarget(2)}}, "target.weather"),
        ({"target": {"culture": AreaTarget(1.5)}}, "target.culture"),
        ({"target": {"culture": AreaTarget(2, {"production": 7})}}, "target.culture.production"),
        ({"target": {"culture": AreaTarget(2, {"workshop": 3})}}, "target.culture.workshop"),
        ({"skills": (SkillState("juggling", 1),)}, "skills[0].skill"),
        ({"skills": (SkillState("tutoring", 1),) * 2}, "skills[1].skill"),
        ({"matrix": Matrix((Person("p1"), Person("p1")))}, "matrix.people[1].id"),
        ({"matrix": Matrix((Person("p1"),), (Level("p2", "tutoring", 1),))}, "matrix.levels[0].person"),
        ({"matrix": Matrix((Person("p1"),), (Level("p1", "juggling", 1),))}, "matrix.levels[0].skill"),
        ({"matrix": Matrix((Person("p1"),), (Level("p1", "tutoring", 1),) * 2)}, "matrix.levels[1]"),
        ({"plan": PlanChoices(pinned=(Pin("nap"),))}, "plan.pinned[0].action"),
        ({"plan": PlanChoices(excluded=("nap",))}, "plan.excluded[0]"),
        ({"plan": PlanChoices(edits=(Edit("nap", "cost", 1),))}, "plan.edits[0].action"),
    ],
)
def test_any_other_mistake_is_named(content: Content, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(UserError) as refused:
        check_assessment(content, base(content, **changes))
    assert refused.value.field == field


def test_an_unknown_questionnaire_names_the_installed_one(content: Content) -> None:
    with pytest.raises(UserError, match=content.questionnaire.ref):
        check_assessment(content, base(content, questionnaire="industry40@1999-01"))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (answer(f"{SENSORS}/production", 1), "answers[0].function"),
        (answer("standard_data_interfaces", 1), "answers[0].item"),
    ],
    ids=["one function", "an item it does not ask"],
)
def test_flash_refuses(content: Content, said: Answer, field: str) -> None:
    with pytest.raises(UserError) as refused:
        check_assessment(content, base(content, form="flash", answers=(said,), settled=()))
    assert refused.value.field == field


def test_in_flash_none_and_all_are_the_same_place(content: Content) -> None:
    check_assessment(content, base(content, form="flash", answers=(answer(SENSORS, 1),)))
    check_assessment(content, base(content, form="flash", answers=(answer(f"{SENSORS}/all", 1),)))
    with pytest.raises(UserError) as refused:
        twice = (answer(SENSORS, 1), answer(f"{SENSORS}/all", 2))
        check_assessment(content, base(content, form="flash", answers=twice))
    assert refused.value.field == "answers[1]"


def test_a_mistake_reads_as_one_french_line(content: Content) -> None:
    with pytest.raises(UserError) as refused:
        check_assessment(content, base(content, answers=(answer("it_security", 7),)))
    assert str(refused.value) == (
        'answers[0].rating: 7 n’est pas une note de it_security (de 0 à 6 par demis, ou "unknown")'
    )
