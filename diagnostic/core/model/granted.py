"""What was given on a company: accesses, visits, and the lines that those who were given something read."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from diagnostic.core.model.access import Hand, OrganisationKind, Role

FUNDING_KINDS = (OrganisationKind.OPCO, OrganisationKind.REGION, OrganisationKind.AGENCY, OrganisationKind.CHAMBER)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The written agreement under which a funder follows a company: its reference, the day that it was signed."""

    reference: str
    on: date


@dataclass(frozen=True, slots=True)
class Given:
    """A role that is being given. `person`, `organisation`: public ids; `by`: the audit trail's reference."""

    role: Role
    person: str | None
    organisation: str | None
    by: str
    at: datetime
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave an access: an account with its name, a link, the operator. `id` is None for what is no account, or no
    more."""

    kind: str
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """An access to a company. `person` and `organisation` are public ids.

    `opens`: it opens something today: an adviser's does while they are one of that organisation, which is not closed.
    `seen_at`: the last time that its holder did something with the file, as the audit trail tells.
    """

    id: str
    role: Role
    person: str | None
    name: str | None
    email: str | None
    organisation: str | None
    organisation_name: str | None
    kind: OrganisationKind | None
    given_by: Giver
    granted_at: datetime
    agreement: Agreement | None
    ended_at: datetime | None
    opens: bool
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyLine:
    """A company in somebody's list: its latest diagnostic, and what they are to it.

    `claimed`: a leader has an account; `handed`: a leader has, or has had, a way in; `person` and `holder`: the
    account that holds the access, and its name or address.
    """

    access: str
    company: str
    diagnostic: str
    name: str
    role: Role
    organisation: str | None
    organisation_name: str | None
    hand: Hand
    claimed: bool
    handed: bool
    granted_at: datetime
    updated_at: datetime
    person: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """The private link of a diagnostic: whether it opens, and the last time that it was used as the trail tells."""

    is_open: bool
    seen_at: datetime | None


class VisitKind(StrEnum):
    PREPARATION = "preparation"
    VISIT = "visit"
    RESTITUTION = "restitution"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Half-days that an adviser gave to a company; `actor` is the audit trail's reference of who recorded it."""

    id: str
    kind: VisitKind
    on: date
    half_days: int
    actor: str
    name: str | None
    organisation: str
    organisation_name: str
    recorded_at: datetime
    attested_at: datetime | None = None


class Status(StrEnum):
    """How far a company has come (METHOD 7), in the order that it passes through."""

    MET = "met"
    MADE_AWARE = "made_aware"
    DIAGNOSED = "diagnosed"
    COMMITTED = "committed"
    ACCOMPANIED = "accompanied"
    TRANSFORMED = "transformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """All that a funder ever reads of a company. `since`: when its leader gave the access; `days` counts halves."""

    siren: str | None
    agreement: Agreement | None
    since: datetime
    first_visit: date | None
    last_visit: date | None
    days: float
    status: Status
    visits: int
    attested: int
