"""« Qui peut payer ? »: the answer that a company reads, the whole list of devices, the card of an OPCO."""

from datetime import date
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from diagnostic.core.model.catalogue import Content
from diagnostic.web.forms_funding import first_of_next_month, offered, read_day
from tests.web.linting_client import LintingClient, text_of, values_of

METALWORKS = {"idcc": "3248", "headcount": "45", "training": "", "days": "12", "cost": "3 000"}


def ask(client: LintingClient, **asked: str) -> TestResponse:
    return client.get(f"/aides?{urlencode(asked)}")


def words_of(client: LintingClient) -> str:
    """The page's words, with plain spaces."""
    return text_of(client.page.one("main"))


def group(client: LintingClient, title: str) -> str:
    """The words of the part of the answer that has that title."""
    titles = [one for one in client.page.all("h2", "summary") if text_of(one).startswith(title)]
    assert len(titles) == 1, f"{len(titles)} × {title}"
    return text_of(client.page.parents[titles[0]])


def test_nothing_is_asked_yet(client: LintingClient) -> None:
    assert client.get("/aides").status_code == 200
    assert client.page.h1 == "Qui peut payer ?"
    assert values_of(client.page)["start"] == ["2026-12-01"]
    assert values_of(client.page)["people"] == ["1"]
    assert not client.page.all("article")


def test_next_year_nothing_counts_but_what_may_be_renewed_is_told(client: LintingClient) -> None:
    assert ask(client, **METALWORKS, start="2027-03-01").status_code == 200
    told = words_of(client)
    assert "84 heures (12 jours de sept heures), 1 personne, début le 1er mars 2027, 3 000 € hors taxes" in told
    assert "Aucune aide en vigueur ce jour-là ne peut être comptée : reste 3 000 €." in told
    assert "2 520 € si le barème 2026 est reconduit" in told
    assert "Plan de développement des compétences, OPCO 2i" in group(client, "Paierait, si son barème est reconduit")


def test_this_year_the_opco_pays_and_a_prudent_date_that_is_past_is_left_out(client: LintingClient) -> None:
    ask(client, **METALWORKS | {"cost": "6000"}, start="2026-12-07")
    told = words_of(client)
    assert "Les aides en vigueur ce jour-là apportent 2 520 € ; reste 3 480 €." in told
    assert "Votre OPCO : OPCO 2i, d’après votre convention collective." in told
    paying = group(client, "Peut payer")
    assert "De préférence, déposer la demande un mois avant" not in paying
    assert "au plus tard le 6 décembre 2026" in paying
    links = [link.get("href") for link in client.page.all("a")]
    assert "/aides/opco/opco2i" in links
    assert "https://quel-est-mon-opco.francecompetences.fr/" in links


def test_without_the_company_it_says_what_is_missing(client: LintingClient) -> None:
    ask(client, days="2", cost="900")
    told = words_of(client)
    assert "Votre OPCO reste à trouver." in told
    assert "l’OPCO n’est pas connu" in told.replace("L’OPCO", "l’OPCO")


def test_what_does_not_apply_is_only_named(client: LintingClient, content: Content) -> None:
    ask(client, **METALWORKS, start="2026-12-07")
    folded = group(client, "Ne s’applique pas ici")
    assert "Plan de développement des compétences, AKTO" in folded
    assert content.devices["pdc_akto"].rule.fr not in folded
    assert "Considéré comme terminé" in group(client, "Terminé")


def test_a_training_of_the_catalogue_brings_its_own_hours_and_cost(client: LintingClient, content: Content) -> None:
    training = offered(content)[0]
    asked = {**METALWORKS, "training": training.id, "days": "beaucoup", "cost": "", "people": "2"}
    assert ask(client, **asked).status_code == 200, "what describes another training does not count"
    told = words_of(client)
    assert text_of(client.page.one("main")).count(training.title.fr.split(",")[0])
    assert "2 personnes" in told
    assert "Coût : " in told


def test_the_account_of_the_person_counts_for_a_certification(client: LintingClient) -> None:
    asked = {"days": "10", "cost": "2000", "start": "2026-12-07"}
    ask(client, **asked, cpf="1200")
    assert "Compte personnel de formation" in group(client, "Ne s’applique pas ici")
    ask(client, **asked, cpf="1200", level="5")
    assert "Compte personnel de formation (CPF)1 200 €" in group(client, "Peut payer")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"start": "demain"}, "start", "Écrivez un jour qui existe, entre 2015 et 2100, comme 15/03/2027"),
        ({"start": "31/02/2027"}, "start", "Écrivez un jour qui existe"),
        ({"start": "0999-01-01"}, "start", "entre 2015 et 2100"),
        ({"days": ""}, "days", "Donnez le nombre de jours"),
        ({"cost": "cher"}, "cost", "Écrivez un nombre, par exemple 30 €."),
        ({"people": "0"}, "people", "Écrivez un nombre entre 1 et 5 000."),
        ({"idcc": "bois"}, "idcc", "Plusieurs conventions portent ces mots"),
        ({"naf": "25.99Z"}, "naf", "Le code 25.99Z n’existe pas."),
        ({"department": "Nord"}, "department", "Deux ou trois signes"),
        ({"age": "7"}, "age", "Écrivez un nombre entre 14 et 99."),
    ],
)
def test_a_mistake_is_told_and_nothing_typed_is_lost(
    client: LintingClient, changes: dict[str, str], field: str, message: str
) -> None:
    asked = {**METALWORKS, **changes}
    assert ask(client, **asked).status_code == 422
    assert message in text_of(client.page.id(f"{field}-error"))
    assert client.page.title.startswith("Erreur :")
    typed = values_of(client.page)
    assert {name: typed[name] for name in asked} == {name: [value] for name, value in asked.items()}


