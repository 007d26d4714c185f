"""Signing in by e-mail, and tying to an account a diagnostic that was started without one.

The letter's link opens nothing by being looked at: its page has a button. It works once, for a quarter of an hour, in
the browser that asked for it; so does the code, for those who read their mail elsewhere. The path of that page holds
a secret until then: no server of ours logs it, and its page tells no other where it was (Referrer-Policy).
"""

from dataclasses import asdict, dataclass

from flask import Blueprint, abort, g, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Act, Role
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import accounts, assessing, granting, linking
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.throttling import TooManyError
from diagnostic.web import journal, mail, throttle
from diagnostic.web.access import NotAllowedError, check, for_anyone, for_those_who_may, here, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.entering import next_asked, sign_in
from diagnostic.web.extensions import SAFE_METHODS, content, db, now
from diagnostic.web.forms import ButtonForm
from diagnostic.web.forms_doors import CarriedForm, CodeForm, EmailForm
from diagnostic.web.reader import person
from reports.words import sentence

blueprint = Blueprint("doors", __name__)
ASKED = "asked"
NO_MORE = N_("Ce diagnostic n’est plus ouvert ici, ou il a déjà un dirigeant. Rouvrez-le d’abord avec son lien privé.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What this browser waits for: the letter's link, where to go then, the diagnostic to tie to the account."""

    link: str
    next: str | None = None
    claim: str | None = None


def waiting() -> Waiting | None:
    kept = session.get(ASKED)
    return Waiting(**kept) if isinstance(kept, dict) else None


def without_referrer(page: ResponseReturnValue) -> Response:
    """A page whose address holds a secret: no link of it tells that address."""
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.route("/login/link", methods=["GET", "POST"])
@for_anyone
@keeps_what_was_typed
def ask() -> ResponseReturnValue:
    """The same answer whether the address has an account or not: the letter alone says it."""
    form = EmailForm()
    if form.validate_on_submit():
        try:
            sent = wait_for(form.address(), next=next_asked())
        except TooManyError as error:
            form.refuse("email", sentence(error.message))
        else:
            post_letter(sent, form.address(), "sign_in" if sent.person else "no_account")
            return go("doors.sent")
    return render_template("doors/ask.html", form=form, next=next_asked()), REFUSED if form.errors else 200


def wait_for(email: str, *, next: str | None = None, claim: str | None = None) -> linking.Sent:
    """A new link that this browser alone opens, in the place of the one it waited for; TooManyError after a few."""
    throttle.letter(email)
    before = waiting()
    sent = linking.ask(db(), email, now(), instead_of=before.link if before else None)
    session[ASKED] = asdict(Waiting(sent.link, next, claim))
    return sent


def post_letter(sent: linking.Sent, email: str, name: str, **values: str) -> None:
    """The same words and the same secrets are made whatever the letter says of them."""
    address = url_for("doors.carried", token=sent.token, _external=True)
    mail.post(email, name, address=address, code=sent.code, home=url_for("leader.home", _external=True), **values)


@blueprint.route("/login/sent", methods=["GET", "POST"])
@for_anyone
@keeps_what_was_typed
def sent() -> ResponseReturnValue:
    """What to do now; the code may be typed here."""
    asked = waiting()
    if asked is None:
        return go("doors.ask") if request.method in SAFE_METHODS or ButtonForm().validate() else abort(400)
    form = CodeForm()
    if form.validate_on_submit():
        entered = exchange(asked, form, "code", str(form.code.data))
        if entered is not None:
            return entered
    told = {"address": linking.sent_to(db(), asked.link), "claim": asked.claim, "unsent": mail.letter_unsent()}
    return render_template("doors/sent.html", form=form, **told), REFUSED if form.errors else 200


@blueprint.get("/login/link/<token>")
@for_anyone
def carried(token: str) -> ResponseReturnValue:
    """The page of the letter's link: one button, in the browser that asked. Looking at it changes nothing."""
    return without_referrer(carried_page(CarriedForm(data={"token": token}), token))


def carried_page(form: CarriedForm, token: str) -> ResponseReturnValue:
    asked = waiting()
    opens = asked is not None and linking.is_of(db(), asked.link, token, now())
    page = render_template("doors/carried.html", form=form, opens=opens, waits=asked is not None)
    return page, REFUSED if form.errors else 200


@blueprint.post("/login/open")
@for_anyone
@keeps_what_was_typed
def open() -> ResponseReturnValue:
    """Exchanges the link for a session, once."""
    form, asked = CarriedForm(), waiting()
    if form.validate_on_submit() and asked is not None:
        entered = exchange(asked, form, "token", str(form.token.data))
        if entered is not None:
            return entered
    return carried_page(form, str(form.token.data))


def exchange(asked: Waiting, form: CarriedForm | CodeForm, field: str, shown: str) -> ResponseReturnValue | None:
    """Signs in whoever shows the right secret; None when it was refused, said at the form's field."""
    if asked.claim and not may_claim(asked.claim):
        form.refuse(field, _(NO_MORE))
        return None
    try:
        throttle.count("code")
        email = linking.open_with(db(), asked.link, shown, now())
        person = linking.account_of(db(), email) if asked.claim is None else claimed(asked.claim, email)
    except TooManyError as error:
        form.refuse(field, sentence(error.message))
        return None
    except linking.LinkError as error:
        throttle.refused("code")
        form.refuse(field, sentence(error.message))
        return None
    throttle.opened("code")
    throttle.letter_arrived(email)
    session.pop(ASKED)
    next = asked.next if asked.claim is None else url_for("doors.claim", id=asked.claim)
    return sign_in(person, "link", next)


@blueprint.route("/d/<id>/claim", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.MANAGE)
def claim(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Ties to an account a diagnostic that the private link alone opened: its leader's, by proof of a mailbox."""
    if here().claimed:
        link = granting.doors(db(), diagnostic.id)
        return render_template("doors/claimed.html", diagnostic=diagnostic, link=link, form=ButtonForm())
    owner = person()
    form = ButtonForm() if owner else EmailForm()
    if form.validate_on_submit() and owner:
        tie(diagnostic.id, owner.id)
        return go("doors.claim", id=diagnostic.id)
    if form.validate_on_submit() and isinstance(form, EmailForm):
        try:
            sent = wait_for(form.address(), claim=diagnostic.id)
        except TooManyError as error:
            form.refuse("email", sentence(error.message))
        else:
            post_letter(sent, form.address(), "claim", company=diagnostic.assessment.company.name)
            return go("doors.sent")
    page = render_template("doors/claim.html", form=form, owner=owner, diagnostic=diagnostic)
    return page, REFUSED if form.errors else 200


def may_claim(diagnostic: str) -> bool:
    """Whether this browser still decides for that company: it may have opened another, or another may have come."""
    try:
        check(diagnostic, Act.MANAGE)
    except (NotFoundError, NotAllowedError):
        return False
    finally:
        g.standing = None  # a wrong code is not about the company
    return True


def claimed(diagnostic: str, email: str) -> str:
    """The account of that address, made if there is none, now leads that company."""
    owner = accounts.find_or_add(db(), email, None, now())
    tie(diagnostic, owner.id)
    g.standing = None  # what follows is about the account
    return owner.id


def tie(diagnostic: str, owner: str) -> None:
    """Of two who try at once, the first: the second no longer decides for that company."""
    assessing.load(db(), content(), diagnostic, to_change=True)
    check(diagnostic, Act.MANAGE)
    granting.grant(db(), diagnostic, Role.LEADER, person=owner, organisation=None, actor=here().actor, now=now())
    journal.note("diagnostic.claimed", by=owner)
