"""What a polyvalence matrix says: coverage, single points of failure, versatility, absences (METHOD 3)."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from diagnostic.core.model.assessment import Matrix, MatrixColumn, Person
from diagnostic.core.model.polyvalence import (
    AUTONOMOUS,
    ColumnCoverage,
    PersonStanding,
    Polyvalence,
    PostCoverage,
)

Levels = Mapping[tuple[str, str], int]
"""(person, skill) → level; a level that nobody has said counts as 0."""


def polyvalence(matrix: Matrix) -> Polyvalence:
    """Everything in the order of the matrix: its columns, its people, its posts as they are first met."""
    levels = {(row.person, row.skill): row.level for row in matrix.levels}
    columns = tuple(_column(column, matrix.people, levels) for column in matrix.every_column())
    people = tuple(_standing(person, columns, levels) for person in matrix.people)
    return Polyvalence(
        columns=columns,
        posts=_posts(matrix.people, columns),
        people=people,
        singles=tuple(column.skill for column in columns if column.single),
        lost_in_five_years=tuple(column.skill for column in columns if column.holders and not column.staying),
        versatility=fmean(person.versatility for person in people) if people and columns else None,
    )


def _column(column: MatrixColumn, people: Sequence[Person], levels: Levels) -> ColumnCoverage:
    reached = {person: levels.get((person.id, column.skill), 0) for person in people}
    holders = tuple(person for person, level in reached.items() if level >= AUTONOMOUS)
    staying = tuple(person.id for person in holders if not person.leaving)
    return ColumnCoverage(
        skill=column.skill,
        name=column.name,
        complexity=column.complexity,
        needed=column.needed,
        holders=tuple(person.id for person in holders),
        staying=staying,
        learning=tuple(person.id for person, level in reached.items() if 0 < level < AUTONOMOUS),
        best=max(reached.values(), default=0),
        best_staying=max((level for person, level in reached.items() if not person.leaving), default=0),
        single=len(holders) == 1 or (bool(holders) and not staying),
        gap=None if column.needed is None else max(0, column.needed - len(staying)),
    )


def _standing(person: Person, columns: Sequence[ColumnCoverage], levels: Levels) -> PersonStanding:
    weight = sum(column.complexity for column in columns)
    weighed = sum(column.complexity * levels.get((person.id, column.skill), 0) for column in columns)
    held = [column for column in columns if person.id in column.holders]
    return PersonStanding(
        person=person.id,
        versatility=weighed / weight if weight else 0.0,
        lost=tuple(column.skill for column in held if len(column.holders) == 1),
        weakened=tuple(column.skill for column in held if len(column.holders) == 2),
    )


def _posts(people: Sequence[Person], columns: Sequence[ColumnCoverage]) -> tuple[PostCoverage, ...]:
    """One for each post that somebody holds; people without a post are in none."""
    posts = dict.fromkeys(person.post for person in people if person.post)
    return tuple(_post(post, [person.id for person in people if person.post == post], columns) for post in posts)


def _post(post: str, people: Sequence[str], columns: Sequence[ColumnCoverage]) -> PostCoverage:
    holders = {column.skill: len(set(people) & set(column.holders)) for column in columns}
    return PostCoverage(post, tuple(people), holders)
