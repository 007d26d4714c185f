"""A diagnostic started without account is tied to one: by proof of a mailbox, from a browser that opened it."""

from email.message import EmailMessage

import pytest
from flask import Flask

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.store import audit
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.clock import Clock, app_on
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, values_of
from tests.web.mailbox import code_of, link_of, text_of

MARIE = "marie@durand.fr"
Letters = list[EmailMessage]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock, content: Content, database: Database, letters: Letters) -> Flask:
    return app_on(clock, content, database, letters)


def ask(client: LintingClient, own: str, email: str = MARIE) -> None:
    assert leading.send(client, f"{own}/claim", {"email": email}).location == "/login/sent"


def press(client: LintingClient, letter: EmailMessage) -> str | None:
    """Where the letter's button leads; None when it has no button."""
    client.get(link_of(letter))
    sent = values_of(client.page)
    return client.post("/login/open", data=sent).location if sent else None


def acts(database: Database) -> list[str]:
    with database.session() as session:
        return [event.act for event in audit.everything(session)]


def opened_by_link(app: Flask, link: str) -> LintingClient:
    other = browser(app)
    assert leading.send(other, "/resume", {"link": link}).status_code == 303
    return other


def test_a_letter_ties_it_to_a_new_account(
    app: Flask, client: LintingClient, own: str, letters: Letters, database: Database
) -> None:
    ask(client, own)
    assert "Mécanique Durand" in text_of(letters[0])
    assert press(client, letters[0]) == f"{own}/claim"
    client.get(f"{own}/claim")
    assert client.page.h1 == "Ce diagnostic est rattaché à votre compte"
    assert "diagnostic.claimed" in acts(database)

    elsewhere = browser(app)
    assert elsewhere.get(f"{own}/questions").status_code == 404
    leading.send(elsewhere, "/login/link", {"email": MARIE})
    assert press(elsewhere, letters[1]) == "/account"
    assert elsewhere.get(f"{own}/questions").status_code == 200


def test_the_code_does_as_well(client: LintingClient, own: str, letters: Letters) -> None:
    ask(client, own)
    assert leading.send(client, "/login/sent", {"code": code_of(letters[0])}).location == f"{own}/claim"


def test_an_account_that_exists_is_used(client: LintingClient, own: str, letters: Letters, database: Database) -> None:
    known.account(database, MARIE)
    ask(client, own)
    assert press(client, letters[0]) == f"{own}/claim"
    assert client.get("/account").status_code == 200


def test_whoever_is_signed_in_presses_one_button(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    link = leading.private_link(client, own)
    marie = known.signed_in(app, database, known.account(database, MARIE), proven=False)
    assert leading.send(marie, "/resume", {"link": link}).status_code == 303
    assert leading.send(marie, f"{own}/claim", {}).location == f"{own}/claim"
    assert leading.send(marie, f"{own}/claim", {}).status_code in (200, 303), "pressed twice"
    marie.get(f"{own}/claim")
    assert marie.page.h1 == "Ce diagnostic est rattaché à votre compte"
    assert acts(database).count("diagnostic.claimed") == 1


def test_a_forwarded_letter_ties_nothing(
    app: Flask, client: LintingClient, own: str, letters: Letters, database: Database
) -> None:
    ask(client, own)
    assert press(browser(app), letters[0]) is None
    client.get(f"{own}/claim")
    assert client.page.h1 == "Rattacher ce diagnostic à votre compte"


def test_a_letter_works_once_and_for_a_while(client: LintingClient, own: str, letters: Letters, clock: Clock) -> None:
    ask(client, own)
    clock.wait(minutes=15)
    assert press(client, letters[0]) is None
    ask(client, own)
    assert press(client, letters[1]) == f"{own}/claim"
    assert press(client, letters[1]) is None


def test_the_first_to_claim_is_the_leader(app: Flask, client: LintingClient, own: str, letters: Letters) -> None:
    """Two who hold the link ask at once: the second letter opens nothing of the company any more."""
    other = opened_by_link(app, leading.private_link(client, own))
    ask(client, own)
    ask(other, own, "autre@ailleurs.fr")
    assert press(client, letters[0]) == f"{own}/claim"
    assert press(other, letters[1]) is None
    assert "il a déjà un dirigeant" in other.page.html
    assert other.get("/account").status_code == 303, "nobody was signed in"
    assert other.get(f"{own}/claim").status_code == 403


def test_a_browser_that_left_claims_nothing(app: Flask, client: LintingClient, own: str, letters: Letters) -> None:
    """The letter was asked for one diagnostic; meanwhile this browser has opened another."""
    ask(client, own)
    second = leading.start(client, name="Seconde")
    link = leading.private_link(client, second)
    assert press(client, letters[0]) is None
    assert leading.send(client, "/resume", {"link": link}).status_code == 303
    client.get(f"{second}/claim")
    assert client.page.h1 == "Rattacher ce diagnostic à votre compte"


def test_after_that_the_link_gives_the_answers_alone(
    app: Flask, client: LintingClient, own: str, letters: Letters
) -> None:
    link = leading.private_link(client, own)
    ask(client, own)
    press(client, letters[0])
    holder = opened_by_link(app, link)
    assert holder.get(f"{own}/questions").status_code == 200
    assert holder.get(f"{own}/claim").status_code == 403
    assert holder.get(f"{own}/link").status_code == 403


def test_the_link_may_then_be_closed(app: Flask, client: LintingClient, own: str, letters: Letters) -> None:
    link = leading.private_link(client, own)
    ask(client, own)
    press(client, letters[0])
    client.get(f"{own}/claim")
    form = next(form for form in client.page.all("form") if form.get("action") == f"{own}/access/link/close")
    assert form is not None
    answer = client.post(f"{own}/access/link/close", data=values_of(client.page))
    assert answer.status_code == 303, answer.text
    assert leading.send(browser(app), "/resume", {"link": link}).status_code == 422
    client.get(f"{own}/claim")
    assert "Le lien privé est fermé" in client.page.html


def test_the_trail_names_nobody(client: LintingClient, own: str, letters: Letters, database: Database) -> None:
    ask(client, own)
    press(client, letters[0])
    with database.session() as session:
        told = " ".join(f"{event.actor} {event.details}" for event in audit.everything(session))
    assert MARIE not in told and "Durand" not in told
