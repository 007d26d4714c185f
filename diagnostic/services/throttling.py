"""Doors that are tried too often make one wait: kept in the database, so that it holds across workers and restarts.

ASVS 5.0, 6.3.1. A wait is never longer than a quarter of an hour: nobody is locked out for ever by somebody else.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import plural
from diagnostic.store import throttles
from diagnostic.store.throttles import Tries

FORGOTTEN_AFTER = timedelta(days=1)
NO_WAIT = timedelta(0)


class TooManyError(UserError):
    """Too many tries; `minutes` to wait, at least 1."""

    def __init__(self, wait: timedelta) -> None:
        self.minutes = max(1, ceil(wait / timedelta(minutes=1)))
        super().__init__(
            plural(
                self.minutes,
                "Trop d’essais de suite. Attendez {number} minute avant de recommencer.",
                "Trop d’essais de suite. Attendez {number} minutes avant de recommencer.",
            )
        )


class Limit(Protocol):
    """What a door bears."""

    def is_over(self, tries: Tries, now: datetime) -> bool:
        """Whether these tries are forgotten."""

    def wait(self, tries: Tries, now: datetime) -> timedelta:
        """How long before the next try; 0 or less when it may be made."""


@dataclass(frozen=True, slots=True)
class Doubling:
    """`free` tries in a row, then a wait that doubles from one minute to `longest`; forgotten after a day."""

    free: int = 5
    longest: timedelta = timedelta(minutes=15)

    def is_over(self, tries: Tries, now: datetime) -> bool:
        return now - tries.last_at >= FORGOTTEN_AFTER

    def wait(self, tries: Tries, now: datetime) -> timedelta:
        beyond = tries.failures - self.free
        if beyond < 0:
            return NO_WAIT
        asked = min(timedelta(minutes=2 ** min(beyond, 10)), self.longest)
        return tries.last_at + asked - now


@dataclass(frozen=True, slots=True)
class AtMost:
    """`most` tries in the window that the first one opens."""

    most: int = 50
    within: timedelta = timedelta(minutes=15)

    def is_over(self, tries: Tries, now: datetime) -> bool:
        return now - tries.first_at >= self.within

    def wait(self, tries: Tries, now: datetime) -> timedelta:
        return NO_WAIT if tries.failures < self.most else tries.first_at + self.within - now


ACCOUNT = Doubling()
NETWORK = AtMost()


def check(session: Session, key: str, now: datetime, limit: Limit = ACCOUNT) -> None:
    """Count a try before it is judged, so that none slips through in parallel; TooManyError when it must wait.

    `key` says which door and who: it is already secret, or means nothing to a stranger. The caller commits even when
    the try fails (web.extensions.keep_refused), and calls `succeeded` when it does not.
    """
    key_hash = hash_key(key)
    tries = throttles.locked(session, key_hash, now)
    if tries.failures and limit.is_over(tries, now):
        tries = Tries(0, now, now)
    wait = limit.wait(tries, now)
    if wait > NO_WAIT:
        raise TooManyError(wait)
    throttles.put(session, key_hash, Tries(tries.failures + 1, tries.first_at, now))


def failed(session: Session, key: str, now: datetime) -> None:
    """The try that `check` counted was wrong: the wait starts now."""
    key_hash = hash_key(key)
    throttles.put(session, key_hash, replace(throttles.locked(session, key_hash, now), last_at=now))


def succeeded(session: Session, key: str) -> None:
    """The try was right: whoever made it has the right to five more."""
    throttles.forget(session, hash_key(key))


def take_back(session: Session, key: str, now: datetime) -> None:
    """The try was right, and says nothing of the others: of a network that several people share."""
    key_hash = hash_key(key)
    tries = throttles.locked(session, key_hash, now)
    throttles.put(session, key_hash, replace(tries, failures=max(0, tries.failures - 1)))


def purge(session: Session, now: datetime) -> None:
    """Forget what is a day old."""
    throttles.forget_before(session, now - FORGOTTEN_AFTER)


def hash_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
