"""The companies of an organisation's advisers: prepared, listed to who may know, passed on to another adviser."""

from email.message import EmailMessage

import pytest
from flask import Flask

from diagnostic.core.model.access import Position, Role
from diagnostic.services import granting
from diagnostic.services.database import Database
from diagnostic.store import accesses, audit
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.acquaintances import Account
from tests.web.leading import CARD, send, token
from tests.web.linting_client import LintingClient, text_of, values_of

COMPANY = "Forge 🔥 חברה"


@pytest.fixture
def chamber(database: Database) -> str:
    return known.organisation(database, "CCI du Rhône")


def member(database: Database, chamber: str, name: str, *held: Position) -> Account:
    account = known.account(database, f"{name}@rhone.fr", name.capitalize())
    for position in held:
        known.member(database, account, chamber, position)
    return account


@pytest.fixture
def ana(database: Database, chamber: str) -> Account:
    return member(database, chamber, "ana", Position.ADVISER)


@pytest.fixture
def adviser(app: Flask, database: Database, ana: Account) -> LintingClient:
    return known.signed_in(app, database, ana)


@pytest.fixture
def administrator(app: Flask, database: Database, chamber: str) -> LintingClient:
    return known.signed_in(app, database, member(database, chamber, "chef", Position.ADMINISTRATOR))


@pytest.fixture
def prepared(adviser: LintingClient, chamber: str) -> str:
    """A diagnostic that Ana has prepared."""
    return prepare(adviser, chamber)


def prepare(client: LintingClient, chamber: str, name: str = COMPANY) -> str:
    answer = send(client, f"/o/{chamber}/prepare", {**CARD, "name": name})
    assert answer.status_code == 303, answer.text
    return str(answer.location).split("/")[2]


def words(client: LintingClient) -> str:
    return text_of(client.page.one("main"))


def access_of(database: Database, diagnostic: str) -> str:
    """The access of the only adviser of that company."""
    with database.session() as session:
        (found,) = [one for one in granting.in_force(session, diagnostic) if one.role is Role.ADVISER]
    return found.id


def test_what_an_adviser_prepares_is_in_the_adviser_s_hands_and_opens_for_nobody_else(
    adviser: LintingClient, prepared: str, app: Flask, database: Database, chamber: str
) -> None:
    colleague = known.signed_in(app, database, member(database, chamber, "bea", Position.ADVISER))
    for page in ("entry", "questions", "company", "hand"):
        assert adviser.get(f"/d/{prepared}/{page}").status_code == 200
        assert colleague.get(f"/d/{prepared}/{page}").status_code == 404
    assert send(adviser, f"/d/{prepared}/company", {"headcount": "43"}).status_code == 303
    with database.session() as session:
        file = accesses.file_of(session, prepared)
        told = [event for event in audit.everything(session) if event.act == "diagnostic.prepared"]
    assert file is not None and (file.hand, file.handed, file.claimed) == ("adviser", False, False)
    assert [(event.company, event.organisation) for event in told] == [(file.company, chamber)]


