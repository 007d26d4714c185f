"""What is known of each skill in the company: said of it, or read in its polyvalence matrix (METHOD 3)."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from diagnostic.core.model.assessment import Assessment, Matrix, MatrixColumn, SkillState
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.polyvalence import AUTONOMOUS
from diagnostic.core.model.skills_gap import State


def states(content: Content, assessment: Assessment) -> dict[str, State]:
    """Skill id → what is known of it, in the catalogue's order; a skill that nobody spoke of is not there.

    What was said of a skill stands, whatever the matrix shows; where no people were counted, the matrix counts them.
    Elsewhere the matrix speaks alone: `current` is the best level among those who stay (0 when all who hold it leave),
    `able` those who hold it alone (level 3 or more), `leaving` those of them who leave, `needed` the column's; a level
    that nobody wrote is 0. A column with neither level nor `needed` says nothing; the company's own columns are no
    skills of the catalogue.
    """
    known = {state.skill: state for state in _read(content, assessment.matrix)}
    known |= {row.skill: _said(row, known.get(row.skill)) for row in assessment.skills}
    return {skill: known[skill] for skill in (*content.skills, *known) if skill in known}


def _said(row: SkillState, read: State | None) -> State:
    """What was said, with the matrix's people where none were counted."""
    said = State(row.skill, row.current, row.able, row.needed, row.leaving)
    if read is None or any(count is not None for count in (row.able, row.needed, row.leaving)):
        return said
    return replace(said, able=read.able, needed=read.needed, leaving=read.leaving)


def _read(content: Content, matrix: Matrix) -> Iterator[State]:
    levels: dict[str, dict[str, int]] = {}
    for row in matrix.levels:
        levels.setdefault(row.skill, {})[row.person] = row.level
    leavers = {person.id for person in matrix.people if person.leaving}
    for column in matrix.every_column():
        told = column.skill in levels or column.needed is not None
        if column.skill in content.skills and told and matrix.people:
            yield _state(column, levels.get(column.skill, {}), leavers)


def _state(column: MatrixColumn, levels: Mapping[str, int], leavers: Set[str]) -> State:
    able = {person for person, level in levels.items() if level >= AUTONOMOUS}
    return State(
        skill=column.skill,
        current=max((level for person, level in levels.items() if person not in leavers), default=0),
        able=len(able),
        needed=column.needed,
        leaving=len(able & leavers),
        basis="matrix",
    )
