"""What a page owes to eyes, hands and habits other than ours: measured in Chromium, on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import browsing, measuring
from tests.e2e.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SMALLEST = {"width": 320, "height": 256}
MAIN = ("/", "/start", "/d/one_too/questions/digital_capability", "/d/one_too/result", "/d/one_too/plan")
OTHERS = ("/aides", "/accessibility", "/pages", "/privacy", "/gallery", "/d/one_too/target", "/d/one_too/skills")
OTHERS += ("/d/one_too/plan/what-if", "/d/one_too/plan/board", "/d/one_too/together")
# WCAG 1.4.12, to the letter
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
APART = "p { margin-bottom: 2em !important }"
TWICE = "html { font-size: 225% !important }"
MOST_STOPS = 120
FOCUSABLE = "document.querySelectorAll('a[href], button, input, select, textarea, summary').length"


@pytest.mark.parametrize("path", [*MAIN, *(pytest.param(one, marks=pytest.mark.slow) for one in OTHERS)])
def test_nothing_scrolls_sideways_on_the_smallest_screen(page: Page, path: str) -> None:
    """1,280 px at 400 %."""
    page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
    page.goto(path)
    measuring.measure(page, "unfold")
    assert not measuring.measure(page, "scrollsSideways")


@pytest.mark.parametrize("path", [*MAIN, *(pytest.param(one, marks=pytest.mark.slow) for one in OTHERS)])
def test_spaced_words_lose_nothing(page: Page, path: str) -> None:
    page.goto(path)
    measuring.measure(page, "style", SPACED + APART)
    assert not measuring.measure(page, "scrollsSideways")
    assert measuring.measure(page, "cut") == []


@pytest.mark.slow
@pytest.mark.parametrize("path", MAIN + OTHERS)
def test_words_may_be_twice_as_large(page: Page, path: str) -> None:
    """On an ordinary screen, as where only the letters are enlarged; page zoom is the smallest screen, above."""
    page.goto(path)
    measuring.measure(page, "unfold")
    measuring.measure(page, "style", TWICE)
    page.set_viewport_size({"width": 1280, "height": 780})
    assert not measuring.measure(page, "scrollsSideways")
    assert measuring.measure(page, "cut") == []


def tabbed(page: Page) -> Iterator[dict[str, object]]:
    """Each element that the Tab key reaches, in turn."""
    for _ in range(page.evaluate(FOCUSABLE) + 2):
        page.keyboard.press("Tab")
        focused = measuring.measure(page, "focused")
        assert isinstance(focused, dict)
        if focused["last"]:
            return
        yield focused


@pytest.mark.parametrize(
    "path",
    [
        "/d/one_too/questions/digital_capability",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("/", "/start", "/gallery", "/d/one_too/plan")),
    ],
)
def test_the_focus_is_seen_and_never_hidden(page: Page, path: str) -> None:
    """WCAG 2.4.7 and 2.4.11: nor under the strip that stays at the top."""
    page.goto(path)
    reached = list(tabbed(page))
    assert len(reached) > 5
    assert [one["name"] for one in reached if not one["ringed"]] == []
    assert [one["name"] for one in reached if not one["seen"]] == []


@pytest.mark.parametrize("scheme", measuring.SCHEMES)
def test_forced_colours_keep_what_is_chosen(page: Page, scheme: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/gallery")
    chosen = page.locator(".segment input:checked + label").first
    assert chosen.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
    assert not measuring.measure(page, "scrollsSideways")


def test_nothing_moves_for_whoever_asks_so(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/d/one_too/questions/digital_capability")
    assert measuring.measure(page, "moving") == []


def test_without_styles_everything_is_there_and_in_order(page: Page) -> None:
    page.goto("/d/one_too/questions/digital_capability")
    before = measuring.measure(page, "order")
    page.evaluate("for (const sheet of [...document.styleSheets]) sheet.disabled = true")
    assert measuring.measure(page, "order") == before
    places = measuring.measure(page, "tops")
    assert isinstance(places, list)
    assert places == sorted(places)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_menu_of_a_phone_needs_no_script_and_no_mouse(chromium: Browser, address: str) -> None:
    still = chromium.new_context(java_script_enabled=False, viewport=PHONE, base_url=address)  # type: ignore[arg-type]
    page = still.new_page()
    page.goto("/d/one_too/result")
    link = page.get_by_role("link", name="Plan", exact=True)
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    link.click()
    expect(page).to_have_url(page.url.replace("/result", "/plan"))
    still.close()


def press_to(page: Page, *words: str) -> None:
    """Tab until the element that says one of these."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        named = str(measuring.measure(page, "nameOfFocused"))
        if named.startswith(words):
            return
    raise AssertionError(f"the keyboard never reaches {words}")


def enter(page: Page) -> None:
    """The Enter key, and the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_the_first_page_to_the_result_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    press_to(page, "Commencer le diagnostic")
    enter(page)
    for label, typed in (("Nom de l’entreprise", "Mécanique Durand"), ("Effectif", "42"), ("Région", "Auv")):
        press_to(page, label)
        page.keyboard.type(typed)
    press_to(page, "Diagnostic complet", "Repérage")
    page.keyboard.press("Space")
    if page.evaluate("document.activeElement.value") == "flash":
        page.keyboard.press("ArrowDown")
    press_to(page, "Commencer")
    enter(page)
    press_to(page, "Je l’ai gardé, continuer")
    enter(page)
    own = page.url.split("/d/")[1].partition("/")[0]
    through_the_menu(page, "Difficultés")
    press_to(page, "Chez vous")
    page.keyboard.press("Enter")
    press_to(page, "Non")
    page.keyboard.press("ArrowRight")
    press_to(page, "Enregistrer et passer aux questions")
    enter(page)
    expect(page).to_have_url(f"/d/{own}/questions")
    press_to(page, "Capacité numérique")
    enter(page)
    press_to(page, "0")
    page.keyboard.press("ArrowDown")
    browsing.saved(page)
    press_to(page, "Continuer")
    enter(page)
    through_the_menu(page, "Résultat")
    expect(page).to_have_url(f"/d/{own}/result")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def through_the_menu(page: Page, name: str) -> None:
    """From the top of the page, as after Ctrl+Home."""
    page.evaluate("() => { document.activeElement.blur(); getSelection().collapse(document.body, 0); }")
    press_to(page, "Menu")
    page.keyboard.press("Enter")
    press_to(page, name)
    enter(page)
