"""What the answers lead to: the result, the plan, and the document to keep."""

import re
import unicodedata
from dataclasses import replace

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.places import data_path
from diagnostic.services import advising
from diagnostic.web import present
from diagnostic.web.access import for_readers, is_read_only
from diagnostic.web.extensions import PARIS, content, today
from diagnostic.web.leader import known_opco
from diagnostic.web.planned import find, mark, told_to_script, working
from diagnostic.web.wording import LANG
from reports import charts, pdf
from reports import workbook as sheets
from reports.dossier import Dossier
from reports.view import plan_view, result_view

MIME_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
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
    solving = advising.solving_of(content(), diagnostic, scored, today())
    state = url_for("results.state", id=diagnostic.id)
    if solving.plan is None:
        return working(diagnostic, url_for("results.plan", id=diagnostic.id), state)
    opco, proving = known_opco(diagnostic), solving.proving
    view = plan_view(content(), dated(diagnostic), scored, solving.plan, opco, LANG, proving=proving)
    return render_template(
        "leader/plan.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=view,
        proof=state if proving else "",
        mark=mark(solving.plan),
    )


@blueprint.get("/d/<id>/plan/proof")
@for_readers
def state(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Where the search for the plan stands; for the page's script."""
    return told_to_script(lambda: [find(diagnostic)])


@blueprint.get("/d/<id>/report.pdf")
@for_readers
def report(diagnostic: Diagnostic) -> ResponseReturnValue:
    return download(pdf.report(dossier(diagnostic), templates=data_path("templates")), diagnostic, "pdf")


@blueprint.get("/d/<id>/workbook.xlsx")
@for_readers
def workbook(diagnostic: Diagnostic) -> ResponseReturnValue:
    return download(sheets.workbook(dossier(diagnostic)), diagnostic, "xlsx")


def dossier(diagnostic: Diagnostic) -> Dossier:
    """All that a document of today is made from; waits for a first plan."""
    scored, on = advising.result_of(content(), diagnostic), today()
    plan = advising.plan_of(content(), diagnostic, scored, on)
    targets = advising.targets_of(content(), diagnostic, scored)
    return Dossier(content(), dated(diagnostic), scored, plan, known_opco(diagnostic), targets, on, LANG)


def download(document: bytes, diagnostic: Diagnostic, kind: str) -> Response:
    """A file to keep, named after the company."""
    name = f"palier-{file_name(diagnostic.assessment.company.name)}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(document, mimetype=MIME_TYPES[kind], headers=headers)


def dated(diagnostic: Diagnostic) -> Assessment:
    """The assessment with the day of its last answer, unless it states its own."""
    assessment = diagnostic.assessment
    return replace(assessment, date=assessment.date or diagnostic.updated_at.astimezone(PARIS).date())


def file_name(name: str) -> str:
    """A company's name in letters that any computer can save."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "diagnostic"
