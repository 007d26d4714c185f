"""What every answer says about trust, pages and errors and files alike."""

from pathlib import Path

import pytest
from flask import Flask

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web import app as web_app
from tests.web import leading, served
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient

ADDRESSES = (
    "/",
    "/start",
    "/resume/x",
    "/d/one_too/result",
    "/nowhere",
    "/d/nobody/plan",
    "/static/palier.css",
    "/static/no",
)


REPORT = pytest.param("/d/one_too/report.pdf", marks=pytest.mark.slow)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_closed_to_others(client: LintingClient, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == ("no-referrer" if address == "/resume/x" else "same-origin")
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("address", ["/", "/start", "/d/one_too/result", "/nowhere", "/static/no", REPORT])
def test_no_page_is_kept_by_the_browser(client: LintingClient, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_files_are_kept_for_as_long_as_their_address_says(client: LintingClient) -> None:
    client.get("/")
    style = next(link.get("href", "") for link in client.page.all("link") if "palier.css" in link.get("href", ""))
    assert "immutable" in client.get(style).headers["Cache-Control"]
    assert "immutable" not in client.get(style.partition("?")[0]).headers["Cache-Control"]


@pytest.fixture
def secure(content: Content, database: Database) -> LintingClient:
    return browser(served.make_app(content, database, https=True))


def test_https_adds_its_header_and_secure_cookies(secure: LintingClient) -> None:
    answer = secure.get("/start", headers={"X-Forwarded-Proto": "https"})
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-palier=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_the_session_cookie_is_out_of_reach_of_scripts(client: LintingClient) -> None:
    parts = {part.strip() for part in client.get("/start").headers["Set-Cookie"].split(";")}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert not any(part.startswith(("Expires", "Max-Age", "Domain")) for part in parts)


def test_looking_around_leaves_no_cookie(client: LintingClient) -> None:
    for address in ("/", "/d/one_too/result", "/d/one_too/questions/digital_capability", "/agreements?q=bois"):
        assert "Set-Cookie" not in client.get(address).headers


def test_every_vendored_part_says_what_it_is() -> None:
    vendor = Path(web_app.STATIC) / "vendor"
    for folder in vendor.iterdir():
        assert (folder / "LICENSE").read_text(encoding="utf-8").strip()
        assert "icence" in (folder / "VERSION.md").read_text(encoding="utf-8")


def test_no_file_of_ours_calls_elsewhere() -> None:
    for path in Path(web_app.STATIC).rglob("*"):
        if path.suffix in (".css", ".js", ".svg"):
            text = (
                path.read_text(encoding="utf-8")
                .replace("http://www.w3.org/", "")
                .replace("https://getbootstrap.com", "")
            )
            assert "http:" not in text and "https:" not in text, path
            assert "@import" not in text


def test_a_bug_becomes_a_kind_page_and_leaves_nothing_behind(
    app: Flask, client: LintingClient, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_then_fail(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        raise RuntimeError("boom")

    real = web_app.leader.assessing.save_card
    with monkeypatch.context() as patched:
        patched.setattr(web_app.leader.assessing, "save_card", save_then_fail)
        answer = leading.send(client, f"{own}/company", {"name": "Autre nom"})
    assert answer.status_code == 500
    assert client.page.h1 == "C’est notre faute, pas la vôtre"
    assert "boom" not in answer.text
    client.get(f"{own}/company")
    assert client.page.field("name")[0].get("value") == "Mécanique Durand"
