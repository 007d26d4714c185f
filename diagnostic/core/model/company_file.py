"""Everything about a company, as one file carries it away (`palier-company/1`)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from diagnostic.core.model.access import Hand, OrganisationKind, Role
from diagnostic.core.model.assessment import Company


@dataclass(frozen=True, slots=True)
class FiledPerson:
    """An account that an access names; its means of signing in never leave."""

    id: str
    email: str
    name: str | None


@dataclass(frozen=True, slots=True)
class FiledOrganisation:
    id: str
    name: str
    kind: OrganisationKind
    siren: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class FiledOperation:
    """One answer given, changed or withdrawn; `rating` as it is stored: a number in words, or None."""

    version: int
    op_id: str
    base_version: int | None
    item: str
    function: str | None
    respondent: str
    rating: str | None
    evidence: str
    note: str | None
    device_at: datetime | None
    server_at: datetime
    author: str | None = None
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class FiledDiagnostic:
    """`assessment`: a `palier-assessment/1` document, with the answers that stand; `stored`: the columns that say more
    than it does, because the content has changed since; `private_link`: whether one was open."""

    id: str
    hand: Hand
    demo: bool
    private_link: bool
    content_sha256: str
    created_at: datetime
    updated_at: datetime
    assessment: dict[str, Any]
    stored: dict[str, Any]
    operations: tuple[FiledOperation, ...]
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FiledAccess:
    """`person` and `organisation` are ids of the same file."""

    id: str
    role: Role
    person: str | None
    organisation: str | None
    granted_by: str
    granted_at: datetime
    agreement: str | None
    agreed_on: date | None
    ended_by: str | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class FiledInvitation:
    """Without its token: it opens nothing elsewhere."""

    id: str
    role: str
    organisation: str | None
    diagnostic: str | None
    email: str | None
    name: str | None
    respondent: str | None
    group: str | None
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class FiledConsent:
    use: str
    given: bool
    text_version: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class FiledVisit:
    id: str
    organisation: str
    actor: str
    kind: str
    on: date
    half_days: int
    recorded_at: datetime
    attested_at: datetime | None
    attested_by: str | None


@dataclass(frozen=True, slots=True)
class FiledProof:
    """A photo beside an answer; `image`: its JPEG, in base 64."""

    id: str
    diagnostic: str
    item: str
    function: str | None
    caption: str
    width: int
    height: int
    sha256: str
    image: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class FiledRestitution:
    diagnostic: str
    noted_on: date | None
    due_on: date | None
    present: str | None
    word: str | None
    word_by: str | None
    word_at: datetime | None


@dataclass(frozen=True, slots=True)
class FiledSignature:
    """`document`: the exact text that was signed; `pdf`: its pages, in base 64; each with its hash."""

    id: str
    diagnostic: str
    on: date
    signatory: str
    capacity: str
    adviser: str | None
    document: str
    sha256: str
    pdf: str
    pdf_sha256: str
    signed_by: str
    signed_at: datetime
    reopened_by: str | None
    reopened_at: datetime | None
    reopened_why: str | None


@dataclass(frozen=True, slots=True)
class FiledStep:
    """`signature` is an id of the same file."""

    id: str
    signature: str
    action: str
    owner: str | None
    owner_email: str | None
    due_on: date
    state: str
    note: str | None
    real_cost: int | None
    started_on: date | None
    done_on: date | None
    reminded_on: date | None
    updated_by: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class FiledEvent:
    """An event of the audit trail about the company."""

    at: datetime
    actor: str
    role: str
    act: str
    diagnostic: str | None
    organisation: str | None
    details: dict[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class CompanyFile:
    """`journal`: what an earlier import brought, then the events of this database, the first first.
    `holding`: SIREN of the head of its group; `legal_form`: Insee's code; `verified_at`: since when its SIREN is
    somebody's for sure."""

    id: str
    company: Company
    diagnostics: tuple[FiledDiagnostic, ...]
    people: tuple[FiledPerson, ...]
    organisations: tuple[FiledOrganisation, ...]
    accesses: tuple[FiledAccess, ...]
    invitations: tuple[FiledInvitation, ...]
    consents: tuple[FiledConsent, ...]
    visits: tuple[FiledVisit, ...]
    journal: tuple[FiledEvent, ...]
    proofs: tuple[FiledProof, ...] = ()
    restitutions: tuple[FiledRestitution, ...] = ()
    signatures: tuple[FiledSignature, ...] = ()
    steps: tuple[FiledStep, ...] = ()
    holding: str | None = None
    legal_form: str | None = None
    verified_at: datetime | None = None
