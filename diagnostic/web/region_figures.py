"""Every figure of the observatory to take away: the drawing as SVG, what it draws as CSV, both with their release."""

from collections.abc import Callable, Iterable, Mapping

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from diagnostic.core.model.catalogue import Content
from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import content
from diagnostic.web.region_filters import address, chosen
from reports import region_charts, region_csv, words
from reports.region_choice import Choice
from reports.region_lines import Credit, Drawn
from reports.region_words import quarter
from reports.view_region_map import drawn as map_of
from reports.view_region_map import level_of, series_of
from reports.view_region_maturity import blocking, indices, stages, stages_among
from reports.view_region_money import devices
from reports.view_region_needs import needed
from reports.view_region_skills import gaps, people
from reports.view_region_status import accompanied, path

blueprint = Blueprint("region_figures", __name__)
MEASURE, LEVEL = "mesure", "carte"
Make = Callable[[Choice, Content], Drawn | None]
FIGURES: Mapping[str, Make] = {
    "stades": lambda choice, _content: stages(choice),
    "domaines": lambda choice, _content: indices(choice, "area"),
    "principes": lambda choice, _content: indices(choice, "principle"),
    "blocages": lambda choice, _content: blocking(choice),
    "stades-region": lambda choice, _content: stages_among(choice, "region"),
    "stades-grouped": lambda choice, _content: stages_among(choice, "grouped"),
    "stades-size": lambda choice, _content: stages_among(choice, "size"),
    "stades-form": lambda choice, _content: stages_among(choice, "form"),
    "stades-mode": lambda choice, _content: stages_among(choice, "mode"),
    "personnes-a-former": people,
    "ecarts": gaps,
    "difficultes": lambda choice, _content: needed(choice, "symptom"),
    "freins": lambda choice, _content: needed(choice, "brake"),
    "mesures": lambda choice, _content: needed(choice, "action"),
    "aides": lambda choice, _content: devices(choice),
    "parcours": lambda choice, _content: path(choice),
    "accompagnees-region": lambda choice, _content: accompanied(choice, "region"),
    "accompagnees-department": lambda choice, _content: accompanied(choice, "department"),
    "accompagnees-grouped": lambda choice, _content: accompanied(choice, "grouped"),
    "accompagnees-size": lambda choice, _content: accompanied(choice, "size"),
    "carte": lambda choice, _content: asked_map(choice),
}


def asked_map(choice: Choice) -> Drawn | None:
    level = level_of(request.args.get(LEVEL, ""))
    return map_of(choice, series_of(choice, request.args.get(MEASURE, ""), level), level)


@blueprint.get("/observatoire/figures/<figure>.svg")
@for_anyone
def svg(figure: str) -> ResponseReturnValue:
    choice = chosen()
    made = made_or_404(figure, choice)
    return sent(region_charts.svg(made, credit(choice, made.place)), "image/svg+xml", file_name(choice, figure, "svg"))


@blueprint.get("/observatoire/figures/<figure>.csv")
@for_anyone
def csv(figure: str) -> ResponseReturnValue:
    choice = chosen()
    made = made_or_404(figure, choice)
    return sent(region_csv.csv_text(made, credit(choice, made.place)), "text/csv", file_name(choice, figure, "csv"))


def made_or_404(figure: str, choice: Choice) -> Drawn:
    """A name that is no figure, or filters that no table holds."""
    make = FIGURES.get(figure)
    made = make(choice, content()) if make else None
    return made or abort(404)


def credit(choice: Choice, place: str) -> Credit:
    release = choice.release
    day, told = words.day(release.on), quarter(release.quarter)
    return Credit(release.number, release.on.isoformat(), day, told, release.synthetic, place)


def file_name(choice: Choice, figure: str, kind: str) -> str:
    """« palier-R-2-stades-53.svg »: the release and the filters are in it."""
    synthetic = ("donnees-synthetiques",) if choice.release.synthetic else ()
    parts = (f"palier-R-{choice.release.number}", figure, *choice.codes.values(), *synthetic)
    return f"{'-'.join(parts)}.{kind}"


def sent(text: str, kind: str, name: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def downloads(choice: Choice, names: Iterable[str], **told: str) -> dict[str, tuple[str, str]]:
    """Name → addresses of its SVG and its CSV, for the same choice."""
    return {
        name: (
            address("region_figures.svg", choice, figure=name, **told),
            address("region_figures.csv", choice, figure=name, **told),
        )
        for name in names
    }
