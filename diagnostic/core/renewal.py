"""When a cell is computed again (METHOD 7): not before five units have come, left or changed.

Otherwise the difference between two releases would be the figures of the one who came. A cell that has not changed
enough keeps its old figures, with the release they come from; unless somebody has withdrawn, whose figures nobody may
be shown again: then it is withheld.
"""

from collections.abc import Set
from typing import Literal

from diagnostic.core.model.observatory import Rules

Unit = tuple[str, str]
"""Key and version: a unit whose version changed has left and come."""
Renewed = Literal["anew", "kept", "withdrawal"]


def renewed(before: Set[Unit], now: Set[Unit], present: Set[str], rules: Rules) -> Renewed:
    """What becomes of a cell told of the units `before` and holding those of `now`; `present`: keys of everybody who
    still counts in this population."""
    changes = len(before ^ now)
    if changes >= rules.renewal:
        return "anew"
    if any(key not in present for key, _ in before - now):
        return "withdrawal"
    return "kept"
