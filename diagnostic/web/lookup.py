"""A page, or an answer for a script, that finds a company by its SIRET in the public directory."""

from dataclasses import asdict

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
from diagnostic.core.model.listing import Listing
from diagnostic.directory import DirectoryError
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.throttling import TooManyError
from diagnostic.web import listings
from diagnostic.web.access import for_anyone
from diagnostic.web.answering import REFUSED
from diagnostic.web.extensions import content
from diagnostic.web.fields import checked_siret
from reports.view_listing import NO_ANSWER, NO_NUMBER, UNKNOWN, facts_of
from reports.words import typeset

blueprint = Blueprint("lookup", __name__)
TOO_MANY, UNAVAILABLE = 429, 503
LONGEST = 40


@blueprint.get("/companies/search")
@for_anyone
def search() -> ResponseReturnValue:
    """What the directory says of `siret`; as JSON for whoever accepts nothing else. Not found without a directory."""
    if not listings.has_directory():
        raise NotFoundError(_("cette page n’existe pas"))
    typed = request.args.get("siret", "")[:LONGEST]
    listing, message, code = answered(typed) if typed.strip() else (None, None, 200)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(found=asdict(listing) if listing else None, message=message or _(NO_NUMBER)), code
    page = render_template(
        "lookup/search.html",
        typed=typed,
        listing=listing,
        facts=facts_of(content(), listing, spoken()) if listing else (),
        message=message,
    )
    return page, code


def answered(typed: str) -> tuple[Listing | None, str | None, int]:
    """The listing, or what to say instead and with which status."""
    try:
        siret = checked_siret(typed)
        listing = listings.find(siret) if siret else None
    except TooManyError as error:
        return None, typeset(error.message), TOO_MANY
    except UserError as error:
        return None, typeset(error.message), REFUSED
    except DirectoryError:
        return None, typeset(_(NO_ANSWER)), UNAVAILABLE
    return listing, None if listing else typeset(_(UNKNOWN)), 200
