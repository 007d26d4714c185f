"""Worlds found without a solver: variables moved alone within what facts leave, then against others of the same facts.

Everything is written for one direction, `ahead`; the other is the same with the two sides swapped.
"""

from dataclasses import dataclass, field

import numpy as np

from diagnostic.core.audit_facts import Ranks, Reading
from diagnostic.core.model.cohort import Floats

TINY = 1e-9
CANDIDATES = 1500
TRIED = 12
EXCHANGES = 8


@dataclass(slots=True)
class Walk:
    """A world on its way from the truth. `ahead`, `back`: what facts leave in this direction and in the other; `room`,
    `return_room`: what bounds leave to variables. Put back as it was by `reset`, so that a walk serves many targets."""

    reading: Reading
    sign: int
    ahead: Floats = field(init=False)
    back: Floats = field(init=False)
    room: Floats = field(init=False)
    return_room: Floats = field(init=False)
    moves: dict[int, float] = field(init=False)
    alone: Floats = field(init=False)
    held: Ranks = field(init=False)

    def __post_init__(self) -> None:
        one, other = (self._facts(), self._variables())
        self.ahead, self.back = one[0].copy(), one[1].copy()
        self.room, self.return_room = other[0].copy(), other[1].copy()
        self.moves, self.held = {}, np.zeros(len(self.room), dtype=np.int64)
        self.alone = self.limits(np.arange(len(self.room)))

    def _facts(self) -> tuple[Floats, Floats]:
        reading = self.reading
        return (reading.above, reading.below) if self.sign > 0 else (reading.below, reading.above)

    def _variables(self) -> tuple[Floats, Floats]:
        reading = self.reading
        return (reading.rise, reading.fall) if self.sign > 0 else (reading.fall, reading.rise)

    def reset(self) -> None:
        """Back to the truth."""
        for variable in self.moves:
            facts, _ = self.reading.by_variable.row(variable)
            self.ahead[facts], self.back[facts] = (side[facts] for side in self._facts())
            self.room[variable], self.return_room[variable] = (side[variable] for side in self._variables())
        self.moves = {}

    def world(self) -> tuple[Ranks, Floats]:
        """The variables moved, and by how much."""
        moves = np.array(list(self.moves.values()), dtype=np.float64) * self.sign
        return np.array(list(self.moves), dtype=np.int64), moves

    def limits(self, variables: Ranks) -> Floats:
        """How far each could move alone."""
        begins, facts, weights = self.reading.by_variable.rows(variables)
        with np.errstate(divide="ignore", invalid="ignore"):
            left = np.where(weights > 0, self.ahead[facts] / weights, self.back[facts] / -weights)
        return self._step(np.minimum(self.room[variables], np.minimum.reduceat(left, begins[:-1])))

    def _step(self, amounts: Floats) -> Floats:
        return np.floor(amounts + 1e-6) if self.reading.whole else np.maximum(amounts, 0.0)

    def move(self, variable: int, amount: float) -> None:
        facts, weights = self.reading.by_variable.row(variable)
        self.ahead[facts] = np.maximum(self.ahead[facts] - weights * amount, 0.0)
        self.back[facts] = np.maximum(self.back[facts] + weights * amount, 0.0)
        self.room[variable] = max(self.room[variable] - amount, 0.0)
        self.return_room[variable] = max(self.return_room[variable] + amount, 0.0)
        self.moves[variable] = self.moves.get(variable, 0.0) + amount

    def push(self, members: Ranks, fixed: Ranks, wanted: float) -> float:
        """How far the sum of `members` was moved, `wanted` at most, `fixed` staying as they are."""
        gained = self._push_alone(members, wanted)
        if gained < wanted - TINY:
            self.held[members] = 1
            self.held[fixed] = 1
            gained += self._push_against(members, wanted - gained)
            self.held[members] = 0
            self.held[fixed] = 0
        return gained

    def _push_alone(self, members: Ranks, wanted: float) -> float:
        limits = self.limits(members)
        gained = 0.0
        for place in np.argsort(-limits, kind="stable")[:TRIED]:
            if limits[place] <= TINY or gained >= wanted - TINY:
                break
            member = members[place : place + 1]
            amount = min(float(self.limits(member)[0]), wanted - gained)
            if amount > TINY:
                self.move(int(member[0]), amount)
                gained += amount
        return gained

    def _push_against(self, members: Ranks, wanted: float) -> float:
        gained = 0.0
        for member in members[np.argsort(-self.room[members], kind="stable")][:TRIED]:
            for _ in range(EXCHANGES):
                amount = self._exchange(int(member), wanted - gained)
                gained += amount
                if amount <= TINY or gained >= wanted - TINY:
                    break
            if gained >= wanted - TINY:
                break
        return gained

    def _exchange(self, member: int, wanted: float) -> float:
        """That member ahead, another variable of the facts that hold it back the other way; how far they went."""
        most = min(float(self.room[member]), wanted)
        if most <= TINY:
            return 0.0
        facts, weights = self.reading.by_variable.row(member)
        with np.errstate(divide="ignore", invalid="ignore"):
            left = np.where(weights > 0, self.ahead[facts] / weights, self.back[facts] / -weights)
        tight = left < (most - TINY if not self.reading.whole else 1.0 - 1e-6)
        if not tight.any():
            return 0.0
        others = self._others(facts[tight])
        if not len(others):
            return 0.0
        gains = np.minimum(self._step(self._together(others, facts, weights, left)), most)
        best = int(np.argmax(gains))
        gain = float(gains[best])
        if gain > TINY:
            self.move(int(others[best]), -gain)
            self.move(member, gain)
        return gain

    def _others(self, tight: Ranks) -> Ranks:
        """Variables that may go back, of all these facts: those of the smallest, checked against the rest."""
        by_fact = self.reading.by_fact
        sizes = by_fact.starts[tight + 1] - by_fact.starts[tight]
        members, _ = by_fact.row(int(tight[np.argmin(sizes)]))
        least = 1.0 - 1e-6 if self.reading.whole else 1e-3
        free: Ranks = members[(self.return_room[members] >= least) & (self.held[members] == 0)][:CANDIDATES]
        if len(tight) == 1 or not len(free):
            return free
        begins, facts, _ = self.reading.by_variable.rows(free)
        shared = np.add.reduceat(np.isin(facts, tight).astype(np.int64), begins[:-1])
        most_shared: Ranks = free[shared == shared.max()]
        return most_shared

    def _together(self, others: Ranks, facts: Ranks, weights: Floats, left: Floats) -> Floats:
        """How far the member (of those facts) may go with each of the others going back as much."""
        place = np.full(len(self.ahead), -1)
        place[facts] = np.arange(len(facts))
        begins, theirs, their_weights = self.reading.by_variable.rows(others)
        spots = place[theirs]
        net = np.where(spots >= 0, weights[spots], 0.0) - their_weights
        limit = np.full(len(net), np.inf)
        up, down = net > TINY, net < -TINY
        limit[up] = self.ahead[theirs[up]] / net[up]
        limit[down] = self.back[theirs[down]] / -net[down]
        limit[theirs == len(self.ahead) - 1] = np.inf
        gains = np.minimum(self.return_room[others], np.minimum.reduceat(limit, begins[:-1]))
        left_out = np.ones((len(others), len(facts)), dtype=bool)
        inside = spots >= 0
        left_out[np.repeat(np.arange(len(others)), np.diff(begins))[inside], spots[inside]] = False
        furthest: Floats = np.minimum(gains, np.where(left_out, left, np.inf).min(axis=1))
        return furthest
