"""Every page that some reader may open, by that reader: axe, targets for a thumb, nothing sideways; light and dark; in
French, and in English with no French left once scripts have run."""

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web.speaking import COOKIE
from tests.e2e import measuring
from tests.e2e.conftest import PHONE
from tests.web import served
from tests.web.access_table import pages
from tests.web.cast import World, populate
from tests.web.french_left import french_left
from tests.web.linting_client import Page as Parsed
from tests.web.test_access import READERS, Asking

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def app(content: Content, database: Database) -> Flask:
    """Signs readers in; `address` serves them."""
    return served.make_app(content, database)


@pytest.fixture(scope="module")
def world(database: Database, content: Content, examples: Mapping[str, Assessment]) -> World:
    return populate(database, content, examples["uma_usinage"])


@pytest.fixture(scope="module")
def opened(app: Flask, world: World, chromium: Browser, address: str) -> Iterator[Mapping[str, BrowserContext]]:
    """A browser for each reader."""
    browsers = {}
    for reader in dict.fromkeys(reader for _endpoint, reader in pages()):
        context = chromium.new_context(base_url=address, viewport=PHONE, locale="fr-FR", reduced_motion="reduce")  # type: ignore[arg-type]
        cookie = world.enter[READERS[reader][0]](app).get_cookie("palier")
        if cookie:
            context.add_cookies([{"name": "palier", "value": cookie.value, "url": address}])
        browsers[reader] = context
    yield browsers
    for context in browsers.values():
        context.close()


@pytest.fixture(scope="module")
def in_english(opened: Mapping[str, BrowserContext], address: str) -> Iterator[Mapping[str, BrowserContext]]:
    """The same browsers, once they have asked for English."""
    for context in opened.values():
        context.add_cookies([{"name": COOKIE, "value": "en", "url": address}])
    yield opened
    for context in opened.values():
        context.clear_cookies(name=COOKIE)


@pytest.fixture
def tab(request: pytest.FixtureRequest, opened: Mapping[str, BrowserContext]) -> Iterator[Page]:
    refused: list[str] = []
    page = opened[request.node.callspec.params["reader"]].new_page()
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    yield page
    page.close()
    assert not refused


@pytest.mark.parametrize(("endpoint", "reader"), pages())
def test_a_page_is_for_everybody(app: Flask, world: World, tab: Page, endpoint: str, reader: str) -> None:
    asking = Asking(app, world.enter["nobody"](app), world)
    path = asking.address(endpoint, id=READERS[reader][1], organisation=world.own)
    answer = tab.request.get(path)
    assert answer.status == 200
    if not answer.headers["content-type"].startswith("text/html"):
        return
    tab.goto(path)
    measuring.measure(tab, "unfold")
    wrong = list(measuring.wrong_with(tab))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("endpoint", "reader"), pages())
@pytest.mark.usefixtures("in_english")
def test_a_page_is_for_readers_of_english(app: Flask, world: World, tab: Page, endpoint: str, reader: str) -> None:
    asking = Asking(app, world.enter["nobody"](app), world)
    path = asking.address(endpoint, id=READERS[reader][1], organisation=world.own)
    if not tab.request.get(path).headers["content-type"].startswith("text/html"):
        return
    tab.goto(path)
    measuring.measure(tab, "unfold")
    parsed = Parsed(tab.content())
    assert parsed.one("html").get("lang") == "en"
    assert not list(french_left(parsed.one("body")))
    for size in (measuring.PHONE, measuring.DESK):
        tab.set_viewport_size(size)  # type: ignore[arg-type]
        assert not measuring.measure(tab, "scrollsSideways"), f"{size['width']}: scrolls sideways"
        assert not measuring.small_targets(tab)
    assert not measuring.broken_rules(tab)
