"""Writers of one process take turns on SQLite, and give their turn back however their work ends."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from diagnostic.services.database import Database
from diagnostic.store import base


class Turn:
    """A turn that counts who has taken it and not given it back."""

    def __init__(self) -> None:
        self.taken, self.held = 0, 0

    def acquire(self, timeout: float) -> bool:
        self.taken, self.held = self.taken + 1, self.held + 1
        return True

    def release(self) -> None:
        self.held -= 1


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Turn:
    found = Turn()
    monkeypatch.setattr(base, "Lock", lambda: found)
    return found


@pytest.fixture
def counted(tmp_path: Path, turn: Turn) -> Database:
    """A database whose only table counts; its turn counts too."""
    database = Database(f"sqlite:///{tmp_path / 'turns.db'}")
    with database.session() as session:
        session.execute(text("CREATE TABLE told (number INTEGER)"))
        session.commit()
    return database


def test_a_turn_is_given_back_however_work_ends(counted: Database, turn: Turn) -> None:
    with counted.session() as session:
        session.execute(text("INSERT INTO told VALUES (1)"))
        assert turn.held == 1
        session.commit()
        assert turn.held == 0
    with counted.session() as session:
        session.execute(text("INSERT INTO told VALUES (2)"))
        session.rollback()
        assert turn.held == 0
    with pytest.raises(ZeroDivisionError), counted.session() as session:
        session.execute(text("INSERT INTO told VALUES (3)"))
        raise ZeroDivisionError
    assert (turn.taken, turn.held) == (4, 0)


def test_whoever_only_reads_takes_no_turn(counted: Database, turn: Turn) -> None:
    before = turn.taken
    with counted.session(writes=False) as session:
        assert session.scalar(text("SELECT count(*) FROM told")) == 0
    assert turn.taken == before


def test_many_who_read_then_write_lose_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'many.db'}")
    with database.session() as session:
        session.execute(text("CREATE TABLE told (number INTEGER)"))
        session.execute(text("INSERT INTO told VALUES (0)"))
        session.commit()

    def one_more(_number: int) -> None:
        with database.session() as session:
            seen = session.scalar(text("SELECT number FROM told"))
            session.execute(text("UPDATE told SET number = :next"), {"next": seen + 1})
            session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one_more, range(200)))
    with database.session(writes=False) as session:
        assert session.scalar(text("SELECT number FROM told")) == 200
