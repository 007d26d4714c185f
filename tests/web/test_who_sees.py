"""« Qui voit quoi »: every page that asks something says in one sentence who will read it."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web.access_table import TABLE
from tests.web.cast import populate
from tests.web.drafting import no_plan_yet
from tests.web.linting_client import FIELDS, LintingClient, Page
from tests.web.test_access import READERS, Asking

__all__ = ["no_plan_yet"]
pytestmark = pytest.mark.usefixtures("no_plan_yet")
SAID = "Qui voit quoi"
UNSEEN = ("hidden", "submit", "search")
EXEMPT = {
    "accesses.page": "the whole page says who sees what",
    "handing.page": "the whole page says who writes and who reads",
    "consenting.page": "the text to agree to says what is published and what never is",
    "privacy.data": "takes everything out, asks nothing but a word to be sure",
    "privacy.erase": "asks nothing but the name of what is erased",
    "leader.link": "the page is about who has the link",
    "contribution.answer": "the overview, through which one comes, says it at length",
    "restitution.word": "the hint of its only field says who reads it",
    "leader.resume": "a code of one's own, kept as a hash",
    "leader.resume_with": "the same code, carried by its link",
}


def is_asked(page: Page) -> bool:
    """A form of the page, sent and kept, has something to fill in."""
    return any(form.get("method") == "post" and any(map(is_filled_in, form.iter())) for form in page.all("form"))


def is_filled_in(element: Element) -> bool:
    return element.tag in FIELDS and element.get("type") not in UNSEEN and element.get("disabled") is None


@pytest.mark.parametrize(
    "reader", ["link", pytest.param("leader", marks=pytest.mark.slow), "adviser_in_hand", "contributor"]
)
def test_every_page_that_asks_says_who_will_read(
    app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment], reader: str
) -> None:
    world = populate(database, content, examples["uma_usinage"])
    door, id = READERS[reader]
    asking = Asking(app, world.enter[door](app), world)
    silent = []
    for endpoint, method in TABLE:
        asked = method == "GET" and TABLE[endpoint, method].filed and endpoint not in EXEMPT
        if not asked or "." in asking.address(endpoint, id=id):
            continue
        answer = asking.ask(endpoint, "GET", id=id)
        if answer.status_code == 200 and answer.mimetype == "text/html" and is_asked(asking.client.page):
            silent += [] if SAID in answer.text else [endpoint]
    assert silent == []


def test_the_first_page_says_it_too(client: LintingClient) -> None:
    client.get("/start")
    assert is_asked(client.page) and SAID in client.page.html
