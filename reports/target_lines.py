"""What the page of the target holds, line by line."""

from dataclasses import dataclass

from reports.lines import DotRow, Landings


@dataclass(frozen=True, slots=True)
class FunctionChoice:
    """A function that may aim apart; `text` says where it stands."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """`proposed`: in words, for the choice « as proposed »; `why`: what asks for more than the rest of the area."""

    id: str
    name: str
    today: str
    proposed: str
    why: tuple[str, ...]
    functions: tuple[FunctionChoice, ...]


@dataclass(frozen=True, slots=True)
class RungChoice:
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One consequence; `proposal`: the same for the proposed target, None where both are one."""

    name: str
    value: str
    detail: str
    proposal: str | None


@dataclass(frozen=True, slots=True)
class CellLine:
    title: str
    where: str
    change: str


@dataclass(frozen=True, slots=True)
class StepLine:
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequencesView:
    """`said`: the whole in one sentence, for whoever listens to the page; `compared`: with the proposal, in words;
    `unknown`: what is not rated, so not counted. No measure at all while nothing is rated."""

    title: str
    said: str
    measures: tuple[Measure, ...]
    note: str
    unknown: str | None
    compared: str | None
    steps: tuple[StepLine, ...]
    to_raise: tuple[CellLine, ...]
    lacking: tuple[str, ...]
    unstated: tuple[str, ...]
    out_of_reach: tuple[CellLine, ...]
    unserved: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    title: str
    lead: str
    landings: Landings
    rows: tuple[DotRow, ...]
    dots_note: str
    consequences: ConsequencesView
