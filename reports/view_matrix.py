"""What a polyvalence matrix says, in words: the page and the workbook print the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from diagnostic.core.language import N_, PN_, _, in_context, plural
from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.polyvalence import ColumnCoverage, PersonStanding, Polyvalence
from diagnostic.core.model.workforce import WayKind
from diagnostic.core.polyvalence import polyvalence
from reports import words
from reports.matrix_words import PROBLEMS, alone, skills_counted

State = Literal["lost", "single", "nobody", "thin", "short", "unsaid", "held"]
PRESSING: tuple[State, ...] = ("lost", "single", "nobody", "thin", "short", "unsaid", "held")
ALARMING: tuple[State, ...] = ("lost", "single", "nobody", "thin", "short")
STATES: Mapping[State, str] = {
    "lost": N_("Perdu d’ici cinq ans"),
    "single": N_("Une seule personne"),
    "nobody": PN_("nobody", "Personne"),
    "thin": N_("Une seule d’ici cinq ans"),
    "short": N_("Trop peu"),
    "held": N_("Assuré"),
    "unsaid": N_("Non renseigné"),
}
NOTE = N_(
    "Tenir un savoir-faire : être au niveau 3 ou 4, l’exercer seul. « D’ici cinq ans » : sans ceux qui seront partis."
)
VERSATILITY_NOTE = N_(
    "Polyvalence d’une personne : la moyenne de ses niveaux, de 0 à 4, une case vide comptant pour 0 ; un savoir-faire "
    "de complexité 2 ou 3 compte double ou triple. Personne n’a à tout savoir : on ne vise pas 4."
)
NOTHING = "–"
SECOND = "second_in_place"
PASSING_ON: WayKind = "mentoring"


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill: who holds it, how many stay, how many are needed, and what that means; `alarming` adds a sign."""

    name: str
    holders: str
    held: int
    staying: int
    needed: str
    learning: str
    state: State
    told: str
    alarming: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`number`: the row, counted from 1. `lost`, `weakened`: what the others would no longer hold, or hold alone, were
    this person away."""

    number: int
    id: str
    post: str
    leaving: str
    versatility: str
    held: int
    lost: str
    weakened: str


@dataclass(frozen=True, slots=True)
class PostLine:
    post: str
    people: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwayView:
    """« Si cette personne est absente »: `lost` skills that nobody holds any more, `weakened` with who is left."""

    person: str
    title: str
    lost: tuple[str, ...]
    weakened: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class YearsView:
    """In five years: who leaves, and the skills that lose someone, `(name, today, then, what it means)`."""

    title: str
    rows: tuple[tuple[str, int, int, str], ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do where a skill rests on one person: `action`, of the catalogue; `way`, how to pass it on."""

    action: str
    way: str


@dataclass(frozen=True, slots=True)
class MatrixView:
    title: str
    lead: str
    empty: bool
    skills: tuple[SkillLine, ...]
    people: tuple[PersonLine, ...]
    skill_names: tuple[str, ...]
    posts: tuple[PostLine, ...]
    years: YearsView
    away: AwayView | None
    unknown_person: bool
    next_step: NextStep | None = None

    @property
    def note(self) -> str:
        return words.typeset(_(NOTE))

    @property
    def versatility_note(self) -> str:
        return words.typeset(_(VERSATILITY_NOTE))


@dataclass(frozen=True, slots=True)
class _Told:
    """The matrix, what it says, and what its skills are called."""

    matrix: Matrix
    found: Polyvalence
    names: Mapping[str, str]
    said: frozenset[str]

    def named(self, skills: Sequence[str]) -> str:
        return ", ".join(self.names[skill] for skill in skills) or NOTHING

    def state(self, column: ColumnCoverage) -> State:
        if column.skill not in self.said:
            return "unsaid"
        if not column.holders:
            return "nobody"
        if not column.staying:
            return "lost"
        return self._state_of_held(column)

    def _state_of_held(self, column: ColumnCoverage) -> State:
        if len(column.holders) == 1:
            return "single"
        if len(column.staying) == 1:
            return "thin"
        return "short" if column.gap else "held"


