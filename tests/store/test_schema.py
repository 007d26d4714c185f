"""The migrations build exactly the tables, keep what was there, and SQLite keeps what it has acknowledged."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from diagnostic.services.database import Database
from diagnostic.store import tables
from diagnostic.store.base import make_engine
from diagnostic.store.upgrading import upgrade

OLD_ROWS = (
    "INSERT INTO companies (id, name) VALUES (1, 'Mécanique Durand')",
    "INSERT INTO diagnostics (id, company_id, questionnaire, content_sha256, form, functions, entry, constraints, more,"
    " demo, created_at, updated_at) VALUES ('d', 1, 'q', 's', 'full', '{}', '{}', '{}', '{}', false,"
    " '2026-11-01 08:00:00', '2026-11-01 08:00:00')",
    "INSERT INTO sessions VALUES ('h', '{\"diagnostic\": \"d\"}', '2026-11-01 08:00:00', '2026-12-01 08:00:00')",
)

ROWS_OF_0003 = (
    "INSERT INTO companies (id, public_id, name, journal) VALUES (1, 'c', 'Mécanique Durand', '[]')",
    "INSERT INTO diagnostics (id, company_id, questionnaire, content_sha256, form, functions, entry, constraints, more,"
    " demo, hand, created_at, updated_at) VALUES ('d', 1, 'q', 's', 'full', '{}', '{}', '{}', '{}', false,"
    " 'leader', '2026-11-01 08:00:00', '2026-11-01 08:00:00')",
)
ANSWER_OF_0003 = (
    "INSERT INTO operations (id, diagnostic_id, op_id, version, item, respondent, rating, evidence, server_at) VALUES"
    " ({number}, 'd', 'op{number}', {number}, 'it_security', 'leader', '2.5', 'declared', '2026-11-01 08:00:00')"
)


def test_migrations_and_tables_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.CompanyRow.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    database.upgrade()


def test_an_older_database_keeps_its_diagnostics_and_sessions(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(engine, "0002")
    with engine.begin() as connection:
        for row in OLD_ROWS:
            connection.exec_driver_sql(row)
    upgrade(engine)
    with engine.connect() as connection:
        name, mark = connection.exec_driver_sql("SELECT name, public_id FROM companies").one()
        assert (name, len(mark)) == ("Mécanique Durand", 22)
        assert connection.exec_driver_sql("SELECT hand FROM diagnostics").scalar() == "leader"
        assert connection.exec_driver_sql("SELECT seen_at = created_at FROM sessions").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_answers_given_before_the_follow_up_are_kept_unsigned_and_unflagged(blank: Database) -> None:
    """On SQLite the table of answers is written anew: none may be lost on the way."""
    engine = blank.engine
    upgrade(engine, "0003")
    with engine.begin() as connection:
        for row in (*ROWS_OF_0003, *(ANSWER_OF_0003.format(number=number) for number in (1, 2))):
            connection.exec_driver_sql(row)
    upgrade(engine)
    with engine.connect() as connection:
        answers = connection.exec_driver_sql("SELECT op_id, rating, author, flagged FROM operations ORDER BY version")
        assert [tuple(row) for row in answers] == [("op1", "2.5", None, False), ("op2", "2.5", None, False)]
        assert connection.exec_driver_sql("SELECT signed_at FROM diagnostics").scalar_one() is None
        assert connection.exec_driver_sql("SELECT commune FROM companies").scalar_one() is None
        assert compare_metadata(MigrationContext.configure(connection), tables.CompanyRow.metadata) == []


def test_sqlite_is_in_wal_and_full(database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        return
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
