"""Invitations: the page of the link (looking at it takes nothing), and the button that accepts.

The address of that page holds a secret until the button is pressed; see doors.py.
"""

from enum import StrEnum

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import About, Actor, Reader, Role
from diagnostic.core.model.invitation import State
from diagnostic.services import accounts, assessing, auditing, authority, contributing, inviting
from diagnostic.services.accounts import Person
from diagnostic.services.inviting import ClosedInvitationError, Invitation
from diagnostic.web.access import for_anyone, keeps_what_was_typed
from diagnostic.web.answering import browser, go
from diagnostic.web.days import day_of
from diagnostic.web.doors import without_referrer
from diagnostic.web.entering import sign_in
from diagnostic.web.extensions import SAFE_METHODS, content, db, now
from diagnostic.web.forms_doors import InvitationForm
from diagnostic.web.reader import INVITED, OWN, person, reader
from diagnostic.web.shown_links import private_link
from reports.words import sentence

blueprint = Blueprint("invitations", __name__)
OFFERED = "offered"
REFUSED, GONE, UNKNOWN = 422, 410, 404


class Step(StrEnum):
    """What stands between whoever shows the link and what it gives."""

    ACCEPT = "accept"
    SIGN_IN = "sign_in"
    PROVE = "prove"
    GIVE_IT = "give_it"
    OTHER_ADDRESS = "other_address"
    NOT_ADVISER = "not_adviser"


def offered(invitation: Invitation) -> str:
    """company.leader, organisation.adviser … platform: the key of the words in templates/invitations/words.html."""
    if isinstance(invitation.role, Role):
        return f"company.{invitation.role}"
    return f"organisation.{invitation.role}" if invitation.organisation else "platform"


@blueprint.get("/invitation/<token>")
@for_anyone
def carried(token: str) -> ResponseReturnValue:
    """The page of the link: who invites, to what, and one button. Looking at it changes nothing."""
    try:
        invitation = inviting.read(db(), token, now())
    except ClosedInvitationError as error:
        return without_referrer(closed_page(error))
    return without_referrer(offer_page(invitation, InvitationForm(data={"link": token})))


@blueprint.route("/invitation", methods=["GET", "POST"])
@for_anyone
@keeps_what_was_typed
def accept() -> ResponseReturnValue:
    """Takes what the link gives; or a field to paste it."""
    form = InvitationForm()
    kept = session.get(OFFERED)
    sends = request.method not in SAFE_METHODS
    try:
        if form.token():
            invitation = inviting.read(db(), form.token(), now())
        elif isinstance(kept, str):
            invitation = inviting.read_again(db(), kept, now())
        else:
            if sends:
                form.refuse("link", _("Collez ici le lien que vous avez reçu."))
            return paste_page(form)
        agreed = request.form.get("action") == "accept"
        return take(invitation, form) if sends and form.validate() and agreed else offer_page(invitation, form)
    except ClosedInvitationError as error:
        session.pop(OFFERED, None)
        return paste_page(form) if sends and not form.validate() else closed_page(error)


def paste_page(form: InvitationForm) -> ResponseReturnValue:
    return render_template("invitations/paste.html", form=form), REFUSED if form.errors else 200


def closed_page(error: ClosedInvitationError) -> ResponseReturnValue:
    """Why it opens nothing, without a name."""
    page = render_template("invitations/closed.html", state=error.state, states=State)
    return page, UNKNOWN if error.state is None else GONE


def offer_page(invitation: Invitation, form: InvitationForm, code: int = 200) -> ResponseReturnValue:
    names = names_to_choose(invitation)
    form.organisation.choices = names
    page = render_template(
        "invitations/offer.html",
        form=form,
        step=step_of(invitation),
        steps=Step,
        choose=len(names) > 1,
        closes=invitation.role is Role.CONTRIBUTOR and OWN in session,
        several=is_for_several(invitation),
        resumes=is_for_several(invitation) and bool(contributing.joined_before(db(), invitation, held(), now())),
        invitation=invitation,
        offered=offered(invitation),
        until=day_of(invitation.expires_at),
    )
    return page, REFUSED if form.errors else code


def is_for_several(invitation: Invitation) -> bool:
    return invitation.role is Role.CONTRIBUTOR and invitation.respondent is None


def names_to_choose(invitation: Invitation) -> list[tuple[str, str]]:
    """The organisations in whose name this person may accept to advise."""
    who = person()
    if who is None or invitation.role is not Role.ADVISER or not isinstance(invitation.role, Role):
        return []
    return list(inviting.advised_for(db(), who, invitation))


