"""Whose answers somebody gives, and whose they see."""

import pytest

from diagnostic.core.model.access import Act, Actor, Hand, Role, Standing
from diagnostic.core.model.assessment import Respondent
from diagnostic.core.respondents import answering, next_respondent, speaks_for, within
from diagnostic.core.rights import may
from tests.builders import answer, assessment, capability, questionnaire

LEADER, ADVISER = Respondent("leader", "leader"), Respondent("adviser", "adviser")
KARIM, SOPHIE = Respondent("managers_1", "managers"), Respondent("hr_1", "hr")
EVERYBODY = (KARIM, LEADER, ADVISER, SOPHIE)


def standing(*roles: Role, hand: Hand = Hand.ADVISER, respondent: str | None = None) -> Standing:
    actor = Actor("user", "x", roles[0])
    return Standing(actor, "c", "d", frozenset(roles), hand, claimed=True, respondent=respondent)


@pytest.mark.parametrize(
    ("roles", "own", "shown", "beside"),
    [
        ((Role.LEADER,), LEADER, ("leader",), (ADVISER,)),
        ((Role.HOLDER,), LEADER, ("leader",), (ADVISER,)),
        ((Role.ADVISER,), ADVISER, ("adviser",), (LEADER,)),
        ((Role.LEADER, Role.ADVISER), LEADER, ("leader",), (ADVISER,)),
        ((Role.GUEST,), None, ("leader", "adviser"), ()),
        ((Role.VISITOR,), None, ("leader", "adviser"), ()),
    ],
)
def test_each_gives_their_own_and_nobody_sees_what_a_contributor_said(
    roles: tuple[Role, ...], own: Respondent | None, shown: tuple[str, ...], beside: tuple[Respondent, ...]
) -> None:
    found = answering(standing(*roles), EVERYBODY)
    assert (found.own, found.shown, found.beside, found.group) == (own, shown, beside, None)
    assert not {"managers_1", "hr_1"} & set(found.counted)


def test_an_adviser_who_no_longer_has_the_hand_only_reads() -> None:
    found = answering(standing(Role.ADVISER, hand=Hand.LEADER), EVERYBODY)
    assert found.own is None and found.shown == ("leader", "adviser")


@pytest.mark.parametrize("known", [EVERYBODY, (LEADER,), ()])
def test_a_contributor_sees_their_own_alone(known: tuple[Respondent, ...]) -> None:
    found = answering(standing(Role.CONTRIBUTOR, respondent="managers_1"), known)
    assert (found.own, found.counted, found.group) == (KARIM, ("managers_1",), "managers")


def test_whoever_answers_first_is_named_after_their_group() -> None:
    assert answering(standing(Role.ADVISER), (LEADER,)).own == ADVISER
    assert answering(standing(Role.LEADER), ()).own == LEADER


def test_an_imported_leader_keeps_their_own_answers() -> None:
    told = (Respondent("r1", "adviser"), Respondent("r2", "leader"))
    assert answering(standing(Role.LEADER), told).own == Respondent("r2", "leader")


def test_a_number_is_never_given_twice() -> None:
    assert next_respondent("managers", EVERYBODY).id == "managers_2"
    assert next_respondent("operators", EVERYBODY) == Respondent("operators_1", "operators")
    assert next_respondent("managers", (Respondent("managers_2", "managers"),)).id == "managers_1"


@pytest.mark.parametrize(
    ("role", "hand", "allowed"),
    [
        (Role.LEADER, Hand.LEADER, True),
        (Role.ADVISER, Hand.ADVISER, True),
        (Role.ADVISER, Hand.LEADER, False),
        (Role.HOLDER, Hand.LEADER, False),
        (Role.GUEST, Hand.LEADER, False),
        (Role.CONTRIBUTOR, Hand.LEADER, False),
    ],
)
def test_who_invites_to_answer(role: Role, hand: Hand, allowed: bool) -> None:
    assert may(standing(role, hand=hand), Act.INVITE) is allowed


def test_somebody_who_answered_in_one_function_alone_speaks_for_it() -> None:
    of = questionnaire({"area": {"principle": [capability("one"), capability("two", ("production", "logistics"))]}})
    said = [answer("one", 2, "managers_1"), answer("two/production", 3, "managers_1"), answer("two/all", 1, "hr_1")]
    stands = assessment(of, said, respondents=EVERYBODY)
    assert [speaks_for(stands, one) for one in ("managers_1", "hr_1", "leader")] == ["production", None, None]
    both = assessment(of, [*said, answer("two/logistics", 3, "managers_1")], respondents=EVERYBODY)
    assert speaks_for(both, "managers_1") is None
    assert dict(within(stands, "production").functions) == {"production": 1.0}
    assert within(stands, None) == within(stands, "all") == stands