def test_a_second_click_prepares_nothing_more(adviser: LintingClient, chamber: str) -> None:
    page = f"/o/{chamber}/prepare"
    adviser.get(page)
    card = {**values_of(adviser.page), **CARD}
    first, second = (adviser.post(page, data=card) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    adviser.get(f"/o/{chamber}/companies")
    assert [text_of(row.find("th")) for row in adviser.page.all("tr")[1:]] == [CARD["name"]]  # type: ignore[arg-type]


def test_a_card_changed_after_a_step_back_is_another_company_s(adviser: LintingClient, chamber: str) -> None:
    page = f"/o/{chamber}/prepare"
    adviser.get(page)
    card = {**values_of(adviser.page), **CARD, "siret": ""}
    first, second = (adviser.post(page, data={**card, "name": name}) for name in ("Forge", "Fonderie"))
    assert first.location != second.location
    adviser.get(f"/o/{chamber}/companies")
    assert "Forge" in words(adviser) and "Fonderie" in words(adviser)


def test_two_people_who_send_the_same_form_prepare_two_diagnostics(
    adviser: LintingClient, app: Flask, database: Database, chamber: str
) -> None:
    colleague = known.signed_in(app, database, member(database, chamber, "bea", Position.ADVISER))
    page = f"/o/{chamber}/prepare"
    adviser.get(page)
    form = values_of(adviser.page)["once"]
    first = send(adviser, page, {**CARD, "siret": "", "once": form})
    second = send(colleague, page, {**CARD, "siret": "", "once": form})
    assert first.location != second.location
    assert colleague.get(first.location).status_code == 404


def test_a_wrong_card_comes_back_with_what_was_typed(adviser: LintingClient, chamber: str) -> None:
    answer = send(adviser, f"/o/{chamber}/prepare", {**CARD, "headcount": "quarante"})
    assert answer.status_code == 422
    assert values_of(adviser.page)["headcount"] == ["quarante"]
    assert values_of(adviser.page)["name"] == [CARD["name"]]


def test_an_administrator_knows_who_advises_whom_and_opens_nothing(
    administrator: LintingClient, prepared: str, chamber: str
) -> None:
    page = administrator.get(f"/o/{chamber}/companies")
    assert COMPANY in words(administrator)
    assert "En préparation, pas encore remis" in words(administrator)
    assert "Conseiller Ana Depuis le 22 novembre 2026" in words(administrator)
    assert prepared not in page.text
    for path in ("", "questions", "result", "plan", "hand", "access"):
        assert administrator.get(f"/d/{prepared}/{path}").status_code == 404
    assert administrator.get(f"/o/{chamber}/prepare").status_code == 404


def test_an_adviser_sees_only_their_own(
    prepared: str, app: Flask, database: Database, chamber: str, adviser: LintingClient
) -> None:
    colleague = known.signed_in(app, database, member(database, chamber, "bea", Position.ADVISER))
    adviser.get(f"/o/{chamber}/companies")
    assert COMPANY in words(adviser)
    colleague.get(f"/o/{chamber}/companies")
    assert COMPANY not in words(colleague)
    assert "Aucune pour l’instant" in words(colleague)


def test_a_company_passes_to_another_adviser_with_the_hand(
    administrator: LintingClient, adviser: LintingClient, prepared: str, app: Flask, database: Database, chamber: str
) -> None:
    bea = member(database, chamber, "bea", Position.ADVISER)
    hers = known.signed_in(app, database, bea)
    page = f"/o/{chamber}/companies/{access_of(database, prepared)}/reassign"
    administrator.get(page)
    assert [field.get("value") for field in administrator.page.field("adviser")] == [bea.id]
    form = {**values_of(administrator.page), "adviser": bea.id}
    assert administrator.post(page, data=form).status_code == 303
    assert administrator.post(page, data=form).status_code == 303
    assert adviser.get(f"/d/{prepared}/questions").status_code == 404
    assert send(hers, f"/d/{prepared}/company", {"headcount": "44"}).status_code == 303
    with database.session() as session:
        acts = [event.act for event in audit.everything(session) if event.act.startswith("access.")]
    assert acts == ["access.ended", "access.granted"]


def test_a_leader_with_an_account_is_told_of_the_new_adviser(
    administrator: LintingClient,
    prepared: str,
    database: Database,
    chamber: str,
    letters: list[EmailMessage],
) -> None:
    bea = member(database, chamber, "bea", Position.ADVISER)
    known.access(database, prepared, Role.LEADER, known.account(database, "patron@forge.fr"))
    send(administrator, f"/o/{chamber}/companies/{access_of(database, prepared)}/reassign", {"adviser": bea.id})
    assert sorted(one["To"] for one in letters) == ["bea@rhone.fr", "patron@forge.fr"]
    letter = next(one for one in letters if one["To"] == "patron@forge.fr")
    assert "Bea" in letter.get_content() and f"/d/{prepared}/access" in letter.get_content()
    assert COMPANY not in letter["Subject"]


@pytest.mark.parametrize("who", ["nobody", "administrator", "stranger", ""])
def test_only_an_adviser_of_the_organisation_may_be_chosen(
    administrator: LintingClient, prepared: str, database: Database, chamber: str, who: str
) -> None:
    member(database, chamber, "bea", Position.ADVISER)
    ids = {
        "administrator": member(database, chamber, "second", Position.ADMINISTRATOR).id,
        "stranger": member(database, known.organisation(database, "Autre"), "eve", Position.ADVISER).id,
    }
    access = access_of(database, prepared)
    answer = send(administrator, f"/o/{chamber}/companies/{access}/reassign", {"adviser": ids.get(who, who)})
    assert answer.status_code == 422
    assert access_of(database, prepared) == access


def test_another_organisation_s_access_does_not_exist(
    administrator: LintingClient, database: Database, app: Flask, chamber: str
) -> None:
    other = known.organisation(database, "Autre agence")
    eve = member(database, other, "eve", Position.ADVISER)
    theirs = prepare(known.signed_in(app, database, eve), other, "Canari SA")
    foreign = administrator.get(f"/o/{chamber}/companies/{access_of(database, theirs)}/reassign")
    nothing = administrator.get(f"/o/{chamber}/companies/nothing/reassign")
    assert foreign.status_code == nothing.status_code == 404
    assert leading.without_tokens(foreign.text) == leading.without_tokens(nothing.text)
    data = {"csrf_token": token(administrator), "adviser": eve.id}
    page = f"/o/{chamber}/companies/{access_of(database, theirs)}/reassign"
    assert administrator.post(page, data=data).status_code == 404


def test_an_adviser_removed_while_browsing_opens_nothing_more(
    administrator: LintingClient, adviser: LintingClient, prepared: str, ana: Account, chamber: str
) -> None:
    adviser.get(f"/d/{prepared}/company")
    card = values_of(adviser.page)
    administrator.get("/resume")
    removed = administrator.post(f"/o/{chamber}/members/{ana.id}/remove", data={"csrf_token": token(administrator)})
    assert removed.status_code == 303
    assert adviser.post(f"/d/{prepared}/company", data=card).status_code == 404
    assert adviser.get(f"/o/{chamber}/companies").status_code == 404


def test_a_closed_organisation_s_adviser_opens_nothing(
    adviser: LintingClient, prepared: str, chamber: str, app: Flask, database: Database
) -> None:
    platform = known.signed_in(app, database, known.account(database, "root@palier.fr", platform_admin=True))
    platform.post(f"/admin/organisations/{chamber}/close", data={"csrf_token": token(platform)})
    assert adviser.get(f"/d/{prepared}/questions").status_code == 404
    assert adviser.get(f"/o/{chamber}/").status_code == 404
