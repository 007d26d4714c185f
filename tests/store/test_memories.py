"""What is kept of a release comes back as it was; what a company takes back is not there any more."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from diagnostic.core.model.audited import Memory
from diagnostic.services.database import Database, Session
from diagnostic.store import memories
from diagnostic.store.memories import Kept

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CELL, OTHER = ("scored", (("region", "84"), ("size", "10-19"))), ("recorded", ())
MEMORY = Memory(
    number=1,
    catalogue="2026-11",
    keys=("a" * 64, "b" * 64, "c" * 64),
    versions=("1", "2", "3"),
    places={"region": ("84", None, "11"), "size": ("10-19", "10-19", None)},
    scored=(True, False, True),
    values={
        "area/resources": np.array([1.5, np.nan, 6.0]),
        "status/met": np.array([1.0, 1.0, np.nan]),
        "device/opco": np.array([0.1 + 0.2, np.nan, 1e9]),
    },
    shown={CELL: {"n": (5.0, 7.0), "area/resources": (7.25, np.inf)}, OTHER: {"n": (-np.inf, 4.0)}},
    since={CELL: 1, OTHER: 1},
    told={CELL: {"n": 5.0, "status/met": "majority"}},
    advisers=("d" * 64, None, None),
)
KEPT = Kept(1, "0" * 64, "1" * 64, b"\x00salt", published=False, delivered=False)


def keep(session: Session, number: int = 1) -> None:
    log = [["status_region", ["84"], None, "threshold"]]
    memories.add(session, replace(MEMORY, number=number), replace(KEPT, number=number), log, NOW)


def same(read: Memory, told: Memory) -> bool:
    assert read.values.keys() == told.values.keys()
    for name, figures in told.values.items():
        np.testing.assert_array_equal(read.values[name], figures)
    return replace(read, values={}) == replace(told, values={})


def test_a_memory_comes_back_as_it_was(database: Database) -> None:
    with database.session() as session:
        keep(session)
        assert memories.published(session) == ()
        memories.say_published(session, 1, NOW)
        session.commit()
    with database.session(writes=False) as session:
        (read,) = memories.published(session)
        assert memories.salt(session) == b"\x00salt"
        assert memories.log_of(session, 1) == [["status_region", ["84"], None, "threshold"]]
        assert memories.all_kept(session) == (replace(KEPT, published=True),)
    assert same(read, MEMORY)


def test_what_is_given_up_leaves_nothing(database: Database) -> None:
    with database.session() as session:
        keep(session)
        keep(session, 2)
        memories.give_up(session, 2)
        session.commit()
        assert [kept.number for kept in memories.all_kept(session)] == [1]
        memories.say_published(session, 1, NOW)
        assert len(memories.published(session)[0].keys) == 3


@pytest.mark.parametrize(("forget", "status"), [(memories.forget, np.nan), (memories.forget_answers, 1.0)])
def test_what_is_taken_back_is_erased_in_every_release(database: Database, forget, status: float) -> None:  # type: ignore[no-untyped-def]
    with database.session() as session:
        for number in (1, 2):
            keep(session, number)
            memories.say_published(session, number, NOW)
        forget(session, ["a" * 64, "never" * 3])
        session.commit()
        found = memories.published(session)
    gone = np.array([True, False, False])
    values = {name: np.where(gone, np.nan, figures) for name, figures in MEMORY.values.items()}
    values["status/met"] = np.array([status, 1.0, np.nan])
    for number, read in enumerate(found, start=1):
        assert same(read, replace(MEMORY, number=number, versions=("", "2", "3"), values=values))


def test_nothing_is_kept_before_the_first_release(database: Database) -> None:
    with database.session(writes=False) as session:
        assert (memories.all_kept(session), memories.published(session), memories.salt(session)) == ((), (), None)
        assert memories.log_of(session, 1) == []
