"""Quarters of a plan as a sentence says them."""

from datetime import date

from diagnostic.core.plan_problem import quarter_opens


def quarter_said(starts_on: date) -> str:
    """« 1er trim. 2027 »."""
    number = (starts_on.month + 2) // 3
    return f"{number}{'er' if number == 1 else 'e'} trim. {starts_on.year}"


def quarter_of_plan(on: date, quarter: int) -> str:
    """The same, of the plan's nth quarter."""
    return quarter_said(quarter_opens(on, quarter))
