"""Consent to anonymous statistics: apart, unticked, free to withdraw, told with its text, and costing nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from diagnostic.core.model.access import Role
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.consent import Consents
from diagnostic.services import consenting
from diagnostic.services.database import Database
from diagnostic.store import audit
from diagnostic.store.tables import CompanyRow, ConsentRow, DiagnosticRow
from tests.web import acquaintances, leading, served
from tests.web.boarding import AT, ID
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of

PAGE = f"{AT}/consent"
TOKENS = re.compile(rb'<input[^>]*type="hidden"[^>]*>|data-csrf="[^"]*"')
TELLING = ("consenting", "trail", "privacy")  # they show what was accepted, or count it


def state(database: Database, content: Content) -> Consents:
    with database.session(writes=False) as session:
        return consenting.current(session, content.consents, ID, served.TODAY)


def answers(database: Database, content: Content) -> list[bool]:
    return [one.given for one in reversed(state(database, content).history)]


def accept(client: LintingClient) -> int:
    return leading.send(client, PAGE, {"agreed": "y"}).status_code


def withdraw(client: LintingClient) -> int:
    return leading.send(client, PAGE, {"action": "withdraw"}).status_code


def test_nothing_is_ticked_and_not_ticking_gives_nothing(
    leader: LintingClient, database: Database, content: Content
) -> None:
    assert leader.get(PAGE).status_code == 200
    assert leader.page.field("agreed")[0].get("checked") is None
    assert leading.send(leader, PAGE, {}).status_code == 422
    assert "Si vous n’acceptez pas, il n’y a rien à faire" in text_of(leader.page.id("agreed-error"))
    assert answers(database, content) == []


def test_a_yes_is_kept_with_its_text_its_time_and_who_said_it(
    leader: LintingClient, database: Database, content: Content
) -> None:
    assert accept(leader) == 303
    kept = state(database, content).counted
    assert kept is not None
    assert (kept.version, kept.at, kept.actor) == (content.consents[-1].version, served.NOW, f"link:{ID}")
    leader.get(PAGE)
    assert leader.page.h1 == "Vous avez accepté les statistiques anonymes."
    assert "Le lien privé a accepté le texte 2026-11" in text_of(leader.page.one("main"))


def test_it_is_withdrawn_and_given_again_and_nothing_is_forgotten(
    leader: LintingClient, database: Database, content: Content
) -> None:
    assert (accept(leader), withdraw(leader), accept(leader)) == (303, 303, 303)
    assert answers(database, content) == [True, False, True]
    with database.session(writes=False) as session:
        told = [event.act for event in audit.everything(session) if event.act.startswith("consent.")]
    assert told == ["consent.given", "consent.withdrawn", "consent.given"]


def test_sent_twice_it_is_one_answer(leader: LintingClient, database: Database, content: Content) -> None:
    leader.get(PAGE)
    sent = {**values_of(leader.page), "agreed": "y"}
    assert [leader.post(PAGE, data=sent).status_code for _ in range(2)] == [303, 303]
    assert answers(database, content) == [True]
    assert (withdraw(leader), withdraw(leader)) == (303, 303)
    assert answers(database, content) == [True, False]


def test_a_new_text_is_asked_again(leader: LintingClient, app: Flask, database: Database, content: Content) -> None:
    """From its first day, a yes to the older one no longer counts."""
    assert accept(leader) == 303
    old = content.consents[-1]
    texts = (*content.consents, replace(old, version="2027-01", since=served.TODAY + timedelta(days=40)))
    with database.session(writes=False) as session:
        before = consenting.current(session, texts, ID, served.TODAY)
        after = consenting.current(session, texts, ID, served.TODAY + timedelta(days=40))
    assert before.counted is not None
    assert (after.counted, after.to_ask_again, after.text.version) == (None, True, "2027-01")


def test_the_page_of_an_older_text_accepts_nothing(leader: LintingClient, database: Database, content: Content) -> None:
    assert leading.send(leader, PAGE, {"agreed": "y", "version": "2025-01"}).status_code == 422
    assert "le texte a changé" in leader.page.html
    assert answers(database, content) == []


def test_the_link_of_a_claimed_company_decides_nothing(leader: LintingClient, app: Flask, database: Database) -> None:
    owner = acquaintances.account(database, "dirigeante@exemple.fr", "Nadia Ferrand")
    acquaintances.access(database, ID, Role.LEADER, owner)
    assert leader.get(PAGE).status_code == 403
    assert browser(app).get(PAGE).status_code == 404
    assert acquaintances.signed_in(app, database, owner, proven=False).get(PAGE).status_code == 200


@pytest.mark.slow
def test_every_page_and_document_is_the_same_without_it(leader: LintingClient, app: Flask) -> None:
    without = dict(everything(leader, app))
    assert accept(leader) == 303
    assert dict(everything(leader, app)) == without
    assert len(without) > 15


def everything(client: LintingClient, app: Flask) -> Iterator[tuple[str, object]]:
    """What every page and document of the file holds, but the pages that tell the consent itself."""
    given = {"id": ID, "principle": "digital_capability", "kind": "csv"}
    for rule in app.url_map.iter_rules():
        filed = str(rule).startswith("/d/<id>/") and "GET" in (rule.methods or ())
        if filed and rule.arguments <= set(given) and rule.endpoint.partition(".")[0] not in TELLING:
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **{name: given[name] for name in rule.arguments})
            answer = client.get(address)
            yield address, (answer.status_code, TOKENS.sub(b"", answer.data))


def test_the_database_refuses_to_rewrite_an_answer(leader: LintingClient, database: Database, content: Content) -> None:
    assert accept(leader) == 303
    for statement in (update(ConsentRow).values(given=False), delete(ConsentRow)):
        with pytest.raises(DBAPIError, match="consents"), database.session() as session:
            session.execute(statement)
    assert answers(database, content) == [True]


def test_it_goes_with_its_company(leader: LintingClient, database: Database) -> None:
    assert accept(leader) == 303
    with database.session() as session:
        key = session.scalars(select(DiagnosticRow.company_id).where(DiagnosticRow.id == ID)).one()
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        session.execute(delete(CompanyRow).where(CompanyRow.id == key))
        assert session.scalars(select(ConsentRow)).all() == []
