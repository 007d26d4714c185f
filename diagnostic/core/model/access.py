"""Who somebody is to a company or an organisation, and what they ask to do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a company."""

    LEADER = "leader"
    HOLDER = "holder"
    ADVISER = "adviser"
    GUEST = "guest"
    FUNDER = "funder"
    CONTRIBUTOR = "contributor"
    VISITOR = "visitor"


class Position(StrEnum):
    """What somebody is in an organisation."""

    ADMINISTRATOR = "administrator"
    ADVISER = "adviser"
    ANALYST = "analyst"
    FUNDER = "funder"


class OrganisationKind(StrEnum):
    OPCO = "opco"
    CHAMBER = "chamber"
    AGENCY = "agency"
    REGION = "region"
    CLUSTER = "cluster"
    CONSULTANCY = "consultancy"
    OTHER = "other"


class Act(StrEnum):
    """What may be done with a company's file."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"
    CONSENT = "consent"
    JOURNAL = "journal"
    EXPORT = "export"
    ERASE = "erase"
    HAND_OVER = "hand_over"
    VISIT = "visit"
    ATTEST = "attest"
    FOLLOW = "follow"
    INVITE = "invite"
    CONTRIBUTE = "contribute"
    SETTLE = "settle"
    SIGN = "sign"
    REOPEN = "reopen"
    TRACK = "track"


class Hand(StrEnum):
    """Who writes in a diagnostic, of the leader and the adviser who prepares it."""

    LEADER = "leader"
    ADVISER = "adviser"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and as what, for the audit trail. `id`: the public id of an account, of an invitation, of a link."""

    kind: str
    id: str | None = None
    role: str = ""

    @property
    def reference(self) -> str:
        """`user:…`, `link:…`, `invited:…`, `visitor`, `operator`: 40 characters at most, never a name."""
        return f"{self.kind}:{self.id}" if self.id else self.kind


VISITOR = Actor("visitor", role="visitor")
OPERATOR = Actor("operator", role="operator")


@dataclass(frozen=True, slots=True)
class About:
    """What an event of the audit trail is about, by public ids."""

    company: str | None = None
    diagnostic: str | None = None
    organisation: str | None = None


NOTHING = About()


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever sends a request: an account or not, a diagnostic opened by its link or not, an invitation or not.

    `user` is the account's public id; `proven` that a second factor, or a passkey, was shown in this session.
    """

    user: str | None = None
    proven: bool = False
    opened: str | None = None
    invitation: str | None = None
    platform_admin: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """A position in an organisation."""

    organisation: str
    organisation_name: str
    kind: OrganisationKind
    position: Position


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader is to a company.

    `hand`: who writes in this diagnostic; `claimed`: its leader has an account; `handed`: a leader has, or has had,
    a way in; `signed`: its plan is signed, nobody writes any more. `organisation`: in whose name an adviser acts;
    `respondent`: whose answers a contributor gives.
    """

    actor: Actor
    company: str
    diagnostic: str
    roles: frozenset[Role]
    hand: Hand
    claimed: bool
    handed: bool = True
    organisation: str | None = None
    respondent: str | None = None
    signed: bool = False
