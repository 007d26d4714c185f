"""What the follow-up writes to people."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from diagnostic.core.model.step import Step


class ReminderKind(StrEnum):
    """An action due or late; a restitution promised; a year gone by since a signature."""

    STEPS = "steps"
    RESTITUTION = "restitution"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Followers:
    """Who may be written to about a company: the addresses of its leaders who have an account, of its advisers.
    `leader`: the name of one of its leaders, when it was given."""

    leaders: tuple[str, ...] = ()
    advisers: tuple[str, ...] = ()
    leader: str | None = None


@dataclass(frozen=True, slots=True)
class WatchedStep:
    """An open step, and the diagnostic whose plan it is of."""

    company: str
    company_name: str
    diagnostic: str
    step: Step
    title: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that concerns the adviser: a restitution promised for `day`, or a plan signed on `day`. `reminded_on`: the
    last time that a letter said so."""

    kind: ReminderKind
    company: str
    company_name: str
    diagnostic: str
    day: date
    reminded_on: date | None


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """`late`: the day is past."""

    step: str
    title: str
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """One letter to one address about one diagnostic. `opens`: that person has an account that opens it; `day`: of a
    milestone; `lines`: of steps; `leader`: whom to answer; `language`: what that account asked for last."""

    kind: ReminderKind
    to: str
    company: str
    company_name: str
    diagnostic: str
    opens: bool
    lines: tuple[ReminderLine, ...] = ()
    day: date | None = None
    leader: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """The letters of a day; `untold`: steps and milestones that nobody can be told of, for want of an address."""

    reminders: tuple[Reminder, ...]
    untold: int
