"""The audit trail: it only grows, holds when everybody writes at once, and tells whoever tampered with it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from diagnostic.core.model.access import OPERATOR, About, Actor
from diagnostic.core.model.trail import Event, Verdict
from diagnostic.services import auditing
from diagnostic.services.database import Database
from diagnostic.store import audit

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LEADER = Actor("user", "an_account", "leader")
COMPANY = About("a_company", "a_diagnostic")
LENGTH = 12
FORBIDDEN = (
    "UPDATE audit_events SET act = 'diagnostic.read' WHERE position = 2",
    "UPDATE audit_events SET position = 99 WHERE position = 3",
    "DELETE FROM audit_events",
    "DELETE FROM audit_events WHERE position = 3",
    "UPDATE audit_heads SET position = 1",
    "UPDATE audit_heads SET hash = ''",
    "UPDATE audit_heads SET position = 4, hash = 'forged'",
    "DELETE FROM audit_heads",
    "INSERT INTO audit_heads VALUES (2, 0, '')",
    "INSERT INTO audit_events SELECT 9, at, actor, role, act, company, diagnostic, organisation, details, hash, hash"
    " FROM audit_events WHERE position = 3",
    "INSERT INTO audit_events SELECT 4, at, actor, role, act, company, diagnostic, organisation, details, 'x', hash"
    " FROM audit_events WHERE position = 3",
)
SQLITE_ONLY = (
    "INSERT OR REPLACE INTO audit_heads VALUES (1, 0, '')",
    "REPLACE INTO audit_events SELECT position, at, 'visitor', role, act, company, diagnostic, organisation, details,"
    " previous_hash, hash FROM audit_events WHERE position = 2",
)
POSTGRESQL_ONLY = ("TRUNCATE audit_events", "TRUNCATE audit_heads", "TRUNCATE companies CASCADE")


def fill(database: Database, count: int, actor: Actor = LEADER) -> None:
    with database.session() as session:
        for number in range(count):
            at = NOW + timedelta(minutes=number)
            auditing.note(session, actor, "diagnostic.changed", at, COMPANY, part="plan", number=number, sent=True)
        session.commit()


def verify(database: Database, expected: str | None = None) -> Verdict:
    with database.session(writes=False) as session:
        return auditing.verify(session, expected)


def events(database: Database) -> list[Event]:
    with database.session(writes=False) as session:
        return audit.everything(session)


def refused(database: Database, statement: str) -> str:
    with pytest.raises(DBAPIError) as caught, database.engine.begin() as connection:
        connection.execute(text(statement))
    return str(caught.value.orig)


def test_the_chain_holds_from_the_first_event(database: Database) -> None:
    assert verify(database) == Verdict(0, 0, "")
    fill(database, 3)
    found = verify(database)
    assert (found.holds, found.count, found.position) == (True, 3, 3)
    assert found.head == events(database)[-1].hash


def test_the_database_itself_refuses_to_rewrite_the_trail(database: Database) -> None:
    fill(database, 3)
    own = SQLITE_ONLY if database.engine.dialect.name == "sqlite" else POSTGRESQL_ONLY
    for statement in (*FORBIDDEN, *own):
        assert "audit_" in refused(database, statement) or "consents" in refused(database, statement), statement
    assert verify(database).count == 3


def test_what_is_rolled_back_was_never_told(database: Database) -> None:
    with database.session() as session:
        auditing.note(session, LEADER, "access.granted", NOW, COMPANY)
        session.rollback()
        auditing.note(session, LEADER, "access.ended", NOW, COMPANY)
        session.commit()
    assert [event.act for event in events(database)] == ["access.ended"]


def test_once_a_day_is_once(database: Database) -> None:
    midnight, tomorrow = NOW.replace(hour=0, minute=0), NOW + timedelta(days=1)
    for now, since, actor in (
        (NOW, midnight, LEADER),
        (NOW, midnight, LEADER),
        (NOW, midnight, OPERATOR),
        (tomorrow, midnight + timedelta(days=1), LEADER),
    ):
        with database.session() as session:
            auditing.note_once(session, actor, "diagnostic.read", now, COMPANY, since, part="plan")
            auditing.note_once(session, actor, "diagnostic.read", now, COMPANY, since, part="plan")
            session.commit()
    assert [(event.actor, event.at.day) for event in events(database)] == [
        ("user:an_account", 22),
        ("operator", 22),
        ("user:an_account", 23),
    ]


def at_once(database: Database, act: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))


def test_eight_writers_at_once_lose_nothing(database: Database) -> None:
    def write(writer: int) -> None:
        for number in range(25):
            with database.session() as session:
                auditing.note(session, Actor("user", f"writer_{writer}"), "diagnostic.changed", NOW, number=number)
                session.commit()

    at_once(database, write)
    found = events(database)
    assert [event.position for event in found] == list(range(1, 201))
    assert {(event.actor, event.details["number"]) for event in found} == {
        (f"user:writer_{writer}", number) for writer in range(8) for number in range(25)
    }
    assert verify(database).holds


def test_eight_readers_of_the_same_page_are_told_once(database: Database) -> None:
    def read(_reader: int) -> None:
        with database.session() as session:
            auditing.note_once(session, LEADER, "diagnostic.read", NOW, COMPANY, NOW, part="plan")
            session.commit()

    at_once(database, read)
    assert len(events(database)) == 1


def test_a_trail_that_grows_while_it_is_read_holds(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(database, 4)
    monkeypatch.setattr(auditing, "BATCH", 2)
    batches = audit.batches

    def interrupted(session: Any, size: int) -> Iterator[list[Event]]:
        for batch in batches(session, size):
            yield batch
            fill(database, 1)

    monkeypatch.setattr(audit, "batches", interrupted)
    assert verify(database).count == 4


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A trail of LENGTH events in SQLite; tampering with it is always rolled back."""
    opened = Database(f"sqlite:///{tmp_path_factory.mktemp('trail') / 'filled.db'}")
    opened.upgrade()
    fill(opened, LENGTH)
    yield opened
    opened.close()


