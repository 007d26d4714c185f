"""Signing in by e-mail: a link and a code, once, a quarter of an hour, in the browser that asked."""

import logging
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.core.model.access import OrganisationKind, Position
from diagnostic.core.model.catalogue import Content
from diagnostic.services import linking
from diagnostic.services.database import Database
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.clock import Clock, app_on
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, values_of
from tests.web.mailbox import code_of, link_of, text_of

MARIE = "marie@atelier.fr"
Letters = list[EmailMessage]


@pytest.fixture
def marie(database: Database) -> known.Account:
    return known.account(database, MARIE, "Marie")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock, content: Content, database: Database, letters: Letters) -> Flask:
    return app_on(clock, content, database, letters)


def ask(client: LintingClient, email: str = MARIE, **more: str) -> None:
    answer = leading.send(client, "/login/link", {"email": email, **more})
    assert (answer.status_code, answer.location) == (303, "/login/sent"), answer.text


def is_signed_in(client: LintingClient) -> bool:
    return client.get("/account").status_code == 200


def press(client: LintingClient, path: str) -> int:
    """Open a letter's link, and press its button if there is one."""
    client.get(path)
    data = values_of(client.page) or {"token": path.rpartition("/")[2], "csrf_token": leading.token(client)}
    return client.post("/login/open", data=data).status_code


def type_code(client: LintingClient, code: str) -> int:
    return leading.send(client, "/login/sent", {"code": code}).status_code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def test_the_link_signs_in_by_its_button_alone(client: LintingClient, marie: known.Account, letters: Letters) -> None:
    ask(client, " Marie@Atelier.FR ")
    assert letters[0]["To"] == MARIE
    client.get(link_of(letters[0]))
    assert not is_signed_in(client), "looking at the link, as mail scanners do, must open nothing"
    assert press(client, link_of(letters[0])) == 303
    assert is_signed_in(client)


def test_the_link_works_once(client: LintingClient, marie: known.Account, letters: Letters) -> None:
    ask(client)
    press(client, link_of(letters[0]))
    client.post("/logout", data={"csrf_token": leading.token(client)})
    assert not is_signed_in(client)
    assert press(client, link_of(letters[0])) != 303
    assert not is_signed_in(client)


def test_the_same_button_pressed_twice_signs_in_once(
    app: Flask, client: LintingClient, marie: known.Account, letters: Letters
) -> None:
    ask(client)
    client.get(link_of(letters[0]))
    twin = browser(app)
    twin.set_cookie("palier", str(client.get_cookie("palier").value))  # type: ignore[union-attr]
    form = values_of(client.page)
    assert client.post("/login/open", data=form).status_code == 303
    assert twin.post("/login/open", data=form).status_code != 303
    assert not is_signed_in(twin)


def test_a_forwarded_link_opens_nothing(
    app: Flask, client: LintingClient, marie: known.Account, letters: Letters
) -> None:
    ask(client)
    thief = browser(app)
    thief.get(link_of(letters[0]))
    assert thief.page.h1 == "Ce lien ne s’ouvre pas ici"
    assert press(thief, link_of(letters[0])) == 200 and not is_signed_in(thief)
    ask(thief, "voleur@ailleurs.fr")
    assert press(thief, link_of(letters[0])) == 422 and not is_signed_in(thief)
    assert type_code(thief, code_of(letters[0])) == 422 and not is_signed_in(thief)
    assert press(client, link_of(letters[0])) == 303, "the thief must not have spent it"


@pytest.mark.parametrize(("minutes", "opens"), [(14.9, True), (15, False), (60, False)])
def test_it_lasts_a_quarter_of_an_hour(
    client: LintingClient, marie: known.Account, letters: Letters, clock: Clock, minutes: float, opens: bool
) -> None:
    ask(client)
    clock.wait(minutes=minutes)
    press(client, link_of(letters[0]))
    assert is_signed_in(client) is opens
    if not opens:
        assert type_code(client, code_of(letters[0])) == 422


def test_the_code_is_typed_where_it_was_asked(client: LintingClient, marie: known.Account, letters: Letters) -> None:
    ask(client)
    code = code_of(letters[0])
    assert type_code(client, wrong(code)) == 422
    assert client.page.field("code")[0].get("value") == wrong(code), "what was typed is lost"
    assert type_code(client, f" {code[:4]} {code[4:]} ") == 303
    assert is_signed_in(client)


def test_five_wrong_codes_close_the_letter(client: LintingClient, marie: known.Account, letters: Letters) -> None:
    ask(client)
    code = code_of(letters[0])
    assert [type_code(client, wrong(code)) for _ in range(linking.MOST_TRIES)] == [422] * linking.MOST_TRIES
    assert type_code(client, code) == 422
    assert "demandez un autre courriel" in client.page.html
    ask(client)
    assert type_code(client, code_of(letters[1])) == 303


