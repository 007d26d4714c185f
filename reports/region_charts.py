"""The observatory's figures as drawings that leave the page: SVG, the same bytes for the same release, with its number,
its date and its caution in every one. Lengths come from released figures alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from textwrap import wrap as wrap_anywhere

from diagnostic.core.language import N_, _
from reports import drawing, region_map, words
from reports.drawing import DEEP, DEEP_2, INK, INK_2, MIST, PAPER, bar, disc, line, mark, words_at
from reports.region_lines import Bar, Credit, Drawn, Panel, RegionFigure, RegionMap, RegionPanels

WIDTH, EDGE = 960.0, 24.0
TITLE, WORDS, SMALL = 22.0, 15.0, 13.0
LABELS, TOLD = 330.0, 190.0
TITLE_LETTERS, LABEL_LETTERS, NOTE_LETTERS = 70, 40, 120
ROW, LEADING = 30.0, 18.0
COLUMNS, PANEL_HEIGHT, GAP = 4, 176.0, 28.0
PANEL_LETTERS, ON_ONE_LINE = 25, 22
UNSURE = "incertain"
CAUTION = N_("Entreprises diagnostiquées, non représentatives.")
SYNTHETIC = N_("Données synthétiques : ces entreprises n’existent pas.")

wrap = partial(wrap_anywhere, break_on_hyphens=False)


def svg(of: Drawn, credit: Credit) -> str:
    """The whole drawing, on white, whatever it is of."""
    if isinstance(of, RegionMap):
        return mapped(of, credit)
    head, top = heading(of.title, of.what)
    marks, bottom = rows(of, top) if isinstance(of, RegionFigure) else multiples(of, top)
    return page(of, credit, [*head, *marks], bottom)


def page(of: Drawn, credit: Credit, marks: Sequence[str], bottom: float) -> str:
    """Between its title and its credits."""
    under, height = foot(of, credit, bottom)
    ground = bar(0, 0, WIDTH, height, fill=PAPER)
    return drawing.picture((0, 0, WIDTH, height), label(of), [ground, hatch(), *marks, *under])


def label(of: Drawn) -> str:
    """The drawing in words."""
    if isinstance(of, RegionPanels):
        told = [pair(one.label, one.counted) for one in of.panels]
    elif isinstance(of, RegionMap):
        told = [one.in_one_line for one in of.patches]
    else:
        told = [pair(one.label, one.told) for one in of.bars]
    return words.typeset(f"{of.title}. {words.joined(told)}")


def pair(label: str, told: str) -> str:
    return _("{a} : {b}", a=label, b=told)


def hatch() -> str:
    strokes = bar(0, 0, 7, 7, fill=MIST) + line(0, 7, 7, 0, stroke=DEEP_2, stroke_width=1.2)
    return f"<defs>{mark('pattern', strokes, id=UNSURE, width=7, height=7, patternUnits='userSpaceOnUse')}</defs>"


def heading(title: str, what: str) -> tuple[list[str], float]:
    """The answer, then what is counted; how far down they go."""
    y = EDGE
    marks = []
    for text in wrap(title, TITLE_LETTERS):
        y += TITLE + 6
        marks.append(words_at(EDGE, y, text, TITLE, font_weight="700"))
    for text in wrap(what, NOTE_LETTERS):
        y += SMALL + 8
        marks.append(words_at(EDGE, y, text, WORDS, fill=INK_2))
    return marks, y + 18


def foot(of: Drawn, credit: Credit, top: float) -> tuple[list[str], float]:
    """Of whom, of which release, with what caution; how far down it goes."""
    note = getattr(of, "note", "")
    told = [one for one in (note, *credited(credit)) if one]
    y = top + 10
    marks = [line(EDGE, y, WIDTH - EDGE, y)]
    for text in (part for one in told for part in wrap(one, NOTE_LETTERS)):
        y += SMALL + 7
        marks.append(words_at(EDGE, y, text, SMALL, fill=INK_2))
    return marks, y + EDGE


def credited(credit: Credit) -> tuple[str, ...]:
    """The lines that no download goes without."""
    caution = " ".join([f"{credit.place}.", _(CAUTION), *([_(SYNTHETIC)] if credit.synthetic else [])])
    release = _(
        "Palier, publication R-{number} du {day}, {quarter}. Licence Ouverte 2.0.",
        number=credit.number,
        day=credit.day,
        quarter=credit.quarter,
    )
    return (words.typeset(caution), words.typeset(release), *credit.lines)


def rows(of: RegionFigure, top: float) -> tuple[list[str], float]:
    """One line a bar, its words at the left, what is told at the right; withheld ones are named under the others."""
    left, right = EDGE + LABELS, WIDTH - EDGE - TOLD
    y = top + 24
    marks = []
    for one in of.shown:
        lines = wrap(one.label, LABEL_LETTERS)
        height = max(ROW, LEADING * len(lines) + 10)
        marks += [words_at(EDGE, y + 16 + LEADING * at, text, WORDS) for at, text in enumerate(lines)]
        marks += drawn(of, one, (left, right), y + 4)
        marks += told(one, right + 14, y + 16)
        y += height
    withheld = secret_line(of)
    return [*scale(of, (left, right), (top + 10, y)), *marks, *hidden(withheld, y)], under(withheld, y)


def under(told: str, y: float) -> float:
    return y + 14 + (SMALL + 7) * len(wrap(told, NOTE_LETTERS))


def secret_line(of: RegionFigure) -> str:
    named = words.joined(one.label for one in of.secret)
    return words.typeset(_("Non publiés : {names}.", names=named)) if named else ""


def hidden(told: str, top: float) -> Iterator[str]:
    """What is withheld, in the catalogue's order."""
    for at, text in enumerate(wrap(told, NOTE_LETTERS)):
        yield words_at(EDGE, top + (SMALL + 7) * (at + 1), text, SMALL, fill=INK_2)


