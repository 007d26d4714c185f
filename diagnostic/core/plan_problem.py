"""The planning problem as plain values: what may be done, within which limits, and what a schedule is worth (METHOD 5).

A schedule is a mapping action id → quarter of its start, from 1. An action that starts in quarter `s` and lasts `d`
quarters ends with quarter `s + d − 1`. Its raises happen together at the end of that quarter, on the ratings of the
end of the quarter before: the cell's rating r becomes `max(r, to)` if r >= `from` then; if not, that raise is lost,
since an action is done once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Literal

from diagnostic.core.eligibility import CompanyFacts, Expense
from diagnostic.core.funding import Offer, offers
from diagnostic.core.model.device import Device

DISCOUNT = 0.9
SYMPTOM_SHARE = 0.5
WORST_SEVERITY = 3
SEVERE = 2
BUDGET_QUARTERS = 4
HALF = 0.5
TOLERANCE = 1e-9

Schedule = Mapping[str, int]
End = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class Goal:
    """A cell: its weight in the company, its rating today, its target.

    A cell without a rating weighs nothing, and is known to be at 0 at least when an action requires it.
    """

    cell: str
    weight: float
    rating: float
    target: float

    def gain(self, rating: float) -> float:
        """w · (V(r) − V(rating today)): foundations first, nothing beyond the target."""
        return self.weight * (worth(rating, self.target) - worth(self.rating, self.target))


@dataclass(frozen=True, slots=True)
class Effect:
    cell: str
    start: float
    to: float


@dataclass(frozen=True, slots=True)
class SkillGap:
    """A skill that an action needs and the company lacks; one of `builders` brings it."""

    skill: str
    level: int
    builders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An action as this company would live it. `at_rung`: (cell, rung) to be reached before it starts.

    `symptoms`: those of the company that it answers; `alone`: what it alone would gain from today's ratings.
    """

    id: str
    quarters: int
    effects: tuple[Effect, ...]
    after: tuple[str, ...]
    at_rung: tuple[tuple[str, float], ...]
    skill_gaps: tuple[SkillGap, ...]
    symptoms: tuple[str, ...]
    alone: float
    release_days: float
    internal_days: float
    expenses: tuple[Expense, ...]

    def end(self, start: int) -> int:
        return start + self.quarters - 1

    def start(self, end: int) -> int:
        """The quarter in which it starts to end with that one."""
        return end - self.quarters + 1

    def days_in_quarter(self) -> float:
        """Days away from the post in each of its quarters."""
        return self.release_days / self.quarters


