"""Two diagnostics of one company, and what was done between them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from diagnostic.core.comparison import Comparison, compare, compare_editions
from diagnostic.core.editions import changed_questions, questionnaire_of
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.edition import ChangedQuestion
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
    """`comparison` is None where nothing can be told: not enough answers on a side, or an edition of the questionnaire
    that leads to nothing of the other. `changed`: what the second no longer asks as the first did. `done`: the actions
    of a signed plan that were done after the first and up to the second."""

    before: Side
    after: Side
    comparison: Comparison | None
    done: tuple[Step, ...]
    promises: dict[str, Promise]
    changed: tuple[ChangedQuestion, ...] = ()


def side(content: Content, diagnostic: Diagnostic, on: date) -> Side:
    return Side(diagnostic, advising.result_of(content, diagnostic), on)


def compared(session: Session, content: Content, before: Side, after: Side) -> Compared:
    """Both are of the same company: it is for the caller to see that the reader may read both."""
    key = grants.company_of(session, after.diagnostic.id)
    if key is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    done = [step for step in steps.of_company(session, key) if _is_done_between(step, before.on, after.on)]
    changed = changed_questions(content, before.result.questionnaire, after.result.questionnaire)
    promises = tracking.promises(steps.signatures_of_company(session, key))
    in_order = tuple(sorted(done, key=lambda one: (one.done_on, one.id)))
    return Compared(before, after, comparison(content, before.result, after.result), in_order, promises, changed)


def comparison(content: Content, before: Result, after: Result) -> Comparison | None:
    """None where one of the two is not assessed, or where no question of the one leads to the other."""
    if not (before.company.assessed and after.company.assessed):
        return None
    stable_under = content.rhythm.change.stable_under
    if before.questionnaire != after.questionnaire:
        return compare_editions(content, before, after, stable_under)
    return compare(questionnaire_of(content, after.questionnaire), before, after, stable_under)


def _is_done_between(step: Step, first: date, last: date) -> bool:
    return step.state is State.DONE and step.done_on is not None and first < step.done_on <= last
