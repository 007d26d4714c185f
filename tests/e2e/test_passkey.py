"""Passkeys in a real Chromium, with an authenticator that its debugging protocol plays; and a password shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.e2e.test_pages import check
from tests.web import served, signing
from tests.web.acquaintances import Account
from tests.web.signing import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def anne(content: Content, database: Database) -> Account:
    return signing.with_password(served.make_app(content, database), database)


@pytest.fixture
def base(address: str) -> str:
    """A passkey belongs to a name: 127.0.0.1 is none."""
    return address.replace("127.0.0.1", "localhost")


@dataclass(frozen=True)
class Device:
    """A telephone or a computer that holds passkeys."""

    protocol: CDPSession
    id: str

    def knows_its_holder(self, verified: bool) -> None:
        self.protocol.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": verified})


@pytest.fixture
def device(context: BrowserContext, page: Page) -> Iterator[Device]:
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    made = protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield Device(protocol, made["authenticatorId"])
    protocol.detach()


@pytest.fixture
def signed(page: Page, base: str, database: Database, anne: Account) -> Page:
    """Anne's telephone, signed in with her password, no passkey left from before."""
    change(database, "DELETE FROM passkeys")
    sign_in(page, base)
    return page


def change(database: Database, query: str) -> None:
    with database.session() as session:
        session.connection().exec_driver_sql(query)
        session.commit()


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/login")
    page.get_by_label("Adresse de courriel").fill("anne@durand.fr")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Me connecter").click()


def add_passkey(page: Page, base: str, name: str = "Téléphone d’Anne 🔧") -> None:
    page.goto(f"{base}/account/passkeys")
    page.get_by_label("Nom de la clé").fill(name)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("status")).to_contain_text("est enregistrée")


def sign_out(page: Page, base: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/account")
    expect(page).to_have_url(f"{base}/login?next=/account")


def test_a_passkey_is_made_then_signs_in_alone(signed: Page, base: str, device: Device, database: Database) -> None:
    add_passkey(signed, base)
    expect(signed.get_by_text("Téléphone d’Anne 🔧", exact=True)).to_be_visible()
    sign_out(signed, base)
    signed.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(signed).to_have_url(f"{base}/account")
    assert signing.events(database)[-1] == ("session.opened", '{"via": "passkey", "proven": true}')


def test_a_passkey_is_the_second_step_of_a_password(signed: Page, base: str, device: Device) -> None:
    add_passkey(signed, base)
    sign_out(signed, base)
    sign_in(signed, base)
    signed.goto(f"{base}/account")
    expect(signed.get_by_role("heading", level=1)).to_have_text("Se connecter")
    signed.goto(f"{base}/login/passkey?next=/d/one_too/plan")
    sign_in(signed, base)
    signed.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(signed).to_have_url(f"{base}/account")


def test_a_passkey_goes_on_with_something_serious(signed: Page, base: str, device: Device, database: Database) -> None:
    add_passkey(signed, base)
    signed.goto(f"{base}/verify?next=/account/password")
    signed.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(signed).to_have_url(f"{base}/account/password")


def test_a_passkey_may_be_deleted(signed: Page, base: str, device: Device, database: Database) -> None:
    add_passkey(signed, base)
    signed.get_by_role("button", name="Supprimer la clé").click()
    expect(signed.get_by_role("status")).to_contain_text("est supprimée")
    with database.session(writes=False) as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM passkeys").scalar() == 0


def test_a_device_that_does_not_know_its_holder_is_refused(signed: Page, base: str, device: Device) -> None:
    """Touching a key is not enough: the finger, the face or the code is asked."""
    add_passkey(signed, base)
    sign_out(signed, base)
    device.knows_its_holder(False)
    signed.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(signed.locator("[data-said]")).to_contain_text("Vous pouvez recommencer")
    expect(signed.get_by_role("button", name="Demander à l’appareil")).to_be_visible()
    signed.goto(f"{base}/account")
    expect(signed).to_have_url(f"{base}/login?next=/account")


def test_a_closed_account_is_not_opened_by_its_passkey(
    signed: Page, base: str, device: Device, database: Database
) -> None:
    add_passkey(signed, base)
    sign_out(signed, base)
    change(database, "UPDATE users SET active = 0")
    signed.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(signed.get_by_role("alert")).to_be_visible()
    change(database, "UPDATE users SET active = 1")
    signed.goto(f"{base}/account")
    expect(signed).to_have_url(f"{base}/login?next=/account")


def test_an_answer_serves_once(signed: Page, base: str, device: Device) -> None:
    """What the device answered, kept by somebody and sent again."""
    add_passkey(signed, base)
    sign_out(signed, base)
    sent: list[str] = []
    signed.on("request", lambda asked: sent.append(asked.post_data or "") if "/answer" in asked.url else None)
    signed.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(signed).to_have_url(f"{base}/account")
    kept = parse_qs(sent[0])["credential"][0]
    sign_out(signed, base)
    token = signed.locator("[name=csrf_token]").first.get_attribute("value") or ""
    headers = {"Referer": f"{base}/login"}
    form = {"credential": kept, "csrf_token": token}
    answer = signed.context.request.post(f"{base}/login/passkey/answer", form=form, headers=headers)
    assert "arrivée entière" in answer.text(), "it must be this answer that is refused, not the form"
    signed.goto(f"{base}/account")
    expect(signed).to_have_url(f"{base}/login?next=/account")


def test_a_password_may_be_read_while_it_is_typed(page: Page, base: str) -> None:
    page.goto(f"{base}/login")
    page.get_by_label("Mot de passe", exact=True).fill("cheval")
    page.get_by_role("button", name="Afficher").click()
    expect(page.get_by_label("Mot de passe", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Masquer").click()
    expect(page.get_by_label("Mot de passe", exact=True)).to_have_attribute("type", "password")


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/login", "/login/passkey", "/verify", "/account/password", "/account/authenticator", "/account/passkeys"]
)
def test_pages_of_the_account(signed: Page, base: str, path: str) -> None:
    if path.startswith("/login"):
        sign_out(signed, base)
    signed.goto(f"{base}{path}")
    check(signed)


@pytest.mark.slow
def test_pages_of_the_second_step(signed: Page, base: str, device: Device) -> None:
    signed.goto(f"{base}/account/authenticator")
    signed.get_by_role("button", name="Mon application est installée").click()
    check(signed)
    signed.get_by_role("button", name="Vérifier le code").click()
    check(signed)
    signed.goto(f"{base}/account/recovery-codes")
    signed.get_by_role("button", name="codes").click()
    check(signed)
    add_passkey(signed, base)
    check(signed)
    sign_out(signed, base)
    sign_in(signed, base)
    check(signed)
    signed.get_by_role("link", name="Utilisez un code de secours").click()
    check(signed)
