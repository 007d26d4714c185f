"""Attacks on figures. Each returns the disclosures that it found; its success is defined beside it, with its source.

Sources: [E] Eurostat 9.1.2 and Insee's manual on the protection of tables (threshold, dominance, p %); [L] linear
bounds over linked tables, Fischetti and Salazar 2001; [D] l-diversity, Machanavajjhala 2007.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from diagnostic.core.model.observatory import Measure
from tests.attacks.sight import Members, Shown, Sight
from tests.attacks.worlds_that_fit import Worlds, alike

FEW = 5
ROOM = 0.25
AMOUNT_ROOM = 0.2
P_PERCENT = 0.1
DOMINANCE = 0.85
NEARLY_ALL = 0.9
SLACK = 1e-5


@dataclass(frozen=True, slots=True)
class Success:
    """What an attack learnt."""

    attack: str
    what: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Companies that one published set counts and others inside it do not, and what their sum must then be."""

    attack: str
    members: Members
    low: float
    high: float
    whence: str


def series_of(sight: Sight, kind: str) -> Iterator[tuple[Measure, str]]:
    for measure in sight.catalogue.measures:
        if measure.kind == kind:
            for series in measure.series():
                yield measure, series


def rests(told: list[Shown], most: int, top: float) -> Iterator[Rest]:
    """Every published set less the published sets of one table that are inside it, or less one of them; and itself."""
    tables = [list(of) for _, of in groupby(sorted(told, key=_table), key=_table)]
    for one in told:
        if len(one.members) <= most:
            yield Rest("A2", one.members, one.low, min(one.high, top * len(one.members)), str(one))
        for table in tables:
            inside = [other for other in table if other.members <= one.members and other is not one]
            sets = [inside, *([other] for other in inside)] if len(inside) > 1 else [inside]
            for taken in sets:
                found = _rest(one, taken, top)
                if taken and 0 < len(found.members) <= most:
                    yield found


def _table(one: Shown) -> tuple[str, int, tuple[str, ...]]:
    return one.place[0], one.number, one.axes


def _rest(one: Shown, taken: list[Shown], top: float) -> Rest:
    left = one.members.difference(*(other.members for other in taken))
    low = max(0.0, one.low - sum(other.high for other in taken))
    high = min(top * len(left), one.high - sum(other.low for other in taken))
    return Rest(_name(one, taken), left, low, high, f"{one} − {[str(other) for other in taken]}")


def _name(one: Shown, taken: list[Shown]) -> str:
    if not taken:
        return "A2"
    if one.number != taken[0].number:
        return "A4"
    axes = set(taken[0].axes)
    if not one.axes and axes == {"region"}:
        return "A13"
    if set(one.axes) < axes:
        return "A1"
    return "A3" if len(taken) == 1 else "A2"


def subtractions(sight: Sight) -> list[Success]:
    """A1, A3, A4, A13: by hand, one set less others. Success: the mean of one to four companies is known to within a
    quarter of the scale, both ends included [reliability K = 5, 25 %]."""
    found = []
    for measure, series in series_of(sight, "mean"):
        for rest in rests(sight.shown(series), FEW - 1, measure.top):
            if rest.high - rest.low < ROOM * measure.top * len(rest.members) - SLACK:
                what = f"{series} of {sorted(rest.members)}: {rest.low:.2f}–{rest.high:.2f} ({rest.whence})"
                found.append(Success(rest.attack, what))
    return found


def averages(sight: Sight) -> list[Success]:
    """A7: the same sum told in several places, or by several partitions, each rounded apart. Success: a cell that is
    not told the same everywhere, or several ways to one to four companies that together meet the success of A3."""
    found = [Success("A7", f"{place} is not told the same twice") for place in _told_twice(sight)]
    for measure, series in series_of(sight, "mean"):
        ways: dict[Members, tuple[float, float]] = {}
        for rest in rests(sight.shown(series), FEW - 1, measure.top):
            low, high = ways.get(rest.members, (0.0, measure.top * len(rest.members)))
            ways[rest.members] = max(low, rest.low), min(high, rest.high)
        for members, (low, high) in ways.items():
            if high - low < ROOM * measure.top * len(members) - SLACK:
                found.append(Success("A7", f"{series} of {sorted(members)}: {low:.2f}–{high:.2f}"))
    return found


def _told_twice(sight: Sight) -> Iterator[str]:
    seen: dict[tuple[object, ...], object] = {}
    for issue in sight.issues:
        for table in issue.tables:
            for cell in table.cells:
                place = table.population, tuple(sorted(zip(table.axes, cell.codes, strict=True)))
                for name, figure in [("n", cell.companies), *cell.figures.items()]:
                    if seen.setdefault((issue.number, place, name), figure) != figure:
                        yield f"{place} {name}"


