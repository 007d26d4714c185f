"""A provider that lies, in every way that we thought of, brings nobody in; and what its settings may say."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from diagnostic.config import Oidc, load_settings
from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web import oidc_provider as seen
from tests.web import oidc_provider as local
from tests.web.conftest import browser
from tests.web.oidc_provider import CLIENT_ID, CLIENT_SECRET, LocalProvider
from tests.web.vouching import REFUSED, accounts_of, enter, make_app, signed_in_as


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "TIMEOUT", 0.5)


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with local.running() as one:
        yield one


@pytest.fixture
def app(content: Content, database: Database, provider: LocalProvider) -> Flask:
    return make_app(content, database, provider)


Lie = Callable[[LocalProvider], None]


def claims(kind: str, **wrong: Any) -> Lie:
    return lambda provider: setattr(provider.lies, "claims", {kind: wrong})


def token(kind: str, made: Callable[[local.Claims], str]) -> Lie:
    return lambda provider: setattr(provider.lies, kind, made)


def with_public_key_as_secret(kind: str) -> Lie:
    return lambda provider: setattr(provider.lies, kind, local.signed_with_secret(provider.key.as_pem(private=False)))


def with_another_key(kind: str) -> Lie:
    """Signed by a key that says it is the one published."""
    return lambda provider: setattr(provider.lies, kind, lambda told: signed_by_impostor(provider, told))


def signed_by_impostor(provider: LocalProvider, told: local.Claims) -> str:
    impostor = local.KEYS[1]
    return local.jwt.encode({"alg": "RS256", "kid": str(provider.key.kid)}, told, impostor)


def plain_json(provider: LocalProvider) -> None:
    provider.lies.userinfo, provider.lies.userinfo_type = json.dumps, "application/json"


def json_called_jwt(provider: LocalProvider) -> None:
    provider.lies.userinfo = json.dumps


def signed_called_json(provider: LocalProvider) -> None:
    provider.lies.userinfo_type = "application/json"


PAST = int(time.time()) - 3600
LIES: dict[str, Lie] = {
    "id_token of another nonce": claims("id_token", nonce="x" * 40),
    "id_token without nonce": claims("id_token", nonce=None),
    "id_token for another": claims("id_token", aud="somebody-else"),
    "id_token for another, by us": claims("id_token", aud="somebody-else", azp=CLIENT_ID),
    "id_token for nobody": claims("id_token", aud=None),
    "id_token of another issuer": claims("id_token", iss="https://other.example"),
    "id_token expired": claims("id_token", exp=PAST, iat=PAST - 60),
    "id_token without expiry": claims("id_token", exp=None),
    "id_token without subject": claims("id_token", sub=None),
    "id_token unsigned": token("id_token", local.unsigned),
    "id_token HS256 by our secret": token("id_token", local.signed_with_secret(CLIENT_SECRET.encode())),
    "id_token HS256 by the public key": with_public_key_as_secret("id_token"),
    "id_token of an impostor": with_another_key("id_token"),
    "id_token that is none": token("id_token", lambda _told: "not a token"),
    "userinfo for another": claims("userinfo", aud="somebody-else"),
    "userinfo for nobody": claims("userinfo", aud=None),
    "userinfo of another issuer": claims("userinfo", iss="https://other.example"),
    "userinfo of no issuer": claims("userinfo", iss=None),
    "userinfo of another subject": claims("userinfo", sub="s-2"),
    "userinfo of no subject": claims("userinfo", sub=None),
    "userinfo expired": claims("userinfo", exp=PAST),
    "userinfo unsigned": token("userinfo", local.unsigned),
    "userinfo HS256 by our secret": token("userinfo", local.signed_with_secret(CLIENT_SECRET.encode())),
    "userinfo HS256 by the public key": with_public_key_as_secret("userinfo"),
    "userinfo of an impostor": with_another_key("userinfo"),
    "userinfo plain": plain_json,
    "userinfo plain, called signed": json_called_jwt,
    "userinfo signed, called plain": signed_called_json,
    "userinfo empty": token("userinfo", lambda _told: ""),
}


@pytest.mark.parametrize("lie", LIES)
def test_nobody_enters_on_a_lie(app: Flask, database: Database, provider: LocalProvider, lie: str) -> None:
    LIES[lie](provider)
    client = browser(app)
    answer = enter(client)
    assert answer.status_code == 400
    assert client.page.h1 == REFUSED
    assert signed_in_as(client) is None
    assert accounts_of(database) == []


@pytest.mark.parametrize(
    "person",
    [
        {"email": None},
        {"email": "pas une adresse"},
        {"email": "claire@exemple.fr\nBcc: tous@exemple.fr"},
        {"email": ["claire@exemple.fr"]},
        {"email_verified": False},
        {"email_verified": "true"},
    ],
)
def test_an_account_needs_an_address_that_the_provider_vouches_for(
    app: Flask, database: Database, provider: LocalProvider, person: dict[str, Any]
) -> None:
    provider.person |= person
    client = browser(app)
    assert enter(client).status_code == 403
    assert client.page.h1 == "Nous ne pouvons pas vous connecter."
    assert accounts_of(database) == []


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        ({"given_name": "🛠️ \u200fكريم\n", "usual_name": " Martin "}, "🛠️ \u200fكريم Martin"),
        ({"given_name": "x" * 300, "usual_name": None}, "x" * 120),
        ({"given_name": 3, "usual_name": {}}, None),
    ],
)
def test_whatever_name_the_provider_gives(
    app: Flask, database: Database, provider: LocalProvider, person: dict[str, Any], shown: str | None
) -> None:
    provider.person |= person
    assert enter(browser(app)).status_code == 303
    with database.session(writes=False) as session:
        assert session.execute(text("SELECT name FROM users")).scalar() == shown


ISSUER = {"PALIER_OIDC_ISSUER": "https://idp.example", "PALIER_OIDC_CLIENT_ID": "a", "PALIER_OIDC_CLIENT_SECRET": "b"}
BASE = {"DATABASE_URL": "sqlite://", "SECRET_KEY": "x"}


def test_settings_say_who_vouches() -> None:
    found = load_settings({**BASE, **ISSUER, "PALIER_OIDC_ACR": "eidas2, eidas3", "PALIER_OIDC_PKCE": "false"}).oidc
    assert found == Oidc(
        issuer="https://idp.example", client_id="a", client_secret="b", acr=("eidas2", "eidas3"), pkce=False
    )
    assert load_settings(BASE).oidc is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"PALIER_OIDC_ISSUER": "http://idp.example"}, "PALIER_OIDC_ISSUER"),
        ({"PALIER_OIDC_ISSUER": ""}, "PALIER_OIDC_ISSUER"),
        ({"PALIER_OIDC_CLIENT_ID": ""}, "PALIER_OIDC_CLIENT_ID"),
        ({"PALIER_OIDC_CLIENT_SECRET": ""}, "PALIER_OIDC_CLIENT_SECRET"),
        ({"PALIER_OIDC_PKCE": "peut-être"}, "PALIER_OIDC_PKCE"),
    ],
)
def test_wrong_settings_are_refused_by_name(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(UserError) as refused:
        load_settings({**BASE, **ISSUER, **wrong})
    assert refused.value.field == field
    assert refused.value.hint
