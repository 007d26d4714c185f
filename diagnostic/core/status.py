"""How far a company has come, from facts alone (METHOD 7): statuses are counted apart, never called by one word."""

from dataclasses import dataclass

from diagnostic.core.model.granted import Status


@dataclass(frozen=True, slots=True)
class Facts:
    """`visited`: an adviser came, preparation apart; `answered`: a question of a diagnostic has an answer;
    `assessed`: a diagnostic has enough of them for a result (METHOD 2)."""

    visited: bool = False
    answered: bool = False
    assessed: bool = False


def status(facts: Facts) -> Status:
    """The furthest one that the facts prove. A company that has a file was met."""
    if facts.assessed:
        return Status.DIAGNOSED
    return Status.MADE_AWARE if facts.visited or facts.answered else Status.MET
