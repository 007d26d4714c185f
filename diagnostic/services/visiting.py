"""Days that advisers spend for a company: recorded by them, attested by its leader."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor
from diagnostic.core.model.granted import Visit, VisitKind
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import grants, visits

__all__ = ["Visit", "VisitKind"]

EARLIEST = date(2015, 1, 1)
MOST_HALF_DAYS = 6
ID = re.compile(r"[\w-]{22}", re.ASCII)


class AttestedError(UserError):
    """An attested visit is not changed any more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an adviser writes of a visit. `key` comes with the form: the same form sent twice is one visit."""

    kind: VisitKind
    on: date
    half_days: int
    key: str


def visits_of(session: Session, diagnostic: str) -> tuple[Visit, ...]:
    """The visits to the company of that diagnostic, the last one first."""
    return visits.of_company(session, _company(session, diagnostic))


def record(
    session: Session, diagnostic: str, told: Told, organisation: str, actor: Actor, now: datetime, today: date
) -> tuple[str, bool]:
    """Record a visit made in the name of that organisation: its id, and whether it is new. UserError on `on` or
    `half_days`."""
    if not EARLIEST <= told.on <= today:
        raise UserError(_("donnez un jour passé, depuis 2015"), "on")
    if not 1 <= told.half_days <= MOST_HALF_DAYS:
        raise UserError(_("comptez de 1 à {number} demi-journées", number=MOST_HALF_DAYS), "half_days")
    company = _company(session, diagnostic, to_change=True)
    same = _sent_already(session, company, told, actor)
    if same:
        return same, False
    free = ID.fullmatch(told.key) and visits.company_of(session, told.key) is None
    visit = Visit(
        id=told.key if free else "",
        kind=told.kind,
        on=told.on,
        half_days=told.half_days,
        actor=actor.reference,
        name=None,
        organisation=organisation,
        organisation_name="",
        recorded_at=now,
    )
    return visits.add(session, company, visit), True


def _sent_already(session: Session, company: int, told: Told, actor: Actor) -> str | None:
    """That form's visit, if it was kept and says the same."""
    found = visits.of_company(session, company, told.key)
    said = (actor.reference, told.kind, told.on, told.half_days)
    return next((one.id for one in found if (one.actor, one.kind, one.on, one.half_days) == said), None)


def attest(session: Session, diagnostic: str, visit: str, actor: Actor, now: datetime) -> bool:
    """The leader says that it took place; whether that is new. NotFoundError when that company had no such visit."""
    found = _visit(session, diagnostic, visit)
    if found.attested_at is None:
        visits.attest(session, visit, actor.reference, now)
    return found.attested_at is None


def withdraw(session: Session, diagnostic: str, visit: str, actor: Actor) -> None:
    """Whoever recorded it takes it back. AttestedError once its leader has attested it."""
    found = _visit(session, diagnostic, visit)
    if found.actor != actor.reference:
        raise NotFoundError(_("cette visite n’existe pas"))
    if not visits.remove(session, visit):
        raise AttestedError(_("le dirigeant a attesté cette visite : elle ne se retire plus"))


def _visit(session: Session, diagnostic: str, visit: str) -> Visit:
    for found in visits.of_company(session, _company(session, diagnostic), visit):
        return found
    raise NotFoundError(_("cette visite n’existe pas"))


def _company(session: Session, diagnostic: str, *, to_change: bool = False) -> int:
    key = grants.company_of(session, diagnostic, to_change=to_change)
    if key is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    return key
