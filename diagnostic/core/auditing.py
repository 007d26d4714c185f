"""The auditing attacker: what may be published only if two worlds that differ fit all of it.

Somebody reads every fact of a system, knows who is behind each and the values of some (`known`). A target is safe when
two worlds fit all that is told and put the target far enough apart. Worlds are looked for by moves that need no solver,
then by linear programmes, then by whole-number ones where only whole numbers can be; each is checked again, fact by
fact, before it is believed. What is not proven so fails: the caller withholds more and asks again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from diagnostic.core.audit_facts import Ranks, Reading, read
from diagnostic.core.audit_moves import Walk
from diagnostic.core.audit_repairs import Repair
from diagnostic.core.model.audited import Cell, Failure, System, Target
from diagnostic.core.model.cohort import Bools, Floats
from diagnostic.core.worlds import NODES, Search, Solver, quiet_solver

ENOUGH = 1e-6
LEAST = 1e-9
BINDING = 12
NODES_IN_ALL = 2000


def audit(system: System, targets: Sequence[Target]) -> tuple[Failure, ...]:
    """The targets that facts give away, in their order. Raises ValueError where the truth does not fit the facts."""
    if not targets:
        return ()
    attacker = Attacker(read(system))
    failures = (attacker.failure(target) for target in targets)
    return tuple(failure for failure in failures if failure is not None)


@dataclass(slots=True)
class Side:
    """How far one direction goes (`sign` 1 up, −1 down): the furthest world found, and what no world passes."""

    sign: int
    bound: float
    gained: float = 0.0
    prices: dict[int, float] = field(default_factory=dict)
    search: Search | None = None


@dataclass(slots=True)
class Question:
    """A target as it is asked: `members` may move, `fixed` may not, and worlds must go as far as `wanted` on each side
    (reach), or as far as `width` on both together."""

    members: Ranks
    fixed: Ranks
    total: float
    scale: float
    width: float | None
    wanted: tuple[float, float]
    up: Side
    down: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.up, self.down

    def missing(self, side: Side) -> float:
        """What that side must still gain for the target to be safe, were the other to stay as it is."""
        if self.width is not None:
            return self.width - self.up.gained - self.down.gained
        return self.wanted[0 if side is self.up else 1] - side.gained

    @property
    def settled(self) -> bool:
        return all(self.missing(side) <= ENOUGH * self.scale for side in self.sides)

    @property
    def lost(self) -> bool:
        """No two worlds are far enough apart."""
        near = ENOUGH * self.scale
        if self.width is not None:
            return self.up.bound + self.down.bound < self.width - near
        return any(side.bound < wanted - near for side, wanted in zip(self.sides, self.wanted, strict=True))


@dataclass(slots=True)
class Attacker:
    """One system, read once, and what serves all its targets."""

    reading: Reading
    walks: dict[int, Walk] = field(init=False)
    solver: Solver = field(init=False)
    worlds: list[tuple[Ranks, Floats]] = field(default_factory=list)
    nodes_left: int = NODES_IN_ALL
    furthest: dict[int, dict[int, tuple[float, int]]] = field(default_factory=lambda: {1: {}, -1: {}})

    def __post_init__(self) -> None:
        self.walks = {sign: Walk(self.reading, sign) for sign in (1, -1)}
        self.solver = quiet_solver()

    def failure(self, target: Target) -> Failure | None:
        """None where two worlds were found."""
        question = self._asked(target)
        if question.settled:
            return None
        if question.lost:
            return self._failed(target, question)
        self._at_once(question)
        for stage in self._stages():
            for side in question.sides:
                if not question.settled and question.missing(side) > ENOUGH * question.scale:
                    stage(question, side)
            if question.settled:
                return None
            if question.lost:
                break
        return self._failed(target, question)

    def _stages(self) -> tuple[Callable[[Question, Side], None], ...]:
        if self.reading.whole:
            return (
                self._remember,
                self._walk,
                self._repair,
                self._relax,
                partial(self._whole, 0),
                partial(self._whole, 1),
            )
        return self._remember, self._walk, self._relax

    def _asked(self, target: Target) -> Question:
        reading = self.reading
        fixed = np.array(sorted(target.known), dtype=np.int64)
        members = np.array(sorted(set(target.members) - set(target.known)), dtype=np.int64)
        total = float(reading.system.truth[members].sum())
        highest = float(reading.system.high[members].sum())
        up, down = Side(1, highest - total), Side(-1, float(reading.fall[members].sum()))
        wanted, width = (0.0, 0.0), None if target.reach else target.width
        if target.reach:
            wanted = (target.reach[1] - total, total - target.reach[0])
        scale = 1.0 if reading.whole or width is None else max(width, LEAST)
        return Question(members, fixed, total, scale, width, wanted, up, down)

    def _at_once(self, question: Question) -> None:
        """The one member that may move furthest alone, both ways."""
        if question.width is None:
            return
        ahead, back = (self.walks[sign].alone[question.members] for sign in (1, -1))
        best = int(np.argmax(ahead + back))
        one = question.members[best : best + 1]
        if ahead[best] + back[best] >= question.width - ENOUGH * question.scale:
            for side, gain in ((question.up, ahead[best]), (question.down, back[best])):
                self._believe(question, side, one, np.array([side.sign * min(gain, question.width)]))

    def _remember(self, question: Question, side: Side) -> None:
        """Worlds found for other targets that move these members too."""
        known = self.furthest[side.sign]
        for rank in sorted({known[member][1] for member in question.members.tolist() if member in known}):
            self._believe(question, side, *self.worlds[rank], new=False)

    def _believe(self, question: Question, side: Side, variables: Ranks, moves: Floats, new: bool = True) -> None:
        """A world found is checked against every fact, whoever found it."""
        moving = np.abs(moves) > LEAST
        variables, moves = variables[moving], moves[moving]
        if _among(variables, question.fixed).any():
            return
        gained = float(side.sign * moves[_among(variables, question.members)].sum())
        if gained > side.gained and self.reading.holds(variables, moves, question.scale):
            side.gained = gained
            if new and len(variables) > 1:
                self._keep(variables, moves)

    def _keep(self, variables: Ranks, moves: Floats) -> None:
        self.worlds.append((variables, moves))
        rank = len(self.worlds) - 1
        for variable, move in zip(variables.tolist(), moves.tolist(), strict=True):
            known = self.furthest[1 if move > 0 else -1]
            if abs(move) > known.get(variable, (0.0, 0))[0]:
                known[variable] = (abs(move), rank)

    def _walk(self, question: Question, side: Side) -> None:
        walk = self.walks[side.sign]
        walk.push(question.members, question.fixed, question.missing(side) + side.gained)
        self._believe(question, side, *walk.world())
        walk.reset()

    def _repair(self, question: Question, side: Side) -> None:
        still = np.zeros(len(self.reading.rise), dtype=bool)
        still[question.members] = still[question.fixed] = True
        repair = Repair(self.reading, still)
        repair.push(question.members, side.sign, question.missing(side) + side.gained)
        self._believe(question, side, *repair.world())

    def _relax(self, question: Question, side: Side) -> None:
        wanted = question.missing(side) + side.gained
        needed = wanted if question.width is None else -np.inf
        side.search = Search(self.reading, question.members, question.fixed, side.sign, wanted, question.scale, needed)
        reach = side.search.relaxed(self.solver)
        bound = np.floor(reach.bound + ENOUGH) if self.reading.whole else reach.bound
        side.bound, side.prices = min(side.bound, float(bound)), reach.prices
        moves = np.rint(reach.moves) if self.reading.whole else reach.moves
        self._believe(question, side, reach.variables, moves)

    def _whole(self, step: int, question: Question, side: Side) -> None:
        wanted = question.missing(side) + side.gained
        if side.search is None or side.bound < 1.0 - ENOUGH or self.nodes_left <= 0:
            return
        self.nodes_left -= NODES[step]
        reach = side.search.whole(self.solver, wanted, step)
        if reach is not None:
            self._believe(question, side, reach.variables, reach.moves)

    def _failed(self, target: Target, question: Question) -> Failure:
        low, high = question.total - question.down.bound, question.total + question.up.bound
        return Failure(target, low, high, self._binding(question))

    def _binding(self, question: Question) -> tuple[Cell, ...]:
        """Facts with a price on the way, small ones first; after them those of the members that leave least."""
        facts, reading = self.reading.system.facts, self.reading
        prices: dict[int, float] = {}
        for side in question.sides:
            for fact, price in side.prices.items():
                prices[fact] = max(price, prices.get(fact, 0.0))
        priced = sorted(prices, key=lambda fact: (reading.by_fact.size(fact), -prices[fact], fact))
        if self.reading.whole or not priced:
            _, near, _ = reading.by_variable.rows(question.members)
            tight = (reading.above[near] < question.scale) | (reading.below[near] < question.scale)
            priced += sorted(
                set(near[tight].tolist()) - set(priced), key=lambda fact: (reading.by_fact.size(fact), fact)
            )
        cells = dict.fromkeys(cell for cell in (facts[fact].cell for fact in priced) if cell is not None)
        return tuple(cells)[:BINDING]


def _among(variables: Ranks, others: Ranks) -> Bools:
    """Which of the variables are among the others, few and sorted."""
    if not len(others):
        return np.zeros(len(variables), dtype=bool)
    places = np.minimum(np.searchsorted(others, variables), len(others) - 1)
    among: Bools = others[places] == variables
    return among
