"""A request that no schedule can meet, in words: what is too little, and what would be enough (METHOD 5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from diagnostic.core.language import _, plural
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import SUPERSEDED, Obstacle
from diagnostic.core.model.questionnaire import split_cell
from reports import words
from reports.naming import Names
from reports.quarters import quarter_of_plan

ROUND_EUROS = 100
KEEP = "garder "
LIFT = "lever "
FIRST = " d’abord"


@dataclass(frozen=True, slots=True)
class Repair:
    """A button that makes the request possible: what it says, the act of the board's form, its fields (a name may come
    more than once)."""

    label: str
    act: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What the sentences are drawn from; `on`: the day of the plan."""

    content: Content
    names: Names
    on: date

    def action(self, id: str) -> str:
        """Its title; its id where it left the catalogue since it was asked for."""
        found = self.content.actions.get(id)
        return words.quoted(self.names.read(found.text.title) if found else id)

    def actions(self, text: str) -> str:
        """« a, b » → their titles."""
        return words.listed([self.action(id) for id in text.split(", ")])

    def skill(self, id: str) -> str:
        found = self.content.skills.get(id)
        return words.quoted(self.names.read(found.name) if found else id)

    def quarter(self, number: str) -> str:
        return quarter_of_plan(self.on, int(number))


def obstacle_text(content: Content, names: Names, row: Obstacle, on: date) -> str:
    """One or two sentences; where several changes are needed at once, none is said to be enough."""
    return words.typeset(SENTENCES[row.constraint](Telling(content, names, on), row))


def enough_euros(needed: str) -> int:
    """Up to the next hundred: still enough, and easier to say."""
    return ceil(int(needed) / ROUND_EUROS) * ROUND_EUROS


def enough_days(needed: str) -> int:
    return ceil(float(needed))


def _budget(_telling: Telling, row: Obstacle) -> str:
    given, enough = int(row.given), enough_euros(row.needed)
    if not given:
        yearly = _("{amount} par an", amount=words.euros(enough))
        return _both(_("Ce n’est pas possible sans dépenser"), _from_nothing(row, enough, yearly))
    short = plural(
        given, "{amount} par an ne suffit pas", "{amount} par an ne suffisent pas", amount=words.euros(given)
    )
    return _both(short, _enough(row, enough, words.euros(enough)))


def _release_days(_telling: Telling, row: Obstacle) -> str:
    given, enough = float(row.given), enough_days(row.needed)
    if not given:
        days = _("{days} par trimestre", days=words.days(enough))
        return _both(_("Ce n’est pas possible sans aucun jour hors du poste"), _from_nothing(row, enough, days))
    short = plural(
        given,
        "{days} hors du poste par trimestre ne suffit pas",
        "{days} hors du poste par trimestre ne suffisent pas",
        days=words.capital(words.days(given)),
    )
    return _both(short, _enough(row, enough, words.days(enough) if given < 1 else ""))


def _horizon(_telling: Telling, row: Obstacle) -> str:
    given, needed = int(row.given), int(row.needed)
    quarters = words.count(given, "trimestre", "trimestres")
    short = plural(given, "{quarters} ne suffit pas", "{quarters} ne suffisent pas", quarters=quarters)
    return _both(short, _enough(row, needed))


def _both(short: str, enough: str) -> str:
    return _("{short} ; {enough}.", short=short, enough=enough)


def _enough(row: Obstacle, number: float, told: str = "") -> str:
    """« 15 suffiraient », or « il en faudrait 15 » where that alone is not enough."""
    told = told or words.whole(number)
    if row.together:
        return _("il en faudrait {told}", told=told)
    return plural(number, "{told} suffirait", "{told} suffiraient", told=told)


def _from_nothing(row: Obstacle, number: float, told: str) -> str:
    """The same after a limit of zero, where there is nothing to have more of."""
    return _("il faudrait {told}", told=told) if row.together else _enough(row, number, told)


def _parallel(_telling: Telling, row: Obstacle) -> str:
    given, needed = int(row.given), int(row.needed)
    return _(
        "Mener {measures} à la fois ne suffit pas ; il faudrait pouvoir en mener {needed}.",
        measures=words.spelled(given, "mesure", "mesures", feminine=True),
        needed=words.numeral(needed),
    )


def _prerequisites(telling: Telling, row: Obstacle) -> str:
    return " ".join(_one_prerequisite(telling, *pair) for pair in _lifted(row))


def _one_prerequisite(telling: Telling, action: str, what: str) -> str:
    what = what.removesuffix(FIRST)
    if what in telling.content.actions:
        return _(
            "{action} ne peut commencer qu’une fois {other} terminée.",
            action=telling.action(action),
            other=telling.action(what),
        )
    cell, _between, rung = what.rpartition(" à ")
    known = split_cell(cell)[0] in telling.content.questionnaire.items
    place = words.quoted(telling.names.full(cell) if known else cell)
    return _(
        "{action} ne peut commencer qu’une fois {place} à l’échelon {rung}.",
        action=telling.action(action),
        place=place,
        rung=words.rung(float(rung)),
    )


def _skills(telling: Telling, row: Obstacle) -> str:
    return " ".join(_one_skill(telling, *pair) for pair in _lifted(row))


def _one_skill(telling: Telling, action: str, what: str) -> str:
    skill, _between, level = what.partition(" au niveau ")
    return _(
        "{action} demande la compétence {skill} au niveau {level}, et aucune mesure ne peut l’apporter à temps.",
        action=telling.action(action),
        skill=telling.skill(skill),
        level=level,
    )


