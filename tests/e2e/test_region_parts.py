"""The observatory's figures in Chromium: for everybody, in the light and the dark; the map by keys alone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.e2e import measuring
from tests.observatory_samples import sample_release
from tests.observatory_served import published
from tests.web import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = (
    "maturite",
    "competences",
    "besoins",
    "moyens",
    "carte?mesure=area/culture",
    "carte?carte=department&mesure=companies",
)


@pytest.fixture(scope="module")
def address(content: Content, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = (sample_release(number, catalogue=content.observatory) for number in (1, 2))
    releases = published(tmp_path_factory.mktemp("releases") / "releases.db", made)
    server = make_server("127.0.0.1", 0, served.make_app(content, database, releases=releases), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """Nothing moves, so that colours are read as they stay."""
    made = chromium.new_context(base_url=address, locale="fr-FR", accept_downloads=True, reduced_motion="reduce")
    yield made
    made.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_figures_is_for_everybody(page: Page, name: str) -> None:
    page.goto(f"/observatoire/{name}")
    measuring.measure(page, "unfold")
    wrong = list(measuring.wrong_with(page))
    assert not wrong, "\n".join(wrong)


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
