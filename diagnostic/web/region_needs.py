"""The observatory's page of needs: difficulties, brakes, and what companies chose to do."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from diagnostic.web.access import for_anyone
from diagnostic.web.region_figures import downloads
from diagnostic.web.region_filters import chosen
from diagnostic.web.region_frame import show
from reports.view_region_needs import MEASURES, TOPIC, needs_view

blueprint = Blueprint("region_needs", __name__)


@blueprint.get("/observatoire/besoins")
@for_anyone
def page() -> ResponseReturnValue:
    choice = chosen()
    view = needs_view(choice)
    files = downloads(choice, [figure.name for figure in view.figures])
    return show("region/needs.html", choice, MEASURES, TOPIC, view=view, downloads=files)
