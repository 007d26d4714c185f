"""The shapes of observatory/*.yaml and territory/departments.yaml: what regions may read, how it is protected."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from diagnostic.content.device_schema import Insee, SourceShape
from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import observatory as core
from diagnostic.core.model.source import Source

CATALOGUE = "observatory/catalogue.yaml"
RULES = "observatory/rules.yaml"
SECTORS = "observatory/sectors.yaml"
DEPARTMENTS = "territory/departments.yaml"
Quarter = Annotated[str, Field(pattern=r"^20\d{2}-T[1-4]$")]
Division = Annotated[str, Field(pattern=r"^\d{2}$")]
Section = Annotated[str, Field(pattern=r"^[A-U]$")]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
KINDS: Mapping[str, core.Kind] = {"mean": "mean", "count": "indicator", "sum": "magnitude"}


class CodeShape(Shape):
    code: Code
    label: TextShape

    def value(self) -> core.Category:
        return core.Category(self.code, self.label.value())


class AxisShape(Shape):
    """`codes` of sizes and modes, `first` and `last` of quarters; other axes find theirs elsewhere in the content."""

    id: str
    label: TextShape
    codes: tuple[CodeShape, ...] | None = None
    first: Quarter | None = None
    last: Quarter | None = None


class ItemShape(Shape):
    id: Id
    label: TextShape

    def value(self) -> core.Item:
        return core.Item(self.id, self.label.value())


class MeasureShape(Shape):
    """`statistic` and `items` are checked apart, which says why the others are refused."""

    id: str
    label: TextShape
    statistic: str
    population: core.Population
    items: str | Annotated[tuple[ItemShape, ...], Field(min_length=1)]
    top: Annotated[float, Field(gt=0, le=100)] | None = None
    unit: TextShape | None = None

    @model_validator(mode="after")
    def its_own_keys(self) -> Self:
        for key, statistic in (("top", "mean"), ("unit", "sum")):
            if (getattr(self, key) is not None) != (self.statistic == statistic) and self.statistic in KINDS:
                told = _("{key} : avec statistic: {statistic}, et seulement alors", key=key, statistic=statistic)
                raise PydanticCustomError("measure", _("clé manquante ou de trop"), {"allowed": told})
        return self

    def value(self, items: tuple[core.Item, ...]) -> core.Measure:
        """Once its statistic is known to be one of `KINDS`."""
        return core.Measure(
            id=self.id,
            label=self.label.value(),
            kind=KINDS[self.statistic],
            population=self.population,
            items=items,
            top=1.0 if self.top is None else self.top,
            unit=self.unit.value() if self.unit else None,
        )


class TableShape(Shape):
    id: Id
    title: TextShape
    population: core.Population
    axes: tuple[str, ...]
    measures: Annotated[tuple[str, ...], Field(min_length=1)]

    def value(self) -> core.TableSpec:
        return core.TableSpec(self.id, self.title.value(), self.population, self.axes, self.measures)


class ExpectedShape(Shape):
    recorded: Annotated[int, Field(ge=1)]
    scored: Annotated[int, Field(ge=1)]


class CatalogueShape(Shape):
    version: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(\.\d+)?$")]
    expected: ExpectedShape
    axes: Annotated[tuple[AxisShape, ...], Field(min_length=1)]
    measures: Annotated[tuple[MeasureShape, ...], Field(min_length=1)]
    tables: Annotated[tuple[TableShape, ...], Field(min_length=1)]


class WhyShape(Shape):
    why: TextShape
    source: SourceShape


class CountShape(WhyShape):
    value: Annotated[int, Field(ge=1)]


class ThresholdShape(WhyShape):
    value: Annotated[int, Field(ge=3)]


class SoleShape(WhyShape):
    value: Annotated[int, Field(ge=11)]


class StepShape(WhyShape):
    value: Annotated[int, Field(ge=5)]


class MeanStepShape(WhyShape):
    value: Annotated[float, Field(ge=0.1, le=1)]


class DominanceShape(WhyShape):
    value: Annotated[float, Field(gt=0, le=0.85)]


class AlikeShape(WhyShape):
    value: Annotated[float, Field(gt=0.5, le=0.95)]


class PartShape(WhyShape):
    value: Annotated[float, Field(ge=0.1, le=1)]


class RuleValuesShape(Shape):
    """No edit goes under what the law asks (3 companies, 11 persons, 85 %) or under what still hides one company."""

    threshold: ThresholdShape
    threshold_sole: SoleShape
    remain: ThresholdShape
    alike: AlikeShape
    dominance: DominanceShape
    p_percent: PartShape
    small_step: StepShape
    small_until: StepShape
    count_step: StepShape
    mean_step: MeanStepShape
    renewal: ThresholdShape
    room: PartShape


class LimitsShape(Shape):
    """`cells`: of all tables; `mean`, `least`: companies a cell, over the catalogue and in its finest table; `items`:
    columns of a measure in a table of two axes."""

    cells: Annotated[int, Field(ge=1)]
    mean: Annotated[int, Field(ge=1)]
    least: Annotated[int, Field(ge=1)]
    items: Annotated[int, Field(ge=1)]
    why: TextShape


class RulesShape(Shape):
    rules: RuleValuesShape
    magnitude_steps: dict[Id, CountShape]
    limits: LimitsShape

    def value(self) -> core.Rules:
        numbers = {name: getattr(self.rules, name) for name in type(self.rules).model_fields}
        sources: dict[str, Source] = {name: one.source.value() for name, one in numbers.items()}
        sources |= {f"magnitude_steps/{name}": one.source.value() for name, one in self.magnitude_steps.items()}
        steps = {name: one.value for name, one in self.magnitude_steps.items()}
        values = {name: one.value for name, one in numbers.items()}
        return core.Rules(**values, magnitude_steps=steps, sources=sources)


class SectionShape(Shape):
    code: Section
    label: TextShape


class DivisionShape(Shape):
    code: Division
    section: Section
    label: TextShape


class GroupShape(Shape):
    id: Id
    label: TextShape
    divisions: Annotated[tuple[Division, ...], Field(min_length=1)]


class SectorsShape(Shape):
    source: SourceShape
    sections: Annotated[tuple[SectionShape, ...], Field(min_length=1)]
    divisions: Annotated[tuple[DivisionShape, ...], Field(min_length=1)]
    groups: Annotated[tuple[GroupShape, ...], Field(min_length=1)]

    def section_axis(self) -> tuple[core.Category, ...]:
        return tuple(core.Category(row.code, row.label.value()) for row in self.sections)

    def division_axis(self) -> tuple[core.Category, ...]:
        return tuple(core.Category(row.code, row.label.value(), row.section) for row in self.divisions)

    def grouped_axis(self) -> tuple[core.Category, ...]:
        return tuple(core.Category(row.id, row.label.value(), parts=row.divisions) for row in self.groups)


class DepartmentShape(Shape):
    code: Insee
    name: TextShape


class DepartmentsShape(Shape):
    source: SourceShape
    departments: Annotated[tuple[DepartmentShape, ...], Field(min_length=1)]
