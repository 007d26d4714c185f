"""The page of questions in a workshop: keys, remarks, two people at once, and what is shown is what is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import text

from diagnostic.core.model.access import OPERATOR, Role
from diagnostic.services import privacy
from diagnostic.services.database import Database
from tests.e2e import browsing
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_pages import check
from tests.e2e.test_saving import stored
from tests.web import acquaintances as known

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRST, SENSORS = "digital_skills", "sensor_data_acquisition"
STATUS, CURRENT = "[data-status]", "[data-cell].current"


@pytest.fixture
def own(page: Page) -> str:
    """The first page of questions of a leader who holds the private link."""
    own = browsing.start(page)
    page.goto(f"{own}/questions/digital_capability")
    return own


def id_of(own: str) -> str:
    return own.rpartition("/")[2]


@pytest.fixture
def beside(chromium: Browser, address: str, database: Database, own: str) -> Iterator[Page]:
    """The same leader by account, on another device: another author, for the same answers."""
    camille = known.account(database, f"camille.{id_of(own)}@exemple.fr", "Camille")
    known.access(database, id_of(own), Role.LEADER, camille)
    with database.session() as session:
        values = known.session_values(session, camille, proven=True, now=datetime.now(UTC))
    cookie = known.cookie_of(database, values)
    context = chromium.new_context(base_url=address, viewport=DESK, locale="fr-FR")  # type: ignore[arg-type]
    context.add_cookies([{"name": known.COOKIE, "value": cookie, "url": address}])
    other = context.new_page()
    other.goto(f"{own}/questions/digital_capability")
    yield other
    context.close()


def chosen(page: Page, item: str) -> object:
    return page.evaluate(
        "(name) => document.querySelector(`[name='${name}']:checked`)?.value ?? null", f"{item}-rating"
    )


def test_an_answer_takes_one_key(page: Page, own: str, database: Database) -> None:
    page.keyboard.press("3")
    browsing.saved(page)
    page.keyboard.press(".")
    browsing.saved(page)
    page.keyboard.press("j")
    page.keyboard.press("5")
    browsing.saved(page)
    page.keyboard.press("r")
    browsing.saved(page)
    page.keyboard.press("n")
    page.keyboard.type("vu 3 machines, 2 reliées")
    page.keyboard.press("Escape")
    browsing.saved(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("2")
    browsing.saved(page)
    said = [(FIRST, "3.0"), (FIRST, "3.5"), (SENSORS, "5.0"), (SENSORS, "5.0"), (SENSORS, "5.0"), (FIRST, "2.0")]
    assert stored(database, own) == said
    check(page)
    page.reload()
    expect(page.get_by_label("Note sur cette réponse").nth(1)).to_have_value("vu 3 machines, 2 reliées")
    expect(page.get_by_label("à revoir").nth(1)).to_be_checked()


def test_two_people_who_answer_differently_choose(page: Page, beside: Page, own: str, database: Database) -> None:
    browsing.answer(beside, FIRST, "2")
    browsing.saved(beside)
    browsing.answer(beside, SENSORS, "1", "all")
    browsing.saved(beside)
    browsing.answer(page, FIRST, "3")
    expect(page.locator(STATUS)).to_have_text("À vérifier\u00a0: 1 réponse")
    rivals = page.get_by_role("group", name="Deux réponses à départager")
    expect(rivals.get_by_role("button", name="Camille")).to_contain_text("\u00a0: 2")
    expect(rivals.get_by_role("button", name="Vous")).to_have_text("Vous\u00a0: 3")
    check(page)
    assert chosen(page, f"{SENSORS}__all") == "1", "what the other answered elsewhere is shown"
    beside.reload()
    expect(beside.locator(STATUS)).to_have_text("À vérifier\u00a0: 1 réponse")
    rivals.get_by_role("button", name="Camille").click()
    expect(page.locator(STATUS)).to_have_text("Enregistré")
    expect(rivals).to_have_count(0)
    assert chosen(page, FIRST) == "2"
    assert stored(database, own)[-2:] == [(FIRST, "3.0"), (FIRST, "2.0")]


@pytest.mark.slow
def test_from_the_first_question_to_the_result_by_keyboard_alone(page: Page, own: str) -> None:
    while "/questions/" in page.url:
        for _ in range(page.locator("[data-cell]").count()):
            page.keyboard.press("2")
            page.keyboard.press("j")
        browsing.saved(page)
        here = page.url
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.foot .btn-primary')"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address, here=here: address != here)  # type: ignore[misc]
    assert page.url.endswith("/result")
    expect(page.get_by_role("heading", level=1)).to_contain_text("tade")


@pytest.mark.slow
def test_keys_are_listed_and_switched_off(page: Page, own: str, database: Database) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Répondre au clavier")).to_be_visible()
    page.keyboard.press("3")
    check(page)
    page.get_by_label("Raccourcis actifs sur cet appareil").uncheck()
    page.get_by_role("button", name="Fermer").click()
    page.keyboard.press("3")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    page.keyboard.press("3")
    assert stored(database, own) == []
    page.get_by_role("button", name="Raccourcis clavier").click()
    page.get_by_label("Raccourcis actifs sur cet appareil").check()
    page.get_by_role("button", name="Fermer").click()
    page.keyboard.press("3")
    browsing.saved(page)
    assert stored(database, own) == [(FIRST, "3.0")]


@pytest.mark.slow
def test_the_keys_of_a_french_keyboard(page: Page, own: str, database: Database) -> None:
    """Its top row gives « " » for 3, and 3 with the shift key."""
    for key, shifted in (('"', False), ("3", True)):
        page.evaluate(
            "([key, shiftKey]) => document.body.dispatchEvent(new KeyboardEvent('keydown',"
            " {key, code: 'Digit3', shiftKey, bubbles: true, cancelable: true}))",
            [key, shifted],
        )
    browsing.saved(page)
    assert {rating for _, rating in stored(database, own)} == {"3.0"}
    page.keyboard.press("Shift+Digit3")
    assert chosen(page, FIRST) == "3"


