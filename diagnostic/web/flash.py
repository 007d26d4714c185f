"""The leader's quarter of an hour on a telephone: what hurts, twenty questions one a page, and a first bearing at once.

Only for a flash form; a full one keeps its pages of questions.
"""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Redirection

from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
from diagnostic.core.model.assessment import Entry
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.result import Result
from diagnostic.core.opco import CHECK_URL
from diagnostic.core.respondents import Answering, answering
from diagnostic.places import data_path
from diagnostic.services import advising, assessing, sharing
from diagnostic.services import answering as writing
from diagnostic.web import answers, forms_flash, present
from diagnostic.web.access import for_readers, here, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.at_hand import FLASH, asks_one_by_one
from diagnostic.web.extensions import content, db, now, today
from diagnostic.web.leader import known_opco
from diagnostic.web.results import dated, download
from diagnostic.web.wording import said
from reports import bearing_document, charts
from reports.bearing_lines import BearingView
from reports.view_bearing import bearing_view

blueprint = Blueprint("flash", __name__)
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Step:
    """One question, alone on its page: `number` of `count`."""

    page: present.QuestionsPage
    number: int
    count: int

    @property
    def question(self) -> present.Question:
        return self.page.questions[0]


def whose(diagnostic: Diagnostic) -> Answering:
    return answering(here(), diagnostic.assessment.respondents)


def asked_items(diagnostic: Diagnostic, ours: Answering) -> dict[str, list[present.AskedCell]]:
    """Each question of the form, in page order, with what is to be answered in it."""
    asked: dict[str, list[present.AskedCell]] = {}
    for cell in present.asked_cells(content(), diagnostic.assessment, ours):
        asked.setdefault(cell.item, []).append(cell)
    return asked


def step_of(diagnostic: Diagnostic, ours: Answering, number: int) -> Step | None:
    """The question of that number; None when there are not so many."""
    items = list(asked_items(diagnostic, ours))
    if not 1 <= number <= len(items):
        return None
    item = items[number - 1]
    principles = content().questionnaire.principles()
    principle = next(one.id for one in principles if any(capability.id == item for capability in one.capabilities))
    page = present.questions_page(content(), diagnostic.assessment, principle, ours)
    assert page is not None
    alone = tuple(question for question in page.questions if question.id == item)
    return Step(replace(page, questions=alone), number, len(items))


def first_open(diagnostic: Diagnostic, ours: Answering) -> int | None:
    """The number of the first question without an answer."""
    given = present.answers_shown(diagnostic.assessment, ours.counted)
    for number, cells in enumerate(asked_items(diagnostic, ours).values(), start=1):
        if any(present.shown_for(cell, given) is None for cell in cells):
            return number
    return None


