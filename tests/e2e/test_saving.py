"""Each answer is saved at once; when that fails nothing is lost, and nothing is counted twice."""

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import text

from diagnostic.services.database import Database
from tests.e2e import browsing

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def stored(database: Database, own: str) -> list[tuple[str, str | None]]:
    """Every operation received, in order."""
    query = text("SELECT item, rating FROM operations WHERE diagnostic_id = :id ORDER BY version")
    with database.session(writes=False) as session:
        rows = session.execute(query, {"id": own.rpartition("/")[2]})
        return [(row.item, row.rating) for row in rows]


@pytest.fixture
def own(page: Page) -> str:
    own = browsing.start(page)
    page.goto(f"{own}/questions/digital_capability")
    return own


def test_each_answer_is_saved_at_once(page: Page, own: str, database: Database) -> None:
    browsing.answer(page, "digital_skills", "2")
    browsing.saved(page)
    page.locator("[name='digital_skills-partly']").check()
    browsing.saved(page)
    expect(page.locator("[data-next]").first).to_have_text("le 3")
    expect(page.locator("[data-remaining]")).to_have_text("Encore 15 minutes environ")
    assert stored(database, own) == [("digital_skills", "2.0"), ("digital_skills", "2.5")]
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Communication structurée")
    assert len(stored(database, own)) == 2, "sending the page must not count what the script has saved"


def test_a_failed_request_is_sent_again(page: Page, own: str, database: Database) -> None:
    tries: list[str] = []

    def fail_twice(route: Route) -> None:
        tries.append(str(route.request.post_data))
        if len(tries) <= 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/answers", fail_twice)
    browsing.answer(page, "digital_skills", "1")
    expect(page.locator("[data-status]")).to_contain_text("En attente : 1 réponse, pas de réseau")
    browsing.answer(page, "sensor_data_acquisition", "3", "all")
    expect(page.locator("[data-status]")).to_have_text("Enregistré")
    assert stored(database, own) == [("digital_skills", "1.0"), ("sensor_data_acquisition", "3.0")]
    assert tries[0] == tries[1] == tries[2], "a retry must carry the same op_id"


def test_an_answer_whose_receipt_was_lost_counts_once(page: Page, own: str, database: Database) -> None:
    lost: list[str] = []

    def lose_the_first_receipt(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    page.route("**/answers", lose_the_first_receipt)
    browsing.answer(page, "digital_skills", "1")
    expect(page.locator("[data-status]")).to_have_text("Enregistré")
    assert stored(database, own) == [("digital_skills", "1.0")]


def test_without_network_the_page_still_sends_everything(page: Page, own: str, database: Database) -> None:
    page.route("**/answers", lambda route: route.abort())
    browsing.answer(page, "digital_skills", "2")
    expect(page.locator("[data-status]")).to_contain_text("En attente : 1 réponse, pas de réseau")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Communication structurée")
    assert stored(database, own) == [("digital_skills", "2.0")]


def test_an_answer_is_taken_back(page: Page, own: str, database: Database) -> None:
    browsing.answer(page, "digital_skills", "2")
    browsing.saved(page)
    page.get_by_role("button", name="Effacer cette réponse").first.click()
    browsing.saved(page)
    expect(page.locator("[name='digital_skills-rating']:checked")).to_have_count(0)
    expect(page.get_by_role("button", name="Effacer cette réponse")).to_have_count(0)
    assert stored(database, own)[-1] == ("digital_skills", None)


def test_a_session_opened_again_in_another_tab_saves_what_waited(page: Page, own: str, database: Database) -> None:
    tab = page.context.new_page()
    tab.goto(f"{own}/link")
    tab.get_by_role("button", name="Créer un nouveau lien").click()
    link = tab.get_by_label("Votre lien privé").input_value()
    tab.get_by_role("button", name="Quitter").click()
    browsing.answer(page, "digital_skills", "2")
    expect(page.locator("[data-status]")).to_contain_text("vous n’êtes plus connecté")
    tab.goto(link)
    tab.get_by_role("button", name="Ouvrir mon diagnostic").click()
    expect(page.locator("[data-status]")).to_have_text("Enregistré")
    assert stored(database, own) == [("digital_skills", "2.0")]


def test_the_enter_key_erases_nothing(page: Page, own: str, database: Database) -> None:
    browsing.answer(page, "digital_skills", "2")
    browsing.saved(page)
    page.locator("[name='digital_skills-rating']:checked").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Communication structurée")
    assert stored(database, own) == [("digital_skills", "2.0")]
