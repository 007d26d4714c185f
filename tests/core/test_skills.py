"""Skills behind a measure: who is short of them, and what builds them. Worked on the real catalogue."""

from dataclasses import replace

import pytest

from diagnostic.core import skills
from diagnostic.core.model.assessment import Assessment, Level, Matrix, Person, SkillState
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Money, PlannedAction, RaisedCell
from diagnostic.core.plan_inputs import PlanOptions, plan_problem
from tests.core import plan_builders as build
from tests.core import skills_builders as small


def planned(id: str, cell: str, start: float, to: float) -> PlannedAction:
    return PlannedAction(
        id=id,
        start_quarter=1,
        quarters=1,
        raises=(RaisedCell(cell, start, to),),
        answers_symptoms=(),
        safe_choice=False,
        release_days=0,
        internal_days=0,
        cost=Money(0, 0, (), 0, ()),
        trainings=(),
        tasks=(),
        priority_rank=1,
    )


CONNECT = planned("connect_key_machines", "sensor_data_acquisition/production", 1, 2)


def knowing(examples: dict[str, Assessment], *states: SkillState) -> Assessment:
    return replace(examples["one_too"], skills=states)


@pytest.mark.parametrize(
    ("able", "needed", "leaving", "gap"), [(1, 2, 1, 2), (2, 2, 0, 0), (5, 2, 0, 0), (None, 2, 0, 0), (1, None, 0, 0)]
)
def test_headcount_gap(able: int | None, needed: int | None, leaving: int, gap: int) -> None:
    assert skills.headcount_gap(SkillState("tutoring", 2, able, needed, leaving)) == gap


def test_a_skill_nobody_has_stated_is_asked_for(content: Content, examples: dict[str, Assessment]) -> None:
    backup = planned("backup_restore_test", "resilient_infrastructure", 1, 2)
    found = {step.skill: step for step in skills.skill_steps(content, knowing(examples), backup)}
    assert found["cybersecurity"].current is None
    assert found["cybersecurity"].people == 1


def test_a_skill_held_by_enough_people_is_not(content: Content, examples: dict[str, Assessment]) -> None:
    backup = planned("backup_restore_test", "resilient_infrastructure", 1, 2)
    held = knowing(examples, SkillState("cybersecurity", 3, 2, 2, 0))
    assert "cybersecurity" not in {step.skill for step in skills.skill_steps(content, held, backup)}


def test_the_best_person_is_not_enough_when_more_are_needed(content: Content, examples: dict[str, Assessment]) -> None:
    backup = planned("backup_restore_test", "resilient_infrastructure", 1, 2)
    alone = knowing(examples, SkillState("cybersecurity", 4, 1, 3, 1))
    steps = {step.skill: step for step in skills.skill_steps(content, alone, backup)}
    assert steps["cybersecurity"].people == 3


def test_a_skill_read_in_the_matrix_is_known(content: Content, examples: dict[str, Assessment]) -> None:
    backup = planned("backup_restore_test", "resilient_infrastructure", 1, 2)
    matrix = Matrix((Person("AB"),), (Level("AB", "cybersecurity", 3),))
    read = replace(knowing(examples), matrix=matrix)
    assert "cybersecurity" not in {step.skill for step in skills.skill_steps(content, read, backup)}


def test_what_the_action_builds_itself_is_left_out(content: Content, examples: dict[str, Assessment]) -> None:
    built = {row.skill for row in content.actions["connect_key_machines"].builds_skills}
    built |= {
        row.skill
        for use in content.actions["connect_key_machines"].trainings
        for row in content.trainings[use.training].skills
        if row.level >= 2
    }
    asked = {step.skill for step in skills.skill_steps(content, knowing(examples), CONNECT)}
    assert built
    assert not built & asked


def test_the_training_offered_teaches_that_skill_first(content: Content) -> None:
    for skill in content.skills:
        training = skills.training_for(content, skill, 2)
        if training:
            assert training.skills[0].skill == skill
            assert training.skills[0].level >= 2


def test_every_skill_can_be_built(content: Content) -> None:
    for skill in content.skills:
        assert skills.training_for(content, skill, 2) or skills.action_for(content, skill, 2)


@pytest.mark.parametrize(("level", "missing"), [(1, ["lean"]), (2, []), (None, [])])
def test_the_plan_knows_what_the_matrix_says(level: int | None, missing: list[str]) -> None:
    """A skill read too low there is one that an action lacks; one that nobody rated is not."""
    of = replace(
        build.content(build.capability_tree(), [build.action("a", ("c1", 0, 2), needs=[("lean", 2)])]),
        skills={"lean": small.skill("lean")},
    )
    levels = () if level is None else (Level("AB", "lean", level),)
    given = replace(build.company(of.questionnaire), matrix=Matrix((Person("AB"),), levels))
    result = build.scored(of.questionnaire, given)
    aims = dict.fromkeys(result.ratings(), 2.0)
    (candidate,) = plan_problem(of, given, result, build.ON, PlanOptions(), aims).candidates
    assert [gap.skill for gap in candidate.skill_gaps] == missing
