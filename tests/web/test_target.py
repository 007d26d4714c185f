"""The target: looked at freely, kept by a button, and every mistake named at its field."""

import pytest
from flask import Flask

from diagnostic.core.model.assessment import AreaTarget, Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from tests.web import leading
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, Page, text_of, values_of

AREAS = ("resources", "information_systems", "organisation", "culture")


def kept(content: Content, database: Database, address: str) -> Assessment:
    with database.session(writes=False) as session:
        return assessing.load(session, content, address.rpartition("/")[2]).assessment


@pytest.fixture
def full(client: LintingClient) -> str:
    """A diagnostic in the full form, with production and logistics."""
    return leading.start(client, form="full")


def summary(page: Page) -> dict[str, str]:
    box = next(element for element in page.all("div") if element.get("role") == "alert")
    return {link.get("href", "")[1:]: text_of(link) for link in box.iter("a")}


def asked(page: Page) -> dict[str, list[str]]:
    """Each consequence → its values: for this target, then for the proposal when it differs."""
    table = next(one for one in page.all("table") if one.get("class") == "asked-for")
    rows = [row for row in table.iter("tr") if row.find("td") is not None]
    return {text_of(row).split(" sur ")[0]: [text_of(cell) for cell in row.iter("td")] for row in rows}


def points(page: Page) -> list[int]:
    return [int(value) for value in next(row for name, row in asked(page).items() if name.startswith("Points"))]


def test_the_proposal_comes_first_with_its_reason(client: LintingClient, full: str) -> None:
    client.get(f"{full}/target")
    assert client.page.h1.startswith("Nous vous proposons de viser le stade")
    assert "l’échelon 2 partout" in text_of(client.page.one("main"))
    assert values_of(client.page)["resources"] == [""]
    assert {name for name in values_of(client.page) if "__" not in name} == {*AREAS, "csrf_token"}


def test_looking_at_a_target_keeps_nothing(
    client: LintingClient, content: Content, database: Database, full: str
) -> None:
    seen = leading.send(client, f"{full}/target", {"culture": "4", "action": "see"})
    assert seen.status_code == 303
    assert client.get(seen.location).status_code == 200
    assert "à l’essai" in client.page.html
    assert values_of(client.page)["culture"] == ["4"], "what was chosen is still there"
    assert kept(content, database, full).target == {}


def test_a_kept_target_is_stored_and_told(
    client: LintingClient, content: Content, database: Database, full: str
) -> None:
    changes = {"resources": "3.5", "resources__production": "4", "culture": "2", "action": "save"}
    answer = leading.send(client, f"{full}/target", changes)
    assert answer.status_code == 303
    assert kept(content, database, full).target == {
        "resources": AreaTarget(3.5, {"production": 4.0}),
        "culture": AreaTarget(2.0),
    }
    client.get(answer.location)
    assert "Cible enregistrée." in client.page.html
    assert client.page.h1.startswith("Votre cible")
    assert f"{full}/plan" in [link.get("href") for link in client.page.one("main").iter("a")]


def test_one_button_goes_back_to_the_proposal(
    client: LintingClient, content: Content, database: Database, full: str
) -> None:
    leading.send(client, f"{full}/target", {"organisation": "5"})
    answer = leading.send(client, f"{full}/target", {"action": "proposed", "culture__production": "3"})
    client.get(answer.location)
    assert kept(content, database, full).target == {}
    assert "de nouveau celle qui est proposée" in client.page.html


@pytest.mark.parametrize("value", ["7", "1", "2,3", "haut", "nan"])
def test_a_rung_that_does_not_exist_is_named_and_shown_again(
    client: LintingClient, content: Content, database: Database, full: str, value: str
) -> None:
    sent = {"resources": value, "culture": "3"}
    for answer in (
        client.get(f"{full}/target", query_string=sent),
        leading.send(client, f"{full}/target", sent),
    ):
        assert answer.status_code == 422
        assert value in summary(client.page)["resources"]
        assert "de 2 à 6, par demis" in summary(client.page)["resources"]
        assert client.page.id("resources").get("aria-invalid") == "true"
        assert values_of(client.page)["resources"] == [value]
        assert values_of(client.page)["culture"] == ["3"]
    assert kept(content, database, full).target == {}


