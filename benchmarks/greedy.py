"""The plan made with a pencil against the exact one, on companies drawn by chance over the whole catalogue.

Run `python -m benchmarks.greedy [--companies N] [--seconds S]`. The worth of the exact plan is that of its search
within the seconds given; its bound says what no plan can exceed. Exits 1 when a plan made with a pencil is worth more
than a proven one.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from time import perf_counter

from benchmarks.companies import random_company
from benchmarks.plans import calibration
from diagnostic.content.loader import load_content
from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Content
from diagnostic.core.plan_greedy import greedy
from diagnostic.core.plan_inputs import PlanOptions, plan_problem
from diagnostic.core.plan_problem import Problem, objective
from diagnostic.core.plan_solve import solve
from diagnostic.core.scoring import score
from diagnostic.core.target import targets

ON = date(2026, 11, 22)
COMPANIES = 200
SECONDS = 10.0
NEAR = 0.99
NOISE = 1e-6


@dataclass(frozen=True)
class Row:
    """One company: both worths, the share of the exact one not proven, and the seconds of each."""

    seed: int
    actions: int
    by_hand: float
    exact: float
    gap: float
    hand_seconds: float
    exact_seconds: float

    @property
    def ratio(self) -> float:
        return self.by_hand / self.exact if self.exact > NOISE else 1.0


def problem_of(content: Content, seed: int) -> Problem:
    assessment = random_company(content, seed)
    result = score(content.questionnaire, assessment)
    aims = targets(content, assessment, result)
    return plan_problem(content, assessment, result, ON, PlanOptions(), aims)


def compare(content: Content, seed: int, seconds: float) -> Row | None:
    """None when the search finds no plan at all in time."""
    problem = problem_of(content, seed)
    began = perf_counter()
    by_hand = greedy(problem)
    drawn = perf_counter()
    try:
        exact = solve(problem, seconds)
    except UserError:
        return None
    solved = perf_counter()
    return Row(
        seed,
        len(problem.candidates),
        objective(problem, by_hand),
        objective(problem, exact.schedule),
        exact.gap,
        drawn - began,
        solved - drawn,
    )


def tenth(values: Sequence[float], share: float) -> float:
    """The value under which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def tell(rows: Sequence[Row]) -> None:
    """The whole comparison, in a dozen lines."""
    ratios = [row.ratio for row in rows]
    worst = min(rows, key=lambda row: row.ratio)
    unproven = [row for row in rows if row.gap > 0]
    print(f"companies {len(rows)}, {median(row.actions for row in rows):.0f} actions to choose from (median)")
    print(f"by hand / exact: median {median(ratios):.4f}, 10 % under {tenth(ratios, 0.1):.4f}")
    print(f"  worst {worst.ratio:.4f} (seed {worst.seed})")
    print(f"  within 1 % of the exact plan: {sum(ratio >= NEAR for ratio in ratios) / len(ratios):.0%}")
    print(f"exact: proven {len(rows) - len(unproven)} of {len(rows)}")
    print(f"  gap to its bound: median {median(row.gap for row in rows):.2%}, worst {max(row.gap for row in rows):.2%}")
    tell_seconds("by hand", [row.hand_seconds for row in rows])
    tell_seconds("exact", [row.exact_seconds for row in rows])


def tell_seconds(name: str, seconds: Sequence[float]) -> None:
    slowest = max(seconds)
    print(f"seconds {name}: median {median(seconds):.3f}, 90 % under {tenth(seconds, 0.9):.3f}, slowest {slowest:.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=COMPANIES)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of search for one exact plan")
    options = parser.parse_args()
    content = load_content()
    pace = calibration()
    tried = [compare(content, seed, options.seconds) for seed in range(options.companies)]
    rows = [row for row in tried if row is not None]
    tell(rows)
    print(f"no exact plan found in time: {len(tried) - len(rows)}")
    print(f"calibration {pace:.2f} s before, {calibration():.2f} s after; {options.seconds:g} s of search at most")
    return 1 if any(row.by_hand > row.exact + NOISE for row in rows if row.gap == 0.0) else 0


if __name__ == "__main__":
    sys.exit(main())
