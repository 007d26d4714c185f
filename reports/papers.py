"""What is printed before a visit: the blank questionnaire and the note of preparation."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from diagnostic.core.language import _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from reports import fonts, pdf
from reports.view_blank import BlankView, blank_view
from reports.view_visit import VisitView, visit_view

STYLE = "report/papers.css"


def blank(content: Content, assessment: Assessment, on: date, lang: str, *, templates: Path) -> bytes:
    """The questionnaire to fill in by hand, as PDF (PDF/UA-1); `on`: the day it is printed. AssetError as
    `pdf.report`."""
    view = blank_view(content, named(assessment), on, lang)
    return pdf.pdf_of(html_of("report/blank.html", view, on, lang, templates), templates)


def visit(content: Content, assessment: Assessment, minutes: int, on: date, lang: str, *, templates: Path) -> bytes:
    """The note to send before the visit, on two pages at most; `minutes`: what the questions take."""
    view = visit_view(content, named(assessment), minutes, on, lang)
    return pdf.pdf_of(html_of("report/visit.html", view, on, lang, templates), templates)


def named(assessment: Assessment) -> Assessment:
    """The same, its company under a name that our type can draw."""
    name = fonts.drawn(assessment.company.name) or _(pdf.UNNAMED)
    return replace(assessment, company=replace(assessment.company, name=name))


def html_of(page: str, view: BlankView | VisitView, on: date, lang: str, templates: Path) -> str:
    document = (
        pdf.environment(templates)
        .get_template(page)
        .render(
            view=view,
            lang=lang,
            created=on.isoformat(),
            style=(templates / STYLE).read_text(encoding="utf-8"),
            font_faces=fonts.font_faces(),
        )
    )
    document = pdf.spaced(document)
    fonts.check_glyphs([document])
    return document
