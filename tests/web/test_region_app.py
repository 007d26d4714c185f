"""The observatory's own process: releases, and nothing else; whatever is asked, the main database is not there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.config import Settings
from diagnostic.core.model.catalogue import Content
from diagnostic.services import releases
from diagnostic.services.releases import Releases
from diagnostic.web import region_app
from diagnostic.web.access import View
from diagnostic.web.extensions import database
from diagnostic.web.region_app import create_region_app
from tests.observatory_samples import sample_release
from tests.web.linting_client import LintingClient
from tests.web.served import COMPILED, NOW, TODAY


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two releases on a shelf that nobody may write to any more."""
    path: Path = tmp_path_factory.mktemp("shelf") / "releases.db"
    made, previous = Releases(f"sqlite:///{path}", writes=True), None
    made.prepare()
    for number in (1, 2):
        with made.turn() as turn:
            release = replace(sample_release(number), previous=previous)
            previous = releases.add(turn, release, datetime(2027, 1, 15, number, tzinfo=UTC), {})
            turn.commit()
    made.close()
    path.chmod(0o444)
    return f"sqlite:///{path}"


@pytest.fixture
def app(content: Content, shelf: str) -> Iterator[Flask]:
    opened = Releases(shelf)
    settings = Settings(database_url="", secret_key="unused", releases=shelf)
    made = create_region_app(settings, content, opened, today=lambda: TODAY, now=lambda: NOW)
    made.test_client_class = LintingClient
    made.jinja_env.bytecode_cache = COMPILED
    yield made
    opened.close()


@pytest.fixture
def client(app: Flask) -> LintingClient:
    found = app.test_client()
    assert isinstance(found, LintingClient)
    return found


def plain_addresses(app: Flask) -> list[str]:
    return sorted(rule.rule for rule in app.url_map.iter_rules() if "<" not in rule.rule)


@pytest.mark.slow
def test_every_page_opens_without_the_main_database(app: Flask, client: LintingClient) -> None:
    for address in plain_addresses(app):
        answer = client.get(address)
        assert answer.status_code == (302 if address == "/" else 200), address
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert client.get("/").headers["Location"] == "/observatoire"


def test_every_view_is_for_anyone(app: Flask) -> None:
    views: dict[str, View] = {name: view for name, view in app.view_functions.items() if name != "static"}
    assert {getattr(view, "access", None) for view in views.values()} == {"anyone"}


@pytest.mark.slow
def test_nobody_has_an_account_here_and_no_page_leads_to_one(app: Flask, client: LintingClient) -> None:
    for address in ("/login", "/d/x/results", "/start", "/o/x", "/account", "/pages", "/privacy"):
        assert client.get(address).status_code == 404, address
    for address in plain_addresses(app):
        text = client.get(address).get_data(as_text=True)
        assert not any(f'href="{door}' in text for door in ("/login", "/start", "/resume", "/account")), address


def test_nothing_is_written(client: LintingClient) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/observatoire").status_code == 405


def test_the_main_database_cannot_be_asked(app: Flask) -> None:
    with app.app_context(), pytest.raises(AssertionError, match="no main database"):
        database()


def test_mistakes_are_pages(client: LintingClient) -> None:
    assert client.get("/observatoire?publication=9").status_code == 404
    assert client.get("/observatoire?territoire=%00").status_code == 400
    assert client.get("/nulle-part").status_code == 404


def test_before_the_first_release_its_first_page_says_so(content: Content, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    settings = Settings(database_url="", secret_key="unused", releases=url)
    made = create_region_app(settings, content, Releases(url), today=lambda: TODAY, now=lambda: NOW)
    made.test_client_class = LintingClient
    assert made.test_client().get("/observatoire").status_code == 200
    assert not (tmp_path / "none.db").exists()


def test_a_bug_is_told_by_a_name(app: Flask, client: LintingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "region.home", lambda: 1 / 0)
    answer = client.get("/observatoire")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.get_data(as_text=True)


def test_it_is_given_releases_to_read_alone(content: Content, shelf: str, tmp_path: Path) -> None:
    writable = Releases(f"sqlite:///{tmp_path / 'w.db'}", writes=True)
    settings = Settings(database_url="", secret_key="unused", releases=shelf)
    with pytest.raises(AssertionError):
        create_region_app(settings, content, writable, today=lambda: TODAY, now=lambda: NOW)
    writable.close()
    assert region_app.MAX_BODY < 100_000
