"""The pages about people in a real browser: on a phone, by keyboard, with everything unfolded."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import browsing
from tests.e2e.test_pages import check

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("skills", "skills/questions", "skills/practice")


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_an_example(page: Page, path: str) -> None:
    page.goto(f"/d/mantion/{path}")
    open_everything(page)
    check(page)


@pytest.fixture
def own(page: Page) -> str:
    """A company that has answered one page of questions."""
    own = browsing.start(page)
    page.goto(f"{own}/questions/digital_capability")
    browsing.answer(page, "digital_skills", "1")
    browsing.saved(page)
    return own


def test_from_the_questionnaire_to_the_gap(page: Page, own: str) -> None:
    page.goto(f"{own}/skills")
    expect(page.get_by_role("heading", level=1)).to_contain_text("De quelles compétences disposez-vous")
    check(page)
    page.get_by_role("link", name="Situer vos compétences").click()
    block = page.locator("details.skill-block").first
    name = block.locator("h2").inner_text()
    block.locator("input[type=radio][value='0']").check(force=True)
    block.get_by_label("Savent faire seules").fill("2")
    block.get_by_label("Nécessaires").fill("trois")
    page.get_by_role("button", name="Enregistrer et voir l’écart").click()
    expect(page.get_by_role("alert")).to_be_focused()
    check(page)
    page.get_by_role("link", name=f"{name}, nécessaires").click()
    wrong = page.locator("details.skill-block").first.get_by_label("Nécessaires")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_value("trois")
    wrong.fill("3")
    page.get_by_role("button", name="Enregistrer et voir l’écart").click()
    expect(page.get_by_role("status")).to_contain_text("Vos réponses sont enregistrées")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Une compétence à renforcer")
    article = page.get_by_role("article", name=name)
    expect(article).to_contain_text("Il manque une personne")
    article.locator("summary", has_text="Demandée par").click()
    expect(article.get_by_role("link").first).to_be_visible()
    check(page)


def test_a_skill_is_situated_by_keyboard_alone(page: Page, own: str) -> None:
    page.goto(f"{own}/skills/questions")
    level = page.locator("details.skill-block").first.locator("input[type=radio]").first
    level.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "2"
    outline = page.evaluate(
        "getComputedStyle(document.activeElement.nextElementSibling.firstElementChild).outlineStyle"
    )
    assert outline == "solid", "the focus must be seen"
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{own}/skills?saved=1")


def test_leaving_what_was_typed_is_asked_first(page: Page, own: str) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{own}/skills/questions")
    page.locator("details.skill-block").first.get_by_label("Nécessaires").fill("3")
    page.get_by_role("navigation", name="Compétences").get_by_role("link", name="Pratiques").click()
    expect(page).to_have_url(f"{own}/skills/practice")
    assert asked == ["beforeunload"]


def test_a_team_is_situated_then_read_with_the_advice(page: Page, own: str) -> None:
    page.goto(f"{own}/skills/practice")
    for group in page.locator("fieldset.choices").all():
        group.get_by_role("radio").first.check()
    page.get_by_label("Nom de l’équipe").first.fill("Montage")
    page.locator("details.skill-block").first.locator("input[type=radio][value='2']").first.check(force=True)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_be_in_viewport()
    expect(page.locator("#pratiques li").first).to_be_visible()
    expect(page.get_by_role("columnheader", name="Montage")).to_be_visible()
    check(page)
    page.goto(f"{own}/skills/practice")
    open_everything(page)
    check(page)
