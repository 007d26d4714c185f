"""What the pages are worth to whoever sees, hears or moves differently: the statement that French law describes."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import wiring
from reports.view_statement import statement_view

blueprint = Blueprint("statement", __name__)


@blueprint.get("/accessibility")
@for_anyone
def page() -> ResponseReturnValue:
    """In the form of the RGAA, with what was measured and what was not."""
    settings = wiring().settings
    return render_template("statement/page.html", statement=statement_view(settings.controller, settings.contact))


@blueprint.get("/pages")
@for_anyone
def site() -> ResponseReturnValue:
    """Every page that anybody may open, and what the others hold: the second way to find one's way."""
    return render_template("statement/site.html")
