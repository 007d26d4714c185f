"""What is typed is kept, whatever is wrong; and what is wrong is said where it stands and at the top."""

import pytest

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from diagnostic.web.fields import read_number
from diagnostic.web.finding import Named, named
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
    assert set(summary(client.page)) == {"name", "headcount", "region", "form-0"}
    assert client.page.title.startswith("Erreur : ")


def test_a_wrong_card_keeps_everything_typed(client: LintingClient) -> None:
    wrong = {**leading.CARD, "headcount": "beaucoup", "siret": "732 829 320 00075", "naf": "zzz", "idcc": "zzz"}
    assert leading.send(client, "/start", wrong).status_code == 422
    assert list(summary(client.page)) == ["headcount", "idcc", "naf", "siret"], "in page order"
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
    rows = [Named("1", "Œuvres d’art"), Named("2", "Métallurgie : Isère")]
    assert named("METALLURGIE isere", rows) == [rows[1]]
    assert named("oeuvres d'art", rows) == [rows[0]]
    assert named(" ", rows) == []


def test_agreements_are_ranked_as_people_need_them() -> None:
    former = Named("1", "Bois, ancienne convention", "remplacée", companies=900)
    inside, few, many = (
        Named("2", "Contrebois"),
        Named("3", "Bois ouvré", companies=5),
        Named("4", "Bois", companies=50),
    )
    assert named("bois", [former, inside, few, many]) == [many, few, inside, former]


def test_the_agreement_in_force_comes_before_those_it_replaced(
    client: LintingClient, content: Content, database: Database
) -> None:
    assert stored(content, database, leading.start(client, idcc="métallurgie")).company.idcc == 3248
    assert stored(content, database, leading.start(client, idcc="54")).company.idcc == 54
    client.get("/start")
    offered = [line.get("value", "") for line in client.page.id("agreements").iter("option")]
    assert "3248 · Métallurgie" in offered and not any("ancienne convention" in line for line in offered)
    client.get("/agreements?q=métallurgie")
    first, folded = client.page.all("table")
    assert [text_of(cell) for cell in first.iter("td")] == ["3248", "Métallurgie"]
    assert "details" in [one.tag for one in client.page.ancestors(folded)]
    leading.send(client, "/start", {**leading.CARD, "idcc": "métallurgie isère"})
    assert "anciennes conventions" in summary(client.page)["idcc"] and "2221" in summary(client.page)["idcc"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mécanique industrielle", "25.62B"),
        ("25.62", "25.62A"),
        ("25.99X", "25.99A"),
        ("34.00Z", "n’existe pas"),
        ("coiffure", "Aucune activité industrielle"),
    ],
)
def test_an_activity_that_does_not_exist_is_refused_with_the_closest(
    client: LintingClient, content: Content, database: Database, typed: str, told: str
) -> None:
    answer = leading.send(client, "/start", {**leading.CARD, "naf": typed})
    if answer.status_code == 303:
        assert told == stored(content, database, str(answer.location).removesuffix("/link")).company.naf
    else:
        assert told.lower() in summary(client.page)["naf"].lower()


@pytest.mark.parametrize(("typed", "naf"), [("96.02A", "96.02A"), ("fabrication de cidre", "11.03Z")])
def test_an_activity_elsewhere_or_by_its_only_name_is_taken(
    client: LintingClient, content: Content, database: Database, typed: str, naf: str
) -> None:
    assert stored(content, database, leading.start(client, naf=typed)).company.naf == naf


def test_the_regions_overseas_come_last(client: LintingClient) -> None:
    client.get("/start")
    names = [text_of(option) for option in client.page.id("region").iter("option")]
    assert names[:2] == ["Choisir", "Auvergne-Rhône-Alpes"]
    assert names.index("Île-de-France") == names.index("Hauts-de-France") + 1
    assert names[-5:] == ["Guadeloupe", "Guyane", "La Réunion", "Martinique", "Mayotte"]


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("30personnes", "personnes", 30), ("20k€", "€ par an", 20_000), ("20000€", "€ par an", 20_000),
        ("3,3M€", "€", 3_300_000), ("18%", "%", 18), ("2,5jours", "j", 2.5), ("−4", "%", -4), ("12", "", 12),
        ("20k", "%", None), ("30heures", "j", None), ("1e5", "", None), ("nan", "", None), ("1.2.3", "", None),
        ("9" * 400, "", None),
    ],
)  # fmt: skip
def test_a_number_is_read_with_the_unit_of_its_field(typed: str, unit: str, number: float | None) -> None:
    assert read_number(typed, unit) == number


def test_a_thousand_written_with_a_dot_is_a_thousand_where_no_decimal_is_asked() -> None:
    assert read_number("20.000€", "€", whole=True) == 20_000
    assert read_number("20.000", "%") == 20


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("symptoms-scrap-scrap_rate", "130", "entre 0 et 100"),
        ("symptoms-scrap-scrap_rate", "-1", "entre 0 et 100"),
        ("symptoms-slow_quotations-quotation_days", "-3", "positif"),
        ("symptoms-worsening_sales-revenue_change", "-120", "entre −100 et 100"),
        ("budget", "-5 k€", "entre 0 et 100"),
        ("release_days_per_quarter", "beaucoup", "par exemple 30 jours"),
    ],
)
def test_a_figure_out_of_its_bounds_says_what_is_allowed(
    client: LintingClient, own: str, field: str, typed: str, told: str
) -> None:
    side, _, row = field.partition("-")
    marked = {f"{side}-{row.partition('-')[0]}-severity": "2"} if side == "symptoms" else {}
    assert leading.send(client, f"{own}/entry", {**marked, field: typed}).status_code == 422
    assert told in summary(client.page)[field]


