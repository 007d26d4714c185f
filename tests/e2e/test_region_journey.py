"""A regional officer's quarter of an hour: choose a territory, read, follow the map by keys, sort a table, take it
away; with and without a script. And a leader beside their peers."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.e2e import measuring
from tests.e2e.conftest import answering
from tests.observatory_samples import sample_release
from tests.observatory_served import published
from tests.web import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = (
    "/observatoire",
    "/observatoire/couverture?territoire=reg-53",
    "/observatoire/couverture?territoire=dep-29&secteur=metals&taille=20-49",
    "/observatoire/maturite",
    "/observatoire/competences",
    "/observatoire/besoins",
    "/observatoire/moyens",
    "/observatoire/carte?mesure=area/culture",
    "/observatoire/carte?carte=department&mesure=companies",
    "/observatoire/donnees",
    "/observatoire/tables",
    "/observatoire/tables/maturity_region?mesure=principle&tri=companies&sens=desc",
    "/observatoire/tables/skills_region",
    "/d/one_too/peers",
)
SLOWEST = 0.150  # seconds, for 95 pages of 100


@pytest.fixture(scope="module")
def releases(content: Content, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = (sample_release(number, catalogue=content.observatory) for number in (1, 2))
    return published(tmp_path_factory.mktemp("releases") / "releases.db", made, content.observatory)


@pytest.fixture(scope="module")
def address(content: Content, database: Database, releases: str) -> Iterator[str]:
    with answering(served.make_app(content, database, releases=releases)) as found:
        yield found


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """Nothing moves, so that colours are read as they stay."""
    made = chromium.new_context(base_url=address, locale="fr-FR", accept_downloads=True, reduced_motion="reduce")
    yield made
    made.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_observatory_is_for_everybody(page: Page, path: str) -> None:
    page.goto(path)
    measuring.measure(page, "unfold")
    wrong = list(measuring.wrong_with(page))
    assert not wrong, "\n".join(wrong)


def test_a_territory_is_chosen_by_keys_and_followed_to_a_table_taken_away(page: Page) -> None:
    page.goto("/observatoire")
    page.get_by_label("Territoire").select_option(label="Bretagne")
    page.get_by_label("Territoire").press("Tab")
    page.get_by_role("button", name="Afficher").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bretagne")
    page.get_by_role("link", name="Couverture").first.click()
    expect(page.get_by_label("Territoire")).to_have_value("reg-53")
    page.get_by_role("link", name="Tableaux").click()
    page.get_by_role("link", name="Maturité par région et taille").click()
    assert page.locator("tbody tr").count() == 3
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Télécharger ce tableau").click()
    assert waiting.value.suggested_filename.endswith(".csv")


def test_the_map_is_read_and_followed_by_keys(page: Page) -> None:
    page.goto("/observatoire/carte?mesure=area/culture")
    page.locator(".skip-map").focus()
    page.keyboard.press("Tab")
    told = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert ": " in told, "the first territory has the focus, and says its figure"
    seen = page.evaluate("getComputedStyle(document.activeElement.querySelector('path, rect')).strokeWidth")
    assert float(seen.removesuffix("px")) >= 8
    page.keyboard.press("Enter")
    page.wait_for_url("**/observatoire/maturite?*territoire=reg-*")
    assert told.partition("\u00a0: ")[0] in page.title()


def test_the_table_is_one_key_away_from_the_map(page: Page) -> None:
    page.goto("/observatoire/carte?carte=department")
    page.locator(".skip-map").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('#map-table'))")


def test_a_drawing_taken_away_opens_as_it_was(page: Page, tmp_path: Path) -> None:
    page.goto("/observatoire/maturite")
    with page.expect_download() as waiting:
        page.locator("a", has_text="Dessin (SVG)").first.click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == "palier-R-2-stades-donnees-synthetiques.svg"
    page.goto(path.as_uri())
    assert page.locator("text").count() > 12


def rows(page: Page) -> list[str]:
    return page.locator("table.sortable tbody tr").all_inner_texts()


@pytest.mark.parametrize("column", ["Région", "Entreprises", "Connexion"])
def test_the_script_sorts_as_the_server_does(page: Page, column: str) -> None:
    page.goto("/observatoire/tables/maturity_region")
    for _ in range(2):
        page.get_by_role("link", name=f"{column} : trier").click()
        sorted_here = rows(page)
        expect(page.locator("th[aria-sort]")).to_contain_text(column)
        page.reload()
        assert rows(page) == sorted_here


def test_it_all_works_without_a_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    page.goto("/observatoire/tables/maturity_region?territoire=reg-53")
    page.get_by_label("Territoire").select_option(label="France entière")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_role("link", name="Entreprises : trier").click()
    assert "tri=companies" in page.url
    assert page.locator("th[aria-sort=descending]").count() == 1
    context.close()


def test_pages_answer_fast_enough(content: Content, database: Database, releases: str) -> None:
    """Nothing between the page and the release but its own reading, once a process."""
    app = served.make_app(content, database, releases=releases)
    client = FlaskClient(app, app.response_class)
    spent = []
    for path in PAGES * 10:
        start = perf_counter()
        assert client.get(path).status_code == 200
        spent.append(perf_counter() - start)
    assert sorted(spent)[int(len(spent) * 0.95)] < SLOWEST
