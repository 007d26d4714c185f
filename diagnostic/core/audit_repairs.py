"""Worlds of whole numbers found by repair: a member moves by one, then others do, one by one, until every fact fits.

At each step the smallest broken fact is mended by the variable that leaves least broken in all. Nothing is drawn by
lot: other tries begin with the second best, the third.
"""

from dataclasses import dataclass, field

import numpy as np

from diagnostic.core.audit_facts import Ranks, Reading
from diagnostic.core.model.cohort import Bools, Floats

STEPS = 12
TRIES = 3
MEMBERS = 6
CANDIDATES = 2000
NEAR = 1e-6


@dataclass(slots=True)
class Repair:
    """A world under repair. `above`, `below`: what facts leave, under 0 where broken; `still`: who may not move."""

    reading: Reading
    still: Bools
    above: Floats = field(init=False)
    below: Floats = field(init=False)
    moves: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.above, self.below = self.reading.above.copy(), self.reading.below.copy()

    def world(self) -> tuple[Ranks, Floats]:
        return np.array(list(self.moves), dtype=np.int64), np.array(list(self.moves.values()), dtype=np.float64)

    def push(self, members: Ranks, sign: int, wanted: float) -> float:
        """How far the sum of members went, by ones, `wanted` at most; whatever was broken is mended."""
        gained = 0.0
        while gained < wanted - NEAR:
            if not any(self._one(int(member), sign) for member in self._able(members, sign)):
                break
            gained += 1.0
        return gained

    def _able(self, members: Ranks, sign: int) -> Ranks:
        """Members that can move, those that break least first."""
        members = members[self._rooms(members, np.full(len(members), sign)) >= 1 - NEAR]
        if len(members) <= 1:
            return members
        broken = self._broken(members, np.full(len(members), float(sign)))
        return members[np.argsort(broken, kind="stable")][:MEMBERS]

    def _one(self, member: int, sign: int) -> bool:
        kept = (self.above.copy(), self.below.copy(), dict(self.moves))
        for choice in range(TRIES):
            if self._mended(member, sign, choice):
                return True
            self.above[:], self.below[:] = kept[0], kept[1]
            self.moves = dict(kept[2])
        return False

    def _mended(self, member: int, sign: int, choice: int) -> bool:
        self._move(member, float(sign))
        moved = {member}
        for step in range(STEPS):
            fact = self._smallest_broken()
            if fact is None:
                return True
            others, ways = self._menders(fact, moved)
            if not len(others):
                return False
            broken = self._broken(others, ways)
            rank = choice if step == 0 else 0
            if rank >= len(others):
                return False
            best = int(np.argpartition(broken, rank)[rank]) if rank else int(np.argmin(broken))
            self._move(int(others[best]), float(ways[best]))
            moved.add(int(others[best]))
        return self._smallest_broken() is None

    def _smallest_broken(self) -> int | None:
        broken = np.flatnonzero((self.above < -NEAR) | (self.below < -NEAR))
        if not len(broken):
            return None
        starts = self.reading.by_fact.starts
        return int(broken[np.argmin(starts[broken + 1] - starts[broken])])

    def _menders(self, fact: int, moved: set[int]) -> tuple[Ranks, Floats]:
        """Who could mend that fact by a step, and which way."""
        members, weights = self.reading.by_fact.row(fact)
        ways = np.sign(weights) * (-1.0 if self.above[fact] < 0 else 1.0)
        free = ~self.still[members] & (self._rooms(members, ways) >= 1 - NEAR)
        free[np.isin(members, list(moved))] = False
        return members[free][:CANDIDATES], ways[free][:CANDIDATES]

    def _rooms(self, variables: Ranks, ways: Floats) -> Floats:
        reading = self.reading
        rooms: Floats = np.where(ways > 0, reading.rise[variables], reading.fall[variables])
        if self.moves:
            done = np.array([self.moves.get(variable, 0.0) for variable in variables.tolist()])
            rooms = rooms - done * ways
        return rooms

    def _broken(self, variables: Ranks, ways: Floats) -> Floats:
        """By how much more facts are broken in all after each of these steps."""
        begins, facts, weights = self.reading.by_variable.rows(variables)
        steps = weights * np.repeat(ways, np.diff(begins))
        above, below = self.above[facts], self.below[facts]
        more = _under(above - steps) - _under(above) + _under(below + steps) - _under(below)
        return np.add.reduceat(more, begins[:-1])

    def _move(self, variable: int, step: float) -> None:
        facts, weights = self.reading.by_variable.row(variable)
        self.above[facts] -= weights * step
        self.below[facts] += weights * step
        self.moves[variable] = self.moves.get(variable, 0.0) + step


def _under(slack: Floats) -> Floats:
    return np.maximum(-slack, 0.0)
