"""What the answers lead to: the result, the plan, and the document to keep."""

import re
import unicodedata
from dataclasses import replace

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.language import spoken
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.signature import Signature
from diagnostic.places import data_path
from diagnostic.services import advising, restituting
from diagnostic.services.signing import pdf_of as pages_signed
from diagnostic.services.signing import signed_plan as read_signed_plan
from diagnostic.web import present, signed
from diagnostic.web.access import for_readers, is_read_only
from diagnostic.web.extensions import PARIS, content, db, today
from diagnostic.web.leader import known_opco
from diagnostic.web.planned import find, mark, told_to_script, working
from reports import charts, pdf
from reports import workbook as sheets
from reports.dossier import Dossier, Word
from reports.view import plan_view, result_view
from reports.view_edition import edition_note
from reports.view_signed import signature_view, signed_lines

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
    view = result_view(content(), dated(diagnostic), scored, targets, spoken())
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
        edition=edition_note(content()),
    )


@blueprint.get("/d/<id>/plan")
@for_readers
def plan(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The plan as it stands; once it is signed, as it was signed."""
    signature = signed.signature_of(diagnostic)
    if signature:
        return plan_signed(diagnostic, signature)
    scored = advising.result_of(content(), diagnostic)
    solving = advising.solving_of(content(), diagnostic, scored, today())
    state = url_for("results.state", id=diagnostic.id)
    if solving.plan is None:
        return working(diagnostic, url_for("results.plan", id=diagnostic.id), state)
    return plan_page(diagnostic, solving.plan, proof=state if solving.proving else "")


def plan_page(
    diagnostic: Diagnostic, plan: Plan, *, proof: str = "", signature: Signature | None = None
) -> ResponseReturnValue:
    """`proof`: where its state is told while a better one is looked for."""
    scored = advising.result_of(content(), diagnostic)
    opco = known_opco(diagnostic)
    return render_template(
        "leader/plan.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=plan_view(content(), dated(diagnostic), scored, plan, opco, spoken(), proving=bool(proof)),
        proof=proof,
        mark=mark(plan),
        signature=signature_view(signature) if signature else None,
        reopened=signed.reopened_of(diagnostic),
    )


def plan_signed(diagnostic: Diagnostic, signature: Signature) -> ResponseReturnValue:
    """The whole page where today's content still has its words; else the lines that were signed, and their pages."""
    found = read_signed_plan(signature)
    if signed.in_its_words(found):
        told = replace(diagnostic, assessment=found.assessment)
        return plan_page(told, found.plan, signature=signature)
    return render_template(
        "signing/plan.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        signature=signature_view(signature),
        lines=signed_lines(found),
    )


@blueprint.get("/d/<id>/plan/proof")
@for_readers
def state(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Where the search for the plan stands; for the page's script."""
    return told_to_script(lambda: [find(diagnostic)])


@blueprint.get("/d/<id>/report.pdf")
@for_readers
def report(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The document to keep; once it is signed, the very pages that were signed."""
    signature = signed.signature_of(diagnostic)
    if signature:
        return download(pages_signed(db(), diagnostic.id, signature.id), diagnostic, "pdf")
    return download(pdf.report(dossier(diagnostic), templates=data_path("templates")), diagnostic, "pdf")


@blueprint.get("/d/<id>/workbook.xlsx")
@for_readers
def workbook(diagnostic: Diagnostic) -> ResponseReturnValue:
    return download(sheets.workbook(dossier(diagnostic)), diagnostic, "xlsx")


def dossier(diagnostic: Diagnostic) -> Dossier:
    """All that a document of today is made from; waits for a first plan. Of a signed one, its plan."""
    told, plan = signed.as_signed(diagnostic)
    scored, word = advising.result_of(content(), told), word_of(diagnostic)
    return dossier_of(told, plan or advising.plan_of(content(), told, scored, today()), word)


def dossier_of(diagnostic: Diagnostic, plan: Plan, word: Word | None) -> Dossier:
    scored = advising.result_of(content(), diagnostic)
    targets = advising.targets_of(content(), diagnostic, scored)
    return Dossier(content(), dated(diagnostic), scored, plan, known_opco(diagnostic), targets, today(), spoken(), word)


def word_of(diagnostic: Diagnostic) -> Word | None:
    """« Le mot de l’intervenant », and who wrote it."""
    found = restituting.restitution(db(), diagnostic.id)
    by = ", ".join(filter(None, (found.word_by, found.word_for)))
    return Word(found.word, by or None) if found.word else None


def download(document: bytes, diagnostic: Diagnostic, kind: str, what: str = "") -> Response:
    """A file to keep, named after the company, and after what it is when it is not the whole."""
    named = "-".join(filter(None, ("palier", what, file_name(diagnostic.assessment.company.name))))
    name = f"{named}.{kind}"
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
