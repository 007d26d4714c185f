"""A funding device as a dated rule: who it is for, what it pays, under which ceilings, asked for when (METHOD 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source

FundingKind = Literal[
    "training", "hr_advice", "innovation", "research", "diagnostic", "hiring", "tutoring", "validation", "guidance",
    "investment",
]  # fmt: skip
Status = Literal["active", "ended", "unverified"]
Family = Literal["opco", "state", "tax", "hiring", "person", "advice", "collective"]
PersonStatus = Literal["employee", "job_seeker", "minimum_income", "apprentice"]
CeilingPer = Literal["file", "trainee", "company_year", "company"]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Whole euros per file (one cost), per trainee of that cost, per civil year or once for the company."""

    amount: int
    per: CeilingPer


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleConditions:
    """Those who are trained or hired; None = no condition. Ages in years, bounds included; `lives_in`: departments."""

    statuses: tuple[PersonStatus, ...] | None = None
    min_age: int | None = None
    max_age: int | None = None
    min_seniority_months: int | None = None
    lives_in: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConditions:
    """What is followed; None = no condition. `levels`: French levels 3–8 of the certification."""

    kinds: tuple[str, ...] | None = None
    levels: tuple[int, ...] | None = None
    certifying: bool | None = None
    afest: bool | None = None
    min_hours: float | None = None
    max_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Every one must hold; None = no condition. `people`: alternatives, one of which must hold."""

    opco: tuple[str, ...] | None = None
    idcc: tuple[int, ...] | None = None
    min_headcount: int | None = None
    max_headcount: int | None = None
    regions: tuple[str, ...] | None = None
    departments: tuple[str, ...] | None = None
    naf_divisions: tuple[str, ...] | None = None
    people: tuple[PeopleConditions, ...] | None = None
    training: TrainingConditions = field(default_factory=TrainingConditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What a device pays where `conditions` hold: one of `share` of the cost, `per_hour` (euros per trainee-hour by
    kind of training) or `flat` (euros per person).

    `hourly_cap`: euros per trainee-hour above which the cost is not eligible; `left_to_person`: euros each person pays;
    `at_most`: a maximum that a file decides: told, never counted.
    """

    conditions: Conditions = field(default_factory=Conditions)
    share: float | None = None
    per_hour: Mapping[str, float] = field(default_factory=dict)
    flat: int | None = None
    hourly_cap: float | None = None
    left_to_person: int = 0
    at_most: bool = False
    ceilings: tuple[Ceiling, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A delay counted from the day the training or the contract starts: `days` negative = before.

    `legal`: stated by a text; otherwise a prudence of ours.
    """

    id: str
    days: int
    task: Text
    basis: Text
    legal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """`scales`: the first whose conditions hold applies; none = help in kind, or an amount that only a file tells.

    `initiative`: a person's device is never counted in a company's plan. `adds_to`: the only devices with which it may
    share one cost. `balance`: devices that draw on one account of the person.
    """

    id: str
    name: Text
    family: Family
    status: Status
    initiative: Literal["company", "person"]
    pays_for: FundingKind
    conditions: Conditions
    scales: tuple[Scale, ...]
    adds_to: tuple[str, ...]
    balance: str | None
    valid_from: date | None
    valid_to: date | None
    annual_scale: bool
    rule: Text
    not_covered: Text | None
    delays: Text | None
    deadlines: tuple[Deadline, ...]
    to_confirm: Text | None
    replaced_by: str | None
    legal_basis: Text | None
    operator: Text | None
    keywords: tuple[str, ...]
    source: Source

    def shares_cost_with(self, other: "Device") -> bool:
        """Whether both may pay for the same cost; two devices exclude one another unless a rule says otherwise."""
        return other.id in self.adds_to or self.id in other.adds_to
