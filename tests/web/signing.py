"""Signing in as tests do: a clock that moves, a password, an authenticator application."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from flask import Flask
from flask_security import hash_password
from passlib.totp import TOTP
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from diagnostic.services.database import Database
from diagnostic.store.tables_people import UserRow
from diagnostic.web.extensions import KEY
from diagnostic.web.passwords import Capped
from tests.web import leading
from tests.web.acquaintances import Account, account
from tests.web.linting_client import LintingClient, values_of
from tests.web.served import NOW

PASSWORD = "cheval agrafe pile tournevis"


def hash_cheaply(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where hashing itself is not what is tested: it takes a tenth of a second by design."""

    def hashed(self: Capped, secret: str | bytes, **_: object) -> str:
        return sha256(secret.encode() if isinstance(secret, str) else secret).hexdigest()

    monkeypatch.setattr(Capped, "hash", hashed)
    monkeypatch.setattr(Capped, "verify", lambda self, secret, hash: hashed(self, secret) == hash)
    monkeypatch.setattr(Capped, "identify", lambda self, hash: "argon2")
    monkeypatch.setattr(Capped, "needs_update", lambda self, hash: False)


@dataclass
class Clock:
    """The application's clock."""

    now: datetime = NOW

    def wait(self, **times: float) -> None:
        self.now += timedelta(**times)


def clock_of(app: Flask) -> Clock:
    """From now on that application reads the time there."""
    clock = Clock()
    app.extensions[KEY] = replace(app.extensions[KEY], now=lambda: clock.now)
    return clock


def with_password(app: Flask, database: Database, email: str = "anne@durand.fr", password: str = PASSWORD) -> Account:
    """An account that signs in with a password."""
    made = account(database, email, "Anne Durand")
    with app.test_request_context():
        hashed = hash_password(password)
    with database.session() as session:
        session.scalars(select(UserRow).where(UserRow.public_id == made.id)).one().password = hashed
        session.commit()
    return made


def row(database: Database, account: Account) -> UserRow:
    with database.session(writes=False) as session:
        return session.scalars(select(UserRow).where(UserRow.public_id == account.id)).one()


def sign_in(
    client: LintingClient, email: str = "anne@durand.fr", password: str = PASSWORD, address: str = "/login"
) -> TestResponse:
    client.get(address)
    typed = {"email": email, "password": password, "csrf_token": leading.token(client)}
    return client.post(address, data=typed)


def is_signed_in(client: LintingClient) -> bool:
    return client.get("/account").status_code == 200


@dataclass
class Telephone:
    """An authenticator application that has read a drawing."""

    key: str

    def code(self, at: datetime) -> str:
        token: str = TOTP(key=self.key).generate(time=at).token
        return token


def set_up_telephone(client: LintingClient, clock: Clock) -> Telephone:
    """Relate an authenticator application to the account signed in there."""
    leading.send(client, "/account/authenticator", {"action": "start"})
    client.get("/account/authenticator?step=code")
    key = next("".join(found.itertext()) for found in client.page.all("p") if found.get("class") == "key")
    telephone = Telephone(key)
    answer = client.post(
        "/account/authenticator?step=code", data={**values_of(client.page), "code": telephone.code(clock.now)}
    )
    assert answer.status_code == 303, answer.text
    clock.wait(seconds=60)
    return telephone


def send_code(client: LintingClient, code: str, address: str = "/login/code") -> TestResponse:
    return leading.send(client, address, {"code": code})


def events(database: Database) -> list[tuple[str, str]]:
    """What the audit trail tells, in order: act, details."""
    with database.session(writes=False) as session:
        found = session.execute(text("SELECT act, details FROM audit_events ORDER BY position"))
        return [(act, str(details)) for act, details in found]
