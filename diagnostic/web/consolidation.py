"""The views side by side, and the adviser's decision where they differ."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _, spoken
from diagnostic.core.model.access import Act
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.questionnaire import TOP_RUNG
from diagnostic.core.views_apart import CellViews, views_apart
from diagnostic.services import settling
from diagnostic.services.assessing import NotFoundError
from diagnostic.web import journal
from diagnostic.web.access import for_readers, for_those_who_may, is_read_only, keeps_what_was_typed, may
from diagnostic.web.answering import REFUSED, go
from diagnostic.web.extensions import content, db, now
from diagnostic.web.forms_settling import SettleForm, settle_form
from diagnostic.web.present import percent
from diagnostic.web.wording import said
from reports.naming import Names
from reports.view_consolidation import Filters, consolidation_view
from reports.words import sentence, typeset

blueprint = Blueprint("consolidation", __name__)
DONE = {
    "settled": N_("C’est tranché : la note retenue remplace les avis."),
    "unsettled": N_("Les avis décident de nouveau."),
}
TICKS = [percent(rung / TOP_RUNG) for rung in range(TOP_RUNG + 1)]
SWITCHES = ("apart", "open", "principle")


@blueprint.get("/d/<id>/views")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Every question that somebody answered, the widest gap first; `settle`: the one whose form is open."""
    rows = views_apart(content().questionnaire, diagnostic.assessment)
    row = chosen(rows, request.args.get("settle", ""))
    form = settle_form(row, where(row), blank=True) if row and may(Act.SETTLE) else None
    return shown(diagnostic, rows, form, row)


def chosen(rows: Sequence[CellViews], cell: str) -> CellViews | None:
    return next((row for row in rows if row.cell == cell), None)


def where(row: CellViews) -> str:
    return Names(content().questionnaire, spoken()).where(row.cell)


def filters() -> Filters:
    """As the address says; as the form carried them."""
    asked = request.values
    return Filters("apart" in asked, "open" in asked, asked.get("principle", ""))


def kept_filters() -> dict[str, str]:
    return {name: request.values[name] for name in SWITCHES if request.values.get(name)}


def shown(
    diagnostic: Diagnostic, rows: Sequence[CellViews], form: SettleForm | None, row: CellViews | None
) -> ResponseReturnValue:
    done = DONE.get(request.args.get("done", ""))
    page = render_template(
        "consolidation/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=consolidation_view(content().questionnaire, rows, spoken(), filters()),
        filters=filters(),
        kept=kept_filters(),
        form=form,
        settling=row.cell if row and form else None,
        rungs=[(one.rung, said(one.text)) for one in content().questionnaire.items[row.item].options] if row else [],
        percent=percent,
        ticks=TICKS,
        done=typeset(_(done)) if done else None,
    )
    return page, REFUSED if form and form.errors else 200


@blueprint.post("/d/<id>/views")
@keeps_what_was_typed
@for_those_who_may(Act.SETTLE)
def settle(diagnostic: Diagnostic) -> ResponseReturnValue:
    """The adviser's note stands from now on; or, taken back, the answers decide again."""
    rows = views_apart(content().questionnaire, diagnostic.assessment)
    row = chosen(rows, request.form.get("cell", ""))
    if row is None:
        abort(422)
    form = settle_form(row, where(row))
    if "unsettle" in request.form and not form.errors_of_token():
        return unsettle(diagnostic, row)
    if not form.validate_on_submit():
        return shown(diagnostic, rows, form, row)
    item, function = settling.place_of(content(), diagnostic.assessment.form, row.cell)
    decision = form.decision(item, function)
    try:
        settling.settle(db(), content(), diagnostic.id, decision, now())
    except NotFoundError:
        raise
    except UserError as error:
        form.refuse(error.field or "rating", sentence(error.message))
        return shown(diagnostic, rows, form, row)
    journal.note("answer.settled", item=item, function=decision.function or "")
    return back(diagnostic, row, "settled")


def unsettle(diagnostic: Diagnostic, row: CellViews) -> ResponseReturnValue:
    """Takes back the settlement that stands there, be it made for every function."""
    if row.settled:
        item, function = row.settled.item, row.settled.function
        if settling.unsettle(db(), content(), diagnostic.id, item, function, now()):
            journal.note("answer.unsettled", item=item, function=function or "")
    return back(diagnostic, row, "unsettled")


def back(diagnostic: Diagnostic, row: CellViews, done: str) -> Response:
    anchor = row.cell.replace("/", "-")
    return go("consolidation.page", id=diagnostic.id, done=done, **kept_filters(), _anchor=anchor)
