"""Removing a company, or an account, so that nothing of it is left: rows first, then what the files still hold."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, Text, cast, delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from diagnostic.core.model.access import Role
from diagnostic.store.people import Person, person
from diagnostic.store.tables import CompanyRow, ConsentRow, DiagnosticRow, OperationRow, VisitRow
from diagnostic.store.tables_follow import DirectoryRow, ProofRow, RestitutionRow, SignatureRow, StepRow
from diagnostic.store.tables_people import AccessRow, InvitationRow, MembershipRow, SessionRow, UserRow
from diagnostic.store.tables_security import LoginLinkRow


@dataclass(frozen=True, slots=True)
class Traces:
    """What is kept about a company. `accounts`: those that open nothing else, and leave with it; `counts` by kind."""

    key: int
    company: str
    name: str
    diagnostics: tuple[str, ...]
    invitations: tuple[str, ...]
    accounts: tuple[Person, ...]
    counts: dict[str, int]


def traces(session: Session, company: str, *, to_change: bool = False) -> Traces | None:
    """By the company's public id; None when there is none. `to_change`: nobody writes in it meanwhile."""
    query = select(CompanyRow.id, CompanyRow.name).where(CompanyRow.public_id == company)
    found = session.execute(query.with_for_update() if to_change else query).one_or_none()
    if found is None:
        return None
    key, name = found
    ids = select(DiagnosticRow.id).where(DiagnosticRow.company_id == key).order_by(DiagnosticRow.id)
    diagnostics = tuple(session.scalars(ids.with_for_update() if to_change else ids))
    invitations = tuple(session.scalars(select(InvitationRow.id).where(_invites(key, diagnostics))))
    accounts = _its_accounts(session, key)
    counts = {
        "diagnostics": len(diagnostics),
        "answers": _count(session, OperationRow.diagnostic_id.in_(diagnostics)),
        "accesses": _count(session, AccessRow.company_id == key),
        "invitations": len(invitations),
        "visits": _count(session, VisitRow.company_id == key),
        "consents": _count(session, ConsentRow.company_id == key),
        "proofs": _count(session, ProofRow.diagnostic_id.in_(diagnostics)),
        "signatures": _count(session, SignatureRow.diagnostic_id.in_(diagnostics)),
        "accounts": len(accounts),
    }
    return Traces(key, company, name, diagnostics, invitations, accounts, counts)


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(which)) or 0


def _invites(key: int, diagnostics: Sequence[str]) -> ColumnElement[bool]:
    return or_(InvitationRow.company_id == key, InvitationRow.diagnostic_id.in_(diagnostics))


def _its_accounts(session: Session, key: int) -> tuple[Person, ...]:
    """Accounts whose every access is to this company, without a position, not the platform's."""
    here, elsewhere = aliased(AccessRow), aliased(AccessRow)
    query = (
        select(UserRow)
        .where(exists().where(here.user_id == UserRow.id, here.company_id == key))
        .where(~exists().where(elsewhere.user_id == UserRow.id, elsewhere.company_id != key))
        .where(~exists().where(MembershipRow.user_id == UserRow.id))
        .where(~UserRow.platform_admin)
        .order_by(UserRow.email)
    )
    return tuple(map(person, session.scalars(query)))


def remove_company(session: Session, gone: Traces) -> int:
    """Every row about the company; the number of browser sessions closed."""
    closed = _close(session, (*gone.diagnostics, *gone.invitations))
    for account in gone.accounts:
        remove_account(session, account)
    addresses = select(InvitationRow.email).where(InvitationRow.id.in_(gone.invitations))
    unclaimed = LoginLinkRow.user_id.is_(None) & LoginLinkRow.email.in_(addresses)
    session.execute(delete(LoginLinkRow).where(unclaimed))
    for rows in (
        delete(InvitationRow).where(InvitationRow.id.in_(gone.invitations)),
        delete(AccessRow).where(AccessRow.company_id == gone.key),
        delete(VisitRow).where(VisitRow.company_id == gone.key),
        delete(StepRow).where(StepRow.company_id == gone.key),
        delete(SignatureRow).where(SignatureRow.diagnostic_id.in_(gone.diagnostics)),
        delete(RestitutionRow).where(RestitutionRow.diagnostic_id.in_(gone.diagnostics)),
        delete(ProofRow).where(ProofRow.diagnostic_id.in_(gone.diagnostics)),
        delete(DirectoryRow).where(DirectoryRow.siret.in_(select(CompanyRow.siret).where(CompanyRow.id == gone.key))),
        delete(OperationRow).where(OperationRow.diagnostic_id.in_(gone.diagnostics)),
        delete(DiagnosticRow).where(DiagnosticRow.id.in_(gone.diagnostics)),
        delete(CompanyRow).where(CompanyRow.id == gone.key),
    ):
        session.execute(rows)
    session.expire_all()
    return closed


