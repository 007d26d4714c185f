"""The leader's quarter of an hour on a small telephone: by keyboard, when the network drops, back and forth."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route, expect

from diagnostic.services import advising
from diagnostic.services.planning import Solving

pytestmark = pytest.mark.browser
SMALL = {"width": 360, "height": 640}
COUNT = 20


@pytest.fixture(autouse=True)
def no_plan_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan's own tests look for one."""
    monkeypatch.setattr(advising.PLANS, "wait", lambda *_, **__: Solving(None, proving=True))


@pytest.fixture
def phone(page: Page) -> Iterator[Page]:
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    yield page


def begin(page: Page) -> str:
    """From the first page to the difficulties; the beginning of the addresses."""
    page.goto("/")
    page.get_by_role("link", name="Commencer le diagnostic").click()
    page.get_by_label("Nom de l’entreprise").fill("Mécanique Durand")
    page.get_by_label("Effectif").fill("30")
    page.get_by_label("Région").select_option(label="Auvergne-Rhône-Alpes")
    page.get_by_role("button", name="Commencer", exact=True).click()
    page.get_by_role("button", name="Je l’ai gardé, continuer").click()
    expect(page).to_have_url(re.compile("/flash/difficulties$"))
    return "/d/" + page.url.split("/d/")[1].partition("/")[0]


def choose(page: Page, rung: int) -> None:
    page.locator(f"[type=radio][value='{rung}']").check(force=True)


def go_on(page: Page, name: str = "Continuer") -> None:
    page.get_by_role("button", name=name).click()


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


@pytest.mark.slow
def test_from_the_first_page_to_the_document(phone: Page) -> None:
    own = begin(phone)
    phone.get_by_label("Nous livrons en retard").check()
    go_on(phone)
    for number in range(1, COUNT + 1):
        expect(phone).to_have_title(f"Question {number} sur 20 – Palier")
        choose(phone, 1)
        go_on(phone, "Continuer" if number < COUNT else "Voir mon repère")
    expect(phone).to_have_url(f"{own}/bearing")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Premier repère\u00a0: stade 1 sur 6.")
    first = phone.locator(".step h3").first.bounding_box()
    assert first and first["y"] + first["height"] <= SMALL["height"], "the first step stands on the first screen"
    assert violations(phone) == []
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Télécharger mon repère").click()
    assert download.value.suggested_filename == "palier-reperage-mecanique-durand.pdf"


def test_when_the_network_drops_the_answer_waits_and_says_so(phone: Page, context: BrowserContext) -> None:
    own = begin(phone)
    phone.goto(f"{own}/flash/1")
    choose(phone, 2)
    context.set_offline(True)
    go_on(phone)
    expect(phone.locator("[data-status]")).to_contain_text("Pas de réseau")
    expect(phone).to_have_url(f"{own}/flash/1")
    context.set_offline(False)
    expect(phone).to_have_url(f"{own}/flash/2")
    phone.get_by_role("button", name="Revenir").click()
    expect(phone.locator("[type=radio]:checked")).to_have_value("2")


@pytest.mark.slow
def test_a_server_that_fails_is_asked_again(phone: Page) -> None:
    own = begin(phone)
    phone.goto(f"{own}/flash/1")
    failed: list[str] = []

    def fail_once(route: Route) -> None:
        if route.request.method == "POST" and not failed:
            failed.append(route.request.url)
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    phone.route("**/flash/1", fail_once)
    choose(phone, 1)
    go_on(phone)
    expect(phone).to_have_url(f"{own}/flash/2")
    assert failed


@pytest.mark.slow
def test_a_session_that_ended_shows_how_to_come_back(phone: Page, context: BrowserContext) -> None:
    own = begin(phone)
    phone.goto(f"{own}/flash/1")
    choose(phone, 1)
    context.clear_cookies()
    go_on(phone)
    expect(phone).to_have_url(f"{own}/flash/1")
    expect(phone.locator("form[data-flash]")).to_have_count(0)
    phone.wait_for_load_state()
    assert violations(phone) == []


@pytest.mark.slow
def test_the_back_button_shows_what_is_stored_and_sends_nothing(phone: Page) -> None:
    own = begin(phone)
    phone.goto(f"{own}/flash/1")
    for number, rung in ((2, 3), (3, 2)):
        choose(phone, rung)
        go_on(phone)
        expect(phone).to_have_url(f"{own}/flash/{number}")
    posts: list[str] = []
    phone.on("request", lambda one: posts.append(one.url) if one.method == "POST" else None)
    phone.go_back()
    expect(phone).to_have_url(f"{own}/flash/2")
    expect(phone.locator("[type=radio]:checked")).to_have_value("2")
    phone.go_back()
    expect(phone.locator("[type=radio]:checked")).to_have_value("3")
    assert not posts


@pytest.mark.slow
def test_by_keyboard_alone(phone: Page) -> None:
    own = begin(phone)
    phone.goto(f"{own}/flash/1")
    for number in range(1, 4):
        expect(phone).to_have_title(f"Question {number} sur 20 – Palier")
        phone.locator(".skip").focus()
        phone.keyboard.press("Enter")
        while phone.evaluate("document.activeElement.type") != "radio":
            phone.keyboard.press("Tab")
        phone.keyboard.press("Space")
        phone.keyboard.press("ArrowDown")
        expect(phone.locator("[type=radio]:checked")).to_have_value("1")
        seen = phone.evaluate(
            "(r => r.top >= 0 && r.bottom <= document.querySelector('.flash-foot').getBoundingClientRect().top)"
            "(document.activeElement.nextElementSibling.firstElementChild.getBoundingClientRect())"
        )
        assert seen, "the foot hides nothing that has the focus"
        phone.keyboard.press("Enter")
    expect(phone).to_have_url(f"{own}/flash/4")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(phone: Page, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    own = begin(phone)
    for place in ("flash/difficulties", "flash/1", "flash/13", "bearing", "company"):
        phone.goto(f"{own}/{place}")
        assert violations(phone) == [], place
        assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth"), place
    sizes = phone.evaluate(
        "[...document.querySelectorAll('main .btn, main summary')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 44
