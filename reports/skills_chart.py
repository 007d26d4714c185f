"""The picture of the skills gap: per skill a line from 0 to 4, a disc where the company is, a flag where its target
needs it to be, the people missing at the right. Technological or not, the two groups stand side by side."""

from collections.abc import Iterator, Sequence

from diagnostic.core.language import N_, _
from reports import drawing, words
from reports.drawing import DEEP, DEEP_2, INK_2, MIST, PAPER, SIGNAL, bar, disc, line, words_at
from reports.skills_lines import LEVELS_TOP, SkillGroup, SkillRow

GROUP_WIDTH, COMPACT_WIDTH, BETWEEN = 456.0, 390.0, 48.0
EDGE, PEOPLE = 10.0, 88.0
TITLE, SCALE, ROW, NAME, BETWEEN_GROUPS = 18.0, 48.0, 60.0, 26.0, 34.0
TICK = 5.0
WIDE, COMPACT = (15.0, 14.0), (17.0, 16.0)  # sizes of names and of figures
POLE = 19.0
CLOTH = "l13 5 l-13 5"
MISSING = N_("manquent")
NOTHING = N_("Aucune compétence de ce côté.")


def skills(groups: Sequence[SkillGroup], compact: bool = False) -> str:
    """Both groups in one drawing, one under the other when `compact` (a phone)."""
    width = COMPACT_WIDTH if compact else GROUP_WIDTH
    marks: list[str] = []
    down = tallest = 0.0
    for place, group in enumerate(groups):
        left = 0.0 if compact else place * (GROUP_WIDTH + BETWEEN)
        marks += _group(group, (left, down), width, COMPACT if compact else WIDE)
        height = _height(group)
        tallest = max(tallest, down + height)
        down += height + BETWEEN_GROUPS if compact else 0.0
    whole = width if compact else len(groups) * GROUP_WIDTH + (len(groups) - 1) * BETWEEN
    return drawing.picture((0, 0, whole, tallest), label(groups), marks)


def label(groups: Sequence[SkillGroup]) -> str:
    """The drawing in words."""
    told = (
        _("{a} : {b}", a=group.title, b=words.joined(row.in_one_line for row in group.rows) or _(NOTHING))
        for group in groups
    )
    return words.typeset(". ".join(told))


def _height(group: SkillGroup) -> float:
    return SCALE + ROW * max(1, len(group.rows)) + 4


def _group(group: SkillGroup, corner: tuple[float, float], width: float, sizes: tuple[float, float]) -> Iterator[str]:
    (left, top), (names, figures) = corner, sizes
    yield words_at(left, top + TITLE, group.title, names + 2, font_weight="700")
    if not group.rows:
        yield words_at(left, top + SCALE, _(NOTHING), names, fill=INK_2)
        return
    start, end = left + EDGE, left + width - PEOPLE
    for level in range(LEVELS_TOP + 1):
        x = start + (end - start) * level / LEVELS_TOP
        yield words_at(x, top + SCALE - 3, str(level), figures, fill=INK_2, text_anchor="middle")
    yield words_at(left + width, top + SCALE - 3, _(MISSING), figures, fill=INK_2, text_anchor="end")
    for place, row in enumerate(group.rows):
        y = top + SCALE + ROW * (place + 1) - 12
        yield words_at(left, y - NAME, row.name, names)
        yield from _row(row, start, end, y)
        yield from _people(row, left + width, y, figures)


def _row(row: SkillRow, start: float, end: float, y: float) -> Iterator[str]:
    """The rail, what is missing as an outlined band, the flag, then the disc over it."""
    step = (end - start) / LEVELS_TOP
    yield line(start, y, end, y, stroke=INK_2, stroke_width=1)
    for level in range(LEVELS_TOP + 1):
        yield line(start + step * level, y - TICK, start + step * level, y + TICK, stroke=INK_2, stroke_width=1)
    wanted = start + step * row.required
    if row.current is not None and row.current < row.required:
        here = start + step * row.current
        yield bar(here, y - 4, wanted - here, 8, fill=MIST, stroke=DEEP_2, stroke_width=1)
    if row.required:
        flag = f"M{wanted:.1f} {y:.1f} V{y - POLE:.1f} {CLOTH}"
        yield drawing.mark("path", d=flag, fill="none", stroke=SIGNAL, stroke_width=2.5, stroke_linejoin="round")
    if row.current is not None:
        yield disc(start + step * row.current, y, 7.5, fill=DEEP, stroke=PAPER, stroke_width=1.5)


def _people(row: SkillRow, right: float, y: float, size: float) -> Iterator[str]:
    if row.people:
        yield words_at(right, y + 6, str(row.people), size + 4, font_weight="700", text_anchor="end")
    elif row.current is None:
        yield words_at(right, y + 5, row.current_text, size, fill=INK_2, text_anchor="end")
