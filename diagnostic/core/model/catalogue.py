"""The catalogues: skills, entry, actions, trainings, funding devices, OPCOs (METHOD 3, 5, 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Literal

from diagnostic.core.model.consent import ConsentText
from diagnostic.core.model.crosswalk import Crosswalks
from diagnostic.core.model.device import Device, FundingKind
from diagnostic.core.model.edition import Edition
from diagnostic.core.model.glossary import Term
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.profile import ProfileQuestion
from diagnostic.core.model.questionnaire import Questionnaire, Text
from diagnostic.core.model.restitution import RestitutionTerm
from diagnostic.core.model.rhythm import Rhythm
from diagnostic.core.model.sessions import Sessions
from diagnostic.core.model.source import Source
from diagnostic.core.model.tipping import Tipping
from diagnostic.core.model.workforce import Workforce

Theme = Literal["strategy", "organisation", "management", "human_resources", "working_conditions", "technology"]
Intent = Literal["catch_up", "advantage"]
Phase = Literal["awareness", "training", "accompaniment", "equipment", "organisation"]


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
    """The level of `skill` that at least one person who stays must hold for the capability to reach `rung`."""

    capability: str
    rung: int
    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class NoNeed:
    """A rung that asks for no skill beyond those of the rungs below, and why."""

    capability: str
    rung: int
    why: Text


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
    figures: tuple[Indicator, ...]


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
class Brake:
    id: str
    name: Text
    help: Text
    first_step: Text


@dataclass(frozen=True, slots=True)
class LeaderProfile:
    """Sets the tone and the first steps of a plan, never a score; never printed."""

    id: str
    name: Text
    help: Text
    opening: Text
    first_steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of appropriation: `answer` says that a change stands there, `advice` what to do for its users."""

    id: str
    name: Text
    help: Text
    answer: Text
    advice: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A way of not staying alone: a club, a cluster, visits …, and its first step."""

    id: str
    name: Text
    help: Text
    first_step: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The named choices of the entry."""

    positions: tuple[Choice, ...] = ()
    intents: tuple[Choice, ...] = ()
    brakes: tuple[Brake, ...] = ()
    leader_profiles: tuple[LeaderProfile, ...] = ()
    profile_questions: tuple[ProfileQuestion, ...] = ()
    moments: tuple[Moment, ...] = ()
    openness: tuple[Opening, ...] = ()
    groups: tuple[Choice, ...] = ()
    evidence: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """Insee codes."""

    code: str
    name: Text
    departments: tuple[str, ...] = ()


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
    to: Text
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
    intents: tuple[Intent, ...]
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
    """Euros before tax for one person, or for a group of at most `max_people`."""

    low: int
    high: int
    unit: Literal["person", "group"]
    basis: Text
    max_people: int = 1

    def times(self, people: int) -> int:
        """How many times the price is paid for that many people."""
        return ceil(people / self.max_people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """`hours` of the module used; `code` RNCP/RS, registered until `valid_to`, told only where
    `printable`. `audience` apprentice: what someone hired to learn brings in, at the employer's share of the price."""

    id: str
    title: Text
    certification: Text | None
    certifier: Text | None
    audience: Literal["employee", "apprentice"]
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

    def code_on(self, day: date) -> str | None:
        """The code, only where it was verified and is still registered that day."""
        told = self.printable and self.valid_to is not None and self.valid_to >= day
        return self.code if told else None


@dataclass(frozen=True, slots=True)
class Opco:
    id: str
    siro_label: str
    name: str
    siren: str
    full_name: Text
    scope: Text
    home_url: str
    rules_url: str | None
    approval: Text | None
    source: Source


@dataclass(frozen=True, slots=True)
class Agreement:
    """A collective agreement (IDCC), its most frequent OPCO and how many of its establishments were found there.
    `since_2019`: the ministry's table of 2019 names the same OPCO."""

    idcc: int
    title: Text | None
    opco: str
    siret_count: int
    in_opco: int
    others: tuple[str, ...] = ()
    since_2019: bool = False
    note: Text | None = None

    @property
    def share(self) -> float:
        return self.in_opco / self.siret_count


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
    """What `questionnaires/` holds, in file order; `in_force`: today's content, where this is an earlier edition's."""

    questionnaire: Questionnaire
    skills: Mapping[str, Skill]
    needs: tuple[Need, ...]
    no_needs: tuple[NoNeed, ...]
    symptoms: Mapping[str, Symptom]
    requirements: Mapping[str, Requirement]
    context: Context
    regions: tuple[Region, ...]
    actions: Mapping[str, Action]
    trainings: Mapping[str, Training]
    devices: Mapping[str, Device]
    opco: OpcoTables
    observatory: Catalogue
    workforce: Workforce = field(default_factory=Workforce)
    consents: tuple[ConsentText, ...] = ()
    restitution: RestitutionTerm = field(default_factory=RestitutionTerm)
    rhythm: Rhythm = field(default_factory=Rhythm)
    tipping: Tipping | None = None
    sessions: Sessions | None = None
    glossary: tuple[Term, ...] = ()
    crosswalks: Crosswalks | None = None
    editions: tuple[Edition, ...] = ()
    in_force: "Content | None" = None
