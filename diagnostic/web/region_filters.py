"""What the address of an observatory's page asks for: a release, and filters within the catalogue."""

import difflib
from collections.abc import Mapping
from typing import Any

from flask import abort, g, redirect, request, url_for

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.observatory import Catalogue
from diagnostic.services.releases import Head
from diagnostic.web.extensions import content, releases
from reports.region_choice import Choice, label

RELEASE, TERRITORY, SECTOR, SIZE = "publication", "territoire", "secteur", "taille"
REGION, DEPARTMENT = "reg-", "dep-"  # regions and departments share codes: 11 is one of each
PREFIXES = {"region": REGION, "department": DEPARTMENT}
NAMES = {"region": TERRITORY, "department": TERRITORY, "grouped": SECTOR, "size": SIZE}
REFUSED = {
    "region": N_("L’adresse demande la région « {asked} », que l’observatoire ne connaît pas."),
    "department": N_("L’adresse demande le département « {asked} », que l’observatoire ne connaît pas."),
    "grouped": N_("L’adresse demande le secteur « {asked} », que l’observatoire ne connaît pas."),
    "size": N_("L’adresse demande la taille « {asked} », que l’observatoire ne connaît pas."),
}
SHOWN = 40  # letters of a refused code that are repeated


def chosen() -> Choice:
    """What this address asks for. Where nothing was released yet, the reader is sent to the page that says so; a number
    never released is not found; a code that the catalogue does not know raises UserError."""
    head = asked()
    if head is None:
        abort(redirect(url_for("region.home"), 303))
    return choice_of(head)


def choice_of(head: Head) -> Choice:
    """The filters of this address, at that release."""
    catalogue = content().observatory
    release = releases().get(head.number) or abort(404)
    return Choice(release, catalogue, head.seal, **codes(catalogue), pinned=bool(request.args.get(RELEASE)))


def asked() -> Head | None:
    """The release of the address, the latest where it names none; None where nothing was released yet."""
    number = request.args.get(RELEASE, "")
    if not number:
        return heads()[-1] if heads() else None
    found = next((head for head in heads() if str(head.number) == number.removeprefix("R-")), None)
    return found or abort(404)


def heads() -> tuple[Head, ...]:
    """Every release, the first one first; read once a request."""
    if "release_heads" not in g:
        g.release_heads = releases().heads()
    found: tuple[Head, ...] = g.release_heads
    return found


def before(choice: Choice) -> Choice | None:
    """The same filters at the release before; None for the first, and where its catalogue was another."""
    head = next((head for head in heads() if head.number == choice.release.number - 1), None)
    earlier = choice_of(head) if head else None
    return earlier if earlier and earlier.release.catalogue == choice.release.catalogue else None


def codes(catalogue: Catalogue) -> Mapping[str, str]:
    """The filters of the address, by axis."""
    territory = request.args.get(TERRITORY, "")
    inside = "department" if territory.startswith(DEPARTMENT) else "region"
    given = {
        inside: territory.removeprefix(PREFIXES[inside]),
        "grouped": request.args.get(SECTOR, ""),
        "size": request.args.get(SIZE, ""),
    }
    return {axis: checked(catalogue, axis, code) for axis, code in given.items() if code}


def checked(catalogue: Catalogue, axis: str, code: str) -> str:
    """That code; UserError, with the nearest ones, where the catalogue has none such."""
    known = [one.code for one in catalogue.axis(axis).categories]
    if code in known:
        return code
    near = difflib.get_close_matches(code, known, n=3, cutoff=0.5) or known[:3]
    allowed = ", ".join(f"{written(axis, one)} ({label(catalogue, axis, one)})" for one in near)
    refused = _(REFUSED[axis], asked=written(axis, code[:SHOWN]))
    example = _("{name} vaut par exemple {allowed}.", name=NAMES[axis].capitalize(), allowed=allowed)
    raise UserError(f"{refused} {example}")


def written(axis: str, code: str) -> str:
    """That code as addresses write it: « reg-53 », « dep-29 », « 10-19 »."""
    return PREFIXES.get(axis, "") + code


def address(endpoint: str, choice: Choice | None = None, **query: str) -> str:
    """That page, for what is chosen; `query`: what else stands in its address, or in its path."""
    values: dict[str, Any] = dict(arguments(choice) if choice else {}) | query
    return url_for(endpoint, **values)


def arguments(choice: Choice) -> dict[str, str]:
    """What an address says of a choice: `url_for(endpoint, **arguments(choice))`. The latest release goes unsaid."""
    told = {RELEASE: str(choice.release.number)} if choice.pinned else {}
    return told | {NAMES[axis]: written(axis, code) for axis, code in choice.codes.items()}
