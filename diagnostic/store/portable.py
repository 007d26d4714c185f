"""A company's rows ↔ the values of its file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Hand, OrganisationKind, Role
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.company_file import (
    CompanyFile,
    FiledAccess,
    FiledConsent,
    FiledDiagnostic,
    FiledEvent,
    FiledInvitation,
    FiledOperation,
    FiledOrganisation,
    FiledPerson,
    FiledVisit,
)
from diagnostic.store import audit, portable_follow
from diagnostic.store.base import new_id
from diagnostic.store.tables import CompanyRow, ConsentRow, DiagnosticRow, OperationRow, VisitRow
from diagnostic.store.tables_people import AccessRow, InvitationRow, OrganisationRow, UserRow

STORED = ("questionnaire", "form", "functions", "entry", "constraints", "more")
SIREN_DIGITS = 9
REGISTERED = ("holding", "legal_form", "verified_at")


def matching(session: Session, reference: str) -> list[tuple[str, str, str | None]]:
    """Public id, name and SIRET of the companies that a public id, a diagnostic's id, a SIRET or a SIREN names."""
    query = select(CompanyRow.public_id, CompanyRow.name, CompanyRow.siret).where(
        or_(
            CompanyRow.public_id == reference,
            CompanyRow.id.in_(select(DiagnosticRow.company_id).where(DiagnosticRow.id == reference)),
            CompanyRow.siret == reference,
            CompanyRow.siret.startswith(reference) if _is_siren(reference) else CompanyRow.siret == reference,
        )
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query.order_by(CompanyRow.name, CompanyRow.public_id))]


def _is_siren(reference: str) -> bool:
    return len(reference) == SIREN_DIGITS and reference.isdecimal()


def read(session: Session, company: str) -> tuple[CompanyFile, list[Any]] | None:
    """The file, and the journal that an import brought, as plain values. In the file, assessments are empty and
    `stored` holds every column; the journal is this database's alone."""
    row = session.scalar(select(CompanyRow).where(CompanyRow.public_id == company))
    if row is None:
        return None
    accesses = session.scalars(
        select(AccessRow).where(AccessRow.company_id == row.id).order_by(AccessRow.granted_at, AccessRow.id)
    ).all()
    invitations = session.scalars(
        select(InvitationRow)
        .where(InvitationRow.company_id == row.id)
        .order_by(InvitationRow.made_at, InvitationRow.id)
    ).all()
    visits = session.scalars(
        select(VisitRow).where(VisitRow.company_id == row.id).order_by(VisitRow.on, VisitRow.recorded_at, VisitRow.id)
    ).all()
    people = _people(session, {access.user_id for access in accesses})
    named = {access.organisation_id for access in accesses} | {row.organisation_id for row in invitations}
    named |= {visit.organisation_id for visit in visits}
    ids = {key: person.id for key, person in people.items()}
    file = CompanyFile(
        id=row.public_id,
        company=Company(**{name: getattr(row, name) for name in Company.__dataclass_fields__}),
        diagnostics=_diagnostics(session, row.id),
        people=tuple(sorted(people.values(), key=lambda person: person.email)),
        organisations=_organisations(session, named),
        accesses=tuple(_access(access, ids) for access in accesses),
        invitations=tuple(_invitation(invitation) for invitation in invitations),
        consents=_consents(session, row.id),
        visits=tuple(_visit(visit) for visit in visits),
        journal=_events(session, company),
        holding=row.holding,
        legal_form=row.legal_form,
        verified_at=row.verified_at,
        **portable_follow.read(session, row.id),
    )
    return file, list(row.journal)


def _people(session: Session, keys: set[int | None]) -> dict[int | None, FiledPerson]:
    rows = session.scalars(select(UserRow).where(UserRow.id.in_([key for key in keys if key is not None])))
    return {row.id: FiledPerson(row.public_id, row.email, row.name) for row in rows}


