"""Whose answers somebody gives, and whose they see: nobody ever answers for somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from diagnostic.core.model.access import Act, Role, Standing
from diagnostic.core.model.assessment import EVERYWHERE, Assessment, Group, Respondent
from diagnostic.core.rights import may

HANDS: tuple[Group, ...] = ("leader", "adviser")
INVITED: tuple[Group, ...] = tuple(group for group in get_args(Group) if group not in HANDS)


@dataclass(frozen=True, slots=True)
class Answering:
    """`own`: whose answers are taken, None where they are only read; `shown`: the respondents whose answers fill the
    page, the first of them who answered; `beside`: those told next to them; `group`: only its questions are asked."""

    own: Respondent | None
    shown: tuple[str, ...]
    beside: tuple[Respondent, ...] = ()
    group: Group | None = None

    @property
    def counted(self) -> tuple[str, ...]:
        """Those whose answers make a question done."""
        return *self.shown, *(one.id for one in self.beside)


def answering(standing: Standing, respondents: Sequence[Respondent]) -> Answering:
    """A contributor's own answers to the questions of their group. The leader and the adviser each give their own and
    see the other's; whoever only reads sees theirs, the leader's first. What a contributor said, only they see."""
    if standing.respondent:
        own = invited(standing.respondent, respondents)
        return Answering(own, (own.id,), group=own.group)
    hands = {group: tuple(one for one in respondents if one.group == group) for group in HANDS}
    if not may(standing, Act.WRITE):
        return Answering(None, tuple(one.id for group in HANDS for one in hands[group]))
    mine, theirs = HANDS if standing.roles & {Role.LEADER, Role.HOLDER} else reversed(HANDS)
    own = hands[mine][0] if hands[mine] else Respondent(mine, mine)
    return Answering(own, (own.id,), hands[theirs])


def invited(id: str, respondents: Sequence[Respondent]) -> Respondent:
    """The respondent of an invitation. One that the assessment does not know yet is named after its group."""
    known = next((one for one in respondents if one.id == id), None)
    return known or Respondent(id, next((group for group in INVITED if id.startswith(f"{group}_")), INVITED[0]))


def next_respondent(group: Group, respondents: Sequence[Respondent]) -> Respondent:
    """One more of that group: `managers_1`, `managers_2` … A number is never given twice."""
    taken = {one.id for one in respondents}
    number = next(number for number in range(1, len(taken) + 2) if f"{group}_{number}" not in taken)
    return Respondent(f"{group}_{number}", group)


def speaks_for(assessment: Assessment, respondent: str) -> str | None:
    """The one function in which that person has answered so far; None when there is none, or several."""
    functions = {one.function for one in assessment.answers if one.respondent == respondent} - {None, EVERYWHERE}
    return functions.pop() if len(functions) == 1 else None


def within(assessment: Assessment, function: str | None) -> Assessment:
    """What is asked of somebody who works in one function: its questions, and those for the whole company. The same
    assessment where the company has no such function."""
    weight = assessment.functions.get(function, 0) if function else 0
    return replace(assessment, functions={str(function): weight}) if weight else assessment
