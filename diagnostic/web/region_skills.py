"""The observatory's page of skills: people to train, sessions to open, levels missing; sorted as the address asks."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from diagnostic.core.language import _
from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import content
from diagnostic.web.region_figures import downloads
from diagnostic.web.region_filters import address, chosen
from diagnostic.web.region_frame import show
from reports.region_choice import Choice
from reports.view_region_skills import ASCENDING, COLUMNS, DESCENDING, MEASURES, TOPIC, SkillsView, skills_view

ORDER, WAY = "tri", "sens"
blueprint = Blueprint("region_skills", __name__)


@blueprint.get("/observatoire/competences")
@for_anyone
def page() -> ResponseReturnValue:
    choice = chosen()
    view = skills_view(choice, content(), request.args.get(ORDER, ""), request.args.get(WAY, ""))
    files = downloads(choice, [figure.name for figure in view.figures])
    return show(
        "region/skills.html", choice, MEASURES, TOPIC, view=view, downloads=files, columns=columns(choice, view)
    )


def columns(choice: Choice, view: SkillsView) -> list[tuple[str, str, str | None]]:
    """(words, address that sorts by it, the order it is in for those who hear the table)."""
    found = []
    for id, name in COLUMNS.items():
        here = id == view.order
        turned = ASCENDING if (view.down if here else id in ("nom", "famille")) else DESCENDING
        sorted_as = ("descending" if view.down else "ascending") if here else None
        found.append((_(name), address("region_skills.page", choice, **{ORDER: id, WAY: turned}), sorted_as))
    return found
