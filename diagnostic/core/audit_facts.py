"""A system of facts laid out for searching: which facts hold which variable, and how far each may still move."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic.core.model.audited import System
from diagnostic.core.model.cohort import Floats

Ranks = npt.NDArray[np.int64]
TOLERANCE = 1e-6
RELATIVE = 1e-12


@dataclass(frozen=True, slots=True)
class Sparse:
    """Rows of (column, weight), one after the other: those of row r stand from `starts[r]` to `starts[r + 1]`."""

    starts: Ranks
    columns: Ranks
    weights: Floats

    def row(self, rank: int) -> tuple[Ranks, Floats]:
        part = slice(self.starts[rank], self.starts[rank + 1])
        return self.columns[part], self.weights[part]

    def size(self, rank: int) -> int:
        return int(self.starts[rank + 1] - self.starts[rank])

    def rows(self, ranks: Ranks) -> tuple[Ranks, Ranks, Floats]:
        """Those rows one after the other: where each begins, then their columns and weights."""
        sizes = self.starts[ranks + 1] - self.starts[ranks]
        begins = np.concatenate(([0], np.cumsum(sizes)))
        places = np.arange(begins[-1]) + np.repeat(self.starts[ranks] - begins[:-1], sizes)
        return begins, self.columns[places], self.weights[places]


@dataclass(frozen=True, slots=True)
class Reading:
    """`by_variable`: its facts (the last one, of rank `len(facts)`, is nobody's: it never binds, so that no row is
    empty); `by_fact`: its variables. `above`, `below`: how far facts may rise and fall; `rise`, `fall`: variables."""

    system: System
    by_variable: Sparse
    by_fact: Sparse
    above: Floats
    below: Floats
    rise: Floats
    fall: Floats

    @property
    def whole(self) -> bool:
        return self.system.whole

    def holds(self, variables: Ranks, moves: Floats, scale: float = 1.0) -> bool:
        """Is the truth, with those variables moved, a world that fits every fact and every bound, within TOLERANCE ×
        `scale`? Facts that hold none of these variables say the same as of the truth."""
        system, near = self.system, TOLERANCE * scale
        moved = system.truth[variables] + moves
        if self.whole and bool(np.any(moved != np.rint(moved))):
            return False
        if bool(np.any(moved < system.low[variables] - near) or np.any(moved > system.high[variables] + near)):
            return False
        begins, facts, weights = self.by_variable.rows(variables)
        change = np.bincount(facts, weights * np.repeat(moves, np.diff(begins)), minlength=len(self.above))
        return bool(np.all(change <= self.above + near) and np.all(change >= -self.below - near))


def read(system: System) -> Reading:
    """Raises ValueError where the truth itself does not fit what is told of it: facts were badly made."""
    by_fact = _by_fact(system)
    count = len(system.facts)
    sums = np.bincount(_ranks(by_fact), by_fact.weights * system.truth[by_fact.columns], minlength=count)
    lows = np.array([fact.low for fact in system.facts], dtype=np.float64)
    highs = np.array([fact.high for fact in system.facts], dtype=np.float64)
    near = TOLERANCE + RELATIVE * np.abs(sums)
    wrong = np.flatnonzero((sums < lows - near) | (sums > highs + near))
    out = np.flatnonzero((system.truth < system.low - TOLERANCE) | (system.truth > system.high + TOLERANCE))
    if len(wrong) or len(out):
        first = f"fact {wrong[0]} of {count}" if len(wrong) else f"the bounds of variable {out[0]}"
        raise ValueError(f"{system.name}: the truth does not fit {first}")
    endless = np.full(1, np.inf)
    above, below = np.maximum(highs - sums, 0.0), np.maximum(sums - lows, 0.0)
    fall = np.maximum(system.truth - system.low, 0.0)
    return Reading(
        system,
        _turned(by_fact, len(system.truth), count),
        by_fact,
        np.concatenate((above, endless)),
        np.concatenate((below, endless)),
        np.where(np.isinf(system.high), _most_rise(by_fact, above, fall), np.maximum(system.high - system.truth, 0.0)),
        fall,
    )


def _most_rise(by_fact: Sparse, above: Floats, fall: Floats) -> Floats:
    """What nobody knows a limit of has one: all the others of one of its facts fallen as far as they may."""
    ranks, weights = _ranks(by_fact), by_fact.weights
    falls = np.where(weights > 0, weights, np.inf) * (fall[by_fact.columns] + TOLERANCE)
    room = above + np.bincount(ranks, falls, minlength=len(above))
    most = np.full(len(fall), np.inf)
    with np.errstate(invalid="ignore"):
        np.minimum.at(most, by_fact.columns, np.where(weights > 0, room[ranks] / weights, np.inf))
    return most


def _by_fact(system: System) -> Sparse:
    sizes = [len(fact.members) for fact in system.facts]
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    none = np.zeros(0)
    columns = np.concatenate([none, *(fact.members for fact in system.facts)]).astype(np.int64)
    weights = [np.ones(len(fact.members)) if fact.weights is None else fact.weights for fact in system.facts]
    return Sparse(starts, columns, np.concatenate([none, *weights]))


def _ranks(by_fact: Sparse) -> Ranks:
    """The fact of each entry."""
    return np.repeat(np.arange(len(by_fact.starts) - 1), np.diff(by_fact.starts))


def _turned(by_fact: Sparse, variables: int, count: int) -> Sparse:
    """The same by variable, each with the fact that never binds at its end."""
    facts = np.concatenate((_ranks(by_fact), np.full(variables, count)))
    columns = np.concatenate((by_fact.columns, np.arange(variables)))
    weights = np.concatenate((by_fact.weights, np.ones(variables)))
    order = np.argsort(columns, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(columns, minlength=variables))))
    return Sparse(starts, facts[order], weights[order])
