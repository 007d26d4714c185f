"""The observatory's own pages: what a release says first, coverage, every table, filters that stay in the address."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.config import Settings
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.released import Release
from diagnostic.services.database import Database
from diagnostic.services.releases import Releases
from diagnostic.web.region_app import create_region_app
from reports.region_choice import Choice
from reports.view_coverage import coverage_view
from reports.view_region import home_view
from tests.observatory_samples import sample_release, without
from tests.observatory_served import published
from tests.web import leading, served
from tests.web.linting_client import LintingClient, Page, text_of

PARTS = ("/observatoire", "/observatoire/couverture", "/observatoire/tables", "/observatoire/tables/maturity_region")


@pytest.fixture(scope="module")
def made(content: Content) -> tuple[Release, ...]:
    """Two releases of synthetic companies; in the second, Corsica is withheld everywhere that it stands alone."""
    first, second = (sample_release(number, catalogue=content.observatory) for number in (1, 2))
    for table in ("status_region", "maturity_region"):
        second = without(second, table, "94")
    return first, second


@pytest.fixture(scope="module")
def releases(made: tuple[Release, ...], tmp_path_factory: pytest.TempPathFactory) -> str:
    return published(tmp_path_factory.mktemp("releases") / "releases.db", made)


@pytest.fixture(scope="module")
def observatory(content: Content, releases: str) -> Flask:
    return alone(content, releases)


def alone(content: Content, releases: str) -> Flask:
    """The observatory without accounts or main database: a page that wants one fails."""
    settings = Settings(database_url="", secret_key="only for tests")
    app = create_region_app(settings, content, Releases(releases), today=lambda: served.TODAY, now=lambda: served.NOW)
    app.test_client_class = LintingClient
    app.jinja_env.bytecode_cache = served.COMPILED
    return app


@pytest.fixture
def client(observatory: Flask) -> LintingClient:
    client = observatory.test_client()
    assert isinstance(client, LintingClient)
    return client


def words(page: Page) -> str:
    return text_of(page.one("main"))


def links(page: Page) -> dict[str, str]:
    return {text_of(link): link.get("href", "") for link in page.all("a")}


def chosen(page: Page) -> list[str]:
    return [text_of(option) for option in page.all("option") if option.get("selected") is not None]


def test_before_the_first_release_a_page_says_so_and_the_others_lead_to_it(
    content: Content, database: Database
) -> None:
    client = served.make_app(content, database).test_client()
    assert isinstance(client, LintingClient)
    client.get("/observatoire")
    assert client.page.h1 == "Rien n’est encore publié."
    assert "fin de chaque trimestre" in words(client.page)
    for path in PARTS[1:]:
        assert client.get(path).location == "/observatoire"


def test_the_first_page_answers_and_says_of_whom_and_when(client: LintingClient) -> None:
    client.get("/observatoire")
    assert "stade 1" in client.page.h1
    told = words(client.page)
    for said in (
        "Données synthétiques",
        "Entreprises diagnostiquées, non représentatives.",
        "Publication R-2, 15 avril 2027, 1er trimestre 2027",
        "Formule : ",
        "Seul ou accompagné : ",
        "À la publication R-1 : ",
        "à partir de 5 entreprises, et de 11",
    ):
        assert said in told, said


def test_an_older_release_is_read_by_its_number_and_stays_in_the_address(client: LintingClient) -> None:
    client.get("/observatoire?publication=1")
    assert "Publication R-1, 15 janvier 2027" in words(client.page)
    assert "R-0" not in words(client.page)
    assert links(client.page)["Couverture"] == "/observatoire/couverture?publication=1"
    assert client.get("/observatoire?publication=3").status_code == 404


@pytest.mark.parametrize("path", PARTS)
def test_filters_stand_in_the_address_and_follow_from_page_to_page(client: LintingClient, path: str) -> None:
    assert client.get(f"{path}?territoire=reg-53&taille=20-49").status_code == 200
    assert chosen(client.page) == ["R-2, T1 2027", "Bretagne", "Tous les secteurs", "20 à 49 personnes"]
    assert links(client.page)["Couverture"] == "/observatoire/couverture?territoire=reg-53&taille=20-49"
    assert links(client.page)["Tout enlever"] == path


def test_filters_that_no_table_holds_lead_to_the_nearest_ones_that_do(client: LintingClient) -> None:
    client.get("/observatoire/couverture?territoire=dep-29&secteur=metals&taille=20-49")
    assert client.page.h1 == "Ces filtres ne se lisent pas ensemble ici."
    assert chosen(client.page)[1:] == ["Finistère", "Métallurgie et travail des métaux", "20 à 49 personnes"]
    near = {name: address for name, address in links(client.page).items() if name.startswith("Bretagne")}
    assert set(near) == {"Bretagne, Métallurgie et travail des métaux", "Bretagne, 20 à 49 personnes"}
    for address in near.values():
        assert client.get(address).status_code == 200
        assert "non représentatives" in words(client.page)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("territoire=reg-54", "reg-94 (Corse)"),
        ("territoire=dep-99", "dep-"),
        ("secteur=metal", "metals"),
        ("taille=3", "10-19"),
    ],
)
def test_a_code_that_nobody_knows_is_refused_with_some_that_are(client: LintingClient, query: str, says: str) -> None:
    assert client.get(f"/observatoire?{query}").status_code == 400
    assert says in words(client.page)


@pytest.mark.parametrize("path", PARTS)
def test_what_else_an_address_says_is_of_no_consequence(client: LintingClient, path: str) -> None:
    plain = leading.without_tokens(client.get(path).text)
    more = client.get(f"{path}?_external=1&endpoint=x&_anchor=y&values=z&utm=1&territoire=&taille=").text
    assert leading.without_tokens(more) == plain


def test_the_process_of_a_region_knows_of_no_account(client: LintingClient) -> None:
    client.get("/observatoire")
    assert "Se connecter" not in text_of(client.page.one("body"))
    assert client.get("/login").status_code == 404
    assert "Revenir à l’observatoire" in links(client.page)


def test_every_table_opens_measure_by_measure(client: LintingClient, made: tuple[Release, ...]) -> None:
    client.get("/observatoire/tables")
    listed = [address for address in links(client.page).values() if address.startswith("/observatoire/tables/")]
    assert len(listed) == len(made[-1].tables)
    for table in made[-1].tables[::3]:
        for measure in dict.fromkeys(name.partition("/")[0] for name in table.series):
            assert client.get(f"/observatoire/tables/{table.id}?mesure={measure}").status_code == 200
            assert len(client.page.all("tbody")) == 1
    assert client.get("/observatoire/tables/no_such_table").status_code == 404


def test_what_is_withheld_is_a_secret_and_what_is_old_says_since_when(
    client: LintingClient, made: tuple[Release, ...]
) -> None:
    client.get("/observatoire/tables/maturity_region")
    rows = {text_of(row[0]): [text_of(cell) for cell in row[1:]] for row in client.page.one("tbody")}
    assert set(rows["Corse"]) == {"secret"}
    found = made[-1].table("maturity_region")
    assert found
    old = [cell.codes for cell in found.cells if cell.shown and cell.since == 1]
    assert sum(name.endswith("inchangé depuis R-1") for name in rows) == len(old) > 0
    assert "/observatoire/donnees/R-2/maturity_region.csv" in links(client.page).values()


def order(page: Page, column: int) -> list[str]:
    return [text_of(row[column]) for row in page.one("tbody")]


def test_a_table_is_sorted_by_any_column_from_its_address(client: LintingClient) -> None:
    client.get("/observatoire/tables/maturity_region?tri=companies&sens=desc")
    counts = order(client.page, 1)
    numbers = [int(one.replace("\u202f", "")) for one in counts if one != "secret"]
    assert numbers == sorted(numbers, reverse=True)
    assert counts[-1] == "secret"
    head = next(one for one in client.page.all("th") if one.get("aria-sort"))
    assert (text_of(head), head.get("aria-sort")) == ("Entreprises : trier", "descending")
    client.get(next(link.get("href", "") for link in head.iter("a")))
    assert order(client.page, 1)[0] == "secret"


def test_a_table_of_many_items_has_them_as_lines_and_keeps_the_counts_on_top(client: LintingClient) -> None:
    client.get("/observatoire/tables/skills_size?mesure=people&tri=20-49&sens=asc")
    assert order(client.page, 0)[0] == "Entreprises"
    assert len(order(client.page, 0)) > 12
    assert {"10 à 19 personnes : trier", "20 à 49 personnes : trier"} <= {text_of(one) for one in client.page.all("th")}


def test_a_filter_narrows_the_tables_that_have_its_axis_and_says_it_elsewhere(client: LintingClient) -> None:
    client.get("/observatoire/tables/maturity_region_size?territoire=reg-53")
    assert [name.split(",")[0] for name in order(client.page, 0)] == ["Bretagne"] * 3
    client.get("/observatoire/tables/maturity_size?territoire=reg-53")
    assert len(order(client.page, 0)) == 3
    assert "ne distingue pas Bretagne" in words(client.page)


def test_coverage_is_told_against_the_companies_concerned_with_their_source(client: LintingClient) -> None:
    client.get("/observatoire/couverture")
    told = words(client.page)
    assert "des entreprises concernées sont accompagnées." in client.page.h1
    for said in (
        "Répertoire Sirene",
        "vérifié le 1er octobre 2026",
        "de 25 % à 33 %",
        "Centola",
        "10 à 40 %",
        "Bretagne",
    ):
        assert said in told.replace("\u00a0", " "), said
    zones = [one for one in client.page.all("rect") if one.get("class") == "zone" and one.get("x") != "0"]
    assert {(one.get("x"), one.get("width")) for one in zones} == {("50.00%", "16.60%")}


def test_without_denominators_coverage_counts_and_says_that_it_only_counts(
    content: Content, made: tuple[Release, ...]
) -> None:
    assert content.tipping
    choice = Choice(replace(made[-1], denominators=None), content.observatory)
    view = coverage_view(choice, content.tipping)
    assert "%" not in view.title
    assert "des nombres, pas des parts" in view.eligible
    assert not any(group.scaled for group in view.groups)


def test_a_band_says_which_half_and_draws_no_more_than_its_neighbours_allow(
    content: Content, made: tuple[Release, ...]
) -> None:
    assert content.tipping
    cell = Choice(made[-1], content.observatory).cell("status")
    assert cell
    assert cell.figures["status/made_aware"] == "majority"
    view = coverage_view(Choice(made[-1], content.observatory), content.tipping)
    lines = {line.name: line for line in view.funnel}
    sizes = [float((line.reach or line.width or "0%").rstrip("%")) for line in view.funnel]
    assert sizes == sorted(sizes, reverse=True)
    assert lines["Sensibilisées"].text == "plus de la moitié"


FIGURES = {
    "Environ trois entreprises diagnostiquées sur dix ont acquis le stade 1.": {"reach/1": 720.0},
    "Environ une entreprise diagnostiquée sur deux a acquis le stade 2.": {"reach/1": "majority", "reach/2": 1150.0},
    "Environ une entreprise diagnostiquée sur dix a acquis le stade 1.": {"reach/1": 250.0},
    "Plus de la moitié des entreprises diagnostiquées ont acquis le stade 1.": {
        "reach/1": "majority",
        "reach/2": "minority",
    },
    "La moitié ou moins des entreprises diagnostiquées ont acquis le stade 1.": {"reach/1": "minority"},
}


@pytest.mark.parametrize(("title", "figures"), FIGURES.items())
def test_the_title_is_what_the_release_says_and_no_more(
    content: Content, made: tuple[Release, ...], title: str, figures: dict[str, float | str]
) -> None:
    release = made[-1]
    table = release.table("maturity_country")
    assert table
    cell = replace(table.cells[0], companies=2400, figures=figures)
    tables = tuple(replace(one, cells=(cell,)) if one is table else one for one in release.tables)
    assert home_view(Choice(replace(release, tables=tables), content.observatory), None).title == title


def test_companies_that_are_real_wear_no_banner(content: Content, made: tuple[Release, ...], tmp_path: Path) -> None:
    url = published(tmp_path / "releases.db", [replace(made[0], synthetic=False)])
    client = alone(content, url).test_client()
    for path in PARTS:
        assert "synthétique" not in client.get(path).text
