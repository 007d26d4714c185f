"""A foreman is invited by the leader, and answers on a phone, without account."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import text

from diagnostic.services.database import Database
from tests.e2e import browsing
from tests.e2e.conftest import PHONE
from tests.e2e.test_pages import check

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def invite(page: Page, own: str, group: str, name: str) -> str:
    page.goto(f"{own}/respondents")
    page.get_by_role("radio", name=group).check()
    page.get_by_label("Prénom ou poste").fill(name)
    page.get_by_role("button", name="Créer son lien").click()
    return page.get_by_label("Lien à transmettre").input_value()


def phone_of_somebody_else(chromium: Browser, address: str) -> BrowserContext:
    return chromium.new_context(base_url=address, viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]


@pytest.mark.slow
def test_an_invited_foreman_answers(page: Page, chromium: Browser, address: str, database: Database) -> None:
    own = browsing.start(page)
    link = invite(page, own, "Encadrement", "Karim, chef d’équipe")
    check(page)
    theirs = phone_of_somebody_else(chromium, address)
    phone = theirs.new_page()
    phone.goto(link)
    phone.get_by_role("button", name="Commencer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("On vous demande votre avis.")
    check(phone)
    phone.get_by_role("link", name="Commencer").click()
    browsing.answer(phone, "digital_skills", "2")
    browsing.saved(phone)
    check(phone)
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    phone.get_by_role("button", name="Continuer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Communication structurée")
    page.reload()
    expect(page.get_by_text("1 réponse sur 20")).to_be_visible()
    page.get_by_text("Fermer son lien").click()
    page.get_by_role("button", name="Oui, fermer ce lien").click()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).not_to_have_text("Communication structurée")
    theirs.close()
    query = text("SELECT respondent, item, rating FROM operations WHERE diagnostic_id = :id ORDER BY version")
    with database.session(writes=False) as session:
        rows = [tuple(row) for row in session.execute(query, {"id": own.rpartition("/")[2]})]
    assert rows[0] == ("managers_1", "digital_skills", "2.0")


def test_what_the_adviser_answered_stands_beside_the_question(page: Page, address: str, database: Database) -> None:
    own = browsing.start(page, form="Diagnostic complet")
    id = own.rpartition("/")[2]
    said = (
        "INSERT INTO operations"
        " (diagnostic_id, op_id, version, item, function, respondent, rating, evidence, flagged, server_at)"
        " VALUES (:id, :op, :version, :item, :function, 'adviser', :rating, 'declared', FALSE, '2026-11-22 09:00:00')"
    )
    with database.session() as session:
        session.execute(
            text("UPDATE diagnostics SET more = json_set(more, '$.respondents', json(:people)) WHERE id = :id"),
            {"id": id, "people": '[{"id": "leader", "group": "leader"}, {"id": "adviser", "group": "adviser"}]'},
        )
        for version, (item, function, rating) in enumerate(
            [("digital_skills", None, "1.5"), ("sensor_data_acquisition", "production", "unknown")], start=1
        ):
            values = {"id": id, "op": f"op-{version}", "version": version, "item": item, "function": function}
            session.execute(text(said), {**values, "rating": rating})
        session.commit()
    page.goto(f"{own}/questions/digital_capability")
    expect(page.get_by_text("Réponse du conseiller : 1,5")).to_be_visible()
    expect(page.get_by_text("Réponse du conseiller : ne sait pas")).to_be_visible()
    check(page)
