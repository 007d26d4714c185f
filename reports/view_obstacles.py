"""A request that no schedule can meet, in words: what is too little, and what would be enough (METHOD 5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

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


def _budget(_: Telling, row: Obstacle) -> str:
    given, enough = int(row.given), enough_euros(row.needed)
    if not given:
        return f"Ce n’est pas possible sans dépenser ; {_from_nothing(row, enough, f'{words.euros(enough)} par an')}"
    return f"{words.euros(given)} par an {_too_little(given)} ; {_enough(row, enough, words.euros(enough))}"


def _release_days(_: Telling, row: Obstacle) -> str:
    given, enough = float(row.given), enough_days(row.needed)
    if not given:
        told = _from_nothing(row, enough, f"{words.days(enough)} par trimestre")
        return f"Ce n’est pas possible sans aucun jour hors du poste ; {told}"
    needed = _enough(row, enough, words.days(enough) if given < 1 else "")
    return f"{words.capital(words.days(given))} hors du poste par trimestre {_too_little(given)} ; {needed}"


def _horizon(_: Telling, row: Obstacle) -> str:
    given, needed = int(row.given), int(row.needed)
    return f"{words.count(given, 'trimestre', 'trimestres')} {_too_little(given)} ; {_enough(row, needed)}"


def _too_little(given: float) -> str:
    return "ne suffit pas" if given < 2 else "ne suffisent pas"


def _enough(row: Obstacle, number: float, told: str = "") -> str:
    """« 15 suffiraient. », or « il en faudrait 15. » where that alone is not enough."""
    told = told or words.whole(number)
    if row.together:
        return f"il en faudrait {told}."
    return f"{told} {'suffirait' if number < 2 else 'suffiraient'}."


def _from_nothing(row: Obstacle, number: float, told: str) -> str:
    """The same after a limit of zero, where there is nothing to have more of."""
    return f"il faudrait {told}." if row.together else _enough(row, number, told)


def _parallel(_: Telling, row: Obstacle) -> str:
    given, needed = int(row.given), int(row.needed)
    led = words.spelled(given, "mesure", "mesures", feminine=True)
    return f"Mener {led} à la fois ne suffit pas ; il faudrait pouvoir en mener {words.numeral(needed)}."


def _prerequisites(telling: Telling, row: Obstacle) -> str:
    return " ".join(_one_prerequisite(telling, *pair) for pair in _lifted(row))


def _one_prerequisite(telling: Telling, action: str, what: str) -> str:
    what = what.removesuffix(FIRST)
    if what in telling.content.actions:
        return f"{telling.action(action)} ne peut commencer qu’une fois {telling.action(what)} terminée."
    cell, _, rung = what.rpartition(" à ")
    known = split_cell(cell)[0] in telling.content.questionnaire.items
    place = words.quoted(telling.names.full(cell) if known else cell)
    return f"{telling.action(action)} ne peut commencer qu’une fois {place} à l’échelon {rung.replace('.', ',')}."


def _skills(telling: Telling, row: Obstacle) -> str:
    return " ".join(_one_skill(telling, *pair) for pair in _lifted(row))


def _one_skill(telling: Telling, action: str, what: str) -> str:
    skill, _, level = what.partition(" au niveau ")
    return (
        f"{telling.action(action)} demande la compétence {telling.skill(skill)} au niveau {level}, "
        "et aucune mesure ne peut l’apporter à temps."
    )


def _lifted(row: Obstacle) -> list[tuple[str, str]]:
    """« lever a : b d’abord ; c : d au niveau 2 » → (a, « b d’abord »), (c, « d au niveau 2 »)."""
    parts = (part.partition(" : ") for part in row.needed.removeprefix(LIFT).split(" ; "))
    return [(action, what) for action, _, what in parts]


def _excluded(telling: Telling, row: Obstacle) -> str:
    kept = row.needed.removeprefix(KEEP)
    several = ", " in kept
    it = "les" if several else "la"
    enough = f"il faudrait {it} remettre" if row.together else f"il suffirait de {it} remettre"
    return f"Vous avez écarté {telling.actions(kept)}, dont ce plan a besoin : {enough}."


def _pinned(telling: Telling, row: Obstacle) -> str:
    action, _, asked = row.given.partition(" : ")
    if not asked:
        return (
            f"Aucun changement de moyens ne permet ce que vous demandez pour {telling.actions(row.given)} : "
            "laissez le plan choisir le trimestre, ou renoncez à cette demande."
        )
    possible = row.needed.partition(" : ")[2]
    way_out = "il faudrait la placer" if row.together else "ce serait possible"
    return (
        f"{telling.action(action)} ne peut pas commencer au {telling.quarter(asked)} ; "
        f"{way_out} au {telling.quarter(possible)}."
    )


def _questionnaire(_: Telling, row: Obstacle) -> str:
    given, needed = (ref.partition("@")[2] for ref in (row.given, row.needed))
    return (
        f"Les réponses suivent l’édition {given} du questionnaire ; les mesures du catalogue, l’édition {needed}. "
        "Commencez un nouveau diagnostic : la fiche, les difficultés et les moyens sont repris, et chaque question "
        "restée la même montre la réponse d’alors."
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
    return Repair("Appliquer tous ces changements", "mend", tuple(known))


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
        return _limit("budget", enough, f"Passer à {words.euros(enough)} par an")
    if row.constraint == "release_days":
        enough = enough_days(row.needed)
        return _limit("release_days", enough, f"Passer à {words.days(enough)} par trimestre")
    if row.constraint in MOST and int(row.needed) <= MOST[row.constraint]:
        needed = int(row.needed)
        if row.constraint == "horizon":
            return _limit("horizon", needed, f"Prolonger à {words.count(needed, 'trimestre', 'trimestres')}")
        return _limit(
            "parallel", needed, f"Mener {words.spelled(needed, 'mesure', 'mesures', feminine=True)} à la fois"
        )
    return None


def _limit(field: str, value: int, label: str) -> Repair:
    return Repair(label, "limit", ((field, str(value)),))


def _choice_repair(telling: Telling, row: Obstacle) -> Repair | None:
    kept = row.needed.removeprefix(KEEP)
    if row.constraint == "excluded" and kept in telling.content.actions:
        return Repair(f"Remettre {telling.action(kept)}", "restore", (("action", kept),))
    action, _, quarter = row.needed.partition(" : ")
    if row.constraint == "pinned" and quarter:
        label = f"Commencer {telling.action(action)} au {telling.quarter(quarter)}"
        return Repair(label, "move", (("action", action), ("quarter", quarter)))
    return None
