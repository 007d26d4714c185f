"""The observatory's page of money: what plans count on, device by device, with the rule of each."""

from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue

from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import content
from diagnostic.web.region_figures import downloads
from diagnostic.web.region_filters import chosen
from diagnostic.web.region_frame import show
from reports.view_region_money import MEASURES, TOPIC, money_view

blueprint = Blueprint("region_money", __name__)
CATALOGUE = "funding.catalogue"


@blueprint.get("/observatoire/moyens")
@for_anyone
def page() -> ResponseReturnValue:
    """Devices lead to their card where this process serves the pages of funding."""
    choice = chosen()
    view = money_view(choice, content())
    cards = url_for(CATALOGUE) if CATALOGUE in current_app.view_functions else None
    files = downloads(choice, [figure.name for figure in view.figures])
    return show("region/money.html", choice, MEASURES, TOPIC, view=view, downloads=files, cards=cards)
