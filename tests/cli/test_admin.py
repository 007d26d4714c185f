"""`palier admin`: how a first administrator of the platform is made on a fresh machine."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostic.cli import main
from diagnostic.config import Settings
from diagnostic.core.model.catalogue import Content
from diagnostic.services import accounts
from diagnostic.services.database import Database
from diagnostic.store import audit
from diagnostic.web.app import create_app
from tests.web.linting_client import LintingClient, values_of


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database that does not exist yet."""
    url = f"sqlite:///{tmp_path / 'fresh.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.delenv("PALIER_URL", raising=False)
    return url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def browser(database: Database, content: Content) -> LintingClient:
    """Somebody without an account, today."""
    settings = Settings(database_url="", secret_key="only for tests, never elsewhere")
    app = create_app(settings, content, database, today=date.today, now=lambda: datetime.now(UTC))
    app.test_client_class = LintingClient
    client = app.test_client()
    assert isinstance(client, LintingClient)
    return client


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["admin", *arguments])


def link(outcome: Result) -> str:
    assert outcome.exit_code == 0, outcome.output
    found = re.search(r"^http://127\.0\.0\.1:5000(/invitation/\S+)$", outcome.stdout, re.MULTILINE)
    assert found, outcome.stdout
    return found[1]


def mistake(outcome: Result) -> str:
    assert outcome.exit_code == 2, outcome.output
    (line,) = outcome.stderr.strip().splitlines()
    return line


def test_on_a_fresh_machine_the_link_makes_the_first_administrator(url: str, browser: LintingClient) -> None:
    assert "Personne" in run("list").stdout
    address = link(run("create", "Root@Palier.fr", "--name", "Rût 🛠️"))
    assert "n’a pas encore ouvert son lien" in run("list").stdout
    assert browser.get(address).status_code == 200
    accepted = browser.post("/invitation", data={**values_of(browser.page), "action": "accept"})
    assert accepted.status_code in (302, 303)
    assert run("list").stdout.strip() == "root@palier.fr  Rût 🛠️"
    assert browser.get("/admin/organisations").location == "/account/proof"
    assert browser.get(address).status_code == 410


def test_asking_again_closes_the_first_link(url: str, browser: LintingClient) -> None:
    first, second = (link(run("create", "root@palier.fr")) for _ in range(2))
    assert browser.get(first).status_code == 410
    assert browser.get(second).status_code == 200


def test_an_account_that_exists_has_the_right_at_once(url: str, database: Database) -> None:
    with database.session() as session:
        accounts.find_or_add(session, "ana@palier.fr", None, datetime.now(UTC))
        session.commit()
    outcome = run("create", "ana@palier.fr")
    assert "administre désormais la plateforme" in outcome.stdout
    assert "/invitation/" not in outcome.stdout
    assert "ana@palier.fr" in run("list").stdout


def test_the_last_administrator_stays_and_others_leave(url: str, database: Database) -> None:
    with database.session() as session:
        for name in ("ana", "bea"):
            accounts.find_or_add(session, f"{name}@palier.fr", None, datetime.now(UTC))
        session.commit()
    run("create", "ana@palier.fr")
    assert "c’est le dernier" in mistake(run("remove", "ana@palier.fr"))
    run("create", "bea@palier.fr")
    assert run("remove", "ana@palier.fr").exit_code == 0
    assert run("list").stdout.strip() == "bea@palier.fr"
    with database.session() as session:
        told = [(event.act, event.actor) for event in audit.everything(session)]
    assert told == [(f"platform.administrator_{done}", "operator") for done in ("added", "added", "removed")]


def test_an_unused_link_is_taken_back(url: str, browser: LintingClient) -> None:
    address = link(run("create", "faute@palier.fr"))
    assert run("remove", "faute@palier.fr").exit_code == 0
    assert browser.get(address).status_code == 410
    assert "Personne" in run("list").stdout


@pytest.mark.parametrize("address", ["root", "a@b", "root@palier.fr\nBcc: x@y.fr", ""])
def test_a_wrong_address_is_refused_in_one_line(url: str, address: str) -> None:
    assert "prenom.nom@entreprise.fr" in mistake(run("create", address))
    assert "Personne" in run("list").stdout


def test_whoever_administers_nothing_is_said_so(url: str) -> None:
    assert "palier admin list" in mistake(run("remove", "ana@palier.fr"))


def test_the_demonstration_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PALIER_VAR", str(tmp_path))
    link(run("create", "root@palier.fr", "--demo"))
    assert "root@palier.fr" in run("list", "--demo").stdout
    assert "Personne" in run("list").stdout
    assert {path.name for path in tmp_path.glob("*.db")} == {"demo.db", "palier.db"}


def test_the_link_starts_with_the_address_people_type(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_URL", "https://palier.exemple.fr")
    assert "\nhttps://palier.exemple.fr/invitation/" in run("create", "root@palier.fr").stdout
