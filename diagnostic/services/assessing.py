"""The acts of whoever answers: start, resume, describe the company, tell the problems, answer."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from diagnostic.content.assessments import assessment_document, parse_document
from diagnostic.core.editions import in_force, questionnaire_of
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Hand
from diagnostic.core.model.assessment import (
    SIREN_LENGTH,
    Answer,
    Assessment,
    Company,
    Constraints,
    Entry,
    Respondent,
)
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic, Operation, fold
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.still_known import still_known
from diagnostic.core.validation import check_assessment
from diagnostic.services import forgetting
from diagnostic.services.resume_codes import hash_typed, new_code
from diagnostic.store import assessments

LEADER = Respondent("leader", "leader")
ID_BYTES = 16
SENT_AGAIN_WITHIN = timedelta(minutes=10)
MORE = (
    "respondents",
    "settled",
    "skills",
    "matrix",
    "practice",
    "aptitudes",
    "target",
    "plan",
    "scenarios",
    "date",
    "lang",
    "illustrative",
)


class NotFoundError(UserError):
    """No such diagnostic, or not for this reader: the two look the same."""


class SignedError(UserError):
    """A signed diagnostic is read, not written."""


@dataclass(frozen=True, slots=True)
class DemoEntry:
    id: str
    name: str
    headcount: int | None
    region: str | None


def start(
    session: Session,
    content: Content,
    company: Company,
    functions: Mapping[str, float],
    form: str,
    now: datetime,
    sent: str | None = None,
) -> tuple[Diagnostic, str]:
    """A new diagnostic answered by its leader alone, and the code of its private link (shown once).

    `sent` is the secret of the page that asks: the diagnostic is named after it, so that `started` finds it again.
    """
    assessment = Assessment(
        questionnaire=in_force(content).questionnaire.ref,
        company=company,
        functions=dict(functions),
        form=form,
        answers=(),
        respondents=(LEADER,),
    )
    check_assessment(content, assessment)
    code = new_code()
    id = _new_id(session, sent)
    add(session, content, id, assessment, now, resume_hash=hash_typed(code))
    return load(session, content, id), code


def started(session: Session, content: Content, sent: str, now: datetime) -> Diagnostic | None:
    """What that very page has just started, when it is sent a second time and nothing was done in between."""
    try:
        found = load(session, content, _named_after(sent))
    except NotFoundError:
        return None
    untouched = found.updated_at == found.created_at
    return found if untouched and now - found.created_at <= SENT_AGAIN_WITHIN else None


def _new_id(session: Session, sent: str | None) -> str:
    named = _named_after(sent) if sent else None
    return named if named and assessments.read(session, named) is None else secrets.token_urlsafe(ID_BYTES)


def _named_after(sent: str) -> str:
    """An id that tells nothing of the secret it comes from."""
    digest = hashlib.sha256(f"start/{sent}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:ID_BYTES]).decode().rstrip("=")


def add(
    session: Session,
    content: Content,
    id: str,
    assessment: Assessment,
    now: datetime,
    *,
    demo: bool = False,
    resume_hash: str | None = None,
) -> None:
    """Store an assessment of a new company: its answers become its first operations."""
    row = _new_row(content, id, assessment, now) | {"demo": demo, "resume_hash": resume_hash}
    assessments.add(session, row, assessment.company)
    made = [
        Operation(op_id=str(uuid5(NAMESPACE_URL, f"{id}/{index}")), **asdict(answer))
        for index, answer in enumerate(assessment.answers)
    ]
    assessments.append(session, id, made, now)


def add_beside(
    session: Session, content: Content, id: str, assessment: Assessment, now: datetime, *, beside: str
) -> None:
    """Store an assessment without answers of the company of another diagnostic, whose card stays as it is."""
    assessments.add(session, _new_row(content, id, assessment, now), assessment.company, beside=beside)


def _new_row(content: Content, id: str, assessment: Assessment, now: datetime) -> dict[str, Any]:
    """The columns of a diagnostic in its leader's hands, without any link."""
    return {
        "id": id,
        "questionnaire": assessment.questionnaire,
        "content_sha256": questionnaire_of(content, assessment.questionnaire).content_sha256,
        "demo": False,
        "hand": Hand.LEADER.value,
        "resume_hash": None,
        "created_at": now,
        "updated_at": now,
    } | stored(assessment)


def stored(assessment: Assessment) -> dict[str, Any]:
    """The columns that hold an assessment, answers left out."""
    document = assessment_document(assessment)
    return {
        "form": assessment.form,
        "functions": document["functions"],
        "entry": document["entry"],
        "constraints": document["constraints"],
        "more": {name: document[name] for name in MORE},
    }


def load(session: Session, content: Content, id: str, *, to_change: bool = False) -> Diagnostic:
    """The diagnostic as it stands; NotFoundError when there is none. `to_change`: nobody else changes it meanwhile."""
    found = assessments.read(session, id, to_change=to_change)
    if found is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    return assembled(content, *found, assessments.operations(session, id))


