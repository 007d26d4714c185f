"""What a password must be, and what hashing one may cost."""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, Protocol

from flask_security import PasswordUtil
from zxcvbn import zxcvbn

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Role
from diagnostic.services import granting
from diagnostic.web.extensions import db
from diagnostic.web.reader import person, positions

SHORTEST, LONGEST = 12, 128
FIRM = 3  # zxcvbn: about 10^8 guesses at least
READ_BY_ZXCVBN = 72
TELLING = 4  # letters: a shorter part of a name says nothing
COMMON = """
    palier diagnostic entreprise atelier industrie usine usinage direction dirigeant motdepasse bonjour soleil
    azerty azertyuiop qsdfghjklm wxcvbn doudou loulou chouchou marseille toulouse bordeaux nantes lyon paris france
"""
OWN_COMPANIES = (Role.LEADER, Role.GUEST)
AT_ONCE = 2
PATIENCE = 10  # seconds

# OWASP Password Storage Cheat Sheet: argon2id, 46 MiB, one pass, one lane.
ARGON2 = {
    "argon2__type": "ID",
    "argon2__memory_cost": 47_104,
    "argon2__time_cost": 1,
    "argon2__parallelism": 1,
}


class Hashing(Protocol):
    """The part of passlib's CryptContext that is used."""

    def verify(self, secret: str | bytes, hash: str) -> bool: ...
    def hash(self, secret: str | bytes, **options: Any) -> str: ...
    def needs_update(self, hash: str) -> bool: ...
    def identify(self, hash: str) -> str | None: ...


class Capped:
    """A hash takes 46 MiB: two are made at a time in a process, the others wait their turn, so that a thousand wrong
    passwords cost patience and not memory."""

    def __init__(self, inner: Hashing) -> None:
        self.inner = inner
        self.turns = BoundedSemaphore(AT_ONCE)

    def verify(self, secret: str | bytes, hash: str) -> bool:
        with self._turn():
            return self.inner.verify(secret, hash)

    def hash(self, secret: str | bytes, **options: Any) -> str:
        with self._turn():
            return self.inner.hash(secret, **options)

    def needs_update(self, hash: str) -> bool:
        return self.inner.needs_update(hash)

    def identify(self, hash: str) -> str | None:
        return self.inner.identify(hash)

    @contextmanager
    def _turn(self) -> Any:
        if not self.turns.acquire(timeout=PATIENCE):
            raise UserError(_("Trop de personnes se connectent en ce moment. Recommencez dans une minute."))
        try:
            yield
        finally:
            self.turns.release()


class Passwords(PasswordUtil):
    """12 to 128 signs of any kind, not easy to guess, not made of names that everybody knows. ASVS 5.0, 6.2."""

    def normalize(self, password: str) -> str:
        return unicodedata.normalize("NFKC", password)

    def validate(self, password: str, is_register: bool, **known: object) -> tuple[list[str] | None, str]:  # noqa: ARG002
        """What is wrong, and the password as it is kept."""
        normal = self.normalize(password)
        wrong = length_problem(normal) or guess_problem(normal, names_around())
        return ([wrong] if wrong else None), normal


def length_problem(password: str) -> str | None:
    if len(password) < SHORTEST:
        return _("Il faut au moins {least} signes : celui-ci en a {number}.", least=SHORTEST, number=len(password))
    if len(password) > LONGEST:
        return _("{most} signes au plus : celui-ci en a {number}.", most=LONGEST, number=len(password))
    return None


def guess_problem(password: str, names: Iterable[str]) -> str | None:
    """Whether somebody who knows the person, or tries common ones first, would find it."""
    folded = fold(password)
    known = sorted({fold(part) for name in names for part in parts(name)})
    if any(part in folded for part in known):
        return _("Il contient un nom que l’on devine : le vôtre, celui de l’entreprise ou votre adresse.")
    if zxcvbn(folded[:READ_BY_ZXCVBN], user_inputs=[*known, *COMMON.split()])["score"] < FIRM:
        return _("Il est trop facile à deviner. Essayez quatre mots sans rapport entre eux.")
    return None


def parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\W_]+", name) if len(part) >= TELLING]


def fold(text: str) -> str:
    """Small letters without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def names_around() -> list[str]:
    """The signed-in person's name and address, their organisations, their companies."""
    found = person()
    if found is None:
        return []
    companies = [line.name for line in granting.companies_of(db(), found.id, roles=OWN_COMPANIES)]
    return [found.name or "", found.email, *(row.organisation_name for row in positions()), *companies]
