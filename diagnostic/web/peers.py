"""« Vous et vos pairs »: the leader's own indices beside the means of the latest release."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.services.peers import own
from diagnostic.web.access import for_readers, is_read_only
from diagnostic.web.extensions import content, releases
from reports.view_peers import peers_view

LIKE = "avec"
blueprint = Blueprint("peers", __name__)


@blueprint.get("/d/<id>/peers")
@for_readers
def page(diagnostic: Diagnostic) -> ResponseReturnValue:
    """Read from the release alone: an answer given today moves the company's own dot, never its peers'."""
    company = own(content(), diagnostic.assessment)
    view = peers_view(
        releases().latest(),
        content().observatory,
        company.codes,
        company.indices,
        content().rhythm.change.stable_under,
        request.args.get(LIKE, ""),
        diagnostic.assessment.questionnaire,
    )
    return render_template("leader/peers.html", diagnostic=diagnostic, readonly=is_read_only(diagnostic), view=view)
