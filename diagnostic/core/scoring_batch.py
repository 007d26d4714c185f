"""`scoring.score` for many companies at once: the same nodes above capabilities, as arrays (METHOD 2).

Companies are taken a chunk at a time along the last axis, so that every step stays in the processor's cache.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from diagnostic.core.batch_tree import BatchTree, Bools, Floats, batch_tree
from diagnostic.core.model.questionnaire import FUNCTIONS, TOP_RUNG, Questionnaire
from diagnostic.core.nodes import ENOUGH_COVERAGE, NO_AREA_BEHIND, RUNGS, SOLID, TOLERANCE
from diagnostic.core.tree import asked_cells

Stages = npt.NDArray[np.int8]
Number = TypeVar("Number", bound=np.generic)

NO_STAGE = -1
CHUNK = 512
EACH_RUNG = np.array(RUNGS, dtype=np.float64)[:, None, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """companies × nodes; `reach` and `share` companies × nodes × 6. NaN and −1 stand for null: where a node is not
    assessed, and everywhere where it has no applicable cell (`present` false). `evidence_share`: NaN where nothing is
    rated."""

    nodes: tuple[str, ...]
    present: Bools
    assessed: Bools
    coverage: Floats
    index: Floats
    index_low: Floats
    index_high: Floats
    stage: Stages
    stage_low: Stages
    stage_high: Stages
    mean_stage: Stages
    reach: Floats
    share: Floats
    evidence_share: Floats

    def column(self, node: str) -> int:
        """Place of a node (`company`, `area:…`, `principle:…`, `function:…`) in the arrays."""
        return self.nodes.index(node)


def cell_columns(questionnaire: Questionnaire, form: str) -> tuple[str, ...]:
    """Cell ids in the order of the columns that `score_many` takes."""
    return tuple(cell.id for cell in asked_cells(questionnaire, form, {}))


def score_many(
    questionnaire: Questionnaire,
    form: str,
    ratings: Floats,
    applicable: Bools | None = None,
    functions: Floats | None = None,
    verified: Bools | None = None,
) -> Batch:
    """Nodes of many companies from their cell ratings.

    `ratings`, `applicable` and `verified` are companies × cells in the order of `cell_columns`: 0 to 6 or NaN where
    missing; false where declared not applicable; true where an adviser has seen or settled it. `functions`: weights in
    the order of FUNCTIONS, (5,) for all or companies × 5; equal by default. Agrees with `score_ratings` within 1e-12.
    """
    tree = batch_tree(questionnaire, form)
    batch = _room(tree.nodes, len(ratings))
    weights = np.atleast_2d(np.ones(len(FUNCTIONS)) if functions is None else functions)
    for start in range(0, len(ratings), CHUNK):
        part = slice(start, start + CHUNK)
        own = tree.own_weights(_rows(weights if len(weights) == 1 else weights[part]))
        if applicable is not None:
            own = own * _rows(applicable[part])
        seen = np.zeros((1, 1)) if verified is None else _rows(verified[part])
        _fill(batch, part, tree, own, _amounts(_rows(ratings[part]), own > 0, seen))
    return batch


def _rows(by_company: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Companies along the last axis, in memory too: whatever follows runs along it."""
    return np.ascontiguousarray(by_company.T)


def _room(nodes: tuple[str, ...], companies: int) -> Batch:
    """Laid out node by node, whatever the axes say: a chunk is then written in long runs."""
    flat = (len(nodes), companies)

    def floats(*shape: int) -> Floats:
        return np.empty(shape).T

    def stages() -> Stages:
        return np.empty(flat, dtype=np.int8).T

    def bools() -> Bools:
        return np.empty(flat, dtype=np.bool_).T

    return Batch(
        nodes=nodes,
        present=bools(),
        assessed=bools(),
        coverage=floats(*flat),
        index=floats(*flat),
        index_low=floats(*flat),
        index_high=floats(*flat),
        stage=stages(),
        stage_low=stages(),
        stage_high=stages(),
        mean_stage=stages(),
        reach=floats(TOP_RUNG, *flat),
        share=floats(TOP_RUNG, *flat),
        evidence_share=floats(*flat),
    )


def _amounts(ratings: Floats, applicable: Bools, seen: Bools | Floats) -> Floats:
    """(14 × cells × companies): rated, rated and seen, at each rung or above, rating up to each rung."""
    rated = applicable & ~np.isnan(ratings)
    known = np.where(rated, ratings, 0.0)
    amounts = np.empty((2 + 2 * TOP_RUNG, *known.shape))
    amounts[0] = rated
    amounts[1] = rated * seen
    amounts[2 : 2 + TOP_RUNG] = known >= EACH_RUNG - TOLERANCE
    np.minimum(known, EACH_RUNG, out=amounts[2 + TOP_RUNG :])
    return amounts


def _fill(batch: Batch, part: slice, tree: BatchTree, own: Floats, amounts: Floats) -> None:
    none = np.int8(NO_STAGE)
    weights = tree.weigh(own)
    sums = tree.sums(amounts, weights)
    coverage, seen, reached, climbed = sums[0], sums[1], sums[2 : 2 + TOP_RUNG], sums[2 + TOP_RUNG :]
    present = np.broadcast_to(weights.present, coverage.shape)
    missing = np.maximum(1.0 - coverage, 0.0)
    assessed = present & (coverage >= ENOUGH_COVERAGE - TOLERANCE)
    per_rated = 1.0 / np.where(assessed, coverage, np.nan)
    index = climbed[-1] * per_rated
    low = np.where(present, climbed[-1], np.nan)
    batch.present.T[:, part] = present
    batch.assessed.T[:, part] = assessed
    batch.coverage.T[:, part] = np.where(present, coverage, np.nan)
    batch.index.T[:, part] = index
    batch.index_low.T[:, part] = low
    batch.index_high.T[:, part] = low + TOP_RUNG * missing
    batch.stage.T[:, part] = np.where(assessed, _stage(reached, coverage, tree.areas, assessed), none)
    batch.stage_low.T[:, part] = np.where(present, _stage(reached, 1.0, tree.areas, present), none)
    batch.stage_high.T[:, part] = np.where(present, _stage(reached + missing, 1.0, tree.areas, assessed), none)
    batch.mean_stage.T[:, part] = np.where(assessed, index + TOLERANCE, NO_STAGE)
    batch.evidence_share.T[:, part] = seen / np.where(coverage > 0, coverage, np.nan)
    np.multiply(reached, per_rated, out=batch.reach.T[..., part])
    climbed[1:] -= climbed[:-1].copy()
    np.multiply(climbed, per_rated, out=batch.share.T[..., part])


def _stage(reached: Floats, of: Floats | float, areas: slice, counted: Bools) -> Stages:
    """Stages of the nodes from what is reached `of` a weight. Reach never grows from a rung to the next, so the rungs
    that hold are as many as the stage; the company's is held back by its lowest area among the `counted`."""
    stage = _rungs_held(reached, (SOLID - TOLERANCE) * of)
    bases = _rungs_held(reached, (NO_AREA_BEHIND - TOLERANCE) * of)[areas]
    stage[0] = np.minimum(stage[0], np.where(counted[areas], bases, TOP_RUNG).min(axis=0))
    return stage


def _rungs_held(reached: Floats, threshold: Floats | float) -> Stages:
    held: Stages = (reached >= threshold).view(np.int8).sum(axis=0, dtype=np.int8)
    return held
