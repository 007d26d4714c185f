"""Finding, and removing, what has had its time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from diagnostic.core.model.access import OPERATOR, Hand, Role
from diagnostic.store.people import Person, person
from diagnostic.store.tables import CompanyRow, DiagnosticRow, VisitRow
from diagnostic.store.tables_follow import DirectoryRow
from diagnostic.store.tables_people import (
    AccessRow,
    InvitationRow,
    MembershipRow,
    OrganisationRow,
    SessionRow,
    UserRow,
)
from diagnostic.store.tables_security import AuditEventRow, LoginLinkRow, ThrottleRow


def _removed(session: Session, table: type[Any], *which: ColumnElement[bool]) -> int:
    found = session.execute(delete(table).where(*which).execution_options(synchronize_session=False))
    assert isinstance(found, CursorResult)
    session.expire_all()
    return int(found.rowcount)


def expired_sessions(session: Session, now: datetime) -> int:
    return _removed(session, SessionRow, SessionRow.expires_at <= now)


def expired_login_links(session: Session, now: datetime) -> int:
    return _removed(session, LoginLinkRow, LoginLinkRow.expires_at <= now)


def old_throttles(session: Session, before: datetime) -> int:
    return _removed(session, ThrottleRow, ThrottleRow.last_at <= before)


def old_directory_entries(session: Session, before: datetime) -> int:
    return _removed(session, DirectoryRow, DirectoryRow.fetched_at <= before)


def ended_invitations(session: Session, before: datetime) -> int:
    """Revoked, used or expired before then; using a contributor's link does not end it."""
    used = (InvitationRow.role != Role.CONTRIBUTOR) & (InvitationRow.used_at <= before)
    ended = or_(InvitationRow.revoked_at <= before, InvitationRow.expires_at <= before, used)
    return _removed(session, InvitationRow, ended)


def closed_organisations(session: Session, before: datetime) -> int:
    """Those closed before then lose their members; those that no company's file names go."""
    closed = select(OrganisationRow.id).where(OrganisationRow.closed_at <= before)
    _removed(session, MembershipRow, MembershipRow.organisation_id.in_(closed))
    _removed(session, InvitationRow, InvitationRow.organisation_id.in_(closed), InvitationRow.company_id.is_(None))
    named = [
        exists().where(column == OrganisationRow.id)
        for column in (AccessRow.organisation_id, VisitRow.organisation_id, InvitationRow.organisation_id)
    ]
    return _removed(session, OrganisationRow, OrganisationRow.closed_at <= before, ~or_(*named))


def unseen(session: Session, since: datetime, *, warned: bool, before: datetime | None = None) -> tuple[Person, ...]:
    """Accounts that nobody has used since then. `warned`: those told so after their last visit, before `before`;
    else those not told yet."""
    rows = session.scalars(select(UserRow).where(UserRow.created_at <= since).order_by(UserRow.id)).all()
    return tuple(person(row) for row in rows if _is_due(session, row, since, warned, before))


def _is_due(session: Session, row: UserRow, since: datetime, warned: bool, before: datetime | None) -> bool:
    last = _last_seen(session, row)
    told = row.warned_at is not None and row.warned_at > last
    if last > since or told != warned:
        return False
    return not warned or before is None or (row.warned_at is not None and row.warned_at <= before)


def _last_seen(session: Session, row: UserRow) -> datetime:
    """The last sign that somebody used the account: it says so itself, or a session, or the trail."""
    seen = session.scalar(select(func.max(SessionRow.seen_at)).where(SessionRow.user_id == row.id))
    did = session.scalar(select(func.max(AuditEventRow.at)).where(AuditEventRow.actor == f"user:{row.public_id}"))
    return max(at for at in (row.created_at, row.seen_at, seen, did) if at is not None)


def set_warned(session: Session, account: Person, at: datetime | None) -> None:
    session.execute(update(UserRow).where(UserRow.id == account.key).values(warned_at=at))


def give_hands_back(session: Session, account: Person) -> None:
    """Diagnostics that only this adviser was writing go back to their leader."""
    advised = select(AccessRow.company_id).where(
        AccessRow.user_id == account.key, AccessRow.role == Role.ADVISER, AccessRow.ended_at.is_(None)
    )
    others = select(AccessRow.company_id).where(
        AccessRow.user_id != account.key, AccessRow.role == Role.ADVISER, AccessRow.ended_at.is_(None)
    )
    query = update(DiagnosticRow).where(DiagnosticRow.company_id.in_(advised), DiagnosticRow.company_id.not_in(others))
    session.execute(query.values(hand=Hand.LEADER.value).execution_options(synchronize_session=False))


def deserted_companies(session: Session, since: datetime) -> Sequence[str]:
    """The public ids of companies without a leader's account that nobody has changed or opened since then. That an
    account went for want of visits is nobody's visit."""
    led = exists().where(
        AccessRow.company_id == CompanyRow.id, AccessRow.role == Role.LEADER, AccessRow.ended_at.is_(None)
    )
    touched = exists().where(
        DiagnosticRow.company_id == CompanyRow.id, or_(DiagnosticRow.updated_at > since, DiagnosticRow.demo)
    )
    purged = (AuditEventRow.actor == OPERATOR.reference) & (AuditEventRow.act == "access.ended")
    opened = exists().where(AuditEventRow.company == CompanyRow.public_id, AuditEventRow.at > since, ~purged)
    query = select(CompanyRow.public_id).where(~led, ~touched, ~opened).order_by(CompanyRow.id)
    return session.scalars(query).all()
