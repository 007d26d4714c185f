"""What `people/*.yaml` promises to whoever answers, and what the example companies show of their people."""

import shutil
from pathlib import Path

import pytest

from diagnostic.content.loader import load_content
from diagnostic.core.errors import ContentError
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.polyvalence import AUTONOMOUS
from diagnostic.core.polyvalence import polyvalence
from diagnostic.core.scoring import score
from diagnostic.core.skills_gap import skills_gap
from diagnostic.core.target import targets
from diagnostic.places import data_path

CLEA_DIGITAL = {"floor_tools", "floor_information", "floor_sharing", "floor_safety"}
SEVEN = ["autonomy", "teamwork", "learning_to_learn", "problem_solving", "social_interaction", "numeracy", "literacy"]


def test_each_practice_is_asked_in_four_steps_from_nothing_yet_to_habit(content: Content) -> None:
    for question in content.workforce.practice.values():
        assert [answer.level for answer in question.answers] == [0, 1, 2, 3], question.id


def test_the_digital_floor_asks_the_four_domains_of_clea_digital(content: Content) -> None:
    asked = {row.id for row in content.workforce.practice.values() if row.topic == "digital_floor"}
    assert asked == CLEA_DIGITAL


def test_the_seven_aptitudes_are_those_of_the_coe_and_speak_of_a_team(content: Content) -> None:
    aptitudes = content.workforce.aptitudes
    assert list(aptitudes) == SEVEN
    for aptitude in aptitudes.values():
        assert all(text.fr.startswith("L’équipe ") for text in aptitude.levels), aptitude.skill


def test_every_kind_of_gap_has_a_way_from_the_first_level_or_person(content: Content) -> None:
    ways = content.workforce.ways.values()
    for family in {skill.family for skill in content.skills.values()}:
        for gap in ("level", "headcount"):
            assert any(row.at_least == 1 and row.brings in (gap, "both") and family in row.families for row in ways)


def test_no_way_rests_on_a_device_that_has_ended(content: Content) -> None:
    for way in content.workforce.ways.values():
        assert all(content.devices[device].status != "ended" for device in way.devices), way.id


@pytest.mark.parametrize("name", ["practice", "aptitudes", "ways"])
@pytest.mark.parametrize("text", [None, "", "[]\n"])
def test_a_people_file_that_is_missing_or_empty_is_named(name: str, text: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "questionnaires"
    shutil.copytree(data_path("questionnaires"), folder)
    file = folder / "people" / f"{name}.yaml"
    file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    assert caught.value.field == f"people/{name}.yaml"
    assert caught.value.message == ("fichier absent" if text is None else "fichier vide")


def test_a_topic_or_a_way_left_out_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "questionnaires"
    shutil.copytree(data_path("questionnaires"), folder)
    ways = folder / "people" / "ways.yaml"
    before, last = ways.read_text(encoding="utf-8").split("- id: shared_employment")
    ways.write_text(before, encoding="utf-8")
    with pytest.raises(ContentError, match="shared_employment") as caught:
        load_content(folder)
    assert caught.value.field == "people/ways.yaml"
    ways.write_text(f"{before}- id: shared_employment{last}", encoding="utf-8")
    practice = folder / "people" / "practice.yaml"
    practice.write_text(practice.read_text(encoding="utf-8").replace("topic: hr", "topic: training"), encoding="utf-8")
    with pytest.raises(ContentError, match="« hr »"):
        load_content(folder)


def test_every_example_tells_how_it_trains_and_speaks_of_two_teams(
    content: Content, examples: dict[str, Assessment]
) -> None:
    for assessment in examples.values():
        assert set(assessment.practice) == set(content.workforce.practice)
        told = {(row.team, row.aptitude) for row in assessment.aptitudes}
        assert told == {(team, aptitude) for team in {team for team, _ in told} for aptitude in SEVEN}
        assert len({team for team, _ in told}) == 2


def test_every_example_has_a_matrix_that_shows_a_single_holder_and_a_skill_about_to_leave(
    examples: dict[str, Assessment],
) -> None:
    for name, assessment in examples.items():
        found = polyvalence(assessment.matrix)
        assert 8 <= len(found.people) <= 14, name
        assert 6 <= len(found.columns) <= 9, name
        assert found.singles, name
        assert found.lost_in_five_years, name


def test_the_matrix_of_an_example_never_contradicts_the_skills_it_states(examples: dict[str, Assessment]) -> None:
    compared = 0
    for name, assessment in examples.items():
        stated = {state.skill: state for state in assessment.skills}
        for column in polyvalence(assessment.matrix).columns:
            if state := stated.get(column.skill):
                leaving = len(column.holders) - len(column.staying)
                shown = (column.best_staying, len(column.holders), column.needed, leaving)
                assert shown == (state.current, state.able, state.needed, state.leaving), (name, column.skill)
                compared += 1
    assert compared >= 9


def test_where_people_who_work_alone_stay_the_best_of_those_who_stay_does_too(examples: dict[str, Assessment]) -> None:
    for name, assessment in examples.items():
        for state in assessment.skills:
            stay = (state.able or 0) - (state.leaving or 0)
            assert (stay > 0) == (state.current >= AUTONOMOUS), (name, state.skill)


@pytest.mark.parametrize(
    ("name", "least"), [("uma_usinage", 3), ("acti_metal_industrie", 3), ("one_too", 3), ("mantion", 2)]
)
def test_every_example_lacks_levels_somewhere(
    name: str, least: int, content: Content, examples: dict[str, Assessment]
) -> None:
    assessment = examples[name]
    result = score(content.questionnaire, assessment)
    gap = skills_gap(content, assessment, result, targets(content, assessment, result))
    assert sum(bool(row.gap) for row in gap.rows) >= least


def test_a_company_that_has_a_matrix_says_that_it_looks_at_it(examples: dict[str, Assessment]) -> None:
    for name, assessment in examples.items():
        assert assessment.practice["needs_found"] in ("skills_table", "dated_plan"), name


def test_the_aid_to_tutors_of_apprentices_goes_with_an_apprentice_alone(content: Content) -> None:
    with_it = [way.id for way in content.workforce.ways.values() if "tutoring_opco2i" in way.devices]
    assert with_it == ["reversed_apprenticeship"]


def test_nobody_is_hired_to_pass_on_the_house_s_own_trade(content: Content) -> None:
    ways = content.workforce.ways
    assert [id for id, way in ways.items() if "tutoring" in way.not_for] == ["recruitment", "shared_employment"]


def test_hiring_is_asked_about_and_leads_to_hiring_well(content: Content) -> None:
    asked = content.workforce.practice["hiring"]
    assert asked.topic == "hr"
    assert asked.actions[0] == "hire_and_welcome"
