"""What holds on every route of the application, errors included: headers, cookies, methods, tokens, logs, no change by
reading. A route added tomorrow is in it."""

import logging
from collections.abc import Iterator, Mapping
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import accounts
from diagnostic.services.database import Database
from diagnostic.store.base import Base
from tests.web import leading, served
from tests.web.cast import CLAIMED, NOWHERE, World, populate

OFTEN, ALSO = ("leader",), ("nobody", "adviser", "contributor", "administrator", "platform")
READERS = (*OFTEN, *(pytest.param(reader, marks=pytest.mark.slow) for reader in ALSO))
SECRET = "canari-secret-canari-secret-ca"
GIVEN = {
    "principle": "digital_capability",
    "opco": "opco2i",
    "kind": "csv",
    "filename": "palier.css",
    "token": SECRET,
    "what": "company",
    "number": "1",
    "table": "status_country",
    "figure": "stades",
}
CLOSING = ("leader.leave", "security.logout", "account.close_others", "privacy.erase", "privacy.erase_account")
COOKIES = {"__Host-palier", "__Secure-palier-link"}
# what looking at a page may write: that somebody looked, when, and how often a door was tried
LOOKED = {"sessions", "audit_events", "audit_heads", "throttles"}
HTTPS = {"X-Forwarded-Proto": "https"}


PLAUSIBLE = {
    **leading.CARD,
    "name": "Changée",
    "action": "kept",
    "email": "intrus@exemple.fr",
    "password": "un mot de passe assez long",
    "role": "guest",
    "accept": "y",
    "agree": "y",
    "confirm": "y",
    "link": SECRET,
    "kind": "visit",
    "do": "undo",
    "csrf_token": "forged",
}


@pytest.fixture
def world(database: Database, content: Content, examples: Mapping[str, Assessment]) -> World:
    return populate(database, content, examples["uma_usinage"])


def rules(app: Flask, method: str) -> list[Rule]:
    """Those that take that method; the ones that close what we hold come last."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted(found, key=lambda rule: (rule.endpoint in CLOSING, rule.endpoint))


def address(app: Flask, world: World, rule: Rule) -> str:
    known = GIVEN | {"id": CLAIMED, "organisation": world.own} | dict(world.things)
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: known.get(name, NOWHERE) for name in rule.arguments})


def enter(app: Flask, world: World, reader: str) -> FlaskClient:
    """That reader's browser, which looks at no page: other tests do."""
    found = world.enter[reader](app).get_cookie("palier")
    assert found
    client = FlaskClient(app, app.response_class)
    secure = bool(app.config["SESSION_COOKIE_SECURE"])
    client.set_cookie("__Host-palier" if secure else "palier", found.value, secure=secure)
    return client


def ask_all(app: Flask, world: World, client: FlaskClient) -> Iterator[tuple[str, TestResponse]]:
    """Every page, then every form."""
    for method, data in (("GET", None), ("POST", PLAUSIBLE)):
        for rule in rules(app, method):
            path = address(app, world, rule)
            answer = client.open(path, method=method, data=data, headers=HTTPS, base_url="https://localhost")
            yield f"{method} {rule.endpoint}", answer


@pytest.fixture
def secure(content: Content, database: Database) -> Flask:
    return served.make_app(content, database, https=True)


ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NEEDED = {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}


def wrong_headers(answer: TestResponse, *, static: bool) -> Iterator[str]:
    headers = answer.headers
    for name, value in ALWAYS.items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    if headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield f"Referrer-Policy: {headers.get('Referrer-Policy')}"
    policy = {part.strip() for part in headers.get("Content-Security-Policy", "").split(";")}
    if not policy >= NEEDED or "unsafe" in str(policy) or "*" in str(policy):
        yield f"policy {policy}"
    if not headers.get("Strict-Transport-Security", "").startswith("max-age=31536000"):
        yield "no HSTS"
    if (headers.get("Cache-Control") == "no-store") == (static and answer.status_code == 200):
        yield f"kept: {headers.get('Cache-Control')}"


def wrong_cookies(answer: TestResponse) -> Iterator[str]:
    for cookie in answer.headers.getlist("Set-Cookie"):
        name, _, rest = cookie.partition("=")
        parts = {part.strip().partition("=")[0] for part in rest.split(";")[1:]}
        if name not in COOKIES or not parts >= {"Secure", "HttpOnly", "SameSite", "Path"} or "Domain" in parts:
            yield cookie.replace(rest.partition(";")[0], "…")
        if name.startswith("__Host-") and "Path=/;" not in f"{cookie};":
            yield "a __Host- cookie of a path of its own"


