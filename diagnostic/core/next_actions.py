"""What comes next for a company that an adviser accompanies, from facts alone: one thing, and late steps with it."""

from collections.abc import Sequence
from datetime import date, timedelta

from diagnostic.core.model.access import Hand
from diagnostic.core.model.portfolio import NextAction, OpenStep, Stand, Todo
from diagnostic.core.months import months_later

SOON = timedelta(days=30)


def next_actions(stand: Stand, today: date, again_months: int) -> tuple[NextAction, ...]:
    """The next one first: a company always has one. Late steps of a signed plan come before whatever else there is.

    `again_months`: between a signature and the second diagnostic, as the content says.
    """
    main = (_after_signing(stand, today, again_months),) if stand.signed_on else _before_signing(stand)
    late = [step for step in stand.open_steps if step.due_on < today]
    return (_steps(late), *main) if late else main


def is_to_do(action: NextAction, today: date) -> bool:
    """Whether an adviser should see to it now: late, due soon, or possible and without a day."""
    if action.todo is Todo.WAIT:
        return False
    return action.due_on is None or action.due_on <= today + SOON


def urgency(action: NextAction, today: date) -> tuple[int, date]:
    """Sorts what is late first, the oldest first; then what is due soon; then what has waited longest; then what is
    not to be done yet."""
    if not is_to_do(action, today):
        return 3, action.due_on or action.since
    if action.due_on is None:
        return 2, action.since
    return int(not action.is_late(today)), action.due_on


def _before_signing(stand: Stand) -> tuple[NextAction, ...]:
    """Once the note is left, the day that it promised comes first; what has to be done before it goes with it."""
    if not stand.assessed and stand.noted_on is None:
        return (_not_yet_assessed(stand),)
    settling = _settling(stand)
    if stand.noted_on is None:
        note = NextAction(todo=Todo.NOTE, since=stand.visited_on or stand.changed_on, due_on=stand.visited_on)
        return settling or (note,)
    todo = Todo.SIGN if stand.presented_on and stand.presented_on >= stand.noted_on else Todo.RESTITUTION
    return NextAction(todo=todo, since=stand.noted_on, due_on=stand.promised_on), *settling, *_handing(stand)


def _handing(stand: Stand) -> tuple[NextAction, ...]:
    """After the note, which only whoever has the file in hand may leave."""
    return () if stand.handed else (NextAction(todo=Todo.HAND_OVER, since=stand.changed_on),)


def _settling(stand: Stand) -> tuple[NextAction, ...]:
    if stand.unsettled and stand.hand is Hand.ADVISER:
        return (NextAction(todo=Todo.CONSOLIDATE, since=stand.changed_on, number=stand.unsettled),)
    return ()


def _not_yet_assessed(stand: Stand) -> NextAction:
    if stand.visited_on is None and not stand.answered:
        return NextAction(todo=Todo.PREPARE, since=stand.opened_on)
    todo = Todo.FILL if stand.hand is Hand.ADVISER else Todo.WAIT
    return NextAction(todo=todo, since=stand.changed_on)


def _after_signing(stand: Stand, today: date, again_months: int) -> NextAction:
    """The next step that is due, unless these months are over: then a second diagnostic tells what has changed."""
    assert stand.signed_on is not None
    anniversary = months_later(stand.signed_on, again_months)
    if anniversary <= today:
        return NextAction(todo=Todo.SECOND, since=anniversary, due_on=anniversary)
    ahead = [step for step in stand.open_steps if today <= step.due_on < anniversary]
    if ahead:
        return _steps([step for step in ahead if step.due_on == ahead[0].due_on])
    return NextAction(todo=Todo.ANNIVERSARY, since=stand.signed_on, due_on=anniversary)


def _steps(due: Sequence[OpenStep]) -> NextAction:
    """These steps, the first due first: where the first is."""
    first = due[0]
    return NextAction(
        todo=Todo.STEPS, since=first.due_on, due_on=first.due_on, number=len(due), diagnostic=first.diagnostic
    )
