"""Signing the plan: what is signed is what was shown. Opening it again, with a reason."""

from dataclasses import replace

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import spoken
from diagnostic.core.model.access import Act, Role
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.plan import Plan
from diagnostic.places import data_path
from diagnostic.services import advising, handing, restituting, signing
from diagnostic.services.signing import ChangedError, Draft, Signature, SignedAlreadyError
from diagnostic.web import journal, mail, results
from diagnostic.web.access import check, for_readers, for_those_who_may, here, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, give_back, now, today
from diagnostic.web.forms_signing import ReopenForm, SignForm
from diagnostic.web.leader import known_opco
from diagnostic.web.planned import sentence, working
from diagnostic.web.reader import person
from diagnostic.web.signed import signature_of
from reports import pdf, words
from reports.naming import Names
from reports.view import plan_view, result_view
from reports.view_signed import plan_lines, signature_view
from reports.view_together import still_open

blueprint = Blueprint("signing", __name__)


@blueprint.get("/d/<id>/sign")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """What would be signed, and what is still open; once it is signed, by whom, and how to check it."""
    signature = signature_of(diagnostic)
    return signed_page(diagnostic, signature) if signature else draft_page(diagnostic, blank_form())


def blank_form() -> SignForm:
    """With the name of whoever signs: a leader's own; of an adviser, that of who is beside."""
    name = (found.name if (found := person()) else None) or ""
    leads = Role.LEADER in here().roles
    return SignForm(formdata=None, data={"signatory": name if leads else "", "adviser": "" if leads else name})


def signed_page(diagnostic: Diagnostic, signature: Signature) -> ResponseReturnValue:
    return render_template(
        "signing/signed.html",
        diagnostic=diagnostic,
        readonly=True,
        view=signature_view(signature),
        file=f"palier-{results.file_name(diagnostic.assessment.company.name)}.pdf",
        earlier=earlier(diagnostic),
        done=request.args.get("done") == "signed",
    )


def earlier(diagnostic: Diagnostic) -> list[object]:
    """The signatures that no longer hold."""
    found = signing.signatures_of(db(), diagnostic.id)
    return [signature_view(one) for one in found if one.reopened_at is not None]


def draft_page(diagnostic: Diagnostic, form: SignForm, refusal: str | None = None) -> ResponseReturnValue:
    scored = advising.result_of(content(), diagnostic)
    solving = advising.solving_of(content(), diagnostic, scored, today())
    if solving.plan is None:
        state = url_for("results.state", id=diagnostic.id)
        return working(diagnostic, url_for("signing.page", id=diagnostic.id), state)
    prevented = why_not(diagnostic, solving.plan)
    form.shown.data = draft_of(diagnostic, solving.plan).mark(content())
    found, pending = results.dated(diagnostic), restituting.pending(db(), diagnostic.id)
    targets = advising.targets_of(content(), diagnostic, scored)
    names = Names(content().questionnaire, spoken())
    result = result_view(content(), found, scored, targets, spoken())
    shown = plan_view(content(), found, scored, solving.plan, known_opco(diagnostic), spoken(), proving=solving.proving)
    titles = {one.id: one.title for one in (*shown.measures, *shown.others)}
    told = render_template(
        "signing/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        form=form,
        result=result,
        plan=shown,
        lines=plan_lines(solving.plan, titles),
        still_open=still_open(names, result, pending.flagged, pending.clashes),
        prevented=prevented,
        proving=solving.proving,
        state=url_for("signing.state", id=diagnostic.id),
        today=words.day(today()),
        earlier=earlier(diagnostic),
        refusal=refusal,
    )
    return told, REFUSED if form.errors or refusal else 200


def why_not(diagnostic: Diagnostic, plan: Plan) -> str | None:
    """In words, what prevents signing whoever signs."""
    try:
        signing.check(advising.result_of(content(), diagnostic), plan)
    except UserError as error:
        return sentence(error)
    return None


