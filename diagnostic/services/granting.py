"""Who may open a company: accesses are given, ended, listed. A company is never left without anybody."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.access import Actor, Hand, Position, Role
from diagnostic.core.model.granted import FUNDING_KINDS, Access, Agreement, CompanyLine, Door, Given
from diagnostic.core.one_line import one_line
from diagnostic.services.accounts import read_email
from diagnostic.services.assessing import NotFoundError
from diagnostic.store import company_lines, grants, verifying

__all__ = ["Access", "Agreement", "CompanyLine", "Door"]

EARLIEST = date(2015, 1, 1)
LONGEST_REFERENCE = 200


class LastOneError(UserError):
    """The company would be nobody's."""


def grant(
    session: Session,
    diagnostic: str,
    role: Role,
    *,
    person: str,
    organisation: str | None,
    actor: Actor,
    now: datetime,
) -> str:
    """Give a person a role on the company of that diagnostic; the access's id. Given twice, it is one access.

    A leader and a guest are there for themselves, an adviser in the name of an organisation. UserError when the
    account or the organisation is closed.
    """
    if role not in (Role.LEADER, Role.GUEST, Role.ADVISER) or (role is Role.ADVISER) == (organisation is None):
        raise ValueError(f"{role} is not given to a person of {organisation}")
    if not grants.has_open_account(session, person):
        raise UserError(_("ce compte n’existe plus"), "person")
    if organisation is not None and grants.open_organisation(session, organisation) is None:
        raise UserError(_("cette organisation est fermée"), "organisation")
    key = _company_to_change(session, diagnostic)
    same = grants.same_in_force(session, key, role, person, organisation)
    given = Given(role, person, organisation, actor.reference, now)
    if same:
        return same[0]
    verifying.claim(session, key, role, now)
    return grants.add(session, key, given)


def fund(
    session: Session, diagnostic: str, organisation: str, agreement: Agreement, actor: Actor, now: datetime
) -> tuple[str, bool]:
    """Let a funding organisation follow that company, under a written agreement; the access's id, whether it is new.

    Sent twice, it is one access. UserError on `organisation`, `agreement` or `agreed_on`, and when the organisation
    follows the company under another agreement: that one is ended first.
    """
    if grants.open_organisation(session, organisation) not in FUNDING_KINDS:
        raise UserError(_("choisissez un organisme de la liste"), "organisation")
    agreed = _checked(agreement, now.date())
    key = _company_to_change(session, diagnostic)
    same = grants.same_in_force(session, key, Role.FUNDER, None, organisation)
    if same and same[1] != agreed:
        raise UserError(
            _("cet organisme suit déjà l’entreprise par un autre accord : retirez-le d’abord"), "organisation"
        )
    given = Given(Role.FUNDER, None, organisation, actor.reference, now, agreed)
    return (same[0], False) if same else (grants.add(session, key, given), True)


def newcomer(session: Session, diagnostic: str, role: Role, email: str) -> str:
    """That address, as it is kept. UserError on `email` when it is none, or when its account has that role already."""
    told = read_email(email)
    if any(one.role is role and one.email == told and one.opens for one in in_force(session, diagnostic)):
        raise UserError(_("cette personne a déjà cet accès"), "email")
    return told


def _company_to_change(session: Session, diagnostic: str) -> int:
    found = grants.company_of(session, diagnostic, to_change=True)
    if found is None:
        raise NotFoundError(_("ce diagnostic n’existe pas"))
    return found


def _checked(agreement: Agreement, today: date) -> Agreement:
    """With its reference on one line."""
    reference = one_line(agreement.reference)
    if not reference:
        raise UserError(_("donnez la référence de l’accord écrit : son numéro ou son titre"), "agreement")
    if len(reference) > LONGEST_REFERENCE:
        raise UserError(
            _("cette référence est trop longue : {most} signes au plus", most=LONGEST_REFERENCE), "agreement"
        )
    if not EARLIEST <= agreement.on <= today:
        raise UserError(_("donnez le jour de la signature, entre 2015 et aujourd’hui"), "agreed_on")
    return Agreement(reference, agreement.on)


def end(session: Session, access: str, actor: Actor, now: datetime) -> None:
    """End an access, at once; ended already, nothing changes. NotFoundError when there is none, LastOneError when
    nobody could open the company any more.

    When the last adviser leaves, the leader writes again. Whoever replaces an adviser gives the new access first.
    """
    company_key = grants.company_of_access(session, access)
    if company_key is None:
        raise NotFoundError(_("cet accès n’existe pas"))
    role = grants.role_of(session, access)
    if role is None:
        return
    handed = grants.was_handed(session, company_key)
    last = grants.others(session, company_key, role, access) == 0
    if last and role is Role.LEADER and not grants.has_open_link(session, company_key):
        raise LastOneError(_("il ne resterait personne pour décider de cette entreprise"))
    if last and role is Role.ADVISER and not handed:
        raise LastOneError(_("ce diagnostic n’a pas encore été remis à un dirigeant : plus personne ne l’ouvrirait"))
    grants.end(session, access, actor.reference, now)
    if last and role is Role.ADVISER:
        grants.set_hand(session, company_key, Hand.LEADER)


def history(session: Session, diagnostic: str) -> tuple[Access, ...]:
    """Every access ever given on the company of that diagnostic, the first given first."""
    return grants.accesses(session, diagnostic)


def in_force(session: Session, diagnostic: str) -> tuple[Access, ...]:
    """Those that have not ended."""
    return tuple(access for access in history(session, diagnostic) if access.ended_at is None)


def access_of(session: Session, diagnostic: str, access: str) -> Access:
    """That access, in force or ended; NotFoundError when it is none of that company's."""
    for one in history(session, diagnostic):
        if one.id == access:
            return one
    raise NotFoundError(_("cet accès n’existe pas"))


def door(session: Session, diagnostic: str) -> Door:
    """The private link of that diagnostic."""
    return grants.door(session, diagnostic)


def doors(session: Session, diagnostic: str) -> Door:
    """The private links of every diagnostic of that company, as one."""
    return grants.doors(session, diagnostic)


def close_links(session: Session, diagnostic: str) -> tuple[str, ...]:
    """The private links of the company of that diagnostic open nothing any more, each of its diagnostics has its own;
    those whose link was open. LastOneError without a leader's account."""
    company = _company_to_change(session, diagnostic)
    if not grants.others(session, company, Role.LEADER, ""):
        raise LastOneError(_("sans compte, ce lien est le seul moyen d’ouvrir le diagnostic"))
    return grants.close_links(session, company)


def funding_bodies(session: Session) -> tuple[tuple[str, str], ...]:
    """The id and name of the organisations that may follow a company as a funder, by name."""
    return grants.open_organisations(session, FUNDING_KINDS)


def administrators(session: Session, organisation: str) -> tuple[str, ...]:
    """The addresses of an organisation's administrators."""
    return grants.e_mails_of(session, organisation, Position.ADMINISTRATOR)


def companies_of(session: Session, person_id: str, *, roles: Sequence[Role]) -> tuple[CompanyLine, ...]:
    """The companies that an account opens today in these roles, by name: one line an access. An adviser's needs a
    proven session: it is for the caller to ask."""
    return company_lines.of_person(session, person_id, roles)


def companies_advised_by(session: Session, organisation: str) -> tuple[CompanyLine, ...]:
    """Those that an organisation advises, by name: one line an adviser, former members included."""
    return company_lines.of_organisation(session, organisation, Role.ADVISER)
