"""The observatory: its first page, coverage, and every table of a release. Pages read releases, never companies."""

from collections.abc import Iterator

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diagnostic.core.language import N_, _
from diagnostic.core.model.tipping import Tipping
from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import content
from diagnostic.web.region_figures import downloads as figure_files
from diagnostic.web.region_filters import NAMES, address, arguments, asked, before, choice_of, chosen, heads, written
from diagnostic.web.region_frame import show, tabs
from reports.region_choice import Choice
from reports.view_coverage import CoverageView, coverage_view
from reports.view_region import home_view, protections, publication
from reports.view_region_table import table_list, table_view

MEASURE, ORDER, WAY = "mesure", "tri", "sens"
blueprint = Blueprint("region", __name__)


@blueprint.get("/observatoire")
@for_anyone
def home() -> ResponseReturnValue:
    """What the release says first; where there is none yet, what one will be."""
    rules = content().observatory.rules
    head = asked()
    if head is None:
        return render_template("region/nothing.html", tabs=tabs(None), protections=protections(rules))
    choice = choice_of(head)
    return show(
        "region/home.html",
        choice,
        ("reach", "status"),
        N_("de maturité"),
        view=home_view(choice, before(choice)),
        protections=protections(rules),
        told=arguments(choice),
        publications=[publication(one.number, one.on, one.quarter) for one in heads()[::-1]],
    )


@blueprint.get("/observatoire/couverture")
@for_anyone
def coverage() -> ResponseReturnValue:
    choice = chosen()
    view = coverage_view(choice, tipping())
    return show(
        "region/coverage.html",
        choice,
        ("status",),
        N_("d’avancement"),
        view=view,
        addresses=addresses(choice, view),
        downloads=figure_files(choice, coverage_figures(choice, view)),
    )


def coverage_figures(choice: Choice, view: CoverageView) -> Iterator[str]:
    """Those that have something to take away."""
    cell = choice.cell("status")
    if cell is not None and cell.shown:
        yield "parcours"
    yield from (f"accompagnees-{group.axis}" for group in view.groups)


@blueprint.get("/observatoire/tables")
@for_anyone
def tables() -> ResponseReturnValue:
    """Everything that the release holds, table by table."""
    choice = chosen()
    groups = table_list(choice.release, choice.catalogue)
    count = sum(len(group.tables) for group in groups)
    return show("region/tables.html", choice, (), "", groups=groups, count=count, told=arguments(choice))


@blueprint.get("/observatoire/tables/<table>")
@for_anyone
def table(table: str) -> ResponseReturnValue:
    choice = chosen()
    found = choice.release.table(table) or abort(404)
    order, way = request.args.get(ORDER, ""), request.args.get(WAY, "desc")
    view = table_view(choice, found, request.args.get(MEASURE, ""), order, way)
    return show(
        "region/table.html",
        choice,
        (),
        "",
        view=view,
        told=arguments(choice),
        downloads=downloads(choice, table),
        shown_measures=[(with_query(choice, **{MEASURE: id}), name, shown) for id, name, shown in view.measures],
        turns={one.id: with_query(choice, **{ORDER: one.id, WAY: one.turn}) for one in view.columns},
    )


def with_query(choice: Choice, **changed: str) -> str:
    """This page, with that said otherwise in its address; another measure forgets the order."""
    query = {} if MEASURE in changed else {name: request.args[name] for name in (MEASURE,) if name in request.args}
    return address(str(request.endpoint), choice, **(request.view_args or {}), **query, **changed)


def downloads(choice: Choice, table: str) -> list[tuple[str, str]]:
    """(address, label) of this table's file."""
    name, number = f"{table}.csv", choice.release.number
    label = _("Télécharger ce tableau ({name}, R-{number})", name=name, number=number)
    return [(url_for("open_data.file", number=number, name=name), label)]


def tipping() -> Tipping:
    found = content().tipping
    assert found is not None
    return found


def addresses(choice: Choice, view: CoverageView) -> dict[tuple[str, str], str]:
    """(axis, code) → this page for that group alone."""
    return {
        (row.axis, row.code): address("region.coverage", choice, **{NAMES[row.axis]: written(row.axis, row.code)})
        for group in view.groups
        for row in group.rows
        if row.axis and row.code
    }
