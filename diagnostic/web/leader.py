"""The leader's door: home, the company's card, what brings them here, and the private link."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
from diagnostic.core.model.access import Act
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.opco import CHECK_URL, OpcoAnswer
from diagnostic.services import accounts, advising, assessing, granting, inviting
from diagnostic.services.throttling import TooManyError
from diagnostic.web import forms, forms_entry, journal, throttle
from diagnostic.web.access import for_anyone, for_readers, for_those_who_may, here, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, browser, go
from diagnostic.web.at_hand import is_at_hand
from diagnostic.web.extensions import content, db, now, wiring
from diagnostic.web.finding import agreement_names, named
from diagnostic.web.reader import reader
from diagnostic.web.shown_links import private_link
from diagnostic.web.wording import said
from reports.view_funding import opco_text
from reports.words import typeset

blueprint = Blueprint("leader", __name__)


@blueprint.get("/")
@for_anyone
def home() -> ResponseReturnValue:
    examples = assessing.demo_list(db()) if wiring().settings.demo else []
    regions = {region.code: said(region.name) for region in content().regions}
    return render_template(
        "leader/home.html",
        examples=examples,
        own=opened_here(),
        asked=asked_here(),
        regions=regions,
        left="left" in request.args,
    )


def asked_here() -> str | None:
    """The diagnostic whose questions this browser was invited to answer."""
    invitation = reader().invitation
    try:
        return inviting.read_again(db(), invitation, now()).diagnostic if invitation else None
    except UserError:
        return None


def opened_here() -> Diagnostic | None:
    """The diagnostic that this browser has open."""
    try:
        opened = reader().opened
        return assessing.load(db(), content(), opened) if opened else None
    except assessing.NotFoundError:
        return None


@blueprint.route("/start", methods=["GET", "POST"])
@for_anyone
@keeps_what_was_typed
def start() -> ResponseReturnValue:
    form, sent = forms.start_form(content()), page_secret()
    again = assessing.started(db(), content(), sent, now()) if request.method == "POST" else None
    if again and (reader().opened == again.id or form.validate_on_submit()):
        return take_up(again)
    if form.validate_on_submit():
        try:
            throttle.start()
            diagnostic, token = assessing.start(
                db(), content(), form.company(), form.function_weights(), form.form.data, now(), sent
            )
        except UserError as error:
            form.refuse((error.field or "").removeprefix("company."), error.message)
        else:
            browser().enter(diagnostic.id)
            journal.note_of(diagnostic.id, "diagnostic.started")
            return private_link.hand_over(go("leader.link", id=diagnostic.id), diagnostic.id, token)
    return card_page("leader/start.html", form, sent=sent)


def page_secret() -> str:
    """What this page was given when it was first shown: sent twice, it starts one diagnostic."""
    sent = request.form.get("sent", "")
    return sent if len(sent) == len(accounts.new_token()) else accounts.new_token()


def take_up(diagnostic: Diagnostic) -> Response:
    """The page was sent twice: what its first sending started."""
    if reader().opened != diagnostic.id:
        browser().enter(diagnostic.id)
    return go("leader.link", id=diagnostic.id)


@blueprint.route("/d/<id>/company", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def company(diagnostic: Diagnostic) -> ResponseReturnValue:
    form = forms.card_form(content(), diagnostic.assessment, readonly=is_read_only(diagnostic))
    if form.validate_on_submit():
        before = diagnostic.assessment.company
        try:
            saved = assessing.save_card(
                db(), content(), diagnostic.id, form.company(before), form.function_weights(), form.form.data, now()
            )
        except UserError as error:
            form.refuse((error.field or "").removeprefix("company."), error.message)
        else:
            return go("flash.onward" if is_at_hand(saved) else "leader.entry", id=diagnostic.id)
    return card_page("leader/company.html", form, diagnostic)


def card_page(
    template: str, form: forms.CardForm, diagnostic: Diagnostic | None = None, sent: str = ""
) -> ResponseReturnValue:
    page = render_template(
        template,
        form=form,
        diagnostic=diagnostic,
        sent=sent,
        open_here=None if diagnostic else opened_here(),
        readonly=is_read_only(diagnostic),
        covers={one.id: said(one.covers) for one in content().questionnaire.functions},
        helps=choice_helps(content()) | forms.FORM_HELP,
        naf_lines=[row.line for row in form.activities],
        idcc_lines=[row.line for row in form.agreements if not row.note],
        opco=opco_line(diagnostic) if diagnostic else None,
        check_url=CHECK_URL,
    )
    return page, REFUSED if form.errors else 200


def choice_helps(content: Content) -> dict[str, str]:
    """The help of every named choice of the entry."""
    context = content.context
    choices = {choice.id: said(choice.help) for choice in (*context.positions, *context.intents)}
    brakes = {brake.id: said(brake.help) for brake in context.brakes}
    return choices | brakes | {way.id: said(way.help) for way in context.openness}


def known_opco(diagnostic: Diagnostic) -> OpcoAnswer | None:
    """None when nothing is known to look it up with."""
    company = diagnostic.assessment.company
    if company.idcc is None and not company.naf and not company.siret:
        return None
    return advising.opco_of(content(), diagnostic)


def opco_line(diagnostic: Diagnostic) -> str:
    """The OPCO in one sentence, certain or probable."""
    return typeset(opco_text(known_opco(diagnostic), spoken()))


@blueprint.get("/agreements")
@for_anyone
def agreements() -> ResponseReturnValue:
    """Find the number of a collective agreement by its name."""
    typed = request.args.get("q", "").strip()[:100]
    found = named(typed, agreement_names(content()))
    in_force = [row for row in found if not row.note]
    former = [row for row in found if row.note]
    return render_template("leader/agreements.html", typed=typed, in_force=in_force, former=former)


@blueprint.get("/d/<id>/")
@for_readers
def diagnostic(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Where one comes back to: the questions, one by one or as a list, or the result of an example."""
    return go("results.result" if is_read_only(diagnostic) else to_questions(diagnostic), id=diagnostic.id)


