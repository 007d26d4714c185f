"""What the menu of a diagnostic shows: the pages that have something to say to this reader, and no other."""

from collections.abc import Mapping

from flask import Flask

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web.cast import CLAIMED, PREPARED, UNCLAIMED, populate
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, Page, text_of

FIRST = ["Entreprise", "Difficultés", "Questions"]


def menu(page: Page) -> list[str]:
    nav = next(nav for nav in page.all("nav") if nav.get("aria-label") == "Votre diagnostic")
    return [text_of(link) for link in nav.iter("a")]


def test_before_any_answer_there_is_nothing_to_read(client: LintingClient, own: str) -> None:
    client.get(f"{own}/entry")
    assert menu(client.page) == [*FIRST, "Dossier"]


def test_the_page_that_is_open_is_always_there(client: LintingClient, own: str) -> None:
    client.get(f"{own}/result")
    assert menu(client.page) == [*FIRST, "Résultat", "Dossier"]
    here = [link for link in client.page.all("a") if link.get("aria-current") == "page"]
    assert [text_of(link) for link in here] == ["Résultat"]


def test_a_first_bearing_stays_light_and_a_full_diagnostic_shows_all(
    app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    world = populate(database, content, examples["uma_usinage"])
    leader, adviser, link = (world.enter[name](app) for name in ("leader", "adviser", "link"))
    leader.get(f"/d/{CLAIMED}/result")
    assert menu(leader.page) == [*FIRST, "Résultat", "Cible", "Compétences", "Plan", "Dossier"]
    adviser.get(f"/d/{PREPARED}/result")
    assert menu(adviser.page) == [*FIRST, "Résultat", "Cible", "Compétences", "Plan", "Ensemble", "Dossier"]
    link.get(f"/d/{UNCLAIMED}/company")
    assert "Suivi" not in menu(link.page), "nothing is signed"


def test_an_example_shows_what_it_has(app: Flask) -> None:
    client = browser(app)
    client.get("/d/one_too/plan")
    assert "Compétences" in menu(client.page)
    assert "Ensemble" not in menu(client.page)


def test_every_page_leads_to_the_statement(client: LintingClient, own: str) -> None:
    for address in ("/", "/login", f"{own}/questions", "/nowhere"):
        client.get(address)
        links = {link.get("href"): text_of(link) for link in client.page.one("footer").iter("a")}
        assert links["/accessibility"] == "Accessibilité : partiellement conforme"
