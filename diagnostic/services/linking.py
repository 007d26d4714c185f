"""A link and a code sent to an address: proof, for a quarter of an hour, that whoever shows one reads that mailbox.

ASVS 5.0, 6.6: single use, short-lived, bound to the browser that asked (which alone knows the link's id), few tries.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.services.accounts import Person, hash_token, new_token
from diagnostic.store import login_links, people
from diagnostic.store.base import new_id
from diagnostic.store.login_links import KeptLink

LASTS = timedelta(minutes=15)
CODE_DIGITS = 8
MOST_TRIES = 5
SCRYPT = {"n": 2**13, "r": 8, "p": 1, "dklen": 32}


class LinkError(UserError):
    """The link or the code opens nothing."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes into the letter. `link`: the id that the asking browser keeps; `person`: the address's open account."""

    link: str
    token: str
    code: str
    person: Person | None


def ask(session: Session, email: str, now: datetime, *, instead_of: str | None = None) -> Sent:
    """A new link for that address, in small letters; the one that this browser had asked for opens nothing more.

    The same work is done whether the address has an account or not.
    """
    login_links.forget_expired(session, now)
    if instead_of:
        login_links.forget(session, instead_of)
    id, token, code = new_id(), new_token(), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    kept = KeptLink(id, email, hash_token(token), hash_code(id, code), now, now + LASTS)
    login_links.add(session, kept)
    return Sent(id, token, code, _open_account(session, email))


def _open_account(session: Session, email: str) -> Person | None:
    found = people.with_email(session, email)
    return found if found and found.active else None


def account_of(session: Session, email: str) -> str:
    """The public id of the open account of an address; LinkError when it has none (its letter held no code)."""
    found = _open_account(session, email)
    if found is None:
        raise LinkError(_("ce code n’est pas celui du dernier courriel"), "code")
    return found.id


def sent_to(session: Session, link: str) -> str | None:
    """The address that this browser's last letter went to, while it is kept."""
    kept = login_links.read(session, link)
    return kept.email if kept else None


def hash_code(link: str, code: str) -> str:
    """Slow on purpose: eight digits are few for whoever would have read the database."""
    return hashlib.scrypt(code.encode(), salt=link.encode(), **SCRYPT).hex()


def is_of(session: Session, link: str, token: str, now: datetime) -> bool:
    """Whether that secret is the one of this browser's link, which still opens."""
    kept = login_links.read(session, link)
    return kept is not None and _is_open(kept, now) and hmac.compare_digest(kept.token_hash, hash_token(token))


def open_with(session: Session, link: str, shown: str, now: datetime) -> str:
    """The address proven by the link's secret, or by its eight digits, used here for good; LinkError otherwise.

    The caller commits even when it is refused: a wrong code counts.
    """
    kept = login_links.read(session, link)
    if kept is None or not _is_open(kept, now):
        raise LinkError(
            _("ce courriel a déjà servi, ou date de plus d’un quart d’heure : demandez-en un autre"), "code"
        )
    if not _is_right(session, kept, shown):
        raise LinkError(_("ce code n’est pas celui du dernier courriel"), "code")
    if not login_links.mark_used(session, link, now):
        raise LinkError(_("ce courriel a déjà servi : demandez-en un autre"), "code")
    return kept.email


def _is_open(kept: KeptLink, now: datetime) -> bool:
    return kept.used_at is None and now < kept.expires_at


def _is_right(session: Session, kept: KeptLink, shown: str) -> bool:
    digits = "".join(sign for sign in shown if not sign.isspace())
    if not (digits.isascii() and digits.isdigit()):
        return hmac.compare_digest(kept.token_hash, hash_token(shown))
    if not login_links.count_try(session, kept.id, MOST_TRIES):
        raise LinkError(_("trop de codes faux : demandez un autre courriel"), "code")
    return hmac.compare_digest(kept.code_hash, hash_code(kept.id, digits))
