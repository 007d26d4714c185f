"""Those whom the leader invites to answer: their pages, on a phone and without account, and the list of them.

A contributor sees the questions of their group and their own answers: nothing else of the company but its name.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, jsonify, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Act
from diagnostic.core.model.assessment import EVERYWHERE, Assessment, Respondent
from diagnostic.core.model.diagnostic import Diagnostic, Operation
from diagnostic.core.respondents import Answering, answering, speaks_for, within
from diagnostic.services import answering as writing
from diagnostic.services import assessing, contributing, inviting, sharing
from diagnostic.services.answering import Sheet
from diagnostic.services.contributing import Contributor, SharedLink
from diagnostic.services.inviting import Invitation, State
from diagnostic.web import answers, journal, mail, present, throttle
from diagnostic.web.access import for_those_who_may, here, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.days import day_of
from diagnostic.web.extensions import content, db, now
from diagnostic.web.forms_contribution import (
    GROUP_NAMES,
    InvitationForm,
    groups_asked,
    invitation_form,
    questions_for,
    several_helps,
)
from diagnostic.web.present import Progress, QuestionsPage
from diagnostic.web.qr_code import QrCode, qr_code
from diagnostic.web.reader import person
from diagnostic.web.shown_links import invited_link
from diagnostic.web.wording import said

blueprint = Blueprint("contribution", __name__)
ONCE = "invited"
WORKS_IN = "works_in"
ENDED = {State.EXPIRED: N_("Lien expiré"), State.REVOKED: N_("Lien fermé")}


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
class SharedLine:
    """A link made for several, in the same list: how many have opened it."""

    invitation: str
    name: str
    group: str
    joined: int
    is_open: bool
    until: str
    ended: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The link that was just made, for as long as this browser keeps it."""

    address: str
    name: str
    email: str | None
    code: str | None
    group: str
    questions: int
    qr: QrCode
    several: bool


@blueprint.get("/d/<id>/contribute")
@for_those_who_may(Act.CONTRIBUTE)
def overview(diagnostic: Diagnostic) -> ResponseReturnValue:
    """What is asked of this contributor, and who sees it."""
    ours = whose(diagnostic)
    assessment = asked_of(diagnostic, ours)
    return render_template(
        "contribution/overview.html",
        **told(diagnostic, ours),
        places=places(diagnostic, ours),
        works_in=works_in(diagnostic, ours),
        parts=present.parts(content(), assessment, ours),
        following=present.first_open(content(), assessment, ours),
    )


@blueprint.route("/d/<id>/contribute/<principle>", methods=["GET", "POST"])
@keeps_what_was_typed
@for_those_who_may(Act.CONTRIBUTE)
def answer(diagnostic: Diagnostic, principle: str) -> ResponseReturnValue:
    ours = whose(diagnostic)
    page = present.questions_page(content(), asked_of(diagnostic, ours), principle, ours)
    if page is None:
        abort(404)
    form = answers.answers_form(page, diagnostic, ours)
    if form.validate_on_submit():
        cleared = request.form.get("clear")
        made = answers.changes(page, form, diagnostic, ours, now(), cleared)
        if made:
            sharing.answer(db(), content(), sheet_of(diagnostic), own(ours), made, now())
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
    saved = sharing.answer(db(), content(), sheet_of(diagnostic), own(ours), [operation], now())
    stands = assessing.load(db(), content(), diagnostic.id)
    progress = present.progress(content(), asked_of(stands, ours), ours)
    return jsonify(version=saved.outcome.version, percent=progress.percent, remaining=progress.remaining)


def sheet_of(diagnostic: Diagnostic) -> Sheet:
    return writing.sheet(db(), content(), diagnostic.id)


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
        "group": _(GROUP_NAMES[own(ours).group]),
        "progress": present.progress(content(), asked_of(diagnostic, ours), ours),
    }


