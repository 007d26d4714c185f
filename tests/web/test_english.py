"""Palier in English: every page, its switch, the browser and the account that remember, the letters."""

from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.core.language import spoken
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web.speaking import COOKIE
from tests.web import acquaintances as known
from tests.web import leading, served
from tests.web.access_table import pages
from tests.web.cast import World, populate
from tests.web.conftest import browser
from tests.web.french_left import french_left, is_french
from tests.web.linting_client import LintingClient
from tests.web.mailbox import code_of, text_of
from tests.web.test_access import READERS, Asking

MARIE = "marie@atelier.fr"


@pytest.fixture(scope="module")
def kept_database(prepared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Every page is only read: one database serves them all."""
    opened = served.copied_database(prepared_database, tmp_path_factory.mktemp("english"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def whole(content: Content, kept_database: Database) -> Flask:
    return served.make_app(content, kept_database)


@pytest.fixture(scope="module")
def world(kept_database: Database, content: Content, examples: Mapping[str, Assessment]) -> World:
    return populate(kept_database, content, examples["uma_usinage"])


@pytest.mark.slow
@pytest.mark.parametrize(("endpoint", "reader"), pages())
def test_a_page_is_in_english_when_asked(whole: Flask, world: World, endpoint: str, reader: str) -> None:
    client = world.enter[READERS[reader][0]](whole)
    client.set_cookie(COOKIE, "en")
    asking = Asking(whole, client, world)
    answer = client.get(asking.address(endpoint, id=READERS[reader][1], organisation=world.own))
    assert answer.status_code == 200
    if answer.mimetype == "text/html":
        assert client.page.one("html").get("lang") == "en"
        assert not list(french_left(client.page.one("body")))


def test_french_until_somebody_asks_for_english(client: LintingClient) -> None:
    client.get("/", headers={"Accept-Language": "en-GB"})
    assert client.page.one("html").get("lang") == "fr"
    answer = client.get("/aides?idcc=3248&lang=en")
    assert (answer.status_code, answer.location) == (302, "/aides?idcc=3248")
    client.get("/")
    assert client.page.one("html").get("lang") == "en"
    client.get("/?lang=fr")
    client.get("/")
    assert client.page.one("html").get("lang") == "fr"


def switch(client: LintingClient) -> str:
    """Where the page's own switch leads."""
    links = [link for link in client.page.all("a") if link.get("hreflang")]
    assert len(links) == 1
    return links[0].get("href", "")


def test_the_switch_leads_to_the_same_page(client: LintingClient, own: str) -> None:
    for path in ("/", "/aides?idcc=3248", f"{own}/questions", "/no-such-page"):
        client.get(path)
        there = client.get(switch(client))
        assert there.location == (path if path != "/no-such-page" else "/")
        client.get(path)
        assert client.page.one("html").get("lang") == "en"
        client.get(switch(client))


@pytest.mark.parametrize("asked", ["de", "", "en,fr", "../en", "EN"])
def test_a_language_that_palier_does_not_speak_changes_nothing(client: LintingClient, asked: str) -> None:
    assert client.get("/", query_string={"lang": asked}).status_code == 200
    assert client.page.one("html").get("lang") == "fr"
    client.set_cookie(COOKIE, asked)
    client.get("/")
    assert client.page.one("html").get("lang") == "fr"


def test_the_switch_leads_to_no_other_site(client: LintingClient) -> None:
    answer = client.get("//elsewhere.example/?lang=en")
    assert not (answer.location or "").startswith(("//", "http:", "https:"))


def test_a_request_leaves_no_language_behind(client: LintingClient) -> None:
    client.set_cookie(COOKIE, "en")
    client.get("/")
    assert spoken() == "fr"


def test_a_form_sent_in_english_is_refused_in_english(client: LintingClient, own: str) -> None:
    client.set_cookie(COOKIE, "en")
    answer = leading.send(client, f"{own}/company", {"name": "", "headcount": "0"})
    assert answer.status_code == 422
    assert not list(french_left(client.page.one("body")))


def test_an_account_remembers_from_one_browser_to_the_next(
    app: Flask, client: LintingClient, database: Database, letters: list[EmailMessage]
) -> None:
    asks_for_english(client, database, letters)
    another = browser(app)
    sign_in(another, letters)
    another.get("/account")
    assert another.page.one("html").get("lang") == "en"


def test_a_browser_that_has_its_language_keeps_it(
    app: Flask, client: LintingClient, database: Database, letters: list[EmailMessage]
) -> None:
    asks_for_english(client, database, letters)
    another = browser(app)
    another.get("/?lang=fr")
    sign_in(another, letters)
    another.get("/account")
    assert another.page.one("html").get("lang") == "fr"


def test_a_letter_is_in_the_language_of_the_account_it_goes_to(
    app: Flask, client: LintingClient, database: Database, letters: list[EmailMessage]
) -> None:
    known.account(database, MARIE, "Marie")
    sign_in(client, letters)
    assert "Bonjour" in text_of(letters[-1])
    client.get("/account?lang=en")
    leading.send(browser(app), "/login/link", {"email": MARIE})
    told = text_of(letters[-1])
    assert told.startswith("Hello") and not is_french(told)


def asks_for_english(client: LintingClient, database: Database, letters: list[EmailMessage]) -> None:
    """Marie, once she has signed in."""
    known.account(database, MARIE, "Marie")
    sign_in(client, letters)
    client.get("/account?lang=en")


def sign_in(client: LintingClient, letters: list[EmailMessage]) -> None:
    leading.send(client, "/login/link", {"email": MARIE})
    leading.send(client, "/login/sent", {"code": code_of(letters[-1])})
