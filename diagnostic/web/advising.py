"""The companies that an organisation's advisers accompany: listed, prepared, passed on to another adviser."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.access import About, Actor, Membership, Position
from diagnostic.core.model.granted import CompanyLine
from diagnostic.services import auditing, handing, once, organisations
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.handing import Adviser
from diagnostic.web import forms, leader, mail, portfolio
from diagnostic.web import forms_organisation as shapes
from diagnostic.web import organisation_page as shown
from diagnostic.web.access import for_members, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, now
from diagnostic.web.organisation_page import held_in
from diagnostic.web.organisations import as_sent, known_person, tabs
from diagnostic.web.reader import positions
from diagnostic.web.wording import said
from reports.view_accompanied import accompanied_line
from reports.view_portfolio import KnownFile

blueprint = Blueprint("advising", __name__)
EVERYBODY, ANYWAY = "everybody", "anyway"
DONE = {
    "passed": N_("Le dossier a changé de conseiller. Ceux que cela concerne en sont informés par courriel."),
    "left": N_("Vous n’accompagnez plus cette entreprise : son dossier ne s’ouvre plus pour vous."),
}


@blueprint.get("/o/<organisation>/companies")
@for_members(Position.ADMINISTRATOR, Position.ADVISER)
def companies(membership: Membership) -> ResponseReturnValue:
    """An adviser opens theirs; an administrator knows who accompanies which, and opens none."""
    held = held_in(positions(), membership.organisation)
    done = told_done(request.args.get("done", ""))
    is_both = held >= {Position.ADVISER, Position.ADMINISTRATOR}
    if Position.ADVISER not in held or (is_both and request.args.get("who") == EVERYBODY):
        fixed = {"who": EVERYBODY} if is_both else {}
        return portfolio.everybody(membership, fixed, done=done, is_both=is_both)
    return portfolio.mine(membership, {}, done=done, is_both=is_both)


def told_done(done: str) -> str | None:
    return _(DONE[done]) if done in DONE else None


@blueprint.route("/o/<organisation>/prepare", methods=["GET", "POST"])
@keeps_what_was_typed
@for_members(Position.ADVISER)
def prepare(membership: Membership) -> ResponseReturnValue:
    """The card of a company whose diagnostic an adviser begins, before it is handed to its leader."""
    form, sent = forms.card_form(content()), shapes.OnceForm()
    if not form.is_submitted():
        form.form.data = "full"
    is_valid = form.validate_on_submit()
    known = other_files(membership, form) if is_valid and ANYWAY not in request.form else []
    if is_valid and not known:
        try:
            id = prepared(membership, form)
        except UserError as error:
            form.refuse((error.field or "").removeprefix("company."), error.message)
        else:
            return go("leader.entry", id=id)
    page = render_template(
        "advising/prepare.html",
        form=form,
        sent=sent,
        membership=membership,
        tabs=tabs(membership),
        covers={one.id: said(one.covers) for one in content().questionnaire.functions},
        helps=leader.choice_helps(content()) | forms.FORM_HELP,
        naf_lines=[row.line for row in form.activities],
        idcc_lines=[row.line for row in form.agreements if not row.note],
        opco=None,
        known=known,
        anyway=ANYWAY,
    )
    return page, REFUSED if form.errors or known else 200


def other_files(membership: Membership, form: forms.CardForm) -> list[KnownFile]:
    """The files that the organisation already has on this company, but the one that this very form has made."""
    own = once.id_made_by(db(), known_person(), as_sent())
    found = portfolio.known_files(membership, form.company().siret or "")
    return [one for one in found if one.diagnostic != own]


def prepared(membership: Membership, form: forms.CardForm) -> str:
    """The diagnostic's id: the same when the form was sent twice."""
    adviser = Adviser(known_person(), membership.organisation)
    assessment = handing.draft(content(), form.company(), form.function_weights(), form.form.data)
    id = once.id_made_by(db(), adviser.person, as_sent())
    if handing.prepare(db(), content(), assessment, adviser, id, now()):
        note(adviser.actor, "diagnostic.prepared", membership, id)
    return id


def note(actor: Actor, act: str, membership: Membership, diagnostic: str, **details: str) -> None:
    """About a company, on a page that is not of its file."""
    company = handing.company_of(db(), diagnostic)
    auditing.note(db(), actor, act, now(), About(company, diagnostic, membership.organisation), **details)


@blueprint.route("/o/<organisation>/companies/<access>/reassign", methods=["GET", "POST"])
@keeps_what_was_typed
@for_members(Position.ADMINISTRATOR)
def reassign(membership: Membership, access: str) -> ResponseReturnValue:
    """Another adviser of the organisation accompanies that company from now on."""
    id = membership.organisation
    line = handing.line_of(db(), id, access)
    if line is None and organisations.ended_here(db(), id, access):
        return go("advising.companies", organisation=id)
    if line is None:
        raise NotFoundError(_("cet accès n’existe pas"))
    people = organisations.members(db(), id)
    advisers = shown.advisers_among(people)
    form = shapes.adviser_form((one.id, one.name or one.email) for one in advisers if one.id != line.person)
    if form.validate_on_submit():
        pass_on(membership, line, form.adviser.data)
        return go("advising.companies", organisation=id, done="passed")
    page = render_template(
        "advising/reassign.html",
        form=form,
        membership=membership,
        tabs=tabs(membership),
        row=accompanied_line(line, shown.accompanied(people)),
        colleagues=len(form.adviser.choices or ()),
    )
    return page, REFUSED if form.errors else 200


def pass_on(membership: Membership, line: CompanyLine, adviser: str) -> None:
    """The accesses, the trail, and a letter to each of those concerned."""
    actor = Actor("user", known_person(), Position.ADMINISTRATOR)
    given = handing.pass_on(db(), line, Adviser(adviser, membership.organisation), actor, now())
    note(actor, "access.ended", membership, line.diagnostic, access=line.access)
    note(actor, "access.granted", membership, line.diagnostic, access=given, role="adviser")
    told = organisations.member(db(), membership.organisation, adviser)
    values = {"organisation": membership.organisation_name, "company": line.name}
    file = url_for("leader.diagnostic", id=line.diagnostic, _external=True)
    mail.post(told.email, "company_assigned", address=file, **values)
    for address in handing.leaders(db(), line.diagnostic):
        page = url_for("accesses.page", id=line.diagnostic, _external=True)
        mail.post(address, "adviser_changed", adviser=told.name or told.email, address=page, **values)
