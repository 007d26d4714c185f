"""The target: what is proposed, what the leader tries, what it would ask, what is decided."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.consequences import consequences
from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.assessment import AreaTarget
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.result import Result
from diagnostic.core.target import proposed, targets
from diagnostic.services import advising, aiming
from diagnostic.web import forms_target, present
from diagnostic.web.access import for_readers, is_read_only, keeps_what_was_typed
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, now, today
from reports import charts
from reports.view_target import Aiming, area_choices, rung_choices, target_view

blueprint = Blueprint("aims", __name__)
DONE = {"saved": N_("Cible enregistrée."), "proposed": N_("La cible est de nouveau celle qui est proposée.")}


@blueprint.route("/d/<id>/target", methods=["GET", "POST"])
@keeps_what_was_typed
@for_readers
def target(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Looking at a target changes nothing: its values are in the address. Keeping one takes a button."""
    scored = advising.result_of(content(), diagnostic)
    form = form_of(diagnostic, scored)
    moved = sent(diagnostic, form) if request.method == "POST" else None
    return moved or page_of(diagnostic, scored, form)


def sent(diagnostic: Diagnostic, form: forms_target.TargetForm) -> ResponseReturnValue | None:
    """Where a button leads; None when the page has to be seen again."""
    right, action = form.validate(), request.form.get("action")
    if action == "proposed" and "csrf_token" not in form.errors:
        return keep(diagnostic, form, {}, "proposed")
    if not right:
        return None
    if action == "see":
        return redirect(url_for("aims.target", id=diagnostic.id, seen="1", **form.chosen()), 303)  # type: ignore[arg-type]
    return keep(diagnostic, form, form.target(diagnostic.assessment.target), "saved")


def keep(
    diagnostic: Diagnostic, form: forms_target.TargetForm, chosen: Mapping[str, AreaTarget], done: str
) -> ResponseReturnValue | None:
    try:
        aiming.save_target(db(), content(), diagnostic.id, chosen, now())
    except UserError as error:
        form.refuse((error.field or "").removeprefix("target.").replace(".", forms_target.BETWEEN), error.message)
        return None
    return go("aims.target", id=diagnostic.id, done=done)


def form_of(diagnostic: Diagnostic, scored: Result) -> forms_target.TargetForm:
    areas = area_choices(content(), diagnostic.assessment, scored, spoken())
    tried = request.args if is_tried() else None
    return forms_target.target_form(areas, rung_choices(content(), spoken()), diagnostic.assessment.target, tried)


def is_tried() -> bool:
    """Whether the address carries a target to look at."""
    return request.method == "GET" and any(name != "done" for name in request.args)


def page_of(diagnostic: Diagnostic, scored: Result, form: forms_target.TargetForm) -> ResponseReturnValue:
    before = diagnostic.assessment.target
    right = not form.errors and (request.method == "GET" and (not is_tried() or form.validate()))
    seen = form.target(before) if right else before
    view = target_view(aiming_of(diagnostic, scored, seen))
    page = render_template(
        "target/target.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        form=form,
        view=view,
        rows=present.dots(view.rows),
        wide=charts.landings(view.landings),
        narrow=charts.landings(view.landings, compact=True),
        decided=bool(before),
        done=_(DONE.get(request.args.get("done", ""), "")),
        unsent=not right or dict(seen) != dict(before),
    )
    return page, 200 if right else REFUSED


def aiming_of(diagnostic: Diagnostic, scored: Result, chosen: Mapping[str, AreaTarget]) -> Aiming:
    """The chosen target and the proposed one, each with what it would ask."""
    assessment = diagnostic.assessment
    asked = replace(assessment, target=dict(chosen))
    aims, without = targets(content(), asked, scored), proposed(content(), assessment, scored)
    told = consequences(content(), assessment, scored, aims, today())
    return Aiming(
        content=content(),
        assessment=assessment,
        result=scored,
        target=chosen,
        aims=aims,
        proposed=without,
        chosen=told,
        proposal=told if aims == without else consequences(content(), assessment, scored, without, today()),
        lang=spoken(),
    )
