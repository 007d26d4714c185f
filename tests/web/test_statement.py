"""docs/accessibility.md answers every criterion, and the public page says exactly what it has counted."""

import re
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.web import statement
from reports import view_statement
from tests.web.access_table import TABLE
from tests.web.linting_client import LintingClient, text_of

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
# the number of criteria in each theme of the RGAA 4.1.2
THEMES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
ROW = re.compile(r"^\| (\d+\.\d+) \| ([^|]+) \| (C|NC|NA) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"test: (\S+?)::(\w+)")


def test_every_criterion_is_answered() -> None:
    wanted = [f"{theme}.{number}" for theme, count in enumerate(THEMES, 1) for number in range(1, count + 1)]
    assert len(wanted) == 106
    assert [row[0] for row in ROW.findall(DOCUMENT)] == wanted
    for number, _asks, _state, answer in ROW.findall(DOCUMENT):
        assert re.match(r"(test|reason|held by): \S", answer), number


@pytest.mark.parametrize(("file", "name"), sorted(set(TEST.findall(DOCUMENT))))
def test_every_test_it_names_is_there(file: str, name: str) -> None:
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_the_statement_says_what_the_grid_has_counted(client: LintingClient) -> None:
    counted = Counter(row[2] for row in ROW.findall(DOCUMENT))
    told = {"C": view_statement.CONFORM, "NC": view_statement.NOT_CONFORM, "NA": view_statement.NOT_APPLICABLE}
    assert told == counted
    missing = [row[0] for row in ROW.findall(DOCUMENT) if row[2] == "NC"]
    assert [one.criterion for one in view_statement.SHORTCOMINGS] == missing
    client.get("/accessibility")
    assert client.page.h1 == "Palier est partiellement conforme au RGAA."
    words = text_of(client.page.one("main"))
    assert f"{int(100 * counted['C'] / (counted['C'] + counted['NC']))}" in words
    assert "lecteurs d’écran" in words
    assert "Défenseur des droits" in words


def test_it_says_whom_to_write_to(app: Flask, client: LintingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/accessibility")
    assert "à renseigner par l’exploitant" in text_of(client.page.one("main"))
    view = view_statement.statement_view("CCI de la Loire", "acces@exemple.fr")
    monkeypatch.setattr(statement, "statement_view", lambda *_settings: view)
    client.get("/accessibility")
    words = text_of(client.page.one("main"))
    assert "CCI de la Loire s’engage" in words
    assert "acces@exemple.fr" in words


def test_the_map_of_the_site_leads_to_every_open_page(app: Flask, client: LintingClient) -> None:
    """Those that anybody may open without coming from another page."""
    client.get("/pages")
    links = {link.get("href") for link in client.page.all("a")}
    reached = {"funding.opco", "gallery.page", "leader.resume_with", "privacy.erased"}
    ways_in = ("doors.", "invitations.", "oidc.", "security.")
    for (endpoint, method), rule in TABLE.items():
        if method == "GET" and rule.who == "anyone" and rule.code == 200 and endpoint not in reached:
            with app.test_request_context():
                if not endpoint.startswith(ways_in) and not json_only(endpoint):
                    assert app.url_for(endpoint) in links, endpoint


def json_only(endpoint: str) -> bool:
    """What the page's script asks for."""
    return endpoint == "lookup.search"
