"""A company found in the public directory, and its card filled with what the directory says."""

from collections.abc import Sequence
from typing import Protocol

from flask import request
from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from diagnostic.core.language import _
from diagnostic.core.model.listing import Listing
from diagnostic.directory import Directory, DirectoryError
from diagnostic.services import looking_up
from diagnostic.services.throttling import TooManyError
from diagnostic.web import throttle
from diagnostic.web.extensions import database, give_back, now, wiring
from diagnostic.web.fields import INDUSTRY, read_siret
from diagnostic.web.finding import Named
from reports import view_listing
from reports.view_listing import Left, Told

FIND = "find"


class Card(Protocol):
    """The fields of a company's card that the directory knows."""

    name: StringField
    siret: StringField
    naf: StringField
    idcc: StringField
    region: SelectField
    department: StringField
    commune: StringField
    agreements: Sequence[Named]
    activities: Sequence[Named]

    def refuse(self, field: str, message: str) -> None:
        """An error shown at that field."""


def is_asked() -> bool:
    """Whether « Retrouver l’entreprise » was pressed, rather than the button that keeps the card."""
    return has_directory() and FIND in request.form


def has_directory() -> bool:
    return wiring().directory is not None


def find(siret: str) -> Listing | None:
    """What the directory says, asked outside any transaction; None when it knows none of that number.

    What this request had begun to write is given up. DirectoryError, TooManyError.
    """
    directory = wiring().directory
    assert isinstance(directory, Directory)
    give_back()
    with database().session(writes=False) as session:
        known = looking_up.kept(session, siret, now())
    if known:
        return known.listing
    with database().session() as session:
        throttle.look_up(session)
        session.commit()
    listing = directory.look_up(siret, now())
    with database().session() as session:
        looking_up.keep(session, siret, listing, now())
        session.commit()
    return listing


def fill(card: Card) -> Told | None:
    """The card filled, and what to say of it; None when the SIRET is the mistake, told at its field."""
    try:
        siret = read_siret(card.siret)
    except ValidationError as error:
        card.refuse("siret", str(error))
        return None
    if siret is None:
        card.refuse("siret", _(view_listing.NO_NUMBER))
        return None
    card.siret.data = siret
    try:
        listing = find(siret)
    except DirectoryError:
        return view_listing.no_answer()
    except TooManyError as error:
        return view_listing.no_answer(_("{refusal} Ou remplissez la fiche à la main.", refusal=error.message))
    return (
        view_listing.told_of(listing, _filled(card, listing))
        if listing
        else view_listing.no_answer(_(view_listing.UNKNOWN))
    )


def _filled(card: Card, listing: Listing) -> Left:
    """Writes what the directory knows over what was there; what it does not know stays as it was typed."""
    known = {"name": listing.name, "commune": listing.commune, "department": listing.department}
    regions = {value for value, *_ in card.region.iter_choices()}
    known["region"] = listing.region if listing.region in regions else None
    unknown_naf = listing.naf if listing.naf and not _is_known(listing.naf, card) else None
    known["naf"] = None if unknown_naf else _line(listing.naf, card.activities)
    named = [row for row in card.agreements if row.code in {str(idcc) for idcc in listing.idcc}]
    if len(named) == 1 and not card.idcc.data:
        known["idcc"] = named[0].line
    for field, value in known.items():
        if value:
            getattr(card, field).data = value
    typed = {row.line for row in named} | {row.code for row in named}
    settled = len(named) == 1 and card.idcc.data in typed
    return Left(unknown_naf, () if settled else tuple(row.told for row in named))


def _is_known(naf: str, card: Card) -> bool:
    """Of industry we know every code; of the others the shape alone."""
    return int(naf[:2]) not in INDUSTRY or naf in {row.code for row in card.activities}


def _line(code: str | None, rows: Sequence[Named]) -> str | None:
    return next((row.line for row in rows if row.code == code), code)
