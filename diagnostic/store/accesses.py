"""Who may open a company: accesses in force, links, invitations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Position, Role
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_people import AccessRow, InvitationRow, MembershipRow, OrganisationRow

ITS, COMPANY, GIVEN = DiagnosticRow.__table__, CompanyRow.__table__, AccessRow.__table__
SIBLING = ITS.alias()
LED = exists().where(GIVEN.c.company_id == ITS.c.company_id, GIVEN.c.role == Role.LEADER)
LINKED = exists().where(SIBLING.c.company_id == ITS.c.company_id, SIBLING.c.resume_hash.is_not(None))
FILE = (
    select(ITS.c.company_id, COMPANY.c.public_id, ITS.c.demo, ITS.c.hand, ITS.c.signed_at)
    .add_columns(LED.label("led"), LED.where(GIVEN.c.ended_at.is_(None)).label("claimed"), LINKED.label("linked"))
    .join_from(ITS, COMPANY, COMPANY.c.id == ITS.c.company_id)
    .where(ITS.c.id == bindparam("id"))
)


@dataclass(frozen=True, slots=True)
class File:
    """What a standing needs to know of a diagnostic; `company_key` names the company's row."""

    id: str
    company: str
    company_key: int
    demo: bool
    hand: str
    claimed: bool
    handed: bool
    signed: bool = False


def file_of(session: Session, diagnostic: str) -> File | None:
    """None when there is no such diagnostic."""
    found = session.connection().execute(FILE, {"id": diagnostic}).one_or_none()
    if found is None:
        return None
    return File(
        id=diagnostic,
        company=found.public_id,
        company_key=found.company_id,
        demo=found.demo,
        hand=found.hand,
        claimed=found.claimed,
        handed=found.led or found.linked,
        signed=found.signed_at is not None,
    )


def in_force(session: Session, company_key: int, user_key: int) -> list[tuple[Role, str | None]]:
    """The roles of a person on a company, with the organisation in whose name: an adviser or a funder counts only
    while a member of it."""
    positions = select(MembershipRow.organisation_id).join(MembershipRow.organisation)
    positions = positions.where(MembershipRow.user_id == user_key, OrganisationRow.closed_at.is_(None))
    advising = positions.where(MembershipRow.role == Position.ADVISER)
    funding = positions.where(MembershipRow.role == Position.FUNDER)
    own = (AccessRow.user_id == user_key) & or_(
        AccessRow.role.in_((Role.LEADER, Role.GUEST)),
        (AccessRow.role == Role.ADVISER) & AccessRow.organisation_id.in_(advising),
    )
    funder = (AccessRow.role == Role.FUNDER) & AccessRow.organisation_id.in_(funding)
    query = select(AccessRow.role, AccessRow.organisation_id).where(
        AccessRow.company_id == company_key, AccessRow.ended_at.is_(None), or_(own, funder)
    )
    return [(Role(role), organisation) for role, organisation in session.execute(query.order_by(AccessRow.granted_at))]


def contributor(session: Session, invitation: str, diagnostic: str, now: datetime) -> str | None:
    """The respondent whose answers that invitation lets give in that diagnostic; None when it does not, or no more."""
    query = select(InvitationRow.respondent).where(
        InvitationRow.id == invitation,
        InvitationRow.diagnostic_id == diagnostic,
        InvitationRow.role == Role.CONTRIBUTOR,
        InvitationRow.revoked_at.is_(None),
        InvitationRow.expires_at > now,
    )
    return session.scalar(query)