def test_sales_may_have_fallen(client: LintingClient, own: str, content: Content, database: Database) -> None:
    said = {"symptoms-worsening_sales-severity": "1", "symptoms-worsening_sales-revenue_change": "-12 %"}
    assert leading.send(client, f"{own}/entry", said).status_code == 303
    assert [figure.value for figure in stored(content, database, own).entry.figures] == [-12]


def test_a_figure_counts_only_for_a_difficulty_that_is_there(client: LintingClient, own: str) -> None:
    said = {"symptoms-scrap-severity": "0", "symptoms-scrap-scrap_rate": "x"}
    assert leading.send(client, f"{own}/entry", said).status_code == 303


def test_the_question_of_a_difficulty_goes_with_its_figure(client: LintingClient, own: str, content: Content) -> None:
    client.get(f"{own}/entry")
    described = client.page.id("symptoms-scrap-scrap_rate").get("aria-describedby", "").split()
    assert [text_of(client.page.id(id)) for id in described] == [text_of_french(content.symptoms["scrap"].question.fr)]
    group = next(
        one for one in client.page.all("div") if one.get("aria-labelledby") == "symptoms-scrap-severity-legend"
    )
    assert text_of(group) == "Trop de rebuts et de retouches Non Un peu Nettement Fortement"


def text_of_french(text: str) -> str:
    return " ".join(text.split())


def test_mistakes_of_the_entry_are_listed_in_page_order(client: LintingClient, own: str) -> None:
    wrong = {
        "notes": "x" * 2001,
        "budget": "x",
        "symptoms-scrap-severity": "1",
        "symptoms-scrap-scrap_rate": "x",
        "symptoms-cyberattack-severity": "1",
        "symptoms-cyberattack-restart_days": "x",
    }
    leading.send(client, f"{own}/entry", wrong)
    attack, scrap = "symptoms-cyberattack-restart_days", "symptoms-scrap-scrap_rate"
    assert list(summary(client.page)) == [attack, scrap, "budget", "notes"]


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
    assert "Votre OPCO reste à trouver" in text_of(client.page.one("main"))


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
        "symptoms-late_deliveries-late_orders": "18,5",
        "symptoms-scrap-severity": "1",
        "symptoms-price_pressure-price_cut": "4",
        "brakes-money": "2",
        "requirements": ["order_tracking", "batch_traceability"],
        "budget": "40 000 €",
        "release_days_per_quarter": "12,5",
        "parallel_actions": "2",
        "profile-machine_at_fair": "learner",
        "profile-team_told": "sceptic",
        "profile-software_offer": "learner",
        "moment": "in_test",
        "openness": ["club", "visits"],
        "symptoms-late_deliveries-mean_delay_days": "6",
        "notes": "Deux départs cette année.",
    }
    assert leading.send(client, f"{own}/entry", said).location == f"{own}/flash"
    assessment = stored(content, database, own)
    assert dict(assessment.entry.symptoms) == {"late_deliveries": 3, "scrap": 1}
    assert [(figure.symptom, figure.value, figure.unit) for figure in assessment.entry.figures] == [
        ("late_deliveries", 18.5, "%"),
        ("late_deliveries", 6, "j"),
    ]
    assert assessment.entry.requirements == ("order_tracking", "batch_traceability")
    assert dict(assessment.entry.brakes) == {"money": 2}
    assert (assessment.entry.profile(), assessment.entry.notes) == ("learner", "Deux départs cette année.")
    assert (assessment.entry.moment, assessment.entry.openness) == ("in_test", ("club", "visits"))
    means = assessment.constraints
    assert (means.budget, means.release_days_per_quarter, means.parallel_actions) == (40000, 12.5, 2)
    client.get(f"{own}/entry")
    assert values_of(client.page)["symptoms-late_deliveries-late_orders"] == ["18,5"]
    assert leading.send(client, f"{own}/entry", {}).status_code == 303
    assert stored(content, database, own).entry == assessment.entry


def test_a_wrong_entry_keeps_everything_typed(client: LintingClient, own: str) -> None:
    typed = {
        "budget": "environ dix mille",
        "notes": "À garder",
        "symptoms-scrap-severity": "2",
        "symptoms-scrap-scrap_rate": "x",
    }
    assert leading.send(client, f"{own}/entry", typed).status_code == 422
    assert set(summary(client.page)) == {"budget", "symptoms-scrap-scrap_rate"}
    kept = values_of(client.page)
    for name, value in typed.items():
        assert kept[name] == [value]


def test_the_leader_s_profile_is_never_printed(client: LintingClient, own: str) -> None:
    leading.send(client, f"{own}/entry", {"profile-machine_at_fair": "sceptic"})
    for page in ("result", "plan"):
        answer = client.get(f"{own}/{page}")
        assert "Attend des preuves" not in answer.text and "sceptic" not in answer.text


def test_an_example_does_not_show_its_leader_s_profile(client: LintingClient, own: str) -> None:
    client.get("/d/one_too/entry")
    assert not client.page.field("profile-machine_at_fair") and "Quatre questions" not in client.page.html
    client.get(f"{own}/entry")
    assert len(client.page.field("profile-machine_at_fair")) == 4
