"""Where a fact comes from and when it was last checked."""

from dataclasses import dataclass
from datetime import date

from diagnostic.core.model.questionnaire import Text


@dataclass(frozen=True, slots=True)
class Source:
    """`evidence`: A official text quoted in a dated record · B secondary · C general knowledge · D not found."""

    title: Text
    checked_on: date
    url: str | None = None
    evidence: str | None = None
