"""An administrator invites a colleague, who proves who she is, loses her telephone, leaves, and is invited again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from diagnostic.core.model.access import OrganisationKind, Position
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.e2e import browsing
from tests.e2e.travelling import World, check, world
from tests.web import acquaintances as known
from tests.web.mailbox import code_of, link_of
from tests.web.signing import Telephone

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ANA = "ana@rhone.fr"


@pytest.fixture
def here(chromium: Browser, content: Content, database: Database) -> Iterator[World]:
    with world(chromium, content, database) as made:
        yield made


@pytest.fixture
def chamber(database: Database) -> str:
    return known.organisation(database, "CCI du Rhône", OrganisationKind.CHAMBER)


@pytest.fixture
def chief(here: World, database: Database, chamber: str) -> Page:
    """The computer of the chamber's administrator, who also advises."""
    account = known.account(database, "chef@rhone.fr", "Chef Rhône")
    for position in (Position.ADMINISTRATOR, Position.ADVISER):
        known.member(database, account, chamber, position)
    page = here.desk()
    here.enter(page, account)
    return page


def invite(chief: Page, here: World, chamber: str) -> str:
    """Ana is written to; the path of the link in her letter."""
    chief.goto(f"/o/{chamber}/members")
    chief.get_by_label("Adresse de courriel").fill(ANA)
    chief.get_by_label("Nom", exact=False).last.fill("Ana Martin")
    chief.get_by_role("radio", name="Conseiller").check()
    check(chief)
    sent = len(here.letters)
    chief.get_by_role("button", name="Envoyer l’invitation").click()
    expect(chief.get_by_role("heading", name="Invitations en attente")).to_be_visible()
    assert [letter["To"] for letter in here.letters[sent:]] == [ANA]
    return link_of(here.letters[-1])


def accept(ana: Page, link: str) -> None:
    ana.goto(link)
    check(ana)
    ana.get_by_role("button", name="Accepter").click()


def relate_telephone(ana: Page, here: World) -> Telephone:
    """From the drawing to a first right code."""
    telephone = Telephone(ana.locator(".key").inner_text())
    check(ana)
    ana.get_by_label("Code à six chiffres").fill(telephone.code(here.clock.now))
    ana.get_by_role("button", name="Vérifier le code").click()
    expect(ana).not_to_have_url(re.compile("/account/authenticator"))
    here.clock.wait(minutes=1)
    return telephone


def recovery_codes(ana: Page) -> list[str]:
    ana.goto("/account/recovery-codes")
    ana.get_by_role("button", name=re.compile("codes$")).click()
    expect(ana.locator("ol.codes li")).to_have_count(8)
    check(ana)
    return ana.locator("ol.codes li").all_inner_texts()


def sign_in_by_letter(ana: Page, here: World) -> None:
    """As far as the second step."""
    ana.goto("/login/link")
    ana.get_by_label("Votre adresse de courriel").fill(ANA)
    ana.get_by_role("button", name="Recevoir le lien et le code").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Ouvrez votre courrier")
    ana.get_by_label("Le code à huit chiffres").fill(code_of(here.letters[-1]))
    ana.get_by_role("button", name="Continuer").click()
    expect(ana).to_have_url(re.compile("/login/code"))


def prepare(ana: Page, chamber: str) -> str:
    ana.goto(f"/o/{chamber}/prepare")
    browsing.fill_card(ana, "Forge du Gier")
    ana.get_by_role("button", name="Commencer", exact=True).click()
    expect(ana).to_have_url(re.compile("/entry$"))
    return "/d/" + ana.url.split("/d/")[1].partition("/")[0]


def status(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer
    return answer.status


def join(ana: Page, chief: Page, here: World, chamber: str) -> list[str]:
    """By the letter, then a second step; her recovery codes."""
    accept(ana, invite(chief, here, chamber))
    expect(ana.get_by_role("heading", level=1)).to_have_text("Protégez votre connexion")
    check(ana)
    ana.get_by_role("link", name="Un code à six chiffres sur votre téléphone").click()
    ana.get_by_role("button", name="Mon application est installée").click()
    relate_telephone(ana, here)
    return recovery_codes(ana)


def work(ana: Page, chief: Page, chamber: str) -> str:
    """She opens a company, which the administrator does not; the beginning of its addresses."""
    own = prepare(ana, chamber)
    ana.goto(f"/o/{chamber}/companies")
    expect(ana.get_by_role("link", name="Forge du Gier").first).to_be_visible()
    check(ana)
    chief.goto(f"/o/{chamber}/members")
    expect(chief.get_by_role("listitem").filter(has_text="Ana Martin")).to_contain_text("prête")
    check(chief)
    assert status(chief, f"{own}/questions") == 404, "who runs the chamber opens no company"
    return own


def lose_the_telephone(new: Page, here: World, code: str) -> Telephone:
    """A recovery code opens the account, once; another telephone replaces the lost one."""
    sign_in_by_letter(new, here)
    check(new)
    new.get_by_role("link", name="Utilisez un code de secours").click()
    new.get_by_label("Code de secours").fill(code)
    check(new)
    new.get_by_role("button", name="Me connecter").click()
    expect(new).to_have_url(re.compile("/account"))
    new.goto("/account/authenticator")
    new.get_by_role("button", name="Changer de téléphone ou d’application").click()
    return relate_telephone(new, here)


def revoke(chief: Page, ana: Page, chamber: str, own: str) -> None:
    """At once, nothing of the chamber opens for her; her company goes to the administrator, who also advises."""
    chief.goto(f"/o/{chamber}/members")
    chief.get_by_role("link", name="Ana Martin").click()
    chief.get_by_text("Retirer cette personne de l’organisation").click()
    check(chief)
    chief.get_by_role("button", name="Retirer de l’organisation").click()
    for path in (f"/o/{chamber}/companies", f"{own}/questions"):
        assert status(ana, path) == 404, path
    chief.goto(f"/o/{chamber}/members")
    chief.get_by_role("link", name="Confier à quelqu’un").click()
    check(chief)
    chief.get_by_role("link", name="Changer de conseiller pour Forge du Gier").click()
    chief.get_by_role("radio", name="Chef Rhône").check()
    check(chief)
    chief.get_by_role("button", name=re.compile("^Confier")).click()
    expect(chief.get_by_text("Le dossier a changé de conseiller")).to_be_visible()
    assert status(chief, f"{own}/questions") == 200


def come_back(back: Page, here: World, link: str, telephone: Telephone) -> None:
    """The account and its second step are still hers."""
    sign_in_by_letter(back, here)
    back.get_by_label("Code à six chiffres").fill(telephone.code(here.clock.now))
    back.get_by_role("button", name="Me connecter").click()
    expect(back).to_have_url(re.compile("/account"))
    accept(back, link)


def test_a_colleague_is_invited_revoked_and_finds_her_way_back(here: World, chief: Page, chamber: str) -> None:
    ana, new, back = here.device(1280, 800), here.phone(), here.device(1280, 800)
    codes = join(ana, chief, here, chamber)
    own = work(ana, chief, chamber)
    telephone = lose_the_telephone(new, here, codes[0])
    assert status(new, f"{own}/questions") == 200
    revoke(chief, new, chamber, own)
    come_back(back, here, invite(chief, here, chamber), telephone)
    expect(back).to_have_url(re.compile(f"/o/{chamber}"))
    assert status(back, f"/o/{chamber}/companies") == 200
    assert status(back, f"{own}/questions") == 404, "another adviser has it now"
