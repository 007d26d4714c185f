"""Time of one company's PDF: against a cold Chromium printing the same page, and against plain matplotlib drawings.

Run from the checkout: `python benchmarks/report_pdf.py`. Chromium is looked for on the PATH.
"""

import io
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from weasyprint import HTML
from weasyprint.logger import LOGGER

from diagnostic.content.assessments import read_assessment
from diagnostic.content.loader import load_content
from diagnostic.core.opco import resolve_opco
from diagnostic.core.planning import PlanOptions, plan
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.places import data_path
from reports.dossier import Dossier
from reports.lines import Calendar, DotRow, Heat, Landings, TrajectoryPoint
from reports.pdf import html_of, pdf_of
from reports.report_lines import ReportView
from reports.skills_lines import SkillGroup
from reports.view_report import report_view

DAY = date(2026, 11, 21)
EXAMPLE = "one_too"
WARM_RUNS, COLD_RUNS, BASELINE_RUNS = 7, 3, 3
CHROMIUM_AT_MOST, BASELINE_AT_LEAST = 1.0, 2.0
IMAGE = re.compile(r'<img src="data:image/svg\+xml;base64,[^"]*" alt="([^"]*)">')


def example() -> Dossier:
    content = load_content()
    path = data_path("questionnaires") / "industry40" / "examples" / f"{EXAMPLE}.json"
    assessment = read_assessment(path, content)
    result = score(content.questionnaire, assessment)
    company = assessment.company
    return Dossier(
        content,
        assessment,
        result,
        plan(content, assessment, result, DAY, PlanOptions()),
        resolve_opco(content.opco, idcc=company.idcc, naf=company.naf, siret=company.siret),
        targets(content, assessment, result),
        DAY,
        "fr",
    )


