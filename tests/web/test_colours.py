"""The colours of the pages, in the light and in the dark: all in one file, and readable on what they stand on."""

import re
from itertools import product

import pytest

from diagnostic.web.app import STATIC
from reports import charts, drawing

TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\n *\}", TOKENS, re.S)[:2]
)
SCHEMES = {"light": LIGHT, "dark": LIGHT | DARK}
PAPERS = ("paper", "paper-2", "field", "mist-2", "signal-2")
WORDS = {
    **dict.fromkeys(product(("ink", "ink-2", "deep", "signal"), PAPERS), 4.5),
    **dict.fromkeys((("ink", shade) for shade in ("mist", "mist-3", "mist-4")), 4.5),
    **dict.fromkeys((("ink-2", "mist"), ("deep", "mist")), 4.5),
    **dict.fromkeys((("on-deep", shade) for shade in ("deep", "deep-2", "deep-3")), 4.5),
    ("on-signal", "signal"): 4.5,
}
# what surrounds a field, and a drawing's lines: WCAG 1.4.11
LINES = dict.fromkeys(product(("edge", "deep-2"), ("paper", "paper-2", "field", "mist-2", "mist")), 3.0)


def light_of(colour: str) -> float:
    """Relative luminance of « #rrggbb » (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((light_of(one), light_of(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_and_lines_stand_out_in_both_schemes(scheme: str) -> None:
    colours = SCHEMES[scheme]
    weak = {
        (front, back): round(contrast(colours[front], colours[back]), 2)
        for (front, back), least in (WORDS | LINES).items()
        if contrast(colours[front], colours[back]) < least
    }
    assert not weak


def test_the_dark_changes_every_colour_but_what_a_camera_reads() -> None:
    assert {name for name in LIGHT if DARK.get(name) == LIGHT[name] or name not in DARK} == {"scanned"}


def test_no_other_style_names_a_colour() -> None:
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*\{)|\brgba?\(|\bhsla?\(|(?<![\w-])(?:white|black)(?=[;\s}])")
    texts = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.css") if path.name != "tokens.css"}
    found = {name: named.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.S)) for name, text in texts.items()}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_colour_of_a_drawing_has_its_dark_one() -> None:
    constants = {value for value in vars(drawing).values() if isinstance(value, str) and value.startswith("#")}
    for colour in constants | {one for one in charts.SHADES if one in (STATIC / "landings.svg").read_text("utf-8")}:
        assert f'[fill="{colour}"]' in TOKENS, colour
    for colour in constants:
        assert f'[stroke="{colour}"]' in TOKENS, colour


def test_the_first_drawing_follows_the_tokens() -> None:
    """An image has no access to the page's variables: it repeats them."""
    text = (STATIC / "landings.svg").read_text("utf-8")
    for light, dark in re.findall(r'\[\w+="(#[0-9a-f]{6})"\]\{\w+:(#[0-9a-f]{6})', text):
        name = next(name for name, colour in LIGHT.items() if colour == light)
        assert dark == DARK[name], name


def test_paper_is_always_light() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in TOKENS
    for path in STATIC.glob("*.css"):
        assert "(prefers-color-scheme" not in path.read_text("utf-8").replace("screen and (prefers-color-scheme", "")
