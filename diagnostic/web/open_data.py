"""The open data of the observatory: the files of every release, as they were published, for anyone."""

from collections.abc import Mapping
from dataclasses import replace
from threading import Lock

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from diagnostic.core.model.released import FileHead
from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import content, releases
from diagnostic.web.region_filters import chosen, heads
from diagnostic.web.region_frame import frame
from reports.observatory_files import files, offered
from reports.view_open_data import open_data_view, release_line

blueprint = Blueprint("open_data", __name__)
KEPT = 3
TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
TEXT = "text/plain"

_made: dict[str, Mapping[str, bytes]] = {}  # by seal
_lock = Lock()


@blueprint.get("/observatoire/donnees")
@for_anyone
def page() -> ResponseReturnValue:
    """What is published and under which licence, the files of the release chosen, every release."""
    choice = chosen().without()
    shown = choice.release
    framed = frame(choice, (), "")
    lines = [release_line(head, shown.number) for head in heads()]
    return render_template(
        "region/open_data.html",
        frame=replace(framed, selects=framed.selects[:1]),
        view=open_data_view(shown, content().observatory, listed(shown.number), lines),
        number=shown.number,
    )


@blueprint.get("/observatoire/donnees/R-<int:number>/<name>")
@for_anyone
def file(number: int, name: str) -> ResponseReturnValue:
    """One file of a release, the same bytes as the command writes; a number never released is not found."""
    written = None
    if number in (head.number for head in heads()):
        kept = releases().files(number)
        written = releases().file(number, name) if kept else made_here(number).get(name)
    if written is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{saved_as(number, name)}"'}
    return Response(written, mimetype=TYPES.get(name.rpartition(".")[2], TEXT), headers=headers)


def saved_as(number: int, name: str) -> str:
    """Says its release, once out of its folder."""
    return name if f"R-{number}" in name else f"R-{number}-{name}"


def listed(number: int) -> Mapping[str, FileHead]:
    """The files of that release, without their content."""
    told = releases().files(number) or [FileHead.of(name, made) for name, made in made_here(number).items()]
    return {one.name: one for one in told}


def made_here(number: int) -> Mapping[str, bytes]:
    """Every file of a release published before files were kept with it, made once by this process."""
    release, seal = releases().get(number), next(head.seal for head in heads() if head.number == number)
    assert release is not None
    with _lock:
        if seal not in _made:
            while len(_made) >= KEPT:
                del _made[next(iter(_made))]
            written = files(release, content().observatory, before=releases().get(number - 1))
            _made[seal] = offered(release, written)
        return _made[seal]
