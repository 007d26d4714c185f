"""What a memory says of the cells that were shown, as plain values that JSON keeps."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from diagnostic.core.model.audited import Cell, Memory
from diagnostic.core.model.released import Figure


class Shown(TypedDict):
    """The part of a Memory that tells of cells, not of units."""

    shown: dict[Cell, dict[str, tuple[float, float]]]
    since: dict[Cell, int]
    told: dict[Cell, dict[str, Figure]]


def shown_document(memory: Memory) -> list[Any]:
    """One row a cell: its name, the release that computed it, the interval and the print of each figure. Bounds that
    are infinite are told as None."""
    cells = sorted({*memory.shown, *memory.since, *memory.told})
    return [
        [
            cell[0],
            [list(pair) for pair in cell[1]],
            memory.since.get(cell),
            _bounds(memory.shown.get(cell)),
            dict(memory.told[cell]) if cell in memory.told else None,
        ]
        for cell in cells
    ]


def _bounds(figures: Mapping[str, tuple[float, float]] | None) -> dict[str, list[float | None]] | None:
    if figures is None:
        return None
    return {series: [_finite(low), _finite(high)] for series, (low, high) in figures.items()}


def _finite(bound: float) -> float | None:
    return None if bound in (float("inf"), float("-inf")) else float(bound)


def read_shown(document: Sequence[Any]) -> Shown:
    """What `shown_document` made."""
    found: Shown = {"shown": {}, "since": {}, "told": {}}
    for population, pairs, since, bounds, told in document:
        cell: Cell = (population, tuple((axis, code) for axis, code in pairs))
        if bounds is not None:
            found["shown"][cell] = {series: (_low(low), _high(high)) for series, (low, high) in bounds.items()}
        if since is not None:
            found["since"][cell] = since
        if told is not None:
            found["told"][cell] = told
    return found


def _low(bound: float | None) -> float:
    return float("-inf") if bound is None else bound


def _high(bound: float | None) -> float:
    return float("inf") if bound is None else bound
