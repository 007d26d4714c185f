"""The cells that a form asks and what each weighs, top down, in every node above it (METHOD 2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from diagnostic.core.model.questionnaire import Capability, Questionnaire

Weights = dict[str, float]
CELL_LEVEL = 3


@dataclass(frozen=True, slots=True)
class AskedCell:
    """A cell in its tree; `path` = (id, weight among its siblings) of its area, principle, capability and itself."""

    id: str
    capability: Capability
    function: str | None
    path: tuple[tuple[str, float], ...]

    @property
    def area(self) -> str:
        return self.capability.area

    @property
    def company_has_it(self) -> bool:
        """False for a function of weight 0."""
        return self.path[CELL_LEVEL][1] > 0


def asked_cells(questionnaire: Questionnaire, form: str, functions: Mapping[str, float]) -> tuple[AskedCell, ...]:
    """Every cell that `form` asks, in content order, functions of weight 0 included."""
    return tuple(
        cell
        for area in questionnaire.areas
        for principle in area.principles
        for capability in principle.capabilities
        for cell in _cells_of(
            capability,
            form,
            functions,
            ((area.id, area.weight), (principle.id, principle.weight), (capability.id, capability.weight)),
        )
    )


def _cells_of(
    capability: Capability, form: str, functions: Mapping[str, float], above: tuple[tuple[str, float], ...]
) -> Iterator[AskedCell]:
    for id, function in capability.cells(form):
        yield AskedCell(id, capability, function, (*above, (id, _own_weight(capability, function, functions))))


def _own_weight(capability: Capability, function: str | None, functions: Mapping[str, float]) -> float:
    if function is not None:
        return functions.get(function, 0.0)
    if capability.functions is None:
        return 1.0
    return float(any(functions.get(name, 0.0) > 0 for name in capability.functions))


def weigh(cells: Iterable[AskedCell], level: int = 0) -> Weights:
    """Weight of each cell among `cells`, summing to 1: whatever is not among them leaves its weight to its siblings."""
    branches: dict[str, list[AskedCell]] = {}
    for cell in cells:
        branches.setdefault(cell.path[level][0], []).append(cell)
    own = _shares([branch[0].path[level][1] for branch in branches.values()])
    if level == CELL_LEVEL:
        return dict(zip(branches, own, strict=True))
    return {
        id: share * weight
        for share, branch in zip(own, branches.values(), strict=True)
        for id, weight in weigh(branch, level + 1).items()
    }


def _shares(weights: Sequence[float]) -> list[float]:
    """Scaled by the largest first: no weight, however large or small, overflows or vanishes alone."""
    if not weights:
        return []
    scaled = [weight / max(weights) for weight in weights]
    total = fsum(scaled)
    return [weight / total for weight in scaled]


def grow(cells: Sequence[AskedCell]) -> dict[str, Weights]:
    """Node key → weight of each of its cells, for every node that has one: company, areas, principles, functions …"""
    members: dict[str, list[AskedCell]] = {}
    for depth in range(len(_keys(cells[0])) if cells else 0):
        for cell in cells:
            key = _keys(cell)[depth]
            if key is not None:
                members.setdefault(key, []).append(cell)
    return {key: weigh(inside) for key, inside in members.items()}


def _keys(cell: AskedCell) -> tuple[str | None, ...]:
    """The nodes above a cell, and itself, from the company down."""
    return (
        "company",
        f"area:{cell.area}",
        f"principle:{cell.capability.principle}",
        f"function:{cell.function}" if cell.function else None,
        f"capability:{cell.capability.id}",
        f"cell:{cell.id}",
    )