def matrix_view(content: Content, matrix: Matrix, lang: str, away: int | None = None) -> MatrixView:
    """All that the page « Ce que dit la matrice » tells; `away`: the row, from 1, of a person imagined absent."""
    found = polyvalence(matrix)
    told = _Told(matrix, found, skill_names(content, matrix, lang), frozenset(row.skill for row in matrix.levels))
    standing = next((person for number, person in enumerate(found.people, 1) if number == away), None)
    return MatrixView(
        title=_title(told),
        lead=_lead(told),
        empty=not told.said,
        skills=_skills(told),
        people=tuple(_person(told, number, person) for number, person in enumerate(found.people, 1)),
        skill_names=tuple(told.names[column.skill] for column in found.columns),
        posts=_posts(told),
        years=_years(told),
        away=_away(told, standing) if standing else None,
        unknown_person=away is not None and standing is None,
        next_step=_next_step(content, lang) if found.singles else None,
    )


def _next_step(content: Content, lang: str) -> NextStep | None:
    action, way = content.actions.get(SECOND), content.workforce.ways.get(PASSING_ON)
    if not action or not way:
        return None
    return NextStep(words.typeset(action.text.title.read(lang)), words.typeset(way.name.read(lang)))


def skill_names(content: Content, matrix: Matrix, lang: str) -> dict[str, str]:
    """What each skill of the matrix is called: by the company, or by the catalogue; its id where neither knows it."""
    known = {id: skill.name.read(lang) for id, skill in content.skills.items()}
    return {
        column.skill: words.typeset(column.name or known.get(column.skill, column.skill))
        for column in matrix.every_column()
    }


def _title(told: _Told) -> str:
    """The most pressing thing, counted. A skill that one person holds counts as such, whether they leave or not."""
    if not told.said:
        return _("Votre matrice est encore vide")
    states = [told.state(column) for column in told.found.columns]
    counts: dict[str, int] = {state: states.count(state) for state in PRESSING}
    single = sum(len(column.holders) == 1 for column in told.found.columns)
    for number, tell in ((single, alone), *((counts[state], tell) for state, tell in PROBLEMS.items())):
        if number:
            return words.capital(tell(number, skills_counted(number)))
    if counts["unsaid"]:
        return _("Chaque savoir-faire renseigné est tenu par deux personnes au moins")
    return _("Chaque savoir-faire est tenu par deux personnes au moins")


def _lead(told: _Told) -> str:
    if not told.said:
        told_first = _(
            "Dites qui sait faire quoi : vous verrez ce qui ne tient qu’à une personne, "
            "et ce que les départs emportent."
        )
        return words.typeset(told_first)
    people = words.count(len(told.matrix.people), "personne", "personnes")
    skills = words.count(len(told.found.columns), "savoir-faire", "savoir-faire")
    mean = None
    if told.found.versatility is not None:
        mean = _("Polyvalence moyenne : {versatility} sur 4.", versatility=words.index(told.found.versatility))
    sentences = (f"{people}, {skills}.", mean, _first(told))
    return words.typeset(" ".join(one for one in sentences if one))


def _first(told: _Told) -> str | None:
    """What to look at before the rest: a skill that leaves with the only one who holds it, the most complex first."""
    leaving = [column for column in told.found.columns if len(column.holders) == 1 and not column.staying]
    if not leaving:
        return None
    worst = max(leaving, key=lambda column: column.complexity)
    name = words.quoted(told.names[worst.skill])
    return _(
        "Le plus pressant : {name} ne tient qu’à {person}, qui partira d’ici cinq ans.",
        name=name,
        person=worst.holders[0],
    )


def _skills(told: _Told) -> tuple[SkillLine, ...]:
    """The most pressing first, then in the order of the matrix."""
    lines = [_skill(told, column) for column in told.found.columns]
    return tuple(sorted(lines, key=lambda line: PRESSING.index(line.state)))


def _skill(told: _Told, column: ColumnCoverage) -> SkillLine:
    state = told.state(column)
    return SkillLine(
        name=told.names[column.skill],
        holders=words.listed(column.holders) or NOTHING,
        held=len(column.holders),
        staying=len(column.staying),
        needed=NOTHING if column.needed is None else words.whole(column.needed),
        learning=words.listed(column.learning) or NOTHING,
        state=state,
        told=_state_told(column, state),
        alarming=state in ALARMING,
    )


