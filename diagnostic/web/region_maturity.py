"""The observatory's page of maturity: stages, indices, what blocks, and the same among regions, sectors and sizes."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from diagnostic.web.access import for_anyone
from diagnostic.web.region_figures import downloads
from diagnostic.web.region_filters import chosen
from diagnostic.web.region_frame import show
from reports.view_region_maturity import MEASURES, TOPIC, maturity_view

blueprint = Blueprint("region_maturity", __name__)


@blueprint.get("/observatoire/maturite")
@for_anyone
def page() -> ResponseReturnValue:
    choice = chosen()
    view = maturity_view(choice)
    names = [*(one.name for one in view.figures), *(one.name for one in (*view.apart, *view.among))]
    return show("region/maturity.html", choice, MEASURES, TOPIC, view=view, downloads=downloads(choice, names))
