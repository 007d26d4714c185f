"""What the audit trail keeps of what people did, and what its verification finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did; `hash` covers everything else, and the event before.

    `actor` is an Actor's reference; `company`, `diagnostic`, `organisation` are public ids; `details` hold ids, kinds
    and numbers.
    """

    position: int
    at: datetime
    actor: str
    role: str
    act: str
    company: str | None
    diagnostic: str | None
    organisation: str | None
    details: dict[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying the whole trail found: `position` and `head` are its end, `count` the events read.

    `broken_at` is the first position where something is wrong, `problem` what; both None when the chain holds.
    `expected_at`: where the hash that was kept elsewhere stands.
    """

    count: int
    position: int
    head: str
    broken_at: int | None = None
    problem: str | None = None
    expected_at: int | None = None

    @property
    def holds(self) -> bool:
        return self.problem is None


@dataclass(frozen=True, slots=True)
class Known:
    """What the public ids of some events stand for today; whatever was erased is absent.

    `people`: accounts, by name or else by address; `accesses` and `invitations`: who holds, or was sent, them;
    `groups`: of the respondents that invitations ask.
    """

    people: Mapping[str, str]
    organisations: Mapping[str, str]
    accesses: Mapping[str, str]
    invitations: Mapping[str, str]
    groups: Mapping[str, str]
