"""Where somebody is signed in, and closing it from here."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from diagnostic.core.model.catalogue import Content
from diagnostic.services import accounts
from diagnostic.services.database import Database
from diagnostic.web import account
from diagnostic.web.app import create_app
from diagnostic.web.devices import device_of
from tests.web import acquaintances, leading
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.served import NOW, TODAY

LIST = "/account/sessions"


@pytest.fixture
def ana(database: Database) -> acquaintances.Account:
    return acquaintances.account(database, "ana@exemple.fr")


@pytest.fixture
def desk(app: Flask, database: Database, ana: acquaintances.Account) -> LintingClient:
    return acquaintances.signed_in(app, database, ana)


@pytest.fixture
def phone(app: Flask, database: Database, ana: acquaintances.Account) -> LintingClient:
    return acquaintances.signed_in(app, database, ana)


def actions(client: LintingClient) -> list[str]:
    client.get(LIST)
    return [form.get("action", "") for form in client.page.one("main").iter("form")]


def press(client: LintingClient, address: str) -> int:
    client.get(LIST)
    return client.post(address, data={"csrf_token": values_of(client.page)["csrf_token"][0]}).status_code


def this(client: LintingClient) -> str:
    """The address that closes this very session."""
    client.get(LIST)
    line = next(item for item in client.page.one("main").iter("li") if "cet appareil" in text_of(item))
    return next(form.get("action", "") for form in line.iter("form"))


def is_open(client: LintingClient) -> bool:
    return client.get("/account").status_code == 200


def test_closing_one_works_at_once(desk: LintingClient, phone: LintingClient) -> None:
    assert len(actions(desk)) == 3, "one a session, and all the others"
    assert press(desk, this(phone)) == 303
    assert is_open(desk) and not is_open(phone)
    assert len(actions(desk)) == 1


def test_closing_this_one_leaves(desk: LintingClient, phone: LintingClient) -> None:
    assert press(desk, this(desk)) == 303
    assert desk.get_cookie("palier") is None
    assert is_open(phone) and not is_open(desk)


def test_closing_all_the_others(desk: LintingClient, phone: LintingClient) -> None:
    assert press(desk, f"{LIST}/close") == 303
    assert is_open(desk) and not is_open(phone)


def test_somebody_elses_does_not_exist(app: Flask, database: Database, desk: LintingClient) -> None:
    bob = acquaintances.signed_in(app, database, acquaintances.account(database, "bob@exemple.fr"))
    csrf = {"csrf_token": leading.token(desk)}
    theirs, nobody = desk.post(this(bob), data=csrf), desk.post(f"{LIST}/AAAAAAAAAAAAAAAAAAAAAA/close", data=csrf)
    assert theirs.status_code == nobody.status_code == 404
    assert leading.without_tokens(theirs.text) == leading.without_tokens(nobody.text)
    assert is_open(bob)


def test_a_request_under_way_does_not_open_it_again(
    database: Database, phone: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that was being made when its session was closed writes nothing back."""

    def close_meanwhile(*_arguments: object, **_options: object) -> tuple[()]:
        with database.session() as session:
            accounts.close_session(session, cookie_of(phone))
            session.commit()
        return ()

    monkeypatch.setattr(account.granting, "companies_of", close_meanwhile)
    assert phone.get("/account").status_code == 200
    monkeypatch.undo()
    assert phone.get("/account").status_code == 303


def cookie_of(client: LintingClient) -> str:
    found = client.get_cookie("palier")
    assert found is not None
    return found.value


def test_leaving_is_in_sight(desk: LintingClient, own: str, client: LintingClient) -> None:
    """On every page of whoever has something open: an account, or a diagnostic by its link."""
    for browsing, pages in ((desk, ("/", "/account", LIST, "/aides")), (client, ("/", f"{own}/questions", "/aides"))):
        for page in pages:
            browsing.get(page)
            forms = [form for form in browsing.page.all("form") if form.get("action") == "/leave"]
            assert [text_of(form) for form in forms] == ["Quitter"], page


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def test_a_reader_writes_every_ten_minutes_at_most(
    app: Flask, content: Content, database: Database, ana: acquaintances.Account
) -> None:
    clock = Clock()
    settings = app.extensions["palier"].settings
    timed = create_app(settings, content, database, today=lambda: TODAY, now=clock)
    timed.test_client_class = LintingClient
    client = acquaintances.signed_in(timed, database, ana)
    client.get(LIST)
    written: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append(statement)

    event.listen(database.engine, "before_cursor_execute", listen)
    for _ in range(9):
        clock.now += timedelta(minutes=1)
        client.get(LIST)
    assert written == []
    clock.now += timedelta(minutes=1)
    client.get(LIST)
    assert written
    assert "10\u00a0h\u00a040" in client.get(LIST).text
    clock.now += accounts.LIFETIME
    assert client.get(LIST).status_code == 303


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox sur Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari sur iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
            "Safari/537.36 Edg/131.0.0.0",
            "Edge sur Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
            "Safari/537.36",
            "Chrome sur Android",
        ),
        ("curl/8.5.0", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
        ("<script>alert(1)</script>" * 1000, "Navigateur inconnu"),
    ],
)
def test_a_device_is_told_in_words(user_agent: str, words: str) -> None:
    assert device_of(user_agent) == words


def test_the_list_tells_the_device(app: Flask, client: LintingClient, database: Database) -> None:
    """Whatever the browser says of itself, only words of ours are kept."""
    client.get("/start", headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) <canari> Firefox/133.0"})
    with database.session(writes=False) as session:
        kept = accounts.sessions.read(session, accounts.hash_token(cookie_of(client)), NOW)
    assert kept and kept.device == "Firefox sur Linux"
