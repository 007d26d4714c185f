"""The few marks our drawings are made of, as SVG text; presentation attributes only, no page needs inline styles."""

from collections.abc import Iterable
from html import escape

PAPER = "#ffffff"
LINE = "#d9d4c7"
INK = "#1c2830"
INK_2 = "#4d5a62"
DEEP = "#0b4f5c"
DEEP_2 = "#2f7280"
MIST = "#d5e5e6"
MIST_2 = "#eaf2f1"
SIGNAL = "#a8480a"
FAMILY = "Atkinson Hyperlegible Next, sans-serif"
HATCH_EVERY = 7.0

Attribute = str | float


def mark(name: str, content: str = "", /, **attributes: Attribute) -> str:
    """One element; `stroke_width` becomes `stroke-width`, a number keeps two decimals at most."""
    written = "".join(f' {key.replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: Attribute) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def words_at(x: float, y: float, text: str, size: float = 16, **attributes: Attribute) -> str:
    """Text on its baseline."""
    style: dict[str, Attribute] = {"fill": INK, **attributes}
    return mark("text", escape(text), x=x, y=y, font_size=size, **style)


def bar(x: float, y: float, width: float, height: float, **attributes: Attribute) -> str:
    return mark("rect", x=x, y=y, width=max(0.0, width), height=height, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> str:
    style: dict[str, Attribute] = {"stroke": LINE, "stroke_width": 1.5, **attributes}
    return mark("line", x1=x1, y1=y1, x2=x2, y2=y2, **style)


def disc(x: float, y: float, radius: float, **attributes: Attribute) -> str:
    return mark("circle", cx=x, cy=y, r=radius, **attributes)


def hatched(x: float, y: float, width: float, height: float, clear: float) -> str:
    """A part filled with upright strokes, which show without colour on any printer; `clear` at the top for words."""
    count = int(width // HATCH_EVERY)
    top, length = _value(y + clear), _value(height - clear)
    strokes = "".join(f"M{_value(x + step * HATCH_EVERY)} {top}v{length}" for step in range(1, count + 1))
    lines = mark("path", d=strokes, stroke=DEEP_2, stroke_width=1.5) if strokes else ""
    return bar(x, y, width, height, fill=MIST) + lines


def picture(box: tuple[float, float, float, float], label: str, marks: Iterable[str]) -> str:
    """A whole drawing with its accessible name; `box` = left, top, width, height."""
    left, top, width, height = (_value(side) for side in box)
    head = f'viewBox="{left} {top} {width} {height}" role="img" aria-label="{escape(label)}" font-family="{FAMILY}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}><title>{escape(label)}</title>{"".join(marks)}</svg>'
