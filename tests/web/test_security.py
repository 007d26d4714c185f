"""Signing in with a password: what is refused, what is said, what a session becomes."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_security.core import UserMixin
from sqlalchemy import text

from diagnostic.services.database import Database
from diagnostic.web.passwords import Capped
from tests.web import leading, signing
from tests.web.acquaintances import COOKIE, account, signed_in
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient
from tests.web.signing import PASSWORD, Clock, is_signed_in, sign_in


@pytest.fixture
def clock(app: Flask) -> Clock:
    return signing.clock_of(app)


@pytest.fixture
def anne(app: Flask, database: Database, clock: Clock) -> signing.Account:
    return signing.with_password(app, database)


def cookie(client: LintingClient) -> str:
    found = client.get_cookie(COOKIE)
    assert found is not None
    return found.value


def test_a_password_signs_in(client: LintingClient, anne: signing.Account, database: Database) -> None:
    client.get("/login")
    before = cookie(client)
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (302, "/account")
    assert is_signed_in(client)
    assert cookie(client) != before, "a token planted before would open what is opened now"
    thief = browser(client.application)
    thief.set_cookie(COOKIE, before)
    assert not is_signed_in(thief)
    act, details = signing.events(database)[-1]
    assert act == "session.opened" and json.loads(details) == {"via": "password", "proven": False}


@pytest.mark.parametrize("email", ["ANNE@Durand.fr", "  anne@durand.fr "])
def test_an_address_is_read_kindly(client: LintingClient, anne: signing.Account, email: str) -> None:
    assert sign_in(client, email).location == "/account"


def test_a_letter_is_the_same_on_every_keyboard(app: Flask, database: Database) -> None:
    """Composed or not, « é » is one letter."""
    signing.with_password(app, database, password="l\u2019étau desserré vingt fois")
    typed = sign_in(browser(app), password="l\u2019e\u0301tau desserre\u0301 vingt fois")
    assert typed.status_code == 302


def closed(app: Flask, database: Database) -> None:
    with database.session() as session:
        session.execute(text("UPDATE users SET active = 0"))
        session.commit()


def without_password(app: Flask, database: Database) -> None:
    with database.session() as session:
        session.execute(text("UPDATE users SET password = NULL"))
        session.commit()


def unknown(app: Flask, database: Database) -> None:
    with database.session() as session:
        session.execute(text("UPDATE users SET email = 'another@durand.fr'"))
        session.commit()


@pytest.mark.parametrize("becomes", [closed, without_password, unknown])
def test_nobody_learns_who_has_an_account(
    app: Flask, database: Database, anne: signing.Account, monkeypatch: pytest.MonkeyPatch, becomes: object
) -> None:
    """Same status, same page, same work: a wrong password, and an account that is closed, has none, does not exist."""
    work: Counter[str] = Counter()
    for name in ("verify", "hash"):
        monkeypatch.setattr(Capped, name, spy(work, getattr(Capped, name)))
    wrong = sign_in(browser(app), password="ce n’est pas celui-là")
    hashed = work.total()
    becomes(app, database)  # type: ignore[operator]
    other = sign_in(browser(app))
    assert wrong.status_code == other.status_code == 422
    assert without_token(wrong.text) == without_token(other.text)
    assert (hashed, work.total()) == (1, 2)


def spy(work: Counter[str], method):  # type: ignore[no-untyped-def]
    def called(self: Capped, *arguments: object) -> object:
        work[method.__name__] += 1
        return method(self, *arguments)

    return called


def without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_what_is_missing_is_said(client: LintingClient, clock: Clock) -> None:
    assert sign_in(client, "", "").status_code == 422
    assert "Donnez votre adresse de courriel." in client.page.html
    assert "Tapez le mot de passe." in client.page.html
    sign_in(client, "anne@durand.fr", "")
    assert client.page.field("email")[0].get("value") == "anne@durand.fr", "what was typed is lost"


def test_an_address_with_a_newline_is_a_wrong_one(client: LintingClient, anne: signing.Account) -> None:
    assert sign_in(client, "anne@durand.fr\nBcc: all@durand.fr").status_code == 422


@pytest.mark.parametrize("address", ["/d/one_too/plan", "/account/sessions?x=1"])
def test_one_comes_back_to_where_one_was(client: LintingClient, anne: signing.Account, address: str) -> None:
    client.get("/login", query_string={"next": address})
    form = next(form for form in client.page.all("form") if (form.get("action") or "").startswith("/login?"))
    assert sign_in(client, address=str(form.get("action"))).location == address


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example\t",
        "http:evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(client: LintingClient, anne: signing.Account, address: str) -> None:
    """By the address, by a field, before or after."""
    opened = client.get("/login", query_string={"next": address})
    assert opened.location in (None, "/login")
    typed = {"email": "anne@durand.fr", "password": PASSWORD, "csrf_token": leading.token(client)}
    asked = client.post("/login", query_string={"next": address}, data=typed)
    sent = client.post("/login", data={**typed, "next": address})
    assert {asked.location, sent.location} <= {None, "/login", "/account"}


def posts(app: Flask) -> Iterator[str]:
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith(("security.", "proof.")) and "POST" in (rule.methods or ()):
                yield app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, "state"))


def test_no_form_is_taken_from_elsewhere(app: Flask, client: LintingClient, anne: signing.Account) -> None:
    """Without the page's token, as a form or as JSON, signed in or not."""
    sign_in(client)
    typed = {"email": "anne@durand.fr", "password": PASSWORD}
    for address in posts(app):
        for reader in (client, browser(app)):
            assert reader.post(address, data=typed).status_code == 400, address
            assert reader.post(address, json=typed).status_code == 400, address
    assert is_signed_in(client)


