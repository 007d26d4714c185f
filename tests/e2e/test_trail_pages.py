"""The journal and the consent on a phone and on a desk, and a consent given and withdrawn by hand."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import browsing
from tests.e2e.test_pages import check

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_journal_and_the_consent(page: Page) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/consent")
    check(page)
    page.get_by_role("button", name="Donner mon accord").click()
    check(page)
    page.get_by_role("checkbox", name="J’accepte").check()
    page.get_by_role("button", name="Donner mon accord").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous avez accepté les statistiques anonymes.")
    check(page)
    page.get_by_role("button", name="Retirer mon accord").click()
    page.goto(f"{own}/journal")
    check(page)
    page.get_by_role("link", name="Accords, visites, signatures").click()
    expect(page.get_by_role("listitem").filter(has_text="a retiré son accord aux statistiques anonymes")).to_have_count(
        1
    )
