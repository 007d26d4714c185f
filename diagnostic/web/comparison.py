"""Before and after: two diagnostics of one company, chosen in the address."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from diagnostic.core import rights
from diagnostic.core.language import spoken
from diagnostic.core.model.access import Act
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import again, authority, comparing
from diagnostic.services.comparing import Compared, Side
from diagnostic.web.access import for_readers, is_read_only
from diagnostic.web.days import day_in_france
from diagnostic.web.extensions import content, db, now
from diagnostic.web.reader import reader
from diagnostic.web.results import dated
from reports.view_comparison import ComparisonView, Told, comparison_view, with_changed
from reports.words import day

blueprint = Blueprint("comparison", __name__)


@blueprint.get("/d/<id>/before-after")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """This diagnostic beside an earlier one of the same company: the one asked for, else the last with a result."""
    earlier = [side_of(one) for one in earlier_than(diagnostic)]
    chosen = choose(earlier, request.args.get("before", ""))
    view = view_of(comparing.compared(db(), content(), chosen, side_of(diagnostic))) if chosen else None
    return render_template(
        "comparison/page.html",
        diagnostic=diagnostic,
        readonly=is_read_only(diagnostic),
        view=view,
        chosen=chosen.diagnostic.id if chosen else None,
        choices=[(one.diagnostic.id, day(one.on)) for one in earlier],
    )


def earlier_than(diagnostic: Diagnostic) -> Sequence[Diagnostic]:
    """Those of the company begun before, that this reader may read; oldest first."""
    found = again.history(db(), content(), diagnostic.id)
    before = [one for one in found if one.created_at < diagnostic.created_at and one.id != diagnostic.id]
    return [one for one in before if may_read(one.id)]


def may_read(id: str) -> bool:
    standing = authority.standing(db(), reader(), id, now())
    return standing is not None and rights.may(standing, Act.READ)


def side_of(diagnostic: Diagnostic) -> Side:
    on = dated(diagnostic).date
    return comparing.side(content(), diagnostic, on or day_in_france(diagnostic.updated_at))


def choose(earlier: Sequence[Side], asked: str) -> Side | None:
    """The one asked for; else the last that has a result; else the last."""
    named = [one for one in earlier if one.diagnostic.id == asked]
    assessed = [one for one in earlier if one.result.company.assessed]
    found = named or assessed or list(earlier)
    return found[-1] if found else None


def view_of(compared: Compared) -> ComparisonView:
    view = comparison_view(
        content(),
        told(compared.before),
        told(compared.after),
        compared.comparison,
        compared.done,
        compared.promises,
        spoken(),
    )
    return with_changed(view, compared.changed, spoken())


def told(side: Side) -> Told:
    assessment = side.diagnostic.assessment
    return Told(side.on, assessment.form, assessment.questionnaire, side.diagnostic.content_sha256, side.result)
