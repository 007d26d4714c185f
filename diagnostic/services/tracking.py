"""The signed plan as it is carried out: its steps begin with the signature, then whoever follows the plan keeps
them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from diagnostic.core import steps as rules
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.step import FollowUp, Promise, State, Step
from diagnostic.core.one_line import one_line
from diagnostic.services.accounts import read_email
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import grants, steps
from diagnostic.store.base import new_id
from diagnostic.store.steps import Signed

__all__ = ["FollowUp", "Promise", "State", "Step"]

LONGEST_OWNER = 120
LONGEST_NOTE = 2000
YEARS_BEFORE, YEARS_AFTER = 1, 10
INSTANT = timedelta(microseconds=1)


class ChangedMeanwhileError(UserError):
    """Somebody else changed the step since the page was opened: `step` is what stands now."""

    def __init__(self, step: Step) -> None:
        super().__init__(_("quelqu’un d’autre a changé cette mesure pendant que vous la remplissiez"))
        self.step = step


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a step. `version`: that of the step when the page was opened."""

    owner: str
    owner_email: str
    due_on: date
    state: State
    started_on: date | None
    done_on: date | None
    note: str
    real_cost: int | None
    version: str


def version_of(step: Step) -> str:
    """What a form carries to know whether the step changed meanwhile."""
    return step.updated_at.isoformat()


def begin(session: Session, diagnostic_id: str, signature_id: str, plan: Plan, actor: Actor, now: datetime) -> int:
    """The steps of a plan that has just been signed: one an action, due when its last quarter ends; how many.

    What was told of the same action under an earlier signature is carried over (core.steps.succession).
    """
    key = _company(session, diagnostic_id)
    own = {one.id for one in steps.signatures_of_company(session, key) if one.diagnostic == diagnostic_id}
    due = rules.due_days(plan)
    after = rules.succession(due, steps.of_company(session, key, to_change=True), own)
    for step in after.carried:
        due_on = due[step.action] if step.is_open else step.due_on
        steps.change(session, _stamped(replace(step, signature=signature_id, due_on=due_on), actor, now))
    for step in after.dropped:
        steps.change(session, _stamped(replace(step, state=State.DROPPED), actor, now))
    begun = [
        Step(
            id=new_id(),
            signature=signature_id,
            action=action,
            due_on=due[action],
            updated_by=actor.reference,
            updated_at=now,
        )
        for action in after.new
    ]
    steps.add(session, key, begun)
    return len(due)


def _stamped(step: Step, actor: Actor, now: datetime) -> Step:
    """Two changes of one step never bear the same time: it is the step's version."""
    return replace(step, updated_by=actor.reference, updated_at=max(now, step.updated_at + INSTANT))


def steps_of(session: Session, diagnostic_id: str) -> tuple[Step, ...]:
    """The steps of a diagnostic's plan, the first due first; none while no plan was signed."""
    return steps.of_diagnostic(session, diagnostic_id)


def follow_up(session: Session, diagnostic_id: str) -> FollowUp:
    """The steps of a diagnostic's plan, beside what the plan said of them when it was signed."""
    signed = steps.signatures_of_company(session, _company(session, diagnostic_id))
    own = [one for one in signed if one.diagnostic == diagnostic_id]
    return FollowUp(
        steps=steps.of_diagnostic(session, diagnostic_id),
        promises=promises(signed),
        signed_on=own[-1].on if own else None,
        in_force=bool(own) and not own[-1].reopened,
    )


def promises(signed: Iterable[Signed]) -> dict[str, Promise]:
    """Action → what the last signed plan that holds it said."""
    return {row["id"]: _promise(row) for one in signed for row in one.document["plan"]["actions"]}


def _promise(action: Mapping[str, Any]) -> Promise:
    return Promise(str(action["title"]), int(action["cost"]["net"]))


def promises_of(session: Session, diagnostic_id: str) -> dict[str, Promise]:
    """The same, of every plan signed for the company of that diagnostic."""
    return promises(steps.signatures_of_company(session, _company(session, diagnostic_id)))


