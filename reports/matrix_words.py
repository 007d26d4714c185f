"""Sentences about a polyvalence matrix: what a file held, what is wrong in it, what rests on too few people."""

from collections.abc import Callable, Mapping

from diagnostic.core.language import _, plural
from diagnostic.core.model.assessment import Matrix
from reports import words


def reading_told(read: Matrix, source: str, unknown: int, before: Matrix) -> list[str]:
    """What was read from a file or a pasted table, that nothing is kept yet, what would be replaced, and how many
    skills the catalogue lacks (`unknown`)."""
    people = words.count(len(read.people), "personne", "personnes")
    skills = words.count(len(read.columns), "savoir-faire", "savoir-faire")
    told = [
        _(
            "Lu dans {source} : {people} et {skills}. Rien n’est encore enregistré : relisez, puis enregistrez.",
            source=source,
            people=people,
            skills=skills,
        )
    ]
    if before.people:
        kept = words.count(len(before.people), "personne", "personnes")
        told.append(_("La matrice enregistrée ({people}) reste telle quelle jusque-là.", people=kept))
    if unknown:
        told.append(
            plural(
                unknown,
                "{number} savoir-faire n’est pas au catalogue et restera le vôtre, sous son nom, "
                "sauf si vous choisissez autre chose plus bas.",
                "{number} savoir-faire ne sont pas au catalogue et resteront les vôtres, sous leur nom, "
                "sauf si vous choisissez autre chose plus bas.",
                number=words.whole(unknown),
            )
        )
    return [words.typeset(line) for line in told]


def flaw_told(message: str, hint: str, row: tuple[int, str] | None = None, column: str | None = None) -> str:
    """« Ligne 3 (MD), Tour : « 7 » n’est pas un niveau ; permis : 0 à 4, ou I, L, U, O ». `row`: its number from 1 and
    its person, if to be named."""
    places = []
    if row:
        number, person = row
        places.append(
            _("ligne {row} ({person})", row=number, person=person) if person else _("ligne {row}", row=number)
        )
    if column:
        places.append(column)
    told = _("{mistake} ; {allowed}", mistake=message, allowed=hint) if hint else message
    return words.typeset(words.capital(_("{a} : {b}", a=", ".join(places), b=told) if places else told))


def others_told(number: int) -> str:
    """« Et 3 autres »: mistakes that are not listed."""
    return words.typeset(_("Et {others}.", others=words.count(number, "autre", "autres")))


def skills_counted(number: int) -> str:
    return words.spelled(number, "savoir-faire", "savoir-faire")


def alone(number: int, skills: str) -> str:
    return plural(
        number, "{skills} ne tient qu’à une personne", "{skills} ne tiennent qu’à une personne", skills=skills
    )


def _lost(number: int, skills: str) -> str:
    return plural(
        number,
        "{skills} partira avec ceux qui le tiennent",
        "{skills} partiront avec ceux qui les tiennent",
        skills=skills,
    )


def _nobody(number: int, skills: str) -> str:
    return plural(number, "{skills} n’est tenu par personne", "{skills} ne sont tenus par personne", skills=skills)


def _thin(number: int, skills: str) -> str:
    return plural(
        number,
        "D’ici cinq ans, {skills} ne tiendra qu’à une personne",
        "D’ici cinq ans, {skills} ne tiendront qu’à une personne",
        skills=skills,
    )


def _short(_number: int, skills: str) -> str:
    return _("Il manque du monde sur {skills}", skills=skills)


PROBLEMS: Mapping[str, Callable[[int, str], str]] = {
    "lost": _lost,
    "nobody": _nobody,
    "thin": _thin,
    "short": _short,
}
"""How each state is told, by a number of skills and their number in words."""
