"""Several people answer one diagnostic: each gives their own answers, and nobody's overwrite another's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.model.access import Actor, Role
from diagnostic.core.model.assessment import Assessment, Group, Respondent
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic, Operation, RecordOutcome
from diagnostic.core.respondents import INVITED, invited, next_respondent
from diagnostic.services import assessing, inviting
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.inviting import Invitation, Offer, State
from diagnostic.store import contributors

VALID_DAYS = 30


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who was invited to answer; without invitation where a file was imported, or its invitation purged."""

    respondent: Respondent
    invitation: Invitation | None


def answer(
    session: Session,
    content: Content,
    diagnostic: Diagnostic,
    respondent: Respondent,
    operations: Sequence[Operation],
    now: datetime,
) -> RecordOutcome:
    """Append that respondent's answers, and the respondent where the assessment does not know them yet."""
    if respondent not in diagnostic.assessment.respondents:
        _add(session, content, diagnostic.id, respondent, now)
    given = [replace(operation, respondent=respondent.id) for operation in operations]
    return assessing.record(session, content, diagnostic.id, given, now)


@dataclass(frozen=True, slots=True)
class Whom:
    """One more of a group: a first name or a post, and an address, both optional."""

    group: Group
    name: str | None = None
    email: str | None = None


def invite(
    session: Session, content: Content, id: str, whom: Whom, actor: Actor, now: datetime
) -> tuple[Invitation, str]:
    """An invitation to answer as one more of that group, and the secret of its link (told once). UserError on `name`
    or `email`."""
    known = assessing.load(session, content, id, to_change=True).assessment.respondents
    respondent = next_respondent(whom.group, known)
    made = inviting.invite(session, _offer(id, whom, respondent), actor, now)
    _add(session, content, id, respondent, now)
    return made


def invite_again(
    session: Session, diagnostic: Diagnostic, invitation: str, actor: Actor, now: datetime
) -> tuple[Invitation, str] | None:
    """A new link in place of one that is open, for the same person; None when there is none such."""
    made = next((one for one in contributors.of_diagnostic(session, diagnostic.id) if one.id == invitation), None)
    if made is None or made.respondent is None or made.state(now) is not State.OPEN:
        return None
    inviting.revoke(session, invitation, now, diagnostic=diagnostic.id)
    whom = invited(made.respondent, diagnostic.assessment.respondents)
    return inviting.invite(session, _offer(diagnostic.id, Whom(whom.group, made.name, made.email), whom), actor, now)


def revoke(session: Session, diagnostic: Diagnostic, invitation: str, now: datetime) -> None:
    """The link opens nothing any more; the answers that it brought stay. NotFoundError when nobody was invited to
    answer this diagnostic by that invitation."""
    if invitation not in {one.id for one in contributors.of_diagnostic(session, diagnostic.id)}:
        raise NotFoundError("cette invitation n’existe pas")
    inviting.revoke(session, invitation, now, diagnostic=diagnostic.id)


def _offer(id: str, whom: Whom, respondent: Respondent) -> Offer:
    return Offer(
        Role.CONTRIBUTOR,
        whom.email,
        whom.name,
        None,
        id,
        group=whom.group,
        respondent=respondent.id,
        days=VALID_DAYS,
    )


def everybody(session: Session, diagnostic: Diagnostic, now: datetime) -> tuple[Contributor, ...]:
    """All who were invited to answer that diagnostic, by group; each with the invitation that is open, or the last."""
    known = diagnostic.assessment.respondents
    made: dict[str, Invitation] = {}
    for one in contributors.of_diagnostic(session, diagnostic.id):
        if one.respondent and (one.respondent not in made or one.state(now) is State.OPEN):
            made[one.respondent] = one
    people = {one.id: one for one in known if one.group in INVITED} | {id: invited(id, known) for id in made}
    by_group = sorted(people.values(), key=lambda one: (INVITED.index(one.group), len(one.id), one.id))
    return tuple(Contributor(one, made.get(one.id)) for one in by_group)


def _add(session: Session, content: Content, id: str, respondent: Respondent, now: datetime) -> None:
    def with_them(assessment: Assessment) -> Assessment:
        others = tuple(one for one in assessment.respondents if one.id != respondent.id)
        return replace(assessment, respondents=(*others, respondent))

    assessing.keep(session, content, id, now, with_them)
