"""When to stop asking a service that fails, and when to try it again. Pure: the caller hands the time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FAILURES = 3
OPEN_FOR = timedelta(minutes=1)
TRIAL_LASTS = timedelta(seconds=30)  # a trial that never came back is given up


@dataclass(frozen=True, slots=True)
class Breaker:
    """`failures` in a row; `opened_at`: nothing is asked from then on, until a single trial after `OPEN_FOR`;
    `trial_at`: when that trial left."""

    failures: int = 0
    opened_at: datetime | None = None
    trial_at: datetime | None = None

    def attempt(self, now: datetime) -> "Breaker | None":
        """The breaker once a request has left; None when none may leave."""
        if self.opened_at is None:
            return self
        if now - self.opened_at < OPEN_FOR:
            return None
        if self.trial_at is not None and now - self.trial_at < TRIAL_LASTS:
            return None
        return replace(self, trial_at=now)

    def failed(self, now: datetime) -> "Breaker":
        """A request went wrong: the last of too many opens it, a trial opens it again."""
        failures = self.failures + 1
        opens = failures >= FAILURES
        return Breaker(failures, now if opens else None)

    def succeeded(self) -> "Breaker":
        """The service answers: everything that went wrong before is forgotten."""
        return Breaker()
