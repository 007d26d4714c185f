"""A polyvalence matrix as people type it, and what is wrong with it: the grid and the files share these rules."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from diagnostic.core.errors import UserError
from diagnostic.core.language import LANGUAGES, N_, _, spoken
from diagnostic.core.model.assessment import Level, Matrix, MatrixColumn, Person
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Text

MAX_PEOPLE, MAX_COLUMNS = 300, 60
PERSON_LENGTH, POST_LENGTH, NAME_LENGTH = 20, 80, 80
MAX_NEEDED = 5000
ILUO = {"i": 1, "l": 2, "u": 3, "o": 4}
LEVELS = N_("permis : 0 à 4, ou I, L, U, O")
LEAVING, STAYING = ("oui", "o", "x", "1", "vrai", "true", "yes"), ("", "non", "n", "0", "faux", "false", "no", "-")
COMPLEXITY_ROW, NEEDED_ROW = Text("Complexité", "Complexity"), Text("Nécessaires", "Needed")
WHOLE = re.compile(r"(\d{1,6})(?:[.,]0+)?", re.ASCII)
NEAR, NEAREST = 0.6, 3
OWN, OWN_END = re.compile(r"own_\d{1,6}", re.ASCII), 1_000_000

Part = Literal["person", "post", "leaving", "level", "name", "complexity", "needed", "whole"]


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A skill of the catalogue, or the company's own, which has a name."""

    skill: str
    name: str | None = None
    complexity: str = ""
    needed: str = ""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """`levels`: one text a column."""

    person: str = ""
    post: str = ""
    leaving: str = ""
    levels: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing typed: such a row is nobody."""
        return not any((self.person, self.post, self.leaving, *self.levels))


@dataclass(frozen=True, slots=True)
class Draft:
    columns: tuple[DraftColumn, ...] = ()
    rows: tuple[DraftRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, what is allowed, and which text of the draft it is about (counted from 0)."""

    part: Part
    message: str
    hint: str
    row: int | None = None
    column: int | None = None


def matrix_of(content: Content, draft: Draft) -> tuple[Matrix, tuple[Flaw, ...]]:
    """The matrix that the draft says, and all that is wrong: with a flaw the matrix is not to be kept."""
    flaws: list[Flaw] = [*_sizes(draft), *_names(content, draft.columns), *_people(draft.rows)]
    columns = tuple(_column(number, column, flaws) for number, column in enumerate(draft.columns))
    people = []
    levels = []
    for number, row in enumerate(draft.rows):
        if not row.is_blank:
            people.append(Person(row.person, row.post or None, _leaving(number, row, flaws)))
            levels += [Level(row.person, *said) for said in _levels(number, row, columns, flaws)]
    return Matrix(tuple(people), tuple(levels), columns), tuple(flaws)


def draft_of(matrix: Matrix) -> Draft:
    """The matrix as texts, every skill that has a level in a column of its own."""
    columns = matrix.every_column()
    said = {(level.person, level.skill): str(level.level) for level in matrix.levels}
    rows = tuple(
        DraftRow(
            person.id,
            person.post or "",
            "oui" if person.leaving else "",
            tuple(said.get((person.id, column.skill), "") for column in columns),
        )
        for person in matrix.people
    )
    return Draft(tuple(_typed(column) for column in columns), rows)


def _typed(column: MatrixColumn) -> DraftColumn:
    complexity = "" if column.complexity == 1 else str(column.complexity)
    return DraftColumn(column.skill, column.name, complexity, "" if column.needed is None else str(column.needed))


def read_level(text: str) -> int | None:
    """0–4 from « 3 », « 3.0 » or « U »; None where nothing is said. UserError on anything else."""
    if not text:
        return None
    level = ILUO.get(text.lower(), whole_number(text))
    if level is None or level > 4:
        raise UserError(_("« {text} » n’est pas un niveau", text=shortened(text)), hint=_(LEVELS))
    return level


def whole_number(text: str) -> int | None:
    """3 from « 3 », « 3.0 » or « 3,0 »; None from anything else."""
    found = WHOLE.fullmatch(text)
    return int(found[1]) if found else None


