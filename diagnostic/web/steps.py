"""The follow-up: the actions of the signed plan, and what whoever follows it tells of each."""

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, in_context
from diagnostic.core.model.access import Act
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.step import FollowUp, Step
from diagnostic.services import tracking
from diagnostic.services.tracking import ChangedMeanwhileError
from diagnostic.web import comparison, forms_steps, journal, throttle
from diagnostic.web.access import for_readers, for_those_who_may, here, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.days import moment
from diagnostic.web.extensions import content, db, now, today
from diagnostic.web.forms_steps import StepForm
from diagnostic.web.results import download
from reports.view_steps import in_words_of_today, state_helps, steps_view, title_of
from reports.words import lower_first, typeset
from reports.workbook_steps import steps_workbook

blueprint = Blueprint("steps", __name__)
CONFLICT = 409
SAVED = N_("C’est enregistré.")


@blueprint.get("/d/<id>/follow")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The actions, those that the address asks for; the late ones first."""
    follow_up = followed(diagnostic)
    owners = steps_view(follow_up, today()).owners
    form = forms_steps.filter_form(request.args, owners)
    return render_template(
        "steps/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=steps_view(follow_up, today(), form.wanted()),
        form=form,
        before=None if follow_up.signed_on else followed_before(diagnostic),
        done=_(SAVED) if request.args.get("done") == "saved" else None,
    )


def followed(diagnostic: Diagnostic) -> FollowUp:
    found = tracking.follow_up(db(), diagnostic.id)
    return replace(found, promises=in_words_of_today(found.promises, content().actions))


def followed_before(diagnostic: Diagnostic) -> Diagnostic | None:
    """The company's last diagnostic whose plan is followed, where this reader may read it."""
    found = reversed(comparison.earlier_than(diagnostic))
    return next((one for one in found if tracking.steps_of(db(), one.id)), None)


@blueprint.get("/d/<id>/follow.xlsx")
@for_readers
def export(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The same as a table to sort and filter, without anybody's address."""
    follow_up = followed(diagnostic)
    made = steps_workbook(follow_up, diagnostic.assessment.company.name, today())
    return download(made, diagnostic, "xlsx", in_context("file name", "suivi"))


@blueprint.route("/d/<id>/follow/<step>", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.TRACK)
def change(diagnostic: Diagnostic, step: str) -> ResponseReturnValue:
    """One action: who, until when, how far, at what cost."""
    found = tracking.step_of(db(), diagnostic.id, step)
    form = forms_steps.step_form(found)
    if not form.validate_on_submit():
        return shown(diagnostic, found, form)
    told = form.told()
    try:
        if told.owner_email.strip() and told.owner_email.strip() != found.owner_email:
            throttle.invitation("owner_email")
        kept = tracking.change(db(), diagnostic.id, step, told, here().actor, now(), today())
    except ChangedMeanwhileError as error:
        return clash(diagnostic, error.step, form)
    except UserError as error:
        form.refuse(error.field or "", typeset(refusal(error)))
        return shown(diagnostic, found, form)
    if kept != found:
        journal.note("step.changed", step=step, action=kept.action, state=kept.state.value)
    return go("steps.page", id=diagnostic.id, done="saved")


def refusal(error: UserError) -> str:
    if not error.hint:
        return error.message
    return _("{message} : {allowed}", message=error.message, allowed=error.hint)


def clash(diagnostic: Diagnostic, stands: Step, form: StepForm) -> ResponseReturnValue:
    """Somebody else was faster: what they told stands beside what was typed, which the next sending keeps."""
    form.version.raw_data, form.version.data = None, tracking.version_of(stands)
    return shown(diagnostic, stands, form, clashes=True)


def shown(diagnostic: Diagnostic, step: Step, form: StepForm, *, clashes: bool = False) -> ResponseReturnValue:
    promises = in_words_of_today(tracking.promises_of(db(), diagnostic.id), content().actions)
    view = steps_view(followed(diagnostic), today())
    page = render_template(
        "steps/change.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        title=title_of(step, promises),
        line=next(line for line in view.lines if line.id == step.id),
        stored=step,
        form=form,
        helps=state_helps(),
        owners=view.owners,
        changed_at=lower_first(moment(step.updated_at)),
        clashes=clashes,
    )
    return page, CONFLICT if clashes else REFUSED if form.errors else 200
