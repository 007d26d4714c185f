"""What the first bearing holds, line by line: sentences ready to print."""

from dataclasses import dataclass

from reports.lines import AlertLine, Landings


@dataclass(frozen=True, slots=True)
class StepLine:
    """One of the three first steps: what, this week's beginning, what it takes; `answers` the difficulty it eases."""

    title: str
    first_step: str
    why: str
    cost_text: str
    free: bool
    answers: str | None
    helpers: str | None


@dataclass(frozen=True, slots=True)
class PointLine:
    """A strength or a brake: the question's title, the situation chosen; `step` what would lift a brake by one rung."""

    title: str
    situation: str
    step: str | None = None


@dataclass(frozen=True, slots=True)
class CallLines:
    """Who funds training, how sure it is, and what to ask on the telephone; `site` None where no OPCO is known."""

    opco: str
    whom: str
    ask: str
    site: str | None
    site_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BearingView:
    """`index_text` None where too little is known; `missing` None when every question has its answer."""

    company: str
    kicker: str
    title: str
    lead: str
    index_text: str | None
    missing: str | None
    landings: Landings
    alerts: tuple[AlertLine, ...]
    steps_title: str
    steps: tuple[StepLine, ...]
    steps_none: str
    strengths: tuple[PointLine, ...]
    strengths_none: str
    brakes: tuple[PointLine, ...]
    brakes_title: str
    brakes_none: str
    call: CallLines
    visit: str
    honesty: str
    caution: str
