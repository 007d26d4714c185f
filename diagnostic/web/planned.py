"""The plan of some wishes, as pages ask for it: found already or not, and where its search stands."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from diagnostic.core.errors import UserError
from diagnostic.core.language import _, spoken
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.plan import Plan
from diagnostic.services import advising
from diagnostic.services.planning import USUAL, BusyError, PlanOptions
from diagnostic.web import signed
from diagnostic.web.access import is_read_only
from diagnostic.web.extensions import content, give_back, today
from diagnostic.web.forms import PageForm
from diagnostic.web.forms_board import Wishes
from reports.naming import Names
from reports.programme import Programme
from reports.view_plan import status
from reports.words import typeset

WAIT_WITH_TYPED = 20.0
BUSY = 503


@dataclass(frozen=True, slots=True)
class Found:
    """The plan of some wishes; `programme` None while none is found yet."""

    programme: Programme | None
    proving: bool

    @property
    def plan(self) -> Plan | None:
        return self.programme.plan if self.programme else None

    @property
    def holds(self) -> bool:
        return self.programme is not None and self.programme.plan.status != "infeasible"


def find(
    diagnostic: Diagnostic,
    wishes: Wishes | None = None,
    seconds: float = advising.WAIT,
    *,
    options: PlanOptions = USUAL,
    aside: bool = False,
) -> Found:
    """The best plan known for the wishes given, or for those of the diagnostic, its signed one where there is one;
    `aside` lets others go first."""
    names = Names(content().questionnaire, spoken())
    plan = None if wishes else signed.signed_plan_of(diagnostic)
    if plan:
        return Found(Programme(names, content(), plan.assessment, plan.plan), proving=False)
    assessment = diagnostic.assessment
    if wishes:
        assessment = replace(assessment, constraints=wishes.constraints, plan=wishes.plan)
    asked = replace(diagnostic, assessment=assessment)
    scored = advising.result_of(content(), asked)
    solving = advising.solving_of(content(), asked, scored, today(), options, seconds, aside=aside)
    if solving.plan is None:
        return Found(None, solving.proving)
    return Found(Programme(names, content(), assessment, solving.plan), solving.proving)


def wishes_of(assessment: Assessment) -> Wishes:
    return Wishes(assessment.constraints, assessment.plan)


def patience(refused: PageForm | None) -> float:
    """Seconds to wait for a plan: what was typed in a refused form is worth more of them, holding up no writer."""
    if refused is None:
        return advising.WAIT
    give_back()
    return WAIT_WITH_TYPED


def mark(plan: Plan) -> str:
    """Names a schedule, so that a page knows when another one takes its place."""
    told = ";".join(f"{row.id}@{row.start_quarter}" for row in plan.actions)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def working(diagnostic: Diagnostic, address: str, state: str) -> ResponseReturnValue:
    """No plan yet: the page at `address` opens by itself once `state` says that it can."""
    readonly = is_read_only(diagnostic)
    return render_template("plan/working.html", diagnostic=diagnostic, readonly=readonly, address=address, state=state)


def told_to_script(search: Callable[[], Iterable[Found | None]]) -> ResponseReturnValue:
    """Whether every plan that a page needs is there, how far the last one's proof is; `refused`: why none will come."""
    try:
        found = [one for one in search() if one]
    except BusyError as error:
        return jsonify(ready=False, refused=None, message=error.message), BUSY
    except UserError as error:
        return jsonify(ready=False, refused=sentence(error))
    last = found[-1]
    return jsonify(
        ready=all(one.programme for one in found),
        refused=None,
        proving=any(one.proving for one in found),
        gap=last.plan.bound_gap if last.plan else None,
        status=typeset(status(last.plan, proving=last.proving)) if last.plan else "",
        mark=mark(last.plan) if last.plan else None,
    )


def sentence(error: UserError) -> str:
    """What went wrong, then what may be done."""
    told = f"{error.message[:1].upper()}{error.message[1:]}"
    return typeset(_("{told} : {hint}.", told=told, hint=error.hint) if error.hint else f"{told}.")
