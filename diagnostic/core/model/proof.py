"""A photo kept beside an answer."""

from dataclasses import dataclass
from datetime import datetime

MOST_OF_DIAGNOSTIC = 60
MOST_OF_QUESTION = 6
LONGEST_CAPTION = 200


@dataclass(frozen=True, slots=True)
class Proof:
    """`function`: None for the whole question; sizes in pixels; `added_by`: a reference of the audit trail."""

    id: str
    item: str
    function: str | None
    caption: str
    width: int
    height: int
    sha256: str
    added_by: str
    added_at: datetime