def linked_tables(sight: Sight) -> list[Success]:
    """A2, A4: linear bounds over everything that was published [L]. Success: as in A3, for one company, a hidden cell,
    or what is left of a published one; of an amount, a fifth of the largest in question [E: p % both ways]."""
    found = []
    for kind in ("mean", "magnitude"):
        for measure, series in series_of(sight, kind):
            told = sight.shown(series)
            if told:
                found += _bounded(sight, measure, series, told)
    return found


def _bounded(sight: Sight, measure: Measure, series: str, told: list[Shown]) -> list[Success]:
    truth = sight.truth[series]
    top = measure.top if measure.kind == "mean" else _ceiling(told)
    worlds = Worlds([top] * len(sight.unknowns), [(one.members, one.low, one.high) for one in told])
    targets = wanted(sight, series, told, top)
    found = []
    for members in targets:
        low, high = worlds.span(members)
        room = _room(sight, measure, [truth[one] for one in members])
        if high - low < room - SLACK * max(1.0, room):
            attack = "A2" if len(sight.issues) == 1 else "A4"
            found.append(Success(attack, f"{series} of {sorted(members)}: {low:.2f}–{high:.2f}"))
    return found


def _ceiling(told: list[Shown]) -> float:
    return 2 * max(one.high for one in told) + 1


def _room(sight: Sight, measure: Measure, values: list[float]) -> float:
    if measure.kind == "mean":
        return ROOM * measure.top * len(values)
    step = float(sight.catalogue.rules.magnitude_steps[measure.id])
    return AMOUNT_ROOM * max(values) if max(values) >= step else 0.0


def wanted(sight: Sight, series: str, told: list[Shown], top: float) -> set[Members]:
    """One company of each kind that published sets tell apart, hidden cells, and what subtraction leaves."""
    brought = frozenset(sight.truth[series])
    within = frozenset().union(*(one.members for one in told))
    kinds = alike(len(sight.unknowns), [one.members for one in told], [within & brought])
    values = sight.truth[series]
    wanted = {frozenset([max(kind, key=lambda one: values.get(one, 0.0))]) for kind in kinds if kind[0] in within}
    for issue in sight.issues:
        population = told[0].place[0]
        hidden = (row.members & brought for row in sight.rows(issue).values() if row.place[0] == population)
        wanted |= {members for members in hidden if 0 < len(members) < FEW and members <= within}
    return wanted | {rest.members for rest in rests(told, FEW - 1, top)}


def insiders(sight: Sight) -> list[Success]:
    """A5: who knows one company's figure (its own). Success: the mean of the one or two others of a set is known to
    within a quarter of the scale; the largest amount of a cell is overestimated by less than p % by the second [E]."""
    found = []
    for measure, series in series_of(sight, "mean"):
        everybody = sight.truth.get(series, {})
        found += knowing(sight, measure, series, [frozenset([one]) for one in everybody])
    return found + _largest(sight)


def advisers(sight: Sight) -> list[Success]:
    """A5: who knows all the figures of his clients. Success: as for an insider; or a cell is told in which fewer than
    three others are counted [reliability 1.4.2]."""
    found = []
    for measure, series in series_of(sight, "mean"):
        clients = [of & frozenset(sight.truth.get(series, ())) for of in _clients(sight).values()]
        found += knowing(sight, measure, series, [of for of in clients if of])
    for issue in sight.issues:
        for row in sight.rows(issue).values():
            for adviser, of in _clients(sight).items():
                if row.told and row.members & of and len(row.members - of) < 3:
                    found.append(Success("A5", f"{row.place} counts {len(row.members - of)} beside those of {adviser}"))
    return found


def _clients(sight: Sight) -> Mapping[str, Members]:
    advisers = {by for by in sight.suppliers.values() if by}
    return {by: frozenset(one for one, of in sight.suppliers.items() if of == by) for by in advisers}


def knowing(sight: Sight, measure: Measure, series: str, known: Iterable[Members]) -> list[Success]:
    """What those who know the figures of such companies learn of one or two others."""
    told, truth = sight.shown(series), sight.truth.get(series, {})
    if not told:
        return []
    rows = [(one.members, one.low, one.high) for one in told]
    worlds = Worlds([measure.top] * len(sight.unknowns), rows)
    sets = {rest.members: rest.whence for rest in rests(told, len(sight.unknowns), measure.top)}
    found = []
    for mine in known:
        others = {members - mine: whence for members, whence in sets.items() if members & mine}
        wanted = {one: whence for one, whence in others.items() if 0 < len(one) < 3}
        wanted |= dict.fromkeys(_cornered(told, mine, truth, measure.top), "alone in its cell")
        worlds.fix({one: truth[one] for one in mine})
        for members, whence in wanted.items():
            low, high = worlds.span(members)
            if high - low < ROOM * measure.top * len(members) - SLACK:
                what = f"{series} of {sorted(members)} by {sorted(mine)}: {low:.2f}–{high:.2f} ({whence})"
                found.append(Success("A5", what))
        worlds.free(mine)
    return found


