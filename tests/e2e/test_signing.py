"""The end of the half-day in Chromium: the note, the screen with the leader, a plan signed by keyboard, reopened."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import advising, assessing
from diagnostic.services.database import Database
from tests.e2e.test_pages import check
from tests.web import owning
from tests.web.boarding import MEANS
from tests.web.served import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ID = "to_sign"
AT = f"/d/{ID}"


@pytest.fixture
def leader(page: Page, database: Database, content: Content, examples: Mapping[str, Assessment], address: str) -> Page:
    """The leader's phone; the plan is proven."""
    cookie = owning.owned(database, content, ID, replace(examples["one_too"], constraints=MEANS))
    page.context.add_cookies([{"name": owning.COOKIE, "value": cookie, "url": address}])
    with database.session(writes=False) as session:
        found = assessing.load(session, content, ID)
    advising.proven_plan_of(content, found, advising.result_of(content, found), TODAY)
    return page


def press_to(page: Page, label: str) -> None:
    """Move by keyboard until the button of that name has the focus, then press it."""
    wanted = page.get_by_role("button", name=label, exact=True)
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"« {label} » is not reached by keyboard")


def test_a_plan_is_signed_by_keyboard_read_and_opened_again(leader: Page) -> None:
    leader.goto(f"{AT}/together")
    check(leader)
    leader.get_by_label("Qui était là").fill("Léa Martin")
    leader.get_by_role("button", name="Note remise aujourd’hui").click()
    expect(leader.get_by_text("restitution au plus tard le 13")).to_be_visible()
    leader.goto(f"{AT}/word")
    check(leader)
    leader.get_by_role("link", name="Revenir au résultat").click()
    leader.get_by_role("link", name="Signer le plan").click()
    check(leader)
    leader.get_by_label("Nom de la personne qui signe").focus()
    leader.keyboard.type("Léa Martin")
    leader.keyboard.press("Tab")
    leader.keyboard.type("Gérante")
    leader.keyboard.press("Tab")
    leader.keyboard.press("Tab")
    leader.keyboard.press("Space")
    press_to(leader, "Signer le plan")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("par Léa Martin, gérante")
    check(leader)
    with leader.expect_download() as kept:
        leader.get_by_role("link", name="Télécharger le plan signé").click()
    assert kept.value.path().read_bytes().startswith(b"%PDF")
    for path in ("plan", "together", "plan/board", "target"):
        leader.goto(f"{AT}/{path}")
        check(leader)
    leader.goto(f"{AT}/reopen")
    check(leader)
    leader.get_by_label("Pourquoi rouvrir ce diagnostic").fill("Une aide a été refusée.")
    leader.get_by_role("button", name="Rouvrir le diagnostic").click()
    expect(leader.get_by_text("Une aide a été refusée.")).to_be_visible()
    check(leader)
