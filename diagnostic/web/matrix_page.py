"""What the grid page shows of a draft: heads, lines and cells with their names, and each mistake at its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostic.content.matrix_draft import (
    Draft,
    DraftColumn,
    DraftRow,
    Flaw,
    column_name,
    near_skills,
    personal_skills,
)
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.catalogue import Content
from diagnostic.web.forms import Problem
from diagnostic.web.wording import said
from reports.matrix_words import flaw_told, others_told
from reports.view_skills import FAMILIES
from reports.words import listed, quoted, typeset

SHOWN = 20
SCREEN = 20
NEAR = N_("Noms proches")
Group = tuple[str, tuple[tuple[str, str], ...]]
"""A title, and the (id, name) of its skills."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column: `name` as printed; an `own` one may be renamed, or said to be one of the catalogue (`near`: those whose
    name looks like its own)."""

    number: int
    skill: str
    name: str
    own: bool
    typed: str
    complexity: str
    needed: str
    groups: tuple[Group, ...]
    near: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A level; what it is called is told by its row and its column."""

    name: str
    column: int
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: `shown` is its number as people count, `who` what other words call it by."""

    number: int
    shown: int
    who: str
    person: str
    post: str
    leaving: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """`wrong`: id of a field → id of the line of the summary that tells its mistake."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    untold: str
    wrong: Mapping[str, str]
    groups: tuple[Group, ...]

    @property
    def tall(self) -> bool:
        """More lines than a screen shows: the table scrolls under its titles."""
        return len(self.lines) > SCREEN

    @property
    def own(self) -> tuple[Head, ...]:
        return tuple(head for head in self.heads if head.own)


def grid(content: Content, draft: Draft, flaws: Sequence[Flaw] = (), others: Sequence[Problem] = ()) -> Grid:
    """`others`: mistakes that are in no cell, told first."""
    heads = tuple(_head(content, draft, number, column) for number, column in enumerate(draft.columns))
    lines = tuple(_line(number, row, heads) for number, row in enumerate(draft.rows))
    found = [Problem(_field(flaw, heads), _told(flaw, heads, lines)) for flaw in flaws]
    problems = [*(Problem(one.target, typeset(one.message)) for one in others), *found]
    wrong: dict[str, str] = {}
    for number, problem in enumerate(problems[:SHOWN]):
        wrong.setdefault(problem.target, f"problem-{number}")
    rest = len(problems) - SHOWN
    untold = others_told(rest) if rest > 0 else ""
    taken = {column.skill for column in draft.columns}
    return Grid(heads, lines, tuple(problems[:SHOWN]), untold, wrong, families(content, taken))


def families(content: Content, taken: set[str]) -> tuple[Group, ...]:
    """The catalogue's skills that are not there yet, family by family."""
    groups = []
    for family, title in FAMILIES.items():
        inside = [id for id in personal_skills(content) if content.skills[id].family == family and id not in taken]
        if inside:
            groups.append((_(title), _options(content, inside)))
    return tuple(groups)


def _options(content: Content, skills: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((id, said(content.skills[id].name)) for id in skills)


def _head(content: Content, draft: Draft, number: int, column: DraftColumn) -> Head:
    own = column.name is not None
    taken = {one.skill for one in draft.columns}
    near = _options(content, [id for id in near_skills(content, column.name or "") if id not in taken]) if own else ()
    rest = families(content, taken | {id for id, _ in near}) if own else ()
    return Head(
        number=number,
        skill=column.skill,
        name=typeset(column_name(content, column)) or _("Sans nom"),
        own=own,
        typed=column.name or "",
        complexity=column.complexity,
        needed=column.needed,
        groups=(((_(NEAR), near),) if near else ()) + rest,
        near=listed([quoted(name) for _, name in near]),
    )


def _line(number: int, row: DraftRow, heads: Sequence[Head]) -> Line:
    who = typeset(row.person) or _("ligne {row}", row=number + 1)
    cells = tuple(
        Cell(f"l{number}-{head.number}", head.number, level) for head, level in zip(heads, row.levels, strict=True)
    )
    return Line(number, number + 1, who, row.person, row.post, bool(row.leaving), cells)


def _field(flaw: Flaw, heads: Sequence[Head]) -> str:
    """The id of what to correct."""
    if flaw.part == "level":
        return f"l{flaw.row}-{flaw.column}"
    if flaw.part == "name" and flaw.column is not None and not heads[flaw.column].own:
        return f"remove-column-{flaw.column}"
    number = flaw.row if flaw.column is None else flaw.column
    return "content" if number is None else f"{flaw.part}-{number}"


def _told(flaw: Flaw, heads: Sequence[Head], lines: Sequence[Line]) -> str:
    line = None if flaw.row is None else lines[flaw.row]
    row = (line.shown, line.who if line.person and flaw.part != "person" else "") if line else None
    return flaw_told(flaw.message, flaw.hint, row, None if flaw.column is None else heads[flaw.column].name)


def told_refusal(error: UserError) -> str:
    """A file's mistake in one line: where, what, what is allowed."""
    return flaw_told(error.message, error.hint or "", column=error.field)
