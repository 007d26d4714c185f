"""The plans of the example companies, each proven optimal, with the machine's own pace beside the time.

Run `python -m benchmarks.plans`. Exits 1 when a plan is not proven.
"""

import sys
from datetime import date
from pathlib import Path
from time import perf_counter

from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.core.model.catalogue import Content
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from diagnostic.places import data_path

ON = date(2026, 11, 22)
CALIBRATION_STEPS = 2_000_000


def calibration() -> float:
    """Seconds of a fixed arithmetic loop: what this machine, now, takes for the same work everywhere."""
    began = perf_counter()
    total = 0
    for step in range(CALIBRATION_STEPS):
        total += step * step % 7
    return perf_counter() - began


def run(path: Path, content: Content) -> bool:
    """Plan one company, print its line, say whether the plan is proven."""
    assessment = read_assessment(path, content)
    result = score(content.questionnaire, assessment)
    pace = calibration()
    began = perf_counter()
    found = plan(content, assessment, result, ON, PlanOptions())
    seconds = perf_counter() - began
    print(
        f"{path.stem:24} {found.status:10} objective {found.objective or 0.0:.6f}  gap {found.bound_gap}  "
        f"{len(found.actions):2} actions  solver {found.solver_seconds:6.2f} s  in all {seconds:6.2f} s  "
        f"calibration {pace:.2f} s  ratio {seconds / pace:6.1f}"
    )
    return found.status == "optimal" and found.bound_gap == 0.0


def main() -> int:
    content = load_content()
    folder = data_path("questionnaires") / "industry40" / "examples"
    proven = [run(path, content) for path in sorted(folder.glob("*.json"))]
    print(f"{sum(proven)} of {len(proven)} proven, {len(content.actions)} actions in the catalogue")
    return 0 if all(proven) else 1


if __name__ == "__main__":
    sys.exit(main())
