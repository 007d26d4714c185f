"""An action of a signed plan as it is carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


OPEN = frozenset({State.PLANNED, State.RUNNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`action` is an id of the content, `signature` that of the plan that holds it; `real_cost` in whole euros, None
    while nobody has told it; `reminded_on`: the last day that somebody was reminded of it. `updated_at` is its
    version: it changes with each change."""

    id: str
    signature: str
    action: str
    due_on: date
    state: State = State.PLANNED
    owner: str | None = None
    owner_email: str | None = None
    note: str | None = None
    real_cost: int | None = None
    started_on: date | None = None
    done_on: date | None = None
    reminded_on: date | None = None
    updated_by: str
    updated_at: datetime

    @property
    def is_open(self) -> bool:
        """Still to be done: planned or running."""
        return self.state in OPEN

    def is_late(self, today: date) -> bool:
        """Open after its due day; on that day it is not late yet."""
        return self.is_open and self.due_on < today


@dataclass(frozen=True, slots=True)
class Promise:
    """What the signed plan said of an action: its title, its net cost in whole euros."""

    title: str
    net: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The steps of a diagnostic's plan. `signed_on`: the day of its last signature, None when it was never signed;
    `in_force`: that signature still holds (the diagnostic was not opened again since)."""

    steps: tuple[Step, ...]
    promises: Mapping[str, Promise]
    signed_on: date | None
    in_force: bool