def _organisations(session: Session, ids: set[str | None]) -> tuple[FiledOrganisation, ...]:
    wanted = [id for id in ids if id is not None]
    rows = session.scalars(select(OrganisationRow).where(OrganisationRow.id.in_(wanted)).order_by(OrganisationRow.id))
    return tuple(FiledOrganisation(row.id, row.name, OrganisationKind(row.kind), row.siren, row.region) for row in rows)


def _diagnostics(session: Session, key: int) -> tuple[FiledDiagnostic, ...]:
    query = select(DiagnosticRow).where(DiagnosticRow.company_id == key)
    rows = session.scalars(query.order_by(DiagnosticRow.created_at, DiagnosticRow.id)).all()
    return tuple(
        FiledDiagnostic(
            id=row.id,
            hand=Hand(row.hand),
            demo=row.demo,
            private_link=row.resume_hash is not None,
            content_sha256=row.content_sha256,
            created_at=row.created_at,
            updated_at=row.updated_at,
            assessment={},
            stored={name: getattr(row, name) for name in STORED},
            operations=_operations(session, row.id),
            signed_at=row.signed_at,
        )
        for row in rows
    )


def _operations(session: Session, diagnostic: str) -> tuple[FiledOperation, ...]:
    query = select(OperationRow).where(OperationRow.diagnostic_id == diagnostic).order_by(OperationRow.version)
    names = tuple(FiledOperation.__dataclass_fields__)
    return tuple(FiledOperation(**{name: getattr(row, name) for name in names}) for row in session.scalars(query))


def _access(row: AccessRow, people: Mapping[int | None, str]) -> FiledAccess:
    return FiledAccess(
        id=row.id,
        role=Role(row.role),
        person=people[row.user_id] if row.user_id is not None else None,
        organisation=row.organisation_id,
        granted_by=row.granted_by,
        granted_at=row.granted_at,
        agreement=row.agreement,
        agreed_on=row.agreed_on,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )


def _invitation(row: InvitationRow) -> FiledInvitation:
    return FiledInvitation(
        id=row.id,
        role=row.role,
        organisation=row.organisation_id,
        diagnostic=row.diagnostic_id,
        email=row.email,
        name=row.name,
        respondent=row.respondent,
        group=row.group,
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )


def _consents(session: Session, key: int) -> tuple[FiledConsent, ...]:
    rows = session.scalars(select(ConsentRow).where(ConsentRow.company_id == key).order_by(ConsentRow.id))
    return tuple(FiledConsent(row.use, row.given, row.text_version, row.at, row.actor) for row in rows)


def _visit(row: VisitRow) -> FiledVisit:
    return FiledVisit(
        id=row.id,
        organisation=row.organisation_id,
        actor=row.actor,
        kind=row.kind,
        on=row.on,
        half_days=row.half_days,
        recorded_at=row.recorded_at,
        attested_at=row.attested_at,
        attested_by=row.attested_by,
    )


def _events(session: Session, company: str) -> tuple[FiledEvent, ...]:
    names = tuple(FiledEvent.__dataclass_fields__)
    return tuple(
        FiledEvent(**{name: getattr(event, name) for name in names}) for event in audit.of_company(session, company)
    )


def already_here(session: Session, file: CompanyFile) -> str | None:
    """The place in the file of the first id that this database has given already."""
    checks: tuple[tuple[str, Any, Sequence[str]], ...] = (
        ("id", CompanyRow.public_id, [file.id]),
        ("diagnostics[{}].id", DiagnosticRow.id, [row.id for row in file.diagnostics]),
        ("accesses[{}].id", AccessRow.id, [row.id for row in file.accesses]),
        ("invitations[{}].id", InvitationRow.id, [row.id for row in file.invitations]),
        ("visits[{}].id", VisitRow.id, [row.id for row in file.visits]),
        *(
            (f"{name}[{{}}].id", column, [row.id for row in getattr(file, name)])
            for name, column in portable_follow.IDENTIFIED
        ),
    )
    for place, column, ids in checks:
        known = set(session.scalars(select(column).where(column.in_(ids))))
        for index, id in enumerate(ids):
            if id in known:
                return place.format(index)
    return None


