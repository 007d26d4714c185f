"""The shapes of trainings, funding devices and OPCO tables, and the core values they become."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from diagnostic.content.catalogue_schema import Euros, SkillLevelShape
from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.model import catalogue as core

TrainingKind = Literal["trade", "regulatory", "language"]
Share = Annotated[float, Field(ge=0, le=1)]


class SourceShape(Shape):
    title: TextShape
    url: str | None = None
    checked_on: date
    evidence: str | None = None

    def value(self) -> core.Source:
        return core.Source(self.title.value(), self.checked_on, self.url, self.evidence)


class TrainingCostShape(Shape):
    low: Euros
    high: Euros
    unit: Literal["person", "group"]
    basis: TextShape

    def value(self) -> core.TrainingCost:
        return core.TrainingCost(self.low, self.high, self.unit, self.basis.value())


class TrainingShape(Shape):
    id: Id
    title: TextShape
    certification: TextShape | None = None
    kind: TrainingKind
    code: Annotated[str, Field(pattern=r"^(RNCP|RS)\d{4,5}$")] | None = None
    level: Annotated[int, Field(ge=3, le=8)] | None = None
    valid_to: date | None = None
    printable: bool
    hours: Annotated[float, Field(gt=0)]
    modality: Literal["on_site", "at_work", "mixed", "online"]
    afest: bool
    provider_family: TextShape
    skills: tuple[SkillLevelShape, ...]
    cost: TrainingCostShape
    source: SourceShape

    def value(self) -> core.Training:
        return core.Training(
            id=self.id,
            title=self.title.value(),
            certification=self.certification.value() if self.certification else None,
            kind=self.kind,
            code=self.code,
            level=self.level,
            valid_to=self.valid_to,
            printable=self.printable,
            hours=self.hours,
            modality=self.modality,
            afest=self.afest,
            provider_family=self.provider_family.value(),
            skills=tuple(row.value() for row in self.skills),
            cost=self.cost.value(),
            source=self.source.value(),
        )


class ConditionsShape(Shape):
    opco: tuple[Id, ...] | None = None
    min_headcount: int | None = None
    max_headcount: int | None = None
    regions: tuple[str, ...] | None = None
    naf_divisions: tuple[Annotated[str, Field(pattern=r"^\d{2}$")], ...] | None = None

    def value(self) -> core.Conditions:
        return core.Conditions(self.opco, self.min_headcount, self.max_headcount, self.regions, self.naf_divisions)


class RateShape(Shape):
    share: Share | None = None
    per_hour: dict[TrainingKind, Annotated[float, Field(ge=0)]] | None = None


class CeilingShape(Shape):
    amount: Euros
    per: Literal["company_year", "trainee", "company"]

    def value(self) -> core.Ceiling:
        return core.Ceiling(self.amount, self.per)


class DeviceShape(Shape):
    id: Id
    name: TextShape
    status: Literal["active", "ended", "unverified"]
    pays_for: core.FundingKind
    conditions: ConditionsShape
    rate: RateShape
    ceiling: CeilingShape | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    annual_scale: bool
    rule: TextShape
    not_covered: TextShape | None = None
    delays: TextShape | None = None
    to_confirm: TextShape | None = None
    source: SourceShape

    def value(self) -> core.Device:
        return core.Device(
            id=self.id,
            name=self.name.value(),
            status=self.status,
            pays_for=self.pays_for,
            conditions=self.conditions.value(),
            share=self.rate.share,
            per_hour={str(kind): euros for kind, euros in (self.rate.per_hour or {}).items()},
            ceiling=self.ceiling.value() if self.ceiling else None,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            annual_scale=self.annual_scale,
            rule=self.rule.value(),
            not_covered=self.not_covered.value() if self.not_covered else None,
            delays=self.delays.value() if self.delays else None,
            to_confirm=self.to_confirm.value() if self.to_confirm else None,
            source=self.source.value(),
        )


class OpcoShape(Shape):
    id: Id
    siro_label: str
    name: str
    scope: TextShape
    rules_url: str | None = None
    source: SourceShape

    def value(self) -> core.Opco:
        return core.Opco(self.id, self.siro_label, self.name, self.scope.value(), self.rules_url, self.source.value())


class AgreementShape(Shape):
    idcc: Annotated[int, Field(ge=1, le=9999)]
    title: TextShape | None
    opco: Id
    siret_count: int | None = None
    note: TextShape | None = None

    def value(self) -> core.Agreement:
        return core.Agreement(
            self.idcc,
            self.title.value() if self.title else None,
            self.opco,
            self.siret_count,
            self.note.value() if self.note else None,
        )


class AgreementsShape(Shape):
    source: SourceShape
    agreements: tuple[AgreementShape, ...]
    escape_codes: tuple[int, ...]


class NafShareShape(Shape):
    naf: str
    opco: Id
    share: Share
    low: Share
    high: Share
    n: int

    def value(self) -> core.NafShare:
        return core.NafShare(self.naf, self.opco, self.share, self.low, self.high, self.n)


class NafSharesShape(Shape):
    source: SourceShape
    divisions: tuple[NafShareShape, ...]
    none: tuple[str, ...]


class NafLabelShape(Shape):
    naf: Annotated[str, Field(pattern=r"^\d{2}\.\d{2}[A-Z]$")]
    label: TextShape


class NafLabelsShape(Shape):
    source: SourceShape
    codes: tuple[NafLabelShape, ...]


class WordingShape(Shape):
    brands: tuple[str, ...]
    acronyms: dict[str, tuple[str, ...]]
