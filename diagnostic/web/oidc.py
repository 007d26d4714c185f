"""Signing in through an identity provider (ProConnect), tying it to an account, and leaving it.

A provider may be slow: no transaction is held while it is asked. People are sent to it by a page that goes on by
itself, not by a redirect: the browser would hold every address of that way against our form-action policy.
"""

from flask import Blueprint, Flask, Response, abort, current_app, g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from diagnostic.config import Oidc
from diagnostic.core.errors import UserError
from diagnostic.services import identities
from diagnostic.services.accounts import Person
from diagnostic.services.identities import KnownAddressError, OtherAccountError, Vouched
from diagnostic.web import journal
from diagnostic.web.access import for_anyone, for_signed_in, prove
from diagnostic.web.answering import go
from diagnostic.web.days import day_of
from diagnostic.web.entering import next_asked, sign_in
from diagnostic.web.extensions import database, db, give_back, now
from diagnostic.web.oidc_provider import Answer, DistrustError, Provider, UnreachableError
from diagnostic.web.proof import second_steps
from diagnostic.web.reader import person, reader
from diagnostic.web.security import is_fresh, serious

blueprint = Blueprint("oidc", __name__)
KEY = "palier-oidc"
ID_TOKEN = "oidc_id_token"  # noqa: S105
EXITS = ("security.logout", "leader.leave")
VIA = "oidc"


def vouch(app: Flask, oidc: Oidc | None) -> None:
    """Adds the pages; without settings, they do not exist for anybody."""
    app.register_blueprint(blueprint)
    app.config["OIDC"] = oidc.name if oidc else None
    if oidc:
        app.extensions[KEY] = Provider(oidc)


def provider() -> Provider:
    found: Provider | None = current_app.extensions.get(KEY)
    return found or abort(404)


@blueprint.post("/oidc/start")
@for_anyone
def start() -> ResponseReturnValue:
    """To the provider, and back to `next`. Whoever is signed in comes back to tie that identity to their account."""
    found, who = provider(), person()
    if who and second_steps() and not reader().proven:
        return prove()
    if who and not is_fresh():
        return go("security.verify", next=url_for("oidc.identity"))
    give_back()
    kept = {"next": next_asked(), "person": who.id if who else None}
    try:
        return away(found.departure(url_for("oidc.back", _external=True), **kept))
    except (UnreachableError, DistrustError):
        return failed("down", 502)


def away(address: str) -> Response:
    """A page that goes on to the provider by itself, and holds the link for a browser that does not."""
    answer = Response(render_template("oidc/away.html", address=address, name=name(), leaves=False))
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


def name() -> str:
    return provider().oidc.name


def failed(why: str, code: int) -> ResponseReturnValue:
    """Why nobody was signed in, in words; what the provider said stays in the log."""
    return render_template("oidc/failed.html", why=why, name=name()), code


@blueprint.get("/oidc/callback")
@for_anyone
def back() -> ResponseReturnValue:
    """Whoever comes back from the provider, once. Nothing of the address is kept: the answer leads elsewhere."""
    found, who = provider(), person()
    give_back()
    try:
        kept = found.kept(request.args.get("state", ""))
        answer = found.arrival(request.args.get("iss"))
    except UnreachableError:
        return failed("down", 502)
    except DistrustError:
        return failed("cancelled" if request.args.get("error") == "access_denied" else "refused", 400)
    if kept["person"]:
        return tie(answer.vouched, who, kept["person"])
    return enter(answer, kept["next"])


def enter(answer: Answer, next: str | None) -> ResponseReturnValue:
    """Signed in, under a new session token; or asked for the second step that the provider did not ask."""
    try:
        with database().session() as transaction:
            entered = identities.enter(transaction, answer.vouched, now())
            transaction.commit()
        signed_in = sign_in(entered.person.id, VIA, next, proven=answer.proven)
    except KnownAddressError:
        return failed("known", 409)
    except UserError:
        return failed("nobody", 403)
    session[ID_TOKEN] = answer.id_token
    if entered.made:
        journal.note("account.created", via=VIA)
    return signed_in


def tie(vouched: Vouched, who: Person | None, left: str) -> ResponseReturnValue:
    """The identity now opens the account that asked for it, if it is still the one signed in here."""
    if who is None or who.id != left:
        return failed("refused", 400)
    try:
        with database().session() as transaction:
            tied = identities.link(transaction, vouched, who, now())
            transaction.commit()
    except OtherAccountError:
        return failed("other", 409)
    except UserError:
        return failed("nobody", 403)
    if tied:
        journal.note("account.changed", what="identity")
    return go("oidc.identity")


@blueprint.get("/account/identity")
@for_signed_in
def identity() -> ResponseReturnValue:
    """Whether the provider opens this account; tie it, or untie it."""
    return render_template("oidc/identity.html", name=name(), since=tied_since())


def tied_since() -> str | None:
    """The day since when the provider opens the account that is signed in; None when it does not."""
    since = identities.linked_at(db(), signed(), provider().oidc.issuer)
    return day_of(since) if since else None


@blueprint.post("/account/identity/unlink")
@serious
def unlink() -> ResponseReturnValue:
    """The account is still opened by a link sent to its address."""
    if identities.unlink(db(), signed(), provider().oidc.issuer):
        journal.note("account.changed", what="identity")
    return go("oidc.identity")


def signed() -> Person:
    found = person()
    assert found is not None
    return found


@blueprint.before_app_request
def prepare_to_leave() -> None:
    """Whoever came through the provider leaves it too: on a shared computer, the next one would come in as them."""
    id_token = session.get(ID_TOKEN) if request.endpoint in EXITS and KEY in current_app.extensions else None
    if isinstance(id_token, str):
        give_back()
        g.farewell = provider().farewell(id_token, url_for("leader.home", _external=True))


@blueprint.after_app_request
def leave_provider(answer: Response) -> Response:
    address: str | None = g.pop("farewell", None)
    if address and "Location" in answer.headers:
        for kept in ("person", "positions", "standing"):
            g.pop(kept, None)
        del answer.headers["Location"]
        answer.status_code = 200
        answer.set_data(render_template("oidc/away.html", address=address, name=name(), leaves=True))
        answer.headers["Refresh"] = f"0; url={address}"
    return answer