def scale(of: RegionFigure, across: tuple[float, float], down: tuple[float, float]) -> Iterator[str]:
    (left, right), (top, bottom) = across, down
    for at, text in enumerate(of.ticks):
        x = left + (right - left) * at / (len(of.ticks) - 1)
        yield line(x, top + 8, x, bottom, stroke_width=1)
        yield words_at(x, top + 3, text, SMALL, fill=INK_2, text_anchor="middle")


def drawn(of: RegionFigure, one: Bar, across: tuple[float, float], y: float) -> Iterator[str]:
    """A dot where a mean stands; a bar as far as is certain, hatched as far as may be."""
    left, right = across
    low, high = (left + (right - left) * (at or 0.0) for at in (one.low, one.high))
    if of.scale == "mean":
        yield line(left, y + 9, right, y + 9, stroke=INK_2, stroke_width=1)
        yield disc(low, y + 9, 7, fill=DEEP, stroke=PAPER, stroke_width=1.5)
        return
    yield bar(left, y, low - left, 18, fill=DEEP_2)
    if one.is_vague:
        yield bar(low, y, high - low, 18, **hatched(one))


def hatched(one: Bar) -> dict[str, str | float]:
    """What may be: hatched where a count was rounded, an empty box where only its half is told."""
    if one.is_band:
        return {"fill": "none", "stroke": INK_2, "stroke_width": 1.0, "stroke_dasharray": "4 3"}
    return {"fill": f"url(#{UNSURE})", "stroke": DEEP_2, "stroke_width": 1.0}


def told(one: Bar, x: float, y: float) -> Iterator[str]:
    """What is released, and what comes with it at the far right, or under it where both are long."""
    yield words_at(x, y, one.told, WORDS, font_weight="700")
    if one.detail and len(one.told) + len(one.detail) <= ON_ONE_LINE:
        yield words_at(WIDTH - EDGE, y, one.detail, SMALL, fill=INK_2, text_anchor="end")
    elif one.detail:
        yield words_at(x, y + 12, one.detail, 11, fill=INK_2)


def multiples(of: RegionPanels, top: float) -> tuple[list[str], float]:
    """Panels side by side, the same scale in each; those that are withheld are named under them."""
    width = (WIDTH - 2 * EDGE - GAP * (COLUMNS - 1)) / COLUMNS
    marks: list[str] = []
    for place, one in enumerate(of.shown):
        left = EDGE + (place % COLUMNS) * (width + GAP)
        marks += panel(of, one, (left, top + (place // COLUMNS) * (PANEL_HEIGHT + GAP)), width)
    bottom = top + -(-len(of.shown) // COLUMNS) * (PANEL_HEIGHT + GAP)
    return [*marks, *hidden(of.hidden, bottom)], under(of.hidden, bottom)


def panel(of: RegionPanels, one: Panel, corner: tuple[float, float], width: float) -> Iterator[str]:
    """Upright bars from 0 to all companies; a line at the half."""
    left, top = corner
    for at, text in enumerate(wrap(one.label, PANEL_LETTERS)[:2]):
        yield words_at(left, top + 14 + 16 * at, text, 14, font_weight="700")
    for at, text in enumerate(wrap(one.counted, PANEL_LETTERS)[:2]):
        yield words_at(left, top + 46 + 14 * at, text, 12, fill=INK_2)
    floor, height = top + PANEL_HEIGHT - 18, PANEL_HEIGHT - 90
    yield line(left, floor - height / 2, left + width, floor - height / 2, stroke_width=1)
    yield line(left, floor, left + width, floor, stroke=INK_2, stroke_width=1)
    step = width / max(1, len(of.columns))
    for at, (column, each) in enumerate(zip(of.columns, one.bars, strict=True)):
        x = left + step * at + 4
        yield words_at(x + (step - 8) / 2, floor + 15, column, 12, fill=INK, text_anchor="middle")
        yield from upright(each, x, floor, step - 8, height)


def upright(one: Bar, x: float, floor: float, width: float, height: float) -> Iterator[str]:
    if one.low is None or one.high is None:
        return
    low, high = one.low * height, one.high * height
    yield bar(x, floor - low, width, low, fill=DEEP_2)
    if one.is_vague:
        yield bar(x, floor - high, width, high - low, **hatched(one))


def mapped(of: RegionMap, credit: Credit) -> str:
    """The map between its title and its legend."""
    head, top = heading(of.title, of.what)
    _left, _up, width, height = region_map.box(of)
    room = 760.0
    tall = room * height / width
    frame = f'x="{EDGE:g}" y="{top:g}" width="{room:g}" height="{tall:g}" '
    inner = region_map.region_map(of).replace('class="map" ', frame)
    under = f'<g transform="translate({EDGE:g} {top + tall + 16:g}) scale(0.62)">'
    marks = [*head, inner, under, *region_map.legend(of), "</g>"]
    full = replace(credit, lines=(region_map.source(),))
    return page(of, full, marks, top + tall + 40 + region_map.legend_height(of) * 0.62)
