"""A table of texts (a file's sheet, or what was pasted) read as a polyvalence matrix.

The first row that holds something names the columns; the first column names the people. « Poste » and « Part d’ici
5 ans » may come second and third, every other column is a skill. The rows « Complexité » and « Nécessaires » are about
the skills. Each title may be in French or in English, whatever the language spoken. Nothing is guessed beyond capitals,
accents and spaces: a name that the catalogue lacks stays the company's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostic.content.matrix_draft import (
    COMPLEXITY_ROW,
    MAX_COLUMNS,
    MAX_PEOPLE,
    NEEDED_ROW,
    Draft,
    DraftColumn,
    DraftRow,
    Flaw,
    both,
    cleaned,
    column_name,
    draft_of,
    folded,
    free_id,
    matrix_of,
    near_skills,
    skill_named,
    too_many_people,
    too_many_skills,
)
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Text

PERSON, POST = Text("Personne", "Person"), Text("Poste", "Workstation")
LEAVES, YES = Text("Part d’ici 5 ans", "Leaves within 5 years"), Text("oui", "yes")
POSTS = {name for text in (POST, Text("Fonction", "Role"), Text("Métier", "Job")) for name in both(text)}
LEAVINGS = {
    name
    for text in (
        LEAVES,
        Text("Part d’ici cinq ans", "Leaves within five years"),
        Text("Départ d’ici 5 ans", "Leaving within 5 years"),
        Text("Départ", "Leaving"),
    )
    for name in both(text)
}
COMPLEXITIES = both(COMPLEXITY_ROW) | both(Text("Complexité (1 à 3)", "Complexity (1 to 3)"))
NEEDED = (
    both(NEEDED_ROW)
    | both(Text("Personnes nécessaires", "People needed"))
    | both(Text("Nombre nécessaire", "Number needed"))
)
EXPECTED = N_("une ligne de titres, puis une ligne par personne")
FIRST_SKILLS = 3
TOLD = 20

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Texts, and how a place of theirs is told: `place(row, column)`, both from 0."""

    rows: tuple[tuple[str, ...], ...]
    place: Callable[[int, int], str]


class RefusedTableError(UserError):
    """A table with mistakes: `lines` tells each with its place, its own words tell the first."""

    def __init__(self, flaws: Sequence[UserError]) -> None:
        first = flaws[0]
        super().__init__(first.message, first.field, first.hint)
        self.lines = tuple(_one_line(flaw) for flaw in flaws[:TOLD])
        self.untold = max(0, len(flaws) - TOLD)


def _one_line(flaw: UserError) -> str:
    return _("{place} : {mistake} ; {allowed}", place=flaw.field, mistake=flaw.message, allowed=flaw.hint)