@contextmanager
def unguarded(database: Database) -> Iterator[Connection]:
    """The database as its owner may have it: without the triggers, for one transaction."""
    with database.engine.connect() as connection, connection.begin() as transaction:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in names:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        transaction.rollback()


def verdict(connection: Connection, expected: str | None = None) -> Verdict:
    with auditing.Session(connection, join_transaction_mode="create_savepoint") as session:
        return auditing.verify(session, expected)


positions = st.integers(1, LENGTH)
CHANGES: dict[str, object] = {
    "at": "2026-11-22 09:30:00.000001",
    "actor": "user:somebody_else",
    "role": "visitor",
    "act": "diagnostic.read",
    "company": None,
    "diagnostic": "another",
    "organisation": "one",
    "details": '{"part": "plan", "number": 1000, "sent": true}',
    "previous_hash": "0" * 64,
    "hash": "0" * 64,
}


@given(position=positions, column=st.sampled_from(sorted(CHANGES)))
def test_changing_any_field_of_any_event_is_seen(filled: Database, position: int, column: str) -> None:
    with unguarded(filled) as connection:
        connection.execute(
            text(f"UPDATE audit_events SET {column} = :value WHERE position = :position"),
            {"value": CHANGES[column], "position": position},
        )
        found = verdict(connection)
    assert (found.broken_at, found.problem) == (position, "cet événement a été modifié")


ILLEGIBLE = {"at": "'yesterday'", "actor": "x'ff'", "details": "'not JSON'", "role": "x'ff'"}


@given(position=positions, column=st.sampled_from(sorted(ILLEGIBLE)), size=st.integers(1, LENGTH + 1))
def test_an_event_made_illegible_is_told_at_its_place(filled: Database, position: int, column: str, size: int) -> None:
    """By no traceback; and an earlier break is still the first."""
    change = f"UPDATE audit_events SET {column} = {ILLEGIBLE[column]} WHERE position = {position}"
    with unguarded(filled) as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(auditing, "BATCH", size)
        connection.execute(text(change))
        found = verdict(connection)
        connection.execute(text("UPDATE audit_events SET act = 'x' WHERE position = 1"))
        assert verdict(connection).broken_at == 1
    assert found.broken_at == position
    assert "modifié" in str(found.problem)


@pytest.mark.parametrize("change", ["UPDATE audit_heads SET position = 'x'", "DROP TABLE audit_events"])
def test_an_end_made_illegible_or_a_table_taken_away_is_told(filled: Database, change: str) -> None:
    with unguarded(filled) as connection:
        connection.execute(text(change))
        assert not verdict(connection).holds


