"""A figure of the observatory as one value: what a page draws, and what its downloads write, as SVG and as CSV.

Everything in it comes from released figures, rounded and protected: there is nothing else to read behind a drawing.
"""

from dataclasses import dataclass, field
from typing import Literal

from diagnostic.core.language import _
from diagnostic.core.model.released import Figure

Scale = Literal["share", "mean", "amount"]
PANEL_WIDTH, PANEL_HEIGHT, PANEL_GAP = 180.0, 72.0, 8.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One line. `told`: the released figure in words; `detail`: what comes with it (« environ 35 % »); `share`: that
    alone; `figure`: the figure, None where withheld. `low`, `high`: parts of the scale between which it stands, None
    where nothing is drawn: equal where the figure says where, apart where it is rounded or told by a band."""

    code: str
    label: str
    told: str
    detail: str = ""
    figure: Figure | None = None
    low: float | None = None
    high: float | None = None
    group: str = ""
    share: str = ""

    @property
    def sure(self) -> str:
        """Length of what is certain, as drawings write it: « 12.5% »."""
        return percent(self.low or 0.0)

    @property
    def unsure(self) -> str:
        return percent((self.high or 0.0) - (self.low or 0.0))

    @property
    def drawn(self) -> bool:
        return self.high is not None and self.high > 0

    @property
    def is_vague(self) -> bool:
        return self.low is not None and self.high is not None and self.high - self.low > 0.001

    @property
    def is_band(self) -> bool:
        """Told by a half, and no more."""
        return isinstance(self.figure, str)

    @property
    def secret(self) -> bool:
        return self.figure is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFigure:
    """Bars, or dots where `scale` is "mean". `name`: in addresses; `title`: the answer; `what`: what a line and a
    figure are; `first`, `last`: headings of the table; `ticks`: words at equal distances along the scale; `place`: of
    whom; `heading`: said instead of the title where the page has said it already."""

    name: str
    title: str
    what: str
    first: str
    last: str
    scale: Scale
    ticks: tuple[str, ...]
    bars: tuple[Bar, ...]
    place: str
    note: str = ""
    heading: str = ""

    @property
    def shown(self) -> tuple[Bar, ...]:
        return tuple(bar for bar in self.bars if not bar.secret)

    @property
    def secret(self) -> tuple[Bar, ...]:
        return tuple(bar for bar in self.bars if bar.secret)


@dataclass(frozen=True, slots=True)
class Panel:
    """One small drawing among others of the same scale. `counted`: « environ 40 entreprises », or why there is none."""

    code: str
    label: str
    counted: str
    bars: tuple[Bar, ...]
    shown: bool

    @property
    def columns(self) -> tuple["Column", ...]:
        """Its bars as the page draws them, upright."""
        step = PANEL_WIDTH / max(1, len(self.bars))
        return tuple(
            Column(bar.code, at * step + PANEL_GAP / 2, step - PANEL_GAP, bar.low or 0.0, bar.high or 0.0, bar.is_band)
            for at, bar in enumerate(self.bars)
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One upright bar of a panel, in the units of its drawing; `left`, `wide`: across; `low`, `high`: parts of all."""

    name: str
    left: float
    wide: float
    low: float
    high: float
    is_band: bool

    @property
    def x(self) -> str:
        return number(self.left)

    @property
    def width(self) -> str:
        return number(self.wide)

    @property
    def middle(self) -> str:
        return number(self.left + self.wide / 2)

    @property
    def sure_y(self) -> str:
        return number(PANEL_HEIGHT * (1 - self.low))

    @property
    def sure_height(self) -> str:
        return number(PANEL_HEIGHT * self.low)

    @property
    def unsure_y(self) -> str:
        return number(PANEL_HEIGHT * (1 - self.high))

    @property
    def unsure_height(self) -> str:
        return number(PANEL_HEIGHT * (self.high - self.low))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPanels:
    """Small multiples: the same `columns` everywhere, from 0 to all companies of the panel. `hidden`: how many panels
    are withheld, and which."""

    name: str
    title: str
    what: str
    first: str
    columns: tuple[str, ...]
    panels: tuple[Panel, ...]
    place: str
    hidden: str = ""
    scale: Scale = "share"

    @property
    def shown(self) -> tuple[Panel, ...]:
        return tuple(panel for panel in self.panels if panel.shown)

    @property
    def secret(self) -> tuple[Panel, ...]:
        return tuple(panel for panel in self.panels if not panel.shown)


@dataclass(frozen=True, slots=True)
class Patch:
    """One territory of a map. `tone`: rank of its class from the palest, None where withheld; `chosen`: the reader
    came for it; `sign`: what is written in it where its figure would not be read there."""

    code: str
    label: str
    told: str
    detail: str
    figure: Figure | None
    tone: int | None
    chosen: bool = False
    sign: str = ""

    @property
    def in_one_line(self) -> str:
        told = ", ".join(part for part in (self.told, self.detail) if part)
        return _("{a}\u00a0: {b}", a=self.label, b=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionMap:
    """A map by region or by department (`level`). `classes`: what each tone means, the palest first; `inside`: code of
    the region that fills the drawing, None for the whole country."""

    name: str
    title: str
    what: str
    level: Literal["region", "department"]
    last: str
    classes: tuple[str, ...]
    patches: tuple[Patch, ...]
    place: str
    inside: str | None = None
    note: str = ""


Drawn = RegionFigure | RegionPanels | RegionMap


@dataclass(frozen=True, slots=True)
class Credit:
    """What every download carries: of which release, of whom, drawn by chance or not, from where."""

    number: int
    on: str
    day: str
    quarter: str
    synthetic: bool
    place: str
    lines: tuple[str, ...] = field(default=())


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def number(value: float) -> str:
    """As drawings write it: one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