def somebody_else(session: Session, people: Sequence[FiledPerson]) -> str | None:
    """The place in the file of the first person whose id is another address's here."""
    for index, person in enumerate(people):
        email = session.scalar(select(UserRow.email).where(UserRow.public_id == person.id))
        if email is not None and email != person.email:
            return f"people[{index}].id"
    return None


def write(
    session: Session, file: CompanyFile, journal: list[Any], link_hashes: Mapping[str, str], now: datetime
) -> None:
    """Store a file none of whose ids is here. `stored` holds every column of a diagnostic; `link_hashes`: the private
    links opened anew, by diagnostic. Accounts and organisations that are missing are made."""
    registered = {name: getattr(file, name) for name in REGISTERED}
    company = CompanyRow(public_id=file.id, journal=journal, **asdict(file.company), **registered)
    session.add(company)
    people = {person.id: _account(session, person, now) for person in file.people}
    for organisation in file.organisations:
        if session.get(OrganisationRow, organisation.id) is None:
            session.add(OrganisationRow(**asdict(organisation), created_at=now))
    session.flush()
    for diagnostic in file.diagnostics:
        _add_diagnostic(session, company.id, diagnostic, link_hashes.get(diagnostic.id))
    for access in file.accesses:
        columns = asdict(access)
        user, organisation_id = columns.pop("person"), columns.pop("organisation")
        session.add(
            AccessRow(
                **columns,
                company_id=company.id,
                user_id=people[user] if user else None,
                organisation_id=organisation_id,
            )
        )
    for invitation in file.invitations:
        session.add(_invitation_row(company.id, invitation))
    for consent in file.consents:
        session.add(ConsentRow(**asdict(consent), company_id=company.id))
        session.flush()
    for visit in file.visits:
        columns = asdict(visit)
        session.add(VisitRow(**columns | {"organisation_id": columns.pop("organisation")}, company_id=company.id))
    session.flush()
    portable_follow.write(session, file, company.id)


def _account(session: Session, person: FiledPerson, now: datetime) -> int:
    """The key of the account of that address; made without a password if there is none."""
    row = session.scalar(select(UserRow).where(UserRow.email == person.email))
    if row is None:
        row = UserRow(
            public_id=person.id,
            email=person.email,
            name=person.name,
            active=True,
            fs_uniquifier=new_id(),
            fs_webauthn_user_handle=new_id(),
            platform_admin=False,
            created_at=now,
        )
        session.add(row)
        session.flush()
    return row.id


def _add_diagnostic(session: Session, company_key: int, diagnostic: FiledDiagnostic, link_hash: str | None) -> None:
    session.add(
        DiagnosticRow(
            id=diagnostic.id,
            company_id=company_key,
            content_sha256=diagnostic.content_sha256,
            demo=diagnostic.demo,
            hand=diagnostic.hand,
            resume_hash=link_hash,
            created_at=diagnostic.created_at,
            updated_at=diagnostic.updated_at,
            signed_at=diagnostic.signed_at,
            **diagnostic.stored,
        )
    )
    session.flush()
    for operation in diagnostic.operations:
        session.add(OperationRow(diagnostic_id=diagnostic.id, **asdict(operation)))
    session.flush()


def _invitation_row(company_key: int, invitation: FiledInvitation) -> InvitationRow:
    """With the hash of no token: its link opens nothing here."""
    columns = asdict(invitation)
    return InvitationRow(
        organisation_id=columns.pop("organisation"),
        diagnostic_id=columns.pop("diagnostic"),
        company_id=company_key,
        token_hash=f"none:{new_id()}",
        **columns,
    )
