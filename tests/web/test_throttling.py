"""Wrong passwords by hundreds, from several places at once, across workers: the right one waits its turn too."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import text

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web import leading, served, signing
from tests.web.acquaintances import COOKIE, Account
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient
from tests.web.signing import PASSWORD, Clock, sign_in


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    signing.hash_cheaply(monkeypatch)


@pytest.fixture
def clock(app: Flask) -> Clock:
    return signing.clock_of(app)


@pytest.fixture
def anne(app: Flask, database: Database, clock: Clock) -> Account:
    return signing.with_password(app, database)


TOKENS: dict[str, str] = {}


def token_of(client: LintingClient) -> str:
    """Read once a session."""
    if client.get_cookie(COOKIE) is None:
        client.get("/login")
    session = client.get_cookie(COOKIE)
    assert session is not None
    if session.value not in TOKENS:
        TOKENS[session.value] = leading.token(client)
    return TOKENS[session.value]


def send(client: LintingClient, password: str, network: str = "192.0.2.1", email: str = "anne@durand.fr") -> int:
    typed = {"email": email, "password": password, "csrf_token": token_of(client)}
    return client.post("/login", data=typed, environ_base={"REMOTE_ADDR": network}).status_code


def tried(database: Database) -> int:
    """How many passwords were compared."""
    with database.session(writes=False) as session:
        query = "SELECT count(*) FROM audit_events WHERE act = 'session.refused'"
        return int(session.scalar(text(query)) or 0)


def test_after_200_wrong_passwords_the_right_one_waits(
    app: Flask, client: LintingClient, anne: Account, database: Database, clock: Clock
) -> None:
    assert {send(client, f"faux mot de passe {number}", f"192.0.2.{number}") for number in range(200)} == {422}
    assert tried(database) == 5
    assert send(client, PASSWORD) == 422
    assert "Trop d’essais de suite. Attendez 1 minute" in client.page.html
    assert "recevoir un lien de connexion par courriel" in client.page.html
    clock.wait(minutes=1)
    assert send(client, PASSWORD) == 302


def test_another_worker_counts_the_same(
    app: Flask, client: LintingClient, anne: Account, database: Database, content: Content
) -> None:
    """A restart, or another process on the same database."""
    for number in range(5):
        send(client, f"faux mot de passe {number}")
    again = served.make_app(content, Database(str(database.engine.url)))
    signing.clock_of(again)
    assert send(browser(again), PASSWORD) == 422


@pytest.mark.slow
def test_twenty_at_once_do_not_slip_through(app: Flask, anne: Account, database: Database) -> None:
    browsers = [browser(app) for _ in range(20)]
    for client in browsers:
        token_of(client)
    with ThreadPoolExecutor(20) as threads:
        statuses = list(threads.map(lambda client: send(client, "faux mot de passe"), browsers))
    assert statuses == [422] * 20
    assert tried(database) == 5


def test_waits_grow_and_success_ends_them(
    client: LintingClient, anne: Account, database: Database, clock: Clock
) -> None:
    for _ in range(5):
        send(client, "faux mot de passe")
    for minutes in (1, 2, 4, 8, 15, 15):
        assert send(client, PASSWORD) == 422
        clock.wait(minutes=minutes)
        assert send(client, "faux mot de passe") == 422
    clock.wait(minutes=15)
    assert send(client, PASSWORD) == 302
    client.post("/logout", data={"csrf_token": leading.token(client)})
    before = tried(database)
    for _ in range(6):
        send(client, "faux mot de passe")
    assert tried(database) - before == 5


def test_an_address_nobody_has_waits_like_any_other(client: LintingClient, clock: Clock) -> None:
    for _ in range(5):
        send(client, "faux mot de passe", email="nobody@durand.fr")
    send(client, "faux mot de passe", email="nobody@durand.fr")
    assert "Trop d’essais de suite" in client.page.html


def test_a_network_that_tries_everybody_waits(
    client: LintingClient, anne: Account, database: Database, clock: Clock
) -> None:
    for number in range(50):
        send(client, "faux mot de passe", email=f"person{number}@durand.fr")
    assert tried(database) == 50
    assert send(client, PASSWORD) == 422
    assert send(client, PASSWORD, network="198.51.100.7") == 302, "elsewhere, Anne signs in"


def test_an_ipv6_subscriber_is_one_network(client: LintingClient, anne: Account, database: Database) -> None:
    for number in range(60):
        send(client, "faux mot de passe", f"2001:db8:1:2::{number:x}", f"person{number}@durand.fr")
    assert tried(database) == 50
    assert send(client, PASSWORD, "2001:db8:1:3::1") == 302


def test_success_does_not_use_up_a_shared_network(app: Flask, anne: Account) -> None:
    """Fifty-five people of one company sign in in the same minute."""
    client = browser(app)
    for _ in range(55):
        assert send(client, PASSWORD) == 302
        client.post("/logout", data={"csrf_token": leading.token(client)})


def test_keys_tell_nothing(client: LintingClient, anne: Account, database: Database) -> None:
    """Neither who was tried nor whence can be found again in the database, even by trying all addresses."""
    import hashlib

    send(client, "faux mot de passe")
    with database.session(writes=False) as session:
        kept = str(session.execute(text("SELECT key_hash FROM throttles")).fetchall())
    for plain in ("anne@durand.fr", "192.0.2.1", "password\nanne@durand.fr", "password/network\n192.0.2.1"):
        assert plain not in kept
        assert hashlib.sha256(plain.encode()).hexdigest() not in kept


def test_a_wrong_password_holds_up_nobody_while_it_is_judged(
    app: Flask, anne: Account, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The try is committed, and the database free, before the slow hash."""
    from diagnostic.web.passwords import Capped

    def judged(self: Capped, secret: object, hash: str) -> bool:
        with database.session() as session:
            session.execute(text("UPDATE users SET name = 'Anne'"))
            assert session.scalar(text("SELECT max(failures) FROM throttles")) == 1
            session.commit()
        return False

    monkeypatch.setattr(Capped, "verify", judged)
    assert sign_in(browser(app)).status_code == 422
