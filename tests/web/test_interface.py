"""What every page has around its content."""

import pytest

from diagnostic.config import Settings
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web.app import create_app
from tests.web.linting_client import LintingClient, text_of
from tests.web.served import NOW, TODAY


@pytest.mark.parametrize(
    "address", ["/", "/login", "/aides", "/accessibility", "/pages", "/d/one_too/plan", "/nowhere"]
)
def test_a_page_has_its_landmarks(client: LintingClient, address: str) -> None:
    """A header, a content to skip to, a footer that leads to the map of the site, and named menus."""
    client.get(address)
    page = client.page
    assert page.one("main").get("id") == "content"
    assert next(link for link in page.all("a")).get("href") == "#content"
    assert page.all("header")
    assert text_of(page.id("content"))
    assert "/pages" in {link.get("href") for link in page.all("footer")[-1].iter("a")}
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in page.all("nav")]
    assert all(names)
    assert len(names) == len(set(names))


def test_the_gallery_is_of_the_demonstration_only(client: LintingClient, content: Content, database: Database) -> None:
    client.get("/gallery")
    assert client.page.h1 == "Les composants, un par un."
    settings = Settings(database_url="", secret_key="only for tests")
    served = create_app(settings, content, database, today=lambda: TODAY, now=lambda: NOW)
    assert served.test_client().get("/gallery").status_code == 404


def test_the_gallery_shows_a_rung_in_every_state(client: LintingClient) -> None:
    """Chosen, halfway, not known, to see again, proven, noted, settled between two, refused, alerting; not yet said."""
    client.get("/gallery")
    page = client.page
    ladders = page.id("ladders")
    marked = {one.get("value") for one in ladders.iter("input") if one.get("checked") is not None}
    assert {"1", "2", "unknown", "y", "observed"} <= marked
    assert sum("data-cell" in one.attrib for one in ladders.iter("fieldset")) == 4
    words = text_of(ladders)
    for shown in ("en partie", "Effacer", "Laquelle gardez-vous", "Minimum vital", "raccourcissez-la", "12 mars 2025"):
        assert shown in words
