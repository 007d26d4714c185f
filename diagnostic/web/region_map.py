"""The observatory's map: one measure by region or department, every territory a link, the same values in a table."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from diagnostic.core.language import _
from diagnostic.web.access import for_anyone
from diagnostic.web.region_figures import LEVEL, MEASURE, downloads
from diagnostic.web.region_filters import TERRITORY, address, arguments, chosen, written
from diagnostic.web.region_frame import show
from reports import region_map
from reports.region_choice import Choice
from reports.view_region_map import LEVELS, TOPIC, MapView, map_view

blueprint = Blueprint("region_map", __name__)


@blueprint.get("/observatoire/carte")
@for_anyone
def page() -> ResponseReturnValue:
    choice = chosen()
    view = map_view(choice, request.args.get(MEASURE, ""), request.args.get(LEVEL, ""))
    leads = addresses(choice, view)
    return show(
        "region/map.html",
        choice,
        (),
        TOPIC,
        view=view,
        drawing=region_map.region_map(view.map, leads) if view.map else None,
        patterns=region_map.classes(view.map) if view.map else [],
        source=region_map.source(),
        addresses=leads,
        levels=tuple((id, _(name)) for id, name in LEVELS.items()),
        told=arguments(choice),
        downloads=downloads(choice, ["carte"], **{MEASURE: view.series, LEVEL: view.level}) if view.map else {},
    )


def addresses(choice: Choice, view: MapView) -> dict[str, str]:
    """Code → the maturity of that territory, under the same filters; a department is told whatever they are."""
    return {
        line.code: address("region_maturity.page", choice, **{TERRITORY: written(view.level, line.code)})
        for line in view.lines
    }
