"""What is typed is kept, whatever is wrong; and what is wrong is said where it stands and at the top."""

import pytest

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from diagnostic.web.fields import agreements_named
from tests.web import leading
from tests.web.linting_client import LintingClient, Page, text_of, values_of


def summary(page: Page) -> dict[str, str]:
    """target → message of the error summary."""
    box = next(element for element in page.all("div") if element.get("role") == "alert")
    return {link.get("href", "")[1:]: text_of(link) for link in box.iter("a")}


def stored(content: Content, database: Database, address: str) -> Assessment:
    with database.session(writes=False) as session:
        return assessing.load(session, content, address.rpartition("/")[2]).assessment


def test_an_empty_card_says_all_that_is_missing(client: LintingClient) -> None:
    answer = leading.send(client, "/start", {"form": []})
    assert answer.status_code == 422
    assert set(summary(client.page)) == {
        "name", "headcount", "region", "functions-0", "position-0", "intent-0", "form-0",
    }  # fmt: skip
    assert client.page.title.startswith("Erreur : ")


def test_a_wrong_card_keeps_everything_typed(client: LintingClient) -> None:
    wrong = {**leading.CARD, "headcount": "beaucoup", "siret": "732 829 320 00075", "naf": "mécanique", "idcc": "zzz"}
    assert leading.send(client, "/start", wrong).status_code == 422
    assert set(summary(client.page)) == {"headcount", "siret", "naf", "idcc"}
    kept = values_of(client.page)
    for name, value in wrong.items():
        assert kept[name] == (value if isinstance(value, list) else [value]), name


@pytest.mark.parametrize("place", ["siret", "headcount"])
def test_a_mistake_is_tied_to_its_field(client: LintingClient, place: str) -> None:
    leading.send(client, "/start", {**leading.CARD, place: "12,5"})
    field = client.page.id(place)
    assert field.get("aria-invalid") == "true"
    told = (field.get("aria-describedby") or "").split()
    assert f"{place}-error" in told
    assert text_of(client.page.id(f"{place}-error"))


def test_the_card_is_stored_as_the_service_wants_it(
    client: LintingClient, content: Content, database: Database
) -> None:
    address = leading.start(client, **{"weights-production": "3", "headcount": " 1 042 "})
    assessment = stored(content, database, address)
    company = assessment.company
    assert (company.siret, company.naf, company.idcc) == ("73282932000074", "25.62B", 3248)
    assert (company.headcount, company.region, company.position) == (1042, "84", "subcontractor")
    assert assessment.form == "flash"
    assert dict(assessment.functions) == {
        "development": 0, "production": 3, "logistics": 1, "services": 0, "marketing_sales": 0,
    }  # fmt: skip


def test_the_card_comes_back_as_it_was(client: LintingClient, own: str) -> None:
    client.get(f"{own}/company")
    shown = values_of(client.page)
    assert shown["naf"][0].startswith("25.62B · ")
    assert shown["idcc"] == ["3248 · Métallurgie"]
    assert shown["functions"] == ["production", "logistics"]
    assert leading.send(client, f"{own}/company", {}).status_code == 303


@pytest.mark.parametrize("typed", ["25.62B", "2562b", "25.62B · Mécanique industrielle", " 25 62 B "])
def test_an_activity_code_is_read_as_people_write_it(
    client: LintingClient, content: Content, database: Database, typed: str
) -> None:
    assert stored(content, database, leading.start(client, naf=typed)).company.naf == "25.62B"


@pytest.mark.parametrize(
    ("typed", "idcc"),
    [("3248", 3248), ("IDCC 3248", 3248), ("0018", 18), ("292 · Plasturgie", 292), ("plasturgie", 292), ("", None)],
)
def test_an_agreement_is_read_by_number_or_by_name(
    client: LintingClient, content: Content, database: Database, typed: str, idcc: int | None
) -> None:
    assert stored(content, database, leading.start(client, idcc=typed)).company.idcc == idcc


def test_a_name_shared_by_several_agreements_lists_them(client: LintingClient) -> None:
    assert leading.send(client, "/start", {**leading.CARD, "idcc": "carrières matériaux"}).status_code == 422
    assert "87" in summary(client.page)["idcc"] and "135" in summary(client.page)["idcc"]


def test_agreements_are_searched_without_accents() -> None:
    titles = {1: "Œuvres d’art", 2: "Métallurgie : Isère"}
    assert agreements_named("METALLURGIE isere", titles) == [2]
    assert agreements_named("oeuvres d'art", titles) == [1]


