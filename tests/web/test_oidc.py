"""Signing in through an identity provider, against one of our own that answers on a real port."""

import logging
import time
from collections.abc import Iterator

import pytest
import requests
from flask import Flask
from sqlalchemy import text

from diagnostic.core.model.access import Position
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.store import people
from diagnostic.web import oidc_provider as seen
from tests.web import acquaintances as known
from tests.web import leading, served
from tests.web import oidc_provider as local
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient
from tests.web.oidc_provider import CLIENT_SECRET, LocalProvider
from tests.web.served import NOW
from tests.web.vouching import (
    ADDRESS,
    REFUSED,
    TWO_FACTORS,
    accounts_of,
    at_provider,
    enter,
    events,
    leave,
    make_app,
    next_link,
    signed_in_as,
)


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


def test_somebody_new_gets_an_account_without_any_right(
    app: Flask, database: Database, provider: LocalProvider
) -> None:
    client = browser(app)
    answer = enter(client)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert signed_in_as(client) == ADDRESS
    assert "Claire Martin" in client.page.html
    assert accounts_of(database) == [ADDRESS]
    told = events(database)
    assert ("session.opened", {"via": "oidc", "proven": False}) in told
    assert ("account.created", {"via": "oidc"}) in told
    with database.session(writes=False) as session:
        for table in ("memberships", "accesses"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_the_request_is_what_proconnect_accepts(app: Flask, provider: LocalProvider) -> None:
    """Nothing more than it knows, a state and a nonce of 32 signs, PKCE; nothing that tells who asks."""
    enter(browser(app))
    asked = provider.asked[0]
    assert asked["scope"] == "openid email given_name usual_name"
    assert asked["redirect_uri"] == "http://localhost/oidc/callback"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32


def test_without_pkce_where_the_provider_refuses_it(
    content: Content, database: Database, provider: LocalProvider
) -> None:
    client = browser(make_app(content, database, provider, pkce=False))
    assert enter(client).status_code == 303
    assert "code_challenge" not in provider.asked[0]


def test_somebody_known_comes_back_to_the_same_account(app: Flask, database: Database, provider: LocalProvider) -> None:
    """Even when the provider has another address for them since."""
    enter(browser(app))
    provider.person["email"] = "autre@exemple.fr"
    client = browser(app)
    assert enter(client, next="/account/sessions").location == "/account/sessions"
    assert signed_in_as(client) == ADDRESS
    assert accounts_of(database) == [ADDRESS]


@pytest.mark.parametrize("next", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example"])
def test_nobody_is_sent_elsewhere_afterwards(app: Flask, next: str) -> None:
    assert enter(browser(app), next=next).location == "/account"


def test_the_session_has_a_new_token(app: Flask) -> None:
    client = browser(app)
    leading.token(client)
    before = client.get_cookie("palier")
    enter(client)
    after = client.get_cookie("palier")
    assert before and after and before.value != after.value


def test_two_factors_asked_by_the_provider_count(app: Flask, database: Database, provider: LocalProvider) -> None:
    provider.acr = TWO_FACTORS
    enter(browser(app))
    with database.session(writes=False) as session:
        me = people.with_email(session, ADDRESS)
    assert me is not None
    organisation = known.organisation(database, "CCI")
    known.member(database, known.Account(me.id, me.email), organisation, Position.ADMINISTRATOR)
    client = browser(app)
    enter(client)
    page = client.get(f"/o/{organisation}/members")
    assert page.status_code == 200, page.location
    assert ("session.opened", {"via": "oidc", "proven": True}) in events(database)
    provider.acr = "eidas1"
    other = browser(app)
    enter(other)
    assert other.get(f"/o/{organisation}/members").location == "/account/proof"


def test_an_account_that_has_a_second_step_is_asked_for_it(
    app: Flask, database: Database, provider: LocalProvider
) -> None:
    enter(browser(app))
    with database.session() as session:
        session.execute(text("UPDATE users SET tf_primary_method = 'authenticator', tf_totp_secret = 'x'"))
        session.commit()
    client = browser(app)
    answer = enter(client)
    assert "/login/" in str(answer.location)
    assert signed_in_as(client) is None
    provider.acr = TWO_FACTORS
    client = browser(app)
    enter(client)
    assert signed_in_as(client) == ADDRESS


def test_the_address_of_an_existing_account_does_not_open_it(app: Flask, database: Database) -> None:
    known.account(database, ADDRESS)
    client = browser(app)
    assert enter(client).status_code == 409
    assert client.page.h1 == "Vous avez déjà un compte ici."
    assert signed_in_as(client) is None
    with database.session(writes=False) as session:
        assert session.execute(text("SELECT count(*) FROM identities")).scalar() == 0


def test_once_signed_in_one_ties_the_identity_which_then_opens_the_account(app: Flask, database: Database) -> None:
    account = known.account(database, ADDRESS)
    client = known.signed_in(app, database, account)
    client.get("/account")
    assert "non rattaché" in client.page.html
    client.get("/account/identity")
    assert client.page.h1 == "Entrer par ProConnect"
    assert enter(client).location == "/account/identity"
    client.get("/account/identity")
    assert client.page.h1 == "ProConnect ouvre votre compte."
    assert ("account.changed", {"what": "identity"}) in events(database)
    other = browser(app)
    assert enter(other).status_code == 303
    assert signed_in_as(other) == ADDRESS
    client.post("/account/identity/unlink", data={"csrf_token": leading.token(client)})
    client.get("/account/identity")
    assert client.page.h1 == "Entrer par ProConnect"
    assert enter(browser(app)).status_code == 409


def test_an_identity_opens_one_account(app: Flask, database: Database) -> None:
    enter(browser(app))
    client = known.signed_in(app, database, known.account(database, "paul@exemple.fr"))
    assert enter(client).status_code == 409
    assert client.page.h1 == "Cette identité ouvre déjà un autre compte."
    enter(other := browser(app))
    assert signed_in_as(other) == ADDRESS


def test_an_identity_is_not_tied_to_whoever_signed_in_meanwhile(app: Flask, database: Database) -> None:
    first, second = (known.account(database, address) for address in (ADDRESS, "paul@exemple.fr"))
    client = known.signed_in(app, database, first)
    path = at_provider(leave(client))
    with database.session() as session:
        row = people.row_of(session, second.id)
        mark = row.fs_uniquifier
        session.execute(text("UPDATE users SET fs_uniquifier = 'gone' WHERE email = :email"), {"email": ADDRESS})
        session.commit()
    assert mark
    assert client.get(path).status_code == 400
    with database.session(writes=False) as session:
        assert session.execute(text("SELECT count(*) FROM identities")).scalar() == 0


def test_tying_asks_again_who_it_is_after_a_while(app: Flask, database: Database) -> None:
    account = known.account(database, ADDRESS)
    with database.session() as session:
        values = known.session_values(session, account, proven=False, now=NOW)
    client = known.browse(app, database, {**values, "fs_paa": NOW.timestamp() - 3600})
    answer = client.post("/oidc/start", data={"csrf_token": leading.token(client)})
    assert str(answer.location).startswith("/verify")


def test_one_comes_back_once(app: Flask, database: Database, provider: LocalProvider) -> None:
    client = browser(app)
    path = at_provider(leave(client))
    assert client.get(path).status_code == 303
    client.post("/leave", data={"csrf_token": leading.token(client)})
    assert client.get(path).status_code == 400
    assert client.page.h1 == REFUSED
    assert signed_in_as(client) is None


def test_a_code_serves_once(app: Flask, provider: LocalProvider) -> None:
    """Even with a state of ours that was never used."""
    client = browser(app)
    first = at_provider(leave(client))
    state = leave(client).partition("&state=")[2].partition("&")[0]
    assert client.get(first).status_code == 303
    code = first.partition("code=")[2].partition("&")[0]
    assert client.get(f"/oidc/callback?code={code}&state={state}").status_code == 400


def test_nobody_is_brought_in_by_somebody_else_s_link(app: Flask, database: Database) -> None:
    """Login CSRF: the address that one browser came back with opens nothing in another."""
    path = at_provider(leave(browser(app)))
    victim = browser(app)
    leading.token(victim)
    assert victim.get(path).status_code == 400
    assert signed_in_as(victim) is None
    assert accounts_of(database) == []


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=server_error&state=x"])
def test_an_address_made_up_opens_nothing(app: Flask, query: str) -> None:
    client = browser(app)
    assert client.get(f"/oidc/callback{query}").status_code == 400
    assert client.page.h1 == REFUSED


def test_an_answer_of_another_issuer_is_refused(app: Flask, provider: LocalProvider) -> None:
    """Mix-up: the address says who answered (RFC 9207)."""
    client = browser(app)
    path = at_provider(leave(client)).replace("127.0.0.1", "other.example")
    assert client.get(path).status_code == 400


def test_giving_up_at_the_provider_is_told_kindly(app: Flask, provider: LocalProvider) -> None:
    client = browser(app)
    state = leave(client).partition("&state=")[2].partition("&")[0]
    answer = client.get(f"/oidc/callback?error=access_denied&error_description=%3Cb%3Eno&state={state}")
    assert answer.status_code == 400
    assert client.page.h1 == "Vous n’êtes pas connecté."
    assert "<b>" not in answer.text


def test_a_provider_that_is_down(app: Flask, provider: LocalProvider) -> None:
    client = browser(app)
    path = at_provider(leave(client))
    provider.lies.down = True
    assert client.get(path).status_code == 502
    assert client.page.h1 == "ProConnect ne répond pas."
    assert signed_in_as(client) is None


def test_a_provider_that_was_never_there(content: Content, database: Database) -> None:
    nowhere = LocalProvider(address="http://127.0.0.1:9")
    client = browser(make_app(content, database, nowhere))
    answer = client.post("/oidc/start", data={"csrf_token": leading.token(client)})
    assert answer.status_code == 502
    assert client.page.h1 == "ProConnect ne répond pas."


def test_a_provider_that_is_slow_is_not_waited_for_and_holds_nobody_up(
    app: Flask, provider: LocalProvider, database: Database
) -> None:
    client = browser(app)
    path = at_provider(leave(client))
    provider.lies.slow = 1.5
    before = time.monotonic()
    assert client.get(path).status_code == 502
    assert time.monotonic() - before < 1.4
    assert client.page.h1 == "ProConnect ne répond pas."


def test_while_the_provider_is_asked_no_transaction_is_held(
    app: Flask, provider: LocalProvider, database: Database
) -> None:
    """A slow provider would hold up every writer of a SQLite file."""
    free: list[bool] = []

    def write_meanwhile(told: local.Claims) -> str:
        with database.session() as session:
            session.execute(text("UPDATE users SET name = name"))
            session.commit()
        free.append(True)
        return provider.sign(told)

    provider.lies.userinfo = write_meanwhile
    assert enter(browser(app)).status_code == 303
    assert free == [True]


def test_a_provider_that_names_itself_otherwise_is_refused_until_it_does_not(
    app: Flask, provider: LocalProvider
) -> None:
    provider.lies.issuer = "https://other.example"
    client = browser(app)
    assert client.post("/oidc/start", data={"csrf_token": leading.token(client)}).status_code == 502
    provider.lies.issuer = None
    assert enter(client).status_code == 303


def test_a_key_just_made_is_asked_for(app: Flask, provider: LocalProvider) -> None:
    enter(browser(app))
    provider.key = local.KEYS[1]
    assert enter(browser(app)).status_code == 303


def test_leaving_leaves_the_provider_too(app: Flask, provider: LocalProvider) -> None:
    client = browser(app)
    for address in ("/logout", "/leave"):
        enter(client)
        answer = client.post(address, data={"csrf_token": leading.token(client)})
        assert answer.status_code == 200
        assert client.page.h1 == "Vous êtes déconnecté de Palier."
        assert answer.headers["Refresh"] == f"0; url={next_link(client)}"
        assert signed_in_as(client) is None
        back = requests.get(next_link(client), allow_redirects=False, timeout=5)
        assert back.headers["Location"].startswith("http://localhost/?state=")
        left = provider.logged_out.pop()
        assert left["post_logout_redirect_uri"] == "http://localhost/"
        assert left["id_token_hint"].count(".") == 2
        assert len(left["state"]) >= 32


def test_others_leave_as_before(app: Flask, database: Database, provider: LocalProvider) -> None:
    client = known.signed_in(app, database, known.account(database, ADDRESS))
    assert client.post("/leave", data={"csrf_token": leading.token(client)}).status_code == 303
    assert not provider.logged_out


def test_nothing_of_the_exchange_is_logged(
    app: Flask, provider: LocalProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="diagnostic")
    client = browser(app)
    path = at_provider(leave(client))
    provider.lies.userinfo = local.unsigned
    client.get(path)
    assert "refused" in caplog.text
    for secret in (CLIENT_SECRET, path.partition("code=")[2].partition("&")[0], "claire", *provider.tokens):
        assert secret.lower() not in caplog.text.lower()


@pytest.fixture
def without(content: Content, database: Database) -> LintingClient:
    return browser(served.make_app(content, database))


def test_off_unless_configured(without: LintingClient) -> None:
    assert without.post("/oidc/start", data={"csrf_token": leading.token(without)}).status_code == 404
    assert without.get("/oidc/callback").status_code == 404
    without.get("/login")
    assert "ProConnect" not in without.page.html


def test_the_page_of_connection_offers_it_by_its_name(
    content: Content, database: Database, provider: LocalProvider
) -> None:
    client = browser(make_app(content, database, provider, name="Identité de la CCI"))
    client.get("/login?next=/account/sessions")
    assert "Identité de la CCI" in client.page.html
    form = next(form for form in client.page.all("form") if "/oidc/start" in form.get("action", ""))
    assert "next=" in form.get("action", "")


def test_only_a_form_of_ours_starts(app: Flask) -> None:
    client = browser(app)
    assert client.get("/oidc/start").status_code == 405
    assert client.post("/oidc/start").status_code == 400
