"""How many people a training session holds: from people to train to sessions to open."""

from dataclasses import dataclass
from math import ceil

from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source


@dataclass(frozen=True, slots=True)
class Sessions:
    """`people` in one session; `text` says so to readers."""

    people: int
    text: Text
    source: Source

    def to_open(self, people: float) -> int:
        """The fewest sessions that take them all in."""
        return ceil(people / self.people)
