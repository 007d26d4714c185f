"""What differs between two plans of the same company, what they come to, and why where it can be told (METHOD 5)."""

from collections.abc import Sequence

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content, RungRef
from diagnostic.core.model.plan import Plan, PlannedAction
from diagnostic.core.model.plan_change import Moved, PlanChange, Totals, Why
from diagnostic.core.model.questionnaire import split_cell
from diagnostic.core.skills_needed import brings, lacking
from diagnostic.core.skills_states import states


def change(before: Plan, after: Plan) -> PlanChange:
    """Nothing is said to be removed by a request that no schedule can meet: only its obstacles are told."""
    if after.status == "infeasible":
        return PlanChange(
            added=(), removed=(), moved=(), before=_told(before), after=None, obstacles=after.infeasible_because
        )
    started, starts = _starts(before), _starts(after)
    return PlanChange(
        added=tuple(id for id in starts if id not in started),
        removed=tuple(id for id in started if id not in starts),
        moved=tuple(
            Moved(id, started[id], quarter)
            for id, quarter in starts.items()
            if id in started and started[id] != quarter
        ),
        before=_told(before),
        after=_told(after),
        obstacles=(),
    )


def _starts(plan: Plan) -> dict[str, int]:
    in_order = sorted(plan.actions, key=lambda row: (row.start_quarter, row.id))
    return {row.id: row.start_quarter for row in in_order}


def _told(plan: Plan) -> Totals | None:
    return None if plan.status == "infeasible" else totals(plan)


def totals(plan: Plan) -> Totals:
    """What a plan comes to; all at 0 for a plan that starts nothing."""
    last = plan.trajectory[-1] if plan.trajectory else None
    return Totals(
        actions=len(plan.actions),
        gross=sum(row.cost.gross for row in plan.actions),
        net=sum(row.cost.net for row in plan.actions),
        if_renewed=sum(renewed.amount for row in plan.actions for renewed in row.cost.if_renewed),
        internal_days=sum(row.internal_days for row in plan.actions),
        release_days=sum(row.release_days for row in plan.actions),
        index=last.index if last else None,
        stage=last.stage if last else None,
        quarters=len(plan.quarters),
        objective=plan.objective,
    )


def reasons(content: Content, assessment: Assessment, found: PlanChange, after: Plan) -> dict[str, Why]:
    """Action → why it came, left or moved, only where a fact says so; `assessment` bears the choices of `after`."""
    told = {id: _came(content, assessment, after, id) for id in found.added}
    told |= {id: _left(content, assessment, after, id) for id in found.removed}
    told |= {row.action: _moved(content, assessment, found, after, row) for row in found.moved}
    return {id: why for id, why in told.items() if why}


def _came(content: Content, assessment: Assessment, after: Plan, id: str) -> Why | None:
    if any(pin.action == id for pin in assessment.plan.pinned):
        return Why("pinned")
    return leans_on(content, assessment, after, id)


def _left(content: Content, assessment: Assessment, after: Plan, id: str) -> Why | None:
    if id in assessment.plan.excluded:
        return Why("excluded")
    action, planned = content.actions[id], {row.id for row in after.actions}
    missing = [required for required in action.requires_actions if required not in planned]
    if missing:
        return Why("lost_first", missing[0])
    for need in lacking(content, states(content, assessment), action):
        if not any(brings(content, content.actions[other], need) for other in planned):
            return Why("lost_skill", skill=need.skill)
    return None


def _moved(content: Content, assessment: Assessment, found: PlanChange, after: Plan, row: Moved) -> Why | None:
    if any(pin.action == row.action and pin.start_quarter == row.after for pin in assessment.plan.pinned):
        return Why("pinned")
    changed = {*found.added, *(moved.action for moved in found.moved)}
    ends = {other.id: other.start_quarter + other.quarters for other in after.actions}
    for required in content.actions[row.action].requires_actions:
        if required in changed and ends.get(required) == row.after:
            return Why("after", required)
    return None


def leans_on(content: Content, assessment: Assessment, plan: Plan, id: str) -> Why | None:
    """The first planned action, in order of start, that could not be done without this one or another like it."""
    own = next((row for row in plan.actions if row.id == id), None)
    if own is None:
        return None
    for other in sorted(plan.actions, key=lambda row: (row.start_quarter, row.id)):
        if other.id != id and other.start_quarter >= own.start_quarter:
            why = _serves(content, assessment, own, other)
            if why:
                return why
    return None


def _serves(content: Content, assessment: Assessment, own: PlannedAction, other: PlannedAction) -> Why | None:
    action = content.actions[other.id]
    if own.id in action.requires_actions:
        return Why("first_for", other.id)
    for need in lacking(content, states(content, assessment), action):
        if brings(content, content.actions[own.id], need):
            return Why("skill_for", other.id, need.skill)
    if other.start_quarter >= own.start_quarter + own.quarters and _reaches(own, action.requires_cells):
        return Why("rung_for", other.id)
    return None


def _reaches(own: PlannedAction, required: Sequence[RungRef]) -> bool:
    """Whether one of its raises takes a cell from below a required rung up to it."""
    return any(
        _covers(ref, raised.cell) and raised.start < ref.rung <= raised.to for ref in required for raised in own.raises
    )


def _covers(ref: RungRef, cell: str) -> bool:
    capability, function = split_cell(cell)
    return capability == ref.capability and (ref.functions is None or function in ref.functions)
