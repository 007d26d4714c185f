"""Taking an answer, as light as can be: what a form asks of whom is read, not the whole diagnostic."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.editions import questionnaire_of
from diagnostic.core.language import _
from diagnostic.core.model.assessment import Assessment, Company, Respondent, Settled
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation, RecordOutcome, fold
from diagnostic.core.validation import check_answers
from diagnostic.services.assessing import NotFoundError, asked, refuse_signed
from diagnostic.store import assessments


@dataclass(frozen=True, slots=True)
class Sheet:
    """What giving an answer needs to know of a diagnostic. `assessment` holds its form, its functions, its
    respondents, what is settled and, once read, the answers that stand: nothing of the company, nothing of what
    follows."""

    id: str
    assessment: Assessment
    version: int = 0


def sheet(session: Session, content: Content, id: str) -> Sheet:
    """Without answers, and nobody else changes it meanwhile. NotFoundError when there is no such diagnostic,
    SignedError when its plan is signed."""
    found = assessments.sheet(session, id)
    if found is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    refuse_signed(found.signed_at)
    assessment = Assessment(
        questionnaire=questionnaire_of(content, found.questionnaire).ref,
        company=Company(""),
        answers=(),
        functions=found.functions,
        form=found.form,
        respondents=tuple(Respondent(**row) for row in found.more["respondents"]),
        settled=tuple(Settled(**row) for row in found.more["settled"]),
    )
    return Sheet(id, assessment)


def answered(session: Session, content: Content, sheet: Sheet) -> Sheet:
    """The same with the answers that stand."""
    version, standing = assessments.standing(session, sheet.id)
    answers = asked(questionnaire_of(content, sheet.assessment.questionnaire), sheet.assessment.form, standing)
    return replace(sheet, assessment=replace(sheet.assessment, answers=answers), version=version)


def record(
    session: Session, content: Content, sheet: Sheet, operations: Sequence[Operation], now: datetime
) -> RecordOutcome:
    """Append answers of respondents that the sheet knows. One that was already received (same op_id) is acknowledged
    again, not added. UserError at the first that the form does not take."""
    asks = questionnaire_of(content, sheet.assessment.questionnaire)
    check_answers(asks, replace(sheet.assessment, answers=fold(tuple(operations))))
    applied, version = assessments.append(session, sheet.id, operations, now)
    return RecordOutcome(applied, len(operations) - applied, version)
