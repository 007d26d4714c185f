"""A plan being made by hand: what is planned so far, what room is left, what one more action would bring."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf

from diagnostic.core.eligibility import Expense
from diagnostic.core.funding import CeilingKey, Offer, ceiling_keys
from diagnostic.core.model.device import Device
from diagnostic.core.plan_problem import TOLERANCE, Candidate, Goal, Problem, budget_block, discount, quarter_opens


@dataclass(frozen=True, slots=True)
class Lift:
    """A raise planned at the end of `quarter`: it takes place if the cell is at `start` by then."""

    quarter: int
    start: float
    to: float


@dataclass(frozen=True, slots=True)
class Bill:
    """What an action costs in a quarter once the devices have paid, and what it draws on each shared ceiling."""

    net: int
    drawn: Mapping[CeilingKey, int]


@dataclass(slots=True)
class Tables:
    """What does not change while a plan is made, found when first asked."""

    known: Mapping[str, Candidate]
    devices: Mapping[str, Device]
    raising: Mapping[str, tuple[tuple[Candidate, float, float], ...]]
    tail: tuple[float, ...]
    offers: dict[tuple[str, int], tuple[tuple[Expense, tuple[Offer, ...]], ...]] = field(default_factory=dict)
    worths: dict[tuple[str, float], float] = field(default_factory=dict)

    def gain(self, goal: Goal, rating: float) -> float:
        """`goal.gain(rating)`, found once."""
        asked = (goal.cell, rating)
        if asked not in self.worths:
            self.worths[asked] = goal.gain(rating)
        return self.worths[asked]


@dataclass(slots=True, kw_only=True)
class Draft:
    """`slots`, `days` left per quarter, `euros` per budget block, `purse` under each shared ceiling already drawn on;
    `lifts` per cell and what they are worth (`values`); `answered`: what the best answer to each symptom is worth;
    `worth`: the objective so far."""

    problem: Problem
    tables: Tables
    starts: dict[str, int]
    slots: list[int]
    days: list[float]
    euros: list[float]
    purse: dict[CeilingKey, int]
    lifts: dict[str, tuple[Lift, ...]]
    values: dict[str, float]
    answered: dict[str, float]
    worth: float = 0.0
    net: int = 0
    release_days: float = 0.0
    quarters_taken: int = 0

    @classmethod
    def empty(cls, problem: Problem) -> "Draft":
        limits = problem.limits
        return cls(
            problem=problem,
            tables=_tables(problem),
            starts={},
            slots=[limits.parallel] * limits.horizon,
            days=[inf if limits.release_days is None else float(limits.release_days)] * limits.horizon,
            euros=[inf if limits.budget is None else float(limits.budget)] * (budget_block(limits.horizon) + 1),
            purse={},
            lifts={},
            values={},
            answered={},
        )

    @property
    def known(self) -> Mapping[str, Candidate]:
        return self.tables.known

    def end(self, name: str) -> int:
        return self.known[name].end(self.starts[name])

    def openings(self, candidate: Candidate) -> Iterator[int]:
        """The quarters in which it may start within the room that is left, ascending."""
        days = candidate.days_in_quarter() - TOLERANCE
        for quarter in self.problem.starts(candidate):
            lasting = range(quarter - 1, candidate.end(quarter))
            if all(self.slots[q] > 0 and self.days[q] >= days for q in lasting) and self._pays(candidate, quarter):
                yield quarter

    def _pays(self, candidate: Candidate, quarter: int) -> bool:
        left = self.euros[budget_block(quarter)]
        return left == inf or self.bill(candidate, quarter).net <= left

    def best_opening(self, candidate: Candidate, earliest: int) -> int | None:
        """Where it gains most from that quarter on: as soon as it fits, unless a cell is not ready for it yet."""
        open_ones = (quarter for quarter in self.openings(candidate) if quarter >= earliest)
        if all(self.problem.goals[e.cell].rating >= e.start - TOLERANCE for e in candidate.effects):
            return next(open_ones, None)
        return max(open_ones, key=lambda quarter: (round(self.gain(candidate, quarter), 12), -quarter), default=None)

    def gain(self, candidate: Candidate, quarter: int) -> float:
        """What starting it then adds to the objective."""
        end = candidate.end(quarter)
        climbed = sum(
            self._value(cell, self._lifted(candidate, cell, end)) - self.values.get(cell, 0.0)
            for cell in {effect.cell for effect in candidate.effects}
        )
        return climbed + sum(self._answers(candidate, end).values())

    def _lifted(self, candidate: Candidate, cell: str, end: int) -> tuple[Lift, ...]:
        new = [Lift(end, effect.start, effect.to) for effect in candidate.effects if effect.cell == cell]
        return tuple(sorted((*self.lifts.get(cell, ()), *new), key=lambda lift: lift.quarter))

    def _answers(self, candidate: Candidate, end: int) -> dict[str, float]:
        """Symptom → what this answer is worth beyond the best one planned."""
        found = {
            symptom: self.problem.symptom_value(symptom, candidate, end) - self.answered.get(symptom, 0.0)
            for symptom in candidate.symptoms
        }
        return {symptom: more for symptom, more in found.items() if more > 0}

    def _value(self, cell: str, lifts: tuple[Lift, ...]) -> float:
        """The discounted gains of one cell, climb by climb until the horizon."""
        goal, gain = self.problem.goals[cell], self.tables.gain
        if goal.weight <= 0:
            return 0.0
        total, below = 0.0, goal.rating
        for quarter, rating in _climbed(goal, lifts):
            total += (gain(goal, rating) - gain(goal, below)) * self.tables.tail[quarter]
            below = rating
        return total

    def reaches(self, cell: str, rung: float) -> int | None:
        """The quarter at whose end the cell is at that rung (0 = today); None when it never is."""
        goal = self.problem.goals[cell]
        if goal.rating >= rung - TOLERANCE:
            return 0
        climbed = _climbed(goal, self.lifts.get(cell, ()))
        return next((quarter for quarter, rating in climbed if rating >= rung - TOLERANCE), None)

    def leading_to(self, cell: str, rung: float) -> list[tuple[Candidate, float]]:
        """The actions not planned yet that raise the cell to that rung, and the rung each starts from: the nearest to
        today's rating first, then the shortest, then the cheapest."""
        rating = self.problem.goals[cell].rating
        found = [
            (candidate, start)
            for candidate, start, to in self.tables.raising.get(cell, ())
            if to >= rung - TOLERANCE and candidate.id not in self.starts
        ]
        gross = self.problem.gross_of
        return sorted(found, key=lambda row: (max(0.0, row[1] - rating), row[0].quarters, gross(row[0]), row[0].id))

    def bill(self, candidate: Candidate, quarter: int) -> Bill:
        """Each cost paid by the devices that bring it most, within what is left under their ceilings."""
        year = quarter_opens(self.problem.on, quarter).year
        net, drawn = self.problem.gross_of(candidate), dict[CeilingKey, int]()
        for expense, offered in self._offers(candidate, quarter):
            for offer, amount in self._mix(self.problem.gross(expense), offered, drawn, year):
                net -= amount
                for key in ceiling_keys(offer, year):
                    drawn[key] = drawn.get(key, 0) + amount
        return Bill(net, drawn)

    def _offers(self, candidate: Candidate, quarter: int) -> tuple[tuple[Expense, tuple[Offer, ...]], ...]:
        asked = (candidate.id, quarter)
        if asked not in self.tables.offers:
            every = ((expense, self.problem.offers(expense, quarter)) for expense in candidate.expenses)
            self.tables.offers[asked] = tuple((expense, offered) for expense, offered in every if offered)
        return self.tables.offers[asked]

    def _mix(
        self, gross: int, offered: tuple[Offer, ...], drawn: Mapping[CeilingKey, int], year: int
    ) -> list[tuple[Offer, int]]:
        """The offers that bring most together, led by each of them in turn."""
        mixes = [self._led_by(first, gross, offered, drawn, year) for first in offered]
        return max(mixes, key=lambda mix: sum(amount for _, amount in mix), default=[])

    def _led_by(
        self, first: Offer, gross: int, offered: tuple[Offer, ...], drawn: Mapping[CeilingKey, int], year: int
    ) -> list[tuple[Offer, int]]:
        mix: list[tuple[Offer, int]] = []
        for offer in (first, *(other for other in offered if other is not first)):
            if all(self.tables.devices[offer.device].shares_cost_with(self.tables.devices[o.device]) for o, _ in mix):
                amount = min(offer.amount, gross, self._under_ceilings(offer, drawn, year))
                gross -= amount
                mix.append((offer, amount))
        return mix

    def _under_ceilings(self, offer: Offer, drawn: Mapping[CeilingKey, int], year: int) -> int:
        spent = ((key, self.purse.get(key, 0) + drawn.get(key, 0)) for key in ceiling_keys(offer, year))
        return min((max(0, key.amount - amount) for key, amount in spent), default=offer.amount)

    def share_used(self) -> float:
        """The largest part taken of what is limited: places, days, euros."""
        limits, horizon = self.problem.limits, self.problem.limits.horizon
        parts = [self.quarters_taken / (limits.parallel * horizon)]
        if limits.release_days:
            parts.append(self.release_days / (limits.release_days * horizon))
        if limits.budget:
            parts.append(self.net / (limits.budget * len(self.euros)))
        return max(parts)

    def with_start(self, candidate: Candidate, quarter: int) -> "Draft":
        """The draft with that action from that quarter on."""
        end, bill, answers = candidate.end(quarter), self.bill(candidate, quarter), dict(self.answered)
        for symptom, more in self._answers(candidate, end).items():
            answers[symptom] = answers.get(symptom, 0.0) + more
        lasting, block = range(quarter - 1, end), budget_block(quarter)
        days = candidate.days_in_quarter()
        lifted = {e.cell: self._lifted(candidate, e.cell, end) for e in candidate.effects}
        return Draft(
            problem=self.problem,
            tables=self.tables,
            starts=self.starts | {candidate.id: quarter},
            slots=[left - (q in lasting) for q, left in enumerate(self.slots)],
            days=[left - (days if q in lasting else 0.0) for q, left in enumerate(self.days)],
            euros=[left - (bill.net if b == block else 0) for b, left in enumerate(self.euros)],
            purse=_summed(self.purse, bill.drawn),
            lifts=self.lifts | lifted,
            values=self.values | {cell: self._value(cell, lifts) for cell, lifts in lifted.items()},
            answered=answers,
            worth=self.worth + self.gain(candidate, quarter),
            net=self.net + bill.net,
            release_days=self.release_days + candidate.release_days,
            quarters_taken=self.quarters_taken + candidate.quarters,
        )


