"""The steps of signed plans: rows ↔ core values, and what their signatures promised."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, exists, select
from sqlalchemy.orm import Session, aliased

from diagnostic.core.model.step import State, Step
from diagnostic.store.tables import DiagnosticRow
from diagnostic.store.tables_follow import SignatureRow, StepRow

OWN_NAMES = {"signature": "signature_id"}


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature of a company; `text`: the JSON of `palier-signature/1`, or nothing where it was not asked for."""

    id: str
    diagnostic: str
    on: date
    signed_at: datetime
    reopened: bool
    text: str

    @property
    def document(self) -> dict[str, Any]:
        """What was signed."""
        found: dict[str, Any] = json.loads(self.text)
        return found


def add(session: Session, company_key: int, steps: Iterable[Step]) -> None:
    session.add_all(StepRow(**_columns(step), company_id=company_key) for step in steps)
    session.flush()


def change(session: Session, step: Step) -> None:
    """Replace the row of that step."""
    row = session.get_one(StepRow, step.id)
    for name, value in _columns(step).items():
        setattr(row, name, value)
    session.flush()


def _columns(step: Step) -> dict[str, Any]:
    return {OWN_NAMES.get(name, name): value for name, value in asdict(step).items()}


def step_value(row: StepRow) -> Step:
    values = {name: getattr(row, OWN_NAMES.get(name, name)) for name in Step.__dataclass_fields__}
    return Step(**values | {"state": State(row.state)})


def of_company(session: Session, company_key: int, *, to_change: bool = False) -> tuple[Step, ...]:
    """Every step of a company, the first due first."""
    query = select(StepRow).where(StepRow.company_id == company_key).order_by(StepRow.due_on, StepRow.id)
    return tuple(map(step_value, session.scalars(query.with_for_update() if to_change else query)))


def of_diagnostic(session: Session, diagnostic: str) -> tuple[Step, ...]:
    """Those of the plans of one diagnostic, the first due first."""
    query = select(StepRow).join(SignatureRow, SignatureRow.id == StepRow.signature_id)
    query = query.where(SignatureRow.diagnostic_id == diagnostic).order_by(StepRow.due_on, StepRow.id)
    return tuple(map(step_value, session.scalars(query)))


def of_diagnostic_named(session: Session, diagnostic: str, step: str, *, to_change: bool = False) -> Step | None:
    """That step, if it is one of that diagnostic's. `to_change`: nobody else changes it meanwhile."""
    query = select(StepRow).join(SignatureRow, SignatureRow.id == StepRow.signature_id)
    query = query.where(SignatureRow.diagnostic_id == diagnostic, StepRow.id == step)
    if to_change:
        query = query.with_for_update(of=StepRow).execution_options(populate_existing=True)
    row = session.scalar(query)
    return step_value(row) if row else None


def of_companies(
    session: Session, company_keys: Collection[int], states: Collection[State] = tuple(State)
) -> dict[int, list[Step]]:
    """The steps of each of these companies that are in these states, the first due first."""
    query = select(StepRow).where(StepRow.company_id.in_(company_keys), StepRow.state.in_(list(states)))
    found: dict[int, list[Step]] = {}
    for row in session.scalars(query.order_by(StepRow.due_on, StepRow.id)):
        found.setdefault(row.company_id, []).append(step_value(row))
    return found


def signatures_of_company(session: Session, company_key: int) -> tuple[Signed, ...]:
    """The signatures of a company with their documents, the first one first."""
    return signatures_of_companies(session, (company_key,), whole=True).get(company_key, ())


def signatures_of_companies(
    session: Session, company_keys: Collection[int], *, whole: bool = False
) -> dict[int, tuple[Signed, ...]]:
    """The same, of several; unless `whole`, a document that no later diagnostic can answer is left out: they are
    long."""
    later = aliased(DiagnosticRow)
    followed = exists().where(later.company_id == DiagnosticRow.company_id, later.created_at > SignatureRow.signed_at)
    text = SignatureRow.document if whole else case((followed, SignatureRow.document), else_="")
    query = (
        select(DiagnosticRow.company_id, SignatureRow.id, DiagnosticRow.id, SignatureRow.on)
        .add_columns(SignatureRow.signed_at, SignatureRow.reopened_at, text)
        .join(DiagnosticRow, DiagnosticRow.id == SignatureRow.diagnostic_id)
        .where(DiagnosticRow.company_id.in_(company_keys))
        .order_by(SignatureRow.signed_at, SignatureRow.id)
    )
    found: dict[int, tuple[Signed, ...]] = {}
    for key, id, diagnostic, on, signed_at, reopened_at, document in session.execute(query):
        one = Signed(id, diagnostic, on, signed_at, reopened_at is not None, document)
        found[key] = (*found.get(key, ()), one)
    return found
