"""An adviser's companies in a real browser: searched and sorted from the keyboard, on a phone and on a desk, taken
away; light and dark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from diagnostic.core.model.access import Hand, Position
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.e2e.conftest import DESK
from tests.e2e.test_pages import check
from tests.web import acquaintances as known
from tests.web.accompanying import Told, open_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIGNED = {"signed_on": date(2026, 8, 3), "opened_on": date(2026, 6, 2), "running": True}
FILES = (
    Told(name="Forge du Gier", answers=0, handed=False, card={"siret": "73282932000074"}),
    Told(name="Forge Gier SAS", answers=20, card={"siret": "73282932000074", "region": "84", "department": "42"}),
    Told(name="Mécanique Perrin", hand=Hand.LEADER),
    Told(name="Bois et Structures du Forez à Montbrison-sur-Lignon", steps=(date(2026, 10, 31),), **SIGNED),
    *(Told(name=f"Atelier {number:02}", answers=number) for number in range(10)),
)


@dataclass(frozen=True)
class Chamber:
    id: str
    adviser: known.Account


@pytest.fixture(scope="module")
def chamber(database: Database, content: Content, examples: Mapping[str, Assessment]) -> Chamber:
    made = Chamber(known.organisation(database, "CCI de la Loire"), known.account(database, "ana@cci.fr", "Ana"))
    for position in (Position.ADVISER, Position.ADMINISTRATOR):
        known.member(database, made.adviser, made.id, position)
    for told in FILES:
        open_file(database, content, examples["one_too"], told, made.adviser, made.id)
    return made


@pytest.fixture
def adviser(page: Page, context: BrowserContext, address: str, database: Database, chamber: Chamber) -> Page:
    with database.session() as session:
        values = known.session_values(session, chamber.adviser, proven=True, now=known.NOW)
    cookie = {"name": known.COOKIE, "value": known.cookie_of(database, values), "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"/o/{chamber.id}/companies")
    return page


def test_an_adviser_finds_sorts_and_takes_away_from_the_keyboard(adviser: Page) -> None:
    adviser.set_viewport_size(DESK)  # type: ignore[arg-type]
    rows = adviser.locator("tbody tr")
    expect(rows).to_have_count(len(FILES))
    adviser.get_by_label("Nom ou SIREN").focus()
    adviser.keyboard.type("forge")
    adviser.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    heading = adviser.get_by_role("columnheader", name="Entreprise").get_by_role("link")
    heading.focus()
    adviser.keyboard.press("Enter")
    expect(adviser.get_by_role("columnheader", name="Entreprise")).to_have_attribute("aria-sort", "ascending")
    expect(rows).to_have_count(2)
    with adviser.expect_download() as taken:
        adviser.get_by_role("link", name="Télécharger ces lignes").click()
    assert taken.value.suggested_filename == "entreprises-2026-11-22.xlsx"


@pytest.mark.parametrize("page_name", ["companies", "companies?who=everybody", "activity"])
def test_the_lists_at_both_widths_light_and_dark(adviser: Page, chamber: Chamber, page_name: str) -> None:
    for scheme in ("light", "dark"):
        adviser.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        adviser.goto(f"/o/{chamber.id}/{page_name}")
        adviser.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        check(adviser)


def test_what_is_to_be_done_leads_to_where_it_is_done(adviser: Page) -> None:
    adviser.get_by_role("link", name="Relancer une mesure en retard").first.click()
    expect(adviser).to_have_title("Suivi du plan – Palier")


def test_a_siren_that_is_already_known_is_told_within_a_phone(adviser: Page, chamber: Chamber) -> None:
    adviser.goto(f"/o/{chamber.id}/prepare")
    for label, typed in (("SIRET", "73282932000074"), ("Nom de l’entreprise", "Forge"), ("Effectif", "42")):
        adviser.get_by_label(label).fill(typed)
    adviser.get_by_label("Région").select_option("84")
    for label in ("Production", "Sous-traitance", "Rattrapage"):
        adviser.get_by_label(label).first.check()
    adviser.get_by_role("button", name="Commencer").last.click()
    expect(adviser.get_by_role("alert")).to_contain_text("Forge du Gier")
    check(adviser)