def _climbed(goal: Goal, lifts: Iterable[Lift]) -> Iterator[tuple[int, float]]:
    """(quarter, rating at its end) at each climb; `lifts` by quarter, those of one quarter from the same rating."""
    rating = before = goal.rating
    now = 0
    for lift in lifts:
        if lift.quarter != now:
            if rating > before:
                yield now, rating
            now, before = lift.quarter, rating
        if lift.start - TOLERANCE <= before:
            rating = max(rating, lift.to)
    if rating > before:
        yield now, rating


def _summed(purse: Mapping[CeilingKey, int], drawn: Mapping[CeilingKey, int]) -> dict[CeilingKey, int]:
    return {**purse, **{key: purse.get(key, 0) + amount for key, amount in drawn.items()}}


def _tables(problem: Problem) -> Tables:
    raising: dict[str, list[tuple[Candidate, float, float]]] = {}
    for candidate in problem.candidates:
        for effect in candidate.effects:
            raising.setdefault(effect.cell, []).append((candidate, effect.start, effect.to))
    horizon = problem.limits.horizon
    return Tables(
        known={candidate.id: candidate for candidate in problem.candidates},
        devices={device.id: device for device in problem.devices},
        raising={cell: tuple(rows) for cell, rows in raising.items()},
        tail=tuple(sum(discount(later) for later in range(quarter, horizon + 1)) for quarter in range(horizon + 1)),
    )