def test_there_is_no_second_way_in_by_json(client: LintingClient, anne: signing.Account) -> None:
    headers = {"X-CSRFToken": leading.token(client)}
    answer = client.post("/login", json={"email": "anne@durand.fr", "password": PASSWORD}, headers=headers)
    assert answer.status_code == 400
    assert not is_signed_in(client)


def test_no_token_opens_anything(app: Flask, client: LintingClient, anne: signing.Account, database: Database) -> None:
    """Flask-Security's own tokens, were one ever made, in a header, an address or a body."""
    with app.test_request_context():
        token = str(UserMixin.get_auth_token(signing.row(database, anne)))
    assert client.get("/account", headers={"Authentication-Token": token}).status_code == 303
    assert client.get("/account", query_string={"auth_token": token}).status_code == 303
    assert client.get("/account/password", headers={"Authentication-Token": token}).status_code == 303
    basic = client.get("/account/password", auth=("anne@durand.fr", PASSWORD))
    assert basic.status_code == 303


def test_nothing_remembers_beyond_the_session(client: LintingClient, anne: signing.Account) -> None:
    client.get("/login")
    typed = {"email": "anne@durand.fr", "password": PASSWORD, "remember": "y", "csrf_token": leading.token(client)}
    answer = client.post("/login?include_auth_token=1", data=typed)
    assert answer.status_code == 302
    assert [line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")] == [COOKIE]


def test_signing_out_leaves_nothing(
    app: Flask, client: LintingClient, anne: signing.Account, database: Database
) -> None:
    sign_in(client)
    stolen = cookie(client)
    assert client.get("/logout").status_code == 405
    answer = client.post("/logout", data={"csrf_token": leading.token(client)})
    assert answer.location == "/?left=1"
    assert client.get_cookie(COOKIE) is None
    thief = browser(app)
    thief.set_cookie(COOKIE, stolen)
    assert not is_signed_in(thief)
    assert signing.events(database)[-1][0] == "session.closed"


def test_the_journal_tells_refusals_without_names(
    client: LintingClient, anne: signing.Account, database: Database
) -> None:
    sign_in(client, password="ce n’est pas celui-là")
    act, details = signing.events(database)[-1]
    assert (act, json.loads(details)) == ("session.refused", {"kind": "password"})


def test_opening_pages_changes_nothing(
    app: Flask, client: LintingClient, anne: signing.Account, database: Database
) -> None:
    sign_in(client)
    before = everything(database)
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(("security.", "proof.")) and "GET" in (rule.methods or ()):
            client.get(rule.rule)
    assert everything(database) == before


def everything(database: Database) -> list[object]:
    tables = ("users", "passkeys", "throttles", "login_links", "audit_events")
    with database.session(writes=False) as session:
        return [session.execute(text(f"SELECT * FROM {table}")).fetchall() for table in tables]


# Changing how one signs in


def change(client: LintingClient, new: str, again: str | None = None, now: str = PASSWORD) -> int:
    typed = {"password": now, "new_password": new, "new_password_confirm": new if again is None else again}
    return leading.send(client, "/account/password", typed).status_code


NEW = "lanterne bouleau cuivre dimanche"


def test_a_new_password_closes_the_other_sessions(
    app: Flask, client: LintingClient, anne: signing.Account, database: Database
) -> None:
    other = browser(app)
    sign_in(client)
    sign_in(other)
    before = cookie(client)
    assert change(client, NEW) == 302
    assert cookie(client) != before
    assert is_signed_in(client) and not is_signed_in(other)
    assert sign_in(other).status_code == 422
    assert sign_in(browser(app), password=NEW).status_code == 302
    assert ("account.changed", '{"what": "password"}') in signing.events(database)
    with database.session(writes=False) as session:
        assert NEW not in str(session.execute(text("SELECT password FROM users")).fetchall())
        assert "$argon2id$v=19$m=47104,t=1,p=1$" in str(session.execute(text("SELECT password FROM users")).fetchall())


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("onze signes", "Il faut au moins 12 signes"),
        ("a" * 129, "128 signes au plus"),
        ("motdepasse123", "Il est trop facile à deviner"),
        ("azertyuiop123", "Il est trop facile à deviner"),
        ("111111111111111", "Il est trop facile à deviner"),
        ("Anne aime son étau vert", "Il contient un nom que l’on devine"),
        ("mon DÜRAND préféré à moi", "Il contient un nom que l’on devine"),
        ("", "Tapez le mot de passe"),
        (PASSWORD, "C’est déjà votre mot de passe"),
    ],
)
def test_weak_passwords_are_refused(client: LintingClient, anne: signing.Account, password: str, said: str) -> None:
    sign_in(client)
    assert change(client, password) == 422
    assert said in client.page.html
    assert password == "" or f'value="{password}"' not in client.page.html


