"""In whose hands a company's file is: its adviser hands it over, takes it back, or leaves."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Act, Hand, Standing
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import handing, inviting
from diagnostic.services.handing import AlreadyHandedError, Invitation
from diagnostic.web import forms_organisation as shapes
from diagnostic.web import journal, mail
from diagnostic.web import organisation_page as shown
from diagnostic.web.access import for_those_who_may, here, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.days import day_of
from diagnostic.web.extensions import db, now
from diagnostic.web.forms import ButtonForm
from diagnostic.web.organisations import known_person
from diagnostic.web.reader import positions
from diagnostic.web.shown_links import hand_link

blueprint = Blueprint("handing", __name__)
DONE = {
    "sent": N_("L’invitation est partie. Le diagnostic est entre les mains du dirigeant."),
    "already": N_("Cette personne a déjà une invitation en attente : aucune autre lettre n’est partie."),
    "given": N_("Le diagnostic est entre les mains du dirigeant."),
    "taken": N_("Vous avez de nouveau la main."),
    "revoked": N_("L’invitation ne vaut plus rien."),
}


@blueprint.get("/d/<id>/hand")
@for_those_who_may(Act.HAND_OVER)
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Who writes in this file today, and what may be done about it."""
    return hand_page(diagnostic, shapes.InvitationForm(formdata=None))


def hand_page(diagnostic: Diagnostic, form: shapes.InvitationForm) -> ResponseReturnValue:
    standing = here()
    waiting = handing.offers(db(), standing, now())
    code = code_shown(waiting)
    told_page = render_template(
        "handing/page.html",
        form=form,
        diagnostic=diagnostic,
        with_adviser=standing.hand is Hand.ADVISER,
        handed=standing.handed,
        claimed=standing.claimed,
        invitations=shown.invitation_lines(waiting),
        address=address_of(code) if code else None,
        code=code,
        organisation=organisation_name(standing),
        done=done(),
    )
    return told_page, REFUSED if form.errors else 200


def done() -> str | None:
    """What the page before has just done, in a sentence."""
    told = DONE.get(request.args.get("done", ""))
    return _(told) if told else None


def organisation_name(standing: Standing) -> str:
    """In whose name the reader advises."""
    return next((one.organisation_name for one in positions() if one.organisation == standing.organisation), "")


def code_shown(waiting: tuple[Invitation, ...]) -> str | None:
    """The secret of the link to give in person, for as long as this browser keeps it and it opens something."""
    token = hand_link.shown()
    if not token:
        return None
    try:
        known = inviting.read(db(), token, now())
    except UserError:
        return None
    return token if known.id in {one.id for one in waiting} else None


def address_of(token: str) -> str:
    """The link to give, told once."""
    return url_for("invitations.carried", token=token, _external=True)


@blueprint.post("/d/<id>/hand/over")
@keeps_what_was_typed
@for_those_who_may(Act.HAND_OVER)
def over(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Hand the file to its leader: by a letter, by a link given in person, or back to one who has it already."""
    way = request.form.get("way")
    form = shapes.InvitationForm() if way == "email" else ButtonForm()
    if not form.validate():
        return hand_page(diagnostic, form if isinstance(form, shapes.InvitationForm) else stale(form))
    if isinstance(form, shapes.InvitationForm):
        return by_letter(diagnostic, form)
    return by_code(diagnostic) if way == "code" else give(diagnostic)


def stale(button: ButtonForm) -> shapes.InvitationForm:
    """The page's own form, with what was wrong with the button's."""
    form = shapes.InvitationForm(formdata=None)
    form.csrf_token.errors = button.csrf_token.errors
    return form


def by_letter(diagnostic: Diagnostic, form: shapes.InvitationForm) -> ResponseReturnValue:
    try:
        made = handing.offer_by_letter(db(), here(), form.email.data or "", form.person.data or "", now())
    except AlreadyHandedError:
        raise
    except UserError as error:
        form.refuse({"name": "person"}.get(error.field or "", "email"), error.message)
        return hand_page(diagnostic, form)
    if made is None:
        return go("handing.page", id=diagnostic.id, done="already")
    invitation, token = made
    told("email", invitation)
    mail.post(
        invitation.email or "",
        "diagnostic_handed",
        organisation=organisation_name(here()),
        company=diagnostic.assessment.company.name,
        address=address_of(token),
        until=lambda: day_of(invitation.expires_at),
    )
    return go("handing.page", id=diagnostic.id, done="sent")


def by_code(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The link waits in this browser's own cookie, for an hour: the server keeps only its hash."""
    invitation, token = handing.offer_by_code(db(), here(), now())
    told("code", invitation)
    return hand_link.hand_over(go("handing.page", id=diagnostic.id), diagnostic.id, token)


def told(way: str, invitation: Invitation) -> None:
    journal.note("invitation.made", invitation=invitation.id, role=invitation.role.value)
    journal.note("diagnostic.handed_over", way=way)


def give(diagnostic: Diagnostic) -> Response:
    """To a leader who is in already; without one, there is nobody to give it to."""
    if not here().handed:
        return go("handing.page", id=diagnostic.id)
    if handing.put_in_hands(db(), diagnostic.id, Hand.LEADER):
        journal.note("diagnostic.handed_over", way="back")
    return go("handing.page", id=diagnostic.id, done="given")


@blueprint.post("/d/<id>/hand/back")
@for_those_who_may(Act.HAND_OVER)
def back(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The adviser writes again; the leader goes on reading and writing, and is told."""
    if handing.put_in_hands(db(), diagnostic.id, Hand.ADVISER):
        journal.note("diagnostic.taken_back")
        tell_leaders(diagnostic, "hand_taken")
    return go("handing.page", id=diagnostic.id, done="taken")


def tell_leaders(diagnostic: Diagnostic, letter: str) -> None:
    for address in handing.leaders(db(), diagnostic.id):
        mail.post(
            address,
            letter,
            organisation=organisation_name(here()),
            company=diagnostic.assessment.company.name,
            address=url_for("accesses.page", id=diagnostic.id, _external=True),
        )


@blueprint.post("/d/<id>/hand/invitations/<invitation>/revoke")
@for_those_who_may(Act.HAND_OVER)
def revoke(diagnostic: Diagnostic, invitation: str) -> ResponseReturnValue:
    """Take back an invitation to lead this file, as long as nobody has used it."""
    handing.revoke_offer(db(), here(), invitation, now())
    journal.note("invitation.revoked", invitation=invitation)
    return go("handing.page", id=diagnostic.id, done="revoked")


@blueprint.post("/d/<id>/hand/leave")
@for_those_who_may(Act.HAND_OVER)
def leave(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The adviser accompanies this company no more. LastOneError when nobody could open its file."""
    organisation = here().organisation
    for access in handing.leave(db(), here(), known_person(), now()):
        journal.note("access.ended", access=access)
    tell_leaders(diagnostic, "adviser_left")
    return go("advising.companies", organisation=organisation or "", done="left")
