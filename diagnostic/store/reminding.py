"""What the follow-up may write about, whom to, and what it has already written."""

from collections.abc import Collection, Iterable
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import Row, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from diagnostic.core.model.access import Role
from diagnostic.core.model.reminder import Followers, Milestone, ReminderKind, WatchedStep
from diagnostic.core.model.step import OPEN
from diagnostic.store import steps
from diagnostic.store.grants import opens
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_follow import RestitutionRow, SignatureRow, StepRow
from diagnostic.store.tables_people import AccessRow, OrganisationRow, UserRow
from diagnostic.store.tables_security import AuditEventRow

SENT = "reminder.sent"


def open_steps(session: Session, until: date) -> tuple[list[WatchedStep], set[int]]:
    """Those due until that day, without their titles, and the keys of their companies. Examples are left out."""
    query = (
        select(StepRow, SignatureRow.diagnostic_id, CompanyRow)
        .join(SignatureRow, SignatureRow.id == StepRow.signature_id)
        .join(DiagnosticRow, DiagnosticRow.id == SignatureRow.diagnostic_id)
        .join(CompanyRow, CompanyRow.id == StepRow.company_id)
        .where(StepRow.state.in_([one.value for one in OPEN]), StepRow.due_on <= until, ~DiagnosticRow.demo)
    )
    rows = session.execute(query).all()
    found = [
        WatchedStep(company.public_id, company.name, diagnostic, steps.step_value(row), row.action)
        for row, diagnostic, company in rows
    ]
    return found, {company.id for _, _, company in rows}


def promised_restitutions(session: Session, zone: tzinfo) -> list[Milestone]:
    """Those of diagnostics that were never signed."""
    signed = exists().where(SignatureRow.diagnostic_id == DiagnosticRow.id)
    query = (
        select(RestitutionRow.due_on, DiagnosticRow.id, CompanyRow.public_id, CompanyRow.name)
        .join(DiagnosticRow, DiagnosticRow.id == RestitutionRow.diagnostic_id)
        .join(CompanyRow, CompanyRow.id == DiagnosticRow.company_id)
        .where(RestitutionRow.due_on.is_not(None), DiagnosticRow.signed_at.is_(None), ~signed, ~DiagnosticRow.demo)
    )
    return _milestones(session, ReminderKind.RESTITUTION, session.execute(query).all(), zone)


def signed_since(session: Session, zone: tzinfo) -> list[Milestone]:
    """Plans in force that no later diagnostic of their company follows."""
    later = aliased(DiagnosticRow)
    followed = exists().where(later.company_id == DiagnosticRow.company_id, later.created_at > SignatureRow.signed_at)
    query = (
        select(func.max(SignatureRow.on), DiagnosticRow.id, CompanyRow.public_id, CompanyRow.name)
        .join(DiagnosticRow, DiagnosticRow.id == SignatureRow.diagnostic_id)
        .join(CompanyRow, CompanyRow.id == DiagnosticRow.company_id)
        .where(SignatureRow.reopened_at.is_(None), ~followed, ~DiagnosticRow.demo)
        .group_by(DiagnosticRow.id, CompanyRow.public_id, CompanyRow.name)
    )
    return _milestones(session, ReminderKind.AGAIN, session.execute(query).all(), zone)


def _milestones(
    session: Session, kind: ReminderKind, rows: Iterable[Row[*tuple[Any, ...]]], zone: tzinfo
) -> list[Milestone]:
    told = _last_told(session, kind, zone)
    return [
        Milestone(kind, company, name, diagnostic, day, told.get(diagnostic)) for day, diagnostic, company, name in rows
    ]


def _last_told(session: Session, kind: ReminderKind, zone: tzinfo) -> dict[str, date]:
    """Diagnostic → the day in that zone of the last such letter, as the audit trail tells."""
    query = select(AuditEventRow.diagnostic, AuditEventRow.at, AuditEventRow.details).where(AuditEventRow.act == SENT)
    found: dict[str, date] = {}
    for diagnostic, at, details in session.execute(query.order_by(AuditEventRow.position)):
        if diagnostic and details.get("kind") == kind.value:
            found[diagnostic] = at.astimezone(zone).date()
    return found


def followers(session: Session, companies: Collection[str]) -> dict[str, Followers]:
    """Company → who may be told of it today."""
    query = (
        select(CompanyRow.public_id, AccessRow.role, UserRow.email, UserRow.name)
        .join(AccessRow, AccessRow.company_id == CompanyRow.id)
        .join(UserRow, UserRow.id == AccessRow.user_id)
        .outerjoin(OrganisationRow, OrganisationRow.id == AccessRow.organisation_id)
        .where(CompanyRow.public_id.in_(companies), AccessRow.ended_at.is_(None), UserRow.active, opens())
        .order_by(AccessRow.granted_at, AccessRow.id)
    )
    rows = session.execute(query).all()
    return {company: _followers([row for row in rows if row.public_id == company]) for company in companies}


def _followers(rows: Collection[Row[*tuple[Any, ...]]]) -> Followers:
    leaders = dict.fromkeys(row.email for row in rows if row.role == Role.LEADER)
    advisers = dict.fromkeys(row.email for row in rows if row.role == Role.ADVISER)
    name = next((row.name for row in rows if row.role == Role.LEADER and row.name), None)
    return Followers(tuple(leaders), tuple(advisers), name)


def set_reminded(session: Session, ids: Collection[str], on: date) -> None:
    """Those steps were told of that day. What people have told of them is not changed: their version stays."""
    session.execute(update(StepRow).where(StepRow.id.in_(ids)).values(reminded_on=on))
