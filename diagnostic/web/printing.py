"""Papers for a visit: the questionnaire to fill in by hand, the note that the company reads before."""

from math import ceil

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from diagnostic.core.language import spoken
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.places import data_path
from diagnostic.services import again
from diagnostic.web import present
from diagnostic.web.access import for_readers, is_read_only
from diagnostic.web.days import day_in_france
from diagnostic.web.extensions import content, db, give_back, today
from diagnostic.web.results import download
from reports import papers, words

blueprint = Blueprint("printing", __name__)


@blueprint.get("/d/<id>/prepare")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """What to print and to read again before a visit."""
    before = again.previous(db(), content(), diagnostic.id)
    assessment = diagnostic.assessment
    return render_template(
        "printing/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        count=words.count(
            len({cell.item for cell in present.asked_cells(content(), assessment)}), "question", "questions"
        ),
        before=before,
        before_on=words.day(day_in_france(before.updated_at)) if before else None,
    )


@blueprint.get("/d/<id>/blank.pdf")
@for_readers
def questionnaire(diagnostic: Diagnostic) -> Response:
    """The questions of this company, without any answer."""
    give_back()
    printed = papers.blank(content(), diagnostic.assessment, today(), spoken(), templates=data_path("templates"))
    return download(printed, diagnostic, "pdf", "questionnaire")


@blueprint.get("/d/<id>/visit.pdf")
@for_readers
def visit(diagnostic: Diagnostic) -> Response:
    """The note to send before the visit."""
    give_back()
    asked = len(present.asked_cells(content(), diagnostic.assessment))
    minutes = ceil(asked * present.SECONDS_PER_ANSWER / 60)
    templates = data_path("templates")
    printed = papers.visit(content(), diagnostic.assessment, minutes, today(), spoken(), templates=templates)
    return download(printed, diagnostic, "pdf", "visite")
