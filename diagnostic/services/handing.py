"""In whose hands a diagnostic is: an adviser prepares it, hands it over to the leader, takes it back, passes it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.editions import in_force
from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import About, Actor, Hand, Position, Role, Standing
from diagnostic.core.model.assessment import Assessment, Company
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.granted import Access, CompanyLine
from diagnostic.core.model.invitation import Invitation
from diagnostic.core.validation import check_assessment
from diagnostic.services import accounts, assessing, auditing, granting, inviting, organisations
from diagnostic.store import accesses, assessments, verifying

__all__ = ["Access", "CompanyLine", "Invitation"]

DAYS_OF_CODE = 30


class AlreadyHandedError(UserError):
    """A leader has a way in: the leader alone lets others in."""


@dataclass(frozen=True, slots=True)
class Adviser:
    """A person who advises in the name of an organisation, by their ids."""

    person: str
    organisation: str

    @property
    def actor(self) -> Actor:
        return Actor("user", self.person, Role.ADVISER)


def draft(content: Content, company: Company, functions: Mapping[str, float], form: str) -> Assessment:
    """What an adviser knows of a company before the first question."""
    return Assessment(
        questionnaire=in_force(content).questionnaire.ref,
        company=company,
        functions=dict(functions),
        form=form,
        answers=(),
        respondents=(assessing.LEADER,),
    )


def prepare(
    session: Session, content: Content, assessment: Assessment, adviser: Adviser, id: str, now: datetime
) -> bool:
    """Start a diagnostic in the adviser's hands, without any link; whether it was not there yet.

    UserError as in assessing.start.
    """
    if assessments.read(session, id) is not None:
        return False
    check_assessment(content, assessment)
    assessing.add(session, content, id, assessment, now)
    assessments.change(session, id, {"hand": Hand.ADVISER.value})
    person, organisation = adviser.person, adviser.organisation
    granting.grant(session, id, Role.ADVISER, person=person, organisation=organisation, actor=adviser.actor, now=now)
    verifying.vouch(session, id, now)
    return True


def put_in_hands(session: Session, diagnostic: str, hand: Hand) -> bool:
    """From now on the leader, or the adviser, writes; whether that changed anything."""
    found = assessments.read(session, diagnostic, to_change=True)
    if found is None or found[0]["hand"] == hand:
        return False
    assessments.change(session, diagnostic, {"hand": hand.value})
    return True


def offers(session: Session, here: Standing, now: datetime) -> tuple[Invitation, ...]:
    """The invitations to become the leader that still open something, the last made first. None once a leader is in:
    those are the leader's own."""
    waiting = () if here.handed else inviting.pending(session, diagnostic=here.diagnostic, now=now)
    return tuple(one for one in waiting if one.role is Role.LEADER)


def offer_by_letter(
    session: Session, here: Standing, email: str, name: str, now: datetime
) -> tuple[Invitation, str] | None:
    """Invite a leader, to whom the file is handed at once; None when that address already waits for it.

    It replaces the offer before: one leader is awaited at a time. AlreadyHandedError when a leader has a way in;
    UserError on `email` or `name`.
    """
    _check_still_ours(session, here)
    address = accounts.read_email(email)
    if any(one.email == address for one in offers(session, here, now)):
        put_in_hands(session, here.diagnostic, Hand.LEADER)
        return None
    return _offer(session, here, inviting.Offer(Role.LEADER, address, name, here.organisation, here.diagnostic), now)


def offer_by_code(session: Session, here: Standing, now: datetime) -> tuple[Invitation, str]:
    """The same, by a link to give in person: whoever first opens it is the leader."""
    _check_still_ours(session, here)
    offer = inviting.Offer(Role.LEADER, None, None, here.organisation, here.diagnostic, days=DAYS_OF_CODE)
    return _offer(session, here, offer, now)


def _offer(session: Session, here: Standing, offer: inviting.Offer, now: datetime) -> tuple[Invitation, str]:
    for one in offers(session, here, now):
        inviting.revoke(session, one.id, now)
        about = About(here.company, here.diagnostic, here.organisation)
        auditing.note(session, here.actor, "invitation.revoked", now, about, invitation=one.id)
    put_in_hands(session, here.diagnostic, Hand.LEADER)
    return inviting.invite(session, offer, here.actor, now)


def revoke_offer(session: Session, here: Standing, invitation: str, now: datetime) -> None:
    """That link makes nobody a leader any more. NotFoundError when it is not an invitation to lead this company, or
    when a leader is in: the leader alone takes invitations back."""
    found = inviting.revoke(session, invitation, now, diagnostic=here.diagnostic)
    if found.role is not Role.LEADER or here.handed:
        raise assessing.NotFoundError(_("cette invitation n’existe pas"))


def _check_still_ours(session: Session, here: Standing) -> None:
    """Whoever acts on this file takes turns: the leader may be coming in at this very moment."""
    assessments.read(session, here.diagnostic, to_change=True)
    file = accesses.file_of(session, here.diagnostic)
    if file is None or file.handed:
        raise AlreadyHandedError(_("ce diagnostic a déjà été remis : le dirigeant seul y invite d’autres personnes"))


def own_accesses(session: Session, here: Standing, person_id: str) -> tuple[Access, ...]:
    """Those in force by which that person advises this company."""
    held = granting.in_force(session, here.diagnostic)
    return tuple(one for one in held if one.role is Role.ADVISER and one.person == person_id)


def leave(session: Session, here: Standing, person_id: str, now: datetime) -> tuple[str, ...]:
    """That adviser advises this company no more; the accesses ended. LastOneError when nobody could open it."""
    ended = tuple(one.id for one in own_accesses(session, here, person_id))
    for access in ended:
        granting.end(session, access, here.actor, now)
    return ended


def leaders(session: Session, diagnostic: str) -> tuple[str, ...]:
    """The addresses of the leaders who have an account, to be told what happens to their file."""
    held = granting.in_force(session, diagnostic)
    return tuple(one.email for one in held if one.role is Role.LEADER and one.email)


def company_of(session: Session, diagnostic: str) -> str | None:
    """The public id of its company, for the audit trail."""
    file = accesses.file_of(session, diagnostic)
    return file.company if file else None


def line_of(session: Session, organisation: str, access: str) -> CompanyLine | None:
    """The company that an adviser of the organisation accompanies by that access, while it is in force."""
    lines = granting.companies_advised_by(session, organisation)
    return next((line for line in lines if line.access == access), None)


def pass_on(session: Session, line: CompanyLine, adviser: Adviser, actor: Actor, now: datetime) -> str:
    """Give a company's file to another adviser of the same organisation; the new access.

    The hand stays where it is. UserError on `adviser` for whoever is not an adviser there, or has the file already.
    """
    people = organisations.members(session, adviser.organisation)
    able = {one.id for one in people if Position.ADVISER in one.positions} - {line.person}
    if adviser.person not in able:
        raise UserError(_("choisissez un conseiller de la liste"), "adviser")
    person, organisation = adviser.person, adviser.organisation
    given = granting.grant(
        session, line.diagnostic, Role.ADVISER, person=person, organisation=organisation, actor=actor, now=now
    )
    granting.end(session, line.access, actor, now)
    return given
