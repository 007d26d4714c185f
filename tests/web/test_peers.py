"""« Vous et vos pairs »: a company's own indices beside the means of the release, which nothing of today moves."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.released import Release, ReleasedCell, ReleasedTable
from diagnostic.services import peers
from diagnostic.services.database import Database
from reports.view_peers import peers_view
from tests.observatory_samples import sample_release
from tests.observatory_served import published
from tests.web import leading, served
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, Page, text_of

EXAMPLE = "/d/one_too/peers"
TABLES = ("maturity_country", "maturity_region", "maturity_grouped", "maturity_size", "maturity_grouped_size")


@pytest.fixture(scope="module")
def release(content: Content) -> Release:
    """The tables of indices alone, of companies that are real."""
    few = tuple(one for one in content.observatory.tables if one.id in TABLES)
    return sample_release(1, catalogue=replace(content.observatory, tables=few), synthetic=False)


@pytest.fixture(scope="module")
def releases(release: Release, tmp_path_factory: pytest.TempPathFactory) -> str:
    return published(tmp_path_factory.mktemp("releases") / "releases.db", [release])


@pytest.fixture
def app(content: Content, database: Database, releases: str) -> Flask:
    return served.make_app(content, database, releases=releases)


def column(page: Page, number: int) -> list[str]:
    """A column of both tables, without the labels that a phone shows."""
    rows = [row for table in page.all("table") for row in table.iter("tr")]
    cells = [[cell for cell in row if cell.tag in ("th", "td")] for row in rows]
    return [text_of(row[number]).removeprefix("Pairs").removeprefix("Vous") for row in cells if row[number].tag == "td"]


PEERS, OWN, VERDICT = 2, 3, 4


def test_peers_who_answered_another_edition_are_not_compared(content: Content, release: Release) -> None:
    known = content.observatory, {}, {"principle/digital_capability": 2.0}, 0.5, ""
    assert peers_view(release, *known, release.questionnaire).rows
    other = peers_view(release, *known, "industry40@2026-05")
    assert other.title == "Vos pairs ont répondu à une autre édition du questionnaire." and not other.rows


def test_without_a_release_there_is_nothing_to_compare_with(content: Content, database: Database) -> None:
    client = browser(served.make_app(content, database))
    client.get(EXAMPLE)
    assert client.page.h1 == "Rien n’est encore publié sur vos pairs."
    assert not client.page.all("table")


def test_a_company_reads_itself_beside_the_closest_group_that_is_shown(
    client: LintingClient, release: Release, content: Content, examples: Mapping[str, Assessment]
) -> None:
    client.get(EXAMPLE)
    codes = peers.codes_of(content, examples["one_too"].company)
    table = release.table("maturity_grouped_size")
    assert table
    cell = table.cell(codes["grouped"], codes["size"])
    assert cell
    assert cell.shown
    lead = text_of(client.page.one("main"))
    assert f"environ {cell.companies} entreprises diagnostiquées, non représentatives" in lead
    means = [
        f"{cell.figures[name]:.1f}".replace(".", ",") for name in table.series if name.startswith(("area/", "pri"))
    ]
    assert column(client.page, PEERS) == means
    assert "acatech" not in lead


def test_whoever_subtracts_the_figures_printed_finds_the_verdict(client: LintingClient) -> None:
    client.get(EXAMPLE)
    for own, mean, verdict in zip(*(column(client.page, one) for one in (OWN, PEERS, VERDICT)), strict=True):
        difference = round(float(own.replace(",", ".")) - float(mean.replace(",", ".")), 1)
        expected = "comme vos pairs" if abs(difference) < 0.5 else "vous êtes devant" if difference > 0 else "vos pairs"
        assert verdict.startswith(expected)


def test_another_group_can_be_chosen_and_an_unknown_one_is_of_no_consequence(client: LintingClient) -> None:
    client.get(EXAMPLE)
    first = column(client.page, PEERS)
    groups = [option.get("value", "") for option in client.page.all("option")]
    assert groups[-1] == "all"
    client.get(f"{EXAMPLE}?avec=all")
    assert "France entière" in text_of(client.page.one("main"))
    assert column(client.page, PEERS) != first
    client.get(f"{EXAMPLE}?avec=nobody")
    assert column(client.page, PEERS) == first


def test_answers_of_today_move_the_company_and_never_its_peers(app: Flask, client: LintingClient) -> None:
    """A12: the page is unchanged until the next release, but for one's own dot."""
    own = leading.start(client, form="full")
    answer_all(client, own, "1")
    client.get(f"{own}/peers")
    before, mine = column(client.page, PEERS), column(client.page, OWN)
    answer_all(client, own, "4")
    other = browser(app)
    answer_all(other, leading.start(other, name="Une autre encore", form="full", siret=""), "6")
    client.get(f"{own}/peers")
    assert column(client.page, PEERS) == before
    assert column(client.page, OWN) != mine