@blueprint.post("/d/<id>/contribute/function")
@for_those_who_may(Act.CONTRIBUTE)
def work_in(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Where this contributor works: the questions of that function alone are asked, besides those for everybody."""
    chosen = request.form.get("function", "")
    if chosen in {place for place, _name in places(diagnostic, whose(diagnostic))}:
        session[WORKS_IN] = chosen
    return go("contribution.overview", id=diagnostic.id)


def places(diagnostic: Diagnostic, ours: Answering) -> list[tuple[str, str]]:
    """The functions of the company that questions to this group are asked for, when there are several; then all."""
    cells = present.asked_cells(content(), diagnostic.assessment, ours)
    asked = {cell.function for cell in cells}
    found = [(one.id, said(one.name)) for one in content().questionnaire.functions if one.id in asked]
    return [*found, (EVERYWHERE, _("Partout, ou ailleurs"))] if len(found) > 1 else []


def works_in(diagnostic: Diagnostic, ours: Answering) -> str | None:
    """As this browser was told, or as the answers given so far say."""
    chosen = session.get(WORKS_IN)
    return chosen if isinstance(chosen, str) else speaks_for(diagnostic.assessment, own(ours).id)


def asked_of(diagnostic: Diagnostic, ours: Answering) -> Assessment:
    return within(diagnostic.assessment, works_in(diagnostic, ours))


def check_asked(diagnostic: Diagnostic, ours: Answering, operation: Operation) -> None:
    """UserError on `item` when the question is not addressed to whoever answers it."""
    if (operation.item, operation.function) not in {
        cell.key for cell in present.asked_cells(content(), diagnostic.assessment, ours)
    }:
        raise UserError(_("cette question ne vous est pas posée"), "item")


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
        several_helps=several_helps(),
        most=contributing.MOST_BY_ONE_LINK,
        lines=[line(diagnostic, one) for one in contributing.everybody(db(), diagnostic, now())],
        shared=[shared_line(one) for one in contributing.shared_links(db(), diagnostic)],
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
    make = contributing.invite_several if form.is_for_several else contributing.invite
    made, token = again or make(db(), content(), diagnostic.id, form.whom(), here().actor, now())
    session[ONCE] = [form.once.data, made.id]
    told: dict[str, str | int | bool] = {"invitation": made.id, "role": "contributor", "group": made.group or ""}
    if made.respondent is None:
        told["several"] = True
    journal.note("invitation.made", organisation=None, **told)
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
    if made is None or token is None or made.diagnostic != diagnostic.id or made.group not in GROUP_NAMES:
        return None
    address, group = address_of(token), _(GROUP_NAMES[made.group])
    return Shown(
        address=address,
        name=made.name or (numbered(made.respondent, made.group) if made.respondent else group),
        email=made.email,
        code=None if made.email else token,
        group=group,
        questions=len(questions_for(content(), diagnostic.assessment, made.group)),  # type: ignore[arg-type]
        qr=qr_code(address),
        several=made.respondent is None,
    )


def shared_line(one: SharedLink) -> SharedLine:
    made, group = one.invitation, _(GROUP_NAMES[one.group])
    state = made.state(now())
    return SharedLine(
        invitation=made.id,
        name=made.name or group,
        group=group,
        joined=one.joined,
        is_open=state is State.OPEN,
        until=last_day(made),
        ended=ended(state),
    )


def ended(state: State | None) -> str:
    """Why a link opens nothing any more; nothing while it does."""
    return _(ENDED[state]) if state in ENDED else ""


def line(diagnostic: Diagnostic, one: Contributor) -> ContributorLine:
    made, whom = one.invitation, one.respondent
    state = made.state(now()) if made else None
    only = Answering(whom, (whom.id,), group=whom.group)
    return ContributorLine(
        invitation=made.id if made else None,
        name=(made.name if made else None) or numbered(whom.id, whom.group),
        group=_(GROUP_NAMES[whom.group]),
        progress=present.progress(
            content(), within(diagnostic.assessment, speaks_for(diagnostic.assessment, whom.id)), only
        ),
        is_open=state is State.OPEN,
        until=last_day(made) if made else "",
        ended=ended(state),
    )


def numbered(respondent: str, group: str) -> str:
    """« Encadrement 2 », for somebody who was given no name."""
    number = respondent.rpartition("_")[2]
    name = _(GROUP_NAMES[group])
    return f"{name} {number}" if number.isdigit() else name
