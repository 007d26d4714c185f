"""Two people who write as one respondent, on both databases: what each did is merged, kept and found again."""

from datetime import UTC, datetime
from threading import Thread
from uuid import uuid4

import pytest

from diagnostic.core.clashes import clashing
from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation, Received
from diagnostic.services import answering, assessing, sharing
from diagnostic.services.assessing import LEADER
from diagnostic.services.database import Database

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FIRST, OTHER = "digital_skills", "data_governance"


@pytest.fixture
def started(database: Database, content: Content) -> str:
    with database.session() as session:
        made, _ = assessing.start(session, content, Company("Atelier"), {"production": 1}, "full", NOW)
        session.commit()
    return made.id


def said(rating: float | None, author: str, item: str = FIRST, base: int = 0, **more: object) -> Operation:
    return Operation(
        op_id=str(uuid4()),
        item=item,
        function=None,
        rating=rating,
        author=author,
        base_version=base,
        **more,  # type: ignore[arg-type]
    )


def give(database: Database, content: Content, id: str, *operations: Operation) -> None:
    with database.session() as session:
        sharing.answer(session, content, answering.sheet(session, content, id), LEADER, operations, NOW)
        session.commit()


def heard(database: Database, id: str) -> tuple[Received, ...]:
    with database.session(writes=False) as session:
        return sharing.received(session, id)


def test_remarks_and_authors_are_kept_and_merged(database: Database, content: Content, started: str) -> None:
    give(database, content, started, said(None, "user:a", note="vu le classeur", flagged=True))
    give(database, content, started, said(2.5, "user:b"))
    found = heard(database, started)
    assert [one.version for one in found] == [1, 2] and {one.at for one in found} == {NOW}
    last = found[-1].operation
    assert (last.rating, last.note, last.flagged, last.author) == (2.5, "vu le classeur", True, "user:b")
    assert clashing(found) == {}


def test_what_changed_since_brings_the_whole_story_of_those_questions(
    database: Database, content: Content, started: str
) -> None:
    give(database, content, started, said(1, "user:a"), said(4, "user:a", OTHER))
    give(database, content, started, said(3, "user:b"))
    with database.session(writes=False) as session:
        changed = sharing.changed(session, started, 2)
        assert sharing.last_version(session, started) == 3
        assert sharing.changed(session, started, 3) == ()
    assert [(one.version, one.operation.rating) for one in changed] == [(1, 1.0), (3, 3.0)]
    assert list(clashing(changed)) == [(FIRST, None, "leader")]


@pytest.mark.parametrize("item", ["no_such_item", "x" * 5000])
def test_a_remark_on_no_question_is_refused(database: Database, content: Content, started: str, item: str) -> None:
    with pytest.raises(UserError):
        give(database, content, started, said(None, "user:a", item, note="…"))
    assert heard(database, started) == ()


def test_two_who_answer_at_the_same_instant_both_count(database: Database, content: Content, started: str) -> None:
    both = [Thread(target=give, args=(database, content, started, said(rating, f"user:{rating}"))) for rating in (1, 4)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    disputed = clashing(heard(database, started))[FIRST, None, "leader"]
    assert {one.operation.rating for one in disputed} == {1.0, 4.0}
