"""Drawings for pages and documents: the same bytes for the same values, readable in black and white."""

from collections.abc import Iterator, Sequence
from math import ceil
from textwrap import wrap

from diagnostic.core.language import N_, _
from reports import drawing
from reports.drawing import DEEP, DEEP_2, INK, INK_2, LINE, MIST, MIST_2, PAPER, SIGNAL, bar, disc, line, words_at
from reports.lines import Calendar, DotRow, Heat, HeatCell, HeatRow, Landings

STAGES = 6
RISE, FIRST, BASE, EDGE, GAP = 30.0, 56.0, 278.0, 8.0, 4.0
NUMBER_BAND = 40.0
VISIBLE_BAND = 0.2
POLE, TALL_POLE = 44.0, 76.0
SHADES = (PAPER, MIST_2, MIST, "#a9cccd", "#6fa3a9", DEEP_2, DEEP)
DARK_FROM = 5
HEAT_LABEL = N_("Note de chaque question dans chaque fonction, de 0 à 6.")
TARGET_LABEL = N_("votre cible")
COMPACT_WIDTH, WIDE_WIDTH = 390.0, 960.0


def landings(of: Landings, compact: bool = False) -> str:
    """The six landings; `compact` for a phone: numbers, and the name of the next stage only."""
    width = COMPACT_WIDTH if compact else WIDE_WIDTH
    step = (width - 2 * EDGE) / STAGES
    marks = [_landing(of, number, step, compact) for number in range(1, STAGES + 1)]
    if of.index_high - of.index_low >= VISIBLE_BAND:
        low, high = EDGE + of.index_low * step, EDGE + of.index_high * step
        marks.append(bar(low, BASE + 3, high - low, 6, fill=MIST, stroke=INK, stroke_width=1))
    if of.target:
        marks.append(_flag(of, step))
    marks.append(_stands(of, step))
    top = _summit(of)
    return drawing.picture((0, top, width, BASE + 36 - top), of.label, marks)


def _top(number: int) -> float:
    return BASE - FIRST - (number - 1) * RISE


def _where(index: float) -> int:
    """The landing on which an index stands."""
    return min(STAGES, max(1, ceil(index - 1e-9)))


def _pole(of: Landings) -> float:
    """Taller where the index stands on the same landing."""
    return TALL_POLE if of.index is not None and of.target == _where(of.index) else POLE


def _summit(of: Landings) -> float:
    tops = [_top(STAGES), _top(of.target) - _pole(of) if of.target else BASE]
    if of.index is not None:
        tops.append(_top(_where(of.index)) - 48)
    return min(tops) - 10


def _landing(of: Landings, number: int, step: float, compact: bool) -> str:
    left, top, width = EDGE + (number - 1) * step, _top(number), step - GAP
    held = of.stage is not None and number <= of.stage
    part = 0.0 if of.index is None else max(0.0, min(1.0, of.index - (number - 1)))
    marks = [bar(left, top, width, BASE - top, fill=DEEP if held else MIST_2)]
    if not held:
        if part > 0:
            marks.append(drawing.hatched(left, top, width * part, BASE - top, NUMBER_BAND))
        marks.append(bar(left, top, width, BASE - top, fill="none", stroke=DEEP_2, stroke_width=1.5))
    number_colour = PAPER if held else DEEP
    marks.append(words_at(left + 11, top + 30, str(number), 24, font_weight="700", fill=number_colour))
    marks.append(_name(of, number, left, compact))
    return "".join(marks)


def _name(of: Landings, number: int, left: float, compact: bool) -> str:
    following = number == (of.stage or 0) + 1
    if compact and not following:
        return ""
    weight = "700" if following else "400"
    anchor = "end" if compact and number > STAGES // 2 else "start"
    x = left + 2 if anchor == "start" else left + (COMPACT_WIDTH - 2 * EDGE) / STAGES - GAP
    return words_at(x, BASE + 28, of.names[number - 1], 16, font_weight=weight, text_anchor=anchor)


def _flag(of: Landings, step: float) -> str:
    """At the far end of the landing to reach, so that an index short of it always stands on its left."""
    number = of.target or 1
    foot, head = _top(number), _top(number) - _pole(of)
    x = EDGE + number * step - GAP - 2
    cloth = "l24 9 l-24 9" if number < STAGES else "l-24 9 l24 9"
    path = f"M{x:.1f} {foot:.1f} V{head:.1f} {cloth}"
    drawn = drawing.mark("path", d=path, fill="none", stroke=SIGNAL, stroke_width=3, stroke_linejoin="round")
    if number == 1:
        return drawn + words_at(x + 30, head + 15, _(TARGET_LABEL), fill=SIGNAL)
    beside = x - 8 if number < STAGES else x - 32
    return drawn + words_at(beside, head + 15, _(TARGET_LABEL), fill=SIGNAL, text_anchor="end")


def _stands(of: Landings, step: float) -> str:
    """The mark stays above its own landing, whole; its number keeps clear of the flag's pole."""
    if of.index is None or of.index_text is None:
        return ""
    number = _where(of.index)
    left, foot = EDGE + (number - 1) * step, _top(number)
    x = min(max(EDGE + of.index * step, left + 10), left + step - GAP - 12)
    body = disc(x, foot - 12, 9, fill=PAPER, stroke=INK, stroke_width=3)
    beside_pole = of.target == number and x > left + step - GAP - 24
    anchor, at = ("end", x + 5) if beside_pole else ("middle", max(x, EDGE + 14))
    return body + words_at(at, foot - 29, of.index_text, 18, font_weight="700", text_anchor=anchor)


ROW, NAME_SIGN = 37.0, 8.4  # px: a row's height, what a sign of its name takes


