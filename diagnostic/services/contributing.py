"""Several people answer one diagnostic: each gives their own answers, and nobody's overwrite another's."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor, Role
from diagnostic.core.model.assessment import Assessment, Group, Respondent
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.respondents import INVITED, invited, next_respondent
from diagnostic.services import answering, assessing, inviting
from diagnostic.services.answering import Sheet
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.inviting import Invitation, Offer, State
from diagnostic.store import contributors

VALID_DAYS = 30
MOST_BY_ONE_LINK = 30
INVITED_BY = "invited"


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who was invited to answer; without invitation where a file was imported, or its invitation purged."""

    respondent: Respondent
    invitation: Invitation | None


def known(session: Session, content: Content, sheet: Sheet, respondent: Respondent, now: datetime) -> Sheet:
    """The sheet that knows that respondent, added to the assessment where they answer for the first time."""
    if respondent in sheet.assessment.respondents:
        return sheet
    _add(session, content, sheet.id, respondent, now)
    return answering.sheet(session, content, sheet.id)


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
    if made is None or made.state(now) is not State.OPEN:
        return None
    inviting.revoke(session, invitation, now, diagnostic=diagnostic.id)
    if made.respondent is None:
        return inviting.invite(session, _offer_to_several(diagnostic.id, _group(made), made.name), actor, now)
    whom = invited(made.respondent, diagnostic.assessment.respondents)
    return inviting.invite(session, _offer(diagnostic.id, Whom(whom.group, made.name, made.email), whom), actor, now)


def invite_several(
    session: Session, content: Content, id: str, whom: Whom, actor: Actor, now: datetime
) -> tuple[Invitation, str]:
    """One link for several people of that group: each who opens it answers apart. UserError on `name` or `email`."""
    if whom.email:
        raise UserError(
            _("ce lien s’affiche : il ne part à personne en particulier"), "email", _("laissez l’adresse vide")
        )
    assessing.load(session, content, id, to_change=True)
    return inviting.invite(session, _offer_to_several(id, whom.group, whom.name), actor, now)


def join(session: Session, content: Content, shared: Invitation, held: str | None, now: datetime) -> Invitation:
    """The own invitation of somebody who opens a link made for several. `held`: the invitation that their browser
    answers by; one that came from the same link is theirs again. UserError once the link has served enough, or when
    the plan is signed."""
    assert shared.diagnostic is not None
    stands = assessing.load(session, content, shared.diagnostic, to_change=True)
    own = joined_before(session, shared, held, now)
    if own:
        return own
    if stands.signed_at is not None:
        raise UserError(_("ce diagnostic est terminé : il ne prend plus de réponses"))
    if len(_joined(session, shared)) >= MOST_BY_ONE_LINK:
        raise UserError(
            _("ce lien a déjà servi à {most} personnes : demandez un lien pour vous", most=MOST_BY_ONE_LINK)
        )
    group = _group(shared)
    respondent = next_respondent(group, stands.assessment.respondents)
    days = max(1, (shared.expires_at - now) // timedelta(days=1))
    offer = replace(_offer(shared.diagnostic, Whom(group), respondent), days=days)
    made, _told_to_nobody = inviting.invite(session, offer, Actor(INVITED_BY, shared.id), now)
    _add(session, content, shared.diagnostic, respondent, now)
    return made


def joined_before(session: Session, shared: Invitation, held: str | None, now: datetime) -> Invitation | None:
    """The invitation that this browser holds, when it came from that link and still opens."""
    return next((one for one in _joined(session, shared) if one.id == held and one.state(now) is State.OPEN), None)


def _joined(session: Session, shared: Invitation) -> list[Invitation]:
    made = contributors.of_diagnostic(session, shared.diagnostic) if shared.diagnostic else ()
    return [one for one in made if one.made_by == Actor(INVITED_BY, shared.id).reference]


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link for several people, and how many have opened it."""

    invitation: Invitation
    group: Group
    joined: int


def shared_links(session: Session, diagnostic: Diagnostic) -> tuple[SharedLink, ...]:
    """The first made first, those that have ended too."""
    made = contributors.of_diagnostic(session, diagnostic.id)
    return tuple(
        SharedLink(one, _group(one), sum(other.made_by == Actor(INVITED_BY, one.id).reference for other in made))
        for one in made
        if one.respondent is None
    )


def _group(made: Invitation) -> Group:
    return next((group for group in INVITED if group == made.group), INVITED[0])


def _offer_to_several(id: str, group: Group, name: str | None) -> Offer:
    return Offer(Role.CONTRIBUTOR, None, name, None, id, group=group, days=VALID_DAYS)


def revoke(session: Session, diagnostic: Diagnostic, invitation: str, now: datetime) -> None:
    """The link opens nothing any more; the answers that it brought stay. NotFoundError when nobody was invited to
    answer this diagnostic by that invitation."""
    if invitation not in {one.id for one in contributors.of_diagnostic(session, diagnostic.id)}:
        raise NotFoundError(_("cette invitation n’existe pas"))
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
