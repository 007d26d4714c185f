"""The questionnaire: one principle a page, saved at each answer by the page's script, or page by page without it."""

from flask import Blueprint, abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from diagnostic.core.model.access import Role
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.respondents import HANDS, Answering, answering
from diagnostic.services import again, assessing, proving, sharing
from diagnostic.services import answering as writing
from diagnostic.web import answers, cells, jumping, present, reviewing
from diagnostic.web.access import for_readers, for_writers_in_passing, here, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.at_hand import asks_one_by_one
from diagnostic.web.cells import Standing
from diagnostic.web.extensions import content, db, now, read_by
from diagnostic.web.present import QuestionsPage
from diagnostic.web.wording import said

blueprint = Blueprint("questions", __name__)


def whose(diagnostic: Diagnostic) -> Answering:
    """The leader gives the leader's answers, the adviser the adviser's."""
    return answering(here(), diagnostic.assessment.respondents)


def only_function() -> str | None:
    """The function that the page's address keeps to."""
    asked = request.args.get("function")
    return asked if asked in {one.id for one in content().questionnaire.functions} else None


@blueprint.get("/d/<id>/questions")
@for_readers
def overview(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The pages of questions, and what is done in each."""
    assessment, ours = diagnostic.assessment, whose(diagnostic)
    return render_template(
        "leader/overview.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        parts=present.parts(content(), assessment, ours),
        progress=present.progress(content(), assessment, ours),
        following=present.first_open(content(), assessment, ours),
        functions=jumping.by_function(diagnostic, ours),
        form_name=said(content().questionnaire.form_names[assessment.form]),
        one_by_one=asks_one_by_one(diagnostic),
        advises=Role.ADVISER in here().roles,
    )


@blueprint.get("/d/<id>/review")
@for_readers
def review(diagnostic: Diagnostic) -> ResponseReturnValue:
    """What is left to settle, see again, answer or prove."""
    ours = whose(diagnostic)
    stands = cells.standing(diagnostic, ours)
    return render_template(
        "leader/review.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        progress=present.progress(content(), stands.assessment, ours),
        sections=reviewing.sections(stands),
    )


@blueprint.route("/d/<id>/questions/<principle>", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def answer(diagnostic: Diagnostic, principle: str) -> ResponseReturnValue:
    ours, only = whose(diagnostic), only_function()
    page = present.questions_page(content(), diagnostic.assessment, principle, ours, only)
    if page is None:
        abort(404)
    stands = cells.standing(diagnostic, ours)
    form = answers.answers_form(page, diagnostic, ours, stands.heard)
    if ours.own and form.validate_on_submit():
        cleared = request.form.get("clear")
        made = answers.changes(page, form, diagnostic, ours, now(), cleared, stands.heard)
        if made:
            sheet = writing.sheet(db(), content(), diagnostic.id)
            sharing.answer(db(), content(), sheet, ours.own, made, now())
        return onward(diagnostic, page, only)
    return shown(diagnostic, stands, page, form), REFUSED if form.errors else 200


def shown(diagnostic: Diagnostic, stands: Standing, page: QuestionsPage, form: answers.AnswersForm) -> str:
    ours, only = stands.ours, only_function()
    earlier = again.previous(db(), content(), diagnostic.id)
    return render_template(
        "leader/questions.html",
        form=form,
        page=present.with_earlier(page, earlier, ours) if earlier else page,
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        progress=present.progress(content(), diagnostic.assessment, ours),
        writes=ours.own is not None and ours.own.group in HANDS,
        seen=ours.own is not None and ours.own.group == "adviser",
        rivals=cells.rivals(stands) if ours.own else {},
        remarks={} if ours.group else cells.remarks(stands),
        arising=cells.by_item(cells.arising_now(stands.assessment)),
        proofs=proving.proofs_of(db(), diagnostic.id),
        jump=jumping.jump(diagnostic, ours, page.id, only),
        since=url_for("questions.since", id=diagnostic.id),
        only=only,
        longest_note=answers.LONGEST_NOTE,
    )


def onward(diagnostic: Diagnostic, page: QuestionsPage, only: str | None) -> Response:
    """Where the button that was pressed leads: the same page, the one before or the next."""
    if request.form.get("clear") or request.form.get("choose"):
        return go("questions.answer", id=diagnostic.id, principle=page.id, **kept(only))
    if request.form.get("go") == "back":
        return previous_page(diagnostic, page, only)
    return next_page(diagnostic, page, only)


def kept(only: str | None) -> dict[str, str]:
    return {"function": only} if only else {}


def next_page(diagnostic: Diagnostic, page: QuestionsPage, only: str | None) -> Response:
    if page.following:
        return go("questions.answer", id=diagnostic.id, principle=page.following, **kept(only))
    return go("questions.overview" if only else "results.result", id=diagnostic.id)


def previous_page(diagnostic: Diagnostic, page: QuestionsPage, only: str | None) -> Response:
    if page.previous:
        return go("questions.answer", id=diagnostic.id, principle=page.previous, **kept(only))
    return go("questions.overview", id=diagnostic.id)


@blueprint.post("/d/<id>/answers")
@for_writers_in_passing
def save(id: str) -> ResponseReturnValue:
    """One answer, as soon as it is given. The same one sent again is acknowledged, not added.

    A page that knew everything but this answer is told no more: it soon asks `since` how far one is, what stands out.
    """
    sheet = writing.sheet(db(), content(), id)
    read_by(sheet.assessment.questionnaire)
    ours = answering(here(), sheet.assessment.respondents)
    assert ours.own is not None
    document = answers.sent_document()
    operation = answers.parse_operation(document, ours.own.id, ours.own.group)
    saved = sharing.answer(db(), content(), sheet, ours.own, [operation], now())
    seen = answers.parse_since(document)
    if saved.alone and saved.outcome.version <= seen + 1:
        return jsonify(version=saved.outcome.version)
    after = sharing.as_it_stands(db(), content(), sheet, ours.own)
    heard = sharing.changed(db(), id, seen)
    return jsonify(cells.told_to_script(Standing(id, after.version, ours, heard, after.assessment), seen))


@blueprint.get("/d/<id>/answers")
@for_writers_in_passing
def since(id: str) -> ResponseReturnValue:
    """What changed since the version that a page shows; for its script, which asks often and mostly for nothing."""
    seen, version = answers.read_version(request.args.get("since")), sharing.last_version(db(), id)
    if seen >= version:
        return jsonify(version=version)
    diagnostic = assessing.load(db(), content(), id)
    read_by(diagnostic.assessment.questionnaire)
    return jsonify(cells.told_to_script(cells.standing(diagnostic, whose(diagnostic)), seen))
