"""What has had its time goes: each duration is the register's own, and an account is warned before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diagnostic.core.model.access import NOTHING, OPERATOR
from diagnostic.core.model.privacy import Register
from diagnostic.services import auditing, privacy
from diagnostic.store import erasing, purging
from diagnostic.store.people import Person

WARNED_BEFORE = timedelta(days=30)
PURGED = "database.purged"


@dataclass(frozen=True, slots=True)
class Purged:
    """`counts` by kind; `warned`: the accounts to write to, which will be closed at `closing` unless somebody comes."""

    counts: dict[str, int]
    warned: tuple[Person, ...]
    closing: datetime


def purge(session: Session, register: Register, now: datetime) -> Purged:
    """Remove all that the register's durations have ended. Like any service, it commits nothing: to see what would
    go, roll back."""
    kept = {id: row.time() for id, row in register.retentions.items() if row.days is not None}
    warned = _warn(session, now, kept["account"])
    counts = {
        "sessions": purging.expired_sessions(session, now),
        "login_links": purging.expired_login_links(session, now),
        "throttles": purging.old_throttles(session, now - kept["throttle"]),
        "directory": purging.old_directory_entries(session, now - kept["directory"]),
        "invitations": purging.ended_invitations(session, now - kept["invitation"]),
        "warned": len(warned),
        "accounts": _accounts(session, now, kept["account"]),
        "companies": _companies(session, now, kept["company"]),
        "organisations": purging.closed_organisations(session, now - kept["organisation"]),
    }
    auditing.note(session, OPERATOR, PURGED, now, NOTHING, **counts)
    return Purged(counts, warned, now + WARNED_BEFORE)


def _warn(session: Session, now: datetime, kept: timedelta) -> tuple[Person, ...]:
    """Those who have not come for so long that one month is left, told once."""
    due = purging.unseen(session, now - kept + WARNED_BEFORE, warned=False)
    for account in due:
        purging.set_warned(session, account, now)
    return due


def _accounts(session: Session, now: datetime, kept: timedelta) -> int:
    """Those who were warned a month ago and have not come since. The platform keeps one administrator."""
    gone = 0
    for account in purging.unseen(session, now - kept, warned=True, before=now - WARNED_BEFORE):
        if account.platform_admin and not erasing.other_platform_admins(session, account):
            continue
        purging.give_hands_back(session, account)
        for held in erasing.holdings(session, account):
            privacy.note_left(session, held, OPERATOR, now)
        erasing.remove_account(session, account)
        auditing.note(session, OPERATOR, privacy.ACCOUNT_ERASED, now, user=account.id)
        gone += 1
    return gone


def _companies(session: Session, now: datetime, kept: timedelta) -> int:
    """Those without a leader's account that nobody has opened or changed."""
    companies = purging.deserted_companies(session, now - kept)
    for company in companies:
        privacy.erase(session, company, OPERATOR, now)
    return len(companies)


def untell(session: Session, accounts: Iterable[Person]) -> None:
    """Their letter could not leave: they will be warned another day."""
    for account in accounts:
        purging.set_warned(session, account, None)
