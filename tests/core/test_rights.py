"""Who may do what: said as people would say it, then held for every standing that can be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.access import Act, Actor, Hand, OrganisationKind, Position, Role, Standing
from diagnostic.core.rights import RIGHTS, acts, link_role, may, must_be_proven, positions_in

DECISIONS = {Act.MANAGE, Act.CONSENT, Act.EXPORT, Act.ATTEST}
standings = st.builds(
    Standing,
    actor=st.just(Actor("user", "a")),
    company=st.just("c"),
    diagnostic=st.just("d"),
    roles=st.frozensets(st.sampled_from(Role), min_size=1),
    hand=st.sampled_from(Hand),
    claimed=st.booleans(),
    handed=st.booleans(),
    signed=st.booleans(),
)


def alone(role: Role, hand: Hand = Hand.LEADER, *, handed: bool = True) -> frozenset[Act]:
    return acts(Standing(Actor("user", "a"), "c", "d", frozenset({role}), hand, claimed=True, handed=handed))


@given(standings)
def test_the_leader_alone_decides(standing: Standing) -> None:
    if Role.LEADER not in standing.roles:
        assert not acts(standing) & DECISIONS


@given(standings)
def test_nobody_else_erases_what_a_leader_was_given(standing: Standing) -> None:
    if may(standing, Act.ERASE) and Role.LEADER not in standing.roles:
        assert Role.ADVISER in standing.roles
        assert not standing.handed


@given(standings)
def test_whoever_writes_reads(standing: Standing) -> None:
    if may(standing, Act.WRITE):
        assert may(standing, Act.READ)


@given(standings)
def test_a_role_more_takes_nothing_from_a_leader(standing: Standing) -> None:
    if Role.LEADER in standing.roles:
        assert acts(standing) >= acts(replace(standing, roles=frozenset({Role.LEADER})))


@given(st.sampled_from(Hand), st.booleans())
def test_a_funder_follows_and_reads_nothing(hand: Hand, handed: bool) -> None:
    assert alone(Role.FUNDER, hand, handed=handed) == {Act.FOLLOW}


@given(st.sampled_from(Hand), st.booleans())
def test_a_contributor_only_contributes(hand: Hand, handed: bool) -> None:
    assert alone(Role.CONTRIBUTOR, hand, handed=handed) == {Act.CONTRIBUTE}


@given(st.sampled_from(Hand), st.booleans())
def test_a_guest_and_a_visitor_only_read(hand: Hand, handed: bool) -> None:
    assert alone(Role.GUEST, hand, handed=handed) == alone(Role.VISITOR, hand, handed=handed) == {Act.READ}


def test_an_adviser_writes_and_invites_respondents_while_in_hand() -> None:
    assert alone(Role.ADVISER, Hand.ADVISER) - alone(Role.ADVISER, Hand.LEADER) == {
        Act.WRITE,
        Act.INVITE,
        Act.SETTLE,
        Act.SIGN,
    }


def test_an_adviser_erases_what_nobody_was_given_yet() -> None:
    assert Act.ERASE in alone(Role.ADVISER, Hand.ADVISER, handed=False)
    assert Act.ERASE not in alone(Role.ADVISER, Hand.ADVISER, handed=True)


@given(standings)
def test_nobody_writes_under_a_signature(standing: Standing) -> None:
    signed = acts(replace(standing, signed=True))
    assert not signed & {Act.WRITE, Act.SETTLE, Act.INVITE, Act.CONTRIBUTE, Act.SIGN}
    assert Act.REOPEN not in acts(replace(standing, signed=False))


@pytest.mark.parametrize("hand", Hand)
def test_the_leader_always_writes(hand: Hand) -> None:
    assert Act.WRITE in alone(Role.LEADER, hand)


def test_the_link_decides_until_an_account_claims() -> None:
    assert link_role(claimed=False) is Role.LEADER
    assert not RIGHTS[link_role(claimed=True)] & (DECISIONS | {Act.ERASE, Act.INVITE})


def test_whoever_works_for_others_shows_a_second_proof() -> None:
    assert all(must_be_proven(frozenset({one}), platform_admin=False) for one in Position)
    assert must_be_proven(frozenset(), platform_admin=True)
    assert not must_be_proven(frozenset(), platform_admin=False)


def test_a_consultancy_neither_funds_nor_observes() -> None:
    assert positions_in(OrganisationKind.CONSULTANCY) == (Position.ADMINISTRATOR, Position.ADVISER)
    assert set(positions_in(OrganisationKind.OPCO)) == set(Position)
