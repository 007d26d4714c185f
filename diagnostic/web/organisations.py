"""Organisations: created by the platform, run by their administrators, known to their members."""

import json

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, in_context
from diagnostic.core.model.access import Membership, OrganisationKind, Position
from diagnostic.services import accounts, granting, inviting, once, organisations
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.organisations import Member, Organisation
from diagnostic.web import forms_organisation as shapes
from diagnostic.web import journal, mail
from diagnostic.web import organisation_page as shown
from diagnostic.web.access import NotAllowedError, for_members, for_platform, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.days import day_of
from diagnostic.web.extensions import SAFE_METHODS, content, db, now
from diagnostic.web.organisation_page import held_in
from diagnostic.web.reader import actor, person, positions
from diagnostic.web.wording import said
from reports.view_accompanied import is_orphan
from reports.words import typeset

blueprint = Blueprint("organisations", __name__)
ADMINISTRATORS_ONLY = N_("Les administrateurs de l’organisation décident seuls de qui en fait partie.")
DONE = {
    "invited": N_("L’invitation est partie."),
    "already": N_("Cette personne a déjà une invitation en attente : aucune autre lettre n’est partie."),
    "revoked": N_("L’invitation ne vaut plus rien."),
    "removed": N_("Cette personne ne fait plus partie de l’organisation. Elle ne voit plus rien en son nom."),
    "changed": N_("Les rôles sont enregistrés."),
    "closed": N_("L’organisation est fermée : ses membres ne voient plus rien en son nom."),
    "reopened": N_("L’organisation est rouverte."),
}


def done() -> str | None:
    """What the page before has just done, in a sentence."""
    told = DONE.get(request.args.get("done", ""))
    return _(told) if told else None


@blueprint.route("/admin/organisations", methods=["GET", "POST"])
@keeps_what_was_typed
@for_platform
def everywhere() -> ResponseReturnValue:
    """Every organisation of the platform, and a new one."""
    form = shapes.organisation_form(content())
    if form.validate_on_submit():
        try:
            made = create(form)
        except UserError as error:
            form.refuse(error.field or "name", error.message)
        else:
            return go("organisations.one", organisation=made.id, done="invited")
    lines = [shown.organisation_line(one, people) for one, people in organisations.everywhere(db())]
    page = render_template("organisations/everywhere.html", form=form, lines=lines)
    return page, REFUSED if form.errors else 200


def create(form: shapes.OrganisationForm) -> Organisation:
    """The organisation, and a letter to its first administrator."""
    id = once.id_made_by(db(), known_person(), as_sent())
    known = organisations.find(db(), id)
    if known:
        return known
    kind = OrganisationKind(form.kind.data)
    made = organisations.create(
        db(), form.name.data or "", kind, now(), siren=form.siren.data, region=form.where(), id=id
    )
    journal.note("organisation.created", organisation=made.id, kind=kind.value)
    invite(made, Position.ADMINISTRATOR, form.email.data or "", form.person.data or "")
    return made