def answer_all(client: LintingClient, own: str, rung: str) -> None:
    """The same rung everywhere in one principle."""
    address = f"{own}/questions/digital_capability"
    client.get(address)
    answers = {one.get("name", ""): rung for one in client.page.all("input") if one.get("type") == "radio"}
    assert leading.send(client, address, answers).status_code == 303


def test_what_is_withheld_is_said_in_words(
    content: Content, database: Database, release: Release, tmp_path: Path
) -> None:
    hidden = tuple(
        replace(table, cells=tuple(ReleasedCell(cell.codes, None, {}, 1) for cell in table.cells))
        for table in release.tables
    )
    url = published(tmp_path / "releases.db", [replace(release, tables=hidden)])
    client = browser(served.make_app(content, database, releases=url))
    client.get(EXAMPLE)
    assert client.page.h1 == "Pas encore assez d’entreprises comme la vôtre."
    assert not client.page.all("table")


def test_a_figure_withheld_in_a_group_that_is_shown_is_said_to_be(content: Content, release: Release) -> None:
    view = peers_view(release, content.observatory, {}, {"principle/digital_capability": 2.0}, 0.5)
    bare = replace(release, tables=tuple(map(without_one_figure, release.tables)))
    told = peers_view(bare, content.observatory, {}, {"principle/digital_capability": 2.0}, 0.5)
    assert view.principles[0].peers != "non publié"
    assert (told.principles[0].peers, told.principles[0].verdict) == ("non publié", "non comparé")
    assert told.principles[0].peers_at is None


def without_one_figure(table: ReleasedTable) -> ReleasedTable:
    cells = (
        replace(
            cell, figures={name: one for name, one in cell.figures.items() if name != "principle/digital_capability"}
        )
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def test_one_answers_first_and_is_compared_next(client: LintingClient, own: str) -> None:
    client.get(f"{own}/peers")
    assert client.page.h1 == "Il manque des réponses pour vous situer."


def test_the_result_leads_to_it(client: LintingClient) -> None:
    client.get("/d/one_too/result")
    assert EXAMPLE in {link.get("href") for link in client.page.all("a")}


def test_own_figures_are_made_as_those_of_releases_are(content: Content, examples: Mapping[str, Assessment]) -> None:
    """Functions weigh the same, whatever weights the leader gave them; those that the company lacks stay out."""
    base = examples["uma_usinage"]
    heavy = {name: (5.0 if name == "production" else weight) for name, weight in base.functions.items()}
    plain, weighed = (
        peers.indices_of(content, replace(base, functions=functions))
        for functions in ({name: float(weight > 0) for name, weight in heavy.items()}, heavy)
    )
    assert plain == weighed
    for area in content.questionnaire.areas:
        parts = [plain[f"principle/{one.id}"] for one in area.principles]
        assert None not in parts
        weights = [one.weight for one in area.principles]
        mean = sum(p * w for p, w in zip(parts, weights, strict=True) if p is not None) / sum(weights)
        assert plain[f"area/{area.id}"] == pytest.approx(mean)
