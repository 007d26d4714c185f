"""Which skills are worth asking about in a visit (METHOD 1.2): at most twelve, technology never alone."""

from collections import deque
from collections.abc import Mapping, Sequence
from math import inf

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.result import Result
from diagnostic.core.model.skills_gap import Reason

MOST_ASKED = 12
FAIR_SHARE = 3
PEOPLE_FAMILIES = ("management", "general")


def asked_and_others(
    content: Content,
    result: Result,
    aims: Mapping[str, float],
    reasons: Mapping[str, Sequence[Reason]],
    weights: Mapping[str, float],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The skills of the questionnaire, then the rest of the catalogue in the order they would be needed.

    Asked first: what the rungs still to climb need most, then what the target needs. Of any three in a row at least
    one is of people (management, general) and one of machines and methods, as long as the target needs any. What a
    team is asked about (`content.workforce.aptitudes`) is in neither. What is known already changes nothing.
    """
    wanted = [skill for skill in content.skills if skill not in content.workforce.aptitudes]
    order = sorted((skill for skill in wanted if skill in reasons), key=lambda skill: _need(reasons, weights, skill))
    asked = _side_by_side(content, order)
    later = _distances(content, result, aims)
    rest = sorted(
        (skill for skill in wanted if skill not in reasons),
        key=lambda skill: (later.get(skill, inf), -content.skills[skill].criticality, skill),
    )
    return asked, (*(skill for skill in order if skill not in asked), *rest)


def _need(
    reasons: Mapping[str, Sequence[Reason]], weights: Mapping[str, float], skill: str
) -> tuple[float, float, str]:
    required = max(reason.level for reason in reasons[skill])
    to_climb = max((reason.level for reason in reasons[skill] if reason.to_climb), default=0)
    return -weights[skill] * to_climb, -weights[skill] * required, skill


def _side_by_side(content: Content, order: Sequence[str]) -> tuple[str, ...]:
    """The first twelve of `order`; the side that has less than its third comes first."""
    of_people = {skill: content.skills[skill].family in PEOPLE_FAMILIES for skill in order}
    sides = {side: deque(skill for skill in order if of_people[skill] is side) for side in (True, False)}
    taken: list[str] = []
    while len(taken) < MOST_ASKED and any(sides.values()):
        due = (len(taken) + 1) // FAIR_SHARE
        heads = {side: waiting[0] for side, waiting in sides.items() if waiting}
        behind = [side for side in heads if sum(of_people[skill] is side for skill in taken) < due]
        side = behind[0] if behind else min(heads, key=lambda side: order.index(heads[side]))
        taken.append(sides[side].popleft())
    return tuple(taken)


def _distances(content: Content, result: Result, aims: Mapping[str, float]) -> dict[str, float]:
    """Skill → how far above today's targets the nearest rung that asks for it lies."""
    targets: dict[str, float] = {}
    for cell in result.cells:
        if cell.id in aims:
            targets[cell.capability] = max(aims[cell.id], targets.get(cell.capability, 0.0))
    found: dict[str, float] = {}
    for need in content.needs:
        if need.capability in targets:
            away = need.rung - targets[need.capability]
            found[need.skill] = min(away, found.get(need.skill, inf))
    return found