def timed(act: Callable[[], object], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return seconds


def chromium(page: Path) -> Callable[[], object]:
    """Prints the page with a new profile each time, as a first start would."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("chromium is not installed")

    def run() -> None:
        with tempfile.TemporaryDirectory() as profile:
            asked = ["--headless", "--no-sandbox", f"--user-data-dir={profile}", "--allow-file-access-from-files"]
            out = page.with_suffix(".chromium.pdf")
            command = [program, *asked, f"--print-to-pdf={out}", page.as_uri()]
            subprocess.run(command, check=True, capture_output=True)

    return run


def inline(figure: Figure) -> str:
    """As matplotlib writes it by default: text as outlines, one node among the page's nodes."""
    written = io.StringIO()
    figure.savefig(written, format="svg")
    return written.getvalue()[written.getvalue().index("<svg") :]


def plain_landings(of: Landings) -> str:
    figure = Figure(figsize=(9, 3))
    axes = figure.subplots()
    heights = range(1, len(of.names) + 1)
    held = of.stage or 0
    axes.bar(of.names, heights, color=["#0b4f5c" if number <= held else "#eaf2f1" for number in heights])
    axes.annotate(of.index_text or "", (of.index or 0.0, 1))
    return inline(figure)


def plain_dots(rows: Sequence[DotRow]) -> str:
    figure = Figure(figsize=(7, 0.4 * len(rows) + 0.5))
    axes = figure.subplots()
    names = [row.name for row in rows]
    axes.hlines(names, [row.low for row in rows], [row.high for row in rows], linewidth=6, color="#d5e5e6")
    axes.plot([row.target or 0.0 for row in rows], names, "|", markersize=14, color="#a8480a")
    axes.plot([row.index or 0.0 for row in rows], names, "o", color="#0b4f5c")
    for row in rows:
        axes.annotate(row.index_text, (6, row.name))
    axes.set_xlim(0, 6)
    return inline(figure)


def plain_heat(of: Heat) -> str:
    figure = Figure(figsize=(8, 0.4 * len(of.rows) + 0.5))
    axes = figure.subplots()
    axes.pcolormesh([[cell.level or 0.0 for cell in row.cells] for row in of.rows], edgecolors="white")
    for y, row in enumerate(of.rows):
        for x, cell in enumerate(row.cells):
            axes.text(x + 0.5, y + 0.5, cell.text)
    axes.set_yticks([y + 0.5 for y in range(len(of.rows))], [row.name for row in of.rows])
    axes.set_xticks([x + 0.5 for x in range(len(of.columns))], of.columns)
    return inline(figure)


def plain_calendar(of: Calendar) -> str:
    figure = Figure(figsize=(9, 0.3 * len(of.rows) + 0.5))
    axes = figure.subplots()
    for y, row in enumerate(of.rows):
        axes.broken_barh([(x, 1) for x, running in enumerate(row.running) if running], (y, 0.7))
    axes.set_yticks(range(len(of.rows)), [row.title for row in of.rows])
    axes.set_xticks(range(len(of.quarters)), [quarter.label for quarter in of.quarters])
    return inline(figure)


def plain_skills(groups: Sequence[SkillGroup]) -> str:
    rows = [row for group in groups for row in group.rows]
    figure = Figure(figsize=(9, 0.4 * len(rows) + 0.5))
    axes = figure.subplots()
    names = [row.name for row in rows]
    axes.plot([row.required for row in rows], names, "|", markersize=14, color="#a8480a")
    axes.plot([row.current or 0 for row in rows], names, "o", color="#0b4f5c")
    for row in rows:
        axes.annotate(str(row.people), (4, row.name))
    return inline(figure)


def plain_path(points: Sequence[TrajectoryPoint]) -> str:
    figure = Figure(figsize=(7, 1.6))
    axes = figure.subplots()
    axes.plot([point.short for point in points], [point.index or 0.0 for point in points], "o-")
    for point in points:
        axes.annotate(point.index_text, (point.short, point.index or 0.0))
    return inline(figure)


def plain_drawings(view: ReportView) -> list[str]:
    """In the order of the document's images."""
    result = view.result
    landings = plain_landings(result.landings)
    drawn = [landings, plain_path(view.plan.trajectory), landings, plain_dots(result.areas)]
    drawn += [plain_dots(result.principles)]
    drawn += [plain_heat(result.heat)] if result.heat else []
    drawn += [plain_dots(result.functions)]
    drawn += [plain_skills(view.skills.drawn)] if view.skills and view.skills.drawn else []
    return [*drawn, plain_calendar(view.plan.calendar)]


def baseline(dossier: Dossier, page: str, templates: Path) -> Callable[[], object]:
    """The same document, its drawings made by matplotlib with default settings and put inside the page."""

    def run() -> bytes:
        drawings = iter(plain_drawings(report_view(dossier)))
        written = IMAGE.sub(lambda _: next(drawings), page)
        laid_out: bytes = HTML(string=written, base_url=(templates / "report").as_uri() + "/").write_pdf(
            pdf_variant="pdf/ua-1"
        )
        return laid_out

    return run


def main() -> None:
    dossier, templates = example(), data_path("templates")
    page = html_of(dossier, templates)

    def ours() -> bytes:
        return pdf_of(html_of(dossier, templates), templates)

    ours()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(page, encoding="utf-8")
        cold = statistics.median(timed(chromium(file), COLD_RUNS))
        warm = statistics.median(timed(ours, WARM_RUNS))
    mpl.rcdefaults()
    LOGGER.disabled = True
    plain = statistics.median(timed(baseline(dossier, page, templates), BASELINE_RUNS))
    print(f"report, warm process, median of {WARM_RUNS}: {warm:.2f} s")
    print(f"cold chromium, same page, median of {COLD_RUNS}: {cold:.2f} s")
    print(f"plain matplotlib inside the page, median of {BASELINE_RUNS}: {plain:.2f} s")
    print(f"report / chromium: {warm / cold:.2f} (at most {CHROMIUM_AT_MOST:.1f})")
    print(f"plain matplotlib / report: {plain / warm:.2f} (at least {BASELINE_AT_LEAST:.1f})")


if __name__ == "__main__":
    main()
