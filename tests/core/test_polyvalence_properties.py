"""What must hold for any matrix, and a second way of counting that has to agree."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.assessment import Level, Matrix, MatrixColumn, Person
from diagnostic.core.polyvalence import polyvalence

SKILLS = ("lathe", "mill", "weld", "plan")


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Up to five people and four skills; some levels never said."""
    posts = st.sampled_from([None, "Usinage", "Soudage"])
    people = tuple(Person(f"P{number}", draw(posts), draw(st.booleans())) for number in range(draw(st.integers(0, 5))))
    skills = draw(st.lists(st.sampled_from(SKILLS), unique=True))
    needed = st.none() | st.integers(0, 4)
    columns = tuple(MatrixColumn(skill, skill, draw(st.integers(1, 3)), draw(needed)) for skill in skills)
    said = {(person.id, skill): draw(st.none() | st.integers(0, 4)) for person in people for skill in skills}
    levels = tuple(Level(*place, level) for place, level in said.items() if level is not None)
    return Matrix(people, levels, columns)


def without(matrix: Matrix, person: str) -> Matrix:
    people = tuple(one for one in matrix.people if one.id != person)
    return replace(matrix, people=people, levels=tuple(one for one in matrix.levels if one.person != person))


def holders_by_hand(matrix: Matrix, skill: str) -> set[str]:
    return {level.person for level in matrix.levels if level.skill == skill and level.level in (3, 4)}


@given(matrices())
def test_a_second_count_agrees(matrix: Matrix) -> None:
    """One person taken out at a time, one skill at a time, from the levels alone."""
    found = polyvalence(matrix)
    leaving = {person.id for person in matrix.people if person.leaving}
    for column in found.columns:
        holders = holders_by_hand(matrix, column.skill)
        assert set(column.holders) == holders
        assert set(column.staying) == holders - leaving
        assert (column.skill in found.lost_in_five_years) == (bool(holders) and holders <= leaving)
        assert column.single == (len(holders) == 1 or (bool(holders) and holders <= leaving))
    for person in found.people:
        left = {column.skill: holders_by_hand(without(matrix, person.person), column.skill) for column in found.columns}
        held = [column.skill for column in found.columns if person.person in holders_by_hand(matrix, column.skill)]
        assert set(person.lost) == {skill for skill in held if not left[skill]}
        assert set(person.weakened) == {skill for skill in held if len(left[skill]) == 1}


@given(matrices())
def test_bounds(matrix: Matrix) -> None:
    found = polyvalence(matrix)
    for column in found.columns:
        assert 0 <= column.best_staying <= column.best <= 4
        assert set(column.staying) <= set(column.holders)
        assert not set(column.holders) & set(column.learning)
        assert column.gap is None or column.gap >= 0
    assert all(0 <= person.versatility <= 4 for person in found.people)
    assert found.versatility is None or 0 <= found.versatility <= 4
    assert set(found.lost_in_five_years) <= set(found.singles)


@given(matrices(), st.permutations(range(5)))
def test_renaming_people_changes_no_figure(matrix: Matrix, order: list[int]) -> None:
    name = {f"P{number}": f"Q{other}" for number, other in enumerate(order)}
    renamed = Matrix(
        tuple(replace(person, id=name[person.id]) for person in matrix.people),
        tuple(replace(level, person=name[level.person]) for level in matrix.levels),
        matrix.columns,
    )
    before, after = polyvalence(matrix), polyvalence(renamed)
    assert before.singles == after.singles
    assert before.lost_in_five_years == after.lost_in_five_years
    assert before.versatility == after.versatility
    assert [(len(one.holders), one.best, one.gap) for one in before.columns] == [
        (len(one.holders), one.best, one.gap) for one in after.columns
    ]
    assert [(one.versatility, one.lost, one.weakened) for one in before.people] == [
        (one.versatility, one.lost, one.weakened) for one in after.people
    ]


@given(matrices().filter(lambda matrix: bool(matrix.people) and bool(matrix.columns)), st.data())
def test_one_more_holder_who_stays_makes_nothing_worse(matrix: Matrix, data: st.DataObject) -> None:
    """But for a skill that nobody held, which one person holds from then on."""
    skill = data.draw(st.sampled_from([column.skill for column in matrix.columns]))
    before = polyvalence(matrix)
    held = {column.skill for column in before.columns if column.holders}
    more = replace(matrix, people=(*matrix.people, Person("new")), levels=(*matrix.levels, Level("new", skill, 3)))
    after = polyvalence(more)
    assert set(after.singles) & held <= set(before.singles)
    assert set(after.lost_in_five_years) <= set(before.lost_in_five_years)
    for old, new in zip(before.columns, after.columns, strict=True):
        assert new.gap is None or (old.gap is not None and new.gap <= old.gap)


@given(matrices().filter(lambda matrix: bool(matrix.people)), st.data())
def test_a_person_who_goes_never_raises_coverage(matrix: Matrix, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(matrix.people)).id
    before, after = polyvalence(matrix), polyvalence(without(matrix, gone))
    known = {column.skill: column for column in after.columns}
    for column in before.columns:
        assert set(known[column.skill].holders) <= set(column.holders)
        assert known[column.skill].best <= column.best
    lost = next(one.lost for one in before.people if one.person == gone)
    assert {skill for skill in lost if not known[skill].holders} == set(lost)


@given(matrices(), st.data())
def test_raising_one_level_raises_versatility_by_its_share(matrix: Matrix, data: st.DataObject) -> None:
    low = [(number, level) for number, level in enumerate(matrix.levels) if level.level < 4]
    if not low:
        return
    number, level = data.draw(st.sampled_from(low))
    raised = (*matrix.levels[:number], replace(level, level=level.level + 1), *matrix.levels[number + 1 :])
    before, after = polyvalence(matrix), polyvalence(replace(matrix, levels=raised))
    weights = {column.skill: column.complexity for column in matrix.columns}
    for old, new in zip(before.people, after.people, strict=True):
        share = weights[level.skill] / sum(weights.values()) if old.person == level.person else 0
        assert abs(new.versatility - old.versatility - share) < 1e-9
