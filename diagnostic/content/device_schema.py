"""The shape of a funding device's YAML file, and the core value it becomes."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.model import device as core
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source

TrainingKind = Literal["trade", "regulatory", "language"]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
HourlyRate = Annotated[float, Field(ge=0, le=500)]
Hours = Annotated[float, Field(ge=0)]
Level = Annotated[int, Field(ge=3, le=8)]
Insee = Annotated[str, Field(pattern=r"^(\d{2,3}|2[AB])$")]


def text_or_none(shape: TextShape | None) -> Text | None:
    return shape.value() if shape else None


class SourceShape(Shape):
    title: TextShape
    url: Annotated[str, Field(pattern=r"^https://[^/\s]+\.[^/\s]+")] | None = None
    checked_on: date
    evidence: Literal["A", "B", "C", "D"] | None = None

    def value(self) -> Source:
        return Source(self.title.value(), self.checked_on, self.url, self.evidence)


class DeviceSourceShape(SourceShape):
    """A device always says how well its rule is known."""

    evidence: Literal["A", "B", "C", "D"]


class PeopleShape(Shape):
    statuses: tuple[core.PersonStatus, ...] | None = None
    min_age: Count | None = None
    max_age: Count | None = None
    min_seniority_months: Count | None = None
    lives_in: tuple[Insee, ...] | None = None

    def value(self) -> core.PeopleConditions:
        return core.PeopleConditions(
            statuses=self.statuses,
            min_age=self.min_age,
            max_age=self.max_age,
            min_seniority_months=self.min_seniority_months,
            lives_in=self.lives_in,
        )


class FollowedShape(Shape):
    """Conditions on what is followed."""

    kinds: tuple[TrainingKind, ...] | None = None
    levels: tuple[Level, ...] | None = None
    certifying: bool | None = None
    afest: bool | None = None
    min_hours: Hours | None = None
    max_hours: Hours | None = None

    def value(self) -> core.TrainingConditions:
        return core.TrainingConditions(
            kinds=self.kinds,
            levels=self.levels,
            certifying=self.certifying,
            afest=self.afest,
            min_hours=self.min_hours,
            max_hours=self.max_hours,
        )


class ConditionsShape(Shape):
    opco: tuple[Id, ...] | None = None
    idcc: tuple[Annotated[int, Field(ge=1, le=9999)], ...] | None = None
    min_headcount: Count | None = None
    max_headcount: Count | None = None
    regions: tuple[Insee, ...] | None = None
    departments: tuple[Insee, ...] | None = None
    naf_divisions: tuple[Annotated[str, Field(pattern=r"^\d{2}$")], ...] | None = None
    people: Annotated[tuple[PeopleShape, ...], Field(min_length=1)] | None = None
    training: FollowedShape = FollowedShape()

    def value(self) -> core.Conditions:
        return core.Conditions(
            opco=self.opco,
            idcc=self.idcc,
            min_headcount=self.min_headcount,
            max_headcount=self.max_headcount,
            regions=self.regions,
            departments=self.departments,
            naf_divisions=self.naf_divisions,
            people=tuple(row.value() for row in self.people) if self.people else None,
            training=self.training.value(),
        )


class CeilingShape(Shape):
    amount: Count
    per: core.CeilingPer

    def value(self) -> core.Ceiling:
        return core.Ceiling(self.amount, self.per)


class ScaleShape(Shape):
    conditions: ConditionsShape = ConditionsShape()
    share: Share | None = None
    per_hour: dict[TrainingKind, HourlyRate] | None = None
    flat: Count | None = None
    hourly_cap: HourlyRate | None = None
    left_to_person: Count = 0
    at_most: bool = False
    ceilings: tuple[CeilingShape, ...] = ()

    def value(self) -> core.Scale:
        return core.Scale(
            conditions=self.conditions.value(),
            share=self.share,
            per_hour={str(kind): euros for kind, euros in (self.per_hour or {}).items()},
            flat=self.flat,
            hourly_cap=self.hourly_cap,
            left_to_person=self.left_to_person,
            at_most=self.at_most,
            ceilings=tuple(row.value() for row in self.ceilings),
        )


class DeadlineShape(Shape):
    id: Id
    days: Annotated[int, Field(ge=-730, le=730)]
    task: TextShape
    basis: TextShape
    legal: bool

    def value(self) -> core.Deadline:
        return core.Deadline(self.id, self.days, self.task.value(), self.basis.value(), self.legal)


class DeviceShape(Shape):
    id: Id
    name: TextShape
    family: core.Family
    status: core.Status
    initiative: Literal["company", "person"] = "company"
    pays_for: core.FundingKind
    conditions: ConditionsShape = ConditionsShape()
    scales: tuple[ScaleShape, ...] = ()
    adds_to: tuple[Id, ...] = ()
    balance: Id | None = None
    valid_from: date | None
    valid_to: date | None
    annual_scale: bool = False
    rule: TextShape
    not_covered: TextShape | None = None
    delays: TextShape | None = None
    deadlines: tuple[DeadlineShape, ...] = ()
    to_confirm: TextShape | None = None
    replaced_by: Id | None = None
    legal_basis: TextShape | None = None
    operator: TextShape | None = None
    keywords: tuple[str, ...] = ()
    source: DeviceSourceShape

    def value(self) -> core.Device:
        return core.Device(
            id=self.id,
            name=self.name.value(),
            family=self.family,
            status=self.status,
            initiative=self.initiative,
            pays_for=self.pays_for,
            conditions=self.conditions.value(),
            scales=tuple(row.value() for row in self.scales),
            adds_to=self.adds_to,
            balance=self.balance,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            annual_scale=self.annual_scale,
            rule=self.rule.value(),
            not_covered=text_or_none(self.not_covered),
            delays=text_or_none(self.delays),
            deadlines=tuple(row.value() for row in self.deadlines),
            to_confirm=text_or_none(self.to_confirm),
            replaced_by=self.replaced_by,
            legal_basis=text_or_none(self.legal_basis),
            operator=text_or_none(self.operator),
            keywords=self.keywords,
            source=self.source.value(),
        )
