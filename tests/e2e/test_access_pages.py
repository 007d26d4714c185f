"""« Qui a accès », the visits and the funder's page, on a phone and on a desk."""

from collections.abc import Mapping
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page

from diagnostic.core.model.access import Actor
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.granted import Agreement, VisitKind
from diagnostic.services import granting, visiting
from diagnostic.services.database import Database
from diagnostic.services.visiting import Told
from tests.e2e.test_pages import check
from tests.web import acquaintances as known
from tests.web import served
from tests.web.granted import HOME, ID, VISITS, Around, around
from tests.web.served import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def scene(content: Content, database: Database, examples: Mapping[str, Assessment]) -> Around:
    made = around(served.make_app(content, database), database, content, examples["one_too"])
    known.contributor(database, ID)
    with database.session() as session:
        granting.fund(session, ID, made.opco, Agreement("C-12", date(2026, 3, 1)), Actor("user", "x"), NOW)
        for number, on in enumerate((date(2026, 4, 1), date(2026, 5, 2))):
            told = Told(VisitKind.VISIT, on, number + 1, f"{number}" * 22)
            hugo = Actor("user", made.people["hugo"].id, "adviser")
            visiting.record(session, ID, told, made.chamber, hugo, NOW, TODAY)
        visiting.attest(session, ID, "0" * 22, Actor("user", made.people["lea"].id), NOW)
        session.commit()
    return made


def enter(context: BrowserContext, scene: Around, address: str, name: str) -> Page:
    with scene.database.session() as session:
        values = known.session_values(session, scene.people[name], proven=True, now=NOW)
    context.add_cookies([{"name": known.COOKIE, "value": known.cookie_of(scene.database, values), "url": address}])
    return context.new_page()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("lea", HOME),
        ("ines", HOME),
        ("lea", VISITS),
        ("hugo", VISITS),
        ("omar", "funded"),
        ("lea", "/d/one_too/access"),
    ],
)
def test_pages_of_access(context: BrowserContext, address: str, scene: Around, who: str, path: str) -> None:
    page = enter(context, scene, address, who)
    page.goto(f"/o/{scene.opco}/funded" if path == "funded" else path)
    check(page)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    check(page)


def test_an_access_is_taken_back_with_two_presses(context: BrowserContext, address: str, scene: Around) -> None:
    page = enter(context, scene, address, "lea")
    page.goto(HOME)
    line = page.get_by_role("listitem").filter(has_text="ines@exemple.fr")
    line.get_by_text("Retirer l’accès").click()
    line.get_by_role("button", name="Oui, retirer cet accès").click()
    assert page.get_by_role("status").filter(has_text="L’accès est retiré").is_visible()
    check(page)
