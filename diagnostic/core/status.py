"""How far a company has come, from facts alone (METHOD 7): statuses are counted apart, never called by one word."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from diagnostic.core.model.granted import Status

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Facts:
    """`visited`: an adviser came, preparation apart; `answered`: a question of a diagnostic has an answer;
    `assessed`: a diagnostic has enough of them for a result (METHOD 2); `signed`: a signed plan is in force;
    `running`: an action of a signed plan is under way, or done; `reached`: a later diagnostic stands at the target of
    the first plan signed."""

    visited: bool = False
    answered: bool = False
    assessed: bool = False
    signed: bool = False
    running: bool = False
    reached: bool = False


def status(facts: Facts) -> Status:
    """The furthest one that the facts prove. A company that has a file was met."""
    proven = (
        (facts.reached, Status.TRANSFORMED),
        (facts.running, Status.ACCOMPANIED),
        (facts.signed, Status.COMMITTED),
        (facts.assessed, Status.DIAGNOSED),
        (facts.visited or facts.answered, Status.MADE_AWARE),
    )
    return next((status for fact, status in proven if fact), Status.MET)


def is_reached(targets: Mapping[str, float], known: Collection[str], ratings: Mapping[str, float | None]) -> bool:
    """Whether a later diagnostic stands at the targets of a signed plan: no rated cell is short of its own (METHOD 4).

    `known`: the cells that were rated when it was signed. One of them that nobody rates any more proves nothing; a cell
    that no longer applies asks nothing.
    """
    asked = [(cell, rung, ratings[cell]) for cell, rung in targets.items() if cell in ratings]
    held = [rating >= rung - TOLERANCE for _, rung, rating in asked if rating is not None]
    forgotten = any(rating is None and cell in known for cell, _, rating in asked)
    return bool(held) and all(held) and not forgotten
