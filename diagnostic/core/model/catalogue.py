"""The catalogues: skills, entry, actions, trainings, funding devices, OPCOs (METHOD 3, 5, 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from diagnostic.core.model.questionnaire import Questionnaire, Text

Theme = Literal["strategy", "organisation", "management", "human_resources", "working_conditions", "technology"]
Phase = Literal["awareness", "training", "accompaniment", "equipment", "organisation"]
FundingKind = Literal["training", "hr_advice", "innovation", "diagnostic"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from and when it was last checked."""

    title: Text
    checked_on: date
    url: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    framework: str
    code: str | None
    label: Text


@dataclass(frozen=True, slots=True)
class Skill:
    """`levels[k]` says what level k (0 none … 4 transmits) looks like."""

    id: str
    family: str
    criticality: int
    name: Text
    description: Text
    levels: tuple[Text, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Need:
    capability: str
    rung: int
    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class Indicator:
    id: str
    label: Text
    unit: str | None = None
    better: Literal["lower", "higher"] | None = None


@dataclass(frozen=True, slots=True)
class Symptom:
    id: str
    side: Literal["outside", "inside"]
    name: Text
    question: Text
    indicator: Indicator | None


@dataclass(frozen=True, slots=True)
class RungRef:
    """Cells at a rung; `functions` None = every function of the capability, or its company-wide cell."""

    capability: str
    functions: tuple[str, ...] | None
    rung: float


@dataclass(frozen=True, slots=True)
class Requirement:
    id: str
    name: Text
    help: Text
    rungs: tuple[RungRef, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A named choice of the entry: a position, an intent, a brake, a group …"""

    id: str
    name: Text
    help: Text


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Raise:
    """The rating r of each cell becomes max(r, to) if r >= from."""

    capability: str
    functions: tuple[str, ...] | None
    start: float
    to: float


@dataclass(frozen=True, slots=True)
class SkillLevel:
    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class TrainingUse:
    training: str
    people: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Euros before tax, for companies up to `max_headcount` people, trainings left out."""

    max_headcount: int
    low: int
    high: int
    basis: Text


@dataclass(frozen=True, slots=True)
class WorksCouncil:
    """`level` holds from `from_headcount` people; below it, informing is enough. `why` cites the article."""

    level: Literal["none", "inform", "consult"]
    why: Text | None
    from_headcount: int | None = None

    def level_for(self, headcount: int | None) -> Literal["none", "inform", "consult"]:
        """What a company of that size has to do (the higher duty when the size is not known)."""
        if self.from_headcount is None or headcount is None or headcount >= self.from_headcount:
            return self.level
        return "inform"


@dataclass(frozen=True, slots=True)
class Expected:
    start: str
    to: str
    basis: Text


@dataclass(frozen=True, slots=True)
class ActionText:
    title: Text
    why: Text
    how: tuple[Text, ...]
    first_step: Text
    fails_if: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Days are all people together; `release_days` (away from the post) are part of `internal_days`."""

    id: str
    theme: Theme
    phase: Phase
    raises: tuple[Raise, ...]
    requires_actions: tuple[str, ...]
    requires_cells: tuple[RungRef, ...]
    symptoms: tuple[str, ...]
    needs_skills: tuple[SkillLevel, ...]
    builds_skills: tuple[SkillLevel, ...]
    trainings: tuple[TrainingUse, ...]
    quarters: int
    release_days: float
    internal_days: float
    costs: tuple[Cost, ...]
    funding_kind: FundingKind | None
    cse: WorksCouncil
    expected: Expected | None
    text: ActionText
    who: Text
    indicators: tuple[Indicator, ...]
    helpers: tuple[Text, ...]

    def cost_for(self, headcount: int | None) -> Cost:
        """The cost range of a company of that size (the largest size when it is not known)."""
        for cost in self.costs:
            if headcount is not None and headcount <= cost.max_headcount:
                return cost
        return self.costs[-1]


@dataclass(frozen=True, slots=True)
class TrainingCost:
    low: int
    high: int
    unit: Literal["person", "group"]
    basis: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """`hours` of the module used; `code` RNCP/RS only when verified, valid until `valid_to`."""

    id: str
    title: Text
    certification: Text | None
    kind: Literal["trade", "regulatory", "language"]
    code: str | None
    level: int | None
    valid_to: date | None
    printable: bool
    hours: float
    modality: Literal["on_site", "at_work", "mixed", "online"]
    afest: bool
    provider_family: Text
    skills: tuple[SkillLevel, ...]
    cost: TrainingCost
    source: Source


@dataclass(frozen=True, slots=True)
class Conditions:
    """Every one must hold; None = no condition."""

    opco: tuple[str, ...] | None
    min_headcount: int | None
    max_headcount: int | None
    regions: tuple[str, ...] | None
    naf_divisions: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Ceiling:
    amount: int
    per: Literal["company_year", "trainee", "company"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A funding device; `share` of the eligible cost, or euros per trainee-hour by kind of training."""

    id: str
    name: Text
    status: Literal["active", "ended", "unverified"]
    pays_for: FundingKind
    conditions: Conditions
    share: float | None
    per_hour: Mapping[str, float]
    ceiling: Ceiling | None
    valid_from: date | None
    valid_to: date | None
    annual_scale: bool
    rule: Text
    not_covered: Text | None
    delays: Text | None
    to_confirm: Text | None
    source: Source


@dataclass(frozen=True, slots=True)
class Opco:
    id: str
    siro_label: str
    name: str
    scope: Text
    rules_url: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Agreement:
    """A collective agreement (IDCC) and its OPCO."""

    idcc: int
    title: Text | None
    opco: str
    siret_count: int | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class NafShare:
    """Observed share of an activity's establishments in its most frequent OPCO, with its 95 % interval."""

    naf: str
    opco: str
    share: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpcoTables:
    opcos: Mapping[str, Opco]
    agreements: Mapping[int, Agreement]
    agreements_source: Source
    escape_codes: tuple[int, ...]
    naf_shares: tuple[NafShare, ...]
    naf_without_suggestion: tuple[str, ...]
    naf_source: Source
    naf_labels: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything loaded from `questionnaires/`, in file order."""

    questionnaire: Questionnaire
    skills: Mapping[str, Skill]
    needs: tuple[Need, ...]
    symptoms: Mapping[str, Symptom]
    requirements: Mapping[str, Requirement]
    context: Mapping[str, tuple[Choice, ...]]
    regions: tuple[Region, ...]
    actions: Mapping[str, Action]
    trainings: Mapping[str, Training]
    devices: Mapping[str, Device]
    opco: OpcoTables
