"""All tables. Rows never leave the store."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from diagnostic.store.base import Base


class CompanyRow(Base):
    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    siret: Mapped[str | None] = mapped_column(String(14))
    naf: Mapped[str | None] = mapped_column(String(6))
    idcc: Mapped[int | None]
    headcount: Mapped[int | None]
    revenue: Mapped[int | None]
    region: Mapped[str | None] = mapped_column(String(2))
    zone_emploi: Mapped[str | None] = mapped_column(String(4))
    department: Mapped[str | None] = mapped_column(String(3))
    position: Mapped[str | None] = mapped_column(String(20))
    intent: Mapped[str | None] = mapped_column(String(20))


class DiagnosticRow(Base):
    """One diagnostic. `more` holds the rarer parts of the assessment (settled, respondents, skills, target …)."""

    __tablename__ = "diagnostics"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    questionnaire: Mapped[str] = mapped_column(String(60))
    content_sha256: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(String(10))
    functions: Mapped[dict[str, Any]]
    entry: Mapped[dict[str, Any]]
    constraints: Mapped[dict[str, Any]]
    more: Mapped[dict[str, Any]]
    demo: Mapped[bool] = mapped_column(default=False)
    resume_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    company: Mapped[CompanyRow] = relationship(lazy="joined")


class OperationRow(Base):
    """One answer given, changed or withdrawn (rating None): never updated, never deleted. The state is their fold."""

    __tablename__ = "operations"
    __table_args__ = (UniqueConstraint("diagnostic_id", "op_id"), UniqueConstraint("diagnostic_id", "version"))

    id: Mapped[int] = mapped_column(primary_key=True)
    diagnostic_id: Mapped[str] = mapped_column(ForeignKey("diagnostics.id"), index=True)
    op_id: Mapped[str] = mapped_column(String(36))
    version: Mapped[int]
    base_version: Mapped[int | None]
    item: Mapped[str] = mapped_column(String(60))
    function: Mapped[str | None] = mapped_column(String(20))
    respondent: Mapped[str] = mapped_column(String(40))
    rating: Mapped[str | None] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(String(12))
    note: Mapped[str | None] = mapped_column(Text)
    device_at: Mapped[datetime | None]
    server_at: Mapped[datetime]


class SessionRow(Base):
    """A browser's session: only the hash of its token is kept; deleting the row closes it."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    values: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
