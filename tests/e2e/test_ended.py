"""A session that ends in mid-form, in a real browser: without losing a word, with and without a script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e import browsing
from tests.e2e.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Société d’Été « مرحبا » 👩‍🏭"
CLOSED = "Vous n’êtes plus connecté"


def closed_after(tab: Page, button: Locator) -> None:
    """Chromium may never answer when a page is closed on its way to another."""
    with tab.expect_navigation():
        button.click()
    tab.close()


def leave_in_another_tab(page: Page) -> str:
    """The link to come back with."""
    own = re.sub(r"(/d/[^/]+).*", r"\1", page.url)
    tab = page.context.new_page()
    tab.goto(f"{own}/link")
    tab.get_by_role("button", name="Créer un nouveau lien").click()
    link = tab.get_by_label("Votre lien privé").input_value()
    closed_after(tab, tab.get_by_role("button", name="Quitter").first)
    return link


def come_back(page: Page, link: str) -> None:
    tab = page.context.new_page()
    tab.goto(link)
    closed_after(tab, tab.get_by_role("button", name="Ouvrir mon diagnostic"))


def fill_in_and_be_left(page: Page) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/company")
    page.get_by_label("Nom de l’entreprise").fill(NAME)
    link = leave_in_another_tab(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CLOSED)
    come_back(page, link)
    page.get_by_role("button", name="Envoyer à nouveau").click()
    expect(page.get_by_label("Nom de l’entreprise")).to_have_value(NAME)
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(f"{own}/company")
    expect(page.get_by_label("Nom de l’entreprise")).to_have_value(NAME)


def test_nothing_typed_is_lost(page: Page) -> None:
    fill_in_and_be_left(page)


def test_nothing_typed_is_lost_without_a_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False, locale="fr-FR")
    fill_in_and_be_left(context.new_page())
    context.close()


def test_the_page_that_waits_is_for_everybody(page: Page) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/company")
    leave_in_another_tab(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CLOSED)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_button_pressed_twice_starts_once(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/start")
    page.get_by_label("Nom de l’entreprise").fill("Deux clics")
    page.get_by_role("button", name="Commencer").dblclick()
    expect(page.get_by_role("alert")).to_be_visible()
    assert len(sent) == 1
