"""The plan that bends: the board, one act at a time."""

import hashlib

from flask import Blueprint, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import advising, choosing
from diagnostic.web.access import for_readers, here, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, now
from diagnostic.web.forms import PageForm
from diagnostic.web.forms_board import ChoiceForm, MeansForm, Wishes, means_values
from diagnostic.web.planned import Found, find, mark, patience, told_to_script, wishes_of, working
from reports.board_lines import BoardView, ChangeView
from reports.view_board import board_view
from reports.view_changes import change_view, means_sentence

blueprint = Blueprint("board", __name__)
BEFORE = "plan_before"
UNDONE = "plan_undone"


# What this browser last changed, and in which diagnostic, so that it can be compared and undone there alone.


def remember(wishes: Wishes, *, undone: bool = False) -> None:
    session[BEFORE] = [here().diagnostic, choosing.written(wishes.constraints, wishes.plan)]
    session[UNDONE] = "1" if undone else ""


def remembered() -> Wishes | None:
    match session.get(BEFORE):
        case [id, str(text)] if id == here().diagnostic:
            found = choosing.read(content(), text)
            return Wishes(*found) if found else None
    return None


def forget() -> None:
    session.pop(BEFORE, None)
    session.pop(UNDONE, None)


def stamp(wishes: Wishes) -> str:
    """Names what a page shows, so that a form sent from an older page is recognised."""
    return hashlib.sha256(choosing.written(wishes.constraints, wishes.plan).encode()).hexdigest()[:16]


@blueprint.get("/d/<id>/plan/board")
@for_readers
def board(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Answers to an earlier edition of the questionnaire plan nothing: the plan's page says so."""
    return go("results.plan", id=diagnostic.id) if content().in_force else board_page(diagnostic)


def board_page(diagnostic: Diagnostic, refused: PageForm | None = None) -> ResponseReturnValue:
    found, before = shown(diagnostic, patience(refused))
    if found.programme is None or (before and before.programme is None):
        return working(diagnostic, url_for("board.board", id=diagnostic.id), url_for("board.state", id=diagnostic.id))
    readonly = is_read_only(diagnostic)
    told = before.programme if before else None
    change = change_view(found.programme, told.plan) if told else first_obstacles(found)
    view = board_view(found.programme, proving=found.proving, former=told if before and before.holds else None)
    if isinstance(refused, ChoiceForm):
        refused.on_card = refused.action.data in cards_shown(view)
    values = means_values(diagnostic.assessment.constraints)
    means = refused if isinstance(refused, MeansForm) else MeansForm(formdata=None, data=values)
    page = render_template(
        "plan/board.html",
        diagnostic=diagnostic,
        readonly=readonly,
        view=view,
        holds=found.holds,
        proving=found.proving,
        mark=mark(found.programme.plan),
        former=not found.holds and before is not None and before.holds,
        change=change,
        can_undo=told is not None,
        undone=bool(session.get(UNDONE)),
        told=request.args.get("told", ""),
        means=means,
        means_told=means_sentence(diagnostic.assessment.constraints),
        refused=refused if isinstance(refused, ChoiceForm) else None,
        stamp=stamp(wishes_of(diagnostic.assessment)),
    )
    return page, REFUSED if refused else 200


def cards_shown(view: BoardView) -> set[str]:
    return {card.id for year in view.years for column in year.columns for card in column.cards}


def first_obstacles(found: Found) -> ChangeView | None:
    """Of an impossible plan that nothing came before; None where the plan holds."""
    if found.holds or found.programme is None:
        return None
    return change_view(found.programme, found.programme.plan)


def earlier(diagnostic: Diagnostic) -> Wishes | None:
    """What stood before the last change, where it differs from what stands."""
    if is_read_only(diagnostic):
        return None
    before = remembered()
    return before if before != wishes_of(diagnostic.assessment) else None


@blueprint.get("/d/<id>/plan/state")
@for_readers
def state(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Where the search for the board's plans stands; for the page's script."""
    return told_to_script(lambda: shown(diagnostic))


def shown(diagnostic: Diagnostic, seconds: float = advising.WAIT) -> tuple[Found, Found | None]:
    """The plan, and the one that stood before the last change where there is one."""
    former = earlier(diagnostic)
    return find(diagnostic, seconds=seconds), find(diagnostic, former, seconds) if former else None


@blueprint.post("/d/<id>/plan/choices")
@keeps_what_was_typed
@for_readers
def change(diagnostic: Diagnostic) -> ResponseReturnValue:
    """One act on the plan; then the board, which says what it changed."""
    act = request.form.get("do", "")
    form = MeansForm() if act == "means" else ChoiceForm()
    if form.validate_on_submit():
        if act == "undo":
            return undo(diagnostic)
        if act == "accept":
            forget()
            return go("board.board", id=diagnostic.id)
        try:
            return apply(diagnostic, wished(form, diagnostic.assessment))
        except UserError as error:
            form.refuse(error.field or "do", error.message)
    return board_page(diagnostic, form)


def wished(form: MeansForm | ChoiceForm, assessment: Assessment) -> Wishes:
    if isinstance(form, MeansForm):
        return Wishes(form.constraints(assessment.constraints), assessment.plan)
    return form.applied(content(), assessment)


def apply(diagnostic: Diagnostic, wishes: Wishes) -> ResponseReturnValue:
    """Saves, and keeps in mind what stood before: the last plan that held, and what another tab did not show."""
    before = wishes_of(diagnostic.assessment)
    if wishes == before:
        return to_board(diagnostic, "same")
    choosing.save_choices(db(), content(), diagnostic.id, wishes.constraints, wishes.plan, now())
    late = request.form.get("stamp", "") not in ("", stamp(before))
    if remembered() is None or not (late or request.form.get("former")):
        remember(before)
    return to_board(diagnostic, "late" if late else "changed")


def to_board(diagnostic: Diagnostic, told: str) -> ResponseReturnValue:
    return go("board.board", id=diagnostic.id, told=told)


def undo(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Back to what stood before; what is left becomes what can be taken up again."""
    before = remembered()
    if before is None:
        return to_board(diagnostic, "nothing")
    was_undone = bool(session.get(UNDONE))
    choosing.save_choices(db(), content(), diagnostic.id, before.constraints, before.plan, now())
    remember(wishes_of(diagnostic.assessment), undone=not was_undone)
    return to_board(diagnostic, "changed")