def step_of(invitation: Invitation) -> Step:
    who = person()
    if who and is_to_give(invitation, who):
        return Step.GIVE_IT
    if invitation.role is Role.CONTRIBUTOR:
        return Step.ACCEPT
    if invitation.email is None:
        return Step.ACCEPT if who or not inviting.is_claimed(db(), invitation) else Step.SIGN_IN
    if who is None:
        return _step_of_stranger(invitation, invitation.email)
    if who.email != invitation.email:
        return Step.OTHER_ADDRESS
    return _step_of_adviser(invitation, who) if _is_to_advise(invitation) else Step.ACCEPT


def is_to_give(invitation: Invitation, who: Person) -> bool:
    """A link without address, tried by whoever made it; or a contributor's, by somebody who opens the whole file."""
    if invitation.email is None and Actor("user", who.id).reference == invitation.made_by:
        return True
    if invitation.role is not Role.CONTRIBUTOR or invitation.diagnostic is None:
        return False
    account = Reader(user=who.id, proven=reader().proven)
    return authority.standing(db(), account, invitation.diagnostic, now()) is not None


def _step_of_stranger(invitation: Invitation, email: str) -> Step:
    """The link proves the mailbox: enough for a new account, which holds nothing yet; not to enter one that exists,
    for a fortnight and from anywhere."""
    if inviting.has_account(db(), email):
        return Step.SIGN_IN
    return Step.NOT_ADVISER if _is_to_advise(invitation) else Step.ACCEPT


def _step_of_adviser(invitation: Invitation, who: Person) -> Step:
    if not inviting.advised_for(db(), who, invitation):
        return Step.NOT_ADVISER
    return Step.ACCEPT if reader().proven else Step.PROVE


def _is_to_advise(invitation: Invitation) -> bool:
    return isinstance(invitation.role, Role) and invitation.role is Role.ADVISER


def take(invitation: Invitation, form: InvitationForm) -> ResponseReturnValue:
    step = step_of(invitation)
    if step in (Step.SIGN_IN, Step.PROVE):
        session[OFFERED] = invitation.id
        return go("proof.page" if step is Step.PROVE else "security.login", next=url_for("invitations.accept"))
    if step is not Step.ACCEPT:
        return offer_page(invitation, form, REFUSED)
    if invitation.role is Role.CONTRIBUTOR:
        return contribute(invitation)
    return give(invitation, form)


def contribute(invitation: Invitation) -> ResponseReturnValue:
    """Opens the questions of a group, in the place of whatever link this browser had opened; by a link made for
    several, as one more of them."""
    diagnostic = invitation.diagnostic
    assert diagnostic is not None
    inviting.take(db(), invitation, None, now())
    if invitation.respondent is None:
        invitation = contributing.join(db(), content(), invitation, held(), now())
    tell(invitation, Actor("invited", invitation.id, Role.CONTRIBUTOR))
    browser().contribute(invitation.id)
    return go("contribution.overview", id=diagnostic)


def held() -> str | None:
    """The invitation that this browser answers by."""
    found = session.get(INVITED)
    return found if isinstance(found, str) else None


def give(invitation: Invitation, form: InvitationForm) -> ResponseReturnValue:
    """To whoever is signed in; to a new account; or, for a leader invited without address, to this browser."""
    who, is_new = person(), False
    if who is None and invitation.email:
        who, is_new = accounts.find_or_add(db(), invitation.email, invitation.name, now()), True
    try:
        inviting.take(db(), invitation, who, now(), form.organisation.data or None)
    except UserError as error:
        if isinstance(error, ClosedInvitationError):
            raise
        form.refuse(error.field or "link", sentence(error.message))
        return offer_page(invitation, form)
    session.pop(OFFERED, None)
    if who is None:
        return hand_link(invitation)
    tell(invitation, Actor("user", who.id, "account"))
    g.pop("positions", None)
    home = home_of(invitation)
    return sign_in(who.id, "invitation", home) if is_new else redirect(home, 303)


def hand_link(invitation: Invitation) -> ResponseReturnValue:
    """A leader without account: a private link of their own, shown once, and the diagnostic opened here."""
    assert invitation.diagnostic is not None
    tell(invitation, Actor("link", invitation.diagnostic, Role.LEADER))
    code = assessing.renew_link(db(), invitation.diagnostic, now())
    browser().enter(invitation.diagnostic)
    return private_link.hand_over(go("leader.link", id=invitation.diagnostic), invitation.diagnostic, code)


def tell(invitation: Invitation, actor: Actor) -> None:
    about = About(invitation.company, invitation.diagnostic, invitation.organisation)
    role = offered(invitation)
    auditing.note(db(), actor, "invitation.accepted", now(), about, invitation=invitation.id, role=role)


def home_of(invitation: Invitation) -> str:
    """Where what was given is found."""
    if invitation.diagnostic:
        return url_for("leader.diagnostic", id=invitation.diagnostic)
    if invitation.organisation:
        return url_for("organisations.home", organisation=invitation.organisation)
    return url_for("organisations.everywhere")
