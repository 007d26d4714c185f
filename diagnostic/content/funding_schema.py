"""The shapes of trainings and OPCO tables, and the core values they become."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from diagnostic.content.catalogue_schema import Euros, SkillLevelShape
from diagnostic.content.device_schema import Share, SourceShape, TrainingKind
from diagnostic.content.schema import Id, TextShape
from diagnostic.content.shapes import Shape
from diagnostic.core.language import _
from diagnostic.core.model import catalogue as core

Address = Annotated[str, Field(pattern=r"^https://")]


class TrainingCostShape(Shape):
    low: Euros
    high: Euros
    unit: Literal["person", "group"]
    basis: TextShape
    max_people: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def a_group_has_a_size(self) -> Self:
        if (self.unit == "group") != (self.max_people is not None):
            raise PydanticCustomError(
                "cost", _("valeur refusée"), {"allowed": _("max_people avec unit: group, et lui seul")}
            )
        return self

    def value(self) -> core.TrainingCost:
        return core.TrainingCost(self.low, self.high, self.unit, self.basis.value(), self.max_people or 1)


class TrainingShape(Shape):
    id: Id
    title: TextShape
    certification: TextShape | None = None
    certifier: TextShape | None = None
    audience: Literal["employee", "apprentice"] = "employee"
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
            certifier=self.certifier.value() if self.certifier else None,
            audience=self.audience,
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


class OpcoShape(Shape):
    id: Id
    siro_label: str
    name: str
    siren: Annotated[str, Field(pattern=r"^\d{9}$")]
    full_name: TextShape
    scope: TextShape
    home_url: Address
    rules_url: Address | None = None
    approval: TextShape | None = None
    source: SourceShape

    def value(self) -> core.Opco:
        return core.Opco(
            id=self.id,
            siro_label=self.siro_label,
            name=self.name,
            siren=self.siren,
            full_name=self.full_name.value(),
            scope=self.scope.value(),
            home_url=self.home_url,
            rules_url=self.rules_url,
            approval=self.approval.value() if self.approval else None,
            source=self.source.value(),
        )


class AgreementShape(Shape):
    idcc: Annotated[int, Field(ge=1, le=9999)]
    title: TextShape | None
    opco: Id
    siret_count: Annotated[int, Field(ge=1)]
    in_opco: Annotated[int, Field(ge=1)]
    others: tuple[Id, ...] = ()
    since_2019: bool = False
    note: TextShape | None = None

    def value(self) -> core.Agreement:
        return core.Agreement(
            idcc=self.idcc,
            title=self.title.value() if self.title else None,
            opco=self.opco,
            siret_count=self.siret_count,
            in_opco=self.in_opco,
            others=self.others,
            since_2019=self.since_2019,
            note=self.note.value() if self.note else None,
        )


class EscapeCodeShape(Shape):
    """A code that says nothing about the OPCO."""

    idcc: Annotated[int, Field(ge=1, le=9999)]
    siret_count: Annotated[int, Field(ge=1)]


class AgreementsShape(Shape):
    source: SourceShape
    agreements: tuple[AgreementShape, ...]
    escape_codes: tuple[EscapeCodeShape, ...]


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