@pytest.mark.slow
def test_the_arrows_of_a_chosen_answer_stay_the_browser_s(page: Page, own: str) -> None:
    page.locator(f"[name='{FIRST}-rating'][value='1']").focus()
    page.keyboard.press("ArrowDown")
    assert chosen(page, FIRST) == "2"
    page.keyboard.press("g")
    assert page.evaluate("document.activeElement.closest('[data-jump]') !== null")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.matches('.add-photo')")


@pytest.mark.slow
def test_a_note_of_ten_thousand_characters_waits_and_the_answer_does_not(
    page: Page, own: str, database: Database
) -> None:
    page.locator("[data-note-of] summary").first.click()
    note = page.get_by_label("Note sur cette réponse").first
    note.fill("a" * 10_000)
    expect(page.locator(".refused").first).to_contain_text("10\u202f000 caractères, 2\u202f000 au plus")
    expect(page.locator(STATUS)).to_have_text("À vérifier\u00a0: 1 réponse")
    browsing.answer(page, FIRST, "2")
    expect(page.locator("[name='digital_skills-was']")).to_have_value("2")
    expect(page.locator(STATUS)).to_have_text("À vérifier\u00a0: 1 réponse")
    assert len(note.input_value()) == 10_000
    assert stored(database, own)[-1] == (FIRST, "2.0")
    note.fill("a" * 2000)
    browsing.saved(page)
    page.reload()
    assert len(page.get_by_label("Note sur cette réponse").first.input_value()) == 2000


@pytest.mark.slow
def test_a_server_that_fails_is_told_and_nothing_is_lost(page: Page, own: str, database: Database) -> None:
    failing = {"yes": True}

    def fail(route: Route) -> None:
        if failing["yes"]:
            route.fulfill(status=500, json={"message": "abc"})
        else:
            route.continue_()

    page.route("**/answers", fail)
    browsing.answer(page, FIRST, "2")
    expect(page.locator(STATUS)).to_have_text("En attente\u00a0: 1 réponse, le serveur ne répond pas")
    words = page.get_by_label("Réponses qui ne sont pas encore enregistrées")
    expect(words).to_have_value("Compétences numériques\u00a0: 2")
    failing["yes"] = False
    browsing.saved(page)
    expect(words).to_be_hidden()
    assert stored(database, own) == [(FIRST, "2.0")]


@pytest.mark.slow
def test_a_company_erased_elsewhere_is_told_and_what_was_typed_can_be_copied(
    page: Page, beside: Page, own: str, database: Database
) -> None:
    of = "SELECT public_id FROM companies JOIN diagnostics ON company_id = companies.id WHERE diagnostics.id = :id"
    with database.session() as session:
        company = session.execute(text(of), {"id": id_of(own)}).scalar_one()
        privacy.erase(session, company, OPERATOR, datetime.now(UTC))
        session.commit()
    for left in (page, beside):
        browsing.answer(left, FIRST, "2")
        expect(left.locator(STATUS)).to_contain_text("effacé")
        words = left.get_by_label("Réponses qui ne sont pas encore enregistrées")
        expect(words).to_have_value("Compétences numériques\u00a0: 2")
        check(left)


@pytest.mark.slow
def test_going_back_shows_what_is_kept(page: Page, own: str) -> None:
    browsing.answer(page, FIRST, "2")
    browsing.saved(page)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Communication structurée")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Capacité numérique")
    assert chosen(page, FIRST) == "2"
    browsing.answer(page, FIRST, "3")
    browsing.saved(page)
    page.go_forward()
    page.go_back()
    assert chosen(page, FIRST) == "3"


@pytest.mark.slow
def test_two_tabs_show_the_same(page: Page, own: str, context: BrowserContext, database: Database) -> None:
    tab = context.new_page()
    tab.goto(page.url)
    browsing.answer(page, FIRST, "2")
    browsing.saved(page)
    browsing.answer(tab, SENSORS, "1", "all")
    browsing.saved(tab)
    assert chosen(tab, FIRST) == "2"
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(f"[name='{SENSORS}__all-rating']:checked")).to_have_value("1")
    assert len(stored(database, own)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_review_and_the_menu_lead_to_the_question(page: Page, own: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.locator("[data-flag]").first.check()
    browsing.saved(page)
    page.get_by_text("Aller à…").click()
    check(page)
    page.get_by_role("link", name="À revoir, manquant").click()
    check(page)
    page.locator("section", has_text="À revoir").get_by_role("link").first.click()
    assert page.url.endswith(f"#{FIRST}")