def shortened(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


def cleaned(text: str) -> str:
    """Without what nobody sees: spaces around, doubled or of other widths."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def folded(text: str) -> str:
    """For comparing names: without capitals, accents, nor more than one space."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("’", "'"))
    return " ".join("".join(letter for letter in split if not unicodedata.combining(letter)).split())


def column_name(content: Content, column: DraftColumn | MatrixColumn) -> str:
    """What a column is called: its own name, the catalogue's, or its id."""
    known = content.skills.get(column.skill)
    return column.name or (known.name.read(spoken()) if known else column.skill)


def column_names(content: Content, column: DraftColumn | MatrixColumn) -> set[str]:
    """The same, folded, in every language: two columns that share one are one skill twice."""
    known = content.skills.get(column.skill)
    return both(known.name) if known and not column.name else {folded(column.name or column.skill)}


def both(text: Text) -> set[str]:
    """A text in every language, folded: what may stand in a file."""
    return {folded(text.read(language)) for language in LANGUAGES}


def skill_named(content: Content, name: str) -> str | None:
    """The catalogue's skill of that name or id, aptitudes included."""
    wanted = folded(name)
    return next((id for id, skill in content.skills.items() if wanted in (*both(skill.name), id)), None)


def personal_skills(content: Content) -> list[str]:
    """The skills that may be rated person by person: all but the aptitudes, which are a team's."""
    return [id for id in content.skills if id not in content.workforce.aptitudes]


def near_skills(content: Content, name: str) -> tuple[str, ...]:
    """The catalogue's skills whose name looks like this one, the nearest first."""
    names = {folded(content.skills[id].name.read(spoken())): id for id in personal_skills(content)}
    wanted = folded(name)
    alike = get_close_matches(wanted, names, NEAREST, NEAR)
    inside = [one for one in names if len(wanted) > 3 and wanted in one]
    return tuple(names[one] for one in dict.fromkeys([*alike, *inside]))[:NEAREST]


def free_id(taken: Sequence[str]) -> str:
    """The id of one more skill of the company's own."""
    numbers = {int(id.removeprefix("own_")) for id in taken if OWN.fullmatch(id)}
    after = max(numbers, default=0) + 1
    return f"own_{after if after < OWN_END else next(one for one in range(1, OWN_END) if one not in numbers)}"


def _sizes(draft: Draft) -> Iterator[Flaw]:
    people = sum(not row.is_blank for row in draft.rows)
    if people > MAX_PEOPLE:
        yield Flaw("whole", *too_many_people(people))
    if len(draft.columns) > MAX_COLUMNS:
        yield Flaw("whole", *too_many_skills(len(draft.columns)))


def too_many_people(number: int) -> tuple[str, str]:
    """What is wrong, and what is allowed."""
    return _("{number} personnes, c’est trop", number=number), _("au plus {number}", number=MAX_PEOPLE)


def too_many_skills(number: int) -> tuple[str, str]:
    return _("{number} savoir-faire, c’est trop", number=number), _("au plus {number}", number=MAX_COLUMNS)


def room() -> str:
    """What a matrix holds at most."""
    return _("au plus {people} personnes et {skills} savoir-faire", people=MAX_PEOPLE, skills=MAX_COLUMNS)


def _names(content: Content, columns: Sequence[DraftColumn]) -> Iterator[Flaw]:
    met: set[str] = set()
    for number, column in enumerate(columns):
        name = column_name(content, column)
        if column.skill in content.workforce.aptitudes:
            yield Flaw(
                "name", _("« {name} » ne se note pas par personne", name=name), _("retirez cette colonne"), None, number
            )
        if column.name is None and column.skill not in content.skills:
            yield Flaw("name", _("« {name} » n’est pas au catalogue", name=name), _("donnez-lui un nom"), None, number)
        if column.name is not None and not 0 < len(column.name) <= NAME_LENGTH:
            yield Flaw(
                "name",
                _("ce savoir-faire n’a pas de nom, ou un nom trop long"),
                _("permis : 1 à {number} signes", number=NAME_LENGTH),
                None,
                number,
            )
        called = column_names(content, column)
        if called & met:
            told = _("« {name} » est là deux fois", name=name)
            yield Flaw("name", told, _("gardez une seule des deux colonnes"), None, number)
        met |= called


def _people(rows: Sequence[DraftRow]) -> Iterator[Flaw]:
    counts = Counter(row.person for row in rows if row.person)
    met: set[str] = set()
    for number, row in enumerate(rows):
        if row.is_blank:
            continue
        yield from _person(number, row)
        if row.person in met and counts[row.person] > 1:
            told = _("« {name} » est déjà pris", name=row.person)
            yield Flaw("person", told, _("il faut un nom différent par personne"), number)
        met.add(row.person)


def _person(number: int, row: DraftRow) -> Iterator[Flaw]:
    if not row.person:
        yield Flaw("person", _("il manque la personne"), _("des initiales ou un numéro suffisent"), number)
    elif len(row.person) > PERSON_LENGTH:
        allowed = _("au plus {number} signes : des initiales ou un numéro suffisent", number=PERSON_LENGTH)
        yield Flaw("person", _("« {name} » est trop long", name=shortened(row.person)), allowed, number)
    elif folded(row.person) in both(COMPLEXITY_ROW) | both(NEEDED_ROW):
        told = _("« {name} » a un autre sens dans nos fichiers", name=row.person)
        yield Flaw("person", told, _("donnez-lui un autre nom"), number)
    if len(row.post) > POST_LENGTH:
        told = _("le poste « {name} » est trop long", name=shortened(row.post))
        yield Flaw("post", told, _("au plus {number} signes", number=POST_LENGTH), number)


def _leaving(number: int, row: DraftRow, flaws: list[Flaw]) -> bool:
    said = folded(row.leaving)
    if said not in (*LEAVING, *STAYING):
        told = _("« {text} » n’est pas une réponse", text=shortened(row.leaving))
        flaws.append(Flaw("leaving", told, _("permis : oui, non, ou rien"), number))
    return said in LEAVING


def _column(number: int, column: DraftColumn, flaws: list[Flaw]) -> MatrixColumn:
    complexity = whole_number(column.complexity or "1")
    needed = whole_number(column.needed) if column.needed else None
    if complexity not in (1, 2, 3):
        told = _("« {text} » n’est pas une complexité", text=shortened(column.complexity))
        flaws.append(Flaw("complexity", told, _("permis : 1, 2 ou 3"), None, number))
    if column.needed and (needed is None or needed > MAX_NEEDED):
        told = _("« {text} » n’est pas un nombre de personnes", text=shortened(column.needed))
        flaws.append(Flaw("needed", told, _("permis : un nombre entier, 0 ou plus"), None, number))
    return MatrixColumn(column.skill, column.name, complexity or 1, needed)


def _levels(
    number: int, row: DraftRow, columns: Sequence[MatrixColumn], flaws: list[Flaw]
) -> Iterator[tuple[str, int]]:
    for place, (column, text) in enumerate(zip(columns, row.levels, strict=True)):
        try:
            level = read_level(text)
        except UserError as error:
            flaws.append(Flaw("level", error.message, error.hint or "", number, place))
        else:
            if level is not None:
                yield column.skill, level
