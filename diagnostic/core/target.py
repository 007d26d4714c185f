"""Which rung each cell aims at: the leader's decision, else what is proposed (METHOD 4)."""

from collections.abc import Iterable, Mapping

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content, RungRef
from diagnostic.core.model.result import Cell, Result

LOWEST_TARGET = 2.0
HIGHEST_TARGET = 6.0


def targets(content: Content, assessment: Assessment, result: Result) -> dict[str, float]:
    """Applicable cell id → rung aimed at, 2..6: the area's decided target, else the one that the intent proposes."""
    required = required_rungs(content, assessment.entry.requirements, result.cells)
    return {cell.id: _clip(_target_of(cell, assessment, result, required)) for cell in result.cells}


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


def _target_of(cell: Cell, assessment: Assessment, result: Result, required: Mapping[str, float]) -> float:
    decided = assessment.target.get(cell.area)
    if decided is not None:
        return decided.rung(cell.function)
    if assessment.company.intent == "advantage":
        return _stage_of(result, cell.area) + 1.0
    return required.get(cell.id, LOWEST_TARGET)


def _stage_of(result: Result, area: str) -> int:
    return result.nodes[f"area:{area}"].stage or 0


def _clip(rung: float) -> float:
    return min(HIGHEST_TARGET, max(LOWEST_TARGET, rung))
