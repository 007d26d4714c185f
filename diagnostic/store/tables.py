"""The tables of companies and their diagnostics. Rows never leave the store."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from diagnostic.store.annotations import CONSENT, DIAGNOSTIC, DIAGNOSTIC_WORDS, FOLLOW_UP, OBSERVATORY_CARD, held
from diagnostic.store.base import Base


class CompanyRow(Base):
    """A company. `journal` holds what an import told of its past, read beside the audit trail. `holding`: SIREN of the
    head of its group; `legal_form`: Insee's code; `verified_at`: since when its SIREN is somebody's for sure."""

    __tablename__ = "companies"

    id: Mapped[int] = held(DIAGNOSTIC, primary_key=True)
    public_id: Mapped[str] = held(DIAGNOSTIC, String(22), unique=True)
    name: Mapped[str] = held(DIAGNOSTIC_WORDS, String(200))
    siret: Mapped[str | None] = held(DIAGNOSTIC_WORDS, String(14))
    naf: Mapped[str | None] = held(DIAGNOSTIC, String(6))
    idcc: Mapped[int | None] = held(DIAGNOSTIC)
    headcount: Mapped[int | None] = held(DIAGNOSTIC)
    revenue: Mapped[int | None] = held(DIAGNOSTIC)
    region: Mapped[str | None] = held(DIAGNOSTIC, String(2))
    zone_emploi: Mapped[str | None] = held(DIAGNOSTIC, String(4))
    department: Mapped[str | None] = held(DIAGNOSTIC, String(3))
    commune: Mapped[str | None] = held(DIAGNOSTIC, String(5))
    position: Mapped[str | None] = held(DIAGNOSTIC, String(20))
    intent: Mapped[str | None] = held(DIAGNOSTIC, String(20))
    journal: Mapped[list[Any]] = held(DIAGNOSTIC_WORDS, default=list)
    holding: Mapped[str | None] = held(OBSERVATORY_CARD, String(9))
    legal_form: Mapped[str | None] = held(OBSERVATORY_CARD, String(4))
    verified_at: Mapped[datetime | None] = held(OBSERVATORY_CARD)


class DiagnosticRow(Base):
    """One diagnostic. `more` holds the rarer parts of the assessment (settled, respondents, skills, target …).

    `hand`: who writes, the leader or the adviser who prepares it. `signed_at`: since when its plan is signed, and
    nobody writes.
    """

    __tablename__ = "diagnostics"

    id: Mapped[str] = held(DIAGNOSTIC, String(22), primary_key=True)
    company_id: Mapped[int] = held(DIAGNOSTIC, ForeignKey("companies.id"), index=True)
    questionnaire: Mapped[str] = held(DIAGNOSTIC, String(60))
    content_sha256: Mapped[str] = held(DIAGNOSTIC, String(64))
    form: Mapped[str] = held(DIAGNOSTIC, String(10))
    functions: Mapped[dict[str, Any]] = held(DIAGNOSTIC)
    entry: Mapped[dict[str, Any]] = held(DIAGNOSTIC_WORDS)
    constraints: Mapped[dict[str, Any]] = held(DIAGNOSTIC)
    more: Mapped[dict[str, Any]] = held(DIAGNOSTIC_WORDS)
    demo: Mapped[bool] = held(DIAGNOSTIC, default=False)
    hand: Mapped[str] = held(DIAGNOSTIC, String(12), default="leader")
    resume_hash: Mapped[str | None] = held(DIAGNOSTIC, String(64), unique=True)
    created_at: Mapped[datetime] = held(DIAGNOSTIC)
    updated_at: Mapped[datetime] = held(DIAGNOSTIC)
    signed_at: Mapped[datetime | None] = held(DIAGNOSTIC)

    company: Mapped[CompanyRow] = relationship(lazy="joined")


class OperationRow(Base):
    """One answer given, changed or withdrawn (rating None): never updated, never deleted. The state is their fold."""

    __tablename__ = "operations"
    __table_args__ = (UniqueConstraint("diagnostic_id", "op_id"), UniqueConstraint("diagnostic_id", "version"))

    id: Mapped[int] = held(DIAGNOSTIC, primary_key=True)
    diagnostic_id: Mapped[str] = held(DIAGNOSTIC, ForeignKey("diagnostics.id"), index=True)
    op_id: Mapped[str] = held(DIAGNOSTIC, String(36))
    version: Mapped[int] = held(DIAGNOSTIC)
    base_version: Mapped[int | None] = held(DIAGNOSTIC)
    item: Mapped[str] = held(DIAGNOSTIC, String(60))
    function: Mapped[str | None] = held(DIAGNOSTIC, String(20))
    respondent: Mapped[str] = held(DIAGNOSTIC_WORDS, String(40))
    rating: Mapped[str | None] = held(DIAGNOSTIC, String(16))
    evidence: Mapped[str] = held(DIAGNOSTIC, String(12))
    note: Mapped[str | None] = held(DIAGNOSTIC_WORDS, Text)
    device_at: Mapped[datetime | None] = held(DIAGNOSTIC)
    server_at: Mapped[datetime] = held(DIAGNOSTIC)
    author: Mapped[str | None] = held(DIAGNOSTIC_WORDS, String(40))
    flagged: Mapped[bool] = held(DIAGNOSTIC, default=False)


class ConsentRow(Base):
    """A yes or a no to one use of a company's answers: never changed, the last one holds. It goes when its company
    does, and the database refuses to remove it before."""

    __tablename__ = "consents"

    id: Mapped[int] = held(CONSENT, primary_key=True)
    company_id: Mapped[int] = held(CONSENT, ForeignKey("companies.id", ondelete="CASCADE"), index=True)
    use: Mapped[str] = held(CONSENT, String(40))
    given: Mapped[bool] = held(CONSENT)
    text_version: Mapped[str] = held(CONSENT, String(20))
    at: Mapped[datetime] = held(CONSENT)
    actor: Mapped[str] = held(CONSENT, String(40))


class VisitRow(Base):
    """A day, or part of one, that an adviser spent for a company; attested by its leader, read by a funder."""

    __tablename__ = "visits"

    id: Mapped[str] = held(FOLLOW_UP, String(22), primary_key=True)
    company_id: Mapped[int] = held(FOLLOW_UP, ForeignKey("companies.id"), index=True)
    organisation_id: Mapped[str] = held(FOLLOW_UP, ForeignKey("organisations.id"))
    actor: Mapped[str] = held(FOLLOW_UP, String(40))
    kind: Mapped[str] = held(FOLLOW_UP, String(16))
    on: Mapped[date] = held(FOLLOW_UP)
    half_days: Mapped[int] = held(FOLLOW_UP)
    recorded_at: Mapped[datetime] = held(FOLLOW_UP)
    attested_at: Mapped[datetime | None] = held(FOLLOW_UP)
    attested_by: Mapped[str | None] = held(FOLLOW_UP, String(40))
