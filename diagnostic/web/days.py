"""Instants as readers in France live them: their day, in words, and their hour."""

from datetime import date, datetime

from diagnostic.core.language import _
from diagnostic.web.extensions import PARIS
from reports.words import day


def day_in_france(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def day_of(at: datetime) -> str:
    """« 22 novembre 2026 »."""
    return day(day_in_france(at))


def moment(at: datetime) -> str:
    """« 22 novembre 2026 à 10 h 30 »."""
    return _("{day} à {hour}", day=day_of(at), hour=hour(at))


def hour(at: datetime) -> str:
    """« 14 h 12 », “14:12”."""
    there = at.astimezone(PARIS)
    return _("{hour}\u00a0h\u00a0{minute}", hour=there.hour, minute=f"{there.minute:02}")
