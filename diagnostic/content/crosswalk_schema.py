"""The shapes of `industry40/crosswalks/*.yaml`: other models and their links with our questions; the core values they
become."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from diagnostic.content.device_schema import SourceShape, text_or_none
from diagnostic.content.schema import FunctionId, Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import crosswalk as core

DMA = "industry40/crosswalks/dma.yaml"
SIRI = "industry40/crosswalks/siri.yaml"
IMPULS = "industry40/crosswalks/impuls.yaml"
CORRESPONDENCES = (SIRI, IMPULS)
FULL = 100
Half = Annotated[float, Field(ge=0, le=6, multiple_of=0.5)]
Units = Annotated[float, Field(ge=0, le=5)]


def as_range(value: object) -> object:
    """A single value is a range from itself to itself."""
    return value if isinstance(value, list | tuple) else [value, value]


Range = Annotated[tuple[Units, Units], BeforeValidator(as_range, json_schema_input_type=Units | tuple[Units, Units])]


class LinkShape(Shape):
    value: Range
    why: TextShape
    column: Id | None = None
    capability: Id | None = None
    functions: Annotated[tuple[FunctionId, ...], Field(min_length=1)] | None = None
    anywhere: bool = False
    skill: Id | None = None
    practice: Id | None = None
    budget: bool = False
    at_least: Half | None = None
    at_most: Half | None = None

    @model_validator(mode="after")
    def looks_at_one_thing(self) -> Self:
        given = [self.capability is not None, self.skill is not None, self.practice is not None, self.budget]
        if sum(given) != 1:
            allowed = _("une seule clé parmi capability, skill, practice, budget")
            raise PydanticCustomError("link", _("valeur refusée"), {"allowed": allowed})
        bounds = sum(bound is not None for bound in (self.at_least, self.at_most))
        if bounds != (0 if self.budget else 1):
            allowed = _("at_least ou at_most, l’un des deux ; aucun avec budget")
            raise PydanticCustomError("link", _("valeur refusée"), {"allowed": allowed})
        if self.value[0] > self.value[1]:
            raise PydanticCustomError("link", _("valeur refusée"), {"allowed": _("value : [de, à], en croissant")})
        return self

    def link(self) -> core.Link:
        low, high = self.value
        return core.Link(
            low=low,
            high=high,
            why=self.why.value(),
            column=self.column,
            capability=self.capability,
            functions=self.functions,
            anywhere=self.anywhere,
            skill=self.skill,
            practice=self.practice,
            budget=self.budget,
            at_least=self.at_least,
            at_most=self.at_most,
        )


class DmaItemShape(Shape):
    id: Id
    label: TextShape
    links: tuple[LinkShape, ...] = ()
    negative: bool = False
    excludes: tuple[Id, ...] = ()

    def value(self) -> core.DmaItem:
        links = tuple(row.link() for row in self.links)
        return core.DmaItem(self.id, self.label.value(), links, self.negative, self.excludes)


class DmaColumnShape(Shape):
    id: Id
    label: TextShape

    def value(self) -> core.DmaColumn:
        return core.DmaColumn(self.id, self.label.value())


class DmaQuestionShape(Shape):
    id: Id
    kind: core.Kind
    label: TextShape
    items: Annotated[tuple[DmaItemShape, ...], Field(min_length=1)]
    columns: Annotated[tuple[DmaColumnShape, ...], Field(max_length=2)] = ()
    unlinked: TextShape | None = None

    def value(self) -> core.DmaQuestion:
        return core.DmaQuestion(
            id=self.id,
            kind=self.kind,
            label=self.label.value(),
            items=tuple(row.value() for row in self.items),
            columns=tuple(row.value() for row in self.columns),
            unlinked=text_or_none(self.unlinked),
        )


class DmaDimensionShape(Shape):
    id: Id
    name: TextShape
    questions: Annotated[tuple[DmaQuestionShape, ...], Field(min_length=1)]

    def value(self) -> core.DmaDimension:
        return core.DmaDimension(self.id, self.name.value(), tuple(row.value() for row in self.questions))


class DmaLevelShape(Shape):
    id: Id
    up_to: Annotated[int, Field(ge=1, le=FULL)]
    name: TextShape

    def value(self) -> core.DmaLevel:
        return core.DmaLevel(self.id, self.up_to, self.name.value())


class DmaShape(Shape):
    """`boxes`: how many the official questionnaire has; a file that lost one is refused."""

    id: Literal["dma"]
    boxes: Annotated[int, Field(ge=1)]
    name: TextShape
    formula: TextShape
    source: SourceShape
    levels: Annotated[tuple[DmaLevelShape, ...], Field(min_length=1)]
    dimensions: Annotated[tuple[DmaDimensionShape, ...], Field(min_length=1)]

    @field_validator("levels")
    @classmethod
    def levels_rise_to_the_top(cls, levels: tuple[DmaLevelShape, ...]) -> tuple[DmaLevelShape, ...]:
        ends = [level.up_to for level in levels]
        if ends != sorted(set(ends)) or ends[-1] != FULL:
            raise PydanticCustomError(
                "levels", _("valeur refusée"), {"allowed": _("up_to croissant, 100 pour le dernier")}
            )
        return levels

    def value(self) -> core.Dma:
        return core.Dma(
            name=self.name.value(),
            formula=self.formula.value(),
            source=self.source.value(),
            levels=tuple(row.value() for row in self.levels),
            dimensions=tuple(row.value() for row in self.dimensions),
            expected_boxes=self.boxes,
        )


class FieldShape(Shape):
    id: Id
    group: TextShape
    label: TextShape
    kind: core.Closeness
    capabilities: tuple[Id, ...]
    why: TextShape

    @model_validator(mode="after")
    def none_means_nothing(self) -> Self:
        if (self.kind == "none") == bool(self.capabilities):
            raise PydanticCustomError(
                "field", _("valeur refusée"), {"allowed": _("kind: none sans capabilities ; close ou partial avec")}
            )
        return self

    def value(self) -> core.Field:
        return core.Field(
            self.id, self.group.value(), self.label.value(), self.kind, self.capabilities, self.why.value()
        )


class WithoutShape(Shape):
    capabilities: Annotated[tuple[Id, ...], Field(min_length=1)]
    why: TextShape

    def value(self) -> core.Without:
        return core.Without(self.capabilities, self.why.value())


class CorrespondenceShape(Shape):
    id: Literal["siri", "impuls"]
    name: TextShape
    caution: TextShape
    source: SourceShape
    fields: Annotated[tuple[FieldShape, ...], Field(min_length=1)]
    without: tuple[WithoutShape, ...]

    def value(self) -> core.Correspondence:
        return core.Correspondence(
            id=self.id,
            name=self.name.value(),
            caution=self.caution.value(),
            source=self.source.value(),
            fields=tuple(row.value() for row in self.fields),
            without=tuple(row.value() for row in self.without),
        )
