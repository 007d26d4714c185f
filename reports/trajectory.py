"""The expected path of the index, quarter by quarter: matplotlib, the same bytes each time, text kept as text."""

import io
import re
from collections.abc import Sequence
from functools import cache

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diagnostic.core.language import _
from reports import fonts
from reports.drawing import DEEP, INK, INK_2, LINE, PAPER
from reports.lines import TrajectoryPoint

TOP = 6
WITHOUT_DATE = {"Date": None, "Creator": None, "Format": None, "Type": None}
FILE_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)


@cache
def prepare() -> None:
    """Once per process: our family for measuring, and settings that no thread changes afterwards."""
    for name, *_rest in fonts.FACES:
        font_manager.fontManager.addfont(str(fonts.FOLDER / name))
    mpl.rc("svg", hashsalt="palier", fonttype="none")
    mpl.rc("font", family=fonts.FAMILY)
    mpl.rc("axes.spines", top=False, right=False)


def trajectory(points: Sequence[TrajectoryPoint]) -> str | None:
    """Index at the end of each quarter, with the stage where it changes; None when there is nothing to draw."""
    known = [(at, point) for at, point in enumerate(points) if point.index is not None]
    if len(known) < 2:
        return None
    prepare()
    figure = Figure(figsize=(7.0, 1.6))
    axes = figure.add_axes((0.04, 0.16, 0.94, 0.78))
    places, heights = [at for at, _point in known], [point.index or 0.0 for _at, point in known]
    axes.plot(places, heights, color=DEEP, linewidth=2, marker="o", markersize=6, markerfacecolor=DEEP)
    for (at, point), previous in zip(known, [None, *(one for _at, one in known)], strict=False):
        axes.annotate(
            point.index_text, (at, point.index or 0.0), (0, 8), textcoords="offset points", ha="center", color=INK
        )
        if previous is None or point.stage != previous.stage:
            axes.annotate(
                _("stade {stage}", stage=point.stage_text),
                (at, point.index or 0.0),
                (0, -17),
                textcoords="offset points",
                ha="center",
                color=DEEP,
                fontweight="bold",
            )
    _frame(axes, points, heights)
    return _text_of(figure)


def _frame(axes: Axes, points: Sequence[TrajectoryPoint], heights: Sequence[float]) -> None:
    axes.set_xticks(range(len(points)), [point.short for point in points])
    axes.tick_params(colors=INK_2, length=0, labelsize=9)
    axes.set_ylim(max(0.0, min(heights) - 0.8), min(TOP + 0.5, max(heights) + 0.6))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.set_facecolor(PAPER)


def _text_of(figure: Figure) -> str:
    """The SVG without its file header, so that it can also stand inside a page."""
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata=WITHOUT_DATE)
    return FILE_HEAD.sub("", written.getvalue(), count=1)
