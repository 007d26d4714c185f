"""The invitations to answer a diagnostic: those that are open, those that have ended, which still name a respondent."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Role
from diagnostic.core.model.invitation import Invitation
from diagnostic.store import invitations
from diagnostic.store.tables_people import InvitationRow


def of_diagnostic(session: Session, diagnostic: str) -> tuple[Invitation, ...]:
    """The first made first."""
    query = (
        select(InvitationRow.id)
        .where(InvitationRow.diagnostic_id == diagnostic, InvitationRow.role == Role.CONTRIBUTOR)
        .order_by(InvitationRow.made_at, InvitationRow.id)
    )
    found = (invitations.with_id(session, id) for id in session.scalars(query).all())
    return tuple(one for one in found if one)
