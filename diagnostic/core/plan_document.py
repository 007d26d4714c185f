"""The JSON document of a plan (`palier-plan/1`)."""

from dataclasses import asdict
from datetime import date

from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.plan import Plan, PlannedAction, PlannedTraining, Quarter, Task, money_document


def plan_document(plan: Plan, content: Content, lang: str = "fr") -> dict[str, object]:
    """Every key of CONTRACT, then what a page needs besides; numbers are not rounded."""
    return {
        "format": "palier-plan/1",
        "on": plan.on.isoformat(),
        "status": plan.status,
        "objective": plan.objective,
        "bound_gap": plan.bound_gap,
        "solver_seconds": plan.solver_seconds,
        "actions": [_action(row, plan, content, lang) for row in plan.actions],
        "quarters": [_quarter(row) for row in plan.quarters],
        "trajectory": [asdict(point) for point in plan.trajectory],
        "targets": dict(plan.targets),
        "dropped_rules": list(plan.dropped_rules),
        "to_confirm": [{"device": row.device, "reason": row.reason.read(lang)} for row in plan.to_confirm],
        "to_assess": list(plan.to_assess),
        "unreached": [{**asdict(row), "because": row.because.read(lang)} for row in plan.unreached],
        "infeasible_because": [asdict(row) for row in plan.infeasible_because],
    }


def _action(row: PlannedAction, plan: Plan, content: Content, lang: str) -> dict[str, object]:
    action = content.actions[row.id]
    starts_on = plan.quarters[row.start_quarter - 1].starts_on
    return {
        "id": row.id,
        "title": action.text.title.read(lang),
        "start_quarter": row.start_quarter,
        "quarters": row.quarters,
        "raises": [{"cell": cell.cell, "from": cell.start, "to": cell.to} for cell in row.raises],
        "answers_symptoms": list(row.answers_symptoms),
        "safe_choice": row.safe_choice,
        "release_days": row.release_days,
        "internal_days": row.internal_days,
        "cost": money_document(row.cost, lang),
        "trainings": [_training(training, content, starts_on, lang) for training in row.trainings],
        "tasks": [task_document(task, lang) for task in row.tasks],
        "indicators": _indicators(action, lang),
        "helpers": [helper.read(lang) for helper in action.helpers],
        "cse": {"level": action.cse.level, "why": action.cse.why.read(lang) if action.cse.why else None},
        "priority_rank": row.priority_rank,
    }


def task_document(task: Task, lang: str) -> dict[str, object]:
    """A dated filing: the last day, what, on which text it rests."""
    return {
        "by": task.by.isoformat(),
        "device": task.device,
        "deadline": task.deadline,
        "text": task.text.read(lang),
        "basis": task.basis.read(lang),
        "legal": task.legal,
        "late": task.late,
    }


def _indicators(action: Action, lang: str) -> list[dict[str, object]]:
    return [{**asdict(indicator), "label": indicator.label.read(lang)} for indicator in action.indicators]


def _training(row: PlannedTraining, content: Content, starts_on: date, lang: str) -> dict[str, object]:
    """The code of a training is told only where it was verified, and still registered the day the action starts."""
    training = content.trainings[row.training]
    return {
        **asdict(row),
        "title": training.title.read(lang),
        "code": training.code_on(starts_on),
        "hours": training.hours,
        "modality": training.modality,
        "afest": training.afest,
    }


def _quarter(row: Quarter) -> dict[str, object]:
    return {**asdict(row), "starts_on": row.starts_on.isoformat(), "running": list(row.running)}
