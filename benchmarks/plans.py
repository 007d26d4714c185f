"""How fast plans are found and proven: the example companies, then harder settings, then the whole catalogue at once.

Run `python -m benchmarks.plans` (a few minutes; `--usual` for the example companies alone). A search begins anew for
each figure: within 1 % of the bound, then to the proof. Times are those of the search, model and first guess included,
with the machine's own pace beside them. Exits 1 when an example company's plan is not proven within its time limit.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from pathlib import Path
from statistics import median
from time import perf_counter

from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.result import Result
from diagnostic.core.plan_greedy import greedy
from diagnostic.core.plan_inputs import TIME_LIMIT, PlanOptions, plan_problem
from diagnostic.core.plan_lp import Answer
from diagnostic.core.plan_model import PlanModel, build
from diagnostic.core.plan_problem import SEVERE, Problem
from diagnostic.core.plan_pruning import pruned
from diagnostic.core.planning import plan
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.places import data_path

ON = date(2026, 11, 22)
CALIBRATION_STEPS = 2_000_000
NEAR = 0.01
SOON = 2.0
HARDER = {
    "eight quarters": PlanOptions(horizon=8),
    "parallel 5": PlanOptions(parallel=5),
    "release 6": PlanOptions(release_days=6),
    "horizon 20": PlanOptions(horizon=20),
}
HEADS = (
    "case",
    "candidates",
    "left",
    "columns",
    "whole",
    "root gap",
    "first gap",
    "s to 1 %",
    "gap at 2 s",
    "s to proof",
)
WIDTHS = (32, 10, 5, 8, 6, 9, 10, 9, 11, 11)


@dataclass(frozen=True, slots=True)
class Line:
    """Gaps as shares of the plan found, seconds of search; `model` and `guess`: seconds before the search."""

    name: str
    candidates: int
    left: int
    columns: int
    whole: int
    root_gap: float
    first_gap: float
    near: float
    soon_gap: float
    proof: float
    proven: bool
    model: float
    guess: float

    def cells(self) -> tuple[str, ...]:
        proof = f"{self.proof:.2f}" if self.proven else f"> {TIME_LIMIT:.0f}"
        gaps = (f"{abs(100 * gap):.2f} %" for gap in (self.root_gap, self.first_gap))
        near = f"{self.near:.2f}" if self.near < inf else f"> {TIME_LIMIT:.0f}"
        counts = (str(number) for number in (self.candidates, self.left, self.columns, self.whole))
        return (self.name, *counts, *gaps, near, f"{100 * self.soon_gap:.2f} %", proof)


def calibration() -> float:
    """Seconds of a fixed arithmetic loop: what this machine, now, takes for the same work everywhere."""
    began = perf_counter()
    total = 0
    for step in range(CALIBRATION_STEPS):
        total += step * step % 7
    return perf_counter() - began


def searched(model: PlanModel, near: dict[int, float], seconds: float, enough: float = 0.0) -> Answer:
    return model.lp.maximise(model.worth, seconds=seconds, near=near, enough=enough)


def measured(name: str, problem: Problem) -> Line:
    began = perf_counter()
    severe = any(level >= SEVERE for level in problem.severities.values())
    left = pruned(problem, severe_first=severe)
    model = build(left, severe_first=severe)
    built = perf_counter()
    near = model.planned(greedy(problem))
    guess, before = perf_counter() - built, built - began
    best = searched(model, near, TIME_LIMIT)
    close = searched(model, near, TIME_LIMIT, NEAR)
    root, first = model.lp.relaxed().maximise(model.worth).objective, _value(model, near)
    spent = before + guess
    return Line(
        name=name,
        candidates=len(problem.candidates),
        left=len(left.candidates),
        columns=len(model.lp.lower),
        whole=sum(model.lp.whole),
        root_gap=root / best.objective - 1,
        first_gap=best.objective / first - 1 if first else inf,
        near=spent + close.seconds if close.found and close.gap <= NEAR else inf,
        soon_gap=_soon(model, near, spent, best),
        proof=spent + best.seconds,
        proven=best.status == "optimal",
        model=before,
        guess=guess,
    )


def _soon(model: PlanModel, near: dict[int, float], spent: float, best: Answer) -> float:
    """The gap left after SOON seconds in all; unbounded when they are spent before the search."""
    if best.status == "optimal" and best.seconds + spent <= SOON:
        return 0.0
    return searched(model, near, SOON - spent).gap if spent < SOON else inf


def _value(model: PlanModel, near: dict[int, float]) -> float:
    """What the first guess is worth; 0 when it does not hold."""
    fixed = model.lp.copy()
    for column, value in near.items():
        fixed.fix(column, value)
    return fixed.maximise(model.worth).objective


def companies(content: Content) -> dict[str, tuple[Assessment, Result]]:
    folder = data_path("questionnaires") / "industry40" / "examples"
    read = {path.stem: read_assessment(Path(path), content) for path in sorted(folder.glob("*.json"))}
    return {name: (assessment, score(content.questionnaire, assessment)) for name, assessment in read.items()}


def problem_of(content: Content, assessment: Assessment, result: Result, options: PlanOptions) -> Problem:
    return plan_problem(content, assessment, result, ON, options, targets(content, assessment, result))


def whole_catalogue(content: Content, assessment: Assessment, result: Result) -> Iterator[tuple[str, Problem]]:
    """A company at 0 everywhere that aims at 6 and suffers from everything: nearly every action is of use."""
    nothing = replace(result, cells=tuple(replace(cell, rating=0.0) for cell in result.cells))
    everything = replace(assessment.entry, symptoms=dict.fromkeys(content.symptoms, 3))
    aims = {cell.id: 6.0 for cell in result.cells}
    means = PlanOptions(budget=60_000, release_days=20, parallel=3, horizon=8)
    for options in (means, replace(means, parallel=5)):
        asked = replace(assessment, entry=everything)
        yield f"whole catalogue, parallel {options.parallel}", plan_problem(content, asked, nothing, ON, options, aims)


def printed(cells: tuple[str, ...]) -> None:
    name, *rest = (f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
    print(f"{name.strip():{WIDTHS[0]}}", *rest, flush=True)


def told(name: str, problem: Problem) -> Line:
    line = measured(name, problem)
    printed(line.cells())
    return line


def in_all(content: Content, name: str, assessment: Assessment, result: Result) -> bool:
    """The time of a whole plan: both ends of the prices, ties, reasons; whether it is proven."""
    pace, began = calibration(), perf_counter()
    found = plan(content, assessment, result, ON, PlanOptions())
    seconds = perf_counter() - began
    print(
        f"{name:32}  {found.status}, {len(found.actions)} actions, solver {found.solver_seconds:.2f} s, "
        f"in all {seconds:.2f} s, calibration {pace:.2f} s, ratio {seconds / pace:.1f}"
    )
    return found.status == "optimal" and found.bound_gap == 0.0


def main() -> int:
    content = load_content()
    known = companies(content)
    printed(HEADS)
    lines = [told(name, problem_of(content, *case, PlanOptions())) for name, case in known.items()]
    if "--usual" not in sys.argv:
        for said, options in HARDER.items():
            lines += [told(f"{name}, {said}", problem_of(content, *case, options)) for name, case in known.items()]
        lines += [told(name, problem) for name, problem in whole_catalogue(content, *known["one_too"])]
    near, proof = (median(getattr(line, name) for line in lines) for name in ("near", "proof"))
    print(f"median of {len(lines)}: within 1 % in {near:.2f} s, searched for {proof:.2f} s; proven {_proven(lines)}")
    print(
        f"longest of each: model {max(row.model for row in lines):.2f} s, guess {max(row.guess for row in lines):.2f} s"
    )
    proven = [in_all(content, name, *case) for name, case in known.items()]
    print(f"{sum(proven)} of {len(proven)} proven, {len(content.actions)} actions in the catalogue")
    return 0 if all(proven) else 1


def _proven(lines: list[Line]) -> str:
    return f"{sum(line.proven for line in lines)} of {len(lines)}"


if __name__ == "__main__":
    sys.exit(main())
