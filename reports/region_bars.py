"""Lines of the observatory's figures, from released cells: words, and how far the drawing may go."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from diagnostic.core.language import _, spoken
from diagnostic.core.model.observatory import Item, Measure, Rules
from diagnostic.core.model.released import Figure, ReleasedCell
from diagnostic.core.rounding import Bounds, count_bounds
from reports import words
from reports.region_choice import Choice
from reports.region_first import First, first_of, rank
from reports.region_lines import Bar, Panel, Scale
from reports.region_words import SHARES_FROM, companies, figure, nearest, share, unchanged, untold

SAID_BY_SOME = ("symptom", "brake", "action")  # told of the companies that said any, or signed a plan: fewer than n
NICE = (1, 2, 5)


def share_range(told: Figure, of: int, rules: Rules, measure: str = "") -> tuple[float, float]:
    """Parts of the companies between which a released count stands, for whoever knows the rules: by the rounding of
    both, and because a count told as a number is neither a handful nor nearly all."""
    least, most = count_bounds(of, rules.threshold, rules)
    if measure in SAID_BY_SOME:
        return range_of_some(told, (least, most), rules)
    few = min(0.5, max((rules.threshold - 1) / least, 1 - rules.alike))
    if isinstance(told, str):
        return (0.0, few) if told == "minority" else (1 - few, 1.0)
    low, high = count_bounds(int(told), rules.threshold, rules)
    upper = min(rules.alike, high / least)
    return min(upper, max(1 - rules.alike, low / most)), upper


def range_of_some(told: Figure, of: Bounds, rules: Rules) -> tuple[float, float]:
    """The same where only some of the companies answered, nobody knows how many: bands are of those."""
    least, most = of
    if told == "minority":
        return 0.0, min(0.5, max((rules.threshold - 1) / least, 1 - rules.alike))
    if isinstance(told, str):
        return (rules.threshold // 2 + 1) / most, 1.0
    low, high = count_bounds(int(told), rules.threshold, rules)
    return low / most, min(1.0, high / least)


def share_bar(choice: Choice, cell: ReleasedCell, measure: Measure, item: Item) -> Bar:
    """How many companies of the cell; a bar as long as their part of it."""
    told = cell.figures.get(f"{measure.id}/{item.id}")
    label = words.typeset(item.label.read(spoken()))
    if told is None or cell.companies is None:
        return Bar(item.id, label, untold())
    rules = choice.catalogue.rules
    low, high = share_range(told, cell.companies, rules, measure.id)
    numbered = not isinstance(told, str) and cell.companies >= SHARES_FROM
    part = share(float(told), cell.companies, rules.alike) if numbered else ""
    told_share = words.typeset(part) if numbered and nearest(float(told), cell.companies) else ""
    return Bar(item.id, label, figure(told, measure), detail(choice, cell, part), told, low, high, share=told_share)


def stairs(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """The same where each line counts part of the companies of the one before it: a company at stage 3 is at stages 1
    and 2 too, so that none stands higher than the line before, nor lower than the one after."""
    found = list(bars)
    for at in range(1, len(found)):
        found[at] = under(found[at], found[at - 1])
    return tuple(found)


def under(bar: Bar, before: Bar) -> Bar:
    if bar.low is None or bar.high is None or before.high is None or bar.high <= before.high:
        return bar
    return replace(bar, low=min(bar.low, before.high), high=before.high)


def mean_bar(choice: Choice, cell: ReleasedCell, measure: Measure, item: Item) -> Bar:
    """A dot on a line from 0 to the measure's top."""
    told = cell.figures.get(f"{measure.id}/{item.id}")
    label = words.typeset(item.label.read(spoken()))
    if told is None or isinstance(told, str):
        return Bar(item.id, label, untold())
    at = told / measure.top
    return Bar(item.id, label, figure(told, measure), detail(choice, cell, ""), told, at, at)


def amount_bar(choice: Choice, cell: ReleasedCell, measure: Measure, item: Item, top: float) -> Bar:
    """A bar up to `top`, in the measure's unit."""
    told = cell.figures.get(f"{measure.id}/{item.id}")
    label = words.typeset(item.label.read(spoken()))
    if told is None or isinstance(told, str):
        return Bar(item.id, label, untold())
    at = told / top if top else 0.0
    return Bar(item.id, label, figure(told, measure), detail(choice, cell, ""), told, at, at)


def detail(choice: Choice, cell: ReleasedCell, part: str) -> str:
    """« environ 35 %, inchangé depuis R-1 »."""
    return words.typeset(", ".join(one for one in (part, unchanged(cell.since, choice.release.number)) if one))


def largest_first(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """Lines of one cell, by what is released alone: the largest first, withheld ones last, ties as the catalogue has
    them."""
    return tuple(sorted(bars, key=place))


def largest_share_first(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """Lines of several cells, by the middle of where their share may be; withheld ones last."""
    return tuple(sorted(bars, key=lambda bar: (bar.secret, -((bar.low or 0.0) + (bar.high or 0.0)))))


def place(bar: Bar) -> tuple[bool, int, float]:
    if bar.figure is None:
        return True, 0, 0.0
    band, figure = rank(bar.figure)
    return False, -band, -figure


def first_bars(bars: Iterable[Bar], *, lowest: bool = False) -> First | None:
    """What comes first among the lines of one cell."""
    return first_of(((bar.label, bar.figure) for bar in bars), lowest=lowest)


def nice_top(values: Sequence[float]) -> float:
    """The first of 1, 2, 5, 10, 20 … that reaches the largest; 1 where there is none."""
    largest = max(values, default=1.0)
    unit = 1.0
    while True:
        for step in NICE:
            if step * unit >= largest:
                return step * unit
        unit *= 10


def ticks(scale: Scale, top: float) -> tuple[str, ...]:
    """Along the scale, at equal distances."""
    if scale == "share":
        return tuple(words.percent(quarter / 4) for quarter in range(5))
    if scale == "mean":
        return tuple(str(rung) for rung in range(int(top) + 1))
    return ("0", short(top / 2), short(top))


def short(amount: float) -> str:
    """« 500 », « 50 000 », « 2,5 M »."""
    if amount < 1_000_000:
        return words.rung(amount)
    return _("{millions}\u00a0M", millions=words.rung(amount / 1_000_000))


def panel(choice: Choice, code: str, label: str, cell: ReleasedCell, measure: Measure) -> Panel:
    """One of the small drawings: the companies of that category by item; withheld where no item is told."""
    if cell.companies is None:
        return Panel(code, label, untold(), (), False)
    bars = stairs([share_bar(choice, cell, measure, item) for item in measure.items])
    if all(bar.secret for bar in bars):
        return Panel(code, label, untold(), (), False)
    counted = detail(choice, cell, companies(cell.companies))
    return Panel(code, label, counted, bars, True)
