"""`palier admin sign-out`: sessions closed from the machine itself."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostic.cli import main
from diagnostic.services import accounts
from diagnostic.services.database import Database
from diagnostic.store import audit, people
from diagnostic.store.sessions import USER

NOW = datetime.now(UTC)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'palier.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    opened = Database(url)
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def tokens(database: Database) -> dict[str, str]:
    """Ana on two devices, Bob on one, and a private link."""
    with database.session() as session:
        made = {}
        for device, who in (("desk", "ana"), ("phone", "ana"), ("bob", "bob"), ("link", None)):
            token = accounts.open_session(session, NOW).token
            values: dict[str, object] = {"diagnostic": "x"}
            if who:
                person = accounts.find_or_add(session, f"{who}@exemple.fr", None, NOW)
                values = {USER: people.row_of(session, person.id).fs_uniquifier}
            accounts.save_session(session, token, values, NOW)
            made[device] = token
        session.commit()
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["admin", "sign-out", *arguments])


def still_open(database: Database, tokens: dict[str, str]) -> list[str]:
    with database.session(writes=False) as session:
        return [name for name, token in tokens.items() if accounts.read_session(session, token, NOW)]


def test_one_account_is_put_out_everywhere(database: Database, tokens: dict[str, str]) -> None:
    outcome = run(" Ana@Exemple.fr ")
    assert (outcome.exit_code, outcome.stdout) == (0, "Sessions fermées : 2.\n")
    assert still_open(database, tokens) == ["bob", "link"]


def test_everybody_is_put_out(database: Database, tokens: dict[str, str]) -> None:
    assert run("--everybody").exit_code == 0
    assert still_open(database, tokens) == []


@pytest.mark.parametrize("arguments", [(), ("ana@exemple.fr", "--everybody"), ("nobody@exemple.fr",), ("no address",)])
def test_what_is_unclear_closes_nothing(database: Database, tokens: dict[str, str], arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.exit_code != 0
    assert "Traceback" not in outcome.output
    assert len(still_open(database, tokens)) == 4


def test_the_trail_tells_it_without_an_address(database: Database, tokens: dict[str, str]) -> None:
    run("ana@exemple.fr")
    with database.session(writes=False) as session:
        event = list(audit.everything(session))[-1]
        ana = people.with_email(session, "ana@exemple.fr")
    assert ana is not None
    assert (event.act, event.actor) == ("session.closed", "operator")
    assert event.details == {"others": 2, "account": ana.id}
