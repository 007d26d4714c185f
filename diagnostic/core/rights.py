"""Who may do what with a company's file. A company belongs to itself: its leader alone decides who opens it."""

from collections.abc import Mapping

from diagnostic.core.model.access import Act, Hand, OrganisationKind, Position, Role, Standing
from diagnostic.core.model.granted import FUNDING_KINDS

_ITS_OWN = frozenset(
    {Act.READ, Act.WRITE, Act.INVITE, Act.MANAGE, Act.CONSENT, Act.JOURNAL, Act.EXPORT, Act.ERASE, Act.ATTEST}
) | {Act.SIGN, Act.REOPEN, Act.TRACK}
_WHILE_UNSIGNED = frozenset({Act.WRITE, Act.INVITE, Act.CONTRIBUTE, Act.SETTLE, Act.SIGN})
RIGHTS: Mapping[Role, frozenset[Act]] = {
    Role.LEADER: _ITS_OWN,
    Role.HOLDER: frozenset({Act.READ, Act.WRITE, Act.JOURNAL, Act.TRACK}),
    Role.ADVISER: frozenset(
        {Act.READ, Act.WRITE, Act.INVITE, Act.VISIT, Act.HAND_OVER, Act.SETTLE, Act.SIGN, Act.REOPEN, Act.TRACK}
    ),
    Role.GUEST: frozenset({Act.READ}),
    Role.FUNDER: frozenset({Act.FOLLOW}),
    Role.CONTRIBUTOR: frozenset({Act.CONTRIBUTE}),
    Role.VISITOR: frozenset({Act.READ}),
}
PROVEN_POSITIONS = frozenset(Position)
OBSERVING_KINDS = frozenset({OrganisationKind.REGION, OrganisationKind.AGENCY, OrganisationKind.OPCO})


def acts(standing: Standing) -> frozenset[Act]:
    """Everything that standing allows.

    An adviser writes, settles and signs while the diagnostic is in the adviser's hands, and may erase what was prepared
    as long as no leader was given it. Once a plan is signed nobody writes any more, until it is opened again.
    """
    allowed = {act for role in standing.roles for act in RIGHTS[role]}
    leads = bool(standing.roles & {Role.LEADER, Role.HOLDER})
    if Role.ADVISER in standing.roles and not leads:
        if standing.hand is Hand.LEADER:
            allowed -= {Act.WRITE, Act.INVITE, Act.SETTLE, Act.SIGN, Act.REOPEN}
        if not standing.handed:
            allowed.add(Act.ERASE)
    return frozenset(allowed - _WHILE_UNSIGNED if standing.signed else allowed - {Act.REOPEN})


def may(standing: Standing, act: Act) -> bool:
    return act in acts(standing)


def link_role(*, claimed: bool) -> Role:
    """What the private link gives: everything until an account has claimed the company, then its answers alone."""
    return Role.HOLDER if claimed else Role.LEADER


def must_be_proven(positions: frozenset[Position], *, platform_admin: bool) -> bool:
    """Whoever works for an organisation, or for the platform, shows a second factor or a passkey."""
    return platform_admin or bool(positions & PROVEN_POSITIONS)


def positions_in(kind: OrganisationKind) -> tuple[Position, ...]:
    """What one may be in an organisation of that kind: figures for a region are read where public policy is made,
    agreements are signed by those that fund."""
    reserved = {Position.ANALYST: OBSERVING_KINDS, Position.FUNDER: FUNDING_KINDS}
    return tuple(one for one in Position if kind in reserved.get(one, OrganisationKind))