@pytest.mark.parametrize(
    ("field", "typed", "allowed"),
    [
        ("region", "99", "Auvergne-Rhône-Alpes (84)"),
        ("training", "<b>poney</b>", "« Une autre formation »"),
        ("kind", "sport", "métier, réglementaire ou langue"),
        ("level", "12", "3 à 8"),
    ],
)
def test_what_is_in_no_list_is_quoted_with_what_is_allowed(
    client: LintingClient, field: str, typed: str, allowed: str
) -> None:
    assert ask(client, **METALWORKS | {field: typed}).status_code == 422
    told = text_of(client.page.id(f"{field}-error"))
    assert f"« {typed} » n’est pas dans la liste." in told
    assert allowed in told


def test_the_answer_is_the_same_from_its_own_form(client: LintingClient) -> None:
    ask(client, **METALWORKS, start="01/03/2027", region="84")
    before = words_of(client)
    client.get("/aides", query_string=values_of(client.page))
    assert words_of(client) == before


def test_other_words_in_the_address_ask_nothing(client: LintingClient) -> None:
    assert client.get("/aides?utm_source=lettre").status_code == 200
    assert values_of(client.page)["start"] == ["2026-12-01"]


def test_an_address_written_by_hand_says_only_what_it_wants(client: LintingClient) -> None:
    ask(client, days="3", cost="900")
    typed = values_of(client.page)
    assert (typed["people"], typed["start"], typed["kind"]) == (["1"], ["2026-12-01"], ["trade"])
    assert "1 personne, début le 1er décembre 2026, 900 € hors taxes" in words_of(client)


def test_every_device_is_listed_with_its_status(client: LintingClient, content: Content) -> None:
    client.get("/aides/toutes")
    articles = client.page.all("article")
    assert {one.get("id") for one in articles} == {f"aide-{id}" for id in content.devices}
    for one in articles:
        assert any(status in text_of(one) for status in ("En vigueur", "Terminé", "Non vérifié"))


def test_an_ended_device_is_found_and_explained(client: LintingClient) -> None:
    client.get("/aides/toutes?q=fne")
    assert "Fonds national de l’emploi" in words_of(client)
    assert "Terminé" in text_of(client.page.id("aide-fne"))
    client.get("/aides/toutes?q=PRO-A")
    assert "Remplacé par : Période de reconversion" in text_of(client.page.id("aide-pro_a"))


def test_accents_do_not_matter(client: LintingClient) -> None:
    client.get("/aides/toutes?q=période")
    with_accents = [one.get("id") for one in client.page.all("article")]
    client.get("/aides/toutes?q=PERIODE")
    assert with_accents and [one.get("id") for one in client.page.all("article")] == with_accents


def test_nothing_found_is_said(client: LintingClient) -> None:
    client.get("/aides/toutes?q=licorne")
    assert "Aucune aide ne contient « licorne »" in words_of(client)
    assert "/aides/toutes" in [link.get("href") for link in client.page.all("a")]
    assert values_of(client.page)["q"] == ["licorne"]


def test_each_opco_has_its_card(client: LintingClient, content: Content) -> None:
    client.get("/aides/toutes")
    links = {link.get("href") for link in client.page.all("a")}
    for id, opco in content.opco.opcos.items():
        assert f"/aides/opco/{id}" in links
        assert client.get(f"/aides/opco/{id}").status_code == 200
        assert opco.home_url in [link.get("href") for link in client.page.all("a")]
        assert len(client.page.all("tr")) <= 16


def test_the_card_of_an_opco(client: LintingClient) -> None:
    client.get("/aides/opco/opco2i")
    told = words_of(client)
    assert "849 813 852" in told
    assert text_of(client.page.all("tr")[1]).startswith("3248Métallurgie55 065")
    assert "Plan de développement des compétences, OPCO 2i" in told
    assert "AKTO" not in told


def test_an_unknown_opco_is_not_found(client: LintingClient) -> None:
    assert client.get("/aides/opco/muteco").status_code == 404


@pytest.mark.parametrize(
    ("today", "first"), [(date(2026, 11, 22), date(2026, 12, 1)), (date(2026, 12, 1), date(2027, 1, 1))]
)
def test_the_first_of_next_month(today: date, first: date) -> None:
    assert first_of_next_month(today) == first


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2027-03-15", date(2027, 3, 15)), ("15/3/2027", date(2027, 3, 15)), ("2027-13-01", None), ("", None)],
)
def test_days_are_read_as_french_people_write_them(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


def test_home_and_footer_lead_there(client: LintingClient) -> None:
    client.get("/")
    assert [link.get("href") for link in client.page.all("a")].count("/aides") == 2


def test_a_department_that_does_not_exist_is_named(client: LintingClient) -> None:
    ask(client, **METALWORKS | {"lives_in": "99"})
    assert "n’est pas un département" in words_of(client)
