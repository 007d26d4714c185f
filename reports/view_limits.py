"""What a plan cannot do: rungs out of reach, rules set aside, requests that do not fit (METHOD 5)."""

import re
from collections.abc import Sequence

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import Obstacle, Unreached
from diagnostic.core.model.questionnaire import split_cell
from reports import words
from reports.lines import UnreachedLine
from reports.naming import Names

LIMITS = {
    "budget": ("Budget par an", "€"),
    "release_days": ("Jours hors du poste par trimestre", "jours"),
    "parallel_actions": ("Mesures menées en même temps", ""),
    "horizon": ("Durée du plan", "trimestres"),
    "prerequisites": ("Ordre des mesures", ""),
    "skills": ("Compétences disponibles", ""),
    "excluded": ("Mesures écartées", ""),
    "pinned": ("Mesures fixées à une date", ""),
}
IDENTIFIER = re.compile(r"[a-z0-9_]+(?:/[a-z_]+)?")
DROPPED = {
    "severe_symptom_first": (
        "Aucune mesure contre votre problème le plus sévère ne peut commencer au premier trimestre : "
        "elle vient dès que possible."
    )
}


def dropped_text(rule: str) -> str:
    return words.typeset(DROPPED.get(rule, words.sentence(rule)))


def unreached_lines(names: Names, rows: Sequence[Unreached]) -> tuple[UnreachedLine, ...]:
    """One line per capability, target and reason: functions held back alike are said together."""
    groups: dict[tuple[str, float, str], list[Unreached]] = {}
    for row in rows:
        groups.setdefault((split_cell(row.cell)[0], row.target, row.because), []).append(row)
    return tuple(
        UnreachedLine(
            goal=words.capital(names.goal(capability, target)),
            where=names.where(*(row.cell for row in group)),
            because=words.typeset(f"{_left(group)} pour une cible de {words.rung(target)} : {because}."),
        )
        for (capability, target, because), group in groups.items()
    )


def _left(group: Sequence[Unreached]) -> str:
    low, high = min(row.reached for row in group), max(row.reached for row in group)
    return (
        f"Resterait à {words.rung(low)}" if low == high else f"Resterait entre {words.rung(low)} et {words.rung(high)}"
    )


def obstacle_text(content: Content, names: Names, row: Obstacle) -> str:
    """What was asked, and the smallest change that would do."""
    name, unit = LIMITS.get(row.constraint, (words.capital(row.constraint), ""))
    given, needed = (f"{_named(content, names, text)} {unit}".rstrip() for text in (row.given, row.needed))
    return words.typeset(f"{name} : demandé, {given} ; il faudrait {needed}.")


def _named(content: Content, names: Names, text: str) -> str:
    """Identifiers read as people know them, numbers with a comma."""
    read = names.read

    def name(found: re.Match[str]) -> str:
        id = found.group()
        if id in content.actions:
            return words.quoted(read(content.actions[id].text.title))
        if id in content.skills:
            return words.quoted(read(content.skills[id].name))
        known = split_cell(id)[0] in content.questionnaire.items
        return words.quoted(names.full(id)) if known else id

    if text.replace(".", "", 1).isdigit():
        return words.whole(float(text)) if "." not in text else words.rung(float(text))
    return IDENTIFIER.sub(name, text)