def _close(session: Session, ids: Sequence[str]) -> int:
    """Close the sessions that name one of these; one of an account stays, and forgets them. The letters that they
    wait for, to tie that company to an address, open nothing more."""
    text = cast(SessionRow.values, Text)
    if not ids:
        return 0
    naming = session.scalars(select(SessionRow).where(or_(*(text.contains(id, autoescape=True) for id in ids)))).all()
    for row in naming:
        gone = {name: value for name, value in row.values.items() if row.user_id is None or _names(value, ids)}
        session.execute(delete(LoginLinkRow).where(LoginLinkRow.id.in_(list(_words(gone)))))
        if row.user_id is None:
            session.delete(row)
        else:
            row.values = {name: value for name, value in row.values.items() if name not in gone}
    session.flush()
    return len(naming)


def _words(value: object) -> Iterator[str]:
    """Every text inside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _words(inner)


def _names(value: object, ids: Iterable[str]) -> bool:
    text = json.dumps(value)
    return any(id in text for id in ids)


def remove_account(session: Session, account: Person) -> None:
    """The account and all that is its own: sessions, passkeys, identities, positions, links and invitations sent to
    it, accesses. What it did stays in the trail under its opaque id."""
    for rows in (
        delete(AccessRow).where(AccessRow.user_id == account.key),
        delete(InvitationRow).where(InvitationRow.email == account.email),
        delete(LoginLinkRow).where(or_(LoginLinkRow.email == account.email, LoginLinkRow.user_id == account.key)),
        delete(SessionRow).where(SessionRow.user_id == account.key),
        delete(UserRow).where(UserRow.id == account.key),
    ):
        session.execute(rows)
    session.expire_all()


@dataclass(frozen=True, slots=True)
class Holding:
    """A company that an account opens. `alone`: nobody else decides of it with an account; `linked`: its private link
    is open; `handed`: a leader has, or has had, a way in. `diagnostic`: one of its diagnostics."""

    access: str
    company: str
    name: str
    diagnostic: str
    role: Role
    alone: bool
    linked: bool
    handed: bool


def holdings(session: Session, account: Person) -> tuple[Holding, ...]:
    """The accesses in force of an account, by the company's name."""
    query = (
        select(CompanyRow, AccessRow)
        .join(AccessRow, AccessRow.company_id == CompanyRow.id)
        .where(AccessRow.user_id == account.key, AccessRow.ended_at.is_(None))
        .order_by(CompanyRow.name, CompanyRow.id, AccessRow.role)
    )
    return tuple(_holding(session, company, access) for company, access in session.execute(query))


def _holding(session: Session, company: CompanyRow, access: AccessRow) -> Holding:
    same = (AccessRow.company_id == company.id) & (AccessRow.role == access.role)
    others = same & AccessRow.ended_at.is_(None) & (AccessRow.user_id != access.user_id)
    linked = _count(session, (DiagnosticRow.company_id == company.id) & DiagnosticRow.resume_hash.is_not(None)) > 0
    led = _count(session, (AccessRow.company_id == company.id) & (AccessRow.role == Role.LEADER)) > 0
    ids = select(DiagnosticRow.id).where(DiagnosticRow.company_id == company.id)
    return Holding(
        access=access.id,
        company=company.public_id,
        name=company.name,
        diagnostic=session.scalars(ids.order_by(DiagnosticRow.created_at.desc())).first() or "",
        role=Role(access.role),
        alone=_count(session, others) == 0,
        linked=linked,
        handed=linked or led,
    )


def administered_alone(session: Session, account: Person, administrator: str) -> tuple[str, ...]:
    """The names of the open organisations of which that account is the one administrator."""
    own, other = aliased(MembershipRow), aliased(MembershipRow)
    query = (
        select(own)
        .where(own.user_id == account.key, own.role == administrator)
        .where(
            ~exists().where(
                other.organisation_id == own.organisation_id,
                other.role == administrator,
                other.user_id != account.key,
            )
        )
    )
    return tuple(row.organisation.name for row in session.scalars(query) if row.organisation.closed_at is None)


def other_platform_admins(session: Session, account: Person) -> int:
    return _count(session, UserRow.platform_admin & UserRow.active & (UserRow.id != account.key))


TABLES_ABOUT_PEOPLE = (
    "companies, diagnostics, operations, accesses, invitations, visits, consents, users, passkeys, identities,"
    " memberships, sessions, login_links"
)


def scrub(engine: Engine) -> bool:
    """Take what was removed out of the files too. False when somebody was still reading: it will be done next time.

    SQLite has already written zeros over it (secure_delete); the write-ahead log is emptied, waiting for readers for
    as long as busy_timeout says. PostgreSQL gives the space back to be written over (VACUUM).
    """
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            busy, _, _ = connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # type: ignore[union-attr]
        finally:
            connection.close()
        return not busy
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as autonomous:
        autonomous.exec_driver_sql(f"VACUUM {TABLES_ABOUT_PEOPLE}")
    return True