def _cornered(told: list[Shown], mine: Members, truth: Mapping[int, float], top: float) -> Iterator[Members]:
    """One of the others of a cell, where what is known leaves them all near an end of the scale."""
    for one in told:
        others = one.members - mine
        own = sum(truth[member] for member in one.members & mine)
        if others and others != one.members:
            low = max(0.0, one.low - own - top * (len(others) - 1))
            high = min(top, one.high - own)
            if high - low < ROOM * top - SLACK:
                yield frozenset([min(others)])


def _largest(sight: Sight) -> list[Success]:
    found = []
    for _, series in series_of(sight, "magnitude"):
        for one in sight.shown(series):
            first, second, *_ = [*sorted((sight.truth[series][who] for who in one.members), reverse=True), 0.0, 0.0]
            if first > 0 and one.high - second < (1 + P_PERCENT) * first - SLACK:
                found.append(Success("A5", f"{series} in {one.place}: {first} is under {one.high - second}"))
            elif first > DOMINANCE * one.high + SLACK:
                found.append(Success("A5", f"{series} in {one.place}: {first} is nearly all of {one.high}"))
    return found


def all_the_same(sight: Sight) -> list[Success]:
    """A6: cells where all, or nobody, has a thing. Success: the thing is certain of one company, over all tables, for
    who knows when bands are told [D]; or a number is told that makes it 90 % certain of each company of a cell."""
    found = []
    for _, series in series_of(sight, "indicator"):
        told = sight.shown(series)
        for one in told:
            count = len(one.members)
            if not one.band and (one.low >= NEARLY_ALL * count or one.high <= (1 - NEARLY_ALL) * count):
                found.append(Success("A6", f"{series} in {one.place}: {one.low}–{one.high} of {count}"))
        found += [Success("A6", f"{series} of {who} is certain") for who in _certain(sight, told)]
    return found


def _certain(sight: Sight, told: list[Shown]) -> Iterator[list[int]]:
    """Kinds of companies that all have the thing, or all do not, in every world that fits."""
    if not told:
        return
    within = frozenset().union(*(one.members for one in told))
    kinds = [kind for kind in alike(len(sight.unknowns), [one.members for one in told]) if kind[0] in within]
    rows = [({rank for rank, kind in enumerate(kinds) if kind[0] in one.members}, one.low, one.high) for one in told]
    sizes = [len(kind) for kind in kinds]
    worlds = Worlds(sizes, rows, whole=True)
    for way, end in ((1.0, 0), (-1.0, 1)):
        left = set(range(len(kinds)))
        while left:
            worlds.best(frozenset(left), way)
            amounts = worlds.world()
            met = {rank for rank in left if abs(amounts[rank] - (0 if end == 0 else sizes[rank])) > 0.5}
            if not met:
                break
            left -= met
        yield from (kinds[rank] for rank in left if _stuck(worlds, rank, way))


def _stuck(worlds: Worlds, rank: int, way: float) -> bool:
    best = worlds.best(frozenset([rank]), way)
    return best < 0.5 if way > 0 else best > worlds.tops[rank] - 0.5


def levels(sight: Sight) -> list[Success]:
    """A8: multisets of the levels a figure can take (half rungs) that fit what is told of a small set. Success: one
    company of the set has a single possible level."""
    found = []
    for measure, series in series_of(sight, "mean"):
        for rest in rests(sight.shown(series), 8, measure.top):
            if len(possible(len(rest.members), rest.low, rest.high, measure.top)) < 2:
                found.append(Success("A8", f"{series} of {sorted(rest.members)}: {rest.low:.2f}–{rest.high:.2f}"))
    return found


def possible(count: int, low: float, high: float, top: float) -> set[int]:
    """Levels, in halves, that at least one multiset of `count` levels with a sum between `low` and `high` holds."""
    most = round(2 * top)
    sums = range(most * (count - 1) + 1)
    return {level for level in range(most + 1) if any(low <= (level + others) / 2 <= high for others in sums)}


def figures(sight: Sight) -> list[Success]:
    """Everything that can be learnt of figures."""
    attacks = (subtractions, averages, linked_tables, insiders, advisers, all_the_same, levels)
    return [success for attack in attacks for success in attack(sight)]
