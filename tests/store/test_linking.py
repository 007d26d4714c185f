"""Login links and invitations on a real database: of two at once, one only."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.core.errors import UserError
from diagnostic.services import linking
from diagnostic.services.database import Database
from diagnostic.store import people

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MARIE = "marie@durand.fr"


def asked(database: Database, email: str = MARIE) -> linking.Sent:
    with database.session() as session:
        sent = linking.ask(session, email, NOW)
        session.commit()
    return sent


def at_once(tasks: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_it_proves_the_address_once(database: Database) -> None:
    sent = asked(database)
    with database.session() as session:
        assert linking.is_of(session, sent.link, sent.token, NOW)
        assert linking.open_with(session, sent.link, sent.token, NOW) == MARIE
        assert not linking.is_of(session, sent.link, sent.token, NOW)
        for shown in (sent.token, sent.code):
            with pytest.raises(linking.LinkError):
                linking.open_with(session, sent.link, shown, NOW)


def test_of_many_who_open_at_once_one_does(database: Database) -> None:
    sent, opened = asked(database), []

    def open_it(shown: str) -> None:
        with database.session() as session:
            try:
                opened.append(linking.open_with(session, sent.link, shown, NOW))
                session.commit()
            except linking.LinkError:
                session.rollback()

    at_once([lambda shown=shown: open_it(shown) for shown in [sent.token, sent.code] * 4])
    assert opened == [MARIE]


def test_wrong_codes_tried_at_once_are_all_counted(database: Database) -> None:
    sent = asked(database)
    wrong = [f"{(int(sent.code) + step) % 10**8:08}" for step in range(1, 9)]
    messages: list[str] = []

    def guess(code: str) -> None:
        with database.session() as session:
            try:
                linking.open_with(session, sent.link, code, NOW)
            except UserError as error:
                messages.append(error.message)
            session.commit()

    at_once([lambda code=code: guess(code) for code in wrong])
    assert len([one for one in messages if one.startswith("ce code")]) == linking.MOST_TRIES
    with database.session() as session, pytest.raises(linking.LinkError):
        linking.open_with(session, sent.link, sent.code, NOW)


def test_another_link_of_the_same_person_does_not_open(database: Database) -> None:
    mine, theirs = asked(database), asked(database)
    with database.session() as session:
        for shown in (theirs.token, theirs.code):
            with pytest.raises(linking.LinkError):
                linking.open_with(session, mine.link, shown, NOW)


def test_expired_links_are_forgotten(database: Database) -> None:
    sent = asked(database)
    with database.session() as session:
        linking.ask(session, MARIE, NOW + timedelta(minutes=15))
        assert linking.sent_to(session, sent.link) is None


def test_a_closed_account_is_no_account(database: Database) -> None:
    with database.session() as session:
        person = people.add(session, MARIE, None, NOW)
        assert linking.ask(session, MARIE, NOW).person == person
        people.row_of(session, person.id).active = False
        assert linking.ask(session, MARIE, NOW).person is None
        with pytest.raises(linking.LinkError):
            linking.account_of(session, MARIE)
