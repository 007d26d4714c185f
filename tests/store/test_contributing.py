"""Several people answer one diagnostic: their answers, and their invitations, stay apart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from diagnostic.core.model.access import OPERATOR
from diagnostic.core.model.assessment import Company, Respondent
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic, Operation
from diagnostic.services import answering, assessing, contributing, sharing
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.contributing import Whom
from diagnostic.services.database import Database
from diagnostic.services.inviting import State

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ADVISER = Respondent("adviser", "adviser")


@pytest.fixture
def diagnostic(database: Database, content: Content) -> Diagnostic:
    with database.session() as session:
        made, _ = assessing.start(session, content, Company("Atelier"), {"production": 1}, "flash", NOW)
        session.commit()
    return made


def rated(rating: float, respondent: str = "leader") -> Operation:
    return Operation(op_id=str(uuid4()), item="digital_skills", function=None, rating=rating, respondent=respondent)


def test_whoever_answers_is_named_and_answers_for_nobody_else(
    database: Database, content: Content, diagnostic: Diagnostic
) -> None:
    with database.session() as session:
        leader = diagnostic.assessment.respondents[0]
        sheet = answering.sheet(session, content, diagnostic.id)
        sharing.answer(session, content, sheet, leader, [rated(1)], NOW)
        sharing.answer(session, content, sheet, ADVISER, [rated(4, "leader")], NOW)
        stands = assessing.load(session, content, diagnostic.id)
    assert {(one.respondent, one.rating) for one in stands.assessment.answers} == {("leader", 1.0), ("adviser", 4.0)}
    assert stands.assessment.respondents == (leader, ADVISER)


def test_invitations_name_respondents_that_are_never_reused(
    database: Database, content: Content, diagnostic: Diagnostic
) -> None:
    with database.session() as session:
        first, token = contributing.invite(session, content, diagnostic.id, Whom("managers", "Karim"), OPERATOR, NOW)
        contributing.revoke(session, diagnostic, first.id, NOW)
        second, other = contributing.invite(session, content, diagnostic.id, Whom("managers"), OPERATOR, NOW)
        stands = assessing.load(session, content, diagnostic.id)
        people = contributing.everybody(session, stands, NOW)
    assert token != other
    assert (first.respondent, second.respondent) == ("managers_1", "managers_2")
    assert second.expires_at == NOW + timedelta(days=30)
    found = [(one.respondent.id, one.invitation.state(NOW)) for one in people if one.invitation]
    assert found == [("managers_1", State.REVOKED), ("managers_2", State.OPEN)]


def test_an_invitation_made_again_takes_the_place_of_the_first(
    database: Database, content: Content, diagnostic: Diagnostic
) -> None:
    with database.session() as session:
        first, _ = contributing.invite(session, content, diagnostic.id, Whom("operators", "Ana"), OPERATOR, NOW)
        stands = assessing.load(session, content, diagnostic.id)
        again = contributing.invite_again(session, stands, first.id, OPERATOR, NOW)
        assert again is not None and again[0].respondent == first.respondent and again[0].name == "Ana"
        (only,) = contributing.everybody(session, stands, NOW)
        assert only.invitation == again[0]
        assert contributing.invite_again(session, stands, first.id, OPERATOR, NOW) is None
        assert contributing.invite_again(session, stands, "nowhere", OPERATOR, NOW) is None


def test_a_respondent_outlives_their_invitation(database: Database, content: Content, diagnostic: Diagnostic) -> None:
    known = replace(diagnostic.assessment, respondents=(Respondent("hr_1", "hr"),))
    with database.session() as session:
        (only,) = contributing.everybody(session, replace(diagnostic, assessment=known), NOW)
    assert only.respondent.id == "hr_1" and only.invitation is None


def test_another_diagnostic_s_invitation_is_not_found(
    database: Database, content: Content, diagnostic: Diagnostic
) -> None:
    with database.session() as session:
        other, _ = assessing.start(session, content, Company("Autre"), {"production": 1}, "flash", NOW)
        made, _ = contributing.invite(session, content, other.id, Whom("hr"), OPERATOR, NOW)
        for id in (made.id, "nowhere"):
            with pytest.raises(NotFoundError):
                contributing.revoke(session, diagnostic, id, NOW)


def test_one_link_for_several_gives_each_their_own_invitation(
    database: Database, content: Content, diagnostic: Diagnostic
) -> None:
    whom = Whom("operators", "Atelier 2")
    with database.session() as session:
        shared, _ = contributing.invite_several(session, content, diagnostic.id, whom, OPERATOR, NOW)
        first = contributing.join(session, content, shared, None, NOW)
        second = contributing.join(session, content, shared, shared.id, NOW)
        again = contributing.join(session, content, shared, first.id, NOW)
        stands = assessing.load(session, content, diagnostic.id)
        (link,) = contributing.shared_links(session, stands)
        people = [one.respondent.id for one in contributing.everybody(session, stands, NOW)]
    assert shared.respondent is None and again == first
    assert [first.respondent, second.respondent] == people == ["operators_1", "operators_2"]
    assert first.expires_at <= shared.expires_at and link.joined == 2