def draft_of(diagnostic: Diagnostic, plan: Plan) -> Draft:
    dated = replace(diagnostic, assessment=results.dated(diagnostic))
    return Draft(dated, plan, restituting.restitution(db(), diagnostic.id).word)


@blueprint.get("/d/<id>/sign/state")
@for_readers
def state(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Whether the plan is what it will be; for the page's script."""
    scored = advising.result_of(content(), diagnostic)
    try:
        proving = advising.solving_of(content(), diagnostic, scored, today(), seconds=0.0).proving
    except UserError as error:
        return jsonify(ready=False, refused=sentence(error))
    return jsonify(ready=not proving, refused=None)


@blueprint.post("/d/<id>/sign")
@keeps_what_was_typed
@for_those_who_may(Act.READ)
def sign(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Signs once, even when it is sent twice."""
    if diagnostic.signed_at:
        return go("signing.page", id=diagnostic.id)
    check(diagnostic.id, Act.SIGN)
    form = SignForm()
    if not form.validate_on_submit():
        give_back()
        return draft_page(diagnostic, form)
    try:
        signature = freeze(diagnostic, form)
    except SignedAlreadyError:
        return go("signing.page", id=diagnostic.id)
    except UserError as error:
        give_back()
        return draft_page(diagnostic, form, sentence(error))
    journal.note("plan.signed", signature=signature.id, sha256=signature.sha256, pdf_sha256=signature.pdf_sha256)
    tell_leaders(diagnostic, signature)
    return go("signing.page", id=diagnostic.id, done="signed")


def freeze(diagnostic: Diagnostic, form: SignForm) -> Signature:
    """The plan and its pages are made outside of any transaction: nobody waits for them. ChangedError when they are no
    longer what the page showed; SignedAlreadyError when it was signed meanwhile."""
    word = results.word_of(diagnostic)
    give_back()
    scored = advising.result_of(content(), diagnostic)
    plan = advising.proven_plan_of(content(), diagnostic, scored, today())
    signing.check(scored, plan)
    found = replace(diagnostic, assessment=results.dated(diagnostic))
    draft, told = Draft(found, plan, word.text if word else None), form.told(today())
    if draft.mark(content()) != form.shown.data:
        raise ChangedError
    document = draft.text(content(), told)
    seal = signing.hash_of(document.encode())
    dossier = replace(results.dossier_of(found, plan, word), signing=told, seal=seal)
    pages = pdf.report(dossier, templates=data_path("templates"))
    check(diagnostic.id, Act.READ)
    if here().signed:
        raise SignedAlreadyError
    check(diagnostic.id, Act.SIGN)
    return signing.sign(db(), draft, told, document, pages, here().actor, now())


def tell_leaders(diagnostic: Diagnostic, signature: Signature) -> None:
    for address in handing.leaders(db(), diagnostic.id):
        mail.post(
            address,
            "plan_signed",
            company=diagnostic.assessment.company.name,
            told=signature_view(signature).text,
            pdf_sha256=signature.pdf_sha256,
            address=url_for("signing.page", id=diagnostic.id, _external=True),
        )


@blueprint.get("/d/<id>/signed/<signature>.pdf")
@for_readers
def document(diagnostic: Diagnostic, signature: str) -> ResponseReturnValue:
    """The very pages that were signed, to the byte."""
    return results.download(signing.pdf_of(db(), diagnostic.id, signature), diagnostic, "pdf")


@blueprint.route("/d/<id>/reopen", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.REOPEN)
def reopen(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Writing is possible again; what was signed is kept, with the reason."""
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            opened = signing.reopen(db(), diagnostic.id, form.why.data or "", here().actor, now())
        except UserError as error:
            form.refuse(error.field or "", error.message)
        else:
            journal.note("plan.reopened", signature=opened)
            return go("signing.page", id=diagnostic.id)
    told = render_template("signing/reopen.html", diagnostic=diagnostic, readonly=True, form=form)
    return told, REFUSED if form.errors else 200