def test_asking_again_closes_the_letter_before(client: LintingClient, marie: known.Account, letters: Letters) -> None:
    ask(client)
    ask(client)
    assert press(client, link_of(letters[0])) == 422
    assert type_code(client, code_of(letters[0])) == 422
    assert press(client, link_of(letters[1])) == 303


def test_nobody_learns_who_has_an_account(app: Flask, marie: known.Account, letters: Letters) -> None:
    pages = []
    for email in (MARIE, "jean@atelier.fr"):
        client = browser(app)
        ask(client, email)
        pages.append(leading.without_tokens(client.get("/login/sent").text.replace(email, "")))
        assert type_code(client, "00000000") == 422
        pages[-1] += leading.without_tokens(client.page.html.replace(email, ""))
    assert pages[0] == pages[1]
    subjects = ["Votre lien de connexion à Palier", "Aucun compte à cette adresse"]
    assert [letter["Subject"] for letter in letters] == subjects


def test_asking_makes_no_account(client: LintingClient, letters: Letters, database: Database) -> None:
    ask(client, "jean@atelier.fr")
    assert "/login/link/" not in text_of(letters[0]), "there is nothing to open"
    with database.session() as session, pytest.raises(linking.LinkError):
        linking.account_of(session, "jean@atelier.fr")


def test_one_comes_back_to_the_page_that_was_asked(
    client: LintingClient, marie: known.Account, letters: Letters
) -> None:
    client.get("/login/link?next=/account/sessions")
    client.post("/login/link", data={**values_of(client.page), "email": MARIE})
    client.get(link_of(letters[0]))
    assert client.post("/login/open", data=values_of(client.page)).location == "/account/sessions"


@pytest.mark.parametrize("next", ["https://ailleurs.fr/", "//ailleurs.fr", "/\\ailleurs.fr", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(client: LintingClient, marie: known.Account, letters: Letters, next: str) -> None:
    ask(client, next=next)
    client.get(link_of(letters[0]))
    assert client.post("/login/open", data=values_of(client.page)).location == "/account"


def test_an_adviser_still_shows_a_second_step(
    client: LintingClient, marie: known.Account, letters: Letters, database: Database
) -> None:
    here = known.organisation(database, "CCI", OrganisationKind.CHAMBER)
    known.member(database, marie, here, Position.ADVISER)
    ask(client)
    press(client, link_of(letters[0]))
    assert client.get(f"/o/{here}/companies").location == "/account/proof"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "marie",
        "marie@",
        "a@b.fr, c@d.fr",
        "marie@atelier.fr\nBcc: tous@atelier.fr",
        "marie@atelier.fr\r\nX: 1",
        "marie\n@atelier.fr",
        "marie@atelier.fr\u2028Bcc: tous@atelier.fr",
        f"{'m' * 300}@atelier.fr",
    ],
)
def test_a_wrong_address_is_said_at_its_field(client: LintingClient, letters: Letters, typed: str) -> None:
    answer = leading.send(client, "/login/link", {"email": typed})
    assert answer.status_code == 422
    assert client.page.field("email")[0].get("aria-invalid") == "true"
    assert letters == []


def test_letters_to_one_address_are_counted(app: Flask, marie: known.Account, letters: Letters, clock: Clock) -> None:
    for _ in range(5):
        ask(browser(app))
    late = browser(app)
    assert leading.send(late, "/login/link", {"email": MARIE}).status_code == 422
    assert "Attendez 1 minute" in late.page.html
    assert len(letters) == 5
    clock.wait(minutes=1.1)
    ask(late)


def test_the_page_of_a_link_tells_nobody_its_address(client: LintingClient) -> None:
    for path in ("/login/link/some-token", "/invitation/some-token", "/resume/some-token"):
        assert client.get(path).headers["Referrer-Policy"] == "no-referrer"
    assert client.get("/login/link").headers["Referrer-Policy"] == "same-origin"


def test_a_stale_button_is_shown_again(client: LintingClient, marie: known.Account, letters: Letters) -> None:
    ask(client)
    client.get(link_of(letters[0]))
    assert client.post("/login/open", data={**values_of(client.page), "csrf_token": "old"}).status_code == 422
    assert client.post("/login/open", data=values_of(client.page)).status_code == 303


def test_no_secret_is_kept_in_clear_or_logged(
    client: LintingClient,
    marie: known.Account,
    letters: Letters,
    database: Database,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(client)
    secret, code = link_of(letters[0]).rpartition("/")[2], code_of(letters[0])
    type_code(client, wrong(code))
    press(client, link_of(letters[0]))
    database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert MARIE.encode() in kept, "the database was not looked at"
    assert secret.encode() not in kept and code.encode() not in kept
    told = "\n".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records)
    assert secret not in told and code not in told and MARIE not in told
