"""Several people who answer one diagnostic at once: what each changed is kept, and each learns what the others did."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core import clashes
from diagnostic.core.editions import questionnaire_of
from diagnostic.core.model.assessment import UNKNOWN, Respondent
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation, Received, RecordOutcome, fold
from diagnostic.core.validation import check_answers
from diagnostic.services import answering, contributing, telling
from diagnostic.services.answering import Sheet
from diagnostic.store import receipts


@dataclass(frozen=True, slots=True)
class Saved:
    """`alone`: nobody else has ever answered these questions."""

    outcome: RecordOutcome
    alone: bool


def answer(
    session: Session,
    content: Content,
    sheet: Sheet,
    respondent: Respondent,
    operations: Sequence[Operation],
    now: datetime,
) -> Saved:
    """Append that respondent's answers, each merged with what somebody else has changed there since its page was
    shown (`base_version`). UserError at the first that the form does not take, or does not ask."""
    given = [replace(operation, respondent=respondent.id) for operation in operations]
    known = contributing.known(session, content, sheet, respondent, now)
    withdrawn = fold(replace(operation, rating=UNKNOWN) for operation in given if operation.rating is None)
    check_answers(
        questionnaire_of(content, known.assessment.questionnaire), replace(known.assessment, answers=withdrawn)
    )
    before = receipts.of_items(session, sheet.id, {operation.item for operation in given})
    merged = [clashes.joined(operation, before) for operation in given]
    author = {operation.author for operation in given}
    alone = all({one.operation.author} == author for one in before)
    return Saved(answering.record(session, content, known, merged, now), alone)


def received(session: Session, diagnostic: str) -> tuple[Received, ...]:
    """Every operation of that diagnostic, in order."""
    return receipts.received(session, diagnostic)


def changed(session: Session, diagnostic: str, since: int) -> tuple[Received, ...]:
    """Every operation of the questions that somebody has changed since that version."""
    return receipts.of_changed(session, diagnostic, since)


def last_version(session: Session, diagnostic: str) -> int:
    return receipts.last_version(session, diagnostic)


def as_it_stands(session: Session, content: Content, sheet: Sheet, respondent: Respondent) -> Sheet:
    """The sheet with every answer that stands, and whoever has just answered for the first time."""
    known = sheet.assessment.respondents
    everybody = known if respondent in known else (*known, respondent)
    with_them = replace(sheet, assessment=replace(sheet.assessment, respondents=everybody))
    return answering.answered(session, content, with_them)


def authors(session: Session, heard: Collection[Received]) -> Mapping[str, str]:
    """Who wrote these, by the reference of their author: those who have an account, by name."""
    references = {one.operation.author for one in heard if one.operation.author}
    if not references:
        return {}
    people = telling.actors(session, references).people
    return {one: people[one.partition(":")[2]] for one in references if one.partition(":")[2] in people}
