"""Accounts that an identity provider vouches for. An identity never opens an account that it was not tied to by its
owner, whatever address it comes with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.services.accounts import LONGEST_NAME, Person, read_email
from diagnostic.store import identities, people

LONGEST_SUBJECT = 255


class KnownAddressError(UserError):
    """Somebody has an account under that address: they sign in first, then tie the identity to it."""


class OtherAccountError(UserError):
    """The identity already opens another account."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider says of a person, its signatures checked. `email` is None unless the provider holds it for
    theirs."""

    issuer: str
    subject: str
    email: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Entered:
    """The account that an identity opens; `made`: it is new."""

    person: Person
    made: bool = False


def enter(session: Session, vouched: Vouched, now: datetime) -> Entered:
    """The account of that identity, made when neither it nor its address is known. A new account has no right.

    KnownAddressError; UserError when an account cannot be made of what is said.
    """
    known = identities.owner(session, vouched.issuer, vouched.subject)
    if known is not None:
        identities.touch(session, vouched.issuer, vouched.subject, now)
        return Entered(known)
    if not vouched.email:
        raise UserError(_("aucune adresse vérifiée n’accompagne cette identité"), "email")
    email = read_email(vouched.email)
    if people.with_email(session, email) is not None:
        raise KnownAddressError(_("un compte existe déjà à cette adresse"), "email")
    made = people.add(session, email, (vouched.name or "")[:LONGEST_NAME] or None, now)
    _tie(session, made, vouched, now)
    return Entered(made, made=True)


def link(session: Session, vouched: Vouched, person: Person, now: datetime) -> bool:
    """Tie that identity to the account of whoever is signed in; False when it already was. OtherAccountError."""
    known = identities.owner(session, vouched.issuer, vouched.subject)
    if known is None:
        _tie(session, person, vouched, now)
        return True
    if known.id != person.id:
        raise OtherAccountError(_("cette identité ouvre déjà un autre compte"))
    return False


def _tie(session: Session, person: Person, vouched: Vouched, now: datetime) -> None:
    if not 0 < len(vouched.subject) <= LONGEST_SUBJECT:
        raise UserError(_("cette identité n’a pas la bonne forme"))
    identities.add(session, person, vouched.issuer, vouched.subject, now)


def linked_at(session: Session, person: Person, issuer: str) -> datetime | None:
    """Since when that issuer vouches for the account; None when it does not."""
    return identities.linked_at(session, person, issuer)


def unlink(session: Session, person: Person, issuer: str) -> bool:
    """That issuer opens the account no more; whether it did."""
    return identities.remove(session, person, issuer)
