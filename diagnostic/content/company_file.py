"""A company's whole file: JSON (`palier-company/1`) ↔ core values, every error with its place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StrictBool, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from diagnostic.content.assessments import CompanyShape, Whole, parse_json
from diagnostic.content.shapes import Shape, first_error, place_of
from diagnostic.content.text_file import read_text
from diagnostic.core.errors import UserError
from diagnostic.core.model import company_file as core
from diagnostic.core.model.access import Hand, OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Company, Evidence, Group

FORMAT = "palier-company/1"
MAX_BYTES = 50_000_000
DEEPEST = 30
YEARS = (1970, 2200)
LARGEST = 2**31 - 1  # a column of whole numbers holds no more on PostgreSQL
NUL = "\x00"


def as_written(value: object) -> object:
    """A day or a time is written in words: a number would be read as seconds."""
    if not isinstance(value, str):
        raise PydanticCustomError("time", "une date est attendue", {"allowed": "2026-11-22, 2026-11-22T09:30:00Z"})
    return value


def plausible(value: datetime) -> datetime:
    """In UTC, within the years that a database keeps."""
    if not YEARS[0] < value.year < YEARS[1]:
        raise PydanticCustomError("time", "année hors limites", {"allowed": f"entre {YEARS[0]} et {YEARS[1]}"})
    return value.astimezone(UTC)


Time = Annotated[AwareDatetime, BeforeValidator(as_written), AfterValidator(plausible)]
Day = Annotated[date, BeforeValidator(as_written)]
PublicId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,22}$")]
Actor = Annotated[str, Field(pattern=r"^[a-z_]+(:[A-Za-z0-9_-]+)?$", max_length=40)]
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


class CompanyFileShape(Shape):
    format: Literal["palier-company/1"]
    id: PublicId
    company: CardShape
    diagnostics: Annotated[tuple[DiagnosticShape, ...], Field(min_length=1)]
    people: tuple[PersonShape, ...]
    organisations: tuple[OrganisationShape, ...]
    accesses: tuple[AccessShape, ...]
    invitations: tuple[InvitationShape, ...]
    consents: tuple[ConsentShape, ...]
    visits: tuple[VisitShape, ...]
    journal: tuple[EventShape, ...]

    def value(self) -> core.CompanyFile:
        return core.CompanyFile(
            id=self.id,
            company=self.company.value(),
            diagnostics=tuple(row.value() for row in self.diagnostics),
            people=tuple(row.value() for row in self.people),
            organisations=tuple(row.value() for row in self.organisations),
            accesses=tuple(row.value() for row in self.accesses),
            invitations=tuple(row.value() for row in self.invitations),
            consents=tuple(row.value() for row in self.consents),
            visits=tuple(row.value() for row in self.visits),
            journal=tuple(row.value() for row in self.journal),
        )


ADAPTER = TypeAdapter(CompanyFileShape)
DUMP = TypeAdapter(core.CompanyFile)
EVENTS = TypeAdapter(tuple[EventShape, ...])
EVENTS_DUMP = TypeAdapter(tuple[core.FiledEvent, ...])


def company_document(file: core.CompanyFile) -> dict[str, Any]:
    """The JSON document: what `read_company` reads back to an equal value."""
    document: dict[str, Any] = DUMP.dump_python(file, mode="json")
    return {"format": FORMAT, **document}


def journal_document(journal: tuple[core.FiledEvent, ...]) -> list[Any]:
    """Events as plain values, for the column that keeps what an import brought."""
    document: list[Any] = EVENTS_DUMP.dump_python(journal, mode="json")
    return document


def parse_journal(raw: list[Any]) -> tuple[core.FiledEvent, ...]:
    return tuple(row.value() for row in EVENTS.validate_python(raw))


def read_company(path: Path) -> core.CompanyFile:
    """The company in a file; UserError with its place when anything is wrong."""
    return parse_company(read_text(path, MAX_BYTES), str(path))


def parse_company(text: str, name: str) -> core.CompanyFile:
    """`name` is what errors call the text; the assessments inside are checked by whoever knows the content."""
    raw = parse_json(text, name)
    if not isinstance(raw, Mapping):
        raise UserError("un objet JSON est attendu", name, f'avec "format": "{FORMAT}"')
    for place, value in texts_of(raw, ()):
        refuse_unkept(value, f"{name}: {place_of(place)}")
    try:
        file = ADAPTER.validate_python(raw).value()
    except ValidationError as error:
        place_told, message, hint = first_error(error)
        raise UserError(message, f"{name}: {place_told}" if place_told else name, hint) from error
    for found in wrong_references(file):
        raise UserError(found[1], f"{name}: {found[0]}")
    return file


def texts_of(value: object, place: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Every text inside, keys too, with its place."""
    if len(place) > DEEPEST:
        raise UserError("JSON trop imbriqué", place_of(place))
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield (*place, str(key)), str(key)
            yield from texts_of(inner, (*place, str(key)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts_of(inner, (*place, index))


def refuse_unkept(text: str, place: str) -> None:
    """What no database of ours can keep: a NUL, half a character."""
    if NUL in text:
        raise UserError("caractère nul refusé", place)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise UserError("caractère coupé en deux (demi-codet UTF-16)", place)


def wrong_references(file: core.CompanyFile) -> Iterator[tuple[str, str]]:
    """Place and message of each thing that names nothing, or twice the same."""
    people, organisations = {row.id for row in file.people}, {row.id for row in file.organisations}
    diagnostics = {row.id for row in file.diagnostics}
    for key in ("diagnostics", "people", "organisations", "accesses", "invitations", "visits"):
        yield from _twice(f"{key}[{{}}].id", [row.id for row in getattr(file, key)])
    yield from _twice("people[{}].email", [row.email for row in file.people])
    for index, diagnostic in enumerate(file.diagnostics):
        yield from _wrong_operations(f"diagnostics[{index}].operations", diagnostic.operations)
    for index, access in enumerate(file.accesses):
        yield from _wrong_access(f"accesses[{index}]", access, people, organisations)
    for index, invitation in enumerate(file.invitations):
        yield from _unknown(f"invitations[{index}].organisation", invitation.organisation, organisations)
        yield from _unknown(f"invitations[{index}].diagnostic", invitation.diagnostic, diagnostics)
    for index, visit in enumerate(file.visits):
        yield from _unknown(f"visits[{index}].organisation", visit.organisation, organisations)


def _twice(place: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            yield place.format(index), "présent deux fois"
        seen.add(id)


def _unknown(place: str, id: str | None, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    if id is not None and id not in set(known):
        yield place, f"« {id} » n’est pas dans ce fichier"


def _wrong_operations(place: str, operations: tuple[core.FiledOperation, ...]) -> Iterator[tuple[str, str]]:
    yield from _twice(f"{place}[{{}}].op_id", [row.op_id for row in operations])
    for index, row in enumerate(operations):
        if row.version != index + 1:
            yield f"{place}[{index}].version", f"les versions se suivent : {index + 1} est attendu"


def _wrong_access(
    place: str, access: core.FiledAccess, people: set[str], organisations: set[str]
) -> Iterator[tuple[str, str]]:
    yield from _unknown(f"{place}.person", access.person, people)
    yield from _unknown(f"{place}.organisation", access.organisation, organisations)
    if (access.person is None) != (access.role is Role.FUNDER):
        yield f"{place}.person", "une personne est attendue, sauf pour un financeur"
    if (access.organisation is None) == (access.role in (Role.ADVISER, Role.FUNDER)):
        yield f"{place}.organisation", "une organisation est attendue pour un conseiller ou un financeur, et elle seule"
