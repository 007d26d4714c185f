"""Our one family of type, and the refusal of any character it cannot draw."""

import html
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from diagnostic.core.errors import AssetError

FOLDER = Path(__file__).resolve().parent / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
FACES = (
    ("AtkinsonHyperlegibleNext_400Regular.ttf", 400, "normal"),
    ("AtkinsonHyperlegibleNext_400Regular_Italic.ttf", 400, "italic"),
    ("AtkinsonHyperlegibleNext_700Bold.ttf", 700, "normal"),
    ("AtkinsonHyperlegibleNext_700Bold_Italic.ttf", 700, "italic"),
)
DRAWN_BY_SHAPING = frozenset("\n\t\u202f\u00ad")


@cache
def drawable() -> frozenset[str]:
    """The characters that every face has, and those that text shaping makes from them (a narrow space, a line end)."""
    faces = []
    for name, _, _ in FACES:
        with TTFont(FOLDER / name, lazy=True) as font:
            faces.append(frozenset(chr(code) for code in font.getBestCmap()))
    return frozenset.intersection(*faces) | DRAWN_BY_SHAPING


def missing_glyphs(text: str) -> list[str]:
    """The characters of `text` that the family cannot draw, each once, in order."""
    return sorted(set(text) - drawable())


def drawn(text: str) -> str:
    """The same without what the family cannot draw."""
    missing = missing_glyphs(text)
    return " ".join("".join(character for character in text if character not in missing).split()) if missing else text


def check_glyphs(parts: Iterable[str]) -> None:
    """Refuses markup or text with a character that would be drawn in another family; AssetError names it."""
    found = sorted({character for part in parts for character in missing_glyphs(html.unescape(part))})
    if found:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in found)
        raise AssetError(f"no glyph in {FAMILY} for {named}")


@cache
def font_faces() -> str:
    """The `@font-face` rules of a document, pointing at our own files."""
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{(FOLDER / name).as_uri()}"); }}'
        for name, weight, style in FACES
    )
