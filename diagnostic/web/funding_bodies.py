"""What an organisation that funds reads of the companies under agreement: dates, days, status, attestations."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from diagnostic.content.matrix_csv import written
from diagnostic.core.model.access import Membership, Position
from diagnostic.services import following
from diagnostic.web import journal
from diagnostic.web.access import for_members
from diagnostic.web.extensions import content, db, today
from reports.view_follow_up import FundedView, funded_view

blueprint = Blueprint("funding_bodies", __name__)


@blueprint.get("/o/<organisation>/funded")
@for_members(Position.FUNDER)
def companies(membership: Membership) -> ResponseReturnValue:
    """One line a company, without its name."""
    return render_template("funding_bodies/companies.html", membership=membership, view=view_of(membership))


def view_of(membership: Membership) -> FundedView:
    """Each company's leader reads in their journal that it was looked at."""
    journal.note_follow_up(membership.organisation)
    return funded_view(following.followed_by(db(), content(), membership.organisation))


@blueprint.get("/o/<organisation>/funded.csv")
@for_members(Position.FUNDER)
def table(membership: Membership) -> ResponseReturnValue:
    """The same, for a spreadsheet."""
    view = view_of(membership)
    journal.note("follow_up.exported", organisation=membership.organisation, companies=len(view.rows))
    name = f"suivi-{today().isoformat()}.csv"
    return Response(
        written((view.columns, *view.rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
