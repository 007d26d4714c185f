"""What the leader is told, carries away and erases; what is left of it on this machine afterwards: nothing."""

import gc
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from diagnostic.config import Settings
from diagnostic.content.company_file import parse_company
from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.core.model.assessment import Assessment, Matrix, MatrixColumn, Person, Scenario
from diagnostic.core.model.catalogue import Content
from diagnostic.core.scoring import score
from diagnostic.services import advising, assessing
from diagnostic.services.database import Database
from diagnostic.services.planning import Plans
from diagnostic.store import audit, people
from diagnostic.store.tables_security import LoginLinkRow
from diagnostic.web.extensions import KEY
from tests.web import acquaintances, leading, served
from tests.web.acquaintances import Account
from tests.web.boarding import MEANS
from tests.web.linting_client import LintingClient, values_of
from tests.web.served import NOW

NAME = "Mécanique Durand"
STEM = "kqzx"  # what is planted begins with it; written nowhere else


def erase(client: LintingClient, address: str, typed: str = NAME) -> int:
    return leading.send(client, f"{address}/data/erase", {"confirmation": typed}).status_code


def acts(database: Database) -> list[str]:
    with database.session(writes=False) as session:
        return [event.act for event in audit.everything(session)]


def test_anybody_reads_what_is_kept_and_why(client: LintingClient) -> None:
    assert client.get("/privacy").status_code == 200
    text = client.page.html
    assert "à renseigner par l’exploitant" in text
    for told in ("RGPD, article 6.1.b", "CNIL", "totp_secret", "30 jours"):
        assert told in text


def test_the_operator_says_who_answers(app: Flask, client: LintingClient) -> None:
    wiring = app.extensions[KEY]
    told = Settings(database_url="", secret_key="x", controller="CCI du Rhône, Lyon", contact="dpo@cci.example")
    app.extensions[KEY] = replace(wiring, settings=told)
    client.get("/privacy")
    assert "CCI du Rhône, Lyon" in client.page.html
    assert "à renseigner" not in client.page.html


def test_the_leader_carries_everything_away(
    client: LintingClient, own: str, database: Database, content: Content
) -> None:
    answer = leading.send(client, f"{own}/data", {}, follow_redirects=False)
    assert answer.status_code == 405, "looking carries nothing away"
    sent = client.post(f"{own}/data/export", data={"csrf_token": leading.token(client)})
    assert sent.status_code == 200
    assert sent.headers["Content-Disposition"] == 'attachment; filename="palier-mecanique-durand-2026-11-22.json"'
    assert sent.headers["Cache-Control"] == "no-store"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    company = parse_company(sent.text, "sent.json")
    assert company.company.name == NAME
    assert [event.act for event in company.journal].count("company.exported") == 0
    assert acts(database)[-1] == "company.exported"


def test_it_says_what_goes_and_erases_only_once_the_name_is_typed(
    client: LintingClient, own: str, database: Database
) -> None:
    client.get(f"{own}/data/erase")
    assert "1 diagnostic" in client.page.html
    assert erase(client, own, "Mécanique Dupont") == 422
    assert client.page.field("confirmation")[0].get("value") == "Mécanique Dupont"
    assert client.get(f"{own}/data").status_code == 200
    assert erase(client, own, "  mécanique   DURAND ") == 303
    assert client.get(own + "/").status_code == 404
    assert acts(database)[-1] == "company.erased"


def test_an_address_that_was_about_to_claim_it_goes_with_it(
    client: LintingClient, own: str, database: Database
) -> None:
    """The letter was asked for, and not opened yet."""
    leading.send(client, f"{own}/claim", {"email": "kqzx-claim@exemple.fr"})
    assert links_to(database, "kqzx-claim@exemple.fr") == 1
    assert erase(client, own) == 303
    assert links_to(database, "kqzx-claim@exemple.fr") == 0


def links_to(database: Database, email: str) -> int:
    with database.session(writes=False) as session:
        return len(session.scalars(select(LoginLinkRow.id).where(LoginLinkRow.email == email)).all())


