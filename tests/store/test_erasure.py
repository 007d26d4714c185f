"""Erasing leaves nothing: no row, no byte in the files, whatever the column."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import event

from diagnostic.core.model.access import OPERATOR
from diagnostic.core.model.assessment import Assessment, Scenario
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation
from diagnostic.services import answering, assessing, auditing, privacy
from diagnostic.services.assessing import NotFoundError
from diagnostic.services.database import Database
from diagnostic.store import audit
from diagnostic.store.base import Base
from tests.store import planting
from tests.store.planting import NOW, STAY, STEM, Planted

MARK = re.compile(rf"{STEM}\d{{3}}")


@pytest.fixture
def planted(database: Database) -> Planted:
    with database.session() as session:
        made = planting.plant(session)
        session.commit()
    return made


def erase(database: Database, company: str) -> bool:
    with database.session() as session:
        privacy.erase(session, company, OPERATOR, NOW)
        session.commit()
    return database.scrub()


def files_of(database: Database) -> list[Path]:
    main = Path(database.engine.url.database or "")
    return [path for path in main.parent.rglob("*") if path.is_file()]


def marks_in(data: bytes) -> set[str]:
    return set(MARK.findall(data.decode("latin-1")))


def test_every_text_of_every_table_is_planted_or_said_to_stay(planted: Planted) -> None:
    """A new table, or a new column, is planted by itself; one that stays says why in `planting.STAY`."""
    reached = {table for table, _ in planted.marks}
    assert {table.name for table in Base.metadata.sorted_tables} == reached | set(STAY)
    for column in planting.text_columns():
        place = (column.table.name, column.name)
        assert place in planted.marks or column.table.name in STAY or column.foreign_keys, place


def test_what_is_planted_can_be_found(database: Database, planted: Planted) -> None:
    with database.session(writes=False) as session:
        assert marks_in(planting.rows_of(session).encode()) >= set(planted.marks.values())


def test_no_row_keeps_a_mark(database: Database, planted: Planted) -> None:
    erase(database, planted.company)
    with database.session(writes=False) as session:
        kept = planting.rows_of(session)
    assert marks_in(kept.encode()) == planted.opaque
    trail = [line for line in kept.splitlines() if MARK.search(line)]
    assert all(line.startswith("audit_events ") for line in trail)


def test_no_byte_keeps_a_mark(database: Database, planted: Planted) -> None:
    """The database, its write-ahead log, its shared memory, and all that lies beside them."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("its files are looked at below")
    before = set().union(*(marks_in(path.read_bytes()) for path in files_of(database)))
    assert before >= set(planted.marks.values())
    assert erase(database, planted.company)
    for path in files_of(database):
        assert marks_in(path.read_bytes()) <= planted.opaque, path.name
    assert Path(f"{database.engine.url.database}-wal").stat().st_size == 0


def test_pages_that_were_rewritten_leave_no_byte(
    database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    """Split, merged and moved while it was filled in."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("its files are looked at below")
    with database.session() as session:
        for id in ("before", "gone", "after"):
            assessing.add(session, content, id, examples["uma_usinage"], NOW)
        session.commit()
    for round in range(40):
        with database.session() as session:
            for id in ("gone", "after"):
                mark = f"{STEM}{round:03d}" if id == "gone" else f"à garder {round}"
                assessing.keep(session, content, id, NOW, partial(with_scenario, mark * 3))
            session.commit()
    with database.session() as session:
        company = session.get_one(planting.tables.DiagnosticRow, "gone").company.public_id
    assert erase(database, company)
    for path in files_of(database):
        assert not marks_in(path.read_bytes()), path.name
    with database.session() as session:
        assert assessing.load(session, content, "after").assessment.scenarios
        assert not auditing.verify(session).problem


def with_scenario(name: str, assessment: Assessment) -> Assessment:
    return replace(assessment, scenarios=(*assessment.scenarios[-3:], Scenario(name=name)))


@pytest.fixture
def postgresql_files(request: pytest.FixtureRequest, database: Database) -> Path:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("PostgreSQL alone")
    with database.engine.connect() as connection:
        return Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())


def test_postgresql_s_tables_keep_no_byte_once_rewritten(
    database: Database, planted: Planted, postgresql_files: Path
) -> None:
    """VACUUM gives the space back, VACUUM FULL rewrites the tables; its log (pg_wal) is recycled in time, not here."""
    erase(database, planted.company)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM FULL")
        connection.exec_driver_sql("CHECKPOINT")
    found = set()
    for path in (postgresql_files / "base").rglob("*"):
        if path.is_file():
            found |= marks_in(path.read_bytes())
    assert found <= planted.opaque


def test_the_others_keep_everything(database: Database, content: Content, examples: Mapping[str, Assessment]) -> None:
    with database.session() as session:
        assessing.add(session, content, "mine", examples["one_too"], NOW)
        session.commit()
    with database.session() as session:
        planted = planting.plant(session)
        session.commit()
    with database.session(writes=False) as session:
        before = assessing.load(session, content, "mine")
    erase(database, planted.company)
    with database.session(writes=False) as session:
        assert assessing.load(session, content, "mine") == before


def test_erasing_twice_finds_nothing(database: Database, planted: Planted) -> None:
    erase(database, planted.company)
    with database.session() as session, pytest.raises(NotFoundError):
        privacy.erase(session, planted.company, OPERATOR, NOW)


def test_the_trail_tells_it_and_holds(database: Database, planted: Planted) -> None:
    erase(database, planted.company)
    with database.session(writes=False) as session:
        told = audit.of_company(session, planted.company)
    assert [event.act for event in told] == ["company.erased"]
    assert told[0].details["answers"] == 1
    with database.session(writes=False) as session:
        assert auditing.verify(session).holds


def test_an_answer_sent_while_it_is_erased_finds_nothing(
    database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    """It waits for the erasure, then is told like any answer to a diagnostic that does not exist."""
    with database.session() as session:
        assessing.add(session, content, "gone", examples["one_too"], NOW)
        session.commit()
        company = session.get_one(planting.tables.DiagnosticRow, "gone").company.public_id
    who, item = examples["one_too"].respondents[0].id, examples["one_too"].answers[0].item
    sent = Operation(op_id="x" * 36, item=item, function=None, rating=None, respondent=who)

    def send() -> object:
        with database.session() as late:
            try:
                return answering.record(late, content, answering.sheet(late, content, "gone"), [sent], NOW)
            except NotFoundError as error:
                return error

    with database.session() as session, ThreadPoolExecutor() as pool:
        privacy.erase(session, company, OPERATOR, NOW)
        answer = pool.submit(send)
        sleep(0.3)
        assert not answer.done()
        session.commit()
        assert isinstance(answer.result(timeout=20), NotFoundError)


def test_somebody_who_reads_meanwhile_is_told_of(database: Database, planted: Planted) -> None:
    """Their page is made; the files are cleared once they have gone."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's readers hold no file")
    database.engine.dispose()
    with database.session(writes=False) as reading:
        assert planting.rows_of(reading)
        reading.connection().exec_driver_sql("SELECT 1")
        with database.session() as session:
            session.connection().exec_driver_sql("PRAGMA busy_timeout=50")
            privacy.erase(session, planted.company, OPERATOR, NOW)
            session.commit()
        impatient(database)
        assert not database.scrub()
        assert STEM in planting.rows_of(reading), "what they opened stays theirs until their page is made"
    assert database.scrub()
    for path in files_of(database):
        assert marks_in(path.read_bytes()) <= planted.opaque, path.name


def impatient(database: Database) -> None:
    event.listen(database.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA busy_timeout=50"))
