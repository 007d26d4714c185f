"""The rows of a company's file, as its JSON states them."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError
from stdnum.fr import siren as siren_key

from diagnostic.content.assessments import CompanyShape, Whole
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import company_file as core
from diagnostic.core.model.access import Hand, OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Company, Evidence, Group

YEARS = (1970, 2200)
LARGEST = 2**31 - 1  # a column of whole numbers holds no more on PostgreSQL


def as_written(value: object) -> object:
    """A day or a time is written in words: a number would be read as seconds."""
    if not isinstance(value, str):
        raise PydanticCustomError("time", _("une date est attendue"), {"allowed": "2026-11-22, 2026-11-22T09:30:00Z"})
    return value


def plausible(value: datetime) -> datetime:
    """In UTC, within the years that a database keeps."""
    if not YEARS[0] < value.year < YEARS[1]:
        raise PydanticCustomError(
            "time", _("année hors limites"), {"allowed": _("entre {first} et {last}", first=YEARS[0], last=YEARS[1])}
        )
    return value.astimezone(UTC)


def with_its_key(siren: str) -> str:
    """A SIREN whose last digit is the one that its others give."""
    if not siren_key.is_valid(siren):
        raise PydanticCustomError("siren", _("ce SIREN ne tombe pas juste"), {"allowed": _("9 chiffres, clé comprise")})
    return siren


Time = Annotated[AwareDatetime, BeforeValidator(as_written), AfterValidator(plausible)]
Day = Annotated[date, BeforeValidator(as_written)]
PublicId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,22}$")]
Actor = Annotated[str, Field(pattern=r"^[a-z_]+(:[A-Za-z0-9_-]+)?$", max_length=40)]
Siren = Annotated[str, Field(pattern=r"^\d{9}$"), AfterValidator(with_its_key)]
Email = Annotated[str, Field(pattern=r"^[^\sA-Z@]+@[^\sA-Z@]+$", max_length=254)]
Word = Annotated[str, Field(min_length=1, max_length=40)]
Short = Annotated[str, Field(max_length=16)]
Rating = Annotated[str, Field(pattern=r"^(unknown|not_applicable|[0-6](\.[05])?)$")]
Version = Annotated[Whole, Field(ge=0, le=LARGEST)]
Positive = Annotated[Whole, Field(ge=1, le=LARGEST)]


class CardShape(CompanyShape):
    """The card as a table keeps it: nothing longer, or larger, than its column."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    siret: Annotated[str, Field(max_length=14)] | None = None
    naf: Annotated[str, Field(max_length=6)] | None = None
    idcc: Version | None = None
    headcount: Positive | None = None
    revenue: Version | None = None
    region: Annotated[str, Field(max_length=2)] | None = None
    zone_emploi: Annotated[str, Field(max_length=4)] | None = None

    def value(self) -> Company:
        return Company(**self.model_dump())


class PersonShape(Shape):
    id: PublicId
    email: Email
    name: Annotated[str, Field(max_length=120)] | None

    def value(self) -> core.FiledPerson:
        return core.FiledPerson(self.id, self.email, self.name)


class OrganisationShape(Shape):
    id: PublicId
    name: Annotated[str, Field(min_length=1, max_length=200)]
    kind: OrganisationKind
    siren: Annotated[str, Field(pattern=r"^\d{9}$")] | None
    region: Annotated[str, Field(max_length=2)] | None

    def value(self) -> core.FiledOrganisation:
        return core.FiledOrganisation(self.id, self.name, self.kind, self.siren, self.region)


class OperationShape(Shape):
    version: Positive
    op_id: Annotated[str, Field(min_length=1, max_length=36)]
    base_version: Version | None
    item: Annotated[str, Field(min_length=1, max_length=60)]
    function: Annotated[str, Field(max_length=20)] | None
    respondent: Word
    rating: Rating | None
    evidence: Evidence
    note: str | None
    device_at: Time | None
    server_at: Time
    author: Actor | None = None
    flagged: StrictBool = False

    def value(self) -> core.FiledOperation:
        return core.FiledOperation(**self.model_dump())


class StoredShape(Shape):
    """Columns as they were stored, where the assessment no longer says all of it."""

    form: Annotated[str, Field(max_length=10)] | None = None
    functions: dict[str, Any] | None = None
    entry: dict[str, Any] | None = None
    constraints: dict[str, Any] | None = None
    more: dict[str, Any] | None = None


class DiagnosticShape(Shape):
    id: PublicId
    hand: Hand
    demo: StrictBool
    private_link: StrictBool
    content_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    created_at: Time
    updated_at: Time
    assessment: dict[str, Any]
    stored: StoredShape
    operations: tuple[OperationShape, ...]
    signed_at: Time | None = None

    def value(self) -> core.FiledDiagnostic:
        return core.FiledDiagnostic(
            id=self.id,
            hand=self.hand,
            demo=self.demo,
            private_link=self.private_link,
            content_sha256=self.content_sha256,
            created_at=self.created_at,
            updated_at=self.updated_at,
            assessment=self.assessment,
            stored=self.stored.model_dump(exclude_unset=True),
            operations=tuple(operation.value() for operation in self.operations),
            signed_at=self.signed_at,
        )


class AccessShape(Shape):
    id: PublicId
    role: Literal[Role.LEADER, Role.ADVISER, Role.GUEST, Role.FUNDER]
    person: PublicId | None
    organisation: PublicId | None
    granted_by: Actor
    granted_at: Time
    agreement: Annotated[str, Field(max_length=200)] | None
    agreed_on: Day | None
    ended_by: Actor | None
    ended_at: Time | None

    def value(self) -> core.FiledAccess:
        return core.FiledAccess(**self.model_dump())


class InvitationShape(Shape):
    id: PublicId
    role: Role | Position
    organisation: PublicId | None
    diagnostic: PublicId | None
    email: Email | None
    name: Annotated[str, Field(max_length=120)] | None
    respondent: Word | None
    group: Group | None
    made_by: Actor
    made_at: Time
    expires_at: Time
    used_at: Time | None
    revoked_at: Time | None

    def value(self) -> core.FiledInvitation:
        return core.FiledInvitation(**self.model_dump())


class ConsentShape(Shape):
    use: Word
    given: StrictBool
    text_version: Annotated[str, Field(min_length=1, max_length=20)]
    at: Time
    actor: Actor

    def value(self) -> core.FiledConsent:
        return core.FiledConsent(**self.model_dump())


class VisitShape(Shape):
    id: PublicId
    organisation: PublicId
    actor: Actor
    kind: Short
    on: Day
    half_days: Positive
    recorded_at: Time
    attested_at: Time | None
    attested_by: Actor | None

    def value(self) -> core.FiledVisit:
        return core.FiledVisit(**self.model_dump())


class EventShape(Shape):
    at: Time
    actor: Actor
    role: Short
    act: Word
    diagnostic: PublicId | None
    organisation: PublicId | None
    details: dict[str, StrictBool | Whole | str]

    def value(self) -> core.FiledEvent:
        return core.FiledEvent(**self.model_dump())
