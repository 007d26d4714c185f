"""What a plan cannot do: rungs out of reach, rules set aside (METHOD 5). Requests that do not fit: `view_obstacles`."""

from collections.abc import Sequence

from diagnostic.core.model.plan import Unreached
from diagnostic.core.model.questionnaire import split_cell
from reports import words
from reports.lines import UnreachedLine
from reports.naming import Names

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