@pytest.mark.parametrize("reader", READERS)
def test_every_answer_is_closed_to_others(
    secure: Flask, world: World, reader: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Pages, files, refusals, redirects: each with every header, and no cookie but ours. However much is logged, no
    cookie, token, password or address is."""
    caplog.set_level(logging.DEBUG)
    client, wrong = enter(secure, world, reader), []
    secrets = {SECRET, PLAUSIBLE["email"], PLAUSIBLE["password"], f"{reader}@exemple.fr", cookie_of(client)}
    for name, answer in ask_all(secure, world, client):
        problems = (*wrong_headers(answer, static="static" in name), *wrong_cookies(answer))
        wrong += [f"{name} {answer.status_code}: {problem}" for problem in problems]
        secrets |= {value for value in map(value_of, answer.headers.getlist("Set-Cookie")) if value}
    told = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    wrong += [f"a log tells {secret}" for secret in secrets if str(secret) in told]
    assert not wrong, "\n".join(wrong)


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("__Host-palier")
    assert found
    return found.value


def value_of(cookie: str) -> str:
    return cookie.partition("=")[2].partition(";")[0]


def test_no_address_with_a_secret_is_told_elsewhere(app: Flask, world: World) -> None:
    client = enter(app, world, "nobody")
    carried = [rule for rule in rules(app, "GET") if "token" in rule.arguments]
    assert carried
    for rule in carried:
        assert client.get(address(app, world, rule)).headers["Referrer-Policy"] == "no-referrer", rule.endpoint


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("POST", "/", 405), ("GET", "/%00", 400), ("GET", "/static/nothing", 404)],
)
def test_errors_are_closed_too(secure: Flask, method: str, path: str, status: int) -> None:
    answer = secure.test_client().open(path, method=method, headers=HTTPS, base_url="https://localhost")
    assert answer.status_code == status
    assert not [*wrong_headers(answer, static=False), *wrong_cookies(answer)]


def test_what_is_too_long_is_refused_with_every_header(secure: Flask) -> None:
    answer = secure.test_client().post("/start", data=b"x" * 600_000, headers=HTTPS, base_url="https://localhost")
    assert answer.status_code == 413
    assert not [*wrong_headers(answer, static=False), *wrong_cookies(answer)]


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
def test_no_route_takes_another_method(app: Flask, world: World, method: str) -> None:
    client = enter(app, world, "leader")
    for rule in app.url_map.iter_rules():
        assert client.open(address(app, world, rule), method=method).status_code == 405, rule.endpoint


def dump(database: Database, but: set[str]) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with database.session(writes=False) as session:
        return {
            table: sorted(str(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{table}"')))
            for table in set(Base.metadata.tables) - but
        }


def changed(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> list[str]:
    return [table for table in before if before[table] != after[table]]


@pytest.mark.parametrize("reader", READERS)
def test_reading_changes_nothing(app: Flask, world: World, database: Database, reader: str) -> None:
    """Whatever a link, a search engine or a mail filter opens."""
    client, wrong = enter(app, world, reader), []
    before = dump(database, LOOKED)
    for rule in rules(app, "GET"):
        client.get(address(app, world, rule))
        after = dump(database, LOOKED)
        wrong += [f"{rule.endpoint} changes {table}" for table in changed(before, after)]
        before = after
    assert not wrong


@pytest.mark.parametrize("reader", READERS[1:])
def test_no_form_works_without_its_token(
    app: Flask, world: World, database: Database, letters: list[EmailMessage], reader: str
) -> None:
    """Forms and JSON, with a token of nobody's: nothing changes, nothing is sent, nobody is signed out."""
    client, wrong = enter(app, world, reader), []
    token = client.get_cookie("palier")
    assert token
    before = dump(database, LOOKED)
    for rule in rules(app, "POST"):
        path = address(app, world, rule)
        client.post(path, data=PLAUSIBLE)
        client.post(path, json={"item": "digital_skills"}, headers={"X-CSRFToken": "forged"})
        after = dump(database, LOOKED)
        wrong += [f"{rule.endpoint} changes {table}" for table in changed(before, after)]
        before = after
    assert not wrong, "\n".join(wrong)
    assert not letters
    with database.session(writes=False) as session:
        assert accounts.read_session(session, token.value, served.NOW), "somebody was signed out"
