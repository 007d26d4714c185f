"""The pages of organisations and of handing over, on a phone and on a desk; printed, the link stands alone."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.services.database import Database
from tests.e2e import browsing
from tests.e2e.test_pages import check
from tests.web import acquaintances as known

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ("Ana Martin de la Tour d’Auvergne-Rhône-Alpes", "שרה כהן 🛠️")


@dataclass(frozen=True)
class Place:
    organisation: str
    platform: known.Account
    chief: known.Account
    analyst: known.Account


@pytest.fixture(scope="module")
def place(database: Database) -> Place:
    """A region with an administrator who also advises, another adviser, an analyst; and who runs the platform."""
    here = known.organisation(database, "Région Auvergne-Rhône-Alpes", OrganisationKind.REGION)
    accounts = [known.account(database, f"{name}@region.fr", name) for name in (*"ab", "analyst")]
    held = (Position.ADMINISTRATOR, Position.ADVISER, Position.ANALYST)
    for account, position in zip(accounts, held, strict=True):
        known.member(database, account, here, position)
    known.member(database, accounts[0], here, Position.ADVISER)
    return Place(here, known.account(database, "root@palier.fr", platform_admin=True), accounts[0], accounts[2])


@pytest.fixture
def enter(context: BrowserContext, address: str, database: Database) -> Callable[[known.Account], None]:
    """Signs this browser in."""

    def sign_in(account: known.Account) -> None:
        with database.session() as session:
            values = known.session_values(session, account, proven=True, now=known.NOW)
        cookie = {"name": known.COOKIE, "value": known.cookie_of(database, values), "url": address}
        context.add_cookies([cookie])  # type: ignore[list-item]

    return sign_in


def prepare(page: Page, organisation: str, name: str) -> str:
    """The beginning of the addresses of a diagnostic that this browser's adviser prepares."""
    page.goto(f"/o/{organisation}/prepare")
    browsing.fill_card(page, name)
    page.get_by_role("button", name="Commencer").click()
    return page.url.removesuffix("/entry")


def test_the_pages_of_the_platform(page: Page, place: Place, enter: Callable[[known.Account], None]) -> None:
    enter(place.platform)
    for path in ("/admin/organisations", f"/admin/organisations/{place.organisation}"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        check(page)
    page.goto("/admin/organisations")
    page.get_by_role("button", name="Ouvrir l’organisation").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)


def test_the_pages_of_an_organisation(
    page: Page, place: Place, enter: Callable[[known.Account], None], database: Database
) -> None:
    enter(place.chief)
    own = prepare(page, place.organisation, NAMES[1])
    leaver = known.account(database, "parti@region.fr", NAMES[0])
    left = known.access(database, own.split("/")[-1], Role.ADVISER, leaver, place.organisation)
    start = f"/o/{place.organisation}"
    lists = ("companies", "companies?who=everybody", "companies?q=rien", "activity")
    paths = (*lists, "members", f"members/{place.analyst.id}", "prepare", f"companies/{left}/reassign")
    for path in paths:
        page.goto(f"{start}/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        check(page)
    page.goto(f"{start}/members")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)
    enter(place.analyst)
    page.goto(f"{start}/")
    check(page)


def test_a_file_is_handed_over_from_a_phone_and_its_link_printed(
    page: Page, place: Place, enter: Callable[[known.Account], None], context: BrowserContext
) -> None:
    enter(place.chief)
    own = prepare(page, place.organisation, "Forge du Forez")
    page.goto(f"{own}/hand")
    check(page)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Créer le lien").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vous avez remis ce diagnostic")
    link = page.get_by_label("Lien à usage unique").input_value()
    page.locator("summary", has_text="Remettre autrement").click()
    check(page)
    page.emulate_media(media="print")
    expect(page.get_by_text(link)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.emulate_media(media="screen")
    context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Accepter").click()
    expect(page.get_by_label("Votre lien privé")).to_be_visible()
    enter(place.chief)
    page.goto(f"{own}/hand")
    expect(page.get_by_role("heading", level=1)).to_contain_text("entre les mains du dirigeant")
    check(page)
    page.get_by_role("button", name="Reprendre la main").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vous écrivez")
    check(page)
