"""What the plan board holds, line by line: texts ready to print, and the few values that its forms send back."""

from dataclasses import dataclass

from reports.view_obstacles import Repair


@dataclass(frozen=True, slots=True)
class Place:
    """A quarter where a measure may start."""

    quarter: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the company's own figures for a measure; `value` as typed, `told` what the catalogue says."""

    field: str
    label: str
    unit: str
    value: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A measure in the quarter it starts. `state`: what the leader imposed, in words (None: nothing)."""

    id: str
    title: str
    lasts: str | None
    money: str
    days: str
    because: str
    state: str | None
    pinned: bool
    fixed_here: bool
    edited: bool
    start: int
    quarters: int
    places: tuple[Place, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """What is used of a limit: `percent` 0–100 of it, None where no limit was given."""

    label: str
    text: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A quarter; `running`: the measures started before that go on."""

    quarter: int
    name: str
    months: str
    money: str
    bars: tuple[Bar, ...]
    cards: tuple[Card, ...]
    running: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """Four quarters, which share a budget."""

    name: str
    months: str
    budget: Bar
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Named:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    actions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Imposed:
    """One thing that the leader imposed, and the act that takes it back."""

    action: str
    text: str
    act: str
    button: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    kicker: str
    title: str
    lead: str
    status: str
    years: tuple[Year, ...]
    dropped: tuple[str, ...]
    themes: tuple[Theme, ...]
    imposed: tuple[Imposed, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One figure of two plans; `difference` in words, None where both are equal."""

    name: str
    before: str
    after: str
    difference: str | None


@dataclass(frozen=True, slots=True)
class ObstacleLine:
    text: str
    repair: Repair | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """`summary` in one sentence; `causes`: what stands in the way and is nobody's to change; `obstacles`: the changes
    that would do, one by one or (`together`) all at once, then with `mend`, the button for them all."""

    summary: str
    added: tuple[ChangeLine, ...]
    removed: tuple[ChangeLine, ...]
    moved: tuple[ChangeLine, ...]
    totals: tuple[TotalLine, ...]
    causes: tuple[str, ...]
    obstacles: tuple[ObstacleLine, ...]
    together: bool
    mend: Repair | None
    nothing: bool

    @property
    def impossible(self) -> bool:
        return bool(self.causes or self.obstacles)


@dataclass(frozen=True, slots=True)
class MeansLine:
    name: str
    left: str
    right: str
    same: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The measures that two plans start in one quarter."""

    quarter: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    left: str
    right: str
    summary: str
    means: tuple[MeansLine, ...]
    totals: tuple[TotalLine, ...]
    quarters: tuple[SideBySide, ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    moved: tuple[ChangeLine, ...]
    left_obstacles: tuple[str, ...]
    right_obstacles: tuple[str, ...]
