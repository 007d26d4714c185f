"""One leader, one phone: from the first page to the document."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import browsing

pytestmark = pytest.mark.browser
RING = "getComputedStyle(document.activeElement.nextElementSibling.firstElementChild).outlineStyle"


def test_from_the_first_page_to_the_document(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="Commencer le diagnostic").click()
    expect(page).to_have_url("/start")
    own = browsing.start(page)
    page.locator("summary", has_text="Chez vous").click()
    late = page.get_by_role("radiogroup", name="Nous livrons en retard")
    expect(page.get_by_label("Commandes livrées en retard")).to_be_hidden()
    late.get_by_role("radio", name="Fortement").check()
    figure = page.get_by_label("Commandes livrées en retard")
    figure.fill("18 %")
    late.get_by_role("radio", name="Non").check()
    expect(figure).to_be_hidden()
    late.get_by_role("radio", name="Nettement").check()
    expect(figure).to_have_value("18 %")
    page.get_by_role("button", name="Enregistrer et passer aux questions").click()
    expect(page).to_have_url(f"{own}/flash/1")
    page.goto(f"{own}/questions")
    expect(page.get_by_role("heading", level=1)).to_have_text("Huit pages, une par sujet.")
    page.get_by_role("link", name="Commencer").click()
    for number in range(1, 9):
        expect(page.locator(".strip")).to_contain_text(f"{number} sur 8")
        for cell in page.locator("[data-cell]").all():
            cell.locator("input[type=radio][value='1']").check(force=True)
        browsing.saved(page)
        page.get_by_role("button", name="Voir le résultat" if number == 8 else "Continuer").click()
    expect(page).to_have_url(f"{own}/result")
    expect(page.get_by_role("heading", level=1)).to_contain_text("stade 1")
    page.get_by_role("link", name="Voir le plan").click()
    expect(page.locator("article.measure").first).to_contain_text("Cette semaine")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le PDF").click()
    document = tmp_path / "report.pdf"
    download.value.save_as(document)
    assert download.value.suggested_filename == "palier-mecanique-durand.pdf"
    assert document.read_bytes().startswith(b"%PDF-")


def test_a_question_is_answered_by_keyboard_alone(page: Page) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/questions/digital_capability")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    for _ in range(8):  # the ways to jump come first
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "digital_skills-rating":
            break
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("name", "digital_skills-rating")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name='digital_skills-rating']:checked")).to_have_value("2")
    outline = page.evaluate(
        "getComputedStyle(document.activeElement.nextElementSibling.firstElementChild).outlineStyle"
    )
    assert outline == "solid", "the focus must be seen"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    expect(page.locator("#digital_skills-rating-6")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "digital_skills-partly")
    page.keyboard.press("Space")
    browsing.saved(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Continuer":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Communication structurée")
    page.goto(f"{own}/questions/digital_capability")
    expect(page.locator("[name='digital_skills-rating']:checked")).to_have_value("2")
    expect(page.locator("[name='digital_skills-partly']")).to_be_checked()


@pytest.mark.slow
def test_the_first_mistake_is_brought_into_view(page: Page) -> None:
    page.goto("/start")
    page.get_by_label("Nom de l’entreprise").fill("Mécanique Durand")
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Effectif").click()
    expect(page.get_by_label("Effectif")).to_be_focused()
    expect(page.get_by_label("Nom de l’entreprise")).to_have_value("Mécanique Durand")


@pytest.mark.slow
def test_the_link_reopens_on_another_device(page: Page) -> None:
    page.goto("/start")
    own = browsing.start(page)
    page.goto(f"{own}/link")
    page.get_by_role("button", name="Créer un nouveau lien").click()
    link = page.get_by_label("Votre lien privé").input_value()
    browser = page.context.browser
    assert browser
    phone = browser.new_context().new_page()
    phone.goto(link)
    phone.get_by_role("button", name="Ouvrir mon diagnostic").click()
    expect(phone).to_have_url(f"{own}/flash/difficulties")
    phone.get_by_role("button", name="Quitter").click()
    expect(phone.get_by_role("status")).to_contain_text("Vous avez quitté Palier")
    answer = phone.goto(f"{own}/questions")
    assert answer and answer.status == 404
    phone.context.close()


@pytest.mark.slow
def test_leaving_difficulties_typed_and_not_sent_is_asked_first(page: Page) -> None:
    own = browsing.start(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Questions").click()
    expect(page).to_have_url(f"{own}/questions")
    assert not asked, "nothing was typed"
    page.goto(f"{own}/entry")
    page.get_by_label("Autre chose à dire").fill("Deux départs cette année.")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Questions").click()
    expect(page).to_have_url(f"{own}/questions")
    assert asked == ["beforeunload"]
    page.goto(f"{own}/entry")
    page.get_by_label("Autre chose à dire").fill("Deux départs cette année.")
    page.get_by_role("button", name="Enregistrer et passer aux questions").click()
    expect(page).to_have_url(f"{own}/flash/1")
    assert asked == ["beforeunload"], "what is sent is not lost"


@pytest.mark.slow
def test_without_a_script_every_figure_can_be_filled_in(page: Page) -> None:
    browsing.start(page)
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    still = plain.new_page()
    still.goto(page.url)
    still.locator("summary", has_text="Chez vous").click()
    expect(still.get_by_label("Commandes livrées en retard")).to_be_visible()
    plain.close()


@pytest.mark.slow
def test_on_a_phone_what_a_measure_takes_stands_before_how_to_do_it(page: Page) -> None:
    page.goto("/d/one_too/plan")
    measure = page.locator("article.measure").first
    places = [
        measure.get_by_text(words, exact=True).first.bounding_box() for words in ("Coût", "Quand", "Comment faire")
    ]
    heights = [place["y"] for place in places if place]
    assert heights == sorted(heights) and len(heights) == 3
