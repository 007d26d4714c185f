"""Those whom the leader invites to answer: their pages, on a phone and without account, and the list of them.

A contributor sees the questions of their group and their own answers: nothing else of the company but its name.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, jsonify, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from diagnostic.core.errors import UserError
from diagnostic.core.model.access import Act
from diagnostic.core.model.assessment import Respondent
from diagnostic.core.model.diagnostic import Diagnostic, Operation
from diagnostic.core.respondents import Answering, answering
from diagnostic.services import assessing, contributing, inviting
from diagnostic.services.contributing import Contributor
from diagnostic.services.inviting import Invitation, State
from diagnostic.web import answers, journal, mail, present, throttle
from diagnostic.web.access import for_those_who_may, here, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.days import day_of
from diagnostic.web.extensions import content, db, now
from diagnostic.web.forms_contribution import GROUP_NAMES, InvitationForm, groups_asked, invitation_form
from diagnostic.web.present import Progress, QuestionsPage
from diagnostic.web.reader import person
from diagnostic.web.shown_links import invited_link

blueprint = Blueprint("contribution", __name__)
ONCE = "invited"


@dataclass(frozen=True, slots=True)
class ContributorLine:
    """Somebody in the list of who was invited: how far they are, never what they said."""

    invitation: str | None
    name: str
    group: str
    progress: Progress
    is_open: bool
    until: str
    ended: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The link that was just made, for as long as this browser keeps it."""

    address: str
    name: str
    email: str | None


@blueprint.get("/d/<id>/contribute")
@for_those_who_may(Act.CONTRIBUTE)
def overview(diagnostic: Diagnostic) -> ResponseReturnValue:
    """What is asked of this contributor, and who sees it."""
    assessment, ours = diagnostic.assessment, whose(diagnostic)
    return render_template(
        "contribution/overview.html",
        **told(diagnostic, ours),
        parts=present.parts(content(), assessment, ours),
        following=present.first_open(content(), assessment, ours),
    )


@blueprint.route("/d/<id>/contribute/<principle>", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.CONTRIBUTE)
def answer(diagnostic: Diagnostic, principle: str) -> ResponseReturnValue:
    ours = whose(diagnostic)
    page = present.questions_page(content(), diagnostic.assessment, principle, ours)
    if page is None:
        abort(404)
    form = answers.answers_form(page, diagnostic, ours)
    if form.validate_on_submit():
        cleared = request.form.get("clear")
        made = answers.changes(page, form, diagnostic, ours, now(), cleared)
        if made:
            contributing.answer(db(), content(), diagnostic, own(ours), made, now())
        return go_on(diagnostic, page, "" if cleared else request.form.get("go", "on"))
    shown = render_template("contribution/questions.html", form=form, page=page, **told(diagnostic, ours))
    return shown, REFUSED if form.errors else 200


@blueprint.post("/d/<id>/contribute/answers")
@for_those_who_may(Act.CONTRIBUTE)
def save(diagnostic: Diagnostic) -> ResponseReturnValue:
    """One answer, as soon as it is given. The same one sent again is acknowledged, not added."""
    ours = whose(diagnostic)
    operation = answers.parse_operation(answers.sent_document(), own(ours).id)
    check_asked(diagnostic, ours, operation)
    outcome = contributing.answer(db(), content(), diagnostic, own(ours), [operation], now())
    stands = assessing.load(db(), content(), diagnostic.id)
    progress = present.progress(content(), stands.assessment, ours)
    return jsonify(version=outcome.version, percent=progress.percent, remaining=progress.remaining)


def whose(diagnostic: Diagnostic) -> Answering:
    return answering(here(), diagnostic.assessment.respondents)


def own(ours: Answering) -> Respondent:
    assert ours.own is not None
    return ours.own


def told(diagnostic: Diagnostic, ours: Answering) -> dict[str, object]:
    """All that a contributor's page may know: the diagnostic itself is not handed to its template."""
    return {
        "id": diagnostic.id,
        "version": diagnostic.version,
        "company": diagnostic.assessment.company.name,
        "group": GROUP_NAMES[own(ours).group],
        "progress": present.progress(content(), diagnostic.assessment, ours),
    }


