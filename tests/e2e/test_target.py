"""A leader looks for a target: what it asks follows every choice, with a script or without."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import browsing
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_pages import check

pytestmark = [pytest.mark.browser, pytest.mark.slow]

POINTS = "#consequences tr:has-text('Points à faire monter') td"


def test_the_page_of_an_example_holds_on_a_phone_and_on_a_desk(page: Page) -> None:
    page.goto("/d/one_too/target?resources=4&seen=1")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    check(page)


def test_a_mistake_in_the_address_is_shown_and_reachable(page: Page) -> None:
    page.goto("/d/one_too/target?resources=7")
    expect(page.get_by_role("alert")).to_be_focused()
    check(page)


def test_consequences_follow_the_choice_and_are_announced(page: Page) -> None:
    page.goto("/d/uma_usinage/target")
    before = page.locator(POINTS).first.inner_text()
    page.locator("#consequences summary", has_text="Les points").click()
    page.get_by_label("Culture", exact=True).select_option("4")
    expect(page.locator(POINTS).first).not_to_have_text(before)
    expect(page.locator(POINTS).nth(1)).to_have_text(before)
    expect(page.locator("[data-told]")).to_have_text(re.compile(r"points à faire monter"))
    expect(page.locator("#consequences details").first).to_have_attribute("open", "")
    assert page.url.endswith("/target"), "nothing was sent"


def test_a_leader_chooses_keeps_and_goes_back(page: Page) -> None:
    own = browsing.start(page, form="Diagnostic complet")
    page.goto(f"{own}/questions/digital_capability")
    browsing.answer(page, "digital_skills", "1")
    browsing.saved(page)
    page.goto(f"{own}/target")
    before = page.locator(POINTS).first.inner_text()
    page.get_by_label("Moyens", exact=True).select_option("3")
    expect(page.locator(POINTS).nth(1)).to_have_text(before)
    expect(page.locator("[data-told]")).to_have_text(re.compile(r"points? à faire monter"))
    page.locator(".area", has_text="Moyens").locator("summary").click()
    page.get_by_label("Logistique").first.select_option("2.5")
    page.get_by_role("button", name="Enregistrer cette cible").click()
    expect(page.get_by_role("status").filter(has_text="Cible enregistrée")).to_be_visible()
    check(page)
    expect(page.get_by_label("Moyens", exact=True)).to_have_value("3")
    page.get_by_role("button", name="Revenir à la proposition").click()
    expect(page.get_by_role("status").filter(has_text="celle qui est proposée")).to_be_visible()
    expect(page.get_by_label("Moyens", exact=True)).to_have_value("")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_without_a_script_a_button_shows_the_consequences(
    chromium: Browser, address: str, size: dict[str, int]
) -> None:
    context = chromium.new_context(base_url=address, viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/d/uma_usinage/target")
    page.get_by_label("Organisation", exact=True).select_option("3")
    page.get_by_role("button", name="Voir les conséquences").click()
    expect(page.get_by_role("heading", name="Ce que demande cette cible, à l’essai")).to_be_visible()
    expect(page.get_by_label("Organisation", exact=True)).to_have_value("3")
    context.close()