def test_the_search_page_lists_numbers(client: LintingClient) -> None:
    client.get("/agreements?q=plasturgie")
    assert "292" in [text_of(cell) for cell in client.page.all("td")]
    client.get("/agreements?q=introuvable")
    assert not client.page.all("table")
    assert client.page.field("q")[0].get("value") == "introuvable"


def test_the_opco_is_certain_from_the_agreement_only(client: LintingClient) -> None:
    by_agreement = leading.start(client)
    client.get(f"{by_agreement}/link")
    assert "Votre OPCO : OPCO 2i" in text_of(client.page.one("main"))
    by_activity = leading.start(client, idcc="")
    client.get(f"{by_activity}/link")
    assert "OPCO probable, à confirmer" in text_of(client.page.one("main"))
    unknown = leading.start(client, idcc="", naf="", siret="")
    client.get(f"{unknown}/link")
    assert "OPCO à trouver" in text_of(client.page.one("main"))


def test_what_no_page_of_ours_sends_is_refused_in_french(client: LintingClient) -> None:
    wrong = {**leading.CARD, "name": "x" * 121, "region": "99", "weights-production": "9"}
    assert leading.send(client, "/start", wrong).status_code == 422
    told = summary(client.page)
    assert set(told) == {"name", "region", "weights-production-0"}
    assert "120" in told["name"]
    assert not any("valid" in message.lower().split() or "field" in message.lower() for message in told.values())


@pytest.mark.parametrize(("address", "form"), [("/d/%00/result", None), ("/start", {"name": "a\x00b"})])
def test_a_nul_is_refused(client: LintingClient, address: str, form: dict[str, str] | None) -> None:
    answer = client.post(address, data=form) if form else client.get(address)
    assert answer.status_code == 400


def test_a_stale_form_keeps_what_was_typed(client: LintingClient) -> None:
    client.get("/start")
    typed = {**values_of(client.page), **leading.CARD, "csrf_token": "stale"}
    answer = client.post("/start", data=typed)
    assert answer.status_code == 422
    assert "envoyez-la à nouveau" in summary(client.page)["content"]
    again = values_of(client.page)
    assert again["name"] == ["Mécanique Durand"] and again["csrf_token"] != ["stale"]
    assert client.post("/start", data=again).status_code == 303


def test_the_entry_keeps_only_what_was_said(
    client: LintingClient, own: str, content: Content, database: Database
) -> None:
    said = {
        "symptoms-late_deliveries-severity": "3",
        "symptoms-late_deliveries-figure": "18,5",
        "symptoms-scrap-severity": "1",
        "symptoms-price_pressure-figure": "4",
        "brakes-money": "2",
        "requirements": ["batch_traceability", "order_tracking"],
        "budget": "40 000 €",
        "release_days_per_quarter": "12,5",
        "parallel_actions": "2",
        "leader_profile": "learner",
        "notes": "Deux départs cette année.",
    }
    assert leading.send(client, f"{own}/entry", said).location == f"{own}/questions"
    assessment = stored(content, database, own)
    assert dict(assessment.entry.symptoms) == {"late_deliveries": 3, "scrap": 1}
    assert [(figure.symptom, figure.value, figure.unit) for figure in assessment.entry.figures] == [
        ("late_deliveries", 18.5, "%")
    ]
    assert assessment.entry.requirements == ("batch_traceability", "order_tracking")
    assert dict(assessment.entry.brakes) == {"money": 2}
    assert (assessment.entry.leader_profile, assessment.entry.notes) == ("learner", "Deux départs cette année.")
    means = assessment.constraints
    assert (means.budget, means.release_days_per_quarter, means.parallel_actions) == (40000, 12.5, 2)
    client.get(f"{own}/entry")
    assert values_of(client.page)["symptoms-late_deliveries-figure"] == ["18,5"]
    assert leading.send(client, f"{own}/entry", {}).status_code == 303
    assert stored(content, database, own).entry == assessment.entry


def test_a_wrong_entry_keeps_everything_typed(client: LintingClient, own: str) -> None:
    typed = {
        "budget": "environ dix mille",
        "notes": "À garder",
        "symptoms-scrap-severity": "2",
        "symptoms-scrap-figure": "x",
    }
    assert leading.send(client, f"{own}/entry", typed).status_code == 422
    assert set(summary(client.page)) == {"budget", "symptoms-scrap-figure"}
    kept = values_of(client.page)
    for name, value in typed.items():
        assert kept[name] == [value]


def test_the_leader_s_profile_is_never_printed(client: LintingClient, own: str) -> None:
    leading.send(client, f"{own}/entry", {"leader_profile": "sceptic"})
    for page in ("result", "plan"):
        answer = client.get(f"{own}/{page}")
        assert "Attend des preuves" not in answer.text and "sceptic" not in answer.text