def check_asked(diagnostic: Diagnostic, ours: Answering, operation: Operation) -> None:
    """UserError on `item` when the question is not addressed to whoever answers it."""
    if (operation.item, operation.function) not in {
        cell.key for cell in present.asked_cells(content(), diagnostic.assessment, ours)
    }:
        raise UserError("cette question ne vous est pas posée", "item")


def go_on(diagnostic: Diagnostic, page: QuestionsPage, where: str) -> Response:
    """To the same page, the one before or the next; before the first and after the last, to the list."""
    principle = {"": page.id, "back": page.previous}.get(where, page.following)
    if principle:
        return go("contribution.answer", id=diagnostic.id, principle=principle)
    return go("contribution.overview", id=diagnostic.id)


@blueprint.route("/d/<id>/respondents", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.INVITE)
def invitations(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Who was invited and how far they are; invite one more."""
    asked = groups_asked(content(), diagnostic.assessment)
    form = invitation_form(asked)
    if form.validate_on_submit():
        try:
            token = invite(diagnostic, form)
        except UserError as error:
            form.refuse(error.field or "", error.message)
        else:
            return invited_link.hand_over(go("contribution.invitations", id=diagnostic.id), diagnostic.id, token)
    page = render_template(
        "contribution/invitations.html",
        diagnostic=diagnostic,
        readonly=False,
        form=form,
        helps={one.group: one.help for one in asked},
        lines=[line(diagnostic, one) for one in contributing.everybody(db(), diagnostic, now())],
        shown=just_made(diagnostic),
    )
    return page, REFUSED if form.errors else 200


@blueprint.post("/d/<id>/respondents/<invitation>/revoke")
@for_those_who_may(Act.INVITE)
def revoke(diagnostic: Diagnostic, invitation: str) -> ResponseReturnValue:
    contributing.revoke(db(), diagnostic, invitation, now())
    journal.note("invitation.revoked", invitation=invitation, role="contributor")
    return go("contribution.invitations", id=diagnostic.id)


def invite(diagnostic: Diagnostic, form: InvitationForm) -> str:
    """Make the invitation, write to its address if there is one; the secret of its link."""
    once, before = session.get(ONCE, ("", ""))
    if form.whom().email:
        throttle.invitation()
    again = contributing.invite_again(db(), diagnostic, before, here().actor, now()) if once == form.once.data else None
    made, token = again or contributing.invite(db(), content(), diagnostic.id, form.whom(), here().actor, now())
    session[ONCE] = [form.once.data, made.id]
    journal.note("invitation.made", invitation=made.id, role="contributor", group=made.group or "")
    if made.email:
        found = person()
        mail.post(
            made.email,
            "contributor_invited",
            company=diagnostic.assessment.company.name,
            name=made.name,
            inviter=found.name if found else None,
            address=address_of(token),
            until=last_day(made),
        )
    return token


def last_day(made: Invitation) -> str:
    return day_of(made.expires_at)


def address_of(token: str) -> str:
    return url_for("invitations.carried", token=token, _external=True)


def just_made(diagnostic: Diagnostic) -> Shown | None:
    """The invitation whose link this browser was handed, while it opens something."""
    token = invited_link.shown()
    try:
        made = inviting.read(db(), token, now()) if token else None
    except UserError:
        return None
    if made is None or token is None or made.diagnostic != diagnostic.id or made.respondent is None:
        return None
    return Shown(address_of(token), made.name or numbered(made.respondent, made.group or ""), made.email)


def line(diagnostic: Diagnostic, one: Contributor) -> ContributorLine:
    made, whom = one.invitation, one.respondent
    state = made.state(now()) if made else None
    only = Answering(whom, (whom.id,), group=whom.group)
    return ContributorLine(
        invitation=made.id if made else None,
        name=(made.name if made else None) or numbered(whom.id, whom.group),
        group=GROUP_NAMES[whom.group],
        progress=present.progress(content(), diagnostic.assessment, only),
        is_open=state is State.OPEN,
        until=last_day(made) if made else "",
        ended="Lien expiré" if state is State.EXPIRED else "Lien fermé" if made else "",
    )


def numbered(respondent: str, group: str) -> str:
    """« Encadrement 2 », for somebody who was given no name."""
    number = respondent.rpartition("_")[2]
    return f"{GROUP_NAMES[group]} {number}" if number.isdigit() else GROUP_NAMES[group]
