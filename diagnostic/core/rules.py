"""Where a day falls beside the dates of a rule (METHOD 6)."""

from datetime import date
from typing import Literal

Standing = Literal["in_force", "not_yet", "expired"]


def standing_between(valid_from: date | None, valid_to: date | None, on: date) -> Standing:
    """Both days are inside; None = no bound known."""
    if valid_from is not None and on < valid_from:
        return "not_yet"
    if valid_to is not None and on > valid_to:
        return "expired"
    return "in_force"


def french(day: date) -> str:
    """31/12/2026."""
    return day.strftime("%d/%m/%Y")