def test_afterwards_its_address_is_any_unknown_address(app: Flask, client: LintingClient, database: Database) -> None:
    own = leading.start(client)
    link = leading.private_link(client, own)
    elsewhere = acquaintances.with_link(app, database, own.rpartition("/")[2])
    assert elsewhere.get(f"{own}/questions").status_code == 200
    assert erase(client, own) == 303
    for browser in (client, elsewhere):
        gone, unknown = browser.get(f"{own}/questions"), browser.get("/d/never-was/questions")
        assert gone.status_code == 404
        assert leading.without_tokens(gone.text) == leading.without_tokens(unknown.text)
    assert leading.send(elsewhere, "/resume", {"link": link}).status_code == 422
    sent = elsewhere.post(f"{own}/company", data={**leading.CARD, "csrf_token": leading.token(elsewhere)})
    assert sent.status_code in (401, 404)


def test_erased_twice_is_unknown_the_second_time(app: Flask, client: LintingClient, database: Database) -> None:
    own = leading.start(client)
    second = acquaintances.with_link(app, database, own.rpartition("/")[2])
    second.get(f"{own}/data/erase")
    data = {**values_of(second.page), "confirmation": NAME}
    assert erase(client, own) == 303
    assert second.post(f"{own}/data/erase", data=data).status_code in (401, 404)
    assert acts(database).count("company.erased") == 1


@pytest.mark.parametrize("name", ["ورشة الميكانيك", "Atelier 👩‍🏭 d’Ève", "ＡＢＣ"])
def test_a_name_in_any_script_can_be_typed(client: LintingClient, name: str) -> None:
    own = leading.start(client, name=name)
    assert erase(client, own, "") == 422
    assert erase(client, own, name.replace("’", "'")) == 303


def leader_of(database: Database, own: str, email: str = "dirigeante@exemple.fr") -> Account:
    account = acquaintances.account(database, email)
    acquaintances.access(database, own.rpartition("/")[2], Role.LEADER, account)
    return account


