"""Visits: an adviser notes the days spent for a company, its leader attests them."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Act
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import handing, visiting
from diagnostic.services.visiting import Told
from diagnostic.web import forms_access, journal, mail
from diagnostic.web.access import for_readers, for_those_who_may, here, is_read_only, keeps_what_was_typed, may
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.days import day_in_france
from diagnostic.web.extensions import db, now, today
from diagnostic.web.forms_access import VisitForm
from diagnostic.web.handing import organisation_name
from reports import words
from reports.view_follow_up import KINDS, kind_helps, visits_view
from reports.words import typeset

blueprint = Blueprint("visits", __name__)
DONE = {
    "recorded": N_("La visite est notée. Le dirigeant peut maintenant l’attester."),
    "attested": N_("La visite est attestée."),
    "withdrawn": N_("La visite est retirée."),
}


@blueprint.get("/d/<id>/visits")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The visits to this company; the form of those who make them, the buttons of who attests them."""
    return shown(diagnostic, forms_access.visit_form(blank=True))


def shown(diagnostic: Diagnostic, form: VisitForm, refusal: str | None = None) -> ResponseReturnValue:
    made = visiting.visits_of(db(), diagnostic.id)
    view = visits_view(made, here().actor.reference, day_in_france, attests=may(Act.ATTEST))
    done = DONE.get(request.args.get("done", ""))
    page = render_template(
        "visits/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=view,
        form=form,
        helps=kind_helps(),
        refusal=typeset(refusal) if refusal else None,
        done=typeset(_(done)) if done else None,
    )
    return page, REFUSED if form.errors or refusal else 200


@blueprint.post("/d/<id>/visits")
@keeps_what_was_typed
@for_those_who_may(Act.VISIT)
def record(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Note a visit; the leader is told that it waits."""
    form = forms_access.visit_form()
    if not form.validate_on_submit():
        return shown(diagnostic, form)
    told, organisation = form.told(), here().organisation or ""
    try:
        visit, is_new = visiting.record(db(), diagnostic.id, told, organisation, here().actor, now(), today())
    except UserError as error:
        form.refuse(error.field or "", typeset(error.message))
        return shown(diagnostic, form)
    if is_new:
        journal.note("visit.recorded", visit=visit, kind=told.kind.value, half_days=told.half_days)
        tell_leaders(diagnostic, told)
    return go("visits.page", id=diagnostic.id, done="recorded")


def tell_leaders(diagnostic: Diagnostic, told: Told) -> None:
    for address in handing.leaders(db(), diagnostic.id):
        mail.post(
            address,
            "visit_to_attest",
            organisation=organisation_name(here()),
            company=diagnostic.assessment.company.name,
            kind=lambda: words.lower_first(_(KINDS[told.kind])),
            day=lambda: words.day(told.on),
            lasts=lambda: words.days(told.half_days / 2),
            address=url_for("visits.page", id=diagnostic.id, _external=True),
        )


@blueprint.post("/d/<id>/visits/<visit>/attest")
@for_those_who_may(Act.ATTEST)
def attest(diagnostic: Diagnostic, visit: str) -> ResponseReturnValue:
    """The leader says that it took place; it is not changed any more."""
    if visiting.attest(db(), diagnostic.id, visit, here().actor, now()):
        journal.note("visit.attested", visit=visit)
    return go("visits.page", id=diagnostic.id, done="attested")


@blueprint.post("/d/<id>/visits/<visit>/withdraw")
@for_those_who_may(Act.VISIT)
def withdraw(diagnostic: Diagnostic, visit: str) -> ResponseReturnValue:
    """Whoever noted it takes it back, until it is attested."""
    try:
        visiting.withdraw(db(), diagnostic.id, visit, here().actor)
    except visiting.AttestedError as error:
        return shown(diagnostic, forms_access.visit_form(blank=True), error.message)
    journal.note("visit.withdrawn", visit=visit)
    return go("visits.page", id=diagnostic.id, done="withdrawn")
