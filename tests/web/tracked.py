"""A signed plan and its steps, written as signing leaves them, without waiting for a solver."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from diagnostic.content.assessments import assessment_document
from diagnostic.core.model.access import Actor, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation
from diagnostic.core.model.plan import Money, Plan, PlannedAction
from diagnostic.core.model.step import Step
from diagnostic.services import assessing, tracking
from diagnostic.services.database import Database
from diagnostic.store import assessments
from diagnostic.store.base import new_id
from diagnostic.store.tables import DiagnosticRow
from diagnostic.store.tables_follow import SignatureRow, StepRow
from tests.web.served import NOW

LEADER = Actor("user", "lea", Role.LEADER)
ACTIONS: Mapping[str, int] = {"idea_trials": 1, "hourly_board": 3}


@dataclass(frozen=True)
class Signed:
    """`steps`: the action → its step's id."""

    signature: str
    steps: Mapping[str, str]


def planned(action: str, start: int, quarters: int = 1, net: int = 4000) -> PlannedAction:
    return PlannedAction(
        id=action,
        start_quarter=start,
        quarters=quarters,
        raises=(),
        answers_symptoms=(),
        safe_choice=False,
        release_days=0,
        internal_days=0,
        cost=Money(net, net, (), net, ()),
        trainings=(),
        tasks=(),
        priority_rank=start,
    )


def plan_of(actions: Mapping[str, int], on: date) -> Plan:
    """`actions`: id → quarter, each one quarter long."""
    return Plan(
        on=on,
        status="optimal",
        objective=0.0,
        bound_gap=0.0,
        solver_seconds=0.0,
        actions=tuple(planned(action, quarter) for action, quarter in actions.items()),
        quarters=(),
        trajectory=(),
        targets=(),
        dropped_rules=(),
        to_confirm=(),
        to_assess=(),
        unreached=(),
        infeasible_because=(),
    )


def document_of(plan: Plan, assessment: Assessment | None, targets: Mapping[str, float]) -> dict[str, object]:
    """What is read of a signed document: its plan and, where a later diagnostic answers it, its assessment."""
    actions = [{"id": row.id, "title": f"Titre de {row.id}", "cost": {"net": row.cost.net}} for row in plan.actions]
    return {
        "format": "palier-signature/1",
        "assessment": assessment_document(assessment) if assessment else {"form": "full"},
        "plan": {"actions": actions, "targets": dict(targets)},
    }


def signed(
    database: Database,
    diagnostic: str,
    actions: Mapping[str, int] = ACTIONS,
    *,
    at: datetime = NOW,
    assessment: Assessment | None = None,
    targets: Mapping[str, float] | None = None,
    freezes: bool = False,
) -> Signed:
    """A plan of these actions, signed then; `freezes`: the diagnostic says so, and is read only."""
    plan = plan_of(actions, at.date())
    with database.session() as session:
        row = SignatureRow(
            id=new_id(),
            diagnostic_id=diagnostic,
            on=at.date(),
            signatory="Léa Martin",
            capacity="dirigeante",
            document=json.dumps(document_of(plan, assessment, targets or {})),
            sha256="0" * 64,
            pdf=b"%PDF",
            pdf_sha256="0" * 64,
            signed_by=LEADER.reference,
            signed_at=at,
        )
        session.add(row)
        if freezes:
            session.get_one(DiagnosticRow, diagnostic).signed_at = at
        session.flush()
        tracking.begin(session, diagnostic, row.id, plan, LEADER, at)
        session.commit()
        return Signed(row.id, {step.action: step.id for step in tracking.follow_up(session, diagnostic).steps})


def signed_once(database: Database, diagnostic: str) -> str:
    """A plan that was signed, in a diagnostic that was opened again since; the id of its first step."""
    made = signed(database, diagnostic)
    reopened(database, made.signature, NOW)
    return made.steps[next(iter(ACTIONS))]


def reopened(database: Database, signature: str, at: datetime) -> None:
    with database.session() as session:
        row = session.scalars(select(SignatureRow).where(SignatureRow.id == signature)).one()
        row.reopened_at, row.reopened_by, row.reopened_why = at, LEADER.reference, "Une réponse à revoir"
        session.get_one(DiagnosticRow, row.diagnostic_id).signed_at = None
        session.commit()


def steps_in(database: Database, diagnostic: str) -> dict[str, Step]:
    with database.session(writes=False) as session:
        return {step.action: step for step in tracking.follow_up(session, diagnostic).steps}


def done_on(database: Database, step: str, on: date) -> None:
    """The day that step was done, whatever today is."""
    with database.session() as session:
        session.get_one(StepRow, step).done_on = on
        session.commit()


def of_another_questionnaire(database: Database, diagnostic: str, ref: str) -> None:
    with database.session() as session:
        session.get_one(DiagnosticRow, diagnostic).questionnaire = ref
        session.commit()


def measured_again(
    database: Database, content: Content, assessment: Assessment, at: datetime, *, beside: str, id: str
) -> None:
    """A later diagnostic of the company of that one, answered."""
    made = [Operation(op_id=f"{id}/{place}", **asdict(answer)) for place, answer in enumerate(assessment.answers)]
    with database.session() as session:
        assessing.add_beside(session, content, id, assessment, at, beside=beside)
        assessments.append(session, id, made, at)
        session.commit()
