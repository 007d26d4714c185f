"""Who a reader is to a company: the one question that every protected page asks."""

from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.core.model.access import VISITOR, Actor, Hand, Membership, Reader, Role, Standing
from diagnostic.core.rights import link_role, must_be_proven
from diagnostic.store import accesses, people
from diagnostic.store.accesses import File

PROVEN = "proven"


def standing(session: Session, reader: Reader, diagnostic: str, now: datetime) -> Standing | None:
    """What that reader is to that diagnostic; None when it does not exist, or not for them: the two look the same."""
    file = accesses.file_of(session, diagnostic)
    if file is None:
        return None
    for found in (_by_account(session, reader, file), _by_link(reader, file), _invited(session, reader, file, now)):
        if found:
            return found
    return _standing(file, VISITOR, frozenset({Role.VISITOR})) if file.demo else None


def _by_account(session: Session, reader: Reader, file: File) -> Standing | None:
    found = people.with_id(session, reader.user) if reader.user else None
    if found is None:
        return None
    granted = [
        (role, organisation)
        for role, organisation in accesses.in_force(session, file.company_key, found.key)
        if organisation is None or reader.proven
    ]
    if not granted:
        return None
    organisation = next((organisation for role, organisation in granted if organisation), None)
    roles = frozenset(role for role, _ in granted)
    return _standing(file, Actor("user", reader.user, main_role(roles)), roles, organisation=organisation)


def _by_link(reader: Reader, file: File) -> Standing | None:
    if reader.opened != file.id:
        return None
    role = link_role(claimed=file.claimed)
    return _standing(file, Actor("link", file.id, role), frozenset({role}))


def _invited(session: Session, reader: Reader, file: File, now: datetime) -> Standing | None:
    respondent = accesses.contributor(session, reader.invitation, file.id, now) if reader.invitation else None
    if respondent is None:
        return None
    actor = Actor("invited", reader.invitation, Role.CONTRIBUTOR)
    return _standing(file, actor, frozenset({Role.CONTRIBUTOR}), respondent=respondent)


def _standing(
    file: File,
    actor: Actor,
    roles: frozenset[Role],
    *,
    organisation: str | None = None,
    respondent: str | None = None,
) -> Standing:
    return Standing(
        actor=actor,
        company=file.company,
        diagnostic=file.id,
        roles=roles,
        hand=Hand(file.hand),
        claimed=file.claimed,
        handed=file.handed,
        organisation=organisation,
        respondent=respondent,
        signed=file.signed,
    )


def main_role(roles: frozenset[Role]) -> Role:
    """The one that the audit trail tells: the leader's before the adviser's, the adviser's before a guest's."""
    return next(role for role in Role if role in roles)


def memberships(session: Session, user: str) -> tuple[Membership, ...]:
    """The positions of an account; none when there is no such account."""
    found = people.with_id(session, user)
    return people.memberships(session, found) if found else ()


def asks_for_proof(session: Session, user: str) -> bool:
    """Whether this account must show a second factor, or a passkey, before it may use its positions."""
    found = people.with_id(session, user)
    if found is None:
        return False
    positions = frozenset(row.position for row in people.memberships(session, found))
    return must_be_proven(positions, platform_admin=found.platform_admin)
