"""The account's own page: who I am, what I open, how I sign in."""

import pytest
from flask import Flask

from diagnostic.core.model.access import Position, Role
from diagnostic.services import auditing
from diagnostic.services.database import Database
from diagnostic.store import audit
from tests.web import acquaintances, leading
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of

EMAIL = "ana@exemple.fr"


@pytest.fixture
def ana(database: Database) -> acquaintances.Account:
    return acquaintances.account(database, EMAIL, "Ana María")


@pytest.fixture
def account(app: Flask, database: Database, ana: acquaintances.Account) -> LintingClient:
    return acquaintances.signed_in(app, database, ana)


def links(client: LintingClient) -> dict[str, str]:
    return {text_of(link): link.get("href", "") for link in client.page.one("main").iter("a")}


def test_it_asks_to_sign_in_and_come_back(client: LintingClient) -> None:
    answer = client.get("/account")
    assert answer.status_code == 303
    assert answer.location == "/login?next=/account"


def test_it_says_who_i_am(account: LintingClient) -> None:
    account.get("/account")
    words = text_of(account.page.one("main"))
    assert EMAIL in words and "Ana María" in words


def test_it_leads_whoever_runs_the_platform_to_its_organisations(app: Flask, database: Database) -> None:
    boss = acquaintances.account(database, "boss@exemple.fr", platform_admin=True)
    client = acquaintances.signed_in(app, database, boss, proven=True)
    client.get("/account")
    assert links(client)["Les organisations"] == "/admin/organisations"


def test_the_home_page_leads_back_to_my_companies(account: LintingClient) -> None:
    account.get("/")
    assert links(account)["Retrouver mes entreprises"] == "/account"


def test_nobody_finds_the_way_in_on_every_page(client: LintingClient) -> None:
    client.get("/")
    assert [text_of(link) for link in client.page.one("header").iter("a")] == ["Palier", "English", "Se connecter"]


def test_it_leads_to_my_companies_and_no_others(
    database: Database, ana: acquaintances.Account, account: LintingClient, own: str, other: LintingClient
) -> None:
    acquaintances.access(database, own.rpartition("/")[2], Role.LEADER, ana)
    account.get("/account")
    assert links(account)["Mécanique Durand"] == f"{own}/"
    assert "Autre entreprise" not in account.page.html
    assert account.get(f"{own}/questions").status_code == 200


def test_it_leads_to_my_organisations(database: Database, ana: acquaintances.Account, account: LintingClient) -> None:
    own = acquaintances.organisation(database, "CCI de la Loire")
    acquaintances.organisation(database, "Ailleurs")
    acquaintances.member(database, ana, own, Position.ADVISER)
    account.get("/account")
    assert f"/o/{own}/companies" in links(account).values()
    assert "Ailleurs" not in account.page.html


def test_an_analyst_reads_that_nothing_is_published(
    database: Database, ana: acquaintances.Account, account: LintingClient
) -> None:
    own = acquaintances.organisation(database, "Région")
    acquaintances.member(database, ana, own, Position.ANALYST)
    account.get("/account")
    words = text_of(account.page.one("main"))
    assert "Aucune publication n’est parue" in words and "bientôt" not in words
    assert not any(own in link for link in links(account).values())


def test_every_link_of_it_opens(account: LintingClient) -> None:
    account.get("/account")
    for address in set(links(account).values()):
        assert account.get(address).status_code in (200, 302, 303), address


@pytest.mark.parametrize("name", ["Zoë 👩‍🏭", "كريم \u200fמירי", "<b>Bob</b> & fils", "n" * 120])
def test_any_name_is_shown_as_it_was_typed(account: LintingClient, name: str) -> None:
    assert leading.send(account, "/account", {}).status_code == 405
    account.get("/account")
    assert account.post("/account/name", data={**values_of(account.page), "name": name}).status_code == 303
    account.get("/account")
    assert account.page.field("name")[0].get("value") == name
    assert name in text_of(account.page.one("main"))


def test_a_name_too_long_is_said_and_kept(account: LintingClient) -> None:
    account.get("/account")
    answer = account.post("/account/name", data={**values_of(account.page), "name": "n" * 121})
    assert answer.status_code == 422
    assert account.page.field("name")[0].get("value") == "n" * 121
    account.get("/account")
    assert "n" * 121 not in account.page.html


def test_a_stale_form_is_shown_again(account: LintingClient) -> None:
    answer = account.post("/account/name", data={"name": "Inès", "csrf_token": "old"})
    assert answer.status_code == 422
    assert account.page.field("name")[0].get("value") == "Inès"
    assert account.post("/account/name", data=values_of(account.page)).status_code == 303


def test_the_trail_says_that_a_name_changed_not_which(account: LintingClient, database: Database) -> None:
    account.get("/account")
    account.post("/account/name", data={**values_of(account.page), "name": "Canari"})
    with database.session(writes=False) as session:
        events = audit.everything(session)
    assert [event.act for event in events][-1] == "account.changed"
    assert "Canari" not in str(events)
    assert auditing.hash_of(events[-1]) == events[-1].hash


def test_nobody_renames_for_others(app: Flask, account: LintingClient) -> None:
    assert browser(app).post("/account/name", data={"name": "X"}).status_code == 401
    account.get("/account")
    assert "Ana María" in account.page.html
