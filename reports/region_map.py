"""The map of France by region or by department, as SVG: tones and patterns for the eye, words in every territory's
name for everyone. Outlines: reports/maps (VERSION.md)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from diagnostic.core.language import N_, _
from reports import drawing
from reports.drawing import DEEP, DEEP_2, INK, INK_2, LINE, MIST, MIST_2, PAPER, bar, disc, line, mark, words_at
from reports.region_lines import Patch, RegionMap
from reports.words import typeset

FOLDER = Path(__file__).resolve().parent / "maps"
SOURCE = N_("Fond de carte : MapSVG et Victor Cazanave (svg-maps), CC BY 4.0, simplifié.")
TONES = (MIST_2, MIST, "#a9cccd", DEEP_2, DEEP)
DARK_FROM = 3  # tones on which words are written in light
WIDTH, HEIGHT = 1226.0, 1170.0
RING_AT, RING_SCALE = (990.0, 24.0), 1.1
INNER_RING = ("75", "92", "93", "94")
OVERSEAS = {"971": "01", "972": "02", "973": "03", "974": "04", "976": "06"}
SQUARE, SQUARES_AT = 92.0, (8.0, 1050.0)
MARGIN = 14.0
LETTERS, SMALLER = 40.0, 32.0
LEGEND_ROW = 48.0
NOT_TOLD = N_("non publié")


@dataclass(frozen=True, slots=True)
class Outline:
    """One territory: its path, a point inside, and for regions the box around it."""

    code: str
    path: str
    at: tuple[float, float]
    around: tuple[float, float, float, float] | None


@cache
def outlines(name: str) -> tuple[Outline, ...]:
    """`regions`, `departments` or `inner_ring`."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return tuple(
        Outline(one["code"], one["path"], tuple(one["at"]), tuple(one["around"]) if "around" in one else None)
        for one in found["shapes"]
    )


def region_map(of: RegionMap, addresses: Mapping[str, str] | None = None) -> str:
    """The whole drawing; each territory leads to its address where `addresses` has one. Links need no script, and are
    read with their name and what is told of them."""
    marks = [*patterns(of.name), *shapes(of, addresses or {})]
    if of.inside is None:
        marks += [*overseas(of, addresses or {}), *ring(of, addresses or {})]
    if of.level == "region":
        marks += figures(of)
    return grouped(box(of), f"{of.title}. {of.what}", marks)


def box(of: RegionMap) -> tuple[float, float, float, float]:
    """What the drawing shows: the country, or one region with a margin."""
    found = next((one for one in outlines("regions") if one.code == of.inside), None)
    if found is None or found.around is None:
        return 0, 0, WIDTH, HEIGHT
    left, top, width, height = found.around
    return left - MARGIN, top - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN


def grouped(around: tuple[float, float, float, float], label: str, marks: Sequence[str]) -> str:
    """A drawing whose parts can be reached one by one; `role="img"` would hide them."""
    left, top, width, height = (f"{side:g}" for side in around)
    head = f'viewBox="{left} {top} {width} {height}" role="group" aria-label="{escape(label)}"'
    family = f'font-family="{drawing.FAMILY}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="map" {head} {family}>{"".join(marks)}</svg>'


def patterns(name: str) -> Iterator[str]:
    """One a tone from the second, denser and denser, and strokes aslant for what is withheld: they tell classes apart
    without colour. Ids begin with the map's name: several drawings may share a page."""
    yield "<defs>"
    yield tile(name, "secret", PAPER, line(0, 12, 12, 0, stroke=INK_2, stroke_width=1.5), 12)
    yield tile(name, "0", TONES[0], "", 12)
    yield tile(name, "1", TONES[1], disc(6, 6, 1.6, fill=DEEP_2), 12)
    yield tile(name, "2", TONES[2], line(0, 6, 12, 6, stroke=DEEP_2, stroke_width=1.5), 12)
    yield tile(name, "3", TONES[3], line(6, 0, 6, 12, stroke=MIST, stroke_width=1.2), 12)
    yield tile(name, "4", TONES[4], "", 12)
    yield "</defs>"


def tile(name: str, id: str, tone: str, marks: str, size: float) -> str:
    ground = bar(0, 0, size, size, fill=tone)
    return mark("pattern", ground + marks, id=f"{name}-{id}", width=size, height=size, patternUnits="userSpaceOnUse")


def filled(name: str, patch: Patch) -> str:
    return f"url(#{name}-{'secret' if patch.tone is None else patch.tone})"


