"""How a signed plan becomes steps, and what becomes of the steps of the plan that it replaces."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from diagnostic.core.model.plan import Plan
from diagnostic.core.model.step import State, Step
from diagnostic.core.plan_problem import quarter_opens


@dataclass(frozen=True, slots=True)
class Succession:
    """`new`: actions that get a step; `carried`: steps that pass to the new plan; `dropped`: steps that nobody had
    begun and that the new plan does without."""

    new: tuple[str, ...]
    carried: tuple[Step, ...]
    dropped: tuple[Step, ...]


def due_days(plan: Plan) -> dict[str, date]:
    """Action → the last day of its last quarter."""
    return {
        action.id: quarter_opens(plan.on, action.start_quarter + action.quarters) - timedelta(days=1)
        for action in plan.actions
    }


def succession(actions: Iterable[str], steps: Iterable[Step], own: Collection[str]) -> Succession:
    """What becomes of the company's `steps` when a plan of these `actions` is signed.

    `own`: the signatures of the same diagnostic, whose steps are carried over whatever their state; of another
    diagnostic's, only those still open. What is running and no longer planned goes on where it is: it is a fact.
    """
    wanted = dict.fromkeys(actions)
    known: dict[str, Step] = {}
    for step in sorted(steps, key=_freshness):
        if step.action in wanted and (step.is_open or step.signature in own):
            known[step.action] = step
    dropped = [step for step in steps if step.action not in wanted and step.state is State.PLANNED]
    return Succession(
        new=tuple(action for action in wanted if action not in known),
        carried=tuple(known[action] for action in wanted if action in known),
        dropped=tuple(dropped),
    )


def _freshness(step: Step) -> tuple[bool, str, str]:
    """The open one wins, then the one changed last."""
    return step.is_open, step.updated_at.isoformat(), step.id


def spent(steps: Iterable[Step]) -> int:
    """Whole euros told so far."""
    return sum(step.real_cost or 0 for step in steps)


def promised(steps: Iterable[Step], nets: Mapping[str, int]) -> int:
    """What the signed plan counted for these steps, whole euros; those given up left out."""
    return sum(nets.get(step.action, 0) for step in steps if step.state is not State.DROPPED)
