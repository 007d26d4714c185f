"""What the company's people lack for its target: levels, headcounts, and how to close each gap (METHOD 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content, Need
from diagnostic.core.model.result import Cell, Result
from diagnostic.core.model.skills_gap import Reason, SkillGap, SkillsGap, State
from diagnostic.core.skills import headcount_gap
from diagnostic.core.skills_asked import asked_and_others
from diagnostic.core.skills_states import states
from diagnostic.core.skills_ways import open_ways

__all__ = ["skills_gap", "states"]


def skills_gap(content: Content, assessment: Assessment, result: Result, aims: Mapping[str, float]) -> SkillsGap:
    """Every skill that the targets need, with what is missing; `aims`: applicable cell → rung aimed at.

    required = the highest level asked by the rungs 1..target of any cell; gap = max(0, required − current); headcount
    gap = max(0, needed − (able − leaving)); weight = criticality × share of the cells to raise whose target needs the
    skill; priority = gap × weight. A skill that no target needs is a row, the last, where people are missing all the
    same.
    """
    to_raise = tuple(cell.id for cell in result.cells if cell.rating is not None and cell.rating < aims.get(cell.id, 0))
    reasons = _reasons(content, result, aims)
    scene = _Scene(content, to_raise, reasons)
    known = states(content, assessment)
    short = {skill for skill, state in known.items() if headcount_gap(state)}
    rows = [scene.row(skill, known.get(skill)) for skill in content.skills if skill in reasons or skill in short]
    weights = {skill: scene.weight(skill) for skill in reasons}
    asked, others = asked_and_others(content, result, aims, reasons, weights)
    return SkillsGap(
        rows=tuple(replace(row, ways=open_ways(content, assessment.company, row)) for row in sorted(rows, key=_order)),
        asked=asked,
        others=others,
        to_raise=to_raise,
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every skill is read against."""

    content: Content
    to_raise: tuple[str, ...]
    reasons: Mapping[str, tuple[Reason, ...]]

    def needing(self, skill: str) -> tuple[str, ...]:
        cells = {reason.cell for reason in self.reasons.get(skill, ())}
        return tuple(cell for cell in self.to_raise if cell in cells)

    def weight(self, skill: str) -> float:
        needing = self.needing(skill)
        return self.content.skills[skill].criticality * len(needing) / len(self.to_raise) if needing else 0.0

    def row(self, skill: str, state: State | None) -> SkillGap:
        reasons = self.reasons.get(skill, ())
        required = max((reason.level for reason in reasons), default=0)
        gap = max(0, required - state.current) if state else None
        weight = self.weight(skill)
        return SkillGap(
            skill=skill,
            family=self.content.skills[skill].family,
            required=required,
            current=state.current if state else None,
            basis=state.basis if state else None,
            gap=gap,
            able=state.able if state else None,
            needed=state.needed if state else None,
            leaving=state.leaving if state else None,
            headcount_gap=headcount_gap(state) if state else 0,
            weight=weight,
            priority=None if gap is None else gap * weight,
            needing=self.needing(skill),
            reasons=reasons,
            ways=(),
        )


def _order(row: SkillGap) -> tuple[bool, bool, float, float, int, int, str]:
    """Known gaps, then the unknown, then what no target needs; of equal priorities, what most of the climb rests on."""
    first = -row.weight * row.required if row.priority is None else -row.priority
    return row.required == 0, row.priority is None, first, -row.weight, -row.headcount_gap, -(row.gap or 0), row.skill


def _reasons(content: Content, result: Result, aims: Mapping[str, float]) -> dict[str, tuple[Reason, ...]]:
    """Skill → the cells whose target asks for it, one reason each, the highest level first, then in content order."""
    by_capability: dict[str, list[Need]] = {}
    for need in content.needs:
        by_capability.setdefault(need.capability, []).append(need)
    found: dict[str, list[Reason]] = {}
    for cell in result.cells:
        for reason_of, reason in _asked_by(cell, aims.get(cell.id, 0), by_capability.get(cell.capability, ())):
            found.setdefault(reason_of, []).append(reason)
    return {skill: tuple(sorted(rows, key=lambda reason: -reason.level)) for skill, rows in found.items()}


def _asked_by(cell: Cell, aim: float, needs: Sequence[Need]) -> list[tuple[str, Reason]]:
    """Per skill, the highest level that the cell's target asks for and the first rung that asks it. A rung of a cell
    that is not rated counts neither as reached nor as one to climb."""
    highest: dict[str, Need] = {}
    for need in sorted(needs, key=lambda need: need.rung):
        held = highest.get(need.skill)
        if need.rung <= aim and need.level > (held.level if held else 0):
            highest[need.skill] = need
    rating = inf if cell.rating is None else cell.rating
    return [(id, Reason(cell.id, need.rung, need.level, rating < need.rung)) for id, need in highest.items()]
