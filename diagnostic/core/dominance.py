"""Sums that one company makes nearly alone are not told (METHOD 7): Insee's 85 %, and p % at 10."""

import numpy as np

from diagnostic.core.model.cohort import Floats
from diagnostic.core.model.observatory import Rules


def dominated(amounts: Floats, rules: Rules) -> bool:
    """Whether the sum of these amounts (0 or more) tells too much of the largest one.

    The largest is more than 85 % of the sum; or the second largest, who knows its own, would come within 10 % of it.
    A sum of nothing tells that each is nothing: fewer than five bring something to it, and `too_few` says so.
    """
    if len(amounts) == 0:
        return False
    largest = np.sort(amounts)[::-1][:2]
    total, first = float(amounts.sum()), float(largest[0])
    second = float(largest[1]) if len(largest) > 1 else 0.0
    return first > rules.dominance * total or total - first - second < rules.p_percent * first


def too_few(amounts: Floats, rules: Rules) -> bool:
    """Fewer than the threshold bring something."""
    return int(np.count_nonzero(amounts > 0)) < rules.threshold
