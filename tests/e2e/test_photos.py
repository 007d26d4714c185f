"""A photo taken on site leaves the phone small, waits where there is no network, and stands beside its question."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.e2e import browsing
from tests.e2e.test_pages import check
from tests.photographs import from_a_phone

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NATURAL = "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
FULL, UPRIGHT = [1600, 1200], [600, 800]


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """50 MB, as no phone sends it: more than the server takes."""
    file = tmp_path / "IMG_2031.jpg"
    written = io.BytesIO()
    Image.effect_noise((4000, 3000), 90).convert("RGB").save(written, "JPEG", quality=95)
    file.write_bytes(written.getvalue() + bytes(50_000_000 - len(written.getvalue())))
    return file


def test_a_heavy_photo_leaves_small_and_waits_for_the_network(page: Page, large: Path) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/proofs?item=digital_skills")
    sent: list[int] = []

    def count(route: Route) -> None:
        sent.append(len(route.request.post_data_buffer or b""))
        route.abort() if len(sent) == 1 else route.continue_()

    page.route(re.compile("/proofs$"), count)
    page.get_by_label("Ce que montre la photo").fill("Planning affiché")
    page.get_by_label("Photo", exact=True).set_input_files(large)
    page.get_by_role("button", name="Garder la photo").click()
    expect(page.get_by_text("Pas de réseau. La photo attend ici")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Une photo à l’appui des réponses.")
    assert len(sent) == 2 and max(sent) < 2_000_000
    image = page.get_by_role("img", name="Planning affiché")
    expect(image).to_be_visible()
    assert image.evaluate(NATURAL) == FULL
    check(page)


@pytest.mark.slow
def test_what_is_no_photo_is_told_on_the_page(page: Page, tmp_path: Path) -> None:
    own = browsing.start(page)
    page.goto(f"{own}/proofs?item=digital_skills")
    false = tmp_path / "photo.jpg"
    false.write_bytes(b"%PDF-1.7\n" + bytes(2000))
    page.get_by_label("Photo", exact=True).set_input_files(false)
    page.get_by_role("button", name="Garder la photo").click()
    expect(page.locator("[data-photo-status]")).to_contain_text("n’est pas une photo")
    true = tmp_path / "vraie.jpg"
    true.write_bytes(from_a_phone(turned=6))
    page.get_by_label("Photo", exact=True).set_input_files(true)
    page.get_by_role("button", name="Garder la photo").click()
    expect(page.get_by_text("La photo est gardée.")).to_be_visible()
    image = page.locator(".photos img")
    assert image.evaluate(NATURAL) == UPRIGHT
