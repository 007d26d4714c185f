"""Diagnostic → printed document: HTML by Jinja, PDF by WeasyPrint; our own files only, anything missing is an error."""

import gc
import hashlib
import logging
import re
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML, Document
from weasyprint.logger import LOGGER
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from diagnostic.core.errors import AssetError
from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import Assessment
from reports import charts, fonts
from reports.dossier import Dossier
from reports.fonts import drawn
from reports.report_lines import ReportView
from reports.skills_chart import skills
from reports.templating import Spoken
from reports.trajectory import trajectory
from reports.view_report import report_view
from reports.words import lower_first, typeset

FOLDER = "report"
PAGE = "report/report.html"
STYLE = "report/report.css"
COMPLAINTS_SHOWN = 5
UNNAMED = N_("Votre entreprise")
BETWEEN_TAGS = re.compile(r">[^<]+<")


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Fetches `data:` and files inside the given folders; anything else stops the document."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False, fail_on_errors=True)
        self.folders = [folder.resolve() for folder in folders]

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """ValueError for a protocol or a file that is not ours."""
        parts = urlsplit(url)
        if parts.scheme == "file" and not self._is_ours(Path(unquote(parts.path))):
            raise ValueError(f"not one of our files: {url}")
        return super().fetch(url, headers)

    def _is_ours(self, path: Path) -> bool:
        found = path.resolve()
        return any(found.is_relative_to(folder) for folder in self.folders)


class Complaints(logging.Handler):
    """What WeasyPrint would only write to its log, from this thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.heard.append(record.getMessage())


@contextmanager
def without_complaint() -> Iterator[None]:
    """Turns a missing asset, or anything that WeasyPrint would skip over, into an AssetError."""
    complaints = Complaints()
    LOGGER.addHandler(complaints)
    try:
        yield
    except FatalURLFetchingError as error:
        raise AssetError(f"{error}: {error.__cause__}") from error
    finally:
        LOGGER.removeHandler(complaints)
    if complaints.heard:
        raise AssetError("; ".join(complaints.heard[:COMPLAINTS_SHOWN]))


@contextmanager
def without_collector() -> Iterator[None]:
    """Laying out makes many objects and few cycles: looking for cycles meanwhile costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def report(dossier: Dossier, *, templates: Path) -> bytes:
    """The PDF (PDF/UA-1) of one diagnostic and its plan; `templates` is the folder that holds `report/`.

    What our type cannot draw of the company's own words is left out. Raises AssetError for a missing file or glyph.
    """
    return pdf_of(html_of(dossier, templates), templates)


class TooLongError(AssetError):
    """The document takes more pages than it may."""


def pdf_of(document: str, templates: Path, most_pages: int | None = None) -> bytes:
    """Lays out a whole HTML document; the same bytes for the same text. TooLongError beyond `most_pages`."""
    identifier = hashlib.sha256(document.encode()).digest()[:16]
    with without_complaint(), without_collector():
        laid_out = laid_out_of(document, templates)
        if most_pages is not None and len(laid_out.pages) > most_pages:
            raise TooLongError(f"{len(laid_out.pages)} pages, at most {most_pages}")
        printed: bytes = laid_out.write_pdf(pdf_identifier=identifier, pdf_variant="pdf/ua-1")
    return printed


def laid_out_of(document: str, templates: Path) -> Document:
    """The pages, set from our own files alone."""
    fetcher = OwnFiles(fonts.FOLDER, templates / FOLDER)
    return HTML(string=document, url_fetcher=fetcher, base_url=(templates / FOLDER).as_uri() + "/").render()


def html_of(dossier: Dossier, templates: Path) -> str:
    """The document's HTML, every character of which our type can print."""
    view = report_view(replace(dossier, assessment=printable(dossier.assessment)))
    drawings = drawings_of(view)
    document = (
        environment(templates)
        .get_template(PAGE)
        .render(
            view=view,
            result=view.result,
            plan=view.plan,
            lang=dossier.lang,
            created=dossier.on.isoformat(),
            style=(templates / STYLE).read_text(encoding="utf-8"),
            font_faces=fonts.font_faces(),
            drawings={name: as_image(drawing) for name, drawing in drawings.items()},
        )
    )
    document = spaced(document)
    fonts.check_glyphs([document, *drawings.values()])
    return document


def printable(assessment: Assessment) -> Assessment:
    """The same, the texts that its company wrote and that are printed without what our type cannot draw (an emoji,
    another script): a plan is worth more than its title."""
    company = replace(assessment.company, name=drawn(assessment.company.name) or _(UNNAMED))
    figures = tuple(replace(figure, unit=drawn(figure.unit)) for figure in assessment.entry.figures)
    return replace(assessment, company=company, entry=replace(assessment.entry, figures=figures))


def spaced(document: str) -> str:
    """The no-break spaces of the templates' own words; what stands between tags of the body is all that changes."""
    head, body = document.split("<body>", 1)
    return f"{head}<body>{BETWEEN_TAGS.sub(lambda found: typeset(found.group()), body)}"


@cache
def environment(templates: Path) -> Environment:
    """Escapes everything; a name that no view has given is an error."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Spoken],
    )
    made.filters.update(typeset=typeset, lower_first=lower_first)
    return made


def drawings_of(view: ReportView) -> dict[str, str]:
    """Every drawing of the document, by name; one that has nothing to show is left out."""
    result, plan = view.result, view.plan
    found = {
        "landings": charts.landings(result.landings),
        "areas": charts.dots(result.areas),
        "principles": charts.dots(result.principles),
    }
    if result.functions:
        found["functions"] = charts.dots(result.functions)
    if result.heat:
        found["heat"] = charts.heat(result.heat)
    if plan.calendar.rows:
        found["calendar"] = charts.calendar(plan.calendar)
    if view.skills and view.skills.drawn:
        found["skills"] = skills(view.skills.drawn)
    path = trajectory(plan.trajectory)
    return found | ({"trajectory": path} if path else {})


def as_image(drawing: str) -> str:
    """A drawing as the address of an image: laid out three times faster than inside the page."""
    return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"
