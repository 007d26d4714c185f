"""The follow-up of a plan and two diagnostics side by side, on a phone and on a desk."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.e2e.test_pages import check
from tests.web import acquaintances as known
from tests.web import served, tracked
from tests.web.granted import ID, Around, around
from tests.web.served import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOLLOW = f"/d/{ID}/follow"


@pytest.fixture(scope="module")
def scene(content: Content, database: Database, examples: Mapping[str, Assessment]) -> Around:
    """A plan of which an action is late, and a second diagnostic."""
    made = around(served.make_app(content, database), database, content, examples["one_too"])
    tracked.signed(database, ID, {"idea_trials": 1, "hourly_board": 8}, at=NOW - timedelta(days=400))
    again = replace(examples["one_too"], settled=(), date=None)
    tracked.measured_again(database, content, again, NOW + timedelta(days=1), beside=ID, id="again")
    return made


def enter(context: BrowserContext, scene: Around, address: str, name: str) -> Page:
    with scene.database.session() as session:
        values = known.session_values(session, scene.people[name], proven=True, now=NOW)
    context.add_cookies([{"name": known.COOKIE, "value": known.cookie_of(scene.database, values), "url": address}])
    return context.new_page()


@pytest.mark.parametrize("path", [FOLLOW, f"{FOLLOW}?state=done", "/d/again/before-after", f"/d/{ID}/before-after"])
def test_pages_of_the_follow_up(context: BrowserContext, address: str, scene: Around, path: str) -> None:
    page = enter(context, scene, address, "lea")
    page.goto(path)
    check(page)


def test_an_action_is_told_with_the_keyboard_alone(context: BrowserContext, address: str, scene: Around) -> None:
    page = enter(context, scene, address, "lea")
    page.goto(FOLLOW)
    link = page.get_by_role("link", name="Mettre à jour").first
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_label("À faire").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Responsable").focus()
    page.keyboard.type("Nadia")
    check(page)
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="C’est enregistré").wait_for()
    assert page.get_by_role("listitem").filter(has_text="Nadia").get_by_text("En cours").is_visible()


def test_a_clash_shows_both(context: BrowserContext, address: str, scene: Around) -> None:
    mine, theirs = enter(context, scene, address, "lea"), context.new_page()
    for page in (mine, theirs):
        page.goto(FOLLOW)
        page.get_by_role("link", name="Mettre à jour").last.click()
    for page, name in ((theirs, "Karim"), (mine, "Léa")):
        page.get_by_label("Responsable").fill(name)
        page.get_by_role("button", name="Enregistrer").click()
    warning = mine.get_by_role("alert")
    assert "Karim" in warning.inner_text() and mine.get_by_label("Responsable").input_value() == "Léa"
    check(mine)