def step_of(session: Session, diagnostic_id: str, step_id: str) -> Step:
    """NotFoundError when it is none of that diagnostic's."""
    found = steps.of_diagnostic_named(session, diagnostic_id, step_id)
    if found is None:
        raise NotFoundError(_("cette mesure n’existe pas"))
    return found


def change(
    session: Session, diagnostic_id: str, step_id: str, told: Told, actor: Actor, now: datetime, today: date
) -> Step:
    """Keep what is told of a step; the same told again changes nothing. ChangedMeanwhileError when it is no longer the
    one that was opened; UserError on the field that does not fit."""
    found = steps.of_diagnostic_named(session, diagnostic_id, step_id, to_change=True)
    if found is None:
        raise NotFoundError(_("cette mesure n’existe pas"))
    changed = _checked(session, diagnostic_id, found, told, today)
    if changed == found:
        return found
    if told.version != version_of(found):
        raise ChangedMeanwhileError(found)
    stamped = _stamped(changed, actor, now)
    steps.change(session, stamped)
    return stamped


def _checked(session: Session, diagnostic_id: str, found: Step, told: Told, today: date) -> Step:
    owner, note = one_line(told.owner), told.note.replace("\r\n", "\n").strip()
    if len(owner) > LONGEST_OWNER:
        raise UserError(_("écrivez {number} signes au plus", number=LONGEST_OWNER), "owner")
    if len(note) > LONGEST_NOTE:
        raise UserError(_("écrivez {number} signes au plus", number=LONGEST_NOTE), "note")
    email = read_email_of_owner(told.owner_email)
    check_due(told.due_on, _signed_on(session, diagnostic_id, found))
    started_on, done_on = dates(told, today)
    return replace(
        found,
        owner=owner or None,
        owner_email=email,
        due_on=told.due_on,
        state=told.state,
        note=note or None,
        real_cost=told.real_cost,
        started_on=started_on,
        done_on=done_on,
        reminded_on=found.reminded_on if email == found.owner_email else None,
    )


def read_email_of_owner(typed: str) -> str | None:
    if not typed.strip():
        return None
    try:
        return read_email(typed)
    except UserError as error:
        raise UserError(error.message, "owner_email", error.hint) from error


def check_due(due_on: date, signed_on: date) -> None:
    """From the year before the signature to ten years after."""
    first, last = date(signed_on.year - YEARS_BEFORE, 1, 1), date(signed_on.year + YEARS_AFTER, 12, 31)
    if not first <= due_on <= last:
        raise UserError(_("donnez un jour entre {first} et {last}", first=first.year, last=last.year), "due_on")


def _signed_on(session: Session, diagnostic_id: str, step: Step) -> date:
    signed = steps.signatures_of_company(session, _company(session, diagnostic_id))
    return next(one.on for one in signed if one.id == step.signature)


def dates(told: Told, today: date) -> tuple[date | None, date | None]:
    """When it began and when it was done, as its state asks; today where that was not told. UserError on a date that
    says otherwise."""
    started_on, done_on = told.started_on, told.done_on
    if told.state is State.PLANNED and started_on:
        raise UserError(_("cette mesure a commencé : choisissez « en cours », ou videz cette date"), "started_on")
    if told.state is not State.DONE and done_on:
        raise UserError(_("cette mesure est finie : choisissez « faite », ou videz cette date"), "done_on")
    if told.state is State.DONE:
        done_on = done_on or today
        started_on = started_on or done_on
    if told.state is State.RUNNING:
        started_on = started_on or today
    for field, day in (("started_on", started_on), ("done_on", done_on)):
        if day and day > today:
            raise UserError(_("ce jour n’est pas encore venu"), field)
    if started_on and done_on and started_on > done_on:
        raise UserError(_("une mesure ne finit pas avant d’avoir commencé"), "done_on")
    return started_on, done_on


def _company(session: Session, diagnostic_id: str) -> int:
    key = grants.company_of(session, diagnostic_id)
    if key is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    return key
