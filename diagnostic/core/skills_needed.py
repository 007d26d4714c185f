"""The skills that an action still needs in a company, and what brings them (METHOD 5)."""

from collections.abc import Iterator, Mapping

from diagnostic.core.model.catalogue import Action, Content, SkillLevel
from diagnostic.core.model.skills_gap import State


def lacking(content: Content, known: Mapping[str, State], action: Action) -> Iterator[SkillLevel]:
    """The skills that the action needs, whose level known is too low, and that it does not bring by itself.

    A skill that nobody spoke of is not assumed missing.
    """
    for need in action.needs_skills:
        state = known.get(need.skill)
        if state is not None and state.current < need.level and not brings(content, action, need):
            yield need


def brings(content: Content, action: Action, need: SkillLevel) -> bool:
    """Whether doing the action brings the skill to that level, by itself or by one of its trainings."""
    taught = [row for use in action.trainings for row in content.trainings[use.training].skills]
    return any(row.skill == need.skill and row.level >= need.level for row in (*action.builds_skills, *taught))
