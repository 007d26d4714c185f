"""Releases are added at the end, sealed one after the other, and never changed: the database itself refuses."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from diagnostic.core.errors import UserError
from diagnostic.core.model.released import Release
from diagnostic.core.release_document import read_release, release_document, seal
from diagnostic.services import releases
from diagnostic.services.releases import Releases
from tests.observatory_samples import sample_release

NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)
FILES = {"é.csv": b"a\n", "b.bin": bytes(range(256))}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'releases.db'}"
    server: str = request.getfixturevalue("postgresql")
    shelf = Releases(server, writes=True)
    with shelf.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    shelf.close()
    return server


@pytest.fixture
def shelf(url: str) -> Iterator[Releases]:
    opened = Releases(url, writes=True)
    opened.prepare()
    yield opened
    opened.close()


@pytest.fixture
def pages(url: str) -> Iterator[Releases]:
    """As pages open it."""
    opened = Releases(url)
    yield opened
    opened.close()


def publish(shelf: Releases, release: Release, files: Mapping[str, bytes] | None = None) -> str:
    with shelf.turn() as turn:
        sealed = releases.add(turn, release, NOW, {} if files is None else files)
        turn.commit()
    return sealed


def numbered(number: int, previous: str | None) -> Release:
    return replace(sample_release(1), number=number, previous=previous)


def refused(engine: Engine, statement: str) -> str:
    with pytest.raises(DBAPIError) as caught, engine.begin() as connection:
        connection.exec_driver_sql(statement)
    return str(caught.value.orig)


def test_a_release_is_read_back_as_it_was_and_its_withheld_cells_say_nothing() -> None:
    release = sample_release(2)
    assert any(not cell.shown for table in release.tables for cell in table.cells)
    document = release_document(release)
    assert release_document(read_release(document)) == document
    table = release.tables[0]
    hidden = replace(table.cells[0], companies=None, figures={}, since=1)
    other = replace(hidden, since=2)
    documents = [
        release_document(replace(release, tables=(replace(table, cells=(cell,)),))) for cell in (hidden, other)
    ]
    assert seal(documents[0]) == seal(documents[1])


def test_nothing_is_a_release_before_the_first(pages: Releases, url: str) -> None:
    assert (pages.heads(), pages.latest(), pages.get(1), pages.broken()) == ((), None, None, ())


def test_releases_follow_one_another(shelf: Releases, pages: Releases) -> None:
    first = publish(shelf, numbered(1, None))
    second = publish(shelf, numbered(2, first))
    assert [(head.number, head.seal, head.previous) for head in pages.heads()] == [(1, first, None), (2, second, first)]
    latest = pages.latest()
    assert latest is not None
    assert (latest.number, seal(release_document(latest))) == (2, second)
    assert pages.latest() is latest
    assert pages.get(3) is None
    assert pages.broken() == ()


@pytest.mark.parametrize(("number", "previous"), [(1, None), (3, "first"), (2, None), (2, "0" * 64)])
def test_one_that_does_not_follow_is_refused(shelf: Releases, number: int, previous: str | None) -> None:
    first = publish(shelf, numbered(1, None))
    with pytest.raises(DBAPIError):
        publish(shelf, numbered(number, first if previous == "first" else previous))
    assert len(shelf.heads()) == 1


def test_no_release_changes_and_none_goes(shelf: Releases, pages: Releases) -> None:
    publish(shelf, numbered(1, None))
    assert "never changed" in refused(shelf.engine, "UPDATE releases SET quarter = '2027-T1'")
    assert "never shortened" in refused(shelf.engine, "DELETE FROM releases")
    told = refused(pages.engine, "INSERT INTO releases (number) VALUES (2)")
    assert "read-only" in told or "readonly" in told
    if shelf.engine.dialect.name != "sqlite":
        assert "never emptied" in refused(shelf.engine, "TRUNCATE releases")


def test_the_files_of_a_release_are_kept_with_it_and_never_change(shelf: Releases, pages: Releases) -> None:
    publish(shelf, numbered(1, None), FILES)
    assert [(one.name, one.size) for one in pages.files(1)] == [("b.bin", 256), ("é.csv", 2)]
    assert {name: pages.file(1, name) for name in FILES} == FILES
    assert (pages.file(1, "other"), pages.file(2, "b.bin"), pages.files(2)) == (None, None, ())
    assert "never changed" in refused(shelf.engine, "UPDATE release_files SET size = 0")
    assert "never shortened" in refused(shelf.engine, "DELETE FROM release_files")
    late = "INSERT INTO release_files (number, name, size, sha256, content) VALUES (1, 'late', 0, '', '')"
    assert "come before their release" in refused(shelf.engine, late)
    assert pages.broken() == ()


def test_a_release_refused_leaves_no_file(shelf: Releases) -> None:
    with pytest.raises(DBAPIError):
        publish(shelf, numbered(2, None), FILES)
    assert (shelf.files(1), shelf.files(2)) == ((), ())


def test_a_database_from_before_files_were_kept_is_read_and_gets_them(shelf: Releases, pages: Releases) -> None:
    first = publish(shelf, numbered(1, None))
    with shelf.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE release_files")
        if shelf.engine.dialect.name != "sqlite":
            connection.exec_driver_sql("DROP FUNCTION release_files_update, release_files_delete, release_files_insert")
            connection.exec_driver_sql("DROP FUNCTION release_files_truncate")
    assert (pages.files(1), pages.file(1, "b.bin"), pages.broken(), len(pages.heads())) == ((), None, (), 1)
    shelf.prepare()
    publish(shelf, numbered(2, first), FILES)
    assert ([len(pages.files(number)) for number in (1, 2)], pages.broken()) == ([0, 2], ())


def test_one_publishes_at_a_time_and_others_go_on_reading(
    shelf: Releases, pages: Releases, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(shelf, numbered(1, None))
    monkeypatch.setattr("diagnostic.store.releases.WAIT", "100ms")
    monkeypatch.setattr("diagnostic.store.releases.BUSY_TIMEOUT_MS", 100)
    rival = Releases(url, writes=True)
    with shelf.turn():
        assert len(pages.heads()) == 1
        with pytest.raises(UserError, match="en cours"), rival.turn():
            pass
    with rival.turn():
        pass
    rival.close()


def test_a_changed_file_is_found_out(shelf: Releases, tmp_path: Path) -> None:
    if shelf.engine.dialect.name != "sqlite":
        pytest.skip("a file is changed")
    first = publish(shelf, numbered(1, None))
    publish(shelf, numbered(2, first), FILES)
    copy = tmp_path / "copy.db"
    shutil.copy(shelf.engine.url.database or "", copy)
    forged = Releases(f"sqlite:///{copy}", writes=True)
    with forged.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER releases_update")
        connection.exec_driver_sql("DROP TRIGGER release_files_update")
        connection.exec_driver_sql("UPDATE release_files SET content = x'00' WHERE name = 'b.bin'")
        connection.exec_driver_sql("UPDATE release_files SET size = 3 WHERE name = 'é.csv'")
        connection.exec_driver_sql(
            "UPDATE releases SET document = replace(document, '2026-T4', '2026-T3') WHERE number = 1"
        )
    assert forged.broken() == (
        "R-1 n’est plus ce qui a été publié : son empreinte ne correspond pas",
        "R-2 : b.bin n’est plus le fichier publié",
        "R-2 : é.csv n’est plus le fichier publié",
    )
    forged.close()


def test_a_reader_needs_no_right_to_write(shelf: Releases, tmp_path: Path) -> None:
    if shelf.engine.dialect.name != "sqlite":
        pytest.skip("a file is read")
    publish(shelf, numbered(1, None))
    shelf.close()
    assert [path.name for path in tmp_path.iterdir()] == ["releases.db"]
    reader = Releases(f"sqlite:///{tmp_path / 'releases.db'}")
    assert reader.latest() is not None
    assert [path.name for path in tmp_path.iterdir()] == ["releases.db"]
    reader.close()
