"""The open data of the observatory: the files of every release, made from the release itself, for anyone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from threading import Lock

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from diagnostic.core.model.released import Release
from diagnostic.services.releases import Head
from diagnostic.web.access import for_anyone
from diagnostic.web.extensions import content, releases
from diagnostic.web.region_filters import chosen, heads
from diagnostic.web.region_frame import frame
from reports.observatory_files import archive, archive_name, files
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

_made: dict[tuple[str, str], Mapping[str, bytes]] = {}
_lock = Lock()


@blueprint.get("/observatoire/donnees")
@for_anyone
def page() -> ResponseReturnValue:
    """What is published and under which licence, the files of the release chosen, every release."""
    choice = chosen().without()
    found = {head.number: head for head in heads()}
    shown = choice.release
    lines = [release_line(_told(head), shown.number) for head in found.values()]
    framed = frame(choice, (), "")
    return render_template(
        "region/open_data.html",
        frame=replace(framed, selects=framed.selects[:1]),
        view=open_data_view(shown, content().observatory, made(shown, found), lines),
        number=shown.number,
    )


@blueprint.get("/observatoire/donnees/R-<int:number>/<name>")
@for_anyone
def file(number: int, name: str) -> ResponseReturnValue:
    """One file of a release, the same bytes as the command writes; a number never released is not found."""
    found = {head.number: head for head in heads()}
    release = releases().get(number) if number in found else None
    if release is None:
        abort(404)
    written = made(release, found).get(name)
    if written is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{saved_as(number, name)}"'}
    return Response(written, mimetype=TYPES.get(name.rpartition(".")[2], TEXT), headers=headers)


def saved_as(number: int, name: str) -> str:
    """Says its release, once out of its folder."""
    return name if f"R-{number}" in name else f"R-{number}-{name}"


def made(release: Release, known: Mapping[int, Head]) -> Mapping[str, bytes]:
    """Every file of a release, made once by this process: releases never change."""
    catalogue = content().observatory
    key = known[release.number].seal, catalogue.version
    with _lock:
        if key not in _made:
            while len(_made) >= KEPT:
                del _made[next(iter(_made))]
            before = releases().get(release.number - 1)
            written = files(release, catalogue, before=before)
            _made[key] = {**written, archive_name(release): archive(written)}
        return _made[key]


def _told(head: Head) -> tuple[int, date, str, bool, str]:
    return head.number, head.on, head.quarter, head.synthetic, head.seal
