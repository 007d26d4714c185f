"""`palier audit verify`: what whoever runs the platform reads of the trail, and its exit codes."""

import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, text

from diagnostic.cli import main
from diagnostic.cli_audit import verified
from diagnostic.core.model.access import OPERATOR
from diagnostic.core.model.trail import Event
from diagnostic.services import auditing
from diagnostic.services.database import Database
from diagnostic.store.tables_security import AuditEventRow

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LONG = 20_000
MEMORY = 30_000_000  # bytes: far under what LONG events would take at once


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database whose trail holds five events."""
    url = f"sqlite:///{tmp_path / 'audit.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    database = Database(url)
    database.upgrade()
    with database.session() as session:
        for number in range(5):
            auditing.note(session, OPERATOR, "organisation.created", NOW, number=number)
        session.commit()
    database.close()
    return url


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["audit", "verify", *arguments])


def tamper(url: str, statement: str) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(statement)
    database.close()


def test_a_sound_trail_prints_what_to_keep_elsewhere(url: str) -> None:
    outcome = run()
    assert outcome.exit_code == 0, outcome.output
    assert "Journal intact : 5 événements vérifiés." in outcome.output
    assert f"Empreinte : {verified(url, None).head}" in outcome.output


def test_a_hash_kept_elsewhere_is_looked_for(url: str) -> None:
    kept = verified(url, None).head
    assert "position 5 ; depuis : 0 événement" in run("--expect", kept).output
    outcome = run("--expect", "0" * 64)
    assert outcome.exit_code == 2
    assert "nulle part" in outcome.stderr


def test_a_broken_trail_is_told_in_one_line_and_exits_2(url: str) -> None:
    tamper(url, "UPDATE audit_events SET act = 'access.ended' WHERE position = 3")
    outcome = run()
    assert outcome.exit_code == 2
    assert outcome.stderr == "palier: le journal est rompu à la position 3 : cet événement a été modifié\n"
    told = run("--format", "json")
    assert told.exit_code == 2
    document = json.loads(told.stdout)
    assert (document["holds"], document["broken_at"], document["count"]) == (False, 3, 2)


@pytest.mark.parametrize("expected", ["short", "G" * 64, "A" * 64])
def test_what_is_no_hash_is_refused(url: str, expected: str) -> None:
    outcome = run("--expect", expected)
    assert outcome.exit_code == 2
    assert "64 signes" in outcome.stderr


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nowhere.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    outcome = run()
    assert outcome.exit_code == 2
    assert "cette base n’existe pas" in outcome.stderr
    assert not path.exists()


def test_an_empty_trail_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    database.upgrade()
    database.close()
    outcome = run()
    assert (outcome.exit_code, outcome.output) == (0, "Le journal est vide.\n")


@pytest.mark.slow
def test_a_long_trail_is_read_without_being_held(url: str) -> None:
    lengthen(url, LONG)
    tracemalloc.start()
    found = verified(url, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.holds, found.count) == (True, LONG)
    assert peak < MEMORY


def lengthen(url: str, length: int) -> None:
    """Written straight into the table: LONG transactions would take minutes."""
    last, rows = verified(url, None), []
    previous = last.head
    for position in range(last.position + 1, length + 1):
        draft = Event(position, NOW, "operator", "operator", "a.test", None, None, None, {}, previous, "")
        previous = auditing.hash_of(draft)
        rows.append({name: getattr(draft, name) for name in Event.__dataclass_fields__} | {"hash": previous})
    tamper(url, f"UPDATE audit_heads SET position = {length}, hash = '{previous}'")
    database = Database(url)
    with database.session() as session:
        session.execute(insert(AuditEventRow), rows)
        session.commit()
    database.close()


def test_the_demonstration_has_its_own_trail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PALIER_VAR", str(tmp_path / "var"))
    runner = CliRunner()
    assert runner.invoke(main, ["admin", "create", "--demo", "root@palier.fr"]).exit_code == 0
    told = runner.invoke(main, ["audit", "verify", "--demo"])
    assert told.exit_code == 0, told.output
    assert "intact" in told.stdout
