"""A measure names the skill it rests on, the training that builds it, and who would pay, from the real catalogue."""

from dataclasses import replace
from datetime import date

import pytest

from diagnostic.core.model.assessment import Assessment, SkillState
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Plan
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from reports.lines import SkillLine
from reports.naming import Names
from reports.programme import Programme
from reports.view_trainings import certification, skill_lines

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(content: Content, examples: dict[str, Assessment]) -> Plan:
    uma = examples["uma_usinage"]
    return plan(content, uma, score(content.questionnaire, uma), ON, PlanOptions())


def line_of(content: Content, assessment: Assessment, made: Plan, action: str) -> SkillLine | None:
    programme = Programme(Names(content.questionnaire, "fr"), content, assessment, made)
    planned = next(row for row in made.actions if row.id == action)
    return next(iter(skill_lines(programme, planned)), None)


def test_the_way_to_the_skill_is_named_with_its_price_and_its_payer(
    content: Content, examples: dict[str, Assessment], made: Plan
) -> None:
    line = line_of(content, examples["uma_usinage"], made, "backup_restore_test")
    assert line is not None
    assert line.need.startswith("Sécurité informatique")
    assert line.way is not None
    assert "non compté dans le plan" in line.way
    assert line.training == "short_cybersecurity"
    assert line.money is not None
    assert "OPCO 2i" in line.money
    assert "si le barème 2026, qui finit le 31\N{NO-BREAK SPACE}décembre 2026, est reconduit" in line.money


def test_a_larger_company_is_promised_nothing(content: Content, examples: dict[str, Assessment], made: Plan) -> None:
    uma = examples["uma_usinage"]
    larger = replace(uma, company=replace(uma.company, headcount=60))
    line = line_of(content, larger, made, "backup_restore_test")
    assert line is not None
    assert line.money is None


def test_without_a_sure_opco_it_is_to_be_confirmed(
    content: Content, examples: dict[str, Assessment], made: Plan
) -> None:
    uma = examples["uma_usinage"]
    unsure = replace(uma, company=replace(uma.company, idcc=None))
    line = line_of(content, unsure, made, "backup_restore_test")
    assert line is not None
    assert line.money is not None
    assert "à confirmer" in line.money


def test_a_code_is_told_while_it_is_registered_and_then_the_page_to_look_it_up(
    content: Content, examples: dict[str, Assessment], made: Plan
) -> None:
    programme = Programme(Names(content.questionnaire, "fr"), content, examples["uma_usinage"], made)
    training = next(row for row in content.trainings.values() if row.code_on(ON) and row.audience == "employee")
    told = certification(programme, training, ON)
    assert told is not None
    assert training.code is not None
    assert training.code in told
    for later in (replace(training, valid_to=date(2026, 11, 21)), replace(training, printable=False)):
        told = certification(programme, later, ON)
        assert told is not None
        assert "RNCP" not in told
        assert "francecompetences.fr" in told


def test_a_skill_that_enough_people_hold_is_left_out(
    content: Content, examples: dict[str, Assessment], made: Plan
) -> None:
    held = tuple(SkillState(skill, 4, 3, 1, 0) for skill in content.skills)
    skilled = replace(examples["uma_usinage"], skills=held)
    assert line_of(content, skilled, made, "backup_restore_test") is None
