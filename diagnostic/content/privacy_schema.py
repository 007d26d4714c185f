"""The shape of privacy/register.yaml: purposes, legal bases, retentions, and what each table holds."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import privacy as core

Texts = Annotated[tuple[TextShape, ...], Field(min_length=1)]


class LegalBasisShape(Shape):
    article: Annotated[str, Field(pattern=r"^6\.1\.[a-f]$")]
    text: TextShape

    def value(self) -> core.LegalBasis:
        return core.LegalBasis(self.article, self.text.value())


class PurposeShape(Shape):
    id: Id
    title: TextShape
    why: TextShape
    people: TextShape
    recipients: Texts
    bases: Annotated[tuple[LegalBasisShape, ...], Field(min_length=1)]

    def value(self) -> core.Purpose:
        return core.Purpose(
            id=self.id,
            title=self.title.value(),
            why=self.why.value(),
            people=self.people.value(),
            recipients=tuple(text.value() for text in self.recipients),
            bases=tuple(basis.value() for basis in self.bases),
        )


class RetentionShape(Shape):
    """`days: null` must be written: it says that no clock ends it."""

    id: Id
    words: TextShape
    days: Annotated[int, Field(ge=1, le=3650)] | None

    def value(self) -> core.Retention:
        return core.Retention(self.id, self.words.value(), self.days)


class RegisterShape(Shape):
    purposes: Annotated[tuple[PurposeShape, ...], Field(min_length=1)]
    retentions: Annotated[tuple[RetentionShape, ...], Field(min_length=1)]
    tables: dict[str, TextShape]
    elsewhere: tuple[TextShape, ...]

    @model_validator(mode="after")
    def no_id_twice(self) -> Self:
        for rows in (self.purposes, self.retentions):
            ids = [row.id for row in rows]
            if twice := sorted({id for id in ids if ids.count(id) > 1}):
                raise PydanticCustomError("twice", _("identifiant présent deux fois"), {"allowed": ", ".join(twice)})
        return self

    def value(self) -> core.Register:
        return core.Register(
            purposes={row.id: row.value() for row in self.purposes},
            retentions={row.id: row.value() for row in self.retentions},
            tables={table: words.value() for table, words in self.tables.items()},
            elsewhere=tuple(text.value() for text in self.elsewhere),
        )
