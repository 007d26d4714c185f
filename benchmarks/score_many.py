"""Scoring a whole country of workshops at once, against the bare matrix product that it cannot beat.

    python benchmarks/score_many.py

Prints, for companies that each lack functions and cells of their own, the time of every node above capabilities, its
ratio to `ratings @ weights` (companies × cells by cells × nodes, in the same run), how it grows, and the peak memory.
"""

import resource
import time
from collections.abc import Callable

import numpy as np

from diagnostic.content.loader import load_content
from diagnostic.core.model.questionnaire import FUNCTIONS
from diagnostic.core.scoring_batch import cell_columns, score_many

COMPANIES = 240_000
MOST_TIMES_THE_PRODUCT = 50
MOST_MEMORY_GB = 2
REPEATS = 5


def best_seconds(task: Callable[[], object]) -> float:
    """The quickest of a few runs: what the machine does when nothing disturbs it."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        task()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    questionnaire = load_content().questionnaire
    cells = len(cell_columns(questionnaire, "full"))
    chance = np.random.default_rng(2026)
    ratings = chance.integers(0, 13, (COMPANIES, cells)) / 2
    ratings[chance.random(ratings.shape) < 0.2] = np.nan
    applicable = chance.random(ratings.shape) > 0.05
    functions = chance.integers(0, 4, (COMPANIES, len(FUNCTIONS))).astype(np.float64)
    nodes = len(score_many(questionnaire, "full", ratings[:1]).nodes)

    known, weights = np.nan_to_num(ratings), chance.random((cells, nodes))
    product = best_seconds(lambda: known @ weights)
    print(f"{COMPANIES:,} companies, {cells} cells, {nodes} nodes; bare product {product:.3f} s")
    for companies in (COMPANIES // 4, COMPANIES // 2, COMPANIES):
        part = slice(companies)
        whole = best_seconds(lambda part=part: score_many(questionnaire, "full", ratings[part]))
        own = best_seconds(
            lambda part=part: score_many(questionnaire, "full", ratings[part], applicable[part], functions[part])
        )
        print(f"{companies:>9,} companies: {whole:.3f} s all alike, {own:.3f} s each with its own tree")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"ratio to the product: {whole / product:.1f} and {own / product:.1f} (at most {MOST_TIMES_THE_PRODUCT})")
    print(f"peak memory: {peak:.2f} GB (under {MOST_MEMORY_GB})")


if __name__ == "__main__":
    main()
