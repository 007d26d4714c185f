"""What holds of every skills gap, whatever the company."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.assessment import Assessment, Level, Matrix, MatrixColumn, Person, SkillState
from diagnostic.core.model.catalogue import Content, Need
from diagnostic.core.model.skills_gap import SkillsGap
from tests.core import skills_builders as small

FAMILIES = ("technology", "operational_excellence", "management", "general")
SKILLS = tuple(f"s{number}" for number in range(4))
CELLS = ("c0", "c1/production", "c1/logistics", "c2")
CAPABILITIES = ("c0", "c1", "c2")
AIMS = st.sampled_from([2.0, 2.5, 3.0, 4.0, 6.0])
HEADCOUNTS = st.none() | st.integers(0, 5)
PEOPLE = ("p0", "p1", "p2")


@dataclass(frozen=True)
class Case:
    content: Content
    assessment: Assessment
    aims: dict[str, float]

    def gap(self, **changes: object) -> SkillsGap:
        return small.gap_of(self.content, replace(self.assessment, **changes), self.aims)  # type: ignore[arg-type]


@st.composite
def states(draw: st.DrawFn, skill: str) -> SkillState:
    return SkillState(skill, draw(st.integers(0, 4)), draw(HEADCOUNTS), draw(HEADCOUNTS), draw(HEADCOUNTS))


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Three people, levels of some of the skills, one column of the company's own."""
    cells = st.tuples(st.sampled_from(PEOPLE), st.sampled_from((*SKILLS, "own")), st.integers(0, 4))
    levels = draw(st.lists(cells, max_size=12, unique_by=lambda row: row[:2]))
    wanted = draw(st.lists(st.sampled_from(SKILLS), max_size=4, unique=True))
    return Matrix(
        people=tuple(Person(id, leaving=draw(st.booleans())) for id in PEOPLE),
        levels=tuple(Level(*row) for row in levels),
        columns=(MatrixColumn("own", "À nous"), *(MatrixColumn(id, needed=draw(HEADCOUNTS)) for id in wanted)),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rows = st.tuples(st.sampled_from(CAPABILITIES), st.integers(1, 6), st.sampled_from(SKILLS), st.integers(1, 4))
    needs = draw(st.lists(rows, max_size=12, unique_by=lambda row: row[:3]))
    skills = [small.skill(id, draw(st.sampled_from(FAMILIES)), draw(st.integers(1, 3))) for id in SKILLS]
    content = small.content(CELLS, skills, [Need(*row) for row in needs])
    ratings = {cell: draw(st.none() | st.integers(0, 12).map(lambda halves: halves / 2)) for cell in CELLS}
    told = draw(st.lists(st.sampled_from(SKILLS), unique=True))
    given = small.assessment(
        content, ratings, skills=tuple(draw(states(skill)) for skill in told), matrix=draw(matrices())
    )
    return Case(content, given, {cell: draw(AIMS) for cell in CELLS})


@given(cases())
def test_figures_keep_within_their_bounds(case: Case) -> None:
    gap = case.gap()
    for row in gap.rows:
        assert 0 <= row.required <= 4
        assert row.headcount_gap >= 0
        assert set(row.needing) <= set(gap.to_raise)
        assert 0 <= row.weight <= case.content.skills[row.skill].criticality
        assert (row.gap is None) == (row.current is None) == (row.priority is None) == (row.basis is None)
        if row.gap is not None and row.current is not None:
            assert row.gap == max(0, row.required - row.current)
            assert row.priority == row.gap * row.weight


@given(cases())
def test_rows_are_what_the_target_needs_or_lacks_people(case: Case) -> None:
    gap = case.gap()
    assert all(bool(row.reasons) == bool(row.required) for row in gap.rows)
    assert all(row.reasons or row.headcount_gap for row in gap.rows)
    known = [row.priority is not None for row in gap.rows if row.required]
    assert known == sorted(known, reverse=True)
    priorities = [row.priority for row in gap.rows if row.required and row.priority is not None]
    assert priorities == sorted(priorities, reverse=True)


@given(cases(), st.data())
def test_raising_a_stated_level_raises_no_priority(case: Case, data: st.DataObject) -> None:
    before = case.gap()
    raised = tuple(replace(state, current=data.draw(st.integers(state.current, 4))) for state in case.assessment.skills)
    after = case.gap(skills=raised)
    for row in before.rows:
        better = after.row(row.skill)
        assert better is not None
        assert (better.priority is None) == (row.priority is None)
        assert (better.priority or 0) <= (row.priority or 0)


@given(cases(), st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_one_who_leaves_closes_no_headcount_gap(case: Case, levels: list[int]) -> None:
    matrix = case.assessment.matrix
    joined = replace(
        matrix,
        people=(*matrix.people, Person("leaver", leaving=True)),
        levels=(*matrix.levels, *(Level("leaver", skill, level) for skill, level in zip(SKILLS, levels, strict=True))),
    )
    after = case.gap(matrix=joined)
    for row in case.gap().rows:
        other = after.row(row.skill)
        assert other is not None
        assert other.headcount_gap >= row.headcount_gap
        assert row.current is None or other.current == row.current


@given(cases(), st.lists(AIMS, min_size=len(CELLS), max_size=len(CELLS)))
def test_raising_the_target_lowers_no_requirement(case: Case, higher: list[float]) -> None:
    raised = {cell: max(aim, more) for (cell, aim), more in zip(case.aims.items(), higher, strict=True)}
    after = replace(case, aims=raised).gap()
    for row in case.gap().rows:
        later = after.row(row.skill)
        assert later is not None
        assert later.required >= row.required


@given(cases(), st.randoms(use_true_random=False))
def test_order_of_what_is_told_changes_nothing(case: Case, chance: object) -> None:
    def shuffled(rows: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(chance.sample(rows, len(rows)))  # type: ignore[attr-defined]

    matrix = case.assessment.matrix
    mixed = Matrix(shuffled(matrix.people), shuffled(matrix.levels), shuffled(matrix.columns))  # type: ignore[arg-type]
    catalogue = {skill: case.content.skills[skill] for skill in shuffled(SKILLS)}  # type: ignore[index]
    other = replace(case, content=replace(case.content, skills=catalogue, needs=shuffled(case.content.needs)))  # type: ignore[arg-type]
    assert other.gap(skills=shuffled(case.assessment.skills), matrix=mixed) == case.gap()


@given(cases())
def test_what_was_said_wins_over_the_matrix(case: Case) -> None:
    gap, alone = case.gap(), case.gap(matrix=Matrix())
    for state in case.assessment.skills:
        row, said = gap.row(state.skill), alone.row(state.skill)
        if (state.able, state.needed, state.leaving) != (None, None, None):
            assert row == said
        elif row and said:
            assert (row.current, row.gap, row.priority) == (said.current, said.gap, said.priority)


@given(cases())
def test_a_matrix_that_says_the_same_gives_the_same_rows(case: Case) -> None:
    """Two ways to one answer: the matrix read by the gap, and the same facts counted by hand and stated."""
    matrix = case.assessment.matrix
    stays = {person.id for person in matrix.people if not person.leaving}
    counted = []
    for column in matrix.every_column():
        held = {row.person: row.level for row in matrix.levels if row.skill == column.skill}
        if column.name or not (held or column.needed is not None):
            continue
        able = [person for person in held if held[person] >= 3]
        best = max([0, *(held[person] for person in held if person in stays)])
        counted.append(
            SkillState(column.skill, best, len(able), column.needed, len([p for p in able if p not in stays]))
        )
    read, stated = case.gap(skills=()), case.gap(skills=tuple(counted), matrix=Matrix())
    assert {row.basis for row in read.rows} <= {"matrix", None}
    assert tuple(replace(row, basis=row.basis and "stated") for row in read.rows) == stated.rows


@given(cases(), st.lists(st.sampled_from(SKILLS), max_size=2, unique=True))
def test_every_skill_is_asked_or_kept_for_later_but_those_of_teams(case: Case, teams: list[str]) -> None:
    asked = small.content((), (), (), aptitudes=teams).workforce
    gap = replace(case, content=replace(case.content, workforce=asked)).gap()
    assert sorted([*gap.asked, *gap.others, *teams]) == list(SKILLS)
    assert {row.skill for row in gap.rows if row.required} - set(teams) == set(gap.asked)
    assert gap.asked == replace(case, content=replace(case.content, workforce=asked)).gap(skills=()).asked
