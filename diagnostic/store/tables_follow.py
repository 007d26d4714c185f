"""The tables of what follows the answers: proofs, the restitution, the signed plan and its steps, and what a public
directory said of a company."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from diagnostic.store.annotations import DIAGNOSTIC, DIAGNOSTIC_WORDS, DIRECTORY, PLAN, PLAN_WORDS, held
from diagnostic.store.base import Base


class ProofRow(Base):
    """A photo kept beside an answer: re-encoded by the server, without what the camera wrote in it."""

    __tablename__ = "proofs"

    id: Mapped[str] = held(DIAGNOSTIC, String(22), primary_key=True)
    diagnostic_id: Mapped[str] = held(DIAGNOSTIC, ForeignKey("diagnostics.id"), index=True)
    item: Mapped[str] = held(DIAGNOSTIC, String(60))
    function: Mapped[str | None] = held(DIAGNOSTIC, String(20))
    caption: Mapped[str] = held(DIAGNOSTIC_WORDS, String(200))
    width: Mapped[int] = held(DIAGNOSTIC)
    height: Mapped[int] = held(DIAGNOSTIC)
    sha256: Mapped[str] = held(DIAGNOSTIC, String(64))
    image: Mapped[bytes] = held(DIAGNOSTIC_WORDS, LargeBinary, deferred=True)
    added_by: Mapped[str] = held(DIAGNOSTIC_WORDS, String(40))
    added_at: Mapped[datetime] = held(DIAGNOSTIC)


class RestitutionRow(Base):
    """What an adviser leaves and writes around the result. `noted_on`: the day that the two-page note was left;
    `due_on`: the restitution that it promised; `present`: who was there."""

    __tablename__ = "restitutions"

    diagnostic_id: Mapped[str] = held(PLAN, ForeignKey("diagnostics.id"), primary_key=True)
    noted_on: Mapped[date | None] = held(PLAN)
    due_on: Mapped[date | None] = held(PLAN)
    present: Mapped[str | None] = held(PLAN_WORDS, String(300))
    word: Mapped[str | None] = held(PLAN_WORDS, Text)
    word_by: Mapped[str | None] = held(PLAN_WORDS, String(40))
    word_at: Mapped[datetime | None] = held(PLAN)


class SignatureRow(Base):
    """A plan as it was signed: `document` is its exact text, `pdf` its pages; the audit trail tells the
    hash of each.

    Never changed but to say that the diagnostic was opened again (`reopened_*`)."""

    __tablename__ = "signatures"

    id: Mapped[str] = held(PLAN, String(22), primary_key=True)
    diagnostic_id: Mapped[str] = held(PLAN, ForeignKey("diagnostics.id"), index=True)
    on: Mapped[date] = held(PLAN)
    signatory: Mapped[str] = held(PLAN_WORDS, String(120))
    capacity: Mapped[str] = held(PLAN_WORDS, String(120))
    adviser: Mapped[str | None] = held(PLAN_WORDS, String(120))
    document: Mapped[str] = held(PLAN_WORDS, Text)
    sha256: Mapped[str] = held(PLAN, String(64))
    pdf: Mapped[bytes] = held(PLAN_WORDS, LargeBinary, deferred=True)
    pdf_sha256: Mapped[str] = held(PLAN, String(64))
    signed_by: Mapped[str] = held(PLAN_WORDS, String(40))
    signed_at: Mapped[datetime] = held(PLAN)
    reopened_by: Mapped[str | None] = held(PLAN_WORDS, String(40))
    reopened_at: Mapped[datetime | None] = held(PLAN)
    reopened_why: Mapped[str | None] = held(PLAN_WORDS, Text)


class StepRow(Base):
    """An action of a signed plan as it is carried out: who, until when, how far. `real_cost` in euros."""

    __tablename__ = "steps"

    id: Mapped[str] = held(PLAN, String(22), primary_key=True)
    company_id: Mapped[int] = held(PLAN, ForeignKey("companies.id"), index=True)
    signature_id: Mapped[str] = held(PLAN, ForeignKey("signatures.id"), index=True)
    action: Mapped[str] = held(PLAN, String(60))
    owner: Mapped[str | None] = held(PLAN_WORDS, String(120))
    owner_email: Mapped[str | None] = held(PLAN_WORDS, String(254))
    due_on: Mapped[date] = held(PLAN)
    state: Mapped[str] = held(PLAN, String(12))
    note: Mapped[str | None] = held(PLAN_WORDS, Text)
    real_cost: Mapped[int | None] = held(PLAN)
    started_on: Mapped[date | None] = held(PLAN)
    done_on: Mapped[date | None] = held(PLAN)
    reminded_on: Mapped[date | None] = held(PLAN)
    updated_by: Mapped[str] = held(PLAN_WORDS, String(40))
    updated_at: Mapped[datetime] = held(PLAN)


class DirectoryRow(Base):
    """What the public company directory answered about a SIRET, kept for a while."""

    __tablename__ = "directory_entries"

    siret: Mapped[str] = held(DIRECTORY, String(14), primary_key=True)
    found: Mapped[dict[str, Any]] = held(DIRECTORY)
    fetched_at: Mapped[datetime] = held(DIRECTORY)
