"""The acts of who runs the platform, or an organisation: create, close, add and remove people."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_key

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import OrganisationKind, Position
from diagnostic.core.one_line import one_line
from diagnostic.core.rights import positions_in
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import organisations
from diagnostic.store.base import new_id
from diagnostic.store.organisations import Member, Organisation

__all__ = ["Member", "Organisation"]

LONGEST_NAME = 200


class LastOneError(UserError):
    """Nobody would be left to administer."""


def create(
    session: Session,
    name: str,
    kind: OrganisationKind,
    now: datetime,
    *,
    siren: str | None = None,
    region: str | None = None,
    id: str | None = None,
) -> Organisation:
    """A new organisation without members; the one of that `id` if it is there already. UserError on `name`, when it is
    empty, too long or taken, or on `siren`."""
    known = organisations.find(session, id) if id else None
    if known:
        return known
    told = _read_name(name)
    if any(told.casefold() == one.name.casefold() for one in all_open(session)):
        raise UserError(_("une organisation ouverte porte déjà ce nom"), "name")
    made = Organisation(id or new_id(), told, kind, read_siren(siren or ""), region, now)
    organisations.add(session, made)
    return made


def _read_name(typed: str) -> str:
    name = one_line(typed)
    if not name:
        raise UserError(_("donnez le nom de l’organisation"), "name")
    if len(name) > LONGEST_NAME:
        raise UserError(_("ce nom est trop long"), "name", _("{most} signes au plus", most=LONGEST_NAME))
    return name


def read_siren(typed: str) -> str | None:
    """Nine digits whose key is right, None when left empty; UserError on `siren`."""
    digits = "".join(typed.split())
    if not digits:
        return None
    try:
        return str(siren_key.validate(digits))
    except ValidationError as error:
        raise UserError(_("ce SIREN ne tombe pas juste : vérifiez ses 9 chiffres, ou laissez vide"), "siren") from error


def find(session: Session, id: str) -> Organisation | None:
    """That organisation, open or closed."""
    return organisations.find(session, id)


def everywhere(session: Session) -> list[tuple[Organisation, int]]:
    """Every organisation by name, closed ones too, with how many people it has."""
    counts = organisations.member_counts(session)
    return [(one, counts.get(one.id, 0)) for one in organisations.listed(session)]


def all_open(session: Session, kinds: Collection[OrganisationKind] | None = None) -> tuple[Organisation, ...]:
    """The organisations that are open, by name; of these kinds only when given."""
    return tuple(one for one in organisations.listed(session, kinds) if one.closed_at is None)


def close(session: Session, id: str, now: datetime) -> bool:
    """Its members have no rights in its name any more, at once; nothing is erased. Whether it was open."""
    was_open = _there(session, id).closed_at is None
    if was_open:
        organisations.set_closed(session, id, now)
    return was_open


def reopen(session: Session, id: str) -> bool:
    """Its members have the rights they had, but those that leaders have withdrawn. Whether it was closed."""
    was_closed = _there(session, id).closed_at is not None
    if was_closed:
        organisations.set_closed(session, id, None)
    return was_closed


def _there(session: Session, id: str) -> Organisation:
    """That organisation, which nobody else changes meanwhile."""
    found = organisations.find(session, id, to_change=True)
    if found is None:
        raise NotFoundError(_("cette organisation n’existe pas"))
    return found


def members(session: Session, organisation: str) -> tuple[Member, ...]:
    """The people of an organisation, by name."""
    return tuple(organisations.members(session, organisation))


def member(session: Session, organisation: str, person_id: str) -> Member:
    """NotFoundError for whoever is not one of its people: elsewhere or nowhere look the same."""
    for one in organisations.members(session, organisation):
        if one.id == person_id:
            return one
    raise NotFoundError(_("cette personne ne fait pas partie de l’organisation"))


def add_member(session: Session, organisation: str, person_id: str, position: Position, now: datetime) -> bool:
    """Give a person a position; whether they did not hold it yet. UserError when the organisation is closed, or of a
    kind that has no such position."""
    found = _there(session, organisation)
    if found.closed_at is not None:
        raise UserError(_("cette organisation est fermée"))
    if position not in positions_in(found.kind):
        raise UserError(_("cette organisation n’a pas de tel rôle"), "position")
    held = {one.id: one.positions for one in organisations.members(session, organisation)}
    if position in held.get(person_id, ()):
        return False
    organisations.add_membership(session, organisation, person_id, position, now)
    return True


def remove_member(
    session: Session, organisation: str, person_id: str, position: Position | None = None
) -> tuple[Position, ...]:
    """Take one position from a person, or all of them, at once; those that were taken (none on a second click).

    LastOneError when the organisation would have no administrator left.
    """
    _there(session, organisation)
    people = organisations.members(session, organisation)
    held = next((one.positions for one in people if one.id == person_id), ())
    taken = tuple(one for one in held if position in (None, one))
    if Position.ADMINISTRATOR in taken:
        _check_not_alone(session, organisation, person_id)
    for one in taken:
        organisations.end_membership(session, organisation, person_id, one)
    return taken


def administers_alone(session: Session, organisation: str, person_id: str) -> bool:
    """Whether that person is the only administrator left."""
    people = organisations.members(session, organisation)
    return {one.id for one in people if Position.ADMINISTRATOR in one.positions} == {person_id}


def _check_not_alone(session: Session, organisation: str, person_id: str) -> None:
    if administers_alone(session, organisation, person_id):
        raise LastOneError(_("Personne n’administrerait plus l’organisation : invitez d’abord quelqu’un."))


def set_positions(
    session: Session, organisation: str, person_id: str, wanted: Collection[Position], now: datetime
) -> tuple[tuple[Position, ...], tuple[Position, ...]]:
    """Give and take positions until a member holds those wanted: (given, taken). NotFoundError for a non-member,
    UserError on `positions` when none is wanted, LastOneError as in remove_member."""
    _there(session, organisation)
    held = member(session, organisation, person_id).positions
    if not wanted:
        raise UserError(_("Gardez au moins un rôle, ou retirez la personne de l’organisation."), "positions")
    given = tuple(one for one in Position if one in wanted and one not in held)
    taken = tuple(one for one in held if one not in wanted)
    if Position.ADMINISTRATOR in taken:
        _check_not_alone(session, organisation, person_id)
    for position in given:
        add_member(session, organisation, person_id, position, now)
    for position in taken:
        remove_member(session, organisation, person_id, position)
    return given, taken


def ended_here(session: Session, organisation: str, access: str) -> bool:
    """Whether an access was given in that organisation's name, and has ended."""
    return organisations.has_ended_access(session, organisation, access)


def add_platform_administrator(session: Session, person_id: str) -> None:
    """The right to run the platform; given twice, nothing changes."""
    organisations.set_platform_administrator(session, person_id, is_one=True)
