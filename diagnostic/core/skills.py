"""Skills that a planned action rests on, whether the company holds them, and the training that builds them
(METHOD 3 and 6)."""

from dataclasses import dataclass

from diagnostic.core.model.assessment import Assessment, SkillState
from diagnostic.core.model.catalogue import Action, Content, Training
from diagnostic.core.model.plan import PlannedAction
from diagnostic.core.model.questionnaire import split_cell
from diagnostic.core.skills_states import states


@dataclass(frozen=True, slots=True)
class SkillStep:
    """A skill to bring to `level` (0–4), or to more people, for an action.

    `current`: level of the best person who stays, None where nobody has said; `people`: how many are short of it (at
    least 1); `training`: the shortest one that builds it, None when the catalogue has none.
    """

    skill: str
    level: int
    current: int | None
    people: int
    training: Training | None


def headcount_gap(state: SkillState) -> int:
    """People still to bring to a skill: needed − (able − leaving), never under 0; 0 where it was not counted."""
    if state.needed is None or state.able is None:
        return 0
    return max(0, state.needed - (state.able - (state.leaving or 0)))


def skill_steps(content: Content, assessment: Assessment, planned: PlannedAction) -> tuple[SkillStep, ...]:
    """The skills that the action and the rungs it reaches need, and that too few people hold.

    Those that the action itself builds are left out. Most critical first, then the highest level, then id.
    """
    known = states(content, assessment)
    brought = _brought(content, planned)
    steps = [
        _step(content, skill, level, known.get(skill))
        for skill, level in _needed(content, planned).items()
        if level > brought.get(skill, 0)
    ]
    missing = [step for step in steps if step.people]
    return tuple(sorted(missing, key=lambda step: (-content.skills[step.skill].criticality, -step.level, step.skill)))


def _step(content: Content, skill: str, level: int, state: SkillState | None) -> SkillStep:
    current = state.current if state else None
    short = current is None or current < level
    people = max(headcount_gap(state) if state else 0, int(short))
    return SkillStep(skill, level, current, people, training_for(content, skill, level))


def _needed(content: Content, planned: PlannedAction) -> dict[str, int]:
    rows = [(row.skill, row.level) for row in content.actions[planned.id].needs_skills]
    for raised in planned.raises:
        capability, _ = split_cell(raised.cell)
        rows += [
            (need.skill, need.level)
            for need in content.needs
            if need.capability == capability and raised.start < need.rung <= raised.to
        ]
    return _highest(rows)


def _brought(content: Content, planned: PlannedAction) -> dict[str, int]:
    action = content.actions[planned.id]
    taught = [row for use in action.trainings for row in content.trainings[use.training].skills]
    return _highest([(row.skill, row.level) for row in (*action.builds_skills, *taught)])


def _highest(rows: list[tuple[str, int]]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for skill, level in rows:
        levels[skill] = max(level, levels.get(skill, 0))
    return levels


def training_for(content: Content, skill: str, level: int) -> Training | None:
    """The shortest training whose main skill is that one, to that level; None when the catalogue has none."""
    able = [training for training in content.trainings.values() if teaches(training, skill, level)]
    return min(able, key=lambda training: (training.hours, training.id), default=None)


def teaches(training: Training, skill: str, level: int) -> bool:
    """Whether it is for someone in post, and its main skill is that one, to that level."""
    main = training.skills[0] if training.skills and training.audience == "employee" else None
    return main is not None and main.skill == skill and main.level >= level


def action_for(content: Content, skill: str, level: int) -> Action | None:
    """The lightest action that builds the skill to that level inside the company; None when there is none."""
    able = [
        action
        for action in content.actions.values()
        if any(row.skill == skill and row.level >= level for row in action.builds_skills)
    ]
    return min(able, key=lambda action: (action.internal_days, action.id), default=None)