@given(position=st.integers(1, LENGTH - 1))
def test_removing_an_event_is_seen(filled: Database, position: int) -> None:
    with unguarded(filled) as connection:
        connection.execute(text("DELETE FROM audit_events WHERE position = :position"), {"position": position})
        found = verdict(connection)
        connection.execute(text("UPDATE audit_events SET position = -position WHERE position > :p"), {"p": position})
        connection.execute(text("UPDATE audit_events SET position = -position - 1 WHERE position < 0"))
        closed_up = verdict(connection)
    assert (found.broken_at, found.problem) == (position, "il manque cet événement")
    assert closed_up.broken_at == position


@given(removed=st.integers(1, LENGTH))
def test_a_tail_cut_off_is_seen(filled: Database, removed: int) -> None:
    with unguarded(filled) as connection:
        connection.execute(text("DELETE FROM audit_events WHERE position > :last"), {"last": LENGTH - removed})
        found = verdict(connection)
    assert (found.broken_at, found.problem) == (
        LENGTH - removed + 1,
        f"la fin manque : le journal allait jusqu’à {LENGTH}",
    )


@given(first=positions, second=positions)
def test_swapping_two_events_is_seen(filled: Database, first: int, second: int) -> None:
    with unguarded(filled) as connection:
        for before, after in ((first, -1), (second, first), (-1, second)):
            connection.execute(
                text("UPDATE audit_events SET position = :after WHERE position = :before"),
                {"before": before, "after": after},
            )
        found = verdict(connection)
    assert found.holds if first == second else found.broken_at == min(first, second)


@given(position=positions)
def test_an_event_slipped_in_is_seen(filled: Database, position: int) -> None:
    """Made with care: its own hash is right, and it follows the one before."""
    with unguarded(filled) as connection:
        connection.execute(text("UPDATE audit_events SET position = -position WHERE position > :p"), {"p": position})
        connection.execute(text("UPDATE audit_events SET position = 1 - position WHERE position < 0"))
        before = events_of(connection)[position - 1]
        slipped = replace(before, position=position + 1, previous_hash=before.hash, act="access.granted")
        insert(connection, replace(slipped, hash=auditing.hash_of(slipped)))
        found = verdict(connection)
    assert found.broken_at == (position + 2 if position < LENGTH else LENGTH + 1)


@given(start=positions)
def test_a_chain_rebuilt_from_the_middle_is_seen(filled: Database, start: int) -> None:
    kept = events(filled)[-1].hash
    with unguarded(filled) as connection:
        rebuild(connection, start)
        without_its_head = verdict(connection)
        last = events_of(connection)[-1]
        values = {"position": last.position, "hash": last.hash}
        connection.execute(text("UPDATE audit_heads SET position = :position, hash = :hash"), values)
        with_its_head, expected = verdict(connection), verdict(connection, kept)
    assert (without_its_head.broken_at, without_its_head.problem) == (
        LENGTH,
        "la fin du journal n’est pas celle qui a été gardée",
    )
    assert with_its_head.holds, "a chain rewritten whole, head included, is seen by nothing but a hash kept elsewhere"
    assert not expected.holds


def test_a_head_taken_away_is_seen(filled: Database) -> None:
    with unguarded(filled) as connection:
        connection.execute(text("DELETE FROM audit_heads"))
        assert "disparu" in str(verdict(connection).problem)


@given(position=positions)
def test_a_hash_kept_elsewhere_is_found_where_it_stood(filled: Database, position: int) -> None:
    assert verify(filled, events(filled)[position - 1].hash).expected_at == position


def events_of(connection: Connection) -> list[Event]:
    with auditing.Session(connection, join_transaction_mode="create_savepoint") as session:
        return audit.everything(session)


def insert(connection: Connection, event: Event) -> None:
    with auditing.Session(connection, join_transaction_mode="create_savepoint") as session:
        session.add(audit.AuditEventRow(**{name: getattr(event, name) for name in audit.FIELDS}))
        session.commit()


def rebuild(connection: Connection, start: int) -> None:
    """Change the event at `start`, then give every event from there the hashes that go with it."""
    chain = events_of(connection)
    previous = chain[start - 2].hash if start > 1 else ""
    for event in chain[start - 1 :]:
        act = "diagnostic.read" if event.position == start else event.act
        made = replace(event, act=act, previous_hash=previous)
        previous = auditing.hash_of(made)
        values = {"act": act, "previous": made.previous_hash, "hash": previous, "position": event.position}
        connection.execute(
            text(
                "UPDATE audit_events SET act = :act, previous_hash = :previous, hash = :hash WHERE position = :position"
            ),
            values,
        )


def test_an_older_database_says_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(auditing.UserError, match="pas encore de journal"):
        verify(database)
    database.close()
