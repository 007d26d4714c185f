"""What the answers lead to: the result, the plan, and the document to keep."""

import re
import unicodedata
from dataclasses import replace

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.places import data_path
from diagnostic.services import advising
from diagnostic.web import present
from diagnostic.web.access import for_readers
from diagnostic.web.extensions import PARIS, content, today
from diagnostic.web.leader import is_read_only, known_opco
from diagnostic.web.wording import LANG
from reports import charts, pdf
from reports.view import plan_view, result_view

blueprint = Blueprint("results", __name__)


@blueprint.get("/d/<id>/result")
@for_readers
def result(diagnostic: Diagnostic) -> ResponseReturnValue:
    scored = advising.result_of(content(), diagnostic)
    targets = advising.targets_of(content(), diagnostic, scored)
    view = result_view(content(), dated(diagnostic), scored, targets, LANG)
    return render_template(
        "leader/result.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=view,
        wide=charts.landings(view.landings),
        narrow=charts.landings(view.landings, compact=True),
        rows=present.dots(view.principles),
        function_rows=present.dots(view.functions),
        has_answers=present.progress(content(), diagnostic.assessment).done > 0,
    )


@blueprint.get("/d/<id>/plan")
@for_readers
def plan(diagnostic: Diagnostic) -> ResponseReturnValue:
    scored = advising.result_of(content(), diagnostic)
    made = advising.plan_of(content(), diagnostic, scored, today())
    view = plan_view(content(), dated(diagnostic), scored, made, known_opco(diagnostic), LANG)
    return render_template("leader/plan.html", diagnostic=diagnostic, readonly=is_read_only(diagnostic), view=view)


@blueprint.get("/d/<id>/report.pdf")
@for_readers
def report(diagnostic: Diagnostic) -> ResponseReturnValue:
    scored = advising.result_of(content(), diagnostic)
    made = advising.plan_of(content(), diagnostic, scored, today())
    targets = advising.targets_of(content(), diagnostic, scored)
    opco, on = known_opco(diagnostic), today()
    document = pdf.report(
        content(), dated(diagnostic), scored, made, opco, targets, on, LANG, templates=data_path("templates")
    )
    name = f"palier-{file_name(diagnostic.assessment.company.name)}.pdf"
    return Response(
        document,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def dated(diagnostic: Diagnostic) -> Assessment:
    """The assessment with the day of its last answer, unless it states its own."""
    assessment = diagnostic.assessment
    return replace(assessment, date=assessment.date or diagnostic.updated_at.astimezone(PARIS).date())


def file_name(name: str) -> str:
    """A company's name in letters that any computer can save."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "diagnostic"
