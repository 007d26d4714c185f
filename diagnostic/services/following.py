"""How far companies have come, from facts; and what a funding organisation reads of those that it follows under a
written agreement: never an answer, a score or a plan, never a name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from diagnostic.content.assessments import parse_document
from diagnostic.core.editions import carried, changed_questions, questionnaire_of
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.granted import Followed, Status, Visit, VisitKind
from diagnostic.core.model.step import State, Step
from diagnostic.core.scoring import score
from diagnostic.core.status import Facts, is_reached, status
from diagnostic.core.still_known import still_known
from diagnostic.services import advising, assessing
from diagnostic.store import following, grants, steps, visits
from diagnostic.store.following import FundedCompany
from diagnostic.store.steps import Signed

__all__ = ["Followed", "Status"]

ACTED = (State.RUNNING, State.DONE)


def followed_by(session: Session, content: Content, organisation: str) -> tuple[Followed, ...]:
    """One line a company, by SIREN."""
    funded = following.funded_by(session, organisation)
    keys = [one.key for one in funded]
    made, statuses = visits.of_companies(session, keys), _statuses(session, content, keys)
    return tuple(_line(one, made.get(one.key, ()), statuses[one.key]) for one in funded)


def _line(company: FundedCompany, made: Sequence[Visit], status: Status) -> Followed:
    days = [visit.on for visit in made]
    return Followed(
        siren=company.siren,
        agreement=company.agreement,
        since=company.since,
        first_visit=min(days, default=None),
        last_visit=max(days, default=None),
        days=sum(visit.half_days for visit in made) / 2,
        status=status,
        visits=len(made),
        attested=sum(visit.attested_at is not None for visit in made),
    )


def status_of(session: Session, content: Content, diagnostic: str) -> Status:
    """How far the company of that diagnostic has come. NotFoundError when there is none."""
    return statuses_of(session, content, [diagnostic])[diagnostic]


def statuses_of(session: Session, content: Content, diagnostics: Collection[str]) -> dict[str, Status]:
    """The same, of the companies of several diagnostics: diagnostic id → status of its company."""
    keys = {id: _company(session, id) for id in diagnostics}
    found = _statuses(session, content, set(keys.values()))
    return {id: found[key] for id, key in keys.items()}


def _company(session: Session, diagnostic: str) -> int:
    key = grants.company_of(session, diagnostic)
    if key is None:
        raise assessing.NotFoundError(_("ce diagnostic n’existe pas"))
    return key


def _statuses(session: Session, content: Content, keys: Collection[int]) -> dict[int, Status]:
    made = visits.of_companies(session, keys)
    signed = steps.signatures_of_companies(session, keys)
    acted = steps.of_companies(session, keys, ACTED)
    ids = following.diagnostics_of(session, keys)
    found: dict[int, Status] = {}
    for key in keys:
        diagnostics = [assessing.load(session, content, id) for id in ids.get(key, ())]
        assessed = any(advising.result_of(content, one).company.assessed for one in diagnostics)
        proven = facts(content, diagnostics, made.get(key, ()), signed.get(key, ()), acted.get(key, ()))
        found[key] = status(replace(proven, assessed=assessed))
    return found


def facts(
    content: Content,
    diagnostics: Sequence[Diagnostic],
    made: Iterable[Visit],
    signed: Sequence[Signed],
    steps: Iterable[Step],
) -> Facts:
    """What proves how far a company has come (METHOD 7), but whether a diagnostic is assessed: one by one, or all at
    once, callers score them. `signed`: the first signature first."""
    return Facts(
        visited=any(visit.kind is not VisitKind.PREPARATION for visit in made),
        answered=any(one.assessment.answers for one in diagnostics),
        signed=any(not one.reopened for one in signed),
        running=any(step.state in ACTED for step in steps),
        reached=bool(signed) and any(is_at_target(content, signed[0], one) for one in diagnostics),
    )


def is_at_target(content: Content, first: Signed, diagnostic: Diagnostic) -> bool:
    """Whether a diagnostic begun after the first signature, by the same form, stands at the target signed then. Across
    editions of the questionnaire, only where every question of then still compares."""
    if diagnostic.id == first.diagnostic or diagnostic.created_at <= first.signed_at:
        return False
    signed = first.document
    if signed["assessment"]["form"] != diagnostic.assessment.form:
        return False
    result, before = advising.result_of(content, diagnostic), parse_document(signed["assessment"])
    then = score(questionnaire_of(content, before.questionnaire), still_known(content, before)).ratings()
    known = {cell for cell, rating in then.items() if rating is not None}
    targets: Mapping[str, float] = signed["plan"]["targets"]
    if before.questionnaire != diagnostic.assessment.questionnaire:
        changed = changed_questions(content, before.questionnaire, result.questionnaire)
        if any(one.before and not one.compares for one in changed):
            return False
        targets = carried(content, targets, before.questionnaire, result.questionnaire)
        known = set(carried(content, dict.fromkeys(known, 0.0), before.questionnaire, result.questionnaire))
    return result.company.assessed and is_reached(targets, known, result.ratings())
