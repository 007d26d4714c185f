"""The questionnaire: one principle a page, saved at each answer by the page's script, or page by page without it."""

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.respondents import Answering, answering
from diagnostic.services import assessing, contributing
from diagnostic.web import answers, present
from diagnostic.web.access import for_readers, here, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, now
from diagnostic.web.wording import said

blueprint = Blueprint("questions", __name__)


def whose(diagnostic: Diagnostic) -> Answering:
    """The leader gives the leader's answers, the adviser the adviser's."""
    return answering(here(), diagnostic.assessment.respondents)


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
        form_name=said(content().questionnaire.form_names[assessment.form]),
    )


@blueprint.route("/d/<id>/questions/<principle>", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def answer(diagnostic: Diagnostic, principle: str) -> ResponseReturnValue:
    ours = whose(diagnostic)
    page = present.questions_page(content(), diagnostic.assessment, principle, ours)
    if page is None:
        abort(404)
    form = answers.answers_form(page, diagnostic, ours)
    if ours.own and form.validate_on_submit():
        cleared = request.form.get("clear")
        made = answers.changes(page, form, diagnostic, ours, now(), cleared)
        if made:
            contributing.answer(db(), content(), diagnostic, ours.own, made, now())
        if cleared:
            return go("questions.answer", id=diagnostic.id, principle=page.id)
        return previous_page(diagnostic, page) if request.form.get("go") == "back" else next_page(diagnostic, page)
    shown = render_template(
        "leader/questions.html",
        form=form,
        page=page,
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        progress=present.progress(content(), diagnostic.assessment, ours),
    )
    return shown, REFUSED if form.errors else 200


def next_page(diagnostic: Diagnostic, page: present.QuestionsPage) -> ResponseReturnValue:
    if page.following:
        return go("questions.answer", id=diagnostic.id, principle=page.following)
    return go("results.result", id=diagnostic.id)


def previous_page(diagnostic: Diagnostic, page: present.QuestionsPage) -> ResponseReturnValue:
    if page.previous:
        return go("questions.answer", id=diagnostic.id, principle=page.previous)
    return go("questions.overview", id=diagnostic.id)


@blueprint.post("/d/<id>/answers")
@for_readers
def save(diagnostic: Diagnostic) -> ResponseReturnValue:
    """One answer, as soon as it is given. The same one sent again is acknowledged, not added."""
    ours = whose(diagnostic)
    assert ours.own is not None
    operation = answers.parse_operation(answers.sent_document(), ours.own.id)
    outcome = contributing.answer(db(), content(), diagnostic, ours.own, [operation], now())
    stands = assessing.load(db(), content(), diagnostic.id)
    progress = present.progress(content(), stands.assessment, ours)
    return jsonify(version=outcome.version, percent=progress.percent, remaining=progress.remaining)
