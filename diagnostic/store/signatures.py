"""Signed plans: rows ↔ core values. A row is never changed, but to say that the diagnostic was opened again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostic.core.model.signature import Signature
from diagnostic.store.base import new_id
from diagnostic.store.tables_follow import SignatureRow

KEPT = tuple(Signature.__dataclass_fields__.keys() - {"diagnostic"})


def add(session: Session, signature: Signature, pdf: bytes, by: str) -> str:
    """A new signature; its id."""
    columns = {name: getattr(signature, name) for name in KEPT}
    row = SignatureRow(
        **columns | {"id": new_id()}, diagnostic_id=signature.diagnostic, pdf=pdf, signed_by=by, reopened_by=None
    )
    session.add(row)
    session.flush()
    return row.id


def of_diagnostics(session: Session, diagnostics: Collection[str]) -> tuple[Signature, ...]:
    """The newest first."""
    query = select(SignatureRow).where(SignatureRow.diagnostic_id.in_(diagnostics))
    rows = session.scalars(query.order_by(SignatureRow.signed_at.desc(), SignatureRow.id.desc()))
    return tuple(Signature(**{name: getattr(row, name) for name in KEPT}, diagnostic=row.diagnostic_id) for row in rows)


def pdf_of(session: Session, diagnostic: str, signature: str) -> bytes | None:
    """The pages that were signed; None when that diagnostic has no such signature."""
    query = select(SignatureRow.pdf).where(SignatureRow.id == signature, SignatureRow.diagnostic_id == diagnostic)
    return session.scalar(query)


def reopen(session: Session, signature: str, why: str, by: str, at: datetime) -> None:
    row = session.get_one(SignatureRow, signature, populate_existing=True, with_for_update=True)
    row.reopened_by, row.reopened_at, row.reopened_why = by, at, why
    session.flush()