@blueprint.get("/d/<id>/flash")
@for_readers
def onward(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Where one was: what hurts, then the first question left, then the bearing."""
    if not asks_one_by_one(diagnostic):
        return go("questions.overview", id=diagnostic.id)
    ours = whose(diagnostic)
    number = first_open(diagnostic, ours)
    if number == 1 and diagnostic.assessment.entry == Entry():
        return go("flash.difficulties", id=diagnostic.id)
    return to_number(diagnostic, number) if number else go("flash.bearing", id=diagnostic.id)


def to_number(diagnostic: Diagnostic, number: int) -> Redirection:
    return go("flash.question", id=diagnostic.id, number=str(number))


@blueprint.route("/d/<id>/flash/difficulties", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def difficulties(diagnostic: Diagnostic) -> ResponseReturnValue:
    """What hurts most, in two taps; how much, and its figures, may be told later."""
    if not asks_one_by_one(diagnostic):
        return go("leader.entry", id=diagnostic.id)
    assessment = diagnostic.assessment
    form = forms_flash.difficulties_form(content(), assessment.entry)
    if form.validate_on_submit():
        told = form.entry(assessment.entry)
        if told != assessment.entry:
            assessing.save_entry(db(), content(), diagnostic.id, told, assessment.constraints, now())
        return sent_on(url_for("flash.question", id=diagnostic.id, number=1))
    page = render_template(
        "flash/difficulties.html",
        form=form,
        diagnostic=diagnostic,
        progress=present.progress(content(), assessment, whose(diagnostic)),
    )
    return page, REFUSED if form.errors else 200


@blueprint.route("/d/<id>/flash/<int:number>", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def question(diagnostic: Diagnostic, number: int) -> ResponseReturnValue:
    """One question. Sent by its page's script, it is told where to go on; without it, it goes."""
    if not asks_one_by_one(diagnostic):
        return go("questions.overview", id=diagnostic.id)
    ours = whose(diagnostic)
    step = step_of(diagnostic, ours, number)
    if step is None:
        abort(404)
    heard = sharing.received(db(), diagnostic.id)
    form = answers.answers_form(step.page, diagnostic, ours, heard)
    if form.validate_on_submit():
        assert ours.own is not None
        made = answers.changes(step.page, form, diagnostic, ours, now(), request.form.get("clear"), heard)
        if made:
            sharing.answer(db(), content(), writing.sheet(db(), content(), diagnostic.id), ours.own, made, now())
        return sent_on(following(diagnostic, step))
    page = render_template(
        "flash/question.html",
        form=form,
        step=step,
        diagnostic=diagnostic,
        progress=present.progress(content(), diagnostic.assessment, ours),
    )
    return page, REFUSED if form.errors else 200


def following(diagnostic: Diagnostic, step: Step) -> str:
    """The address of the page to go to: the same once an answer is taken back, the one before, the next, or the end."""
    if request.form.get("clear"):
        return url_for("flash.question", id=diagnostic.id, number=step.number)
    back = request.form.get("go") == "back"
    if back and step.number == 1:
        return url_for("flash.difficulties", id=diagnostic.id)
    if not back and step.number == step.count:
        return url_for("flash.bearing", id=diagnostic.id)
    return url_for("flash.question", id=diagnostic.id, number=step.number + (-1 if back else 1))


def sent_on(address: str) -> ResponseReturnValue:
    """The script follows by itself, so that an answer that found no network stays on its page."""
    if request.accept_mimetypes.best == JSON:
        return jsonify(next=address)
    return Response(status=303, headers={"Location": address})


@blueprint.get("/d/<id>/bearing")
@for_readers
def bearing(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The stage and the index as a first bearing, and what to do with them, even half-way."""
    if diagnostic.assessment.form != FLASH:
        return go("results.result", id=diagnostic.id)
    view, ours = view_of(diagnostic), whose(diagnostic)
    return render_template(
        "flash/bearing.html",
        diagnostic=diagnostic,
        view=view,
        readonly=is_read_only(diagnostic),
        claimed=here().claimed,
        full_name=said(content().questionnaire.form_names["full"]),
        check_url=CHECK_URL,
        left=first_open(diagnostic, ours) if asks_one_by_one(diagnostic) else None,
        has_answers=present.progress(content(), diagnostic.assessment, ours).done > 0,
        wide=charts.landings(view.landings),
        narrow=charts.landings(view.landings, compact=True),
    )


@blueprint.get("/d/<id>/bearing.pdf")
@for_readers
def document(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The same on two sheets of paper."""
    if diagnostic.assessment.form != FLASH:
        return go("results.report", id=diagnostic.id)
    printed = bearing_document.bearing(view_of(diagnostic), today(), templates=data_path("templates"))
    return download(printed, diagnostic, "pdf", _("reperage"))


def view_of(diagnostic: Diagnostic) -> BearingView:
    """With the plan's first measures where a plan is known at once; never waiting long for one."""
    scored = advising.result_of(content(), diagnostic)
    aims = advising.targets_of(content(), diagnostic, scored)
    return bearing_view(
        content(), dated(diagnostic), scored, aims, plan_at_once(diagnostic, scored), known_opco(diagnostic), spoken()
    )


def plan_at_once(diagnostic: Diagnostic, scored: Result) -> Plan | None:
    """None too where the wishes kept make every plan impossible, or too many are being looked for."""
    try:
        return advising.solving_of(content(), diagnostic, scored, today()).plan
    except UserError:
        return None
