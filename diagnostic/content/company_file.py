"""A company's whole file: JSON (`palier-company/1`) ↔ core values, every error with its place."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from diagnostic.content.assessments import parse_json
from diagnostic.content.company_rows import (
    AccessShape,
    CardShape,
    ConsentShape,
    DiagnosticShape,
    EventShape,
    InvitationShape,
    OrganisationShape,
    PersonShape,
    PublicId,
    Siren,
    Time,
    VisitShape,
)
from diagnostic.content.follow_rows import ProofShape, RestitutionShape, SignatureShape, StepShape
from diagnostic.content.shapes import Shape, first_error, place_of
from diagnostic.content.text_file import read_text
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model import company_file as core
from diagnostic.core.model.access import Role

FORMAT = "palier-company/1"
MAX_BYTES = 50_000_000
DEEPEST = 30
NUL = "\x00"


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
    proofs: tuple[ProofShape, ...] = ()
    restitutions: tuple[RestitutionShape, ...] = ()
    signatures: tuple[SignatureShape, ...] = ()
    steps: tuple[StepShape, ...] = ()
    holding: Siren | None = None
    legal_form: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    verified_at: Time | None = None

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
            proofs=tuple(row.value() for row in self.proofs),
            restitutions=tuple(row.value() for row in self.restitutions),
            signatures=tuple(row.value() for row in self.signatures),
            steps=tuple(row.value() for row in self.steps),
            holding=self.holding,
            legal_form=self.legal_form,
            verified_at=self.verified_at,
        )


IDENTIFIED = (
    "diagnostics",
    "people",
    "organisations",
    "accesses",
    "invitations",
    "visits",
    "proofs",
    "signatures",
    "steps",
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
        raise UserError(_("un objet JSON est attendu"), name, _("avec {key}", key=f'"format": "{FORMAT}"'))
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
        raise UserError(_("JSON trop imbriqué"), place_of(place))
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
        raise UserError(_("caractère nul refusé"), place)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise UserError(_("caractère coupé en deux (demi-codet UTF-16)"), place)


def wrong_references(file: core.CompanyFile) -> Iterator[tuple[str, str]]:
    """Place and message of each thing that names nothing, or twice the same."""
    people, organisations = {row.id for row in file.people}, {row.id for row in file.organisations}
    diagnostics = {row.id for row in file.diagnostics}
    for key in IDENTIFIED:
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
    yield from _wrong_follow_up(file, diagnostics)


def _wrong_follow_up(file: core.CompanyFile, diagnostics: set[str]) -> Iterator[tuple[str, str]]:
    signatures = {row.id for row in file.signatures}
    for key in ("proofs", "restitutions", "signatures"):
        for index, row in enumerate(getattr(file, key)):
            yield from _unknown(f"{key}[{index}].diagnostic", row.diagnostic, diagnostics)
    yield from _twice("restitutions[{}].diagnostic", [row.diagnostic for row in file.restitutions])
    for index, step in enumerate(file.steps):
        yield from _unknown(f"steps[{index}].signature", step.signature, signatures)


def _twice(place: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            yield place.format(index), _("présent deux fois")
        seen.add(id)


def _unknown(place: str, id: str | None, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    if id is not None and id not in set(known):
        yield place, _("« {id} » n’est pas dans ce fichier", id=id)


def _wrong_operations(place: str, operations: tuple[core.FiledOperation, ...]) -> Iterator[tuple[str, str]]:
    yield from _twice(f"{place}[{{}}].op_id", [row.op_id for row in operations])
    for index, row in enumerate(operations):
        if row.version != index + 1:
            yield f"{place}[{index}].version", _("les versions se suivent : {number} est attendu", number=index + 1)


def _wrong_access(
    place: str, access: core.FiledAccess, people: set[str], organisations: set[str]
) -> Iterator[tuple[str, str]]:
    yield from _unknown(f"{place}.person", access.person, people)
    yield from _unknown(f"{place}.organisation", access.organisation, organisations)
    if (access.person is None) != (access.role is Role.FUNDER):
        yield f"{place}.person", _("une personne est attendue, sauf pour un financeur")
    if (access.organisation is None) == (access.role in (Role.ADVISER, Role.FUNDER)):
        told = _("une organisation est attendue pour un conseiller ou un financeur, et elle seule")
        yield f"{place}.organisation", told
