"""The diagnostics of one company: those made, and the next one."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from diagnostic.core import rights
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.access import Act, Role
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import advising as read
from diagnostic.services import again, authority
from diagnostic.web import journal
from diagnostic.web.access import NotAllowedError, for_readers, for_those_who_may, here, is_read_only, may
from diagnostic.web.answering import REFUSED, browser, go
from diagnostic.web.days import day_in_france
from diagnostic.web.extensions import content, db, now
from diagnostic.web.reader import reader
from diagnostic.web.shown_links import private_link
from reports.view_history import Past, history_view
from reports.words import sentence, typeset

blueprint = Blueprint("again", __name__)
BY_ACCOUNT = N_("L’entreprise est rattachée à un compte : c’est depuis ce compte que commence un nouveau diagnostic.")


@blueprint.get("/d/<id>/history")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Every diagnostic of this company, and the button that begins the next."""
    return history_page(diagnostic)


def history_page(diagnostic: Diagnostic, refusal: str | None = None) -> ResponseReturnValue:
    every = again.history(db(), content(), diagnostic.id)
    last = every[-1]
    tracks = may(Act.TRACK) and Role.HOLDER not in here().roles
    shown = render_template(
        "again/history.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=history_view(content(), [past(one) for one in every], diagnostic.id, spoken()),
        begins=tracks and again.may_be_followed(content(), last),
        waits=tracks and not again.may_be_followed(content(), last),
        enters=tracks and last.id != diagnostic.id and not opens(last.id),
        refusal=typeset(refusal) if refusal else None,
    )
    return shown, REFUSED if refusal else 200


def past(one: Diagnostic) -> Past:
    signed = day_in_france(one.signed_at) if one.signed_at else None
    result = read.result_of(content(), one)
    return Past(one, result, day_in_france(one.created_at), signed, opens(one.id))


def opens(id: str) -> bool:
    """Whether this browser may open that diagnostic: a private link opens the one that it was made for."""
    found = authority.standing(db(), reader(), id, now())
    return found is not None and rights.may(found, Act.READ)


@blueprint.post("/d/<id>/again")
@for_those_who_may(Act.TRACK)
def start(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The next diagnostic of this company; asked again, the same. Whoever came by a private link is given its own."""
    standing = here()
    if Role.HOLDER in standing.roles:
        raise NotAllowedError(_(BY_ACCOUNT))
    known = {one.id for one in again.history(db(), content(), diagnostic.id)}
    try:
        id = again.start(db(), content(), diagnostic.id, standing, now())
    except UserError as error:
        return history_page(diagnostic, sentence(error.message))
    code = None
    if standing.actor.kind == "link":
        browser().enter(id)
        code = again.give_link(db(), id)
    if id not in known:
        journal.note_of(id, "diagnostic.started_again")
    elif code:
        journal.note_of(id, "link.renewed")
    if code:
        return private_link.hand_over(go("leader.link", id=id), id, code)
    return go("leader.diagnostic" if id in known else "leader.company", id=id)
