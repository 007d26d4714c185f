"""« Qui a accès »: everybody who opens a company, and what its leader gives and takes back."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Act, Role
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import accounts, granting, inviting
from diagnostic.services.granting import Access
from diagnostic.web import forms_access, journal, mail, throttle
from diagnostic.web.access import for_readers, for_those_who_may, here, is_read_only, keeps_what_was_typed, may
from diagnostic.web.answering import REFUSED, browser, go
from diagnostic.web.days import day_in_france, day_of
from diagnostic.web.extensions import db, now
from diagnostic.web.forms_access import FunderForm, InviteForm
from diagnostic.web.reader import OWN, person
from reports import words
from reports.rights_text import ROLES, rights_of
from reports.view_access import Looking, access_view
from reports.view_follow_up import what_a_funder_sees
from reports.words import typeset

blueprint = Blueprint("accesses", __name__)
DONE = {
    "invited": N_("L’invitation est partie. L’accès s’ouvrira quand elle sera acceptée."),
    "waiting": N_("Cette personne a déjà une invitation en attente. Pour lui en envoyer une autre, retirez celle-ci."),
    "ended": N_("L’accès est retiré : il n’ouvre plus rien."),
    "revoked": N_("L’invitation est retirée : son lien n’ouvre plus rien."),
    "closed": N_("Le lien privé est fermé : il n’ouvre plus rien."),
    "funded": N_("Cet organisme suit désormais l’entreprise. Ses administrateurs en sont prévenus."),
}
FIELDS = {"name": "person"}


@blueprint.get("/d/<id>/access")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Who opens this company today, and what each may do."""
    return shown(diagnostic)


def shown(
    diagnostic: Diagnostic,
    invite: InviteForm | None = None,
    fund: FunderForm | None = None,
    refusal: str | None = None,
) -> ResponseReturnValue:
    """The page, with the form that was refused, or why an act was."""
    bodies = granting.funding_bodies(db())
    history = granting.history(db(), diagnostic.id)
    waiting = inviting.pending(db(), diagnostic=diagnostic.id, now=now())
    view = access_view(looking(diagnostic), history, granting.doors(db(), diagnostic.id), waiting)
    rendered = render_template(
        "accesses/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=view,
        manages=may(Act.MANAGE),
        invite=invite or forms_access.invite_form(blank=True),
        fund=fund or forms_access.funder_form(bodies, blank=True),
        bodies=bodies,
        helps=role_helps(),
        seen_by_funder=what_a_funder_sees(),
        refusal=typeset(refusal) if refusal else None,
        done=done(),
    )
    return rendered, REFUSED if refusal or invite or fund else 200


def looking(diagnostic: Diagnostic) -> Looking:
    found = person()
    standing = here()
    return Looking(
        reader=found.id if found else None,
        manages=may(Act.MANAGE),
        hand=standing.hand,
        handed=standing.handed,
        claimed=standing.claimed,
        demo=diagnostic.demo,
        day=day_in_france,
    )


def role_helps() -> dict[str, str]:
    """What each role that may be offered will do, today."""
    standing = here()
    offered = forms_access.OFFERED
    return {role.value: " ".join(rights_of(role, standing.hand, handed=standing.handed)) for role in offered}


def done() -> str | None:
    told = DONE.get(request.args.get("done", ""))
    return typeset(_(told)) if told else None


