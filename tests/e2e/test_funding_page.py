"""Asking who could pay, in a real browser: with a calendar, on a phone, without an account."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_pages import check

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def ask(page: Page, start: str) -> None:
    """A metalworks of 45, twelve days of training at 3 000 €."""
    page.goto("/")
    page.get_by_role("link", name="Regardez qui peut la payer").click()
    page.get_by_label("Durée").fill("12")
    page.get_by_label("Coût total").fill("3 000")
    page.get_by_label("Premier jour").fill(start)
    page.get_by_label("Convention collective").fill("3248")
    page.get_by_label("Effectif").fill("45")
    page.get_by_role("button", name="Chercher qui peut payer").click()


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


def test_an_answer_is_kept_in_its_address(page: Page) -> None:
    ask(page, "2027-03-01")
    expect(page.get_by_text("2 520 € si le barème 2026 est reconduit")).to_be_visible()
    told = page.locator(".answered").inner_text()
    page.goto(page.url)
    expect(page.locator(".answered")).to_have_text(told, use_inner_text=True)
    open_everything(page)
    check(page)


def test_a_question_is_changed_without_typing_it_again(page: Page) -> None:
    ask(page, "2027-03-01")
    page.get_by_text("Changer la demande").click()
    page.get_by_label("Premier jour").fill("2026-12-07")
    page.get_by_role("button", name="Chercher qui peut payer").click()
    expect(page.get_by_text("apportent 2 520 €")).to_be_visible()


def test_a_training_of_the_catalogue_asks_neither_length_nor_cost(page: Page) -> None:
    page.goto("/aides")
    expect(page.get_by_label("Durée")).to_be_visible()
    page.get_by_label("Formation", exact=True).select_option(index=1)
    expect(page.get_by_label("Durée")).to_be_hidden()
    page.get_by_role("button", name="Chercher qui peut payer").click()
    expect(page.get_by_role("heading", name="Ce qui ne compte pas ici")).to_be_visible()
    check(page)


def test_mistakes_are_shown_with_what_was_typed(page: Page) -> None:
    page.goto("/aides?idcc=bois&days=&cost=cher&start=demain&region=999")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Premier jour")).to_have_value("demain")
    check(page)


@pytest.mark.parametrize("path", ["/aides", "/aides/toutes", "/aides/toutes?q=licorne", "/aides/opco/opco2i"])
def test_with_everything_unfolded(page: Page, path: str) -> None:
    page.goto(path)
    open_everything(page)
    check(page)
