"""Two other ways to know how far a sum may go: every world of whole numbers tried; one programme over everything."""

from itertools import product
from math import inf

import numpy as np

from diagnostic.core.model.audited import Fact, System, Target
from diagnostic.core.plan_lp import LinearModel


def moving(target: Target) -> list[int]:
    return sorted(set(target.members) - set(target.known))


def fits(system: System, world: np.ndarray, near: float = 1e-9) -> bool:
    return all(fact.low - near <= _said(fact, world) <= fact.high + near for fact in system.facts)


def _said(fact: Fact, world: np.ndarray) -> float:
    weights = np.ones(len(fact.members)) if fact.weights is None else fact.weights
    return float(weights @ world[fact.members])


def tried(system: System, target: Target) -> tuple[float, float]:
    """The least and the most that the target's sum is in any world, all of them enumerated."""
    choices = [
        [system.truth[rank]] if rank in target.known else np.arange(low, high + 1)
        for rank, (low, high) in enumerate(zip(system.low, system.high, strict=True))
    ]
    worlds = (np.array(world, dtype=np.float64) for world in product(*choices))
    sums = [world[moving(target)].sum() for world in worlds if fits(system, world)]
    return min(sums), max(sums)


def solved(system: System, target: Target) -> tuple[float, float]:
    """The same for any numbers: the whole programme at once."""
    model = LinearModel()
    for rank in range(len(system.truth)):
        known = rank in target.known
        truth = float(system.truth[rank])
        model.column(truth if known else float(system.low[rank]), truth if known else float(system.high[rank]))
    for fact in system.facts:
        weights = np.ones(len(fact.members)) if fact.weights is None else fact.weights
        terms = dict(zip(fact.members.tolist(), weights.tolist(), strict=True))
        model.row(terms, at_least=float(fact.low), at_most=float(fact.high))
    terms = dict.fromkeys(moving(target), 1.0)
    return model.minimise(terms).objective, model.maximise(terms, seconds=inf).objective


def safe(target: Target, low: float, high: float) -> bool:
    if target.reach:
        return low <= target.reach[0] and high >= target.reach[1]
    return high - low >= target.width