@blueprint.post("/d/<id>/access/invite")
@keeps_what_was_typed
@for_those_who_may(Act.MANAGE)
def invite(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Invite somebody by letter; somebody who has that invitation already gets no second letter."""
    form = forms_access.invite_form()
    if not form.validate_on_submit():
        return shown(diagnostic, invite=form)
    try:
        sent = offer(diagnostic, form)
    except UserError as error:
        form.refuse(FIELDS.get(error.field or "", error.field or ""), typeset(error.message))
        return shown(diagnostic, invite=form)
    return go("accesses.page", id=diagnostic.id, done="invited" if sent else "waiting")


def offer(diagnostic: Diagnostic, form: InviteForm) -> bool:
    """Whether a letter leaves."""
    role, standing = form.chosen(), here()
    email = granting.newcomer(db(), diagnostic.id, role, form.email.data or "")
    if any(
        one.role is role and one.email == email for one in inviting.pending(db(), diagnostic=diagnostic.id, now=now())
    ):
        return False
    throttle.invitation()
    asked = inviting.Offer(role, email, form.person.data or None, None, diagnostic.id)
    invitation, token = inviting.invite(db(), asked, standing.actor, now())
    journal.note("invitation.made", invitation=invitation.id, role=role.value)
    mail.post(
        email,
        "access_invitation",
        company=diagnostic.assessment.company.name,
        role=lambda: role_told(role),
        offered=f"company.{role.value}",
        address=url_for("invitations.carried", token=token, _external=True),
        until=lambda: day_of(invitation.expires_at),
    )
    return True


@blueprint.post("/d/<id>/access/<access>/end")
@for_those_who_may(Act.MANAGE)
def end(diagnostic: Diagnostic, access: str) -> ResponseReturnValue:
    """End an access, at once. Somebody who ends their own leaves the file."""
    found = granting.access_of(db(), diagnostic.id, access)
    try:
        granting.end(db(), access, here().actor, now())
    except granting.LastOneError as error:
        return shown(diagnostic, refusal=error.message)
    if found.ended_at is None:
        journal.note("access.ended", access=access, role=found.role.value)
        tell_end(diagnostic, found)
    reader = person()
    if reader and found.person == reader.id and found.role is Role.LEADER:
        return go("account.home")
    return go("accesses.page", id=diagnostic.id, done="ended")


def role_told(role: Role) -> str:
    return words.lower_first(_(ROLES[role]))


def tell_end(diagnostic: Diagnostic, ended: Access) -> None:
    """To whom it opened something; a funding organisation is never told the company's name."""
    reader = person()
    if ended.role is Role.FUNDER:
        for address in granting.administrators(db(), ended.organisation or ""):
            mail.post(address, "funder_ended", agreement=ended.agreement, organisation=ended.organisation_name)
    elif ended.email and (reader is None or ended.person != reader.id):
        company = diagnostic.assessment.company.name
        mail.post(ended.email, "access_ended", company=company, role=lambda: role_told(ended.role))


@blueprint.post("/d/<id>/access/invitations/<invitation>/revoke")
@for_those_who_may(Act.MANAGE)
def revoke_invitation(diagnostic: Diagnostic, invitation: str) -> ResponseReturnValue:
    """That link opens nothing any more."""
    revoked = inviting.revoke(db(), invitation, now(), diagnostic=diagnostic.id)
    journal.note("invitation.revoked", invitation=invitation, role=revoked.role.value)
    return go("accesses.page", id=diagnostic.id, done="revoked")


@blueprint.post("/d/<id>/access/link/close")
@for_those_who_may(Act.MANAGE)
def close_link(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The company's private links open nothing any more, nor do the browsers that they had let in; a leader's account
    must open the file."""
    try:
        closed = granting.close_links(db(), diagnostic.id)
    except granting.LastOneError as error:
        return shown(diagnostic, refusal=error.message)
    for id in closed:
        accounts.close_opened(db(), id, browser().token)
    if closed:
        browser().pop(OWN, None)
        journal.note("link.closed")
    return go("accesses.page", id=diagnostic.id, done="closed")


@blueprint.post("/d/<id>/access/funder")
@keeps_what_was_typed
@for_those_who_may(Act.MANAGE)
def fund(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Let a funding organisation follow the company, under a written agreement."""
    form = forms_access.funder_form(granting.funding_bodies(db()))
    if not form.validate_on_submit():
        return shown(diagnostic, fund=form)
    organisation = form.organisation.data
    try:
        access, is_new = granting.fund(db(), diagnostic.id, organisation, form.signed(), here().actor, now())
    except UserError as error:
        form.refuse(error.field or "", typeset(error.message))
        return shown(diagnostic, fund=form)
    if is_new:
        journal.note("access.granted", organisation=organisation, access=access, role=Role.FUNDER.value)
        for address in granting.administrators(db(), organisation):
            where = url_for("funding_bodies.companies", organisation=organisation, _external=True)
            mail.post(address, "funder_granted", agreement=form.signed(), address=where)
    return go("accesses.page", id=diagnostic.id, done="funded")
