"""What our answers say of the European sheet: only what they show, and why."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from diagnostic.core.dma import Bounds, whole_score
from diagnostic.core.model.assessment import Assessment, Constraints, Level, Matrix, Person, Rating, SkillState
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.crosswalk import Dma
from diagnostic.core.prefill import Fact, Filled, prefill, values_of
from diagnostic.core.scoring import score
from tests.builders import answer, assessment

YES, NO = Bounds(Fraction(1), Fraction(1)), Bounds(Fraction(), Fraction())
NOT_USED = Bounds(Fraction(), Fraction(1))
IN_SERVICE = Bounds(Fraction(5), Fraction(5))


def dma_of(content: Content) -> Dma:
    assert content.crosswalks is not None
    return content.crosswalks.dma


def sheet_of(content: Content, of: Assessment) -> dict[str, Filled]:
    rows = prefill(dma_of(content), content, of, score(content.questionnaire, of))
    return {row.box.key: row for row in rows}


def told(content: Content, ratings: Mapping[str, Rating] | None = None, **changes: Any) -> dict[str, Filled]:
    """The sheet of a leader who gave these ratings and nothing else."""
    answers = [answer(cell, rating) for cell, rating in (ratings or {}).items()]
    return sheet_of(content, assessment(content.questionnaire, answers, **changes))


def everywhere(content: Content, rating: Rating) -> dict[str, Rating]:
    capabilities = content.questionnaire.capabilities()
    return {f"{row.id}/all" if row.functions else row.id: rating for row in capabilities}


def test_a_company_that_said_nothing_has_an_empty_sheet_and_every_score_is_possible(content: Content) -> None:
    sheet = told(content)
    assert {row.value for row in sheet.values()} == {None}
    assert {row.basis for row in sheet.values()} == {"silent", "none"}
    bounds = whole_score(dma_of(content), values_of(list(sheet.values())))
    assert (bounds.low, bounds.high) == (0, 100)


def test_an_answer_that_nobody_knows_is_never_a_no(content: Content) -> None:
    sheet = told(content, everywhere(content, "unknown"))
    assert {row.value for row in sheet.values()} == {None}


def test_what_was_read_without_deciding_is_told(content: Content) -> None:
    sheet = told(content, {"it_security": 1.5})
    assert sheet["data_security.security_policy"].looked_at == (Fact("cell", "it_security", 1.5),)
    assert sheet["data_security.backup"].looked_at == ()
    assert sheet["technologies.website"].basis == "none"


@pytest.mark.parametrize(
    ("rating", "value"),
    [(0, NO), (0.5, None), (1.5, None), (2, YES), (6, YES)],
)
def test_between_two_rungs_nothing_is_said(content: Content, rating: float, value: Bounds | None) -> None:
    row = told(content, {"it_security": rating})["data_security.security_policy"]
    assert row.value == value
    assert row.basis == ("silent" if value is None else "answers")
    assert [fact for reason in row.reasons for fact in reason.facts] == (
        [] if value is None else [Fact("cell", "it_security", float(rating))]
    )


def test_paper_everywhere_ticks_the_negative_item_and_empties_what_it_denies(content: Content) -> None:
    sheet = told(content, everywhere(content, 0))
    assert sheet["data_management.not_digital"].value == YES
    denied = ["stored", "integrated", "real_time", "self_service"]
    assert [sheet[f"data_management.{item}"].value for item in denied] == [NO] * 4
    assert {row.value for row in sheet.values() if row.basis == "answers"} == {YES, NO, NOT_USED}
    assert [key for key, row in sheet.items() if row.value == YES] == ["data_management.not_digital"]


def test_the_negative_item_alone_empties_what_it_denies(content: Content) -> None:
    sheet = told(content, {"data_governance": 0})
    assert sheet["data_management.not_digital"].basis == "answers"
    assert (sheet["data_management.integrated"].value, sheet["data_management.integrated"].basis) == (NO, "other_item")
    assert sheet["data_management.analysed"].value is None


def test_digital_data_seen_elsewhere_wins_over_data_said_to_be_on_paper(content: Content) -> None:
    sheet = told(content, {"data_governance": 0, "confidence_in_systems": 2})
    assert (sheet["data_management.not_digital"].value, sheet["data_management.not_digital"].basis) == (
        NO,
        "other_item",
    )
    assert sheet["data_management.stored"].value == YES


def test_the_top_of_every_ladder_ticks_all_that_has_a_link_to_a_rung(content: Content) -> None:
    sheet = told(content, everywhere(content, 6))
    for row in sheet.values():
        reached = any(link.capability and link.at_least is not None for link in row.box.links)
        expected = NO if row.box.item.negative else Bounds(*[Fraction(row.box.top)] * 2)
        assert row.value == (expected if reached else None), row.box.key


def test_every_function_must_show_it_unless_one_is_enough(content: Content) -> None:
    linked: dict[str, Rating] = {
        "vertical_horizontal_integration/all": 2,
        "vertical_horizontal_integration/services": 1,
    }
    sheet = told(content, linked)
    assert sheet["data_management.integrated"].value is None
    assert sheet["technologies.management_software"].value == YES
    whole = told(content, linked, functions={"production": 1.0, "development": 1.0, "services": 0.0})
    assert whole["data_management.integrated"].value == YES  # it has no after-sales: nothing to ask of it
    assert whole["investment.sales.invested"].value is None  # nor has it anybody in sales


def test_a_function_nobody_rated_keeps_the_whole_unknown(content: Content) -> None:
    partial: dict[str, Rating] = {
        "vertical_horizontal_integration/all": 2,
        "vertical_horizontal_integration/services": "unknown",
    }
    assert told(content, partial)["data_management.integrated"].value is None


def test_a_quick_scan_says_nothing_of_one_function_apart(content: Content) -> None:
    sheet = told(content, {"sensor_data_acquisition": 3, "vertical_horizontal_integration": 2}, form="flash")
    assert sheet["advanced_technologies.iot"].value is None
    assert sheet["investment.operations.invested"].value is None
    assert sheet["data_management.integrated"].value == YES
    assert sheet["data_management.not_digital"].value == NO


def test_answers_that_contradict_each_other_settle_nothing_and_both_are_told(content: Content) -> None:
    sheet = told(content, {"vertical_horizontal_integration/logistics": 0, "sensor_data_acquisition/logistics": 1})
    row = sheet["investment.warehouse.invested"]
    assert (row.value, row.basis) == (None, "disagree")
    assert {fact.id for reason in row.reasons for fact in reason.facts} == {
        "vertical_horizontal_integration/logistics",
        "sensor_data_acquisition/logistics",
    }


def test_nobody_able_means_not_in_service_only_where_the_company_says_so(content: Content) -> None:
    key = "advanced_technologies.additive"
    said = SkillState("additive_manufacturing", 0)
    assert told(content, skills=(said,))[key].value == NOT_USED
    assert told(content, skills=(replace(said, able=1, leaving=1),))[key].value is None
    assert told(content, skills=(replace(said, current=3),))[key].value is None
    read = Matrix((Person("AB"),), (Level("AB", "additive_manufacturing", 0),))
    assert told(content, matrix=read)[key].value is None


def test_practices_skills_and_the_budget_speak_too(content: Content) -> None:
    sheet = told(
        content,
        practice={"needs_found": "dated_plan", "opco_use": "sometimes"},
        skills=(SkillState("networks_infrastructure", 3),),
        constraints=Constraints(budget=20000),
    )
    ticked = {key: [fact for reason in row.reasons for fact in reason.facts] for key, row in sheet.items() if row.value}
    assert ticked == {
        "readiness.funds": [Fact("budget", "budget", 20000)],
        "readiness.specialists": [Fact("skill", "networks_infrastructure", 3)],
        "training.skills_assessed": [Fact("practice", "needs_found", 3)],
        "training.training_plan": [Fact("practice", "needs_found", 3)],
        "training.external_courses": [Fact("practice", "opco_use", 1)],
    }
    assert told(content, constraints=Constraints(budget=0))["readiness.funds"].value is None


def test_planned_investments_are_never_guessed(content: Content, examples: Mapping[str, Assessment]) -> None:
    for example in examples.values():
        sheet = sheet_of(content, example)
        assert {row.basis for row in sheet.values() if row.box.column == "planned"} == {"none"}


def test_the_sheet_of_an_example_company_checked_by_hand(content: Content, examples: Mapping[str, Assessment]) -> None:
    """One-Too: workshop clocked on some posts only (0.5), stock movements clocked (1), design linked (2)."""
    sheet = sheet_of(content, examples["one_too"])
    known = {
        "investment.design.invested": YES,
        "investment.warehouse.invested": YES,
        "investment.operations.invested": YES,
        "advanced_technologies.cad_cam": IN_SERVICE,
        "advanced_technologies.iot": NOT_USED,
        "data_management.not_digital": NO,
        "data_security.backup": YES,
        "data_security.continuity": None,
        "green_choices.digital_energy": None,
    }
    assert {key: sheet[key].value for key in known} == known


@pytest.mark.parametrize("name", ["acti_metal_industrie", "mantion", "one_too", "uma_usinage"])
def test_every_known_box_of_an_example_rests_on_its_answers(
    name: str, content: Content, examples: Mapping[str, Assessment]
) -> None:
    of = examples[name]
    ratings = score(content.questionnaire, of).ratings()
    stated = {row.skill: row.current for row in of.skills}
    sheet = sheet_of(content, of)
    assert sum(row.value is not None for row in sheet.values()) >= 10
    for key, row in sheet.items():
        assert (row.value is None) == (row.basis in ("silent", "none", "disagree")), key
        assert bool(row.reasons) == (row.basis in ("answers", "disagree")), key
        for reason in row.reasons:
            link = reason.link
            for fact in reason.facts:
                assert fact.value >= (link.at_least or 0)
                assert fact.value <= (6 if link.at_most is None else link.at_most) or fact.kind == "budget"
                if fact.kind == "cell":
                    assert fact.value == ratings[fact.id]
                if fact.kind == "skill":
                    assert fact.value == stated[fact.id]
