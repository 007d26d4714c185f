"""The acts of whoever answers, on a real database: nothing acknowledged is lost, nothing is counted twice."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Assessment, Company, Constraints, Entry
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation, RecordOutcome
from diagnostic.services import accounts, answering, assessing
from diagnostic.services.database import Database

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ALL = {"development": 1.0, "production": 1.0, "logistics": 1.0, "services": 1.0, "marketing_sales": 1.0}
CARD = Company(name="Atelier Martin", headcount=30, idcc=3248)


def operation(op_id: str, rating: object = 2.0, item: str = "it_security", function: str | None = None) -> Operation:
    return Operation(op_id=op_id, item=item, function=function, rating=rating)  # type: ignore[arg-type]


def started(database: Database, content: Content, form: str = "full") -> tuple[str, str]:
    with database.session() as session:
        diagnostic, token = assessing.start(session, content, CARD, ALL, form, NOW)
        session.commit()
    return diagnostic.id, token


def given(database: Database, content: Content, id: str, *operations: Operation) -> RecordOutcome:
    with database.session() as session:
        outcome = answering.record(session, content, answering.sheet(session, content, id), operations, NOW)
        session.commit()
    return outcome


def ratings(database: Database, content: Content, id: str) -> dict[tuple[str, str | None], object]:
    with database.session(writes=False) as session:
        answers = assessing.load(session, content, id).assessment.answers
    return {(answer.item, answer.function): answer.rating for answer in answers}


def test_a_diagnostic_comes_back_as_it_was_started(database: Database, content: Content) -> None:
    id, token = started(database, content)
    with database.session() as session:
        diagnostic = assessing.load(session, content, id)
        assert assessing.resume(session, token) == id
        assert assessing.resume(session, token + "x") is None
    assert diagnostic.assessment.company == CARD
    assert diagnostic.version == 0
    assert diagnostic.content_sha256 == content.questionnaire.content_sha256


def test_only_the_hash_of_the_link_is_stored(database: Database, content: Content) -> None:
    id, token = started(database, content)
    with database.session() as session:
        row = session.execute(text("SELECT * FROM diagnostics")).one()
        assert token not in str(row)
        renewed = assessing.renew_link(session, id, NOW)
        assert assessing.resume(session, token) is None
        assert assessing.resume(session, renewed) == id


def test_a_retry_is_acknowledged_once(database: Database, content: Content) -> None:
    id, _ = started(database, content)
    assert given(database, content, id, operation("a"), operation("b", 3.0)).applied == 2
    again = given(database, content, id, operation("a"), operation("b", 3.0), operation("c", 1.5))
    assert (again.applied, again.already, again.version) == (1, 2, 3)
    assert ratings(database, content, id) == {("it_security", None): 1.5}


def test_the_last_answer_stands_and_history_stays(database: Database, content: Content) -> None:
    id, _ = started(database, content)
    given(database, content, id, operation("a", 1.0), operation("b", "unknown"), operation("c", None))
    assert ratings(database, content, id) == {}
    with database.session() as session:
        kept = session.execute(text("SELECT rating FROM operations ORDER BY version")).scalars().all()
    assert kept == ["1.0", "unknown", None]


def test_a_wrong_answer_is_refused_whole(database: Database, content: Content) -> None:
    id, _ = started(database, content)
    with pytest.raises(UserError, match="rating"):
        given(database, content, id, operation("a"), operation("b", 9.0, item="data_governance"))
    assert ratings(database, content, id) == {}


def test_writers_at_once_lose_nothing(database: Database, content: Content) -> None:
    id, _ = started(database, content)

    def write(writer: int) -> None:
        for index in range(5):
            given(database, content, id, operation(f"{writer}-{index}", float(index)))

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.session() as session:
        versions = session.execute(text("SELECT version FROM operations ORDER BY version")).scalars().all()
    assert versions == list(range(1, 21))


def test_answers_of_another_form_wait_for_it(database: Database, content: Content) -> None:
    id, _ = started(database, content, "flash")
    given(database, content, id, operation("a", 2.0, "sensor_data_acquisition", "all"), operation("b", 1.0))
    with database.session() as session:
        assessing.save_card(session, content, id, CARD, ALL, "full", NOW)
        session.commit()
    given(database, content, id, operation("c", 3.0, "sensor_data_acquisition", "production"))
    assert len(ratings(database, content, id)) == 3
    with database.session() as session:
        assessing.save_card(session, content, id, CARD, ALL, "flash", NOW)
        session.commit()
    assert ratings(database, content, id) == {("sensor_data_acquisition", "all"): 2.0, ("it_security", None): 1.0}


def test_card_and_entry_are_replaced(database: Database, content: Content) -> None:
    id, _ = started(database, content)
    entry = Entry(symptoms={"late_deliveries": 3}, requirements=("batch_traceability",), leader_profile="learner")
    with database.session() as session:
        assessing.save_entry(session, content, id, entry, Constraints(budget=20_000), NOW)
        assessing.save_card(session, content, id, replace(CARD, name="Atelier Durand"), ALL, "full", NOW)
        session.commit()
    with database.session() as session:
        assessment = assessing.load(session, content, id).assessment
    assert assessment.entry == entry
    assert assessment.constraints.budget == 20_000
    assert assessment.company.name == "Atelier Durand"


def test_an_unknown_diagnostic_is_not_found(database: Database, content: Content) -> None:
    with database.session() as session, pytest.raises(assessing.NotFoundError):
        assessing.load(session, content, "nobody")


def test_the_demonstration_is_installed_once_and_unchanged(
    database: Database, content: Content, examples: dict[str, Assessment]
) -> None:
    with database.session() as session:
        assert assessing.install_demo(session, content, examples, NOW) == 4
        assert assessing.install_demo(session, content, examples, NOW) == 0
        assert {entry.id for entry in assessing.demo_list(session)} == set(examples)
        for id, assessment in examples.items():
            diagnostic = assessing.load(session, content, id)
            assert diagnostic.demo
            assert diagnostic.assessment == assessment


def test_a_closed_session_opens_nothing(database: Database) -> None:
    with database.session() as session:
        record = accounts.open_session(session, NOW)
        accounts.save_session(session, record.token, {"diagnostic": "x"}, NOW)
        found = accounts.read_session(session, record.token, NOW)
        assert found is not None
        assert found.values == {"diagnostic": "x"}
        assert accounts.read_session(session, record.token, NOW + accounts.LIFETIME) is None
        accounts.close_session(session, record.token)
        assert accounts.read_session(session, record.token, NOW) is None
