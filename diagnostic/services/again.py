"""A company's diagnostics one after the other: what was answered last time, and a new one to measure the way."""

import base64
import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diagnostic.core.editions import carried_answers, in_force
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Hand, Role, Standing
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.validation import check_assessment
from diagnostic.services import advising, assessing
from diagnostic.services.resume_codes import hash_typed, new_code
from diagnostic.store import assessments

ID_BYTES = 16
LATER = timedelta(microseconds=1)  # diagnostics are told apart, and put in order, by the time they began


def history(session: Session, content: Content, diagnostic_id: str) -> tuple[Diagnostic, ...]:
    """Every diagnostic of the company of that one, itself included, oldest first."""
    ids = assessments.of_same_company(session, diagnostic_id)
    return tuple(assessing.load(session, content, id) for id in ids)


def previous(session: Session, content: Content, diagnostic_id: str) -> Diagnostic | None:
    """The company's diagnostic just before that one; None for its first. `content`: as that one's edition of the
    questionnaire reads it; of what another edition asked, what it still asks in the same terms."""
    ids = assessments.of_same_company(session, diagnostic_id)
    place = ids.index(diagnostic_id)
    if not place:
        return None
    before = assessing.load(session, content, ids[place - 1])
    return replace(before, assessment=carried_answers(content, before.assessment, content.questionnaire.ref))


def start(session: Session, content: Content, diagnostic_id: str, here: Standing, now: datetime) -> str:
    """The id of the diagnostic that follows the company's last one: its card, functions, entry and means, no answer;
    with the questionnaire in force, whichever the last one followed.

    Asked twice of the same one, it gives the same. It is in the hands of the adviser who starts it, else of the
    leader, without any link. UserError while the last one is neither signed nor answered enough for a result.
    """
    assessing.load(session, content, diagnostic_id, to_change=True)
    followed = _named_after(diagnostic_id)
    every = assessments.of_same_company(session, diagnostic_id)
    if followed in every:
        return followed
    last = assessing.load(session, content, every[-1], to_change=True)
    if not may_be_followed(content, last):
        raise UserError(
            _("le diagnostic en cours n’a pas encore de résultat : terminez-le avant d’en commencer un autre"),
            hint=_("les questions restantes sont dans « Questions »"),
        )
    id = _named_after(last.id)
    if id not in every:
        _add(session, content, id, last, max(now, last.created_at + LATER))
        hand = Hand.ADVISER if Role.ADVISER in here.roles else Hand.LEADER
        assessments.change(session, id, {"hand": hand.value})
    return id


def may_be_followed(content: Content, last: Diagnostic) -> bool:
    """A second measure says something once the first is taken: a signed plan, or enough answers for a result. One begun
    with an earlier edition of the questionnaire holds up nobody."""
    if last.assessment.questionnaire != in_force(content).questionnaire.ref:
        return True
    return last.signed_at is not None or advising.result_of(content, last).company.assessed


def give_link(session: Session, id: str) -> str | None:
    """The code of a first private link of that diagnostic; None when it has one, whoever keeps it."""
    found = assessments.read(session, id, to_change=True)
    if found is None or found[0]["resume_hash"] is not None:
        return None
    code = new_code()
    assessments.change(session, id, {"resume_hash": hash_typed(code)})
    return code


def _add(session: Session, content: Content, id: str, last: Diagnostic, now: datetime) -> None:
    kept, content = last.assessment, in_force(content)
    assessment = Assessment(
        questionnaire=content.questionnaire.ref,
        company=kept.company,
        functions=dict(kept.functions),
        form=kept.form,
        answers=(),
        entry=kept.entry,
        constraints=kept.constraints,
        respondents=(assessing.LEADER,),
    )
    check_assessment(content, assessment)
    assessing.add_beside(session, content, id, assessment, now, beside=last.id)


def _named_after(id: str) -> str:
    """One diagnostic follows another: its id comes from it, and opens nothing by itself."""
    digest = hashlib.sha256(f"again/{id}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:ID_BYTES]).decode().rstrip("=")
