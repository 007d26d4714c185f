"""A company measured twice: the same company, a new diagnostic, and nothing of the first that is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.access import Actor, Hand, Role, Standing
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic, Operation
from diagnostic.services import again, answering, assessing
from diagnostic.services.database import Database
from diagnostic.store import accesses, assessments

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANSWER = Operation(op_id="op", item="digital_skills", function=None, rating=4.0)
LATER = NOW + timedelta(days=365)


def standing(role: Role) -> Standing:
    return Standing(Actor("user", "u", role), "c", "first", frozenset({role}), Hand.LEADER, claimed=True)


@pytest.fixture
def kept(database: Database, content: Content, examples: dict[str, Assessment]) -> Assessment:
    """The first diagnostic of a company, with a result."""
    assessment = examples["uma_usinage"]
    with database.session() as session:
        assessing.add(session, content, "first", assessment, NOW, resume_hash="hash")
        session.commit()
    return assessment


def start(database: Database, content: Content, id: str, role: Role = Role.LEADER, at: datetime = LATER) -> str:
    with database.session() as session:
        started = again.start(session, content, id, standing(role), at)
        session.commit()
    return started


def history(database: Database, content: Content, id: str) -> tuple[Diagnostic, ...]:
    with database.session(writes=False) as session:
        return again.history(session, content, id)


def test_the_card_the_functions_and_the_entry_come_along_the_answers_do_not(
    database: Database, content: Content, kept: Assessment
) -> None:
    second = start(database, content, "first")
    first, new = history(database, content, "first")
    assert (first.id, new.id) == ("first", second)
    assert new.assessment.company == kept.company
    assert (new.assessment.functions, new.assessment.entry) == (kept.functions, first.assessment.entry)
    assert new.assessment.constraints == first.assessment.constraints
    assert new.assessment.answers == () and new.assessment.target == {} and new.version == 0
    assert first.assessment.answers and first.created_at == NOW
    with database.session(writes=False) as session:
        same = [accesses.file_of(session, id) for id in ("first", second)]
        assert len({one.company for one in same if one}) == 1
        before = again.previous(session, content, second)
        assert before is not None and before.id == "first"
        assert again.previous(session, content, "first") is None


def test_asked_twice_it_is_one(database: Database, content: Content, kept: Assessment) -> None:
    assert start(database, content, "first") == start(database, content, "first")
    assert len(history(database, content, "first")) == 2


@pytest.mark.parametrize(("role", "hand"), [(Role.LEADER, "leader"), (Role.ADVISER, "adviser")])
def test_it_is_in_the_hands_of_who_starts_it(
    database: Database, content: Content, kept: Assessment, role: Role, hand: str
) -> None:
    id = start(database, content, "first", role)
    with database.session(writes=False) as session:
        found = assessments.read(session, id)
    assert found is not None and (found[0]["hand"], found[0]["resume_hash"]) == (hand, None)


def test_no_third_while_the_second_says_nothing_yet_unless_its_plan_is_signed(
    database: Database, content: Content, kept: Assessment
) -> None:
    second = start(database, content, "first")
    with pytest.raises(UserError, match="pas encore de résultat"):
        start(database, content, second)
    with database.session() as session:
        assessments.change(session, second, {"signed_at": LATER})
        session.commit()
    third = start(database, content, second)
    assert [one.id for one in history(database, content, third)] == ["first", second, third]


def test_started_in_the_same_instant_they_still_follow_one_another(
    database: Database, content: Content, kept: Assessment
) -> None:
    second = start(database, content, "first", at=NOW)
    assert [one.id for one in history(database, content, second)] == ["first", second]


def test_what_is_answered_in_one_stays_out_of_the_other(database: Database, content: Content, kept: Assessment) -> None:
    second = start(database, content, "first")
    with database.session() as session:
        answering.record(session, content, answering.sheet(session, content, second), [ANSWER], LATER)
        session.commit()
    first, new = history(database, content, "first")
    assert len(first.assessment.answers) == len(kept.answers) and len(new.assessment.answers) == 1


def test_the_card_is_the_company_s_own(database: Database, content: Content, kept: Assessment) -> None:
    second = start(database, content, "first")
    card = replace(kept.company, headcount=77, commune=None)
    with database.session() as session:
        assessing.save_card(session, content, second, card, kept.functions, "full", LATER)
        session.commit()
    assert {one.assessment.company.headcount for one in history(database, content, "first")} == {77}


def test_a_link_is_given_once(database: Database, content: Content, kept: Assessment) -> None:
    second = start(database, content, "first")
    with database.session() as session:
        code = again.give_link(session, second)
        assert code and assessing.resume(session, code) == second
        assert again.give_link(session, second) is None
        assert again.give_link(session, "nowhere") is None
        session.commit()
