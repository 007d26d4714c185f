"""Who may do what with a company's file. A company belongs to itself: its leader alone decides who opens it."""

from collections.abc import Mapping

from diagnostic.core.model.access import Act, Hand, Position, Role, Standing

_ITS_OWN = frozenset({Act.READ, Act.WRITE, Act.MANAGE, Act.CONSENT, Act.JOURNAL, Act.EXPORT, Act.ERASE, Act.ATTEST})
RIGHTS: Mapping[Role, frozenset[Act]] = {
    Role.LEADER: _ITS_OWN,
    Role.HOLDER: frozenset({Act.READ, Act.WRITE, Act.JOURNAL}),
    Role.ADVISER: frozenset({Act.READ, Act.WRITE, Act.VISIT, Act.HAND_OVER}),
    Role.GUEST: frozenset({Act.READ}),
    Role.FUNDER: frozenset({Act.FOLLOW}),
    Role.CONTRIBUTOR: frozenset({Act.CONTRIBUTE}),
    Role.VISITOR: frozenset({Act.READ}),
}
PROVEN_POSITIONS = frozenset(Position)


def acts(standing: Standing) -> frozenset[Act]:
    """Everything that standing allows.

    An adviser writes while the diagnostic is in the adviser's hands, and may erase what was prepared as long as no
    leader was given it.
    """
    allowed = {act for role in standing.roles for act in RIGHTS[role]}
    if standing.roles & {Role.LEADER, Role.HOLDER}:
        return frozenset(allowed)
    if Role.ADVISER in standing.roles and standing.hand is Hand.LEADER:
        allowed.discard(Act.WRITE)
    if Role.ADVISER in standing.roles and not standing.handed:
        allowed.add(Act.ERASE)
    return frozenset(allowed)


def may(standing: Standing, act: Act) -> bool:
    return act in acts(standing)


def link_role(*, claimed: bool) -> Role:
    """What the private link gives: everything until an account has claimed the company, then its answers alone."""
    return Role.HOLDER if claimed else Role.LEADER


def must_be_proven(positions: frozenset[Position], *, platform_admin: bool) -> bool:
    """Whoever works for an organisation, or for the platform, shows a second factor or a passkey."""
    return platform_admin or bool(positions & PROVEN_POSITIONS)
