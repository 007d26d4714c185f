"""Which rung each cell aims at: the leader's decision, else what is proposed (METHOD 4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content, RungRef
from diagnostic.core.model.result import Cell, Result

LOWEST_TARGET = 2.0
HIGHEST_TARGET = 6.0


def targets(content: Content, assessment: Assessment, result: Result) -> dict[str, float]:
    """Applicable cell id → rung aimed at, 2..6: the area's decided target, else the one that the intent proposes."""
    return aims_at(content, assessment, result.cells, _stages(result))


def aims_at(
    content: Content, assessment: Assessment, cells: Sequence[Cell], stages: Mapping[str, int]
) -> dict[str, float]:
    """The same, of these cells, from the stage of each area (0 where it has none)."""
    aims = _proposed(content, assessment, cells, stages)
    decided = ((cell, assessment.target.get(cell.area)) for cell in cells)
    return aims | {cell.id: _clip(wanted.rung(cell.function)) for cell, wanted in decided if wanted is not None}


def proposed(content: Content, assessment: Assessment, result: Result) -> dict[str, float]:
    """The same, whatever the leader decided: what customers require and 2 everywhere, or one stage above each area."""
    return _proposed(content, assessment, result.cells, _stages(result))


def _proposed(
    content: Content, assessment: Assessment, cells: Sequence[Cell], stages: Mapping[str, int]
) -> dict[str, float]:
    if assessment.company.intent == "advantage":
        return {cell.id: _clip(stages[cell.area] + 1.0) for cell in cells}
    required = required_rungs(content, assessment.entry.requirements, cells)
    return {cell.id: _clip(required.get(cell.id, LOWEST_TARGET)) for cell in cells}


@dataclass(frozen=True, slots=True)
class Steps:
    """First the areas on one level, then the climb.

    `level`: the stage that at least two areas hold; `behind`: the areas that do not; `first`: the cells that put them
    there; `then`: those still under their target afterwards.
    """

    level: int
    behind: tuple[str, ...]
    first: tuple[str, ...]
    then: tuple[str, ...]


def steps(result: Result, aims: Mapping[str, float]) -> Steps:
    """The two steps from today's ratings to the targets (METHOD 4); the first one never asks more than any target."""
    stages = _stages(result)
    held = sorted(stages.values(), reverse=True)
    level = min([*held[:2], int(min(aims.values(), default=0.0))], default=0)
    behind = tuple(area for area, stage in stages.items() if stage < level)
    rated = [(cell, cell.rating) for cell in result.cells if cell.rating is not None]
    first = tuple(cell.id for cell, rating in rated if cell.area in behind and rating < level)
    reached = {cell.id: float(level) if cell.id in first else rating for cell, rating in rated}
    then = tuple(id for id, rating in reached.items() if rating < aims[id])
    return Steps(level, behind, first, then)


def gaps(result: Result, aims: Mapping[str, float]) -> dict[str, float]:
    """Rated cell id → how far under its target, never below 0."""
    return {cell.id: max(0.0, aims[cell.id] - cell.rating) for cell in result.cells if cell.rating is not None}


def required_rungs(content: Content, requirements: Iterable[str], cells: Iterable[Cell]) -> dict[str, float]:
    """Cell id → the highest rung that the customers' ticked requirements ask of it."""
    rungs: dict[str, float] = {}
    asked = [ref for requirement in requirements for ref in content.requirements[requirement].rungs]
    cells = tuple(cells)
    for ref in asked:
        for cell in cells_of(ref, cells):
            rungs[cell.id] = max(rungs.get(cell.id, 0.0), ref.rung)
    return rungs


def cells_of(ref: RungRef, cells: Iterable[Cell]) -> list[Cell]:
    """The applicable cells that a reference covers; a company-wide cell answers for every function."""
    return [cell for cell in cells if covers(cell, ref.capability, ref.functions)]


def covers(cell: Cell, capability: str, functions: tuple[str, ...] | None) -> bool:
    """Whether a capability and its functions (None = all) name that cell."""
    if cell.capability != capability:
        return False
    return functions is None or cell.function is None or cell.function in functions


def _stages(result: Result) -> dict[str, int]:
    return {cell.area: result.nodes[f"area:{cell.area}"].stage or 0 for cell in result.cells}


def _clip(rung: float) -> float:
    return min(HIGHEST_TARGET, max(LOWEST_TARGET, rung))
