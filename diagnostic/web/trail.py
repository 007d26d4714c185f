"""The company's own trail, for its leader: who saw, who changed, who invited, who took away."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.language import _
from diagnostic.core.model.access import Act
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services import telling
from diagnostic.web.access import for_those_who_may, here, may
from diagnostic.web.extensions import PARIS, db
from reports.view_trail import KIND_NAMES, KINDS, trail_view, without_addresses

blueprint = Blueprint("trail", __name__)
LONGEST_POSITION = 12


@blueprint.get("/d/<id>/journal")
@for_those_who_may(Act.JOURNAL)
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """`kind` shows one kind of act, `before` what came before that place in the trail; other values change nothing."""
    kind = request.args.get("kind", "")
    before = position(request.args.get("before", ""))
    told = telling.told(db(), here().company, acts=KINDS.get(kind), before=before)
    shown = kind if kind in KINDS else None
    known = told.known if may(Act.MANAGE) else without_addresses(told.known)
    return render_template(
        "trail/journal.html",
        diagnostic=diagnostic,
        days=trail_view(told.events, known, PARIS),
        brought=trail_view(told.brought, known, PARIS),
        kinds=[
            (address(diagnostic), _("Tout")),
            *((address(diagnostic, one), _(name)) for one, name in KIND_NAMES.items()),
        ],
        kind_here=address(diagnostic, shown),
        older=address(diagnostic, shown, told.older) if told.older else None,
        is_first=before is None,
    )


def address(diagnostic: Diagnostic, kind: str | None = None, before: int | None = None) -> str:
    return url_for("trail.page", id=diagnostic.id, kind=kind, before=before)


def position(typed: str) -> int | None:
    readable = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_POSITION
    return int(typed) if readable else None
