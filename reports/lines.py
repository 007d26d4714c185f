"""What a page holds, line by line: sentences ready to print, and the few numbers that a drawing needs."""

from dataclasses import dataclass

from reports.plan_lines import FilingLine, Tone

TOP = 6.0


@dataclass(frozen=True, slots=True)
class Landings:
    """The six landings. `names` from stage 1 to 6; `target` the stage reached if every target is; None = not known."""

    stage: int | None
    stage_low: int
    stage_high: int
    index: float | None
    index_low: float
    index_high: float
    index_text: str | None
    target: int | None
    names: tuple[str, ...]
    label: str
    note: str
    rows: tuple["LandingRow", ...]


@dataclass(frozen=True, slots=True)
class LandingRow:
    """One landing in words, for the table under the picture."""

    number: int
    name: str
    meaning: str
    state: str
    consolidated: bool


@dataclass(frozen=True, slots=True)
class DotRow:
    """A node on a line from 0 to 6; `*_at` are fractions of the line."""

    name: str
    index_text: str
    range_text: str | None
    target_text: str | None
    index: float | None
    low: float
    high: float
    target: float | None
    unassessed: bool
    intro: str = ""
    next_step: str | None = None

    @property
    def index_at(self) -> float | None:
        return None if self.index is None else self.index / TOP

    @property
    def low_at(self) -> float:
        return self.low / TOP

    @property
    def high_at(self) -> float:
        return self.high / TOP

    @property
    def target_at(self) -> float | None:
        return None if self.target is None else self.target / TOP


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`text` is what is printed; `level` 0..6 the shade, None = nothing rated there."""

    text: str
    level: float | None
    label: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    name: str
    cells: tuple[HeatCell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    note: str


@dataclass(frozen=True, slots=True)
class AlertLine:
    title: str
    text: str
    principle: str
    capability: str


@dataclass(frozen=True, slots=True)
class BlockingLine:
    """`principle` and `capability` are ids, to link to the question."""

    goal: str
    where: str
    today: str
    title: str
    principle: str
    capability: str


@dataclass(frozen=True, slots=True)
class StrengthLine:
    title: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class UnknownLine:
    title: str
    where: str
    principle: str
    capability: str


@dataclass(frozen=True, slots=True)
class NotApplicableLine:
    title: str
    where: str
    weight_text: str


@dataclass(frozen=True, slots=True)
class ContradictionLine:
    why: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """A disagreement: its subject and its size, never who said what."""

    title: str
    where: str
    size_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    kicker: str
    title: str
    lead: str
    landings: Landings
    alerts: tuple[AlertLine, ...]
    principles: tuple[DotRow, ...]
    areas: tuple[DotRow, ...]
    functions: tuple[DotRow, ...]
    company_wide: tuple[DotRow, ...]
    heat: Heat | None
    dots_note: str
    blocking_title: str
    blocking: tuple[BlockingLine, ...]
    blocking_others: tuple[BlockingLine, ...]
    blocking_none: str | None
    strengths: tuple[StrengthLine, ...]
    unknown_text: str | None
    unknown: tuple[UnknownLine, ...]
    not_applicable: tuple[NotApplicableLine, ...]
    contradictions: tuple[ContradictionLine, ...]
    base_incomplete: str | None
    evidence_text: str
    gaps: tuple[GapLine, ...]
    target_text: str
    is_flash: bool
    illustrative: str | None


@dataclass(frozen=True, slots=True)
class TrainingLine:
    title: str
    detail: str
    certification: str | None
    cost_text: str


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill that a measure rests on: who is short of it, how to build it, who may pay. Never counted.

    `training` and `device` are ids, for the list of sources.
    """

    need: str
    way: str | None
    certification: str | None
    money: str | None
    training: str | None
    device: str | None


@dataclass(frozen=True, slots=True)
class VitalLine:
    """A vital minimum that does not hold, what to do about it this week, and the measure it belongs to."""

    title: str
    first_step: str
    measure: str


@dataclass(frozen=True, slots=True)
class FundingLine:
    """What a device brings to one measure, with what makes it believable."""

    device: str
    amount: str
    rule: str
    valid: str
    source: str


@dataclass(frozen=True, slots=True)
class RaiseLine:
    title: str
    where: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`id` is the action's. Every text is ready to print; None = nothing to say. `cse` says what to do and why,
    `council` what to do in three words."""

    id: str
    rank: int
    title: str
    why: str
    how: tuple[str, ...]
    first_step: str
    first_when: str
    fails_if: str
    who: str
    when: str
    cost_text: str
    internal_text: str
    net_text: str | None
    trainings: tuple[TrainingLine, ...]
    skills: tuple[SkillLine, ...]
    opco_lines: tuple[FundingLine, ...]
    if_renewed: tuple[str, ...]
    indicator: str
    expected: str | None
    helpers: str | None
    cse: str
    council: str | None
    safe_choice: str | None
    answers: str | None
    raises: tuple[RaiseLine, ...]


@dataclass(frozen=True, slots=True)
class QuarterColumn:
    """One quarter of the calendar: « T1 2027 », its months, its net cost and its days away from the post."""

    label: str
    months: str
    cost_text: str
    days_text: str


@dataclass(frozen=True, slots=True)
class CalendarRow:
    id: str
    rank: int
    title: str
    running: tuple[bool, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Calendar:
    quarters: tuple[QuarterColumn, ...]
    rows: tuple[CalendarRow, ...]
    in_one_line: str


@dataclass(frozen=True, slots=True)
class FundingRow:
    """One measure and one device; `device` None where no device pays. `net` and `gross` on a measure's first row."""

    measure: str
    gross: str
    device: str | None
    amount: str
    rule: str
    valid: str
    source: str
    net: str
    if_renewed: str


@dataclass(frozen=True, slots=True)
class Totals:
    gross: str
    gross_range: str
    funded: str
    net: str
    if_renewed: str | None
    if_renewed_text: str | None
    internal: str
    release: str


@dataclass(frozen=True, slots=True)
class ConfirmLine:
    device: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnreachedLine:
    goal: str
    where: str
    because: str


@dataclass(frozen=True, slots=True)
class TrajectoryPoint:
    """`label` reads in a sentence, `short` heads a column."""

    label: str
    short: str
    index: float | None
    index_text: str
    stage: int | None
    stage_text: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    area: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    kicker: str
    title: str
    lead: str
    status_text: str
    tone: Tone
    vital: tuple[VitalLine, ...]
    measures: tuple[Measure, ...]
    others: tuple[Measure, ...]
    calendar: Calendar
    filings: tuple[FilingLine, ...]
    funding: tuple[FundingRow, ...]
    totals: Totals
    to_confirm: tuple[ConfirmLine, ...]
    unreached: tuple[UnreachedLine, ...]
    to_assess: tuple[UnknownLine, ...]
    dropped: tuple[str, ...]
    infeasible: tuple[str, ...]
    trajectory: tuple[TrajectoryPoint, ...]
    trajectory_text: str
    opco_text: str
    opco_check_url: str
    targets: tuple[TargetLine, ...]
    caution: str
    unanswered: bool = False
    superseded: bool = False