def to_write(session: Session, content: Content, id: str) -> Diagnostic:
    """The diagnostic, locked until this transaction ends. SignedError when its plan was signed meanwhile."""
    found = load(session, content, id, to_change=True)
    refuse_signed(found.signed_at)
    return found


def refuse_signed(signed_at: datetime | None) -> None:
    if signed_at is not None:
        raise SignedError(_("le plan vient d’être signé : rien ne change plus"), hint=_("rouvrez le diagnostic"))


def assembled(
    content: Content, row: Mapping[str, Any], company: Company, operations: Sequence[Operation]
) -> Diagnostic:
    """A diagnostic from the columns of its row and every operation of its answers."""
    document = {
        "format": "palier-assessment/1",
        "questionnaire": row["questionnaire"],
        "company": asdict(company),
        "answers": [],
        **{name: row[name] for name in ("form", "functions", "entry", "constraints")},
        **row["more"],
    }
    bare = parse_document(document)
    answers = asked(questionnaire_of(content, bare.questionnaire), bare.form, fold(tuple(operations)))
    return Diagnostic(
        id=row["id"],
        assessment=replace(still_known(content, bare), answers=answers),
        version=len(operations),
        demo=row["demo"],
        content_sha256=row["content_sha256"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        signed_at=row["signed_at"],
    )


def asked(questionnaire: Questionnaire, form: str, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The answers that the form asks. Those of another form stay stored and come back with it."""
    forms = {capability.id: capability.forms for capability in questionnaire.capabilities()}
    return tuple(
        answer
        for answer in answers
        if form in forms[answer.item] and (form != "flash" or answer.function in (None, "all"))
    )


def resume(session: Session, code: str) -> str | None:
    """The id of the diagnostic that the code of a private link opens, however it was typed; or None."""
    return assessments.with_resume_hash(session, hash_typed(code))


def renew_link(session: Session, id: str, now: datetime) -> str:
    """The code of a new private link; the old one opens nothing any more."""
    code = new_code()
    assessments.change(session, id, {"resume_hash": hash_typed(code), "updated_at": now})
    return code


def save_card(
    session: Session,
    content: Content,
    id: str,
    company: Company,
    functions: Mapping[str, float],
    form: str,
    now: datetime,
) -> Diagnostic:
    """Replace the company's card; answers given for a function that it no longer has are kept, unused."""
    diagnostic = to_write(session, content, id)
    changed = replace(diagnostic.assessment, company=company, functions=dict(functions), form=form, answers=())
    check_assessment(content, changed)
    columns = {"functions": dict(functions), "form": form, "updated_at": now}
    if (company.siret or "")[:SIREN_LENGTH] != (diagnostic.assessment.company.siret or "")[:SIREN_LENGTH]:
        forgetting.forget_number(session, id)
    assessments.change(session, id, columns, company)
    return load(session, content, id)


def save_entry(
    session: Session, content: Content, id: str, entry: Entry, constraints: Constraints, now: datetime
) -> Diagnostic:
    """Replace the problems, requirements, brakes and means."""
    diagnostic = to_write(session, content, id)
    changed = replace(diagnostic.assessment, entry=entry, constraints=constraints)
    check_assessment(content, changed)
    columns = stored(changed)
    kept = {"entry": columns["entry"], "constraints": columns["constraints"], "updated_at": now}
    assessments.change(session, id, kept)
    return load(session, content, id)


def keep(
    session: Session, content: Content, id: str, now: datetime, change: Callable[[Assessment], Assessment]
) -> Diagnostic:
    """Replace the means and the rarer parts of a diagnostic (skills, matrix, target, plan …) by what `change` makes.

    Answers are not changed here. Two who change at once follow one another: neither undoes what the other did.
    """
    changed = change(to_write(session, content, id).assessment)
    check_assessment(content, replace(changed, answers=(), settled=()))
    columns = stored(changed)
    kept = {"constraints": columns["constraints"], "more": columns["more"], "updated_at": now}
    assessments.change(session, id, kept)
    return load(session, content, id)


def demo_list(session: Session) -> list[DemoEntry]:
    """The demonstration companies, by name."""
    found = [(id, assessments.read(session, id)) for id in assessments.demo_ids(session)]
    entries = [DemoEntry(id, row[1].name, row[1].headcount, row[1].region) for id, row in found if row]
    return sorted(entries, key=lambda entry: entry.name)


def install_demo(session: Session, content: Content, examples: Mapping[str, Assessment], now: datetime) -> int:
    """Store the example companies that are not there yet, under readable ids; the number added."""
    missing = [id for id in examples if assessments.read(session, id) is None]
    for id in missing:
        add(session, content, id, examples[id], now, demo=True)
    return len(missing)
