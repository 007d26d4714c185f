"""The companies that an organisation's advisers accompany: listed, prepared, passed on to another adviser."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.model.access import About, Actor, Membership, Position
from diagnostic.core.model.granted import CompanyLine
from diagnostic.services import auditing, granting, handing, once, organisations
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.handing import Adviser
from diagnostic.services.organisations import Member
from diagnostic.web import forms, leader, mail
from diagnostic.web import forms_organisation as shapes
from diagnostic.web import organisation_page as shown
from diagnostic.web.access import for_members, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, now
from diagnostic.web.organisation_page import held_in
from diagnostic.web.organisations import as_sent, known_person, tabs
from diagnostic.web.reader import positions
from diagnostic.web.wording import said

blueprint = Blueprint("advising", __name__)
DONE = {
    "passed": "Le dossier a changé de conseiller. Ceux que cela concerne en sont informés par courriel.",
    "left": "Vous n’accompagnez plus cette entreprise : son dossier ne s’ouvre plus pour vous.",
}


@blueprint.get("/o/<organisation>/companies")
@for_members(Position.ADMINISTRATOR, Position.ADVISER)
def companies(membership: Membership) -> ResponseReturnValue:
    """An adviser opens theirs; an administrator knows who accompanies which, and opens none."""
    id = membership.organisation
    held = held_in(positions(), id)
    lines = granting.companies_advised_by(db(), id)
    advisers = shown.advisers_among(organisations.members(db(), id))
    own = [line for line in lines if line.person == known_person()]
    return render_template(
        "advising/companies.html",
        membership=membership,
        tabs=tabs(membership),
        own=rows(own, advisers) if Position.ADVISER in held else None,
        everybody=rows(lines, advisers) if Position.ADMINISTRATOR in held else None,
        done=DONE.get(request.args.get("done", "")),
    )


def rows(lines: "tuple[CompanyLine, ...] | list[CompanyLine]", advisers: list[Member]) -> list[shown.CompanyRow]:
    """Those without an adviser first, then the last changed."""
    recent = sorted(lines, key=lambda line: line.updated_at, reverse=True)
    return sorted((shown.company_row(line, advisers) for line in recent), key=lambda row: not row.orphan)


@blueprint.route("/o/<organisation>/prepare", methods=["GET", "POST"])
@keeps_what_was_typed
@for_members(Position.ADVISER)
def prepare(membership: Membership) -> ResponseReturnValue:
    """The card of a company whose diagnostic an adviser begins, before it is handed to its leader."""
    form, sent = forms.card_form(content()), shapes.OnceForm()
    if form.validate_on_submit():
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
    )
    return page, REFUSED if form.errors else 200


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
        raise NotFoundError("cet accès n’existe pas")
    advisers = shown.advisers_among(organisations.members(db(), id))
    form = shapes.adviser_form((one.id, one.name or one.email) for one in advisers if one.id != line.person)
    if form.validate_on_submit():
        pass_on(membership, line, form.adviser.data)
        return go("advising.companies", organisation=id, done="passed")
    page = render_template(
        "advising/reassign.html",
        form=form,
        membership=membership,
        tabs=tabs(membership),
        row=shown.company_row(line, advisers),
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