@pytest.mark.parametrize("name", ["marketing", "resources__services", "organisation__production", "resources__all"])
def test_what_the_company_does_not_have_is_refused_by_its_name(client: LintingClient, full: str, name: str) -> None:
    answer = client.get(f"{full}/target", query_string={name: "3"})
    assert answer.status_code == 422
    assert name in summary(client.page)["content"]


def test_a_function_apart_needs_a_target_for_its_area(client: LintingClient, full: str) -> None:
    answer = leading.send(client, f"{full}/target", {"resources__production": "4"})
    assert answer.status_code == 422
    assert "d’abord la cible du domaine" in summary(client.page)["resources__production"]
    assert values_of(client.page)["resources__production"] == ["4"]


def test_only_the_functions_of_the_company_are_offered_and_none_in_a_short_form(
    client: LintingClient, full: str, app: Flask
) -> None:
    client.get(f"{full}/target")
    offered = {name.partition("__")[2] for name in values_of(client.page) if "__" in name}
    assert offered == {"production", "logistics"}
    short = browser(app)
    short.get(f"{leading.start(short)}/target")
    assert not [name for name in values_of(short.page) if "__" in name]


def test_a_function_that_is_not_offered_keeps_its_target(
    client: LintingClient, content: Content, database: Database, full: str
) -> None:
    leading.send(client, f"{full}/target", {"resources": "3", "resources__logistics": "4"})
    leading.send(client, f"{full}/company", {"functions": ["production"]})
    leading.send(client, f"{full}/target", {"resources": "3.5"})
    assert kept(content, database, full).target == {"resources": AreaTarget(3.5, {"logistics": 4.0})}


def test_the_reader_of_an_example_tries_and_cannot_keep(client: LintingClient) -> None:
    client.get("/d/one_too/target")
    form = next(one for one in client.page.all("form") if one.get("data-target") is not None)
    assert form.get("method") == "get"
    assert "Enregistrer" not in text_of(form)
    chosen = {area: "4" for area in AREAS}
    assert client.get("/d/one_too/target", query_string={"seen": "1", **chosen}).status_code == 200
    tried, proposed = points(client.page)
    assert tried > proposed


def test_an_area_left_out_of_the_address_is_as_proposed(client: LintingClient) -> None:
    client.get("/d/mantion/target", query_string={"seen": "1", "culture": "4"})
    assert values_of(client.page)["culture"] == ["4"]
    assert values_of(client.page)["organisation"] == [""], "decided at 3, tried without"


def test_a_target_below_a_customer_s_requirement_says_so(client: LintingClient) -> None:
    client.get("/d/one_too/target")
    assert "en dessous de ce que vos clients demandent" in client.page.html
    client.get("/d/one_too/target", query_string={area: "4" for area in AREAS})
    assert "en dessous de ce que vos clients demandent" not in client.page.html


def test_nothing_rated_yet_gives_no_figure(client: LintingClient, full: str) -> None:
    client.get(f"{full}/target")
    assert "Pas encore évalué." in client.page.html
    assert "Aucune question n’a encore de réponse" in client.page.html
    assert not [table for table in client.page.all("table") if table.get("class") == "asked-for"]


def test_what_is_not_rated_is_said_not_counted(client: LintingClient, full: str) -> None:
    page = f"{full}/questions/digital_capability"
    leading.send(client, page, {"digital_skills-rating": "1", "sensor_data_acquisition__production-rating": "0"})
    client.get(f"{full}/target")
    assert points(client.page) == [2]
    assert "restent à évaluer" in client.page.html
