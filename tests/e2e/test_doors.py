"""A leader without account ties the diagnostic to an address, closes the link, and comes back by e-mail."""

import re
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from diagnostic.core.model.access import Actor, OrganisationKind, Position
from diagnostic.core.model.catalogue import Content
from diagnostic.services import inviting
from diagnostic.services.database import Database
from tests.e2e import browsing
from tests.e2e.test_pages import check
from tests.web import acquaintances as known
from tests.web import served
from tests.web.mailbox import code_of, link_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MARIE = "marie@durand.fr"


@pytest.fixture(scope="module")
def letters() -> list[EmailMessage]:
    return []


@pytest.fixture(scope="module")
def address(content: Content, database: Database, letters: list[EmailMessage]) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, served.make_app(content, database, letters=letters), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_from_a_private_link_to_an_account(
    page: Page, chromium: Browser, address: str, letters: list[EmailMessage]
) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/claim")
    check(page)
    page.get_by_label("Votre adresse de courriel").fill(MARIE)
    page.get_by_role("button", name="Recevoir le lien et le code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ouvrez votre courrier")
    check(page)

    elsewhere = chromium.new_context(base_url=address).new_page()
    elsewhere.goto(link_of(letters[-1]))
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Ce lien ne s’ouvre pas ici")
    check(elsewhere)

    page.goto(link_of(letters[-1]))
    check(page)
    page.get_by_role("button", name="Me connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce diagnostic est rattaché à votre compte")
    check(page)
    page.get_by_role("button", name="Fermer le lien privé").click()
    expect(page).to_have_url(re.compile("/access"))

    elsewhere.goto("/login/link")
    check(elsewhere)
    elsewhere.get_by_label("Votre adresse de courriel").fill(MARIE)
    elsewhere.get_by_role("button", name="Recevoir le lien et le code").click()
    elsewhere.get_by_label("Le code à huit chiffres").fill(code_of(letters[-1]))
    elsewhere.get_by_role("button", name="Continuer").click()
    expect(elsewhere).to_have_url(f"{address}/account")
    elsewhere.goto(f"{own}/questions")
    expect(elsewhere.get_by_role("heading", level=1)).to_be_visible()
    elsewhere.context.close()


def test_an_invitation_is_read_then_accepted(page: Page, database: Database) -> None:
    cci = known.organisation(database, "CCI de la Loire", OrganisationKind.CHAMBER)
    offer = inviting.Offer(Position.ADVISER, "zoe@cci.fr", "Zoé", cci, None)
    with database.session() as session:
        _, token = inviting.invite(session, offer, Actor("operator"), served.NOW)
        session.commit()
    page.goto(f"/invitation/{token}")
    check(page)
    page.get_by_role("button", name="Accepter").click()
    expect(page).to_have_url(re.compile("/account/proof"))
    page.goto(f"/invitation/{token}")
    check(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette invitation a déjà servi")
    page.goto("/invitation")
    check(page)
