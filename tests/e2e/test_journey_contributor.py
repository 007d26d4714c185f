"""An operator aims a phone at the code on the leader's screen, answers, is thanked, comes back; the link closes."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.web.qr_code import QUIET
from tests.e2e import browsing
from tests.e2e.travelling import World, check, world

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIGHT = 128


@pytest.fixture
def here(chromium: Browser, content: Content, database: Database) -> Iterator[World]:
    with world(chromium, content, database) as made:
        yield made


def modules_seen(code: Locator, size: int) -> list[list[bool]]:
    """What a camera sees of a QR code: the middle of each module on the screen, dark or not."""
    photo = Image.open(BytesIO(code.screenshot())).convert("L")
    wide, high = photo.width / size, photo.height / size
    middles = range(size)
    return [[_is_dark(photo, (x + 0.5) * wide, (y + 0.5) * high) for x in middles] for y in middles]


def _is_dark(photo: Image.Image, x: float, y: float) -> bool:
    shade = photo.getpixel((int(x), int(y)))
    assert isinstance(shade, int)
    return shade < LIGHT


def modules_of(text: str) -> list[list[bool]]:
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=QUIET)
    made.add_data(text)
    return [[bool(module) for module in row] for row in made.get_matrix()]


def invite(leader: Page, own: str) -> str:
    """One operator's own link, shown as a code to aim at; what the code holds is the link beside it."""
    leader.goto(f"{own}/respondents")
    leader.get_by_role("radio", name=re.compile("^Atelier")).check()
    leader.get_by_label("Prénom ou poste").fill("Samia, montage")
    leader.get_by_role("button", name="Créer son lien").click()
    link = leader.get_by_label("Lien à transmettre").input_value()
    wanted = modules_of(link)
    for scheme in ("light", "dark"):
        leader.emulate_media(color_scheme=scheme)
        code = leader.get_by_role("img", name="Code QR")
        assert modules_seen(code, len(wanted)) == wanted, scheme
        check(leader)
    return link


def answer_everything(phone: Page) -> int:
    """Page after page until the last; how many questions were answered."""
    answered = 0
    while True:
        for cell in phone.locator("[data-cell]").all():
            cell.locator("input[type=radio][value='2']").check(force=True)
            answered += 1
        browsing.saved(phone)
        on = phone.get_by_role("button", name=re.compile("^(Continuer|Terminer)$"))
        last, page = on.inner_text() == "Terminer", phone.url
        on.click()
        expect(phone).not_to_have_url(page)
        if last:
            return answered


def test_an_operator_answers_by_the_code_on_the_screen(here: World) -> None:
    leader = here.desk()
    own = browsing.start(leader, form="Diagnostic complet")
    link = invite(leader, own)

    phone = here.phone()
    phone.goto(link)
    check(phone)
    phone.get_by_role("button", name="Commencer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("On vous demande votre avis.")
    phone.get_by_role("button", name="Production").click()
    check(phone)
    phone.get_by_role("link", name="Commencer").click()
    check(phone)
    answered = answer_everything(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Merci. Vous avez répondu à tout.")
    check(phone)

    here.clock.wait(days=3)
    later = here.phone()
    later.goto(link)
    later.get_by_role("button", name=re.compile("Commencer|Continuer|Reprendre")).click()
    expect(later.get_by_role("heading", level=1)).to_have_text("Merci. Vous avez répondu à tout.")
    later.locator("ol.parts a").first.click()
    expect(later.locator("input[type=radio]:checked").first).to_have_value("2")
    refused = later.goto(f"{own}/result")
    assert refused and refused.status == 404, "their own answers, nothing else"
    later.goto(f"{own}/contribute")

    leader.goto(f"{own}/respondents")
    expect(leader.get_by_text(f"{answered} réponses sur {answered}")).to_be_visible()
    leader.get_by_text("Fermer son lien").click()
    leader.get_by_role("button", name="Oui, fermer ce lien").click()
    expect(leader.get_by_text("Lien fermé")).to_be_visible()
    closed = later.reload()
    assert closed and closed.status == 404
    gone = here.phone().goto(link)
    assert gone and gone.status == 410
    leader.goto(f"{own}/views")
    expect(leader.get_by_text("Atelier")).to_have_count(0)
