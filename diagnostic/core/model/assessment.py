"""One company's answers, entry and wishes, as `palier-assessment/1` states them (CONTRACT)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

UNKNOWN: Literal["unknown"] = "unknown"
NOT_APPLICABLE: Literal["not_applicable"] = "not_applicable"
EVERYWHERE: Literal["all"] = "all"

Rating = float | Literal["unknown", "not_applicable"]
Evidence = Literal["declared", "documented", "observed"]
Group = Literal["adviser", "leader", "managers", "operators", "hr"]
Position = Literal["own_product", "co_designer", "subcontractor"]
Intent = Literal["catch_up", "advantage"]
LeaderProfile = Literal["sceptic", "learner", "conqueror"]
LARGEST_BUDGET = 100_000_000
MOST_DAYS = 10_000
MOST_AT_ONCE = 20
MOST_QUARTERS = 20
SIREN_LENGTH = 9  # a SIRET begins with it
PRUDENT_FIRST: tuple[LeaderProfile, ...] = ("sceptic", "learner", "conqueror")
Moment = Literal["before_use", "in_test", "after_use"]


@dataclass(frozen=True, slots=True)
class Company:
    """`naf` with its dot (25.62B), `idcc` a number; `region`, `department` and `commune`: Insee codes; `revenue` in
    euros."""

    name: str
    siret: str | None = None
    naf: str | None = None
    idcc: int | None = None
    headcount: int | None = None
    revenue: int | None = None
    region: str | None = None
    zone_emploi: str | None = None
    department: str | None = None
    commune: str | None = None
    position: Position | None = None
    intent: Intent | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    symptom: str
    indicator: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Symptoms and brakes with a severity 0–3 (2–3 = severe).

    `profile_answers`: question → the profile that its answer points to; `moment`: where a change under way stands;
    `openness`: the ways of meeting others that the leader already uses.
    """

    symptoms: Mapping[str, int] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    requirements: tuple[str, ...] = ()
    brakes: Mapping[str, int] = field(default_factory=dict)
    leader_profile: LeaderProfile | None = None
    profile_answers: Mapping[str, LeaderProfile] = field(default_factory=dict)
    moment: Moment | None = None
    openness: tuple[str, ...] = ()
    notes: str | None = None

    def profile(self) -> LeaderProfile | None:
        """What most of the short questions point to; the more prudent of two that tie; else what was stated."""
        if not self.profile_answers:
            return self.leader_profile
        told = list(self.profile_answers.values())
        return max(PRUDENT_FIRST, key=lambda profile: (told.count(profile), -PRUDENT_FIRST.index(profile)))


@dataclass(frozen=True, slots=True)
class Constraints:
    """`budget` in euros per four quarters, net of funding; None = not stated, so no limit."""

    budget: int | None = None
    release_days_per_quarter: float | None = None
    parallel_actions: int = 3
    horizon_quarters: int = 8


@dataclass(frozen=True, slots=True)
class Respondent:
    id: str
    group: Group


@dataclass(frozen=True, slots=True)
class Answer:
    """`function`: None for a company-wide item, one of the five or "all" otherwise."""

    item: str
    function: str | None
    respondent: str
    rating: Rating
    evidence: Evidence = "declared"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    item: str
    function: str | None
    rating: float | Literal["not_applicable"]
    reason: str


@dataclass(frozen=True, slots=True)
class SkillState:
    """Levels 0–4 of the best person who stays; `able`, `needed`, `leaving` are headcounts."""

    skill: str
    current: int
    able: int | None = None
    needed: int | None = None
    leaving: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    post: str | None = None
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    person: str
    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A skill of the matrix: of the catalogue, or the company's own, which alone bears a `name` (« tour Mazak »).

    `complexity` 1–3; `needed`: people who should hold it alone.
    """

    skill: str
    name: str | None = None
    complexity: int = 1
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Never leaves the company's space. A skill that has levels and no column of its own has the default one."""

    people: tuple[Person, ...] = ()
    levels: tuple[Level, ...] = ()
    columns: tuple[MatrixColumn, ...] = ()

    def every_column(self) -> tuple[MatrixColumn, ...]:
        """The columns given, then one for each other skill that has a level."""
        given = {column.skill for column in self.columns}
        met = dict.fromkeys(level.skill for level in self.levels)
        return (*self.columns, *(MatrixColumn(skill) for skill in met if skill not in given))


@dataclass(frozen=True, slots=True)
class TeamAptitude:
    """One of the seven general aptitudes, of a team and never of a person; level 0–4."""

    team: str
    aptitude: str
    level: int


@dataclass(frozen=True, slots=True)
class AreaTarget:
    """A rung 2–6 for the area, and the functions that differ from it."""

    default: float
    functions: Mapping[str, float] = field(default_factory=dict)

    def rung(self, function: str | None) -> float:
        return self.functions.get(function, self.default) if function else self.default


@dataclass(frozen=True, slots=True)
class Pin:
    action: str
    start_quarter: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    action: str
    field: str
    value: float


@dataclass(frozen=True, slots=True)
class PlanChoices:
    pinned: tuple[Pin, ...] = ()
    excluded: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Another set of means and choices, kept under a name to be compared with the plan's own."""

    name: str
    constraints: Constraints = field(default_factory=Constraints)
    plan: PlanChoices = field(default_factory=PlanChoices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """`functions`: weight of each of the five (0 = the company lacks it). `practice`: question about how the company
    trains → the answer's id."""

    questionnaire: str
    company: Company
    answers: tuple[Answer, ...]
    functions: Mapping[str, float]
    form: str = "full"
    date: dt.date | None = None
    lang: str = "fr"
    entry: Entry = field(default_factory=Entry)
    constraints: Constraints = field(default_factory=Constraints)
    respondents: tuple[Respondent, ...] = ()
    settled: tuple[Settled, ...] = ()
    skills: tuple[SkillState, ...] = ()
    matrix: Matrix = field(default_factory=Matrix)
    practice: Mapping[str, str] = field(default_factory=dict)
    aptitudes: tuple[TeamAptitude, ...] = ()
    target: Mapping[str, AreaTarget] = field(default_factory=dict)
    plan: PlanChoices = field(default_factory=PlanChoices)
    scenarios: tuple[Scenario, ...] = ()
    illustrative: bool = False