def _state_told(column: ColumnCoverage, state: State) -> str:
    told = in_context("nobody", STATES[state]) if state == "nobody" else _(STATES[state])
    if state == "lost" and len(column.holders) == 1:
        told = _("Une seule personne, qui part")
    if not column.gap or state == "unsaid":
        return told
    return words.typeset(_("{state} ; il en manque {number}", state=told, number=words.whole(column.gap)))


def _person(told: _Told, number: int, person: PersonStanding) -> PersonLine:
    stated = next(one for one in told.matrix.people if one.id == person.person)
    return PersonLine(
        number=number,
        id=person.person,
        post=stated.post or NOTHING,
        leaving=_("oui") if stated.leaving else NOTHING,
        versatility=words.index(person.versatility),
        held=sum(person.person in column.holders for column in told.found.columns),
        lost=told.named(person.lost),
        weakened=told.named(person.weakened),
    )


def _posts(told: _Told) -> tuple[PostLine, ...]:
    rows = []
    for post in told.found.posts:
        counts = [post.holders[column.skill] for column in told.found.columns]
        shown = tuple(words.whole(count) if count else NOTHING for count in counts)
        rows.append(PostLine(post.post, words.listed(post.people), shown))
    return tuple(rows)


def _away(told: _Told, person: PersonStanding) -> AwayView:
    left = {
        column.skill: next(one for one in column.holders if one != person.person)
        for column in told.found.columns
        if column.skill in person.weakened
    }
    return AwayView(
        person=person.person,
        title=words.typeset(_absence(told, person)),
        lost=tuple(told.names[skill] for skill in person.lost),
        weakened=tuple((told.names[skill], left[skill]) for skill in person.weakened),
    )


def _absence(told: _Told, person: PersonStanding) -> str:
    """« Sans MD, un savoir-faire n’a plus personne et deux ne tiennent plus qu’à une personne »."""
    if not any(person.person in column.holders for column in told.found.columns):
        return _(
            "Sans {person}, rien ne change : cette personne ne tient encore aucun savoir-faire", person=person.person
        )
    if not person.lost and not person.weakened:
        return _(
            "Sans {person}, rien ne manque : deux autres au moins tiennent chacun de ses savoir-faire",
            person=person.person,
        )
    parts = []
    if person.lost:
        skills = skills_counted(len(person.lost))
        parts.append(
            plural(len(person.lost), "{skills} n’a plus personne", "{skills} n’ont plus personne", skills=skills)
        )
    if person.weakened:
        skills = skills_counted(len(person.weakened))
        parts.append(
            plural(
                len(person.weakened),
                "{skills} ne tient plus qu’à une personne",
                "{skills} ne tiennent plus qu’à une personne",
                skills=skills,
            )
        )
    return _("Sans {person}, {what}", person=person.person, what=words.listed(parts))


def _years(told: _Told) -> YearsView:
    leaving = [person.id for person in told.matrix.people if person.leaving]
    if not leaving:
        return YearsView(_("Aucun départ annoncé d’ici cinq ans"), ())
    touched = [column for column in told.found.columns if len(column.staying) < len(column.holders)]
    rows = tuple(
        (told.names[column.skill], len(column.holders), len(column.staying), _then(column))
        for column in sorted(touched, key=lambda column: len(column.staying))
    )
    title = plural(
        len(leaving),
        "D’ici cinq ans, {people} partira",
        "D’ici cinq ans, {people} partiront",
        people=words.listed(leaving),
    )
    lost = len(told.found.lost_in_five_years)
    if lost:
        skills = skills_counted(lost)
        left = plural(lost, "{skills} n’aura plus personne", "{skills} n’auront plus personne", skills=skills)
        title = _("{a} : {b}", a=title, b=left)
    return YearsView(words.typeset(title), rows)


def _then(column: ColumnCoverage) -> str:
    if not column.staying:
        return _("plus personne")
    if len(column.staying) == 1:
        return _("il ne restera que {person}", person=column.staying[0])
    return _("encore tenu")
