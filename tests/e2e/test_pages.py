"""Every page on a phone and on a desk: nothing that axe finds, nothing that scrolls sideways, targets for a thumb."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e import browsing
from tests.e2e.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

TARGETS = (
    "button, select, summary, .btn, nav a, input[type=text], input[type=search], "
    ".segment label, .choice label, .nuance label, .rung label, .lines > li > a"
)
SMALL_TARGETS = """(targets) => [...document.querySelectorAll(targets)]
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
  .map(([one]) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`)"""


def check(page: Page) -> None:
    """The page as it stands, at both widths, dark on the phone."""
    for size, scheme in ((PHONE, "dark"), (DESK, "light")):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        wrong = Axe().run(page).response["violations"]
        assert not wrong, [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in wrong]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], "the page scrolls sideways"
        assert not page.evaluate(SMALL_TARGETS, TARGETS)


OPEN = (
    "/", "/start", "/agreements?q=bois", "/resume", "/resume/some-token", "/nowhere",
    "/aides", "/aides/toutes", "/aides/toutes?q=fne", "/aides/opco/opco2i",
)  # fmt: skip
EXAMPLE = (
    "",
    "company",
    "entry",
    "questions",
    "questions/digital_capability",
    "questions/willingness_to_change",
    "plan",
)


@pytest.mark.parametrize("path", OPEN)
def test_pages_for_anyone(page: Page, path: str) -> None:
    page.goto(path)
    check(page)


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLE)
def test_pages_of_an_example(page: Page, path: str) -> None:
    page.goto(f"/d/one_too/{path}")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    check(page)


def with_mistakes(page: Page) -> None:
    page.goto("/start")
    page.get_by_role("button", name="Commencer").click()


def with_its_link(page: Page) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/link")
    check(page)
    page.get_by_role("button", name="Créer un nouveau lien").click()


def with_problems(page: Page) -> None:
    browsing.start(page)
    page.locator("summary", has_text="Chez vous").click()
    page.get_by_role("radiogroup", name="Nous livrons en retard").get_by_role("radio", name="Fortement").check()


def with_answers(page: Page) -> None:
    own = browsing.start(page, form="Diagnostic complet")
    page.goto(f"{own}/questions/digital_capability")
    browsing.answer(page, "digital_skills", "2")
    browsing.answer(page, "sensor_data_acquisition", "1", "production")
    browsing.saved(page)


def without_answers(page: Page) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/result")


@pytest.mark.slow
@pytest.mark.parametrize("opened", [with_mistakes, with_its_link, with_problems, with_answers, without_answers])
def test_pages_in_use(page: Page, opened: Callable[[Page], None]) -> None:
    opened(page)
    check(page)
