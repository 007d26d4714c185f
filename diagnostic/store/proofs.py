"""Photos kept beside answers: rows ↔ core values. An image is read only when it is shown."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from diagnostic.core.model.proof import Proof
from diagnostic.store.base import changed, new_id
from diagnostic.store.tables_follow import ProofRow


def of_diagnostic(session: Session, diagnostic: str) -> tuple[Proof, ...]:
    """The first added first."""
    query = select(ProofRow).where(ProofRow.diagnostic_id == diagnostic).order_by(ProofRow.added_at, ProofRow.id)
    return tuple(_proof(row) for row in session.scalars(query))


def add(session: Session, diagnostic: str, proof: Proof, image: bytes) -> Proof:
    """Kept under an id of its own."""
    row = ProofRow(
        id=new_id(),
        diagnostic_id=diagnostic,
        item=proof.item,
        function=proof.function,
        caption=proof.caption,
        width=proof.width,
        height=proof.height,
        sha256=proof.sha256,
        image=image,
        added_by=proof.added_by,
        added_at=proof.added_at,
    )
    session.add(row)
    session.flush()
    return _proof(row)


def image(session: Session, diagnostic: str, id: str) -> bytes | None:
    """The JPEG of that proof of that diagnostic; None when there is none."""
    return session.scalar(select(ProofRow.image).where(ProofRow.id == id, ProofRow.diagnostic_id == diagnostic))


def remove(session: Session, diagnostic: str, id: str) -> bool:
    """Whether it was there."""
    return changed(session, delete(ProofRow).where(ProofRow.id == id, ProofRow.diagnostic_id == diagnostic)) == 1


def _proof(row: ProofRow) -> Proof:
    return Proof(
        id=row.id,
        item=row.item,
        function=row.function,
        caption=row.caption,
        width=row.width,
        height=row.height,
        sha256=row.sha256,
        added_by=row.added_by,
        added_at=row.added_at,
    )