def test_an_account_that_opens_nothing_else_leaves_with_the_company(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    browser = acquaintances.signed_in(app, database, leader_of(database, own))
    browser.get(f"{own}/data/erase")
    assert "dirigeante@exemple.fr" in browser.page.html, "told before"
    assert erase(browser, own) == 303
    assert browser.get("/account").status_code == 303, "signed out: there is no such account"
    with database.session(writes=False) as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM users").scalar() == 0


def test_an_account_that_opens_another_company_stays(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    account = leader_of(database, own)
    other = leading.start(client, name="Autre")
    acquaintances.access(database, other.rpartition("/")[2], Role.GUEST, account)
    browser = acquaintances.signed_in(app, database, account)
    assert erase(browser, own) == 303
    assert browser.get(f"{other}/questions").status_code == 200


def test_an_adviser_erases_what_nobody_was_given_yet(app: Flask, client: LintingClient, database: Database) -> None:
    own = leading.start(client)
    adviser = acquaintances.account(database, "conseiller@exemple.fr")
    chamber = acquaintances.organisation(database, "Chambre")
    acquaintances.member(database, adviser, chamber, Position.ADVISER)
    acquaintances.access(database, own.rpartition("/")[2], Role.ADVISER, adviser, chamber)
    browser = acquaintances.signed_in(app, database, adviser)
    assert browser.get(f"{own}/data/erase").status_code == 403, "its leader has a private link"
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE diagnostics SET resume_hash = NULL, hand = 'adviser'")
        session.commit()
    assert browser.get(f"{own}/data").status_code == 403
    assert erase(browser, own) == 303
    assert browser.get("/account").status_code == 200, "an adviser's account outlives the company"


def planted(example: Assessment) -> Assessment:
    """A mark in every text that pages let one write."""
    return replace(
        example,
        company=replace(example.company, name=f"{STEM}-name"),
        entry=replace(example.entry, notes=f"{STEM}-notes"),
        answers=tuple(replace(answer, note=f"{STEM}-answer-{row}") for row, answer in enumerate(example.answers)),
        matrix=Matrix(
            people=(Person(f"{STEM}-person", f"{STEM}-post"),),
            columns=(MatrixColumn("own_lathe", f"{STEM}-column"),),
        ),
        scenarios=(Scenario(name=f"{STEM}-scenario"),),
        constraints=MEANS,
    )


def in_memory() -> set[str]:
    """The planted texts that any object of this process still holds; the test's own are not begun with the stem."""
    gc.collect()
    found: set[str] = set()
    for one in gc.get_objects():
        found |= {text for text in gc.get_referents(one) if type(text) is str and text.startswith(f"{STEM}-")}
    return found


def in_files(*folders: Path) -> list[str]:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if STEM.encode() + b"-" in path.read_bytes()]


@pytest.mark.slow
def test_nothing_of_it_is_left_in_files_nor_in_memory(
    content: Content,
    database: Database,
    examples: Mapping[str, Assessment],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every page was read, every document made, plans are being looked for: then it is erased."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(advising, "PLANS", Plans(behind=True))
    app = served.make_app(content, database)
    marked = planted(examples["uma_usinage"])
    assert in_memory(), "it would be found"
    with database.session() as session:
        assessing.add(session, content, "marked", marked, NOW)
        session.commit()
    del marked
    browser = acquaintances.with_link(app, database, "marked")
    read_everything(browser)
    assert in_files(tmp_path)
    assert erase(browser, "/d/marked", f"{STEM}-name") == 303
    browser.get("/")
    del browser, app
    assert not in_files(tmp_path, temporary)
    assert not in_memory()
    advising.PLANS.close()


def read_everything(browser: LintingClient) -> None:
    for page in ("questions", "result", "plan", "plan/board", "entry", "company", "matrix", "skills", "target"):
        assert browser.get(f"/d/marked/{page}").status_code in (200, 302, 303), page
    for document in ("report.pdf", "workbook.xlsx"):
        assert browser.get(f"/d/marked/{document}").status_code == 200, document
    sent = browser.post("/d/marked/data/export", data={"csrf_token": leading.token(browser)})
    assert f"{STEM}-notes" in sent.text


def test_plans_forget_what_is_being_looked_for(content: Content, examples: Mapping[str, Assessment]) -> None:
    plans = Plans(behind=True)
    diagnostic = examples["uma_usinage"]
    plans.wait(content, diagnostic, score(content.questionnaire, diagnostic), served.TODAY, seconds=20)
    kept = list(plans.questions.values())
    plans.forget()
    assert not plans.questions
    assert [question.known.plan for question in kept] == [None]
    plans.close()


def account_page(browser: LintingClient, **changes: str) -> int:
    return leading.send(browser, "/account/erase", changes).status_code


def exists(database: Database, account: Account) -> bool:
    with database.session(writes=False) as session:
        return people.with_email(session, account.email) is not None


def test_an_account_erases_itself(app: Flask, database: Database) -> None:
    account = acquaintances.account(database, "seule@exemple.fr", "Ève")
    browser = acquaintances.signed_in(app, database, account)
    assert account_page(browser, confirmation="quelqu.un@exemple.fr") == 422
    assert exists(database, account)
    assert account_page(browser, confirmation=" Seule@exemple.fr") == 303
    assert not exists(database, account)
    assert browser.get("/account").status_code == 303
    assert acts(database)[-1] == "account.erased"


def test_its_only_leader_erases_the_company_with_the_account(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    account = leader_of(database, own)
    browser = acquaintances.signed_in(app, database, account)
    assert account_page(browser, confirmation=account.email) == 422, "a choice is to be made"
    assert account_page(browser, confirmation=account.email, company_0="erase") == 303
    assert not exists(database, account)
    assert client.get(f"{own}/questions").status_code == 404


def test_or_leaves_it_to_its_private_link(app: Flask, client: LintingClient, own: str, database: Database) -> None:
    account = leader_of(database, own)
    assert client.get(f"{own}/data").status_code == 403, "the link gives answers alone once an account leads"
    browser = acquaintances.signed_in(app, database, account)
    assert account_page(browser, confirmation=account.email, company_0="keep") == 303
    assert not exists(database, account)
    assert client.get(f"{own}/data").status_code == 200, "the link decides again"


def test_a_company_that_nobody_else_opens_cannot_be_left_behind(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    account = leader_of(database, own)
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE diagnostics SET resume_hash = NULL")
        session.commit()
    browser = acquaintances.signed_in(app, database, account)
    browser.get("/account/erase")
    assert "lien privé est fermé" in browser.page.html
    assert account_page(browser, confirmation=account.email, company_0="keep") == 422
    assert exists(database, account)


def test_a_company_with_another_leader_keeps_them(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    first, second = leader_of(database, own), leader_of(database, own, "autre@exemple.fr")
    browser = acquaintances.signed_in(app, database, first)
    assert account_page(browser, confirmation=first.email) == 303
    other = acquaintances.signed_in(app, database, second)
    assert other.get(f"{own}/data").status_code == 200


def test_the_last_administrator_of_the_platform_stays(app: Flask, database: Database) -> None:
    admin = acquaintances.account(database, "admin@exemple.fr", platform_admin=True)
    browser = acquaintances.signed_in(app, database, admin)
    assert browser.get("/account/erase").status_code == 200
    assert "seul administrateur de la plateforme" in browser.page.html
    token = leading.token(browser)
    assert browser.post("/account/erase", data={"csrf_token": token, "confirmation": admin.email}).status_code == 422
    assert exists(database, admin)
    acquaintances.account(database, "autre@exemple.fr", platform_admin=True)
    assert account_page(browser, confirmation=admin.email) == 303


def test_the_last_administrator_of_an_organisation_names_another_first(app: Flask, database: Database) -> None:
    account = acquaintances.account(database, "admin@exemple.fr")
    region = acquaintances.organisation(database, "Région", OrganisationKind.REGION)
    acquaintances.member(database, account, region, Position.ADMINISTRATOR)
    browser = acquaintances.signed_in(app, database, account)
    browser.get("/account/erase")
    assert "seul administrateur de Région" in browser.page.html


def test_an_adviser_s_visits_stay_under_an_opaque_id(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    adviser = acquaintances.account(database, "conseiller@exemple.fr")
    chamber = acquaintances.organisation(database, "Chambre")
    acquaintances.member(database, adviser, chamber, Position.ADVISER)
    acquaintances.access(database, own.rpartition("/")[2], Role.ADVISER, adviser, chamber)
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE diagnostics SET hand = 'adviser'")
        session.connection().exec_driver_sql(
            'INSERT INTO visits (id, company_id, organisation_id, actor, kind, "on", half_days, recorded_at)'
            f" SELECT 'v', company_id, '{chamber}', 'user:{adviser.id}', 'visit', '2026-11-02', 1, created_at"
            f" FROM diagnostics WHERE id = '{own.rpartition('/')[2]}'"
        )
        session.commit()
    browser = acquaintances.signed_in(app, database, adviser)
    assert account_page(browser, confirmation=adviser.email) == 303
    with database.session(writes=False) as session:
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT actor FROM visits").scalar() == f"user:{adviser.id}"
        hands = connection.exec_driver_sql(f"SELECT hand FROM diagnostics WHERE id = '{own.rpartition('/')[2]}'")
        assert hands.scalar() == "leader"


def test_a_half_signed_in_or_absent_reader_is_asked_to_sign_in(client: LintingClient) -> None:
    assert client.get("/account/erase").status_code == 303


def test_what_was_erased_is_said_to_nobody_in_particular(client: LintingClient) -> None:
    for what in ("company", "account"):
        assert client.get(f"/erased/{what}").status_code == 200
    assert client.get("/erased/somebody").status_code == 404
    assert client.get("/erased/company?later=1").status_code == 200
    assert "prochain nettoyage" in client.page.html
