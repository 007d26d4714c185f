"""What follows the answers: rows ↔ the values of a company's file."""

from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from diagnostic.core.model.company_file import (
    CompanyFile,
    FiledProof,
    FiledRestitution,
    FiledSignature,
    FiledStep,
)
from diagnostic.store.tables import DiagnosticRow
from diagnostic.store.tables_follow import ProofRow, RestitutionRow, SignatureRow, StepRow

BYTES = {"image", "pdf"}
DIAGNOSTIC = ("diagnostic", "diagnostic_id")
SIGNATURE = ("signature", "signature_id")


def read(session: Session, key: int) -> dict[str, tuple[Any, ...]]:
    """The company's proofs, restitutions, signatures and steps, as the fields of its file."""
    own = select(DiagnosticRow.id).where(DiagnosticRow.company_id == key)
    proofs = select(ProofRow).where(ProofRow.diagnostic_id.in_(own)).options(undefer(ProofRow.image))
    words = select(RestitutionRow).where(RestitutionRow.diagnostic_id.in_(own))
    signed = select(SignatureRow).where(SignatureRow.diagnostic_id.in_(own)).options(undefer(SignatureRow.pdf))
    steps = select(StepRow).where(StepRow.company_id == key)
    return {
        "proofs": tuple(
            _filed(FiledProof, row, *DIAGNOSTIC)
            for row in session.scalars(proofs.order_by(ProofRow.added_at, ProofRow.id))
        ),
        "restitutions": tuple(
            _filed(FiledRestitution, row, *DIAGNOSTIC)
            for row in session.scalars(words.order_by(RestitutionRow.diagnostic_id))
        ),
        "signatures": tuple(
            _filed(FiledSignature, row, *DIAGNOSTIC)
            for row in session.scalars(signed.order_by(SignatureRow.signed_at, SignatureRow.id))
        ),
        "steps": tuple(
            _filed(FiledStep, row, *SIGNATURE) for row in session.scalars(steps.order_by(StepRow.due_on, StepRow.id))
        ),
    }


def _filed(kind: type[Any], row: object, name: str, column: str) -> Any:
    """`name`: the field that holds the column `column`; the others bear the same names. Bytes in base 64."""
    values = {field: getattr(row, column if field == name else field) for field in kind.__dataclass_fields__}
    return kind(**{name: b64encode(one).decode() if isinstance(one, bytes) else one for name, one in values.items()})


def write(session: Session, file: CompanyFile, key: int) -> None:
    """Store them, once the diagnostics of the file are."""
    for name, kind in (("proofs", ProofRow), ("restitutions", RestitutionRow), ("signatures", SignatureRow)):
        for filed in getattr(file, name):
            columns = asdict(filed)
            for packed in BYTES & columns.keys():
                columns[packed] = b64decode(columns[packed])
            session.add(kind(**columns | {"diagnostic_id": columns.pop("diagnostic")}))
    session.flush()
    for step in file.steps:
        columns = asdict(step)
        session.add(StepRow(**columns | {"signature_id": columns.pop("signature"), "company_id": key}))
    session.flush()


IDENTIFIED = (("proofs", ProofRow.id), ("signatures", SignatureRow.id), ("steps", StepRow.id))
