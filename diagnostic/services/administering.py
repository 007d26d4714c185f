"""Who runs the platform: accounts given that right, and deprived of it, from the machine itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor, Position
from diagnostic.services import accounts, auditing, inviting
from diagnostic.services.inviting import Invitation
from diagnostic.store import organisations, people
from diagnostic.store.people import Person

DAYS_TO_OPEN = 1


class LastOneError(UserError):
    """Nobody would be left to run the platform."""


@dataclass(frozen=True, slots=True)
class Made:
    """Who was given the right to run the platform: an account that was there, or whoever opens the link of that
    secret, once."""

    email: str
    token: str | None


def create(session: Session, email: str, name: str, actor: Actor, now: datetime) -> Made:
    """Give an address the right to run the platform: at once when it has an account, else by a link that makes one.

    The link made before for that address opens nothing any more. UserError on `email` or `name`.
    """
    address, told = accounts.read_email(email), accounts.read_name(name)
    _revoke(session, address, now)
    known = people.with_email(session, address)
    if known:
        if not known.active:
            raise UserError(_("ce compte est fermé"), "email")
        organisations.set_platform_administrator(session, known.id, is_one=True)
        auditing.note(session, actor, "platform.administrator_added", now, account=known.id)
        return Made(address, None)
    offer = inviting.Offer(Position.ADMINISTRATOR, address, told, None, None, days=DAYS_TO_OPEN)
    invitation, token = inviting.invite(session, offer, actor, now)
    auditing.note(session, actor, "invitation.made", now, invitation=invitation.id, role="platform")
    return Made(address, token)


def administrators(session: Session) -> tuple[Person, ...]:
    """Those who run the platform, by address."""
    return tuple(organisations.platform_administrators(session))


def awaited(session: Session, now: datetime) -> tuple[Invitation, ...]:
    """Those whose link has not been opened yet."""
    return inviting.pending(session, now=now)


def remove(session: Session, email: str, actor: Actor, now: datetime) -> str:
    """The account stays, without that right, and its link opens nothing; the address.

    UserError for whoever has neither, LastOneError for the last account.
    """
    address = accounts.read_email(email)
    those = {one.email: one for one in organisations.platform_administrators(session, to_change=True)}
    revoked = _revoke(session, address, now)
    found = those.get(address)
    if found is None and not revoked:
        raise UserError(_("cette adresse n’administre pas la plateforme"), "ADRESSE", _("palier admin list les montre"))
    if found and len(those) == 1:
        raise LastOneError(_("c’est le dernier compte qui administre la plateforme : créez-en d’abord un autre"))
    if found:
        organisations.set_platform_administrator(session, found.id, is_one=False)
        auditing.note(session, actor, "platform.administrator_removed", now, account=found.id)
    for id in revoked:
        auditing.note(session, actor, "invitation.revoked", now, invitation=id)
    return address


def _revoke(session: Session, address: str, now: datetime) -> tuple[str, ...]:
    """Close the links of that address; their ids."""
    found = tuple(one.id for one in inviting.pending(session, now=now) if one.email == address)
    for id in found:
        inviting.revoke(session, id, now)
    return found
