"""What is measured of a page as it stands in Chromium, under the production's content policy."""

from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import DESK, PHONE

MEASURES = Path(__file__).with_name("measures.js").read_text(encoding="utf-8").partition("\n")[2]
TOUCH = 43.5  # 44 px, less what rounding takes
SCHEMES = ("light", "dark")


def measure(page: Page, name: str, given: object = None) -> object:
    """What that function of measures.js finds."""
    return page.evaluate(f"(given) => ({MEASURES.strip()}).{name}(given)", given)


def broken_rules(page: Page) -> list[str]:
    """What axe finds: the rule and the elements."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found]


def small_targets(page: Page) -> list[str]:
    return list(measure(page, "smallTargets", TOUCH))  # type: ignore[call-overload]


def wrong_with(page: Page) -> Iterator[str]:
    """On a phone and on a desk, in the light and in the dark."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if measure(page, "scrollsSideways"):
            yield f"{size['width']}: scrolls sideways"
        yield from (f"{size['width']}: small {target}" for target in small_targets(page))
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            yield from (f"{size['width']} {scheme}: {rule}" for rule in broken_rules(page))