def dots(rows: Sequence[DotRow], compact: bool = False) -> str:
    """Rows on lines from 0 to 6: disc = index, upright = target, outlined band = what is not known yet."""
    width = COMPACT_WIDTH if compact else 720.0
    row_height = 52.0 if compact else ROW
    longest = max((len(row.name) for row in rows), default=0)
    left, right = (12.0, width - 62) if compact else (max(250.0, NAME_SIGN * longest), width - 82)
    height = 28 + row_height * len(rows)
    marks = list(_scale(left, right, height))
    for place, row in enumerate(rows):
        y = 28 + row_height * (place + 0.5) + (10 if compact else 0)
        name_at = (left, y - 16) if compact else (0.0, y + 6)
        marks.append(words_at(*name_at, row.name))
        marks.append(_dot_marks(row, left, right, y))
        marks.append(words_at(width - 2, y + 6, row.index_text, 16, font_weight="700", text_anchor="end"))
    label = ", ".join(f"{row.name} {row.index_text}" for row in rows)
    return drawing.picture((0, 0, width, height + 4), label, marks)


def _scale(left: float, right: float, bottom: float) -> Iterator[str]:
    for rung in range(STAGES + 1):
        x = left + (right - left) * rung / STAGES
        yield line(x, 24, x, bottom, stroke_width=1)
        yield words_at(x, 17, str(rung), 14, fill=INK_2, text_anchor="middle")


def _dot_marks(row: DotRow, left: float, right: float, y: float) -> str:
    reach = right - left
    marks = [line(left, y, right, y, stroke=INK_2, stroke_width=1)]
    if row.range_text:
        low, high = left + reach * row.low_at, left + reach * row.high_at
        marks.append(bar(low, y - 5, high - low, 10, fill=MIST, stroke=DEEP_2, stroke_width=1, rx=2))
    if row.target_at is not None:
        marks.append(bar(left + reach * row.target_at - 2, y - 12, 4, 24, fill=SIGNAL))
    if row.index_at is not None:
        marks.append(disc(left + reach * row.index_at, y, 7.5, fill=DEEP, stroke=PAPER, stroke_width=1.5))
    return "".join(marks)


def heat(of: Heat) -> str:
    """Questions × functions with the number in every cell; the shade repeats it."""
    width, left, height = 860.0, 240.0, 30.0
    column = (width - left) / max(1, len(of.columns))
    headings = [wrap(name, int(column / HEADING_SIGN), break_long_words=False) for name in of.columns]
    head = 16.0 + HEADING_LINE * max(map(len, headings), default=1)
    marks = [_heading(lines, left + column * (at + 0.5), head - 12) for at, lines in enumerate(headings)]
    for place, row in enumerate(of.rows):
        y = head + height * place + (8 if row.total else 0)
        marks.append(_heat_row(row, (left, y), (column, height)))
    return drawing.picture((0, 0, width, head + height * len(of.rows) + 12), _(HEAT_LABEL), marks)


def _heading(lines: Sequence[str], middle: float, last: float) -> str:
    """The lines of a column's name, the last one at that height."""
    tops = (last - HEADING_LINE * (len(lines) - 1 - at) for at in range(len(lines)))
    return "".join(words_at(middle, y, told, 15, text_anchor="middle") for y, told in zip(tops, lines, strict=True))


def _heat_row(row: HeatRow, corner: tuple[float, float], size: tuple[float, float]) -> str:
    (left, y), (column, height) = corner, size
    weight = "700" if row.total else "400"
    marks = [words_at(0, y + 20, row.name, 15, font_weight=weight)]
    for at, cell in enumerate(row.cells):
        marks.append(_heat_cell(cell, (left + column * at, y), (column - 3, height - 3), weight))
    return "".join(marks)


def _heat_cell(cell: HeatCell, corner: tuple[float, float], size: tuple[float, float], weight: str) -> str:
    (x, y), (width, height) = corner, size
    step = None if cell.level is None else int(cell.level)
    box = bar(x, y, width, height, fill=PAPER if step is None else SHADES[step], stroke=LINE, stroke_width=1)
    colour = PAPER if step is not None and step >= DARK_FROM else INK
    return box + words_at(x + width / 2, y + 19, cell.text, 15, fill=colour, text_anchor="middle", font_weight=weight)


def calendar(of: Calendar) -> str:
    """Measures × quarters: a bar where a measure runs, its number at the left; costs and days under the quarters."""
    width, left, head, height = 900.0, 436.0, 30.0, 24.0
    column = (width - left) / max(1, len(of.quarters))
    bottom = head + height * len(of.rows)
    marks = []
    for at, quarter in enumerate(of.quarters):
        x = left + column * at
        marks.append(line(x, 8, x, bottom, stroke_width=1))
        marks.append(words_at(x + 4, 20, quarter.label, 13 if column > 58 else 11, fill=INK_2))
    for place, row in enumerate(of.rows):
        y = head + height * place
        marks.append(line(0, y, width, y, stroke_width=0.75))
        marks.append(words_at(0, y + 17, str(row.rank), 14, font_weight="700", fill=DEEP))
        marks.append(words_at(28, y + 17, _shortened(row.title), 14))
        marks += [
            bar(left + column * at + 2, y + 5, column - 4, height - 10, fill=DEEP)
            for at, running in enumerate(row.running)
            if running
        ]
    return drawing.picture((0, 0, width, bottom + 4), of.in_one_line, marks)


LONGEST_TITLE = 62
HEADING_LINE, HEADING_SIGN = 18.0, 9.0  # px: between two lines of a heading; what a sign of it takes at most


def _shortened(title: str) -> str:
    """Cut at a word: the whole title stands in the table beside."""
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
