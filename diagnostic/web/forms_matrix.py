"""The grid of the matrix as a browser sends it: texts at numbered places, read as a draft, and what to change in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from diagnostic.content.matrix_draft import (
    MAX_COLUMNS,
    MAX_PEOPLE,
    OWN,
    Draft,
    DraftColumn,
    DraftRow,
    cleaned,
    column_name,
    column_names,
    free_id,
    personal_skills,
    skill_named,
)
from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
from diagnostic.core.model.catalogue import Content

COUNT = re.compile(r"\d{1,4}", re.ASCII)
SPARE_ROWS, FIRST_ROWS = 3, 8
ROOM = 2
LONGEST = 200

Sent = Mapping[str, str]


def read_draft(content: Content, sent: Sent) -> Draft | None:
    """What the page sent, rows left blank included so that a line keeps its number; None when it is no such page."""
    columns, rows = _count(sent, "columns", MAX_COLUMNS), _count(sent, "rows", MAX_PEOPLE)
    if columns is None or rows is None:
        return None
    kept = [number for number in range(columns) if f"skill-{number}" in sent]
    ids = _ids(content, [_said(sent, f"skill-{number}") for number in kept])
    return Draft(
        tuple(_column(content, sent, number, id) for number, id in zip(kept, ids, strict=True)),
        tuple(_row(sent, number, kept) for number in range(rows) if f"person-{number}" in sent),
    )


def is_oversized(draft: Draft) -> bool:
    """More than a page of ours ever holds: not to be shown again."""
    return len(draft.columns) > MAX_COLUMNS or len(draft.rows) > MAX_PEOPLE


def _count(sent: Sent, name: str, most: int) -> int | None:
    """How many places the page had; a script may leave gaps, within reason."""
    text = sent.get(name, "")
    return int(text) if COUNT.fullmatch(text) and int(text) <= ROOM * most else None


def _said(sent: Sent, name: str) -> str:
    return cleaned(sent.get(name, ""))[:LONGEST]


def _ids(content: Content, asked: Sequence[str]) -> Iterator[str]:
    """The ids sent, a free one in place of each that is none of the catalogue's nor a new one of the company's own."""
    taken = [id for id in asked if OWN.fullmatch(id)]
    met: set[str] = set()
    for id in asked:
        if id in content.skills or (OWN.fullmatch(id) and id not in met):
            met.add(id)
            yield id
        else:
            taken.append(free_id(taken))
            yield taken[-1]


def _column(content: Content, sent: Sent, number: int, skill: str) -> DraftColumn:
    """A column of the company's own that bears a catalogue's name, or is said to be a catalogue's skill, becomes it."""
    facts = {"complexity": _said(sent, f"complexity-{number}"), "needed": _said(sent, f"needed-{number}")}
    if f"name-{number}" not in sent and skill in content.skills:
        return DraftColumn(skill, **facts)
    name = _said(sent, f"name-{number}")
    same = _said(sent, f"same-{number}")
    known = same if same in content.skills else skill_named(content, name) if name else None
    return DraftColumn(known, **facts) if known else DraftColumn(skill, name, **facts)


def _row(sent: Sent, number: int, columns: list[int]) -> DraftRow:
    return DraftRow(
        _said(sent, f"person-{number}"),
        _said(sent, f"post-{number}"),
        _said(sent, f"leaving-{number}"),
        tuple(_said(sent, f"l{number}-{column}") for column in columns),
    )


def with_spare_rows(draft: Draft) -> Draft:
    """The same with blank rows at its end, to type in."""
    filled = max((number + 1 for number, row in enumerate(draft.rows) if not row.is_blank), default=0)
    wanted = min(max(FIRST_ROWS, filled + SPARE_ROWS, len(draft.rows)), max(MAX_PEOPLE, filled))
    blank = DraftRow(levels=("",) * len(draft.columns))
    return replace(draft, rows=(*draft.rows, *[blank] * (wanted - len(draft.rows))))


def with_more_rows(draft: Draft) -> Draft:
    blank = DraftRow(levels=("",) * len(draft.columns))
    return replace(draft, rows=(*draft.rows, *[blank] * FIRST_ROWS)[: max(MAX_PEOPLE, len(draft.rows))])


def without_row(draft: Draft, place: str) -> Draft:
    """`place`: the number of the row as the page sent it back; one that does not exist changes nothing."""
    return replace(draft, rows=tuple(row for number, row in enumerate(draft.rows) if str(number) != place))


def without_column(draft: Draft, place: str) -> Draft:
    kept = [number for number in range(len(draft.columns)) if str(number) != place]
    rows = tuple(replace(row, levels=tuple(row.levels[number] for number in kept)) for row in draft.rows)
    return Draft(tuple(draft.columns[number] for number in kept), rows)


def with_column(content: Content, draft: Draft, skill: str, typed_name: str) -> Draft:
    """One more skill: of the catalogue, or the company's own under `name`; UserError when it cannot be added."""
    typed = cleaned(typed_name)[:LONGEST]
    known = skill_named(content, typed) if typed else skill or None
    if (known is not None and known not in content.skills) or not (typed or known):
        raise UserError(_("Choisissez un savoir-faire du catalogue, ou écrivez le nom du vôtre."), "add_name")
    if known and known not in personal_skills(content):
        name = content.skills[known].name.read(spoken())
        told = _("« {name} » ne se note pas par personne : c’est une aptitude d’équipe.", name=name)
        raise UserError(told, "add_name")
    added = DraftColumn(known) if known else DraftColumn(free_id([one.skill for one in draft.columns]), typed)
    called = column_names(content, added)
    if any(called & column_names(content, column) for column in draft.columns):
        raise UserError(_("« {name} » est déjà dans la matrice.", name=column_name(content, added)), "add_name")
    if len(draft.columns) >= MAX_COLUMNS:
        told = _("La matrice a déjà {number} savoir-faire, le plus qu’elle puisse tenir.", number=MAX_COLUMNS)
        raise UserError(told, "add_name")
    rows = tuple(replace(row, levels=(*row.levels, "")) for row in draft.rows)
    return Draft((*draft.columns, added), rows)
