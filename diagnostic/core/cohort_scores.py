"""What ratings bring to the observatory, all companies at once: stages, indices, what blocks first (METHOD 2, 7)."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from diagnostic.core.batch_tree import batch_tree
from diagnostic.core.model.cohort import Bools, Floats, Gathered, Rated
from diagnostic.core.model.questionnaire import FUNCTIONS, TOP_RUNG, Questionnaire
from diagnostic.core.nodes import TOLERANCE
from diagnostic.core.scoring_batch import NO_STAGE, Batch, score_many
from diagnostic.core.tree import asked_cells

Rows = npt.NDArray[np.int64]
EQUAL = np.ones((len(FUNCTIONS), 1))


def scores(gathered: Gathered, questionnaire: Questionnaire, rows: Rows) -> dict[str, Floats]:
    """Series `reach/…`, `area/…`, `principle/…`, `blocking/…` → (rows,), for those rows of `gathered`, functions equal.

    A company is read by the form that its code `form` names; without one, by whichever it answered. NaN where its
    diagnostic does not say: no stage, a principle not assessed. An area is told as the weighted mean of its principles,
    and only where all of them are assessed: at full coverage that is its index (METHOD 2, property 4).
    """
    found: dict[str, Floats] = {}
    wanted = np.full(len(gathered.sirens), -1)
    wanted[rows] = np.arange(len(rows))
    for form, rated in gathered.rated.items():
        chosen = wanted[rated.rows] >= 0
        chosen &= np.array([gathered.codes["form"][row] in (form, None) for row in rated.rows], dtype=np.bool_)
        own = Rated(rows=rated.rows[chosen], ratings=rated.ratings[chosen], applicable=rated.applicable[chosen])
        for series, figures in _of_form(questionnaire, form, own):
            found.setdefault(series, np.full(len(rows), np.nan))[wanted[own.rows]] = figures
    return found


def _of_form(questionnaire: Questionnaire, form: str, rated: Rated) -> Iterator[tuple[str, Floats]]:
    batch = score_many(questionnaire, form, rated.ratings, rated.applicable)
    stage = batch.stage[:, batch.column("company")]
    for rung in range(1, TOP_RUNG + 1):
        yield f"reach/{rung}", np.where(stage == NO_STAGE, np.nan, stage >= rung)
    for area in questionnaire.areas:
        weights = np.array([principle.weight for principle in area.principles])
        told = np.stack([_index(batch, f"principle:{principle.id}") for principle in area.principles])
        for principle, figures in zip(area.principles, told, strict=True):
            yield f"principle/{principle.id}", figures
        yield f"area/{area.id}", (weights / weights.sum()) @ told
    first = _first_blocking(questionnaire, form, rated, stage)
    names = [principle.id for principle in questionnaire.principles()]
    for rank, name in enumerate(names):
        yield f"blocking/{name}", np.where(stage == NO_STAGE, np.nan, first == rank)


def _index(batch: Batch, node: str) -> Floats:
    if node not in batch.nodes:
        return np.full(len(batch.index), np.nan)
    return batch.index[:, batch.column(node)]


def _first_blocking(
    questionnaire: Questionnaire, form: str, rated: Rated, stage: npt.NDArray[np.int8]
) -> npt.NDArray[np.int64]:
    """Rank of the principle that holds each company's first blocking cell (METHOD 2.3): of the rated cells under the
    next stage, the one that weighs most, then the nearest to that stage, then the first by id. −1 where none blocks."""
    asked = asked_cells(questionnaire, form, dict.fromkeys(FUNCTIONS, 1.0))
    by_id = sorted(range(len(asked)), key=lambda place: asked[place].id)
    names = [principle.id for principle in questionnaire.principles()]
    principles = np.array([names.index(asked[place].capability.principle) for place in by_id])
    ratings = rated.ratings[:, by_id]
    weights = _cell_weights(questionnaire, form, rated.applicable).T[:, by_id]
    climbing = (stage != NO_STAGE) & (stage < TOP_RUNG)
    below = rated.applicable[:, by_id] & (ratings < stage[:, None] + 1 - TOLERANCE) & climbing[:, None]
    heaviest = _largest(below, weights)
    nearest = _largest(heaviest, ratings)
    return np.where(nearest.any(axis=1), principles[nearest.argmax(axis=1)], -1)


def _largest(among: Bools, sizes: Floats) -> Bools:
    """Those of `among` (companies, cells) that are, within the tolerance, as large as the largest of the company."""
    known = np.where(among, sizes, -np.inf)
    found: Bools = among & (known >= known.max(axis=1, keepdims=True) - TOLERANCE)
    return found


def _cell_weights(questionnaire: Questionnaire, form: str, applicable: Bools) -> Floats:
    """(cells, companies) weight of each cell in its company."""
    tree = batch_tree(questionnaire, form)
    weights = tree.weigh(tree.own_weights(EQUAL) * applicable.T)
    found = weights.cell_in_principle.copy()
    above = weights.principle_in_area.copy()
    for area, inside in enumerate(tree.by_area):
        above[inside] *= weights.area_in_company[area]
    for principle, inside in enumerate(tree.by_principle):
        found[inside] *= above[principle]
    return found
