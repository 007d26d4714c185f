"""What stands out of a score: alerts, limits, blocking cells, disagreements (METHOD 2, 2.2, 2.3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from diagnostic.core.model.questionnaire import GROUPS, TOP_RUNG, Questionnaire, Side
from diagnostic.core.model.result import Alert, Blocking, Cell, ContradictionHit, Node, PerceptionGap
from diagnostic.core.nodes import NO_AREA_BEHIND, TOLERANCE, at_least
from diagnostic.core.ratings import Voice, mean, numbers_by_group

WIDE_GAP = 1.5
SMALLEST_GROUP = 3
NAMED_ALONE = ("adviser", "leader")
STAFF = "staff"

Row = TypeVar("Row")


def largest_first(rows: Iterable[Row], size: Callable[[Row], float]) -> list[list[Row]]:
    """Rows in tiers of equal size (within the tolerance), largest first; a tier keeps the order given."""
    given = list(rows)
    tiers: list[list[int]] = []
    for place in sorted(range(len(given)), key=lambda place: -size(given[place])):
        if tiers and at_least(size(given[place]), size(given[tiers[-1][0]])):
            tiers[-1].append(place)
        else:
            tiers.append([place])
    return [[given[place] for place in sorted(tier)] for tier in tiers]


def alerts(questionnaire: Questionnaire, cells: Iterable[Cell]) -> tuple[Alert, ...]:
    """Cells under their vital minimum, in content order."""
    floors = {capability.id: capability.floor for capability in questionnaire.capabilities()}
    return tuple(
        Alert(cell.id, cell.rating, floor.rung, floor.text)
        for cell in cells
        if (floor := floors[cell.capability]) and cell.rating is not None and not at_least(cell.rating, floor.rung)
    )


def limits(nodes: Mapping[str, Node]) -> tuple[str | None, float | None]:
    """(limiting area, spread) of the assessed areas; the first in content order where several are lowest."""
    indexes = {
        key.removeprefix("area:"): node.index
        for key, node in nodes.items()
        if key.startswith("area:") and node.index is not None
    }
    if not indexes:
        return None, None
    lowest = min(indexes.values())
    limiting = next(area for area, index in indexes.items() if at_least(lowest, index))
    return limiting, max(indexes.values()) - lowest if len(indexes) > 1 else None


def _next_stage(nodes: Mapping[str, Node]) -> int | None:
    """The stage that the company has to reach; None when it is not assessed or already at the top."""
    company = nodes.get("company")
    if company is None or company.stage is None or company.stage == TOP_RUNG:
        return None
    return company.stage + 1


def blocking(nodes: Mapping[str, Node], cells: Iterable[Cell]) -> tuple[Blocking, ...]:
    """Rated cells under the company's next stage: what most adds to its reach first, then the nearest, then id."""
    needs = _next_stage(nodes)
    if needs is None:
        return ()
    coverage = nodes["company"].coverage
    rows = [
        Blocking(cell.id, cell.rating, needs, cell.weight / coverage)
        for cell in sorted(cells, key=lambda cell: cell.id)
        if cell.rating is not None and not at_least(cell.rating, needs)
    ]
    return tuple(
        row
        for tier in largest_first(rows, lambda row: row.reach_gain)
        for near in largest_first(tier, lambda row: row.rating)
        for row in near
    )


def blocking_areas(nodes: Mapping[str, Node]) -> tuple[str, ...]:
    """Assessed areas of which less than 0.60 stands on the company's next stage."""
    needs = _next_stage(nodes)
    if needs is None:
        return ()
    return tuple(
        key.removeprefix("area:")
        for key, node in nodes.items()
        if key.startswith("area:") and node.reach is not None and not at_least(node.reach[needs - 1], NO_AREA_BEHIND)
    )


def perception_gaps(voices: Mapping[str, Sequence[Voice]]) -> tuple[PerceptionGap, ...]:
    """Cells where two of the groups that may be shown differ by 1.5 rungs or more, largest first."""
    shown = {cell: shown_means(heard) for cell, heard in voices.items()}
    gaps = [
        PerceptionGap(cell, means, max(means.values()) - min(means.values()))
        for cell, means in shown.items()
        if len(means) > 1
    ]
    wide = [gap for gap in gaps if at_least(gap.gap, WIDE_GAP)]
    return tuple(gap for tier in largest_first(wide, lambda gap: gap.gap) for gap in tier)


def shown_means(voices: Sequence[Voice]) -> dict[str, float]:
    """Mean of each group that three people or more rated this cell in, so that nobody's answer can be read; smaller
    groups of employees are pooled, person by person, in `staff`, on the same condition."""
    numbers = numbers_by_group(voices)
    staff: list[float] = []
    means: dict[str, float] = {}
    for group in (group for group in GROUPS if group in numbers):
        if group in NAMED_ALONE or len(numbers[group]) >= SMALLEST_GROUP:
            means[group] = mean(numbers[group])
        else:
            staff += numbers[group]
    if len(staff) >= SMALLEST_GROUP:
        means[STAFF] = mean(staff)
    return means


def contradictions(questionnaire: Questionnaire, form: str, cells: Iterable[Cell]) -> tuple[ContradictionHit, ...]:
    """Declared pairs that cannot both hold, and do."""
    ratings = {cell.id: cell.rating for cell in cells}
    hits = []
    for pair in questionnaire.contradictions:
        high, low = _cell_id(pair.high, form), _cell_id(pair.low, form)
        above, below = ratings.get(high), ratings.get(low)
        if above is not None and below is not None and _clash(above - pair.high.rung, below - pair.low.rung):
            hits.append(ContradictionHit(pair.id, (high, low)))
    return tuple(hits)


def _clash(above: float, below: float) -> bool:
    return above >= -TOLERANCE and below <= TOLERANCE


def _cell_id(side: Side, form: str) -> str:
    """In a flash form the company's cell stands for every function."""
    return side.capability if side.function is None or form == "flash" else f"{side.capability}/{side.function}"
