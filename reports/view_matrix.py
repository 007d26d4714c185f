"""What a polyvalence matrix says, in words: the page and the workbook print the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from diagnostic.core.model.assessment import Matrix
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.polyvalence import ColumnCoverage, PersonStanding, Polyvalence
from diagnostic.core.model.workforce import WayKind
from diagnostic.core.polyvalence import polyvalence
from reports import words

State = Literal["lost", "single", "nobody", "thin", "short", "unsaid", "held"]
PRESSING: tuple[State, ...] = ("lost", "single", "nobody", "thin", "short", "unsaid", "held")
ALARMING: tuple[State, ...] = ("lost", "single", "nobody", "thin", "short")
STATES: Mapping[State, str] = {
    "lost": "Perdu d’ici cinq ans",
    "single": "Une seule personne",
    "nobody": "Personne",
    "thin": "Une seule d’ici cinq ans",
    "short": "Trop peu",
    "held": "Assuré",
    "unsaid": "Non renseigné",
}
NOTE = words.typeset(
    "Tenir un savoir-faire : être au niveau 3 ou 4, l’exercer seul. « D’ici cinq ans » : sans ceux qui seront partis."
)
VERSATILITY_NOTE = words.typeset(
    "Polyvalence d’une personne : la moyenne de ses niveaux, de 0 à 4, une case vide comptant pour 0 ; un savoir-faire "
    "de complexité 2 ou 3 compte double ou triple. Personne n’a à tout savoir : on ne vise pas 4."
)
NOTHING = "–"
SECOND = "second_in_place"
PASSING_ON: WayKind = "mentoring"
MANY = "savoir-faire"
SOON = "D’ici cinq ans"


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
    note: str = NOTE
    versatility_note: str = VERSATILITY_NOTE


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


def reading_told(read: Matrix, source: str, unknown: int, before: Matrix) -> list[str]:
    """What was read from a file or a pasted table, that nothing is kept yet, what would be replaced, and how many
    skills the catalogue lacks (`unknown`)."""
    people, skills = words.count(len(read.people), "personne", "personnes"), words.count(len(read.columns), MANY, MANY)
    told = [
        f"Lu dans {source} : {people} et {skills}. Rien n’est encore enregistré : relisez, puis enregistrez.",
    ]
    if before.people:
        kept = words.count(len(before.people), "personne", "personnes")
        told.append(f"La matrice enregistrée ({kept}) reste telle quelle jusque-là.")
    if unknown:
        stays = "restera le vôtre, sous son nom" if unknown == 1 else "resteront les vôtres, sous leur nom"
        absent = "n’est pas au catalogue" if unknown == 1 else "ne sont pas au catalogue"
        lacking = words.count(unknown, MANY, MANY)
        told.append(f"{lacking} {absent} et {stays}, sauf si vous choisissez autre chose plus bas.")
    return [words.typeset(line) for line in told]


def flaw_told(message: str, hint: str, row: tuple[int, str] | None = None, column: str | None = None) -> str:
    """« Ligne 3 (MD), Tour : « 7 » n’est pas un niveau ; permis : 0 à 4, ou I, L, U, O ». `row`: its number from 1 and
    its person, if to be named."""
    places = []
    if row:
        number, person = row
        places.append(f"ligne {number} ({person})" if person else f"ligne {number}")
    if column:
        places.append(column)
    told = f"{message} ; {hint}" if hint else message
    return words.typeset(words.capital(f"{', '.join(places)} : {told}" if places else told))


def others_told(number: int) -> str:
    """« Et 3 autres »: mistakes that are not listed."""
    return words.typeset(f"Et {words.count(number, 'autre', 'autres')}.")


def _title(told: _Told) -> str:
    """The most pressing thing, counted. A skill that one person holds counts as such, whether they leave or not."""
    if not told.said:
        return "Votre matrice est encore vide"
    states = [told.state(column) for column in told.found.columns]
    counts = {state: states.count(state) for state in PRESSING}
    alone = sum(len(column.holders) == 1 for column in told.found.columns)
    found = (
        (alone, "{} ne tient qu’à une personne", "{} ne tiennent qu’à une personne"),
        (counts["lost"], "{} partira avec ceux qui le tiennent", "{} partiront avec ceux qui les tiennent"),
        (counts["nobody"], "{} n’est tenu par personne", "{} ne sont tenus par personne"),
        (counts["thin"], f"{SOON}, {{}} ne tiendra qu’à une personne", f"{SOON}, {{}} ne tiendront qu’à une personne"),
        (counts["short"], "Il manque du monde sur {}", "Il manque du monde sur {}"),
    )
    for number, one, several in found:
        if number:
            return words.capital((one if number == 1 else several).format(_skills_counted(number)))
    return f"Chaque savoir-faire {'renseigné ' if counts['unsaid'] else ''}est tenu par deux personnes au moins"


def _skills_counted(number: int) -> str:
    return words.spelled(number, "savoir-faire", "savoir-faire")


def _lead(told: _Told) -> str:
    if not told.said:
        return words.typeset(
            "Dites qui sait faire quoi : vous verrez ce qui ne tient qu’à une personne, "
            "et ce que les départs emportent."
        )
    people = words.count(len(told.matrix.people), "personne", "personnes")
    skills = words.count(len(told.found.columns), "savoir-faire", "savoir-faire")
    mean = (
        "" if told.found.versatility is None else f" Polyvalence moyenne : {words.index(told.found.versatility)} sur 4."
    )
    return words.typeset(f"{people}, {skills}.{mean}{_first(told)}")


def _first(told: _Told) -> str:
    """What to look at before the rest: a skill that leaves with the only one who holds it, the most complex first."""
    leaving = [column for column in told.found.columns if len(column.holders) == 1 and not column.staying]
    if not leaving:
        return ""
    worst = max(leaving, key=lambda column: column.complexity)
    name = words.quoted(told.names[worst.skill])
    return f" Le plus pressant : {name} ne tient qu’à {worst.holders[0]}, qui partira d’ici cinq ans."


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
    told = STATES[state]
    if state == "lost" and len(column.holders) == 1:
        told = "Une seule personne, qui part"
    return (
        words.typeset(f"{told} ; il en manque {words.whole(column.gap)}") if column.gap and state != "unsaid" else told
    )


def _person(told: _Told, number: int, person: PersonStanding) -> PersonLine:
    stated = next(one for one in told.matrix.people if one.id == person.person)
    return PersonLine(
        number=number,
        id=person.person,
        post=stated.post or NOTHING,
        leaving="oui" if stated.leaving else NOTHING,
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
        return f"Sans {person.person}, rien ne change : cette personne ne tient encore aucun savoir-faire"
    if not person.lost and not person.weakened:
        return f"Sans {person.person}, rien ne manque : deux autres au moins tiennent chacun de ses savoir-faire"
    parts = []
    if person.lost:
        has = "n’a plus" if len(person.lost) == 1 else "n’ont plus"
        parts.append(f"{_skills_counted(len(person.lost))} {has} personne")
    if person.weakened:
        holds = "tient" if len(person.weakened) == 1 else "tiennent"
        parts.append(f"{_skills_counted(len(person.weakened))} ne {holds} plus qu’à une personne")
    return f"Sans {person.person}, {words.listed(parts)}"


def _years(told: _Told) -> YearsView:
    leaving = [person.id for person in told.matrix.people if person.leaving]
    if not leaving:
        return YearsView("Aucun départ annoncé d’ici cinq ans", ())
    touched = [column for column in told.found.columns if len(column.staying) < len(column.holders)]
    rows = tuple(
        (told.names[column.skill], len(column.holders), len(column.staying), _then(column))
        for column in sorted(touched, key=lambda column: len(column.staying))
    )
    leave = "partira" if len(leaving) == 1 else "partiront"
    title = f"{SOON}, {words.listed(leaving)} {leave}"
    lost = len(told.found.lost_in_five_years)
    if lost:
        title += f" : {_skills_counted(lost)} {'n’aura' if lost == 1 else 'n’auront'} plus personne"
    return YearsView(words.typeset(title), rows)


def _then(column: ColumnCoverage) -> str:
    if not column.staying:
        return "plus personne"
    return f"il ne restera que {column.staying[0]}" if len(column.staying) == 1 else "encore tenu"