def to_questions(diagnostic: Diagnostic) -> str:
    """Where whoever answers goes on: a flash form's leader has one question a page."""
    return "flash.onward" if is_at_hand(diagnostic) else "questions.overview"


def after_the_link(diagnostic: Diagnostic) -> str:
    """What comes first once the link is kept; the full form needs to know what exists in the company."""
    if is_at_hand(diagnostic):
        return "flash.onward"
    return "leader.company" if forms.is_short(diagnostic.assessment) else "leader.entry"


@blueprint.route("/d/<id>/link", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.MANAGE)
def link(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The private link: shown until it is said to be kept, then replaced on request only."""
    form = forms.ButtonForm()
    if form.validate_on_submit():
        if request.form.get("action") == "kept":
            return private_link.forget(go(after_the_link(diagnostic), id=diagnostic.id), diagnostic.id)
        renewed = assessing.renew_link(db(), diagnostic.id, now())
        accounts.close_opened(db(), diagnostic.id, browser().token)
        journal.note("link.renewed")
        return private_link.hand_over(go("leader.link", id=diagnostic.id), diagnostic.id, renewed)
    shown = private_link.shown()
    page = render_template(
        "leader/link.html",
        form=form,
        diagnostic=diagnostic,
        code=shown if shown and assessing.resume(db(), shown) == diagnostic.id else None,
        is_open=granting.door(db(), diagnostic.id).is_open,
        claimed=here().claimed,
        opco=opco_line(diagnostic),
    )
    return page, REFUSED if form.errors else 200


@blueprint.route("/d/<id>/entry", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def entry(diagnostic: Diagnostic) -> ResponseReturnValue:
    form = forms_entry.entry_form(content(), diagnostic.assessment, readonly=is_read_only(diagnostic))
    if form.validate_on_submit():
        told, means = (
            form.entry(content(), diagnostic.assessment.entry),
            form.constraints(diagnostic.assessment.constraints),
        )
        try:
            assessing.save_entry(db(), content(), diagnostic.id, told, means, now())
        except UserError as error:
            form.refuse(error.field or "", error.message)
        else:
            return go(to_questions(diagnostic), id=diagnostic.id)
    page = render_template(
        "leader/entry.html",
        form=form,
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        groups=forms_entry.symptom_groups(content(), form),
        symptoms=content().symptoms,
        requirements=content().requirements,
        helps=choice_helps(content()),
    )
    return page, REFUSED if form.errors else 200


@blueprint.route("/resume", methods=["GET", "POST"])
@for_anyone
@keeps_what_was_typed
def resume() -> ResponseReturnValue:
    """Opens the diagnostic of a private link: pasted here, or its code typed, or sent by the link's own page."""
    form = forms.ResumeForm()
    if form.validate_on_submit():
        try:
            throttle.count("link")
        except TooManyError as error:
            form.refuse("link", error.message)
        else:
            id = assessing.resume(db(), form.token())
            if id is not None:
                throttle.opened("link")
                browser().enter(id)
                journal.note_of(id, "link.opened")
                return go("leader.diagnostic", id=id)
            throttle.refused("link")
            form.refuse("link", _("Ce lien ou ce code n’ouvre rien. Il a pu être remplacé par un plus récent."))
    return render_template("leader/resume.html", form=form, carried=False), REFUSED if form.errors else 200


@blueprint.get("/resume/<token>")
@for_anyone
def resume_with(token: str) -> ResponseReturnValue:
    """The page of a private link: one button. Looking at it changes nothing, and tells no other page its address."""
    page = make_response(
        render_template("leader/resume.html", form=forms.ResumeForm(data={"link": token}), carried=True)
    )
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


@blueprint.post("/leave")
@for_anyone
def leave() -> ResponseReturnValue:
    """Closes the session on a shared computer; the private link still opens the diagnostic elsewhere."""
    browser().leave()
    answer = go("leader.home", left="1")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
