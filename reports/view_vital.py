"""What cannot wait for a calendar: the step of this week for each vital minimum that does not hold."""

from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Action
from diagnostic.core.model.plan import PlannedAction
from diagnostic.core.model.questionnaire import split_cell
from diagnostic.core.model.result import Alert, Result
from reports import words
from reports.lines import VitalLine
from reports.programme import Programme


def vital_lines(programme: Programme, result: Result) -> tuple[VitalLine, ...]:
    """One line per alert; the plan may schedule the whole measure later, its first step may not."""
    lines = (_vital_line(programme, alert) for alert in result.alerts)
    return tuple(line for line in lines if line is not None)


def _vital_line(programme: Programme, alert: Alert) -> VitalLine | None:
    action = _action_for(programme, alert)
    if action is None:
        return None
    read = programme.names.read
    planned = next((row for row in programme.plan.actions if row.id == action.id), None)
    return VitalLine(
        title=programme.names.title(alert.cell),
        first_step=read(action.text.first_step),
        measure=_place(read(action.text.title), planned),
    )


def _place(title: str, planned: PlannedAction | None) -> str:
    quoted = words.quoted(title)
    if planned is None:
        return words.typeset(_("{title}, hors de ce plan, faute de place ou de moyens", title=quoted))
    return words.typeset(_("{title}, mesure {rank} de ce plan", title=quoted, rank=planned.priority_rank))


def _action_for(programme: Programme, alert: Alert) -> Action | None:
    """The planned action that lifts the alert, else the lightest of the catalogue that does."""
    able = [action for action in programme.content.actions.values() if _lifts(action, alert)]
    planned = {row.id for row in programme.plan.actions}
    return min(able, key=lambda action: (action.id not in planned, action.internal_days, action.id), default=None)


def _lifts(action: Action, alert: Alert) -> bool:
    capability = split_cell(alert.cell)[0]
    return any(
        row.capability == capability and row.start <= alert.rating and row.to >= alert.floor for row in action.raises
    )