@dataclass(frozen=True, slots=True)
class Limits:
    """Euros per four quarters (net), days per quarter, actions at once, quarters; None = no limit."""

    budget: int | None
    release_days: float | None
    parallel: int
    horizon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`end`: which end of the cost ranges is counted; `devices`: those whose conditions the company meets.

    `unwanted` is empty but when a request is being explained: actions set aside that may still be taken, at a price.
    """

    on: date
    goals: Mapping[str, Goal]
    candidates: tuple[Candidate, ...]
    severities: Mapping[str, int]
    limits: Limits
    pins: Mapping[str, int | None]
    devices: tuple[Device, ...]
    facts: CompanyFacts = field(default_factory=CompanyFacts)
    end: End = "high"
    unwanted: frozenset[str] = frozenset()

    def candidate(self, id: str) -> Candidate:
        return next(candidate for candidate in self.candidates if candidate.id == id)

    def gross(self, expense: Expense) -> int:
        return expense.gross if self.end == "high" else expense.gross_low

    def gross_of(self, candidate: Candidate) -> int:
        return sum(self.gross(expense) for expense in candidate.expenses)

    def offers(self, expense: Expense, quarter: int) -> tuple[Offer, ...]:
        """What the devices in force when `quarter` opens bring to that expense."""
        return offers(self.devices, expense, self.gross(expense), quarter_opens(self.on, quarter), self.facts)

    def starts(self, candidate: Candidate) -> range:
        """The quarters in which it may start and still end within the horizon."""
        return range(1, self.limits.horizon - candidate.quarters + 2)

    def is_severe(self, candidate: Candidate) -> bool:
        return any(self.severities[symptom] >= SEVERE for symptom in candidate.symptoms)

    def severity_answered(self, candidate: Candidate) -> int:
        """Of the worst severe symptom that it answers; 0 when it answers none."""
        answered = [self.severities[symptom] for symptom in candidate.symptoms]
        return max((severity for severity in answered if severity >= SEVERE), default=0)

    def symptom_value(self, symptom: str, candidate: Candidate, end: int) -> float:
        """What answering that symptom adds to the objective when the action ends with quarter `end`."""
        return SYMPTOM_SHARE * self.severities[symptom] / WORST_SEVERITY * discount(end) * candidate.alone


@dataclass(frozen=True, slots=True)
class Climb:
    """A raise that took place at the end of `quarter`."""

    quarter: int
    action: str
    cell: str
    before: float
    after: float


def discount(quarter: int) -> float:
    """What a gain at the end of that quarter weighs: the earlier, the more."""
    return DISCOUNT**quarter


def worth(rating: float, target: float) -> float:
    """V(r) = Σ over rungs k up to the target of 2^-(k-1) · clip(r − (k−1), 0, 1); half a rung of a half target."""
    reached = min(rating, target)
    return sum(min(1.0, max(0.0, reached - below)) * HALF**below for below in range(ceil(target)))


def quarter_opens(on: date, quarter: int) -> date:
    """First day of that quarter of the plan: quarter 1 is the first calendar quarter that opens after `on`."""
    months = on.year * 12 + (on.month - 1) // 3 * 3 + 3 * quarter
    return date(months // 12, months % 12 + 1, 1)


def budget_block(quarter: int) -> int:
    """0 for quarters 1 to 4, 1 for 5 to 8 …"""
    return (quarter - 1) // BUDGET_QUARTERS


def climbs(problem: Problem, schedule: Schedule) -> list[Climb]:
    """Every raise that takes place, in order of quarter then action."""
    ratings = {cell: goal.rating for cell, goal in problem.goals.items()}
    done = sorted((problem.candidate(id) for id in schedule), key=lambda candidate: candidate.id)
    found = []
    for quarter in range(1, problem.limits.horizon + 1):
        now = [
            Climb(quarter, candidate.id, effect.cell, ratings[effect.cell], effect.to)
            for candidate in done
            if candidate.end(schedule[candidate.id]) == quarter
            for effect in candidate.effects
            if effect.start - TOLERANCE <= ratings[effect.cell] < effect.to - TOLERANCE
        ]
        for climb in now:
            ratings[climb.cell] = max(ratings[climb.cell], climb.after)
        found += now
    return found


def ratings_at(problem: Problem, done: list[Climb], quarter: int) -> dict[str, float]:
    """Rating of each goal's cell at the end of `quarter` (0 = today)."""
    ratings = {cell: goal.rating for cell, goal in problem.goals.items()}
    for climb in done:
        if climb.quarter <= quarter:
            ratings[climb.cell] = max(ratings[climb.cell], climb.after)
    return ratings


def credited(problem: Problem, schedule: Schedule) -> dict[str, str]:
    """Symptom → the one chosen action that counts as its answer: the most valuable, then the first id."""
    best: dict[str, tuple[float, str]] = {}
    for id in sorted(schedule):
        candidate = problem.candidate(id)
        for symptom in candidate.symptoms:
            value = problem.symptom_value(symptom, candidate, candidate.end(schedule[id]))
            if symptom not in best or value > best[symptom][0] + TOLERANCE:
                best[symptom] = (value, id)
    return {symptom: id for symptom, (_, id) in best.items()}


def objective(problem: Problem, schedule: Schedule) -> float:
    """The plan's worth: discounted gains of every quarter, and once per symptom answered (METHOD 5)."""
    done = climbs(problem, schedule)
    gains = 0.0
    for quarter in range(1, problem.limits.horizon + 1):
        ratings = ratings_at(problem, done, quarter)
        gains += discount(quarter) * sum(goal.gain(ratings[cell]) for cell, goal in problem.goals.items())
    answers = 0.0
    for symptom, id in credited(problem, schedule).items():
        candidate = problem.candidate(id)
        answers += problem.symptom_value(symptom, candidate, candidate.end(schedule[id]))
    return gains + answers
