"""The shapes of the questionnaire's YAML files, and the core values they become."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import questionnaire as core

FOLDER = "industry40"
FunctionId = Literal["development", "production", "logistics", "services", "marketing_sales"]
GroupId = Literal["adviser", "leader", "managers", "operators", "hr"]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Weight = Annotated[float, Field(gt=0)]


class TextShape(Shape):
    fr: Annotated[str, Field(pattern=r"\S")]
    en: str | None = None

    def value(self) -> core.Text:
        return core.Text(self.fr, self.en)


def as_functions(value: object) -> object:
    """`company` → None; a list stays."""
    if value == "company":
        return None
    if not isinstance(value, list):
        raise PydanticCustomError(
            "functions",
            _("valeur refusée"),
            {"allowed": _("company, ou une liste parmi {functions}", functions=", ".join(core.FUNCTIONS))},
        )
    return value


class StageShape(Shape):
    id: Id
    number: Annotated[int, Field(ge=1, le=6)]
    name: TextShape
    meaning: TextShape

    def value(self) -> core.Stage:
        return core.Stage(self.id, self.number, self.name.value(), self.meaning.value())


class FunctionShape(Shape):
    id: FunctionId
    name: TextShape
    covers: TextShape

    def value(self) -> core.Function:
        return core.Function(self.id, self.name.value(), self.covers.value())


class FormShape(Shape):
    id: core.FormId
    name: TextShape


class FloorShape(Shape):
    rung: Annotated[int, Field(ge=1, le=6)]
    text: TextShape

    def value(self) -> core.Floor:
        return core.Floor(self.rung, self.text.value())


class CapabilityShape(Shape):
    id: Id
    weight: Weight
    functions: Annotated[
        tuple[FunctionId, ...] | None,
        BeforeValidator(as_functions, json_schema_input_type=Literal["company"] | tuple[FunctionId, ...]),
    ]
    forms: Annotated[tuple[core.FormId, ...], Field(min_length=1)]
    may_be_na: bool = False
    floor: FloorShape | None = None

    def value(self, principle: str, area: str) -> core.Capability:
        return core.Capability(
            self.id, principle, area, self.functions, self.weight, self.forms, self.may_be_na,
            self.floor.value() if self.floor else None,
        )  # fmt: skip


class PrincipleShape(Shape):
    id: Id
    weight: Weight
    name: TextShape
    intro: TextShape
    capabilities: Annotated[tuple[CapabilityShape, ...], Field(min_length=1)]

    def value(self, area: str) -> core.Principle:
        capabilities = tuple(capability.value(self.id, area) for capability in self.capabilities)
        return core.Principle(self.id, area, self.weight, self.name.value(), self.intro.value(), capabilities)


class AreaShape(Shape):
    id: Id
    weight: Weight
    name: TextShape
    principles: Annotated[tuple[PrincipleShape, ...], Field(min_length=1)]

    def value(self) -> core.Area:
        return core.Area(self.id, self.weight, self.name.value(), tuple(p.value(self.id) for p in self.principles))


class ReferentialShape(Shape):
    id: Id
    version: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(\.\d+)?$")]
    method: Literal["1.0"]
    title: TextShape
    sources: tuple[TextShape, ...]
    stages: Annotated[tuple[StageShape, ...], Field(min_length=6, max_length=6)]
    functions: Annotated[tuple[FunctionShape, ...], Field(min_length=5, max_length=5)]
    forms: tuple[FormShape, ...]
    areas: Annotated[tuple[AreaShape, ...], Field(min_length=1)]


class OptionShape(Shape):
    rung: Annotated[int, Field(ge=0, le=6)]
    text: TextShape
    evidence: TextShape
    goal: TextShape | None = None

    def value(self) -> core.Option:
        return core.Option(
            self.rung, self.text.value(), self.evidence.value(), self.goal.value() if self.goal else None
        )


class ItemShape(Shape):
    id: Id
    audience: Annotated[tuple[GroupId, ...], Field(min_length=1)]
    title: TextShape
    question: TextShape
    help: TextShape
    function_help: dict[FunctionId, TextShape] = {}
    status: Literal["draft", "tested"]
    options: Annotated[tuple[OptionShape, ...], Field(min_length=7, max_length=7)]

    def value(self) -> core.Item:
        return core.Item(
            id=self.id,
            audience=self.audience,
            title=self.title.value(),
            question=self.question.value(),
            help=self.help.value(),
            function_help={function: text.value() for function, text in self.function_help.items()},
            status=self.status,
            options=tuple(option.value() for option in self.options),
        )


class HighShape(Shape):
    capability: Id
    function: FunctionId | None = None
    at_least: Annotated[float, Field(ge=0, le=6)]


class LowShape(Shape):
    capability: Id
    function: FunctionId | None = None
    at_most: Annotated[float, Field(ge=0, le=6)]


class ContradictionShape(Shape):
    id: Id
    high: HighShape
    low: LowShape
    why: TextShape

    def value(self) -> core.Contradiction:
        high = core.Side(self.high.capability, self.high.function, self.high.at_least)
        low = core.Side(self.low.capability, self.low.function, self.low.at_most)
        return core.Contradiction(self.id, high, low, self.why.value())
