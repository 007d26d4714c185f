"""An adviser's companies: what is to be done, the table, the file taken away; the organisation's work as a whole."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from flask import Flask

from diagnostic.core.model.access import Hand, Position
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import telling
from diagnostic.services.database import Database
from diagnostic.store import accesses, audit
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.accompanying import Told, open_file
from tests.web.acquaintances import Account
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.test_queries import counted

FORGE = {"siret": "73282932000074"}


class Chamber:
    """An organisation, Ana and Béa who advise for it, Chantal who runs it; who opens which page of it."""

    def __init__(self, app: Flask, database: Database, content: Content, like: Assessment) -> None:
        self.app, self.database, self.content, self.like = app, database, content, like
        self.id = known.organisation(database, "CCI de la Loire")
        self.ana, self.bea = self.member("ana", Position.ADVISER), self.member("bea", Position.ADVISER)
        self.chantal = self.member("chantal", Position.ADMINISTRATOR)

    def member(self, name: str, *held: Position, organisation: str | None = None) -> Account:
        account = known.account(self.database, f"{name}@exemple.fr", name.capitalize())
        for position in held:
            known.member(self.database, account, organisation or self.id, position)
        return account

    def open(self, name: str, adviser: Account | None = None, **told: object) -> str:
        kept = Told(name=name, **told)  # type: ignore[arg-type]
        return open_file(self.database, self.content, self.like, kept, adviser or self.ana, self.id)

    def browser(self, account: Account) -> LintingClient:
        return known.signed_in(self.app, self.database, account)

    def companies(self, account: Account, asked: str = "") -> LintingClient:
        client = self.browser(account)
        assert client.get(f"/o/{self.id}/companies{asked}").status_code == 200
        return client


@pytest.fixture
def chamber(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Chamber:
    return Chamber(app, database, content, examples["uma_usinage"])


def words(client: LintingClient) -> str:
    return text_of(client.page.one("main"))


def names(client: LintingClient) -> list[str]:
    """The companies of the table, in its order."""
    return [text_of(head) for head in client.page.all("th") if head.get("scope") == "row"]


def todo(client: LintingClient) -> list[str]:
    lists = [one for one in client.page.all("ul") if one.get("class") == "lines todo"]
    return [text_of(line) for one in lists for line in one]


def test_what_is_to_be_done_comes_first_and_late_things_before_the_rest(chamber: Chamber) -> None:
    chamber.open("Nouvelle", answers=0, handed=False)
    note = date(2026, 10, 20)
    id = chamber.open("Promise", opened_on=date(2026, 10, 1), visited_on=note, noted_on=note, hand=Hand.LEADER)
    chamber.open("Au dirigeant", answers=5, hand=Hand.LEADER)
    client = chamber.companies(chamber.ana)
    assert client.page.h1 == "Trois entreprises accompagnées, dont une en retard."
    assert todo(client) == [
        "Tenir la restitution, Promise Promise En retard : prévu le 10 novembre 2026",
        "Préparer la visite, Nouvelle Nouvelle",
    ]
    link = next(one for one in client.page.all("a") if "Tenir la restitution" in text_of(one))
    assert str(link.get("href")).startswith(f"/d/{id}/")
    assert names(client) == ["Promise", "Nouvelle", "Au dirigeant"]


def test_ten_things_are_shown_and_the_others_are_behind_a_word(chamber: Chamber) -> None:
    for number in range(12):
        chamber.open(f"Atelier {number:02}", answers=0, handed=False)
    client = chamber.companies(chamber.ana)
    assert "Deux autres choses à faire" in words(client)
    assert len(todo(client)) == 12


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Élan Mécanique", "Forge du Gier"]),
        ("?q=elan", ["Élan Mécanique"]),
        ("?q=732+829+320", ["Forge du Gier"]),
        ("?q=nulle+part", []),
        ("?status=met", ["Forge du Gier"]),
        ("?region=84", ["Élan Mécanique"]),
        ("?naf=24", ["Forge du Gier"]),
        ("?hand=leader", ["Élan Mécanique"]),
        ("?late=1", []),
        ("?sort=-name", ["Forge du Gier", "Élan Mécanique"]),
        ("?sort=headcount", ["Forge du Gier", "Élan Mécanique"]),
        ("?sort=-headcount", ["Élan Mécanique", "Forge du Gier"]),
        ("?sort=siren", ["Forge du Gier", "Élan Mécanique"]),
        ("?sort=salary&page=x&region=nowhere&q=", []),
    ],
)
def test_what_is_asked_stands_in_the_address(chamber: Chamber, asked: str, found: list[str]) -> None:
    forge = {"naf": "24.10Z", "headcount": 12, "region": "32"}
    chamber.open("Forge du Gier", answers=0, handed=False, card={**FORGE, **forge})
    chamber.open("Élan Mécanique", answers=20, hand=Hand.LEADER, card={"siret": None, "headcount": 90, "region": "84"})
    client = chamber.companies(chamber.ana, asked)
    assert names(client) == found if asked else sorted(names(client)) == sorted(found)
    if not found:
        assert "Aucune ne correspond à cette recherche." in words(client)


def test_a_sorted_column_says_so_and_sorting_keeps_the_search(chamber: Chamber) -> None:
    chamber.open("Forge")
    client = chamber.companies(chamber.ana, "?q=for&sort=-stage")
    (head,) = [one for one in client.page.all("th") if one.get("aria-sort")]
    assert (text_of(head), head.get("aria-sort")) == ("Stade", "descending")
    link = next(one for one in head.iter("a"))
    assert link.get("href") == f"/o/{chamber.id}/companies?q=for&sort=stage"


def test_long_lists_are_read_page_by_page(chamber: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.choosing.PAGE", 2)
    for name in ("Alpha", "Bravo", "Charlie"):
        chamber.open(name)
    first = chamber.companies(chamber.ana, "?sort=name")
    assert (names(first), "Page 1 sur 2" in words(first)) == (["Alpha", "Bravo"], True)
    following = next(one.get("href") for one in first.page.all("a") if one.get("rel") == "next")
    first.get(str(following))
    assert names(first) == ["Charlie"]


def test_two_files_on_one_siren_are_put_side_by_side_and_a_colleague_s_does_not_open(chamber: Chamber) -> None:
    own = chamber.open("Forge du Gier", card=FORGE)
    theirs = chamber.open("Forge Gier SAS", chamber.bea, card=FORGE, opened_on=date(2026, 11, 9))
    client = chamber.companies(chamber.ana)
    assert "Une entreprise a plusieurs dossiers" in words(client)
    assert "Forge Gier SAS\u2069, ouvert par \u2068Bea\u2069 le 9 novembre 2026" in words(client)
    html = client.page.html
    assert f"/d/{own}/" in html and theirs not in html


def test_a_siren_known_to_another_organisation_leaves_no_trace(chamber: Chamber) -> None:
    chamber.open("Forge du Gier", card=FORGE)
    before = page_of(chamber)
    elsewhere = known.organisation(chamber.database, "Autre agence")
    eve = chamber.member("eve", Position.ADVISER, organisation=elsewhere)
    told = Told(name="Forge Gier SAS", card=FORGE)
    open_file(chamber.database, chamber.content, chamber.like, told, eve, elsewhere)
    assert page_of(chamber) == before


def test_a_second_file_on_a_siren_is_told_before_it_is_made(chamber: Chamber) -> None:
    chamber.open("Forge Gier SAS", chamber.bea, card=FORGE, opened_on=date(2026, 11, 9))
    client, page = chamber.browser(chamber.ana), f"/o/{chamber.id}/prepare"
    refused = leading.send(client, page, leading.CARD)
    assert refused.status_code == 422
    assert "Ce SIREN a déjà un dossier dans votre organisation" in words(client)
    assert "ouvert par \u2068Bea\u2069 le 9 novembre 2026" in words(client)
    typed = values_of(client.page)
    assert typed["name"] == [leading.CARD["name"]]
    made = client.post(page, data={**typed, "anyway": "y"})
    again = client.post(page, data={**typed, "anyway": "y"})
    assert (made.status_code, again.location) == (303, made.location)


def test_a_siren_that_only_others_know_is_prepared_without_a_word(chamber: Chamber) -> None:
    elsewhere = known.organisation(chamber.database, "Autre agence")
    eve = chamber.member("eve", Position.ADVISER, organisation=elsewhere)
    told = Told(name="Forge Gier SAS", card=FORGE)
    open_file(chamber.database, chamber.content, chamber.like, told, eve, elsewhere)
    client, page = chamber.browser(chamber.ana), f"/o/{chamber.id}/prepare"
    made = leading.send(client, page, leading.CARD)
    assert made.status_code == 303
    assert client.post(page, data={**values_of(client.page), **leading.CARD}).location == made.location


def page_of(chamber: Chamber) -> str:
    return leading.without_tokens(chamber.companies(chamber.ana).page.html)


def test_the_lines_shown_are_taken_away_as_numbers_and_dates(chamber: Chamber) -> None:
    chamber.open("=HYPERLINK(1)", card={"headcount": 12})
    chamber.open("Forge du Gier", card=FORGE)
    client = chamber.browser(chamber.ana)
    answer = client.get(f"/o/{chamber.id}/companies.xlsx?sort=name")
    assert "entreprises-2026-11-22.xlsx" in answer.headers["Content-Disposition"]
    rows = list(openpyxl.load_workbook(BytesIO(answer.data))["Entreprises"].iter_rows(values_only=True))
    lines = [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]
    assert [line["Entreprise"] for line in lines] == ["'=HYPERLINK(1)", "Forge du Gier"]
    assert (lines[0]["Effectif"], lines[1]["SIREN"]) == (12, "732829320")
    assert getattr(lines[0]["Dernier changement"], "date", lambda: None)() == date(2026, 11, 2)
    assert lines[0]["En retard"] == "non"


def test_what_is_taken_away_is_what_was_searched_and_each_company_reads_it(chamber: Chamber) -> None:
    forge, other = chamber.open("Forge du Gier"), chamber.open("Autre")
    client = chamber.browser(chamber.ana)
    answer = client.get(f"/o/{chamber.id}/companies.xlsx?q=forge")
    sheet = openpyxl.load_workbook(BytesIO(answer.data))["Entreprises"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Forge du Gier"]
    with chamber.database.session(writes=False) as session:
        events = [one for one in audit.everything(session) if one.act == "portfolio.exported"]
        files = {id: accesses.file_of(session, id) for id in (forge, other)}
        told = {id: telling.told(session, file.company).events for id, file in files.items() if file}
    assert [(one.organisation, one.company is None, one.details) for one in events] == [
        (chamber.id, True, {"companies": 1}),
        (chamber.id, False, {}),
    ]
    assert {id: len(events) for id, events in told.items()} == {forge: 1, other: 0}


def test_an_administrator_reads_who_accompanies_which_and_nothing_of_what_they_answer(chamber: Chamber) -> None:
    id = chamber.open("Forge du Gier", card=FORGE)
    client = chamber.companies(chamber.chantal)
    heads = [text_of(one) for one in client.page.all("th") if one.get("scope") == "col"]
    assert heads == ["Entreprise", "Conseiller", "Depuis le", "État du dossier", "Dernier changement", "À faire"]
    assert id not in client.page.html
    assert client.get(f"/o/{chamber.id}/companies.xlsx").status_code == 404


def test_an_administrator_finds_what_one_adviser_accompanies(chamber: Chamber) -> None:
    chamber.open("D’Ana")
    chamber.open("De Béa", chamber.bea)
    assert names(chamber.companies(chamber.chantal, f"?adviser={chamber.bea.id}")) == ["De Béa"]
    assert names(chamber.companies(chamber.chantal, "?sort=adviser")) == ["D’Ana", "De Béa"]


def test_who_both_advises_and_administers_goes_from_one_list_to_the_other(chamber: Chamber) -> None:
    known.member(chamber.database, chamber.ana, chamber.id, Position.ADMINISTRATOR)
    chamber.open("D’Ana")
    chamber.open("De Béa", chamber.bea)
    client = chamber.companies(chamber.ana)
    assert names(client) == ["D’Ana"]
    link = next(one.get("href") for one in client.page.all("a") if text_of(one) == "Qui accompagne qui")
    client.get(str(link))
    assert sorted(names(client)) == ["De Béa", "D’Ana"]
    assert {one.get("value") for one in client.page.field("who")} == {"everybody"}


def test_the_activity_of_an_organisation_compares_nobody(chamber: Chamber) -> None:
    zoe = chamber.member("zoé", Position.ADVISER)
    for number in range(3):
        chamber.open(f"De Zoé {number}", zoe)
    chamber.open("D’Ana")
    client = chamber.browser(chamber.chantal)
    page = client.get(f"/o/{chamber.id}/activity?sort=-files")
    table = next(one for one in client.page.all("table") if "par ordre alphabétique" in text_of(one))
    rows = [[text_of(cell) for cell in row] for row in table.iter("tr")]
    assert rows == [["Conseiller", "Dossiers ouverts"], ["Ana", "1"], ["Bea", "0"], ["Zoé", "3"]]
    assert not list(table.iter("a")) and not list(table.iter("svg"))
    assert all(name not in page.text for name in ("D’Ana", "De Zoé"))
    assert chamber.browser(chamber.ana).get(f"/o/{chamber.id}/activity").status_code == 404


def test_how_far_answers_go_is_told_from_five_companies_on(chamber: Chamber) -> None:
    for number in range(4):
        chamber.open(f"Atelier {number}")
    client = chamber.browser(chamber.chantal)
    client.get(f"/o/{chamber.id}/activity")
    assert words(client).count("Trop peu d’entreprises") == 2
    chamber.open("Atelier 5")
    client.get(f"/o/{chamber.id}/activity")
    assert "Trop peu" not in words(client)
    assert "Sur cinq entreprises" in words(client)


def test_an_organisation_without_anything_yet_says_so(chamber: Chamber) -> None:
    assert chamber.companies(chamber.ana).page.h1 == "Aucune entreprise accompagnée pour l’instant."
    assert "Aucune entreprise n’est accompagnée" in words(chamber.companies(chamber.chantal))
    client = chamber.browser(chamber.chantal)
    client.get(f"/o/{chamber.id}/activity")
    assert client.page.h1 == "Aucune entreprise n’est accompagnée au nom de l’organisation."


@pytest.mark.parametrize(("who", "page"), [("ana", "companies"), ("chantal", "companies"), ("chantal", "activity")])
def test_a_list_asks_the_database_as_often_for_many_companies_as_for_few(chamber: Chamber, who: str, page: str) -> None:
    client = chamber.browser(getattr(chamber, who))
    signed = {"signed_on": date(2026, 11, 1), "steps": (date(2026, 12, 31),), "visited_on": date(2026, 11, 3)}

    def asked() -> int:
        client.get(f"/o/{chamber.id}/{page}")
        with counted() as sent:
            assert client.get(f"/o/{chamber.id}/{page}").status_code == 200
        return len(sent)

    chamber.open("Forge", card=FORGE, **signed)
    few = asked()
    for number in range(4):
        chamber.open(f"Forge {number}", card=FORGE, **signed)
    assert asked() == few
