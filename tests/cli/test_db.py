"""`palier db` and `palier register` as an operator runs them: on the server’s database, one line for a mistake."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostic import cli_db
from diagnostic.cli import main
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from diagnostic.services import accounts, assessing, auditing
from diagnostic.services.database import Database
from diagnostic.store import audit, people
from tests.cli.test_cli import document, mistake
from tests.web.served import NOW

LATER = (NOW + timedelta(days=732)).date().isoformat()  # whatever the hour: a purge is judged at that of the clock


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder; no setting of this machine."""
    for name in ("DATABASE_URL", "PALIER_SMTP", "PALIER_CONTROLLER", "PALIER_CONTACT", "PALIER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PALIER_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def database(var: Path, content: Content, examples: Mapping[str, Assessment]) -> Database:
    var.mkdir()
    opened = Database(f"sqlite:///{var / 'palier.db'}")
    opened.upgrade()
    with opened.session() as session:
        assessing.add(session, content, "one", examples["one_too"], NOW, resume_hash="0" * 64)
        accounts.find_or_add(session, "a@exemple.fr", None, NOW)
        session.commit()
    opened.close()
    return opened


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=text)


def acts(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        found = [event.act for event in audit.everything(session)]
    database.close()
    return found


@pytest.mark.parametrize("command", ["upgrade", "export", "import", "erase", "purge"])
def test_every_command_has_help(command: str) -> None:
    outcome = run("db", command, "--help")
    assert outcome.exit_code == 0
    assert "--demo" in outcome.stdout


def test_upgrade_makes_the_database_of_the_server(var: Path) -> None:
    assert run("db", "upgrade").exit_code == 0
    assert (var / "palier.db").exists()
    assert run("db", "upgrade", "--demo").exit_code == 0
    assert (var / "demo.db").exists()


def test_a_company_leaves_is_erased_and_comes_back(database: Database, tmp_path: Path, var: Path) -> None:
    out = tmp_path / "one.json"
    done = run("db", "export", "one", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert out.stat().st_mode & 0o077 == 0, "its owner alone reads it"
    carried = json.loads(out.read_text(encoding="utf-8"))
    assert run("db", "erase", carried["id"], "--yes").exit_code == 0
    assert mistake(run("db", "export", "one")).startswith("palier: COMPANY: « one » ne désigne aucune entreprise")
    back = run("db", "import", str(out))
    assert back.exit_code == 0, back.output
    assert "/resume/" in back.stdout, "its private link was open: here is a new one"
    again = document(run("db", "export", "one"))
    assert [event["act"] for event in again["journal"]] == [  # type: ignore[attr-defined, index]
        "company.exported",
        "company.erased",
        "company.imported",
    ]
    assert again["diagnostics"] == carried["diagnostics"]


def test_the_new_private_link_opens_it(database: Database, tmp_path: Path) -> None:
    out = tmp_path / "one.json"
    run("db", "export", "one", "--out", str(out))
    run("db", "erase", "one", "--yes")
    code = run("db", "import", str(out)).stdout.strip().rpartition("/")[2]
    with database.session(writes=False) as session:
        assert assessing.resume(session, code) == "one"
    database.close()


def test_each_diagnostic_of_the_file_can_be_scored(database: Database, tmp_path: Path, examples_folder: Path) -> None:
    company = document(run("db", "export", "one"))
    inside = company["diagnostics"][0]["assessment"]  # type: ignore[index]
    (tmp_path / "inside.json").write_text(json.dumps(inside), encoding="utf-8")
    scored = document(run("score", str(tmp_path / "inside.json"), "--format", "json"))
    assert scored == document(run("score", str(examples_folder / "one_too.json"), "--format", "json"))


def test_the_file_itself_is_scored_by_its_newest_diagnostic(database: Database, tmp_path: Path) -> None:
    company = document(run("db", "export", "one"))
    diagnostics = company["diagnostics"]
    assert isinstance(diagnostics, list)
    older = json.loads(json.dumps(diagnostics[0])) | {"id": "older", "created_at": "2020-01-01T08:00:00Z"}
    older["assessment"]["form"] = "flash"
    company["diagnostics"] = [*diagnostics, older]
    (tmp_path / "company.json").write_text(json.dumps(company), encoding="utf-8")
    (tmp_path / "inside.json").write_text(json.dumps(diagnostics[0]["assessment"]), encoding="utf-8")
    scored = document(run("score", str(tmp_path / "company.json"), "--format", "json"))
    assert scored == document(run("score", str(tmp_path / "inside.json"), "--format", "json"))


def test_what_is_wrong_in_it_is_told_with_its_place(database: Database, tmp_path: Path) -> None:
    company = document(run("db", "export", "one"))
    (tmp_path / "company.json").write_text(json.dumps(company | {"diagnostics": []}), encoding="utf-8")
    assert "diagnostic" in mistake(run("score", str(tmp_path / "company.json")))


def test_import_names_file_and_key(database: Database, tmp_path: Path) -> None:
    out = tmp_path / "one.json"
    run("db", "export", "one", "--out", str(out))
    assert mistake(run("db", "import", str(out))) == (
        f"palier: {out}: id: déjà dans cette base (palier db erase, puis recommencer)"
    )
    changed = json.loads(out.read_text(encoding="utf-8"))
    changed["diagnostics"][0]["hand"] = "nobody"
    out.write_text(json.dumps(changed), encoding="utf-8")
    assert f"{out}: diagnostics[0].hand: " in mistake(run("db", "import", str(out)))
    assert "lecture impossible" in mistake(run("db", "import", str(tmp_path / "absent.json")))
    (tmp_path / "latin.json").write_bytes("é".encode("latin-1"))
    assert "UTF-8" in mistake(run("db", "import", str(tmp_path / "latin.json")))


def test_erase_asks_first(database: Database) -> None:
    refused = run("db", "erase", "one", text="n\n")
    assert refused.exit_code == 1
    assert "1 diagnostic" in refused.output
    assert run("db", "export", "one").exit_code == 0
    assert run("db", "erase", "one", text="y\n").exit_code == 0
    assert acts(database)[-1] == "company.erased"


def test_erase_says_when_somebody_is_still_reading(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "scrub", lambda self: False)
    outcome = run("db", "erase", "one", "--yes")
    assert outcome.exit_code == 0
    assert "palier db purge" in outcome.stderr


def test_several_companies_are_named(database: Database, content: Content, examples: Mapping[str, Assessment]) -> None:
    with database.session() as session:
        for id, siret in (("two", "73282932000074"), ("three", "73282932000082")):
            company = replace(examples["one_too"].company, siret=siret)
            assessing.add(session, content, id, replace(examples["one_too"], company=company), NOW)
        session.commit()
    database.close()
    told = mistake(run("db", "export", "732829320"))
    assert "désigne plusieurs entreprises" in told
    assert "73282932000074" in told
    assert "73282932000082" in told


def test_purge_counts_by_kind_and_dry_run_keeps_all(database: Database) -> None:
    dry = run("db", "purge", "--on", LATER, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "1 entreprise que personne n’ouvre plus" in dry.stdout
    assert "1 compte prévenu de sa fermeture" in dry.stdout
    assert run("db", "export", "one").exit_code == 0
    hasty = run("db", "purge", "--on", LATER)
    assert hasty.exit_code == 2 and "ce jour n’est pas venu" in hasty.stderr
    done = run("db", "purge", "--on", LATER, "--yes")
    assert "PALIER_SMTP" in done.stderr, "a letter that nobody gets warns nobody"
    assert "redémarrez" in done.stderr, "a running server keeps the plans of the company that went"
    with database.session(writes=False) as session:
        assert auditing.verify(session).holds
    database.close()


def mailed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_SMTP", "smtp://localhost:25?tls=none")
    monkeypatch.setenv("PALIER_MAIL_FROM", "Palier <palier@exemple.fr>")
    monkeypatch.setenv("PALIER_URL", "https://palier.exemple.fr")


def test_whoever_will_be_closed_gets_a_letter(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    letters: list[EmailMessage] = []
    monkeypatch.setattr(cli_db, "sender", lambda *_: letters.append)
    mailed(monkeypatch)
    assert run("db", "purge", "--on", LATER, "--yes").exit_code == 0
    assert [letter["To"] for letter in letters] == ["a@exemple.fr"]
    assert "Votre compte sera effacé après le" in letters[0].get_content()
    assert "https://palier.exemple.fr/account" in letters[0].get_content()
    with database.session(writes=False) as session:
        assert session.connection().exec_driver_sql("SELECT warned_at FROM users").scalar()
    database.close()


def test_without_a_mail_server_nobody_is_held_to_be_warned(database: Database) -> None:
    """Nor closed a month later: the register promises a letter."""
    assert run("db", "purge", "--on", LATER, "--yes").exit_code == 0
    with database.session(writes=False) as session:
        assert session.connection().exec_driver_sql("SELECT warned_at FROM users").scalar() is None
    database.close()


def test_a_letter_that_cannot_leave_warns_nobody(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(letter: EmailMessage) -> None:
        raise OSError("no server")

    monkeypatch.setattr(cli_db, "sender", lambda *_: fails)
    mailed(monkeypatch)
    assert "1 courriel(s)" in run("db", "purge", "--on", LATER, "--yes").stderr
    with database.session(writes=False) as session:
        assert people.with_email(session, "a@exemple.fr")
        assert session.connection().exec_driver_sql("SELECT warned_at FROM users").scalar() is None
    database.close()


def test_the_register_as_a_document_and_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    told = run("register")
    assert told.stdout.startswith("# Registre des traitements")
    assert "PALIER_CONTROLLER" in told.stderr
    monkeypatch.setenv("PALIER_CONTROLLER", "CCI du Rhône")
    monkeypatch.setenv("PALIER_CONTACT", "dpo@cci.example")
    outcome = run("register", "--format", "json")
    assert outcome.stderr == ""
    assert document(outcome)["controller"] == "CCI du Rhône"


def test_check_refuses_a_register_that_tells_of_nothing(tmp_path: Path) -> None:
    shutil.copytree(data_path("questionnaires"), tmp_path / "q")
    path = tmp_path / "q" / "privacy" / "register.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  throttles: ", "  nothing: "), encoding="utf-8")
    outcome = run("check", str(tmp_path / "q"))
    assert outcome.exit_code == 2
    assert "privacy/register.yaml: tables.nothing: aucune colonne ne s’en sert" in outcome.stderr
    assert "privacy/register.yaml: tables.throttles: clé manquante" in outcome.stderr
