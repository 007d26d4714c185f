"""Tries are counted before they are judged, on both databases, whoever counts them at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.services import throttling
from diagnostic.services.database import Database
from diagnostic.services.throttling import ACCOUNT, NETWORK, TooManyError
from diagnostic.store.throttles import Tries

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def tries(database: Database, count: int, now: datetime = NOW, key: str = "password anne") -> list[int]:
    """Wrong tries one after the other: 0 for one that was judged, else the minutes told."""
    told = []
    for _ in range(count):
        with database.session() as session:
            try:
                throttling.check(session, key, now)
                throttling.failed(session, key, now)
                session.commit()
                told.append(0)
            except TooManyError as error:
                told.append(error.minutes)
    return told


def test_five_tries_are_free_then_waits_double(database: Database) -> None:
    assert tries(database, 7) == [0, 0, 0, 0, 0, 1, 1]
    now, waits = NOW, []
    for _ in range(7):
        waits.append(tries(database, 1, now)[0])
        now += waits[-1] * MINUTE
        assert tries(database, 2, now)[0] == 0, "the wait is over"
    assert waits == [1, 2, 4, 8, 15, 15, 15]


def test_a_day_later_all_is_forgotten(database: Database) -> None:
    tries(database, 5)
    assert tries(database, 1, NOW + timedelta(hours=23)) == [0]
    assert tries(database, 2, NOW + timedelta(hours=23)) == [2, 2]
    assert tries(database, 6, NOW + timedelta(days=2)) == [0, 0, 0, 0, 0, 1]


def test_success_gives_five_more(database: Database) -> None:
    tries(database, 4)
    with database.session() as session:
        throttling.check(session, "password anne", NOW)
        throttling.succeeded(session, "password anne")
        session.commit()
    assert tries(database, 6) == [0, 0, 0, 0, 0, 1]


def test_keys_do_not_mix(database: Database) -> None:
    tries(database, 6)
    assert tries(database, 1, key="password jean") == [0]


def test_a_network_bears_fifty_in_a_quarter_of_an_hour(database: Database) -> None:
    with database.session() as session:
        for _ in range(50):
            throttling.check(session, "network", NOW, NETWORK)
        with pytest.raises(TooManyError) as refused:
            throttling.check(session, "network", NOW + 5 * MINUTE, NETWORK)
        assert refused.value.minutes == 10
        throttling.take_back(session, "network", NOW)
        throttling.check(session, "network", NOW + 5 * MINUTE, NETWORK)
        throttling.check(session, "network", NOW + 15 * MINUTE, NETWORK)


def test_twenty_at_once_are_five(database: Database) -> None:
    """Each in a transaction of its own: none slips through while another is being judged."""
    with ThreadPoolExecutor(20) as threads:
        told = list(threads.map(lambda _: tries(database, 1)[0], range(20)))
    assert sorted(told) == [0] * 5 + [1] * 15


def test_purging_keeps_what_still_counts(database: Database) -> None:
    tries(database, 5)
    with database.session() as session:
        throttling.purge(session, NOW + timedelta(hours=1))
        session.commit()
    assert tries(database, 1) == [1]
    with database.session() as session:
        throttling.purge(session, NOW + timedelta(days=2))
        session.commit()
    assert tries(database, 1) == [0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(failures=st.integers(0, 10_000), elapsed=st.integers(0, 24 * 60 - 1))
def test_no_wait_is_longer_than_a_quarter_of_an_hour(failures: int, elapsed: int) -> None:
    """Nobody is locked out for ever by somebody else."""
    wait = ACCOUNT.wait(Tries(failures, NOW, NOW), NOW + elapsed * MINUTE)
    assert wait <= 15 * MINUTE
    assert (failures < 5) <= (wait <= timedelta(0))