@pytest.mark.parametrize(
    "password",
    [
        "douze signes",
        "пароль из четырёх слов",
        "🔧🔩 clé de treize 🔧",
        "Sous le pont, trois canards violets comptent des boulons de treize ; "
        + "la pluie tombe à côté du marteau bleu, vers midi.",
    ],
)
def test_any_sign_will_do(app: Flask, client: LintingClient, anne: signing.Account, password: str) -> None:
    sign_in(client)
    assert change(client, password) == 302
    assert sign_in(browser(app), password=password).status_code == 302


def test_the_two_must_be_the_same(client: LintingClient, anne: signing.Account) -> None:
    sign_in(client)
    assert change(client, NEW, NEW + "!") == 422
    assert "Les deux ne sont pas identiques" in client.page.html


def test_the_password_in_use_is_asked(client: LintingClient, anne: signing.Account) -> None:
    sign_in(client)
    assert change(client, NEW, now="ce n’est pas celui-là") == 422
    assert "Ce n’est pas votre mot de passe" in client.page.html
    assert [change(client, NEW, now="ce n’est pas celui-là") for _ in range(5)] == [422] * 5
    assert "Trop d’essais de suite" in client.page.html
    assert change(client, NEW) == 422


def test_an_account_without_password_may_have_one(app: Flask, database: Database, clock: Clock) -> None:
    someone = account(database, "luc@martin.fr")
    client = signed_in(app, database, someone)
    assert change(client, NEW, now="") == 302
    assert sign_in(browser(app), "luc@martin.fr", NEW).status_code == 302


SERIOUS = ("/account/password", "/account/authenticator", "/account/recovery-codes", "/account/passkeys")


@pytest.mark.parametrize("address", SERIOUS)
def test_a_session_left_open_changes_nothing_serious(
    app: Flask, client: LintingClient, anne: signing.Account, clock: Clock, address: str
) -> None:
    """A quarter of an hour later, the password is asked again."""
    sign_in(client)
    assert client.get(address).status_code == 200
    clock.wait(minutes=16)
    asked = client.get(address)
    assert asked.location == f"/verify?next={address}"
    late = client.post(address, data={"csrf_token": leading.token(client), "action": "start", "name": "x"})
    assert late.location == f"/verify?next={address}"
    assert leading.send(client, asked.location, {"password": "ce n’est pas celui-là"}).status_code == 422
    assert leading.send(client, asked.location, {"password": PASSWORD}).location == address
    assert client.get(address).status_code == 200


def test_closing_an_account_closes_its_sessions(
    app: Flask, client: LintingClient, anne: signing.Account, database: Database
) -> None:
    sign_in(client)
    closed(app, database)
    assert not is_signed_in(client)
    assert client.get("/account/password").status_code == 303


def test_a_refusal_said_in_the_library_s_words_is_kept_for_the_next_page(app: Flask, database: Database) -> None:
    """Its messages wait for a language; a session keeps plain text."""
    client = signed_in(app, database, account(database, "a@exemple.fr"))
    answer = client.post("/account/passkeys/delete", data={"csrf_token": leading.token(client)})
    assert answer.status_code < 500
    assert client.get("/account/passkeys").status_code == 200
