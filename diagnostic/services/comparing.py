"""Two diagnostics of one company, and what was done between them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from diagnostic.core.comparison import Comparison, compare
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.result import Result
from diagnostic.core.model.step import Promise, State, Step
from diagnostic.services import advising, tracking
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import grants, steps


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as of the day of its last answer."""

    diagnostic: Diagnostic
    result: Result
    on: date


@dataclass(frozen=True, slots=True)
class Compared:
    """`comparison` is None where nothing can be told: another questionnaire, or not enough answers on a side. `done`:
    the actions of a signed plan that were done after the first and up to the second."""

    before: Side
    after: Side
    comparison: Comparison | None
    done: tuple[Step, ...]
    promises: dict[str, Promise]


def side(content: Content, diagnostic: Diagnostic, on: date) -> Side:
    return Side(diagnostic, advising.result_of(content, diagnostic), on)


def compared(session: Session, content: Content, before: Side, after: Side) -> Compared:
    """Both are of the same company: it is for the caller to see that the reader may read both."""
    key = grants.company_of(session, after.diagnostic.id)
    if key is None:
        raise NotFoundError("ce diagnostic n’existe pas")
    done = [step for step in steps.of_company(session, key) if _is_done_between(step, before.on, after.on)]
    comparison = None
    if is_comparable(before, after):
        rule = content.rhythm.change
        comparison = compare(content.questionnaire, before.result, after.result, rule.stable_under)
    promises = tracking.promises(steps.signatures_of_company(session, key))
    return Compared(before, after, comparison, tuple(sorted(done, key=lambda one: (one.done_on, one.id))), promises)


def is_comparable(before: Side, after: Side) -> bool:
    same = before.diagnostic.assessment.questionnaire == after.diagnostic.assessment.questionnaire
    return same and before.result.company.assessed and after.result.company.assessed


def _is_done_between(step: Step, first: date, last: date) -> bool:
    return step.state is State.DONE and step.done_on is not None and first < step.done_on <= last
