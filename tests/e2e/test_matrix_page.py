"""The polyvalence matrix in a real browser: typed by keyboard alone, pasted from a spreadsheet, then read."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import browsing
from tests.e2e.test_pages import check

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
BLOCK = "MD\tRégleur\toui\t4\t1\nJP\tRégleur\t\tL\t3\nAB\tCheffe d’atelier\t\t3,0\t3\n"


@pytest.fixture
def own(page: Page) -> str:
    own = browsing.start(page)
    page.goto(f"{own}/matrix")
    return own


def keep_columns(page: Page, number: int) -> None:
    """Take out the proposed skills but the first ones."""
    skills = page.locator("[name^=skill-]")
    for left in reversed(range(number, skills.count())):
        page.locator("[name=remove_column]").last.click()
        expect(skills).to_have_count(left)
    page.wait_for_load_state()


def paste(page: Page, field: str, text: str) -> None:
    page.locator(field).focus()
    page.evaluate(PASTE, [field, text])


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def value(page: Page, field: str) -> str:
    return page.locator(f"[name='{field}']").input_value()


def test_a_matrix_typed_by_keyboard_alone(page: Page, own: str) -> None:
    keep_columns(page, 2)
    page.locator("#person-0").focus()
    keys = page.keyboard
    for person, post, levels in (("MD", "Réglage", "u0"), ("JP", "Réglage", "13")):
        keys.type(person)
        keys.press("ArrowRight")
        keys.type(post)
        keys.press("ArrowRight")
        keys.press("ArrowRight")
        for level in levels:
            keys.type(level)
            keys.press("ArrowRight")
        keys.press("Enter")
        keys.press("Control+Home")
        keys.press("Enter")
    assert focused(page) == "person-1"
    keys.press("End")
    keys.press("ArrowLeft")
    page.locator("#l1-0").focus()
    keys.press("End")
    assert focused(page) == "l1-1"
    keys.press("Home")
    assert focused(page) == "person-1"
    page.get_by_role("button", name="Enregistrer la matrice").focus()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deux savoir-faire ne tiennent qu’à une personne")
    check(page)


def test_arrows_move_from_cell_to_cell_and_enter_goes_down(page: Page, own: str) -> None:
    page.locator("#l0-0").focus()
    for key, place in (
        ("ArrowRight", "l0-1"),
        ("ArrowDown", "l1-1"),
        ("Enter", "l2-1"),
        ("Shift+Enter", "l1-1"),
        ("ArrowUp", "l0-1"),
        ("ArrowUp", "l0-1"),
        ("ArrowLeft", "l0-0"),
        ("ArrowLeft", "leaving-0"),
        ("Control+End", "complexity-11"),
        ("ArrowUp", "needed-11"),
        ("Control+Home", "person-0"),
    ):
        page.keyboard.press(key)
        assert focused(page) == place, key


def test_arrows_stay_inside_a_word(page: Page, own: str) -> None:
    page.locator("#post-0").fill("Réglage")
    page.locator("#post-0").press("End")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "post-0"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "leaving-0"


def test_a_pasted_block_fills_cells_adds_rows_and_columns_and_is_taken_back(page: Page, own: str) -> None:
    keep_columns(page, 1)
    page.locator("#person-7").fill("ZZ")
    paste(page, "#person-6", BLOCK)
    status = page.locator("[data-told]")
    expect(status).to_have_text(
        "15 cases collées. 1 ligne en plus. 1 colonne en plus, à nommer sous le tableau. Ctrl + Z annule."
    )
    assert [value(page, f"person-{row}") for row in (6, 7, 8)] == ["MD", "JP", "AB"]
    assert [value(page, f"l{row}-0") for row in (6, 7, 8)] == ["4", "L", "3"]
    assert [value(page, f"l{row}-{page.locator('[name^=skill-]').count() - 1}") for row in (6, 7, 8)] == ["1", "3", "3"]
    assert page.locator("[name=leaving-6]").is_checked()
    expect(page.get_by_role("textbox", name="AB, À nommer 1", exact=True)).to_have_value("3")
    check(page)
    page.keyboard.press("Control+z")
    expect(status).to_have_text("Le bloc collé est retiré.")
    assert value(page, "person-7") == "ZZ"
    assert page.locator("[name=person-8]").count() == 0
    assert page.locator("[name^=skill-]").count() == 1


def test_what_was_pasted_is_saved_under_the_name_given(page: Page, own: str) -> None:
    keep_columns(page, 1)
    paste(page, "#person-0", BLOCK)
    page.get_by_label("Nom du savoir-faire").fill("Réglage du tour")
    page.get_by_role("button", name="Enregistrer la matrice").click()
    expect(page.locator("[role=status]").first).to_have_text("Votre matrice est enregistrée.")
    expect(page.get_by_role("rowheader", name="Réglage du tour")).to_be_visible()
    page.get_by_label("Personne").select_option("MD")
    page.get_by_role("button", name="Voir").click()
    expect(page.get_by_role("heading", level=3)).to_contain_text(
        "Sans MD, un savoir-faire ne tient plus qu’à une personne"
    )
    check(page)


def test_a_whole_table_pasted_in_the_grid_goes_to_the_reader_of_tables(page: Page, own: str) -> None:
    paste(page, "#person-0", "Nom\tPoste\tDépart\tPlanifier la production\tSoudure\n" + BLOCK)
    expect(page.get_by_label("Ou coller un tableau")).to_be_focused()
    page.get_by_role("button", name="Lire ce tableau").click()
    expect(page.locator(".notice").first).to_contain_text("3 personnes et 2 savoir-faire")
    expect(page.get_by_role("textbox", name="MD, Soudure", exact=True)).to_have_value("1")
    check(page)


def test_a_wrong_level_is_named_where_it_stands(page: Page, own: str) -> None:
    page.locator("#person-0").fill("MD")
    page.locator("#l0-0").fill("7")
    page.get_by_role("button", name="Enregistrer la matrice").click()
    problem = page.get_by_role("link", name="« 7 » n’est pas un niveau")
    expect(problem).to_be_visible()
    check(page)
    problem.click()
    assert focused(page) == "l0-0"
    assert value(page, "person-0") == "MD"


def test_the_grid_and_its_reading_of_an_example(page: Page) -> None:
    for path in ("matrix", "matrix/coverage"):
        page.goto(f"/d/one_too/{path}")
        check(page)
