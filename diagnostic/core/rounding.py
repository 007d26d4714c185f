"""Counts, means and sums as they are told, and what whoever knows these rules learns from each (METHOD 7).

After Eurostat's practice since 2023 (1 to 7 told as 5, then the nearest 10); halves go up.
"""

from math import ceil, floor

import numpy as np

from diagnostic.core.model.cohort import Floats
from diagnostic.core.model.observatory import Rules
from diagnostic.core.model.released import Figure

EXACT = 1e-9
NEAR = 9
Bounds = tuple[float, float]


def round_count(count: int, rules: Rules) -> int:
    """5 to 7 → 5; from 8 on, the nearest 10."""
    if count < rules.small_until:
        return rules.small_step
    return floor(count / rules.count_step + 0.5) * rules.count_step


def count_bounds(told: int, threshold: int, rules: Rules) -> Bounds:
    """The least and the most companies of a cell told as `told`, which `threshold` at least had to be in."""
    if told == rules.small_step:
        return threshold, rules.small_until - 1
    half = rules.count_step / 2
    return max(rules.small_until, threshold, ceil(told - half)), ceil(told + half) - 1


def round_to(values: Floats, step: float) -> Floats:
    """The nearest multiples of `step`, as close to their decimal writing as floats are."""
    return np.round(np.floor(np.round(values / step, NEAR) + 0.5) * step, NEAR)


def mean_bounds(told: float, brought: int, step: float) -> Bounds:
    """What a mean told of `brought` figures says of their sum."""
    return (told - step / 2) * brought - EXACT, (told + step / 2) * brought + EXACT


def sum_bounds(told: float, step: float) -> Bounds:
    """What a sum told says of the sum."""
    return max(0.0, told - step / 2) - EXACT, told + step / 2 + EXACT


def tell_indicator(having: int, brought: int, rules: Rules, *, alike: bool = True) -> Figure | None:
    """How many of `brought` companies have it: rounded, or which half where nearly all or nearly none have it.

    `alike` false drops that last rule, and leaves untold what is under the threshold (tests alone ask for it).
    """
    if not alike:
        return float(round_count(having, rules)) if having >= rules.threshold else None
    if nearly_alike(having, brought, rules):
        return "majority" if having > brought / 2 else "minority"
    return float(round_count(having, rules))


def nearly_alike(having: int, brought: int, rules: Rules) -> bool:
    """Fewer than 5 have it, or have it not; or nine in ten at least."""
    return min(having, brought - having) <= _few(brought, rules)


def indicator_bounds(told: Figure, brought: int, rules: Rules, *, alike: bool = True) -> Bounds:
    """The least and the most of `brought` companies that have it, for a reader who knows `brought` and the rules."""
    few = _few(brought, rules)
    if told == "majority":
        return max(brought // 2 + 1, brought - few), brought
    if told == "minority":
        return 0, min(brought // 2, few)
    low, high = count_bounds(int(told), rules.threshold, rules)
    return (max(low, few + 1), min(high, brought - few - 1)) if alike else (low, min(high, brought))


def _few(brought: int, rules: Rules) -> int:
    """The most companies of so many that are told as a handful."""
    return max(rules.threshold - 1, floor((1 - rules.alike) * brought + EXACT))
