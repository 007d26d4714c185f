"""The first bearing on paper: the same words as its page, on two sheets at most."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from diagnostic.core.language import _
from reports import charts, fonts, words
from reports.bearing_lines import BearingView
from reports.pdf import UNNAMED, as_image, environment, pdf_of, spaced

PAGE, STYLE = "report/bearing.html", "report/bearing.css"


def bearing(view: BearingView, on: date, *, templates: Path) -> bytes:
    """The PDF (PDF/UA-1), dated `on`. What our type cannot draw of the company's name is left out; AssetError for a
    missing file or glyph."""
    drawing = charts.landings(view.landings)
    document = (
        environment(templates)
        .get_template(PAGE)
        .render(
            view=replace(view, company=fonts.drawn(view.company) or _(UNNAMED)),
            created=on.isoformat(),
            day=words.day(on),
            style=(templates / STYLE).read_text(encoding="utf-8"),
            font_faces=fonts.font_faces(),
            landings=as_image(drawing),
        )
    )
    document = spaced(document)
    fonts.check_glyphs([document, drawing])
    return pdf_of(document, templates)
