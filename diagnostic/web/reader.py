"""Who sends this request: read once from the browser's session."""

from flask import g, session

from diagnostic.core.model.access import Actor, Membership, Reader, Standing
from diagnostic.services import accounts, authority
from diagnostic.services.accounts import Person
from diagnostic.services.authority import PROVEN
from diagnostic.web.extensions import db

OWN = "diagnostic"
INVITED = "invitation"
USER = "_user_id"
FLASK_SECURITY_KEYS = ("_fresh", "_id", "fs_cc", "fs_paa", "fs_gexp", "identity.id", "identity.auth_type")
ACCOUNT_KEYS = (USER, *FLASK_SECURITY_KEYS, "oidc_id_token", PROVEN)


def person() -> Person | None:
    """The account that is signed in, if any."""
    if "person" not in g:
        uniquifier = session.get(USER)
        g.person = accounts.signed_in(db(), uniquifier) if isinstance(uniquifier, str) else None
    found: Person | None = g.person
    return found


def reader() -> Reader:
    """Who this browser is to us."""
    found = person()
    return Reader(
        user=found.id if found else None,
        proven=found is not None and session.get(PROVEN) is True,
        opened=session.get(OWN),
        invitation=session.get(INVITED),
        platform_admin=found is not None and found.platform_admin,
    )


def actor() -> Actor:
    """For what is done outside a company's file; a standing has its own actor."""
    found = person()
    return Actor("user", found.id, "account") if found else Actor("visitor", role="visitor")


def positions() -> tuple[Membership, ...]:
    """What the signed-in account is in organisations, whether it was proven or not."""
    if "positions" not in g:
        found = person()
        g.positions = authority.memberships(db(), found.id) if found else ()
    kept: tuple[Membership, ...] = g.positions
    return kept


def standing() -> Standing | None:
    """What the reader is to the company of this page; None on pages of no company."""
    found: Standing | None = g.get("standing")
    return found


def is_open_here() -> bool:
    """Whether this browser has come in by a link: it may want to leave."""
    return OWN in session or INVITED in session
