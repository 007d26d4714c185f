"""Two diagnostics of one company, side by side: what moved, what is stable, what cannot be told (METHOD 2.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnostic.core.editions import carried, questionnaire_of
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Questionnaire, split_cell
from diagnostic.core.model.result import Result
from diagnostic.core.nodes import ENOUGH_COVERAGE, at_least

TOLERANCE = 1e-9
Indices = dict[str, tuple[float | None, float | None]]


class Change(StrEnum):
    UP = "up"
    DOWN = "down"
    STABLE = "stable"


class Basis(StrEnum):
    """Two results of one form are compared as they were read; otherwise, the questions answered both times alone. Those
    of two editions of the questionnaire: the questions that compare alone, where they weigh enough (METHOD 2)."""

    AS_READ = "as_read"
    SHARED = "shared"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Pair:
    """An index before and after; None where it is not assessed, and then `change` is None too."""

    id: str
    before: float | None
    after: float | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`moved`: the cells, or the capabilities on a shared basis, that went up or down, the widest move first;
    `shared`: how many were rated both times; `only_before`, `only_after`: rated that time alone."""

    basis: Basis
    company: Pair
    areas: tuple[Pair, ...]
    principles: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    shared: int
    only_before: int
    only_after: int


def change_of(before: float | None, after: float | None, stable_under: float) -> Change | None:
    """Stable under the threshold: at it, it has moved."""
    if before is None or after is None:
        return None
    if abs(after - before) < stable_under - TOLERANCE:
        return Change.STABLE
    return Change.UP if after > before else Change.DOWN


def compare(questionnaire: Questionnaire, before: Result, after: Result, stable_under: float) -> Comparison:
    """`before` and `after`: results of the same questionnaire, whatever their forms."""
    one_form = before.form == after.form
    ratings = _rated(before, one_form), _rated(after, one_form)
    indices = _as_read(before, after) if one_form else _on_shared(questionnaire, after, *ratings)
    return _comparison(questionnaire, Basis.AS_READ if one_form else Basis.SHARED, indices, ratings, stable_under)


def compare_editions(content: Content, before: Result, after: Result, stable_under: float) -> Comparison | None:
    """The same of two editions, in the words of the later one; None where `after` is of the earlier one.

    A node is told where what compares weighs at least half of it, as for any index.
    """
    questionnaire = questionnaire_of(content, after.questionnaire)
    one_form = before.form == after.form
    was = carried(content, _rated(before, one_form), before.questionnaire, after.questionnaire)
    now = _rated(after, one_form)
    if not was:
        return None
    indices = _on_shared(questionnaire, after, was, now, ENOUGH_COVERAGE)
    return _comparison(questionnaire, Basis.CARRIED, indices, (was, now), stable_under)


def _comparison(
    questionnaire: Questionnaire,
    basis: Basis,
    indices: Indices,
    ratings: tuple[Mapping[str, float], Mapping[str, float]],
    stable_under: float,
) -> Comparison:
    def pair(key: str, id: str) -> Pair:
        was, now = indices.get(key, (None, None))
        return Pair(id, was, now, change_of(was, now, stable_under))

    both = ratings[0].keys() & ratings[1].keys()
    pairs = [Pair(id, was, now, change_of(was, now, stable_under)) for id, was, now in _both(*ratings)]
    return Comparison(
        basis=basis,
        company=pair("company", "company"),
        areas=tuple(pair(f"area:{area.id}", area.id) for area in questionnaire.areas),
        principles=tuple(pair(f"principle:{one.id}", one.id) for one in questionnaire.principles()),
        moved=tuple(sorted((one for one in pairs if one.change is not Change.STABLE), key=_width)),
        shared=len(both),
        only_before=len(ratings[0].keys() - both),
        only_after=len(ratings[1].keys() - both),
    )


def _width(pair: Pair) -> tuple[float, str]:
    return -abs((pair.after or 0.0) - (pair.before or 0.0)), pair.id


def _both(before: Mapping[str, float], after: Mapping[str, float]) -> Iterable[tuple[str, float, float]]:
    return ((id, before[id], after[id]) for id in before if id in after)


def _rated(result: Result, by_cell: bool) -> dict[str, float]:
    """The rating of each cell that has one; or the index of each capability that is assessed."""
    if by_cell:
        return {cell.id: cell.rating for cell in result.cells if cell.rating is not None}
    capabilities = dict.fromkeys(cell.capability for cell in result.cells)
    indices = {id: result.nodes[f"capability:{id}"].index for id in capabilities}
    return {id: index for id, index in indices.items() if index is not None}


def _as_read(before: Result, after: Result) -> Indices:
    """The index of each node that one of the results has."""
    keys = before.nodes.keys() | after.nodes.keys()
    return {key: (_index(before, key), _index(after, key)) for key in keys}


def _index(result: Result, key: str) -> float | None:
    node = result.nodes.get(key)
    return node.index if node else None


def _on_shared(
    questionnaire: Questionnaire,
    after: Result,
    was: Mapping[str, float],
    now: Mapping[str, float],
    least: float = 0.0,
) -> Indices:
    """The mean of the cells or capabilities known both times, each with its weight of the later diagnostic, where they
    weigh at least that share of the node."""
    weights, whole = dict[str, float](), dict[str, float]()
    for cell in after.cells:
        for id in {cell.id, cell.capability}:
            weights[id] = weights.get(id, 0.0) + cell.weight
        for key in _nodes(questionnaire, cell.id):
            whole[key] = whole.get(key, 0.0) + cell.weight
    found: dict[str, list[tuple[float, float, float]]] = {}
    for id, before, later in _both(was, now):
        for key in _nodes(questionnaire, id):
            found.setdefault(key, []).append((weights[id], before, later))
    enough = {key: rows for key, rows in found.items() if at_least(sum(row[0] for row in rows) / whole[key], least)}
    return {key: (_mean(rows, 1), _mean(rows, 2)) for key, rows in enough.items()}


def _nodes(questionnaire: Questionnaire, id: str) -> tuple[str, str, str]:
    """The nodes that a cell or a capability counts in."""
    asked = questionnaire.capability(split_cell(id)[0])
    return "company", f"area:{asked.area}", f"principle:{asked.principle}"


def _mean(rows: list[tuple[float, float, float]], place: int) -> float:
    return sum(row[0] * row[place] for row in rows) / sum(row[0] for row in rows)
