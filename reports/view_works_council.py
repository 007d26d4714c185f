"""What each measure asks to tell the works council: the law once, then what is particular to each measure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.plan import PlannedAction
from reports import words
from reports.programme import Programme

LAW = N_(
    "À partir de 50 salariés, une nouvelle technologie ou un changement important des conditions de travail se soumet "
    "au CSE avant la décision (Code du travail, article L2312-8) ; en dessous, où ses attributions sont plus étroites "
    "(article L2312-5), informez-le. Dans tous les cas, chacun sait, avant, ce qui est relevé de son travail et qui le "
    "lit (article L1222-4)."
)
IN_THE_LAW = "L2312"
TOLD_ONCE = ("Dans tous les cas, dites à chacun", "In all cases, tell everyone")
SENTENCES = re.compile(r"(?<=[.!?…]) +(?=[A-ZÀÂÉÈÊÎÔŒÇ])")
SHORT = {"inform": N_("à informer"), "consult": N_("à consulter avant de décider")}


@dataclass(frozen=True, slots=True)
class CouncilLine:
    rank: int
    duty: str
    why: str


@dataclass(frozen=True, slots=True)
class Council:
    """`lines`: the measures printed in full; `others`: those that follow, by rank."""

    law: str
    lines: tuple[CouncilLine, ...]
    others: str | None


def council(programme: Programme, printed: int) -> Council | None:
    """What to tell for the first `printed` measures, and for the rest; None where nothing has to be told."""
    ranked = [planned for planned in programme.plan.by_priority() if duty(programme, planned)]
    if not ranked:
        return None
    first = [planned for planned in ranked if planned.priority_rank <= printed]
    rest = [planned for planned in ranked if planned.priority_rank > printed]
    return Council(
        words.typeset(_(LAW)), tuple(_line(programme, planned) for planned in first), _others(programme, rest)
    )


def duty(programme: Programme, planned: PlannedAction) -> str | None:
    """« à informer », as a company of that size has to; None where nothing has to be told."""
    short = SHORT.get(_level(programme, planned))
    return short and _(short)


def _level(programme: Programme, planned: PlannedAction) -> str:
    return programme.action(planned).cse.level_for(programme.assessment.company.headcount)


def _line(programme: Programme, planned: PlannedAction) -> CouncilLine:
    why = programme.action(planned).cse.why
    told = particular(programme.names.read(why)) if why else ""
    return CouncilLine(planned.priority_rank, _(SHORT[_level(programme, planned)]), told)


def particular(why: str) -> str:
    """The reason without the sentences that only repeat the law; whole where nothing else is said."""
    told = [one for one in SENTENCES.split(why) if IN_THE_LAW not in one and not one.startswith(TOLD_ONCE)]
    return words.sentence(" ".join(told) or why)


def _others(programme: Programme, rest: Sequence[PlannedAction]) -> str | None:
    """« Ensuite, à consulter avant de décider pour les mesures 7 et 9 ; à informer pour la mesure 8. »"""
    consult, inform = (
        [str(planned.priority_rank) for planned in rest if _level(programme, planned) == level]
        for level in ("consult", "inform")
    )
    parts = []
    if consult:
        parts.append(
            plural(
                len(consult),
                "à consulter avant de décider pour la mesure {ranks}",
                "à consulter avant de décider pour les mesures {ranks}",
                ranks=words.listed(consult),
            )
        )
    if inform:
        parts.append(
            plural(
                len(inform),
                "à informer pour la mesure {ranks}",
                "à informer pour les mesures {ranks}",
                ranks=words.listed(inform),
            )
        )
    return words.typeset(_("Ensuite, {duties}.", duties=words.joined(parts))) if parts else None
