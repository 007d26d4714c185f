"""Invitations: somebody offers a role, whoever receives the link accepts it once.

What an invitation gives is given by the services that give it to anybody: `organisations` and `granting`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import N_, _
from diagnostic.core.model.access import Actor, Position, Role
from diagnostic.core.model.invitation import Invitation, Offer, State
from diagnostic.services import authority, granting, organisations, throttling
from diagnostic.services.accounts import Person, new_token, read_email, read_name
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.resume_codes import hash_typed, new_code
from diagnostic.services.throttling import AtMost, TooManyError
from diagnostic.store import accesses, assessments, invitations, people

__all__ = ["Invitation", "Offer", "State"]

LONGEST = 60  # days
WITHOUT_ADDRESS = (Role.LEADER, Role.CONTRIBUTOR)
LETTERS = {"user": AtMost(100, timedelta(days=1)), "link": AtMost(20, timedelta(days=1))}
"""What one account, or one private link, may have sent to addresses that nobody has checked."""
OFFERED = (Role.LEADER, Role.ADVISER, Role.GUEST, Role.CONTRIBUTOR)
ENDED = {
    State.USED: N_("cette invitation a déjà servi"),
    State.EXPIRED: N_("cette invitation a expiré"),
    State.REVOKED: N_("cette invitation a été retirée"),
}


class ClosedInvitationError(UserError):
    """The link opens nothing, or no more. `state` is None when there never was such an invitation."""

    def __init__(self, state: State | None) -> None:
        super().__init__(_(ENDED[state]) if state in ENDED else _("ce lien n’ouvre rien"))
        self.state = state


class NoAccountError(UserError):
    """It can only be accepted by somebody who is signed in."""


class OtherAddressError(UserError):
    """It was sent to another address than that of the account which is signed in."""


class NotAdviserError(UserError):
    """It takes an adviser's position in an organisation that is open."""


def invite(session: Session, offer: Offer, actor: Actor, now: datetime) -> tuple[Invitation, str]:
    """The invitation, and the secret of its link (told once); without address, a code that one can read aloud.
    UserError on `email` or `name`."""
    checked = replace(offer, email=read_email(offer.email) if offer.email else None, name=read_name(offer.name or ""))
    _check(session, checked)
    if checked.email:
        _count_letter(session, actor, now)
    token = new_token() if checked.email else new_code()
    expires_at = now + timedelta(days=offer.days)
    id = invitations.add(session, checked, hash_typed(token), actor.reference, now, expires_at)
    return _kept(session, id), token


def _count_letter(session: Session, actor: Actor, now: datetime) -> None:
    """Palier carries nobody's advertising: whoever invites has so many letters a day. UserError on `email`."""
    limit = LETTERS.get(actor.kind)
    if limit is None:
        return
    try:
        throttling.check(session, f"invitation/{actor.reference}", now, limit)
    except TooManyError as error:
        told = _(
            "{most} invitations sont parties en un jour, le plus que Palier envoie : continuez demain", most=limit.most
        )
        raise UserError(told, "email") from error


def _check(session: Session, offer: Offer) -> None:
    if offer.email is None and offer.role not in WITHOUT_ADDRESS:
        raise UserError(_("donnez une adresse"), "email", "prenom.nom@entreprise.fr")
    on_company = isinstance(offer.role, Role)
    if on_company and (offer.role not in OFFERED or offer.diagnostic is None):
        raise ValueError(f"{offer.role} cannot be offered")
    if on_company and offer.diagnostic and assessments.read(session, offer.diagnostic) is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    if not on_company and (offer.diagnostic or (offer.organisation is None and not _of_the_platform(offer.role))):
        raise ValueError("a position is offered in an organisation")
    answers = offer.group is not None
    if (offer.role is Role.CONTRIBUTOR) != answers or (offer.respondent and not answers):
        raise ValueError("a contributor, and nobody else, answers as one of a group")
    if not 0 < offer.days <= LONGEST:
        raise ValueError("an invitation is open for a while")


def _of_the_platform(role: Role | Position) -> bool:
    return role is Position.ADMINISTRATOR


def _kept(session: Session, id: str) -> Invitation:
    found = invitations.with_id(session, id)
    if found is None:
        raise NotFoundError(_("cette invitation n’existe pas"))
    return found


def pending(
    session: Session, *, organisation: str | None = None, diagnostic: str | None = None, now: datetime
) -> tuple[Invitation, ...]:
    """Those that still open something, the last made first: to positions in that organisation, or to the company of
    that diagnostic; the platform's when neither is named."""
    found = invitations.pending(session, organisation=organisation, diagnostic=diagnostic, now=now)
    makers = {_maker(one): one for one in found}  # one leader, most often, made them all
    standing = {maker for maker, one in makers.items() if _stands(session, one)}
    return tuple(one for one in found if _maker(one) in standing)


def _maker(one: Invitation) -> tuple[object, ...]:
    """All that tells whether an invitation still stands: who made it, in whose name, for which file and whom."""
    return one.made_by, one.organisation, one.diagnostic, isinstance(one.role, Position), one.role is Role.CONTRIBUTOR


def revoke(
    session: Session, id: str, now: datetime, *, organisation: str | None = None, diagnostic: str | None = None
) -> Invitation:
    """The link opens nothing any more; revoked twice, nothing changes. NotFoundError when that organisation, or the
    company of that diagnostic, has no such invitation."""
    found = _kept(session, id)
    if diagnostic is not None and not _is_about(session, found, diagnostic):
        raise NotFoundError(_("cette invitation n’existe pas"))
    if organisation is not None and (found.organisation != organisation or found.company is not None):
        raise NotFoundError(_("cette invitation n’existe pas"))
    invitations.mark_revoked(session, id, now)
    return _kept(session, id)