def _lifted(row: Obstacle) -> list[tuple[str, str]]:
    """« lever a : b d’abord ; c : d au niveau 2 » → (a, « b d’abord »), (c, « d au niveau 2 »)."""
    parts = (part.partition(" : ") for part in row.needed.removeprefix(LIFT).split(" ; "))
    return [(action, what) for action, _between, what in parts]


def _excluded(telling: Telling, row: Obstacle) -> str:
    kept = row.needed.removeprefix(KEEP)
    number = len(kept.split(", "))
    if row.together:
        return plural(
            number,
            "Vous avez écarté {actions}, dont ce plan a besoin : il faudrait la remettre.",
            "Vous avez écarté {actions}, dont ce plan a besoin : il faudrait les remettre.",
            actions=telling.actions(kept),
        )
    return plural(
        number,
        "Vous avez écarté {actions}, dont ce plan a besoin : il suffirait de la remettre.",
        "Vous avez écarté {actions}, dont ce plan a besoin : il suffirait de les remettre.",
        actions=telling.actions(kept),
    )


def _pinned(telling: Telling, row: Obstacle) -> str:
    action, _between, asked = row.given.partition(" : ")
    if not asked:
        return _(
            "Aucun changement de moyens ne permet ce que vous demandez pour {actions} : laissez le plan choisir le "
            "trimestre, ou renoncez à cette demande.",
            actions=telling.actions(row.given),
        )
    possible = telling.quarter(row.needed.partition(" : ")[2])
    given = {"action": telling.action(action), "asked": telling.quarter(asked), "possible": possible}
    if row.together:
        return _("{action} ne peut pas commencer au {asked} ; il faudrait la placer au {possible}.", **given)
    return _("{action} ne peut pas commencer au {asked} ; ce serait possible au {possible}.", **given)


def _questionnaire(_telling: Telling, row: Obstacle) -> str:
    given, needed = (ref.partition("@")[2] for ref in (row.given, row.needed))
    return _(
        "Les réponses suivent l’édition {given} du questionnaire ; les mesures du catalogue, l’édition {needed}. "
        "Commencez un nouveau diagnostic : la fiche, les difficultés et les moyens sont repris, et chaque question "
        "restée la même montre la réponse d’alors.",
        given=given,
        needed=needed,
    )


SENTENCES: Mapping[str, Callable[[Telling, Obstacle], str]] = {
    "budget": _budget,
    "release_days": _release_days,
    "parallel_actions": _parallel,
    "horizon": _horizon,
    "prerequisites": _prerequisites,
    "skills": _skills,
    "excluded": _excluded,
    "pinned": _pinned,
    SUPERSEDED: _questionnaire,
}
MOST = {"parallel_actions": 20, "horizon": 20}


def repair(content: Content, names: Names, row: Obstacle, on: date) -> Repair | None:
    """The button that applies this one change; None where it takes more than that, or where no button does it."""
    if row.together:
        return None
    made = _limit_repair(row) or _choice_repair(Telling(content, names, on), row)
    return made and Repair(words.typeset(made.label), made.act, made.fields)


def repair_together(rows: Sequence[Obstacle]) -> Repair | None:
    """One button for changes that are all needed at once; None where one of them is not the leader's to make."""
    fields = [_as_field(row) for row in rows if row.together]
    known = [field for field in fields if field]
    if not known or len(known) < len(fields):
        return None
    return Repair(_("Appliquer tous ces changements"), "mend", tuple(known))


def _as_field(row: Obstacle) -> tuple[str, str] | None:
    """`kept`: ids put back; `placed`: « id : quarter ». Several pins make several fields."""
    limit = _limit_repair(row)
    if limit:
        return limit.fields[0]
    if row.constraint == "excluded":
        return "kept", row.needed.removeprefix(KEEP)
    return ("placed", row.needed) if row.constraint == "pinned" and " : " in row.needed else None


def _limit_repair(row: Obstacle) -> Repair | None:
    if row.constraint == "budget":
        enough = enough_euros(row.needed)
        return _limit("budget", enough, _("Passer à {amount} par an", amount=words.euros(enough)))
    if row.constraint == "release_days":
        enough = enough_days(row.needed)
        return _limit("release_days", enough, _("Passer à {days} par trimestre", days=words.days(enough)))
    if row.constraint in MOST and int(row.needed) <= MOST[row.constraint]:
        needed = int(row.needed)
        if row.constraint == "horizon":
            quarters = words.count(needed, "trimestre", "trimestres")
            return _limit("horizon", needed, _("Prolonger à {quarters}", quarters=quarters))
        measures = words.spelled(needed, "mesure", "mesures", feminine=True)
        return _limit("parallel", needed, _("Mener {measures} à la fois", measures=measures))
    return None


def _limit(field: str, value: int, label: str) -> Repair:
    return Repair(label, "limit", ((field, str(value)),))


def _choice_repair(telling: Telling, row: Obstacle) -> Repair | None:
    kept = row.needed.removeprefix(KEEP)
    if row.constraint == "excluded" and kept in telling.content.actions:
        return Repair(_("Remettre {action}", action=telling.action(kept)), "restore", (("action", kept),))
    action, _between, quarter = row.needed.partition(" : ")
    if row.constraint == "pinned" and quarter:
        told = {"action": telling.action(action), "quarter": telling.quarter(quarter)}
        label = _("Commencer {action} au {quarter}", **told)
        return Repair(label, "move", (("action", action), ("quarter", quarter)))
    return None
