"""An invitation: a link that gives a role once accepted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from diagnostic.core.model.access import OrganisationKind, Position, Role


class State(StrEnum):
    """Where an invitation stands: only an open one gives anything."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered, to whom: a position in `organisation`, or a role on the company of `diagnostic`.

    With a diagnostic, `organisation` is the one that invites; a position of administrator without organisation is
    the platform's. `email` may be None for a leader or a contributor alone: whoever holds the link is then meant.
    A contributor's without `respondent` is for several of the group: each who opens it gets one of their own.
    """

    role: Role | Position
    email: str | None
    name: str | None
    organisation: str | None
    diagnostic: str | None
    group: str | None = None
    respondent: str | None = None
    days: int = 14


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as it is kept. `company`: its public id; `made_by`: a reference of the audit trail;
    `inviter`: that person's name, when known."""

    id: str
    role: Role | Position
    organisation: str | None
    organisation_name: str | None
    kind: OrganisationKind | None
    organisation_closed: bool
    diagnostic: str | None
    company: str | None
    company_name: str | None
    email: str | None
    name: str | None
    group: str | None
    respondent: str | None
    made_by: str
    inviter: str | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> State:
        """A contributor's link opens as many times as wanted until it ends; a closed organisation invites nobody."""
        if self.revoked_at or self.organisation_closed:
            return State.REVOKED
        if self.used_at and self.role is not Role.CONTRIBUTOR:
            return State.USED
        return State.EXPIRED if self.expires_at <= now else State.OPEN