def as_sent() -> str:
    """Everything that this form holds, its token aside: the same text when it is sent again."""
    return json.dumps(sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"))


def known_person() -> str:
    found = person()
    assert found is not None
    return found.id


def invite(organisation: Organisation, position: Position, email: str, name: str) -> bool:
    """A letter with the invitation; False when that address already waits for the same one.

    UserError on `email` or `person`.
    """
    address = accounts.read_email(email)
    waiting = inviting.pending(db(), organisation=organisation.id, now=now())
    if any(one.email == address and one.role is position for one in waiting):
        return False
    here = organisations.members(db(), organisation.id)
    if any(one.email == address and position in one.positions for one in here):
        raise UserError(_("cette personne tient déjà ce rôle ici"), "email")
    offer = inviting.Offer(position, address, name, organisation.id, None)
    invitation, token = inviting.invite(db(), offer, actor(), now())
    journal.note("invitation.made", organisation=organisation.id, invitation=invitation.id, role=position.value)
    mail.post(
        address,
        "position_offered",
        organisation=organisation.name,
        position=lambda: _(shapes.POSITIONS[position]),
        address=url_for("invitations.carried", token=token, _external=True),
        until=lambda: day_of(invitation.expires_at),
    )
    return True


@blueprint.route("/admin/organisations/<organisation>", methods=["GET", "POST"])
@keeps_what_was_typed
@for_platform
def one(organisation: str) -> ResponseReturnValue:
    """An organisation as the platform knows it: who administers it, never whom it accompanies."""
    found = there(organisation)
    form = shapes.InvitationForm()
    if form.validate_on_submit():
        try:
            sent = invite(found, Position.ADMINISTRATOR, form.email.data or "", form.person.data or "")
        except UserError as error:
            form.refuse(field_of(error), error.message)
        else:
            return go("organisations.one", organisation=organisation, done="invited" if sent else "already")
    people = organisations.members(db(), organisation)
    page = render_template(
        "organisations/one.html",
        form=form,
        organisation=found,
        line=shown.organisation_line(found, len(people)),
        region=region_name(found.region),
        administrators=[shown.member_line(each) for each in people if Position.ADMINISTRATOR in each.positions],
        invitations=waiting_lines(organisation, Position.ADMINISTRATOR),
        done=done(),
    )
    return page, REFUSED if form.errors else 200


def there(organisation: str) -> Organisation:
    found = organisations.find(db(), organisation)
    if found is None:
        raise NotFoundError(_("cette organisation n’existe pas"))
    return found


def field_of(error: UserError) -> str:
    """Where a form shows a service's refusal."""
    return {"name": "person"}.get(error.field or "", error.field or "email")


def region_name(code: str | None) -> str:
    names = {region.code: said(region.name) for region in content().regions}
    return names.get(code or "", _("Toute la France"))


def waiting_lines(organisation: str, *positions: Position) -> list[shown.InvitationLine]:
    """The invitations to these positions that nobody has used yet."""
    waiting = inviting.pending(db(), organisation=organisation, now=now())
    return shown.invitation_lines(one for one in waiting if one.role in positions)


@blueprint.post("/admin/organisations/<organisation>/invitations/<invitation>/revoke")
@for_platform
def revoke_first(organisation: str, invitation: str) -> ResponseReturnValue:
    """Take back an invitation to administer an organisation."""
    revoke_here(organisation, invitation)
    return go("organisations.one", organisation=organisation, done="revoked")


def revoke_here(organisation: str, invitation: str) -> None:
    inviting.revoke(db(), invitation, now(), organisation=organisation)
    journal.note("invitation.revoked", organisation=organisation, invitation=invitation)


@blueprint.post("/admin/organisations/<organisation>/close")
@for_platform
def close(organisation: str) -> ResponseReturnValue:
    if organisations.close(db(), organisation, now()):
        journal.note("organisation.closed", organisation=organisation)
    return go("organisations.one", organisation=organisation, done="closed")


@blueprint.post("/admin/organisations/<organisation>/reopen")
@for_platform
def reopen(organisation: str) -> ResponseReturnValue:
    if organisations.reopen(db(), organisation):
        journal.note("organisation.reopened", organisation=organisation)
    return go("organisations.one", organisation=organisation, done="reopened")


@blueprint.get("/o/<organisation>/")
@for_members(*Position)
def home(membership: Membership) -> ResponseReturnValue:
    """Each to what they came for."""
    held = held_in(positions(), membership.organisation)
    for position, endpoint in (
        (Position.ADVISER, "advising.companies"),
        (Position.ADMINISTRATOR, "organisations.members"),
        (Position.FUNDER, "funding_bodies.companies"),
    ):
        if position in held:
            return go(endpoint, organisation=membership.organisation)
    return render_template("organisations/analyst.html", membership=membership, tabs=tabs(membership))


def tabs(membership: Membership) -> list[tuple[str, str]]:
    """The address and name of the pages of that organisation that the reader may open."""
    held = held_in(positions(), membership.organisation)
    pages = (
        ("advising.companies", _("Entreprises"), {Position.ADVISER, Position.ADMINISTRATOR}),
        ("organisations.members", _("Membres"), {Position.ADVISER, Position.ADMINISTRATOR}),
        ("portfolio.activity", in_context("of an organisation", "Activité"), {Position.ADMINISTRATOR}),
        ("funding_bodies.companies", _("Accords de financement"), {Position.FUNDER}),
    )
    return [(url_for(page, organisation=membership.organisation), label) for page, label, who in pages if held & who]


@blueprint.route("/o/<organisation>/members", methods=["GET", "POST"])
@keeps_what_was_typed
@for_members(Position.ADMINISTRATOR, Position.ADVISER)
def members(membership: Membership) -> ResponseReturnValue:
    """Who is in the organisation; its administrators invite."""
    if membership.position is not Position.ADMINISTRATOR:
        return colleagues(membership)
    id = membership.organisation
    form = shapes.member_invitation_form(membership.kind)
    if form.validate_on_submit():
        try:
            sent = invite(there(id), form.chosen(), form.email.data or "", form.person.data or "")
        except UserError as error:
            form.refuse(field_of(error), error.message)
        else:
            return go("organisations.members", organisation=id, done="invited" if sent else "already")
    people = organisations.members(db(), id)
    page = render_template(
        "organisations/members.html",
        form=form,
        membership=membership,
        tabs=tabs(membership),
        people=[shown.member_line(each) for each in people],
        invitations=waiting_lines(id, *Position),
        helps=helps(),
        orphans=orphans(id, people),
        done=done(),
    )
    return page, REFUSED if form.errors else 200


def colleagues(membership: Membership) -> ResponseReturnValue:
    """An adviser sees who else is there, and decides nothing."""
    if request.method not in SAFE_METHODS:
        raise NotAllowedError(_(ADMINISTRATORS_ONLY))
    people = [shown.member_line(each) for each in organisations.members(db(), membership.organisation)]
    return render_template("organisations/colleagues.html", membership=membership, tabs=tabs(membership), people=people)


def helps() -> dict[str, str]:
    return {position.value: typeset(_(text)) for position, text in shapes.WHAT_THEY_DO.items()}


def orphans(organisation: str, people: tuple[Member, ...]) -> int:
    """How many companies wait for another adviser."""
    told = shown.accompanied(people)
    return sum(is_orphan(line, told) for line in granting.companies_advised_by(db(), organisation))


@blueprint.route("/o/<organisation>/members/<member>", methods=["GET", "POST"])
@keeps_what_was_typed
@for_members(Position.ADMINISTRATOR)
def member(membership: Membership, member: str) -> ResponseReturnValue:
    """One person: their positions, which may change, and the door."""
    id = membership.organisation
    found = organisations.member(db(), id, member)
    form = shapes.positions_form(membership.kind, found.positions)
    if form.validate_on_submit():
        try:
            given, taken = organisations.set_positions(db(), id, member, form.chosen(), now())
        except UserError as error:
            form.refuse("positions", error.message)
        else:
            note_positions(id, member, given, taken)
            return go("organisations.members", organisation=id, done="changed")
    lines = granting.companies_advised_by(db(), id)
    page = render_template(
        "organisations/member.html",
        form=form,
        membership=membership,
        tabs=tabs(membership),
        member=shown.member_line(found),
        companies=sum(line.person == found.id for line in lines),
        alone=organisations.administers_alone(db(), id, member),
        helps=helps(),
    )
    return page, REFUSED if form.errors else 200


def note_positions(organisation: str, member: str, given: tuple[Position, ...], taken: tuple[Position, ...]) -> None:
    for position in given:
        journal.note("member.added", organisation=organisation, member=member, role=position.value)
    for position in taken:
        journal.note("member.removed", organisation=organisation, member=member, role=position.value)


@blueprint.post("/o/<organisation>/members/<member>/remove")
@for_members(Position.ADMINISTRATOR)
def remove(membership: Membership, member: str) -> ResponseReturnValue:
    """Out of the organisation, at once; a second click changes nothing. LastOneError for the last administrator."""
    id = membership.organisation
    revoke_all(id, {one.email for one in organisations.members(db(), id) if one.id == member})
    note_positions(id, member, (), organisations.remove_member(db(), id, member))
    if member == known_person():
        return go("account.home")
    return go("organisations.members", organisation=id, done="removed")


def revoke_all(organisation: str, addresses: set[str]) -> None:
    """Whoever goes does not come back by an invitation that was waiting."""
    for waiting in inviting.pending(db(), organisation=organisation, now=now()):
        if waiting.email in addresses:
            revoke_here(organisation, waiting.id)


@blueprint.post("/o/<organisation>/invitations/<invitation>/revoke")
@for_members(Position.ADMINISTRATOR)
def revoke(membership: Membership, invitation: str) -> ResponseReturnValue:
    revoke_here(membership.organisation, invitation)
    return go("organisations.members", organisation=membership.organisation, done="revoked")
