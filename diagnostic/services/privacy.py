"""Erasing: a company by its leader, an account by its owner. What stays is the trail, which names nobody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import About, Actor, Position, Role
from diagnostic.services import advising, auditing, forgetting, granting
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import erasing
from diagnostic.store.erasing import Holding, Traces
from diagnostic.store.people import Person

__all__ = ["Holding", "Traces"]

ERASED = "company.erased"
ACCOUNT_ERASED = "account.erased"


def what_goes(session: Session, company: str) -> Traces:
    """What erasing that company removes, told before."""
    found = erasing.traces(session, company)
    if found is None:
        raise NotFoundError(_("cette entreprise n’existe pas"))
    return found


def erase(session: Session, company: str, actor: Actor, now: datetime) -> Traces:
    """Remove every row about a company, and the accounts that open nothing else; what was removed.

    Once committed, the caller also takes it out of memory (`forget`) and out of the files (`Database.scrub`).
    """
    gone = erasing.traces(session, company, to_change=True)
    if gone is None:
        raise NotFoundError(_("cette entreprise n’existe pas"))
    forgetting.forget_company(session, company)
    closed = erasing.remove_company(session, gone)
    auditing.note(session, actor, ERASED, now, About(company=company), sessions=closed, **gone.counts)
    for account in gone.accounts:
        auditing.note(session, actor, ACCOUNT_ERASED, now, user=account.id)
    return gone


def forget() -> None:
    """What this process has computed, of any company, is computed again when it is wanted."""
    advising.PLANS.forget()


@dataclass(frozen=True, slots=True)
class Farewell:
    """What follows an account's erasure. `led`: companies of which it is the only leader; `others`: those that others
    still open; `obstacles`: what must be settled first, in sentences."""

    led: tuple[Holding, ...]
    others: tuple[Holding, ...]
    obstacles: tuple[str, ...]


def farewell(session: Session, person: Person) -> Farewell:
    """Told before."""
    held = erasing.holdings(session, person)
    led = tuple(row for row in held if row.role is Role.LEADER and row.alone)
    return Farewell(led, tuple(row for row in held if row not in led), tuple(_obstacles(session, person, held)))


def _obstacles(session: Session, person: Person, held: tuple[Holding, ...]) -> list[str]:
    found = []
    if person.platform_admin and not erasing.other_platform_admins(session, person):
        found.append(_("Vous êtes le seul administrateur de la plateforme : nommez-en un autre d’abord."))
    found += [
        _("Vous êtes le seul administrateur de {name} : nommez-en un autre d’abord.", name=name)
        for name in erasing.administered_alone(session, person, Position.ADMINISTRATOR)
    ]
    found += [
        _(
            "Vous seul ouvrez le dossier de {name}, que vous préparez : remettez-le, faites-le réattribuer,"
            " ou effacez-le d’abord.",
            name=row.name,
        )
        for row in held
        if row.role is Role.ADVISER and row.alone and not row.handed
    ]
    return found


def erase_account(
    session: Session, person: Person, erased: Collection[str], actor: Actor, now: datetime
) -> tuple[Traces, ...]:
    """Remove an account, and the companies it leads alone that `erased` names; those companies.

    The others of which it is the only leader stay open by their private link; UserError on `erased` when one has none,
    or when something must be settled first.
    """
    before = farewell(session, person)
    if before.obstacles:
        raise UserError(" ".join(before.obstacles))
    for row in before.led:
        if row.company not in erased and not row.linked:
            raise UserError(_("plus personne n’ouvrirait {name} : son lien privé est fermé", name=row.name), "erased")
    gone = tuple(erase(session, row.company, actor, now) for row in before.led if row.company in erased)
    for row in before.others + tuple(row for row in before.led if row.company not in erased):
        granting.end(session, row.access, actor, now)
        note_left(session, row, actor, now)
    if all(account.key != person.key for one in gone for account in one.accounts):
        erasing.remove_account(session, person)
        auditing.note(session, actor, ACCOUNT_ERASED, now, user=person.id)
    return gone


def note_left(session: Session, row: Holding, actor: Actor, now: datetime) -> None:
    """The leader reads that an access ended because its account went."""
    about, role = About(row.company, row.diagnostic), row.role.value
    auditing.note(session, actor, "access.ended", now, about, access=row.access, role=role, account="erased")


def counted(gone: Traces) -> Mapping[str, int]:
    """What an erasure removes, by kind; without what there is none of."""
    return {kind: number for kind, number in gone.counts.items() if number}
