"""What surrounds a result: the note left on the day of the visit, the adviser's word, the restitution that follows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diagnostic.core.model.questionnaire import Text

LONGEST_WORD = 1500
MOST_LINES = 12
LONGEST_PRESENT = 300


@dataclass(frozen=True, slots=True)
class RestitutionTerm:
    """How long after the note the plan is refined and validated with the leader, in days; and why so long."""

    days: int = 0
    why: Text | None = None

    def due_on(self, noted_on: date) -> date:
        return noted_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restitution:
    """`noted_on`: the day that the two-page note was left; `due_on`: the restitution that it promised; `present`: who
    was there, as typed; `word`: what the adviser writes on the first page of the report, `word_by` their name,
    `word_for` their organisation."""

    noted_on: date | None = None
    due_on: date | None = None
    present: str | None = None
    word: str | None = None
    word_by: str | None = None
    word_for: str | None = None
    word_at: datetime | None = None
