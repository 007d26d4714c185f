"""Maturity, skills, needs, money, map: what each page answers, what it withholds, what can be taken away."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web.region_figures import FIGURES
from tests.observatory_samples import sample_release, without
from tests.observatory_served import published
from tests.web import served
from tests.web.linting_client import LintingClient, Page, text_of

PAGES = ("maturite", "competences", "besoins", "moyens", "carte")
HIDDEN = ("maturity_region", "skills_region", "needs_region", "money_region")


@pytest.fixture(scope="module")
def releases(content: Content, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two releases; in the second, nothing is told of Brittany but how far its companies went."""
    first, second = (sample_release(number, catalogue=content.observatory) for number in (1, 2))
    for table in HIDDEN:
        second = without(second, table, "53")
    return published(tmp_path_factory.mktemp("parts") / "releases.db", (first, second))


@pytest.fixture
def app(content: Content, database: Database, releases: str) -> Iterator[Flask]:
    yield served.make_app(content, database, releases=releases)


def rows_of(page: Page, place: int = 0) -> list[list[str]]:
    """The lines of that table, in its order."""
    table = page.all("table")[place]
    return [[text_of(cell) for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")][1:]


def sorted_table(page: Page) -> list[list[str]]:
    """The table of skills, in its order."""
    tables = page.all("table")
    return rows_of(page, next(at for at, one in enumerate(tables) if "sorted" in (one.get("class") or "")))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_whose_figures_it_shows(client: LintingClient, name: str) -> None:
    assert client.get(f"/observatoire/{name}").status_code == 200
    words = text_of(client.page.one("main"))
    assert "Entreprises diagnostiquées, non représentatives." in words
    assert "Données synthétiques" in words
    assert "Publication R-2" in words
    assert client.get(f"/observatoire/{name}?publication=1").status_code == 200
    assert "Publication R-1" in text_of(client.page.one("main"))


@pytest.mark.parametrize("name", PAGES[:4])
def test_what_is_withheld_is_said_and_nothing_of_it_is_shown(client: LintingClient, name: str) -> None:
    assert client.get(f"/observatoire/{name}?territoire=reg-53").status_code == 200
    assert "publié" in client.page.h1
    assert not [table for table in client.page.all("table") if "Bretagne" in text_of(table)] or name == "maturite"
    assert client.get(f"/observatoire/{name}?territoire=reg-53&publication=1").status_code == 200
    assert "pas publié" not in client.page.h1


@pytest.mark.parametrize(
    ("name", "query"),
    [("competences", "territoire=dep-29"), ("besoins", "territoire=dep-29"), ("moyens", "taille=10-19")],
)
def test_filters_without_a_table_lead_to_the_nearest_that_has_one(client: LintingClient, name: str, query: str) -> None:
    assert client.get(f"/observatoire/{name}?{query}").status_code == 200
    assert "filtres" in client.page.h1
    found = next(one for one in client.page.all("ul") if one.get("class") == "onward")
    onward = [link.get("href") or "" for link in found.iter("a")]
    assert onward
    for address in onward:
        assert client.get(address).status_code == 200
        assert "filtres" not in client.page.h1


def test_the_stages_are_told_in_their_order_and_the_title_is_the_answer(client: LintingClient) -> None:
    client.get("/observatoire/maturite")
    page = client.page
    assert "ont acquis le stade" in page.h1
    rows = rows_of(page)
    assert [row[0][0] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert len(page.all("circle")) == 12, "four areas and eight principles, a dot each"


@pytest.mark.parametrize(("order", "column"), [("personnes", 2), ("sessions", 3), ("ecart", 4)])
def test_skills_are_sorted_as_asked_and_withheld_ones_stay_last(client: LintingClient, order: str, column: int) -> None:
    for way, sign in (("decroissant", -1), ("croissant", 1)):
        client.get(f"/observatoire/competences?tri={order}&sens={way}")
        table = next(one for one in client.page.all("table") if "sorted" in (one.get("class") or ""))
        cells = [row[column] for row in sorted_table(client.page)]
        told = [float(cell.replace(" ", "").replace(",", ".")) for cell in cells if cell != "secret"]
        assert told == sorted(told, key=lambda value: sign * value)
        assert "secret" not in cells[: len(told)]
        head = next(one for one in table.iter("th") if one.get("aria-sort"))
        assert head.get("aria-sort") == ("ascending" if sign == 1 else "descending")
        address = next(iter(head.iter("a"))).get("href") or ""
        assert f"sens={'croissant' if sign == -1 else 'decroissant'}" in address, "pressing again turns it"


def test_sessions_take_twelve_people_each(client: LintingClient, content: Content) -> None:
    assert content.sessions is not None and content.sessions.people == 12
    client.get("/observatoire/competences")
    told = [(row[2], row[3]) for row in sorted_table(client.page) if row[2] != "secret"]
    assert told
    for people, sessions in told:
        held = int(sessions.replace(" ", "")) * 12
        assert 0 <= held - int(people.replace(" ", "")) < 12


def test_an_order_that_is_none_is_the_first_look(client: LintingClient) -> None:
    client.get("/observatoire/competences")
    first = sorted_table(client.page)
    client.get("/observatoire/competences?tri=salaire&sens=haut")
    assert sorted_table(client.page) == first


def test_a_device_comes_with_its_rule_and_its_card(client: LintingClient) -> None:
    client.get("/observatoire/moyens")
    cards = [link.get("href") or "" for link in client.page.all("a") if "#aide-" in (link.get("href") or "")]
    assert cards
    assert client.get(cards[0]).status_code == 200
    assert client.page.id(cards[0].partition("#")[2]) is not None


@pytest.mark.parametrize("query", ["", "?carte=department&mesure=companies", "?mesure=area/culture&secteur=SECTOR"])
def test_the_map_and_its_table_say_the_same(client: LintingClient, content: Content, query: str) -> None:
    sector = content.observatory.axis("grouped").categories[0].code
    assert client.get(f"/observatoire/carte{query.replace('SECTOR', sector)}").status_code == 200
    drawing = next(one for one in client.page.all("svg") if one.get("role") == "group")
    links = {link.get("href"): link.get("aria-label") for link in drawing.iter("a")}
    table = client.page.id("map-table")
    lines = {next(row.iter("a")).get("href"): text_of(row) for row in list(table.iter("tr"))[1:]}
    assert links.keys() <= lines.keys() and links
    for address, told in links.items():
        name, _, figure = (told or "").partition("\u00a0: ")
        assert lines[address].startswith(name)
        assert figure.split(",")[0] in lines[address]


def test_a_withheld_region_is_on_the_map_without_a_figure(client: LintingClient) -> None:
    client.get("/observatoire/carte?mesure=area/culture")
    drawing = next(one for one in client.page.all("svg") if one.get("role") == "group")
    told = [link.get("aria-label") for link in drawing.iter("a") if "Bretagne" in (link.get("aria-label") or "")]
    assert told == ["Bretagne\u00a0: secret"]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_taken_away(client: LintingClient, name: str) -> None:
    drawn = client.get(f"/observatoire/figures/{name}.svg")
    told = client.get(f"/observatoire/figures/{name}.csv")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert (told.status_code, told.mimetype) == (200, "text/csv")
    assert "R-2" in " ".join(ElementTree.fromstring(drawn.text).itertext())
    assert all(row["publication"] == "R-2" for row in csv.DictReader(StringIO(told.text)))
    assert "palier-R-2-" in drawn.headers["Content-Disposition"]
    assert "synthetiques" in told.headers["Content-Disposition"]


def test_downloads_of_a_page_lead_to_what_the_page_shows(client: LintingClient) -> None:
    client.get("/observatoire/maturite?territoire=reg-84&publication=1")
    page = client.page
    address = next(link.get("href") or "" for link in page.all("a") if "stades.csv" in (link.get("href") or ""))
    lines = list(csv.DictReader(StringIO(client.get(address).text)))
    assert {(line["publication"], line["territoire"]) for line in lines} == {("R-1", "Auvergne-Rhône-Alpes")}
    for row, line in zip(rows_of(page), lines, strict=True):
        told = line["tranche"] or f"{int(line['valeur']):,}".replace(",", "\u202f")
        assert row[0] == line["libelle"] and row[2].startswith(told)


@pytest.mark.parametrize("name", ["inconnu.svg", "inconnu.csv", "personnes-a-former.svg?territoire=dep-29"])
def test_a_figure_that_does_not_exist_is_not_found(client: LintingClient, name: str) -> None:
    assert client.get(f"/observatoire/figures/{name}").status_code == 404


def test_maps_carry_their_licence() -> None:
    folder = Path(__file__).parents[2] / "reports" / "maps"
    assert "Attribution 4.0" in (folder / "LICENSE.md").read_text("utf-8")
    assert "CC BY 4.0" in (folder / "VERSION.md").read_text("utf-8")