def shapes(of: RegionMap, addresses: Mapping[str, str]) -> Iterator[str]:
    """In the order of the figure; what the reader came for is outlined last, over its neighbours."""
    drawn = {one.code: one for one in outlines("regions" if of.level == "region" else "departments")}
    for patch in sorted(of.patches, key=lambda one: one.chosen):
        if patch.code in drawn:
            wide = 5 if patch.chosen else 2
            path = mark("path", d=drawn[patch.code].path, fill=filled(of.name, patch), stroke=edge(patch),
                        stroke_width=wide, stroke_linejoin="round")  # fmt: skip
            yield linked(patch, path, addresses)


def edge(patch: Patch) -> str:
    if patch.chosen:
        return INK
    if patch.tone is None:
        return INK_2
    return PAPER if patch.tone >= DARK_FROM else DEEP_2


def linked(patch: Patch, drawn: str, addresses: Mapping[str, str]) -> str:
    """The territory as a link with its words, or as an image with them."""
    told = escape(patch.in_one_line)
    inside = f"<title>{told}</title>{drawn}"
    address = addresses.get(patch.code)
    if address is None:
        return f'<g role="img" aria-label="{told}">{inside}</g>'
    return f'<a href="{escape(address)}" aria-label="{told}">{inside}</a>'


def overseas(of: RegionMap, addresses: Mapping[str, str]) -> Iterator[str]:
    """Squares, under the west coast: no outline, and no room for a true scale."""
    known = {patch.code: patch for patch in of.patches}
    left, top = SQUARES_AT
    for place, (department, region) in enumerate(OVERSEAS.items()):
        patch = known.get(region if of.level == "region" else department)
        if patch is None:
            continue
        x = left + place * (SQUARE + 10)
        square = bar(x, top, SQUARE, SQUARE, fill=filled(of.name, patch), stroke=edge(patch), stroke_width=2, rx=6)
        yield linked(
            patch, square + written(patch, x + SQUARE / 2, top + SQUARE / 2 + 12, department, SMALLER), addresses
        )


def ring(of: RegionMap, addresses: Mapping[str, str]) -> Iterator[str]:
    """Paris and its three neighbours, five times larger, in the north-east."""
    if of.level != "department":
        return
    known = {patch.code: patch for patch in of.patches}
    x, y = RING_AT
    yield f'<g transform="translate({x:g} {y:g}) scale({RING_SCALE})">'
    for one in outlines("inner_ring"):
        if one.code in known:
            patch = known[one.code]
            path = mark("path", d=one.path, fill=filled(of.name, patch), stroke=edge(patch), stroke_width=2)
            yield linked(patch, path + written(patch, one.at[0], one.at[1] + 10, one.code, SMALLER - 4), addresses)
    yield "</g>"


def figures(of: RegionMap) -> Iterator[str]:
    """What is told of each region, written in it; a table beside the map says the same, so that readers of names are
    not told twice."""
    drawn = {one.code: one for one in outlines("regions")}
    for patch in of.patches:
        if patch.code in drawn and patch.tone is not None:
            x, y = drawn[patch.code].at
            yield mark(
                "g", written(patch, x, y + 13, patch.sign or patch.told), aria_hidden="true", pointer_events="none"
            )


def written(patch: Patch, x: float, y: float, text: str, letters: float = LETTERS) -> str:
    """On its own ground, so that a pattern never runs under it."""
    dark = patch.tone is not None and patch.tone >= DARK_FROM
    ground = PAPER if patch.tone is None else TONES[patch.tone]
    wide = letters * 0.58 * len(text) + 12
    under = bar(x - wide / 2, y - letters * 0.86, wide, letters * 1.1, fill=ground, rx=8)
    return under + words_at(x, y, text, letters, font_weight="700", text_anchor="middle", fill=PAPER if dark else INK)


def legend(of: RegionMap) -> Iterator[str]:
    """Under a drawing that leaves the page; on the page the legend is a list."""
    for place, (pattern, name) in enumerate(classes(of)):
        left, top = (place % 2) * 560.0, (place // 2) * LEGEND_ROW
        yield bar(left, top, 56, 34, fill=f"url(#{of.name}-{pattern})", stroke=LINE, stroke_width=1.5)
        yield words_at(left + 70, top + 26, name, 28)


def legend_height(of: RegionMap) -> float:
    return LEGEND_ROW * ((len(classes(of)) + 1) // 2)


def classes(of: RegionMap) -> list[tuple[str, str]]:
    """Pattern and words of each."""
    told = [(str(tone), name) for tone, name in enumerate(of.classes) if name]
    return [*told, ("secret", _(NOT_TOLD))]


def source() -> str:
    """Whose outlines they are."""
    return typeset(_(SOURCE))
