"""The leader's fifteen minutes: on a phone, taken up elsewhere, tied to an address, and the document read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from diagnostic.core.model.catalogue import Content
from diagnostic.services import advising
from diagnostic.services.database import Database
from diagnostic.services.planning import Solving
from tests.e2e.travelling import World, check, world
from tests.web.mailbox import link_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COUNT, STOPS_AT = 20, 9
SMALL = 640
MARIE = "marie@durand.fr"


@pytest.fixture
def here(chromium: Browser, content: Content, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The bearing asks for no plan: its own tests look for one."""
    monkeypatch.setattr(advising.PLANS, "wait", lambda *_, **__: Solving(None, proving=True))
    with world(chromium, content, database) as made:
        yield made


def begin(phone: Page) -> tuple[str, str]:
    """From the home page to the first question; the beginning of the addresses, and the code to keep."""
    phone.goto("/")
    phone.get_by_role("link", name="Commencer le diagnostic").click()
    phone.get_by_label("Nom de l’entreprise").fill("Mécanique Durand")
    phone.get_by_label("Effectif").fill("30")
    phone.get_by_label("Région").select_option(label="Auvergne-Rhône-Alpes")
    phone.get_by_role("button", name="Commencer", exact=True).click()
    code = phone.locator(".code-to-keep strong").inner_text()
    check(phone)
    phone.get_by_role("button", name="Je l’ai gardé, continuer").click()
    expect(phone).to_have_url(re.compile("/flash/difficulties$"))
    return "/d/" + phone.url.split("/d/")[1].partition("/")[0], code


def answer(page: Page, first: int, last: int) -> None:
    for number in range(first, last + 1):
        expect(page).to_have_title(f"Question {number} sur {COUNT} – Palier")
        page.locator("[type=radio][value='1']").check(force=True)
        page.get_by_role("button", name="Continuer" if number < COUNT else "Voir mon repère").click()


def text_of(document: Path) -> str:
    found = " ".join(page.extract_text() for page in PdfReader(document).pages)
    return " ".join(found.split())


def claim(here: World, desk: Page, own: str) -> None:
    """By a letter; then the private link is closed."""
    desk.get_by_role("link", name="Le retrouver avec mon adresse").click()
    desk.get_by_label("Votre adresse de courriel").fill(MARIE)
    desk.get_by_role("button", name="Recevoir le lien et le code").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Ouvrez votre courrier")
    assert here.letters[-1]["To"] == MARIE
    desk.goto(link_of(here.letters[-1]))
    desk.get_by_role("button", name="Me connecter").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Ce diagnostic est rattaché à votre compte")
    check(desk)
    desk.get_by_role("button", name="Fermer le lien privé").click()
    expect(desk).to_have_url(re.compile(f"{own}/access"))


def test_a_leader_begins_on_a_phone_and_ends_elsewhere_with_the_document(here: World, tmp_path: Path) -> None:
    phone = here.phone()
    own, code = begin(phone)
    phone.get_by_label("Nous livrons en retard").check()
    phone.get_by_role("button", name="Continuer").click()
    answer(phone, 1, STOPS_AT)
    expect(phone).to_have_url(f"{own}/flash/{STOPS_AT + 1}")
    check(phone)

    here.clock.wait(days=2)
    desk = here.desk()
    desk.goto("/")
    desk.get_by_role("link", name="Reprendre avec mon lien").click()
    desk.get_by_label("Votre lien privé, ou son code").fill(code.lower().replace("-", " "))
    desk.get_by_role("button", name="Ouvrir mon diagnostic").click()
    expect(desk).to_have_url(f"{own}/flash/{STOPS_AT + 1}")
    desk.get_by_role("button", name="Revenir").click()
    expect(desk.locator("[type=radio]:checked")).to_have_value("1")
    desk.get_by_role("button", name="Continuer").click()
    answer(desk, STOPS_AT + 1, COUNT)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Premier repère\u00a0: stade 1 sur 6.")
    check(desk)

    phone.goto(f"{own}/bearing")
    first = phone.locator(".step h3").first.bounding_box()
    assert first and first["y"] + first["height"] <= SMALL, "the first step stands on the phone's first screen"

    claim(here, desk, own)
    closed = phone.goto(f"{own}/bearing")
    assert closed and closed.status == 404, "the phone came by the link that is closed"

    desk.goto("/account")
    desk.get_by_role("link", name="Mécanique Durand").click()
    desk.goto(f"{own}/bearing")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Télécharger mon repère").click()
    assert download.value.suggested_filename == "palier-reperage-mecanique-durand.pdf"
    document = tmp_path / "bearing.pdf"
    download.value.save_as(document)
    told = text_of(document)
    assert "Mécanique Durand" in told
    assert "stade 1 sur 6" in told
