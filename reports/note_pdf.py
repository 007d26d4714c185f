"""The note of the day, as the two sides of one sheet."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from reports import charts, fonts, pdf
from reports.dossier import Dossier
from reports.view_note import Beside, NoteView, note_view

PAGE, STYLE = "report/note.html", "report/note.css"
SIDES = 2
SIZES = ("usual", "close", "closest")


def note(dossier: Dossier, beside: Beside, due_on: date, *, templates: Path) -> bytes:
    """The PDF (PDF/UA-1) of exactly two pages: set closer where the words are many. AssetError as `pdf.report`."""
    view = note_view(replace(dossier, assessment=pdf.printable(dossier.assessment)), beside, due_on)
    for size in SIZES[:-1]:
        try:
            return pdf.pdf_of(html_of(view, dossier, size, templates), templates, SIDES)
        except pdf.TooLongError:
            continue
    return pdf.pdf_of(html_of(view, dossier, SIZES[-1], templates), templates, SIDES)


def html_of(view: NoteView, dossier: Dossier, size: str, templates: Path) -> str:
    landings = charts.landings(view.landings)
    document = pdf.spaced(
        pdf.environment(templates)
        .get_template(PAGE)
        .render(
            view=view,
            size=size,
            lang=dossier.lang,
            created=dossier.on.isoformat(),
            style=(templates / STYLE).read_text(encoding="utf-8"),
            font_faces=fonts.font_faces(),
            landings=pdf.as_image(landings),
        )
    )
    fonts.check_glyphs([document, landings])
    return document
