"""Quarters of a plan as a sentence says them."""

from datetime import date

from diagnostic.core.language import FRENCH, spoken
from diagnostic.core.plan_problem import quarter_opens
from reports.words import quarter


def quarter_said(starts_on: date) -> str:
    """« 1er trim. 2027 », “Q1 2027”."""
    number = (starts_on.month + 2) // 3
    if spoken() != FRENCH:
        return quarter(starts_on)
    return f"{number}{'er' if number == 1 else 'e'} trim. {starts_on.year}"


def quarter_of_plan(on: date, number: int) -> str:
    """The same, of the plan's nth quarter."""
    return quarter_said(quarter_opens(on, number))
