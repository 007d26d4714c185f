"""How long a release takes, how much it shows, and what counting companies one by one would cost.

Run `python -m benchmarks.observatory [COMPANIES …]` (3,000 and 30,000 by default; 240,000 takes most of an hour on two
slow cores), each number of companies in a process of its own, for its peak memory. The companies are drawn by
diagnostic/synthetic.py; the release is the reference catalogue's, attacker's reading included. A calibration loop of
pure Python stands beside, since machines differ.
"""

import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from time import perf_counter

import numpy as np

from diagnostic.content.loader import load_content
from diagnostic.core.cohort import cells, count_in
from diagnostic.core.disclosure import POPULATIONS, protect, shown_counts
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import Gathered
from diagnostic.core.model.questionnaire import FUNCTIONS
from diagnostic.core.scoring import score_ratings
from diagnostic.core.scoring_batch import cell_columns
from diagnostic.core.telling import tell
from diagnostic.core.thresholds import ALL
from diagnostic.synthetic import territory

SEED = 7
USUAL = (3_000, 30_000)
LOOPED = 10_000
CALIBRATION_STEPS = 2_000_000
ONE = "--one"
EQUAL = dict.fromkeys(FUNCTIONS, 1.0)
Totals = dict[tuple[object, ...], float]
Tables = list[tuple[tuple[str, ...], list[str]]]


def seconds(task: Callable[[], object]) -> float:
    start = perf_counter()
    task()
    return perf_counter() - start


def calibration() -> float:
    """Seconds of a loop that does nothing: this machine's pace at this moment."""

    def loop() -> None:
        for _ in range(CALIBRATION_STEPS):
            pass

    return min(seconds(loop) for _ in range(3))


def one_by_one(content: Content, gathered: Gathered) -> Totals:
    """The sums of every cell of the scored tables, a company after another, as one would write them first."""
    totals: Totals = defaultdict(float)
    tables = [(axes, kind_series(content, axes)) for axes in content.observatory.kinds("scored")]
    for form, rated in gathered.rated.items():
        columns = cell_columns(content.questionnaire, form)
        for place, row in enumerate(rated.rows.tolist()):
            known = {
                column: None if np.isnan(value) else float(value)
                for column, value, applies in zip(columns, rated.ratings[place], rated.applicable[place], strict=True)
                if applies
            }
            nodes = score_ratings(content.questionnaire, form, EQUAL, known)
            figures = {key.replace(":", "/"): node.index for key, node in nodes.items() if node.index is not None}
            figures |= {name: float(told[row]) for name, told in gathered.values.items() if not np.isnan(told[row])}
            add(totals, tables, {axis: codes[row] for axis, codes in gathered.codes.items()}, figures)
    return totals


def kind_series(content: Content, axes: tuple[str, ...]) -> list[str]:
    """The series of the tables of those axes."""
    catalogue = content.observatory
    measures = {name for table in catalogue.tables if tuple(sorted(table.axes)) == axes for name in table.measures}
    return [series for name in sorted(measures) for series in catalogue.measure(name).series()]


def add(totals: Totals, tables: Tables, codes: dict[str, str | None], figures: dict[str, float]) -> None:
    for axes, wanted in tables:
        cell = tuple(codes.get(axis) for axis in axes)
        for series in wanted:
            figure = figures.get(series)
            if figure is not None:
                totals[axes, cell, series] += figure


def aggregation(content: Content) -> None:
    """The ratio of a loop over companies to what a release does, on the same companies: counted in, sorted into cells,
    every figure of every cell summed, and rounded too."""
    gathered = territory(content, LOOPED, SEED)
    loop = seconds(lambda: one_by_one(content, gathered))

    def at_once() -> None:
        counted = count_in(gathered, content)
        for population in POPULATIONS:
            tell(counted, content.observatory, cells(counted, content.observatory, population), ALL)

    whole = min(seconds(at_once) for _ in range(3))
    print(f"{LOOPED:,} companies summed one by one {loop:.2f} s, at once {whole:.3f} s, ratio {loop / whole:.0f}")


def release(companies: int) -> None:
    """One release from so many companies, timed part by part."""
    content = load_content()
    gathered = territory(content, companies, SEED)
    pace = calibration()
    start = perf_counter()
    cohort = count_in(gathered, content)
    counted = perf_counter()
    made = protect(cohort, content.observatory, (), 1, lambda *_: None)
    done = perf_counter()
    shown, passing = shown_counts(made.tables, cohort, content.observatory)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{companies:>8,} companies, {len(cohort):,} units: counted in {counted - start:.1f} s, protected in"
        f" {done - counted:.1f} s, peak {peak:.2f} GB; calibration {pace:.2f} s"
    )
    print(f"{'':>8} cells shown {shown:,} of {passing:,} that thresholds alone would show: {shown / passing:.3f}")


def main() -> None:
    if ONE in sys.argv:
        release(int(sys.argv[-1]))
        return
    aggregation(load_content())
    for companies in [int(one) for one in sys.argv[1:]] or USUAL:
        subprocess.run([sys.executable, "-m", "benchmarks.observatory", ONE, str(companies)], check=True)


if __name__ == "__main__":
    main()