def _is_about(session: Session, invitation: Invitation, diagnostic: str) -> bool:
    file = accesses.file_of(session, diagnostic)
    return file is not None and invitation.company == file.company


def read(session: Session, token: str, now: datetime) -> Invitation:
    """What that link offers; ClosedInvitationError when it opens nothing."""
    return _open(session, invitations.with_token_hash(session, hash_typed(token)), now)


def read_again(session: Session, id: str, now: datetime) -> Invitation:
    """The same, for a browser that has shown the link already."""
    return _open(session, invitations.with_id(session, id), now)


def _open(session: Session, found: Invitation | None, now: datetime) -> Invitation:
    state = found.state(now) if found else None
    if found is None or state is not State.OPEN:
        raise ClosedInvitationError(state)
    if not _stands(session, found):
        raise ClosedInvitationError(State.REVOKED)
    return found


def _stands(session: Session, invitation: Invitation) -> bool:
    """Whether the account that made it may still offer it: whoever was shown out lets nobody in. What a private link
    offered is for the leader to take back; a contributor's link gives no right but to answer."""
    kind, _, id = invitation.made_by.partition(":")
    if kind != "user" or invitation.role is Role.CONTRIBUTOR:
        return True
    maker = people.with_id(session, id)
    if maker is None or not maker.active:
        return False
    if isinstance(invitation.role, Position):
        return maker.platform_admin or (invitation.organisation, Position.ADMINISTRATOR) in {
            (one.organisation, one.position) for one in authority.memberships(session, id)
        }
    return invitation.diagnostic is not None and _is_let_in(session, invitation, invitation.diagnostic, id)


def _is_let_in(session: Session, invitation: Invitation, diagnostic: str, maker: str) -> bool:
    """Whether the maker still leads the company, or the organisation that invites still advises it."""
    held = granting.in_force(session, diagnostic)
    if invitation.organisation is None:
        return any(one.role is Role.LEADER and one.person == maker for one in held)
    return any(one.role is Role.ADVISER and one.opens and one.organisation == invitation.organisation for one in held)


def accept(session: Session, token: str, person: Person | None, now: datetime) -> Invitation:
    """Take what that link offers; see `take`."""
    return take(session, read(session, token, now), person, now)


def take(
    session: Session, invitation: Invitation, person: Person | None, now: datetime, organisation: str | None = None
) -> Invitation:
    """Give that person what an open invitation offers: the membership, or the access in the inviter's name.

    A contributor's gives nothing more than its link, and so does a leader's that was sent to no address when nobody
    is signed in. `organisation`: in whose name an adviser of several accepts. Raises one of the errors above.
    """
    if invitation.role is not Role.CONTRIBUTOR:
        check_address(invitation, person)
    in_name = _advises_for(session, invitation, person, organisation) if invitation.role is Role.ADVISER else None
    if not invitations.mark_used(session, invitation.id, now) and invitation.role is not Role.CONTRIBUTOR:
        raise ClosedInvitationError(State.USED)
    if isinstance(invitation.role, Position):
        _join(session, invitation, _somebody(person), now)
    elif invitation.role is not Role.CONTRIBUTOR and person is not None:
        _grant(session, invitation, person, in_name, now)
    return invitation


def check_address(invitation: Invitation, person: Person | None) -> None:
    """An invitation sent to an address is accepted by its owner alone."""
    if invitation.email is not None and _somebody(person).email != invitation.email:
        raise OtherAddressError(_("cette invitation a été envoyée à une autre adresse"))


def _somebody(person: Person | None) -> Person:
    if person is None:
        raise NoAccountError(_("connectez-vous pour accepter cette invitation"))
    return person


def advised_for(session: Session, person: Person, invitation: Invitation) -> tuple[tuple[str, str], ...]:
    """The organisations, id and name, in whose name that person may advise the company."""
    held = authority.memberships(session, person.id)
    return tuple(
        (one.organisation, one.organisation_name)
        for one in held
        if one.position is Position.ADVISER and invitation.organisation in (None, one.organisation)
    )


def has_account(session: Session, email: str) -> bool:
    """Whether the account of that address exists: it then has its own ways in."""
    return people.with_email(session, email) is not None


def is_claimed(session: Session, invitation: Invitation) -> bool:
    """Whether a leader's account decides for that company already."""
    file = accesses.file_of(session, invitation.diagnostic) if invitation.diagnostic else None
    return file is not None and file.claimed


def _advises_for(session: Session, invitation: Invitation, person: Person | None, organisation: str | None) -> str:
    offered = [id for id, _ in advised_for(session, _somebody(person), invitation)]
    chosen = organisation or (offered[0] if len(offered) == 1 else None)
    if chosen not in offered:
        raise NotAdviserError(_("choisissez l’organisation au nom de laquelle vous conseillez"), "organisation")
    return chosen


def _join(session: Session, invitation: Invitation, person: Person, now: datetime) -> None:
    assert isinstance(invitation.role, Position)
    if invitation.organisation is None:
        organisations.add_platform_administrator(session, person.id)
    else:
        organisations.add_member(session, invitation.organisation, person.id, invitation.role, now)


def _grant(session: Session, invitation: Invitation, person: Person, in_name: str | None, now: datetime) -> None:
    assert isinstance(invitation.role, Role) and invitation.diagnostic is not None
    kind, _, id = invitation.made_by.partition(":")
    granting.grant(
        session,
        invitation.diagnostic,
        invitation.role,
        person=person.id,
        organisation=in_name,
        actor=Actor(kind, id or None),
        now=now,
    )