@dataclass(frozen=True, slots=True)
class Reading:
    """A matrix read from a table. `unknown`: skills that the catalogue lacks, with the catalogue's names that look like
    theirs."""

    matrix: Matrix
    unknown: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each thing stands in the table."""

    header: int
    post: int | None
    leaving: int | None
    skills: tuple[int, ...]
    complexity: int | None
    needed: int | None
    people: tuple[int, ...]

    def place(self, flaw: Flaw) -> tuple[int, int]:
        """The row and column of the table that hold what is wrong."""
        rows = {"complexity": self.complexity, "needed": self.needed, "name": self.header, "whole": self.header}
        columns = {"person": 0, "post": self.post, "leaving": self.leaving, "whole": 0}
        row = rows.get(flaw.part) if flaw.row is None else self.people[flaw.row]
        column = columns.get(flaw.part) if flaw.column is None else self.skills[flaw.column]
        return row or 0, column or 0


def read_table(content: Content, table: Table, before: Matrix) -> Reading:
    """The matrix of a table; RefusedTableError names every place that is wrong. `before` gives the ids of the company's
    own skills."""
    rows = [[cleaned(text) for text in row] for row in table.rows]
    layout = _layout(rows)
    names = _names(rows, layout)
    columns = _columns(content, names, before)
    columns = [_with_facts(column, rows, layout, place) for column, place in zip(columns, layout.skills, strict=True)]
    draft = Draft(tuple(columns), tuple(_row(rows[number], layout) for number in layout.people))
    matrix, flaws = matrix_of(content, draft)
    wrong = [_told(table, layout.place(flaw), flaw.message, flaw.hint) for flaw in flaws]
    if wrong:
        raise RefusedTableError(wrong)
    kept = {column.skill for column in before.columns}
    unknown = {
        column.skill: near_skills(content, column.name)
        for column in draft.columns
        if column.name and column.skill not in kept
    }
    return Reading(matrix, unknown)


def _told(table: Table, place: tuple[int, int], message: str, hint: str) -> UserError:
    return UserError(message, table.place(*place), hint)


def _layout(rows: Rows) -> _Layout:
    filled = [number for number, row in enumerate(rows) if any(row)]
    if not filled:
        raise UserError(_("il n’y a rien à lire"), _("tableau"), _(EXPECTED))
    header, *others = filled
    first = {number: folded(rows[number][0]) for number in others}
    about = {number for number, name in first.items() if name in COMPLEXITIES | NEEDED}
    people = tuple(number for number in others if number not in about)
    if len(people) > MAX_PEOPLE:
        raise _too_large(*too_many_people(len(people)))
    named = [(number, folded(name)) for number, name in enumerate(rows[header]) if number]
    post = _first(number for number, name in named if name in POSTS and number < FIRST_SKILLS)
    leaving = _first(number for number, name in named if name in LEAVINGS and number < FIRST_SKILLS)
    skills = tuple(_skill_columns(rows, filled, {0, post, leaving}))
    if not skills:
        raise UserError(
            _("aucun savoir-faire à lire"), _("tableau"), _("une colonne par savoir-faire, son nom en titre")
        )
    if len(skills) > MAX_COLUMNS:
        raise _too_large(*too_many_skills(len(skills)))
    complexity = _first(number for number in about if first[number] in COMPLEXITIES)
    return _Layout(header, post, leaving, skills, complexity, _first(n for n in about if first[n] in NEEDED), people)


def _too_large(told: str, allowed: str) -> UserError:
    return UserError(told, _("tableau"), allowed)


def _first(numbers: Iterator[int]) -> int | None:
    return next(numbers, None)


def _skill_columns(rows: Rows, filled: Sequence[int], taken: set[int | None]) -> Iterator[int]:
    """Columns that hold anything and are not about the person."""
    for number in range(max(len(row) for row in rows)):
        if number not in taken and any(_text(rows[row], number) for row in filled):
            yield number


def _text(row: Sequence[str], number: int | None) -> str:
    return row[number] if number is not None and number < len(row) else ""


def _names(rows: Rows, layout: _Layout) -> list[str]:
    return [_text(rows[layout.header], number) for number in layout.skills]


def _columns(content: Content, names: Sequence[str], before: Matrix) -> list[DraftColumn]:
    """Of the catalogue, else of the company as it was, else a new one of the company's own."""
    own = {folded(column.name): column.skill for column in before.columns if column.name}
    own |= {column.skill: column.skill for column in before.columns if column.name}
    known = {column.skill: column.name for column in before.columns}
    taken = list(known)
    found = []
    for name in names:
        skill = skill_named(content, name)
        kept = own.get(folded(name))
        if skill is None and kept is None:
            taken.append(free_id(taken))
            found.append(DraftColumn(taken[-1], name))
        else:
            found.append(DraftColumn(skill) if skill else DraftColumn(kept or "", known[kept or ""]))
    return found


def _with_facts(column: DraftColumn, rows: Rows, layout: _Layout, number: int) -> DraftColumn:
    complexity = "" if layout.complexity is None else _text(rows[layout.complexity], number)
    needed = "" if layout.needed is None else _text(rows[layout.needed], number)
    return replace(column, complexity="" if complexity == "1" else complexity, needed=needed)


def _row(row: Sequence[str], layout: _Layout) -> DraftRow:
    return DraftRow(
        _text(row, 0),
        _text(row, layout.post),
        _text(row, layout.leaving),
        tuple(_text(row, number) for number in layout.skills),
    )


def table_of(content: Content, matrix: Matrix) -> list[list[str]]:
    """The matrix as `read_table` reads it back, in the language spoken: titles, complexity, people needed, people."""
    draft, lang = draft_of(matrix), spoken()
    titles = [column_name(content, column) for column in draft.columns]
    return [
        [*(title.read(lang) for title in (PERSON, POST, LEAVES)), *titles],
        [COMPLEXITY_ROW.read(lang), "", "", *(column.complexity for column in draft.columns)],
        [NEEDED_ROW.read(lang), "", "", *(column.needed for column in draft.columns)],
        *([row.person, row.post, row.leaving and YES.read(lang), *row.levels] for row in draft.rows),
    ]
