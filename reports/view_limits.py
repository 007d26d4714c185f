"""What a plan cannot do: rungs out of reach, rules set aside (METHOD 5). Requests that do not fit: `view_obstacles`."""

from collections.abc import Sequence

from diagnostic.core.language import N_, _
from diagnostic.core.model.plan import Unreached
from diagnostic.core.model.questionnaire import Text, split_cell
from reports import words
from reports.lines import UnreachedLine
from reports.naming import Names

DROPPED = {
    "severe_symptom_first": N_(
        "Aucune mesure contre votre problème le plus sévère ne peut commencer au premier trimestre : "
        "elle vient dès que possible."
    )
}


def dropped_text(rule: str) -> str:
    return words.typeset(_(DROPPED[rule]) if rule in DROPPED else words.sentence(rule))


def unreached_lines(names: Names, rows: Sequence[Unreached]) -> tuple[UnreachedLine, ...]:
    """One line per capability, target and reason: functions held back alike are said together."""
    groups: dict[tuple[str, float, Text], list[Unreached]] = {}
    for row in rows:
        groups.setdefault((split_cell(row.cell)[0], row.target, row.because), []).append(row)
    return tuple(
        UnreachedLine(
            goal=words.capital(names.goal(capability, target)),
            where=names.where(*(row.cell for row in group)),
            because=words.typeset(_left(group, words.rung(target), names.read(because))),
        )
        for (capability, target, because), group in groups.items()
    )


def _left(group: Sequence[Unreached], target: str, because: str) -> str:
    low, high = (words.rung(end(row.reached for row in group)) for end in (min, max))
    given = {"low": low, "target": target, "because": because}
    if low == high:
        return _("Resterait à {low} pour une cible de {target} : {because}.", **given)
    return _("Resterait entre {low} et {high} pour une cible de {target} : {because}.", high=high, **given)
