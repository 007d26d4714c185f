"""A dated, sourced rule evaluated at a day: what it says there, and why (METHOD 6)."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source

T = TypeVar("T")
Standing = Literal["in_force", "not_yet", "expired"]


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A value that holds from `valid_from` to `valid_to`, both days included; None = no bound known."""

    value: T
    valid_from: date | None
    valid_to: date | None
    source: Source

    def standing(self, on: date) -> Standing:
        """Where `on` falls beside the rule's dates."""
        if self.valid_from is not None and on < self.valid_from:
            return "not_yet"
        if self.valid_to is not None and on > self.valid_to:
            return "expired"
        return "in_force"


@dataclass(frozen=True, slots=True)
class Finding(Generic[T]):
    """`value` is None unless the rule is in force; `why` says so in words."""

    value: T | None
    standing: Standing
    why: Text
    source: Source


def evaluate(rule: Rule[T], on: date) -> Finding[T]:
    """What the rule says on that day."""
    standing = rule.standing(on)
    value = rule.value if standing == "in_force" else None
    return Finding(value, standing, _why(rule, standing), rule.source)


def _why(rule: Rule[T], standing: Standing) -> Text:
    checked = rule.source.checked_on
    if standing == "not_yet" and rule.valid_from:
        return Text(f"en vigueur à partir du {french(rule.valid_from)}", f"in force from {rule.valid_from}")
    if standing == "expired" and rule.valid_to:
        return Text(f"valable jusqu’au {french(rule.valid_to)}, dépassé", f"valid until {rule.valid_to}, now past")
    if rule.valid_to:
        return Text(f"valable jusqu’au {french(rule.valid_to)}", f"valid until {rule.valid_to}")
    return Text(f"sans date de fin connue, vérifié le {french(checked)}", f"no known end, checked on {checked}")


def french(day: date) -> str:
    """31/12/2026."""
    return day.strftime("%d/%m/%Y")
