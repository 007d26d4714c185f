"""What releases remember of a company, taken back: all of it when it is erased, its answers when its consent is
withdrawn. An opaque key and a place in the tables stay, without which two releases could be subtracted."""

import hmac
from hashlib import sha256

from sqlalchemy.orm import Session

from diagnostic.core.cohort_units import unit_key
from diagnostic.core.model.assessment import SIREN_LENGTH
from diagnostic.store import memories


def forget_company(session: Session, company: str) -> None:
    """By its public id, before its rows are removed."""
    memories.forget(session, _keys(session, memories.sirens_of_company(session, company)))


def forget_answers(session: Session, diagnostic: str) -> None:
    """Of the company of that diagnostic."""
    memories.forget_answers(session, _keys(session, memories.sirens_of_diagnostic(session, diagnostic)))


def forget_number(session: Session, diagnostic: str) -> None:
    """Everything that the company of that diagnostic brought under the number that it is about to leave."""
    memories.forget(session, _keys(session, memories.sirens_of_diagnostic(session, diagnostic)))


def _keys(session: Session, numbers: tuple[str | None, str | None] | None) -> tuple[str, ...]:
    """Of the units that a SIRET and the head of a group may have been."""
    salt = memories.salt(session)
    if salt is None or numbers is None:
        return ()
    siret, holding = numbers
    sirens = {(siret or "")[:SIREN_LENGTH], holding or ""} - {""}
    return tuple(salted(unit_key(siren), salt) for siren in sorted(sirens))


def salted(key: str, salt: bytes) -> str:
    """A key that nobody finds again from a list of SIREN."""
    return hmac.new(salt, key.encode(), sha256).hexdigest()
