"""Signing in through a provider, in few words: leave for it, be recognised, come back."""

import json
from typing import Any

import requests
from flask import Flask
from sqlalchemy import text

from diagnostic.config import Oidc, Settings
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web.app import create_app
from tests.web import leading
from tests.web.linting_client import LintingClient
from tests.web.oidc_provider import CLIENT_ID, CLIENT_SECRET, LocalProvider
from tests.web.served import NOW, TODAY

TWO_FACTORS = "https://proconnect.gouv.fr/assurance/self-asserted-2fa"
ADDRESS = "claire@exemple.fr"
REFUSED = "La connexion n’a pas abouti."


def make_app(content: Content, database: Database, provider: LocalProvider, **more: Any) -> Flask:
    oidc = Oidc(issuer=provider.address, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, acr=(TWO_FACTORS,), **more)
    settings = Settings(database_url="", secret_key="only for tests, never elsewhere", demo=True, oidc=oidc)
    app = create_app(settings, content, database, today=lambda: TODAY, now=lambda: NOW, send=lambda _letter: None)
    app.test_client_class = LintingClient
    return app


def leave(client: LintingClient, next: str | None = None) -> str:
    """Press the button; the address at the provider."""
    answer = client.post("/oidc/start", data={"csrf_token": leading.token(client), **({"next": next} if next else {})})
    assert answer.status_code == 200, answer.text
    address = next_link(client)
    assert answer.headers["Refresh"] == f"0; url={address}"
    return address


def next_link(client: LintingClient) -> str:
    return next(link.get("href", "") for link in client.page.all("a") if link.get("href", "").startswith("http:"))


def at_provider(address: str) -> str:
    """The provider recognises the person; the path that it sends them back to."""
    answer = requests.get(address, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return "/" + answer.headers["Location"].split("/", 3)[3]


def enter(client: LintingClient, next: str | None = None) -> Any:
    return client.get(at_provider(leave(client, next)))


def signed_in_as(client: LintingClient) -> str | None:
    """The address of the account that is signed in."""
    answer = client.get("/account")
    return ADDRESS if answer.status_code == 200 and ADDRESS in client.page.html else None


def accounts_of(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        return list(session.execute(text("SELECT email FROM users ORDER BY id")).scalars())


def events(database: Database) -> list[tuple[str, dict[str, Any]]]:
    with database.session(writes=False) as session:
        rows = session.execute(text("SELECT act, details FROM audit_events ORDER BY position"))
        return [(row.act, json.loads(row.details)) for row in rows]
