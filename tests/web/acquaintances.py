"""Accounts, organisations and accesses as tests need them, written straight into the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.services import accounts
from diagnostic.services.authority import PROVEN
from diagnostic.services.database import Database, Session
from diagnostic.store import people
from diagnostic.store.base import new_id
from diagnostic.store.tables import DiagnosticRow, VisitRow
from diagnostic.store.tables_follow import ProofRow
from diagnostic.store.tables_people import AccessRow, InvitationRow, MembershipRow, OrganisationRow
from diagnostic.web.reader import INVITED, OWN, USER
from tests.web.linting_client import LintingClient
from tests.web.served import NOW

COOKIE = "palier"


@dataclass(frozen=True)
class Account:
    id: str
    email: str


def account(database: Database, email: str, name: str | None = None, *, platform_admin: bool = False) -> Account:
    with database.session() as session:
        made = people.add(session, email, name, NOW, platform_admin=platform_admin)
        session.commit()
    return Account(made.id, made.email)


def organisation(database: Database, name: str, kind: OrganisationKind = OrganisationKind.CHAMBER) -> str:
    id = new_id()
    with database.session() as session:
        session.add(OrganisationRow(id=id, name=name, kind=kind, created_at=NOW))
        session.commit()
    return id


def member(database: Database, account: Account, organisation: str, position: Position) -> None:
    with database.session() as session:
        key = people.row_of(session, account.id).id
        row = MembershipRow(user_id=key, organisation_id=organisation, role=position, created_at=NOW)
        session.add(row)
        session.commit()


def access(
    database: Database, diagnostic: str, role: Role, account: Account | None = None, organisation: str | None = None
) -> str:
    """Access to the company of that diagnostic; a funder's is its organisation's."""
    id = new_id()
    with database.session() as session:
        company = session.scalars(select(DiagnosticRow.company_id).where(DiagnosticRow.id == diagnostic)).one()
        session.add(
            AccessRow(
                id=id,
                company_id=company,
                role=role,
                user_id=people.row_of(session, account.id).id if account else None,
                organisation_id=organisation,
                granted_by="operator",
                granted_at=NOW,
            )
        )
        session.commit()
    return id


def contributor(database: Database, diagnostic: str, group: str = "managers", respondent: str = "managers_1") -> str:
    """An invitation to answer as one of a group; its id."""
    id = new_id()
    with database.session() as session:
        company = session.scalars(select(DiagnosticRow.company_id).where(DiagnosticRow.id == diagnostic)).one()
        row = InvitationRow(
            id=id,
            role=Role.CONTRIBUTOR,
            company_id=company,
            diagnostic_id=diagnostic,
            group=group,
            respondent=respondent,
            token_hash=accounts.hash_token(new_id()),
            made_by="operator",
            made_at=NOW,
            expires_at=NOW + timedelta(days=30),
        )
        session.add(row)
        session.commit()
    return id


def visit(database: Database, diagnostic: str, organisation: str, adviser: Account) -> str:
    """A day that an adviser spent for the company of that diagnostic."""
    id = new_id()
    with database.session() as session:
        company = session.scalars(select(DiagnosticRow.company_id).where(DiagnosticRow.id == diagnostic)).one()
        row = VisitRow(
            id=id,
            company_id=company,
            organisation_id=organisation,
            actor=f"user:{adviser.id}",
            kind="visit",
            on=NOW.date(),
            half_days=2,
            recorded_at=NOW,
        )
        session.add(row)
        session.commit()
    return id


def proof(database: Database, diagnostic: str, item: str = "digital_skills") -> str:
    """A photo beside an answer of that diagnostic; its id. Its pixels are not read here."""
    row = ProofRow(
        id=new_id(),
        diagnostic_id=diagnostic,
        item=item,
        caption="Planning affiché",
        width=1600,
        height=1200,
        sha256="0" * 64,
        image=b"jpeg",
        added_by="operator",
        added_at=NOW,
    )
    with database.session() as session:
        session.add(row)
        session.commit()
        return row.id


def session_values(session: Session, account: Account, *, proven: bool, now: datetime) -> dict[str, object]:
    uniquifier = people.row_of(session, account.id).fs_uniquifier
    return {USER: uniquifier, "_fresh": True, "fs_cc": "set", "fs_paa": now.timestamp(), PROVEN: proven}


def cookie_of(database: Database, values: dict[str, object]) -> str:
    """The cookie of a new browser session that holds these values."""
    with database.session() as session:
        record = accounts.open_session(session, NOW)
        accounts.save_session(session, record.token, values, NOW)
        session.commit()
    return record.token


def browse(app: Flask, database: Database, values: dict[str, object]) -> LintingClient:
    client = app.test_client()
    assert isinstance(client, LintingClient)
    client.set_cookie(COOKIE, cookie_of(database, values))
    return client


def signed_in(app: Flask, database: Database, account: Account, *, proven: bool = True) -> LintingClient:
    """The browser of somebody who has signed in; `proven`: with a second factor."""
    with database.session() as session:
        values = session_values(session, account, proven=proven, now=NOW)
    return browse(app, database, values)


def with_link(app: Flask, database: Database, diagnostic: str) -> LintingClient:
    """A browser that has opened that diagnostic with its private link."""
    return browse(app, database, {OWN: diagnostic})


def invited(app: Flask, database: Database, invitation: str) -> LintingClient:
    """A contributor's browser."""
    return browse(app, database, {INVITED: invitation})
