"""What follows the answers in a company's file: proofs, the restitution, signed plans and their steps."""

from base64 import b64decode
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from diagnostic.content.company_rows import Actor, Day, Email, Positive, PublicId, Short, Time, Version
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import company_file as core

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(max_length=120)]
JPEG, PDF = b"\xff\xd8\xff", b"%PDF-"


def is_kept(text: str, starts_with: bytes, hash: str) -> bool:
    """Whether that base 64 is the very file that was kept."""
    try:
        found = b64decode(text, validate=True)
    except ValueError:
        return False
    return found.startswith(starts_with) and sha256(found).hexdigest() == hash


class ProofShape(Shape):
    id: PublicId
    diagnostic: PublicId
    item: Annotated[str, Field(min_length=1, max_length=60)]
    function: Annotated[str, Field(max_length=20)] | None
    caption: Annotated[str, Field(max_length=200)]
    width: Positive
    height: Positive
    sha256: Hash
    image: str
    added_by: Actor
    added_at: Time

    @model_validator(mode="after")
    def is_its_photo(self) -> Self:
        """A JPEG, and the very one that was kept."""
        if not is_kept(self.image, JPEG, self.sha256):
            raise PydanticCustomError("image", _("cette photo n’est pas celle qui avait été gardée"), {})
        return self

    def value(self) -> core.FiledProof:
        return core.FiledProof(**self.model_dump())


class RestitutionShape(Shape):
    diagnostic: PublicId
    noted_on: Day | None
    due_on: Day | None
    present: Annotated[str, Field(max_length=300)] | None
    word: str | None
    word_by: Actor | None
    word_at: Time | None

    def value(self) -> core.FiledRestitution:
        return core.FiledRestitution(**self.model_dump())


class SignatureShape(Shape):
    id: PublicId
    diagnostic: PublicId
    on: Day
    signatory: Name
    capacity: Name
    adviser: Name | None
    document: str
    sha256: Hash
    pdf: str
    pdf_sha256: Hash
    signed_by: Actor
    signed_at: Time
    reopened_by: Actor | None
    reopened_at: Time | None
    reopened_why: str | None

    @model_validator(mode="after")
    def is_what_was_signed(self) -> Self:
        same = sha256(self.document.encode()).hexdigest() == self.sha256
        if not same or not is_kept(self.pdf, PDF, self.pdf_sha256):
            raise PydanticCustomError("document", _("ce plan n’est pas celui qui a été signé"), {})
        return self

    def value(self) -> core.FiledSignature:
        return core.FiledSignature(**self.model_dump())


class StepShape(Shape):
    id: PublicId
    signature: PublicId
    action: Annotated[str, Field(min_length=1, max_length=60)]
    owner: Name | None
    owner_email: Email | None
    due_on: Day
    state: Short
    note: str | None
    real_cost: Version | None
    started_on: Day | None
    done_on: Day | None
    reminded_on: Day | None
    updated_by: Actor
    updated_at: Time

    def value(self) -> core.FiledStep:
        return core.FiledStep(**self.model_dump())
