"""The second step: asked, not skipped, used once; and what replaces it when the telephone is lost."""

import json
import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import text

from diagnostic.core.model.access import Position
from diagnostic.services.database import Database
from tests.web import leading, signing
from tests.web.acquaintances import Account, account, member, organisation, signed_in
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, values_of
from tests.web.signing import Clock, Telephone, is_signed_in, send_code, sign_in


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    signing.hash_cheaply(monkeypatch)


@pytest.fixture
def clock(app: Flask) -> Clock:
    return signing.clock_of(app)


@pytest.fixture
def anne(app: Flask, database: Database, clock: Clock) -> Account:
    return signing.with_password(app, database)


@pytest.fixture
def telephone(app: Flask, anne: Account, clock: Clock) -> Iterator[Telephone]:
    """Anne's, already related to her account, in another browser."""
    other = browser(app)
    sign_in(other)
    yield signing.set_up_telephone(other, clock)


def test_the_code_is_asked_after_the_password(
    client: LintingClient, telephone: Telephone, clock: Clock, database: Database
) -> None:
    assert sign_in(client).location == "/login/code"
    assert not is_signed_in(client)
    assert send_code(client, telephone.code(clock.now)).location == "/account"
    assert is_signed_in(client)
    act, details = signing.events(database)[-1]
    assert act == "session.opened" and json.loads(details) == {"via": "totp", "proven": True}


def test_one_comes_back_to_where_one_was(client: LintingClient, telephone: Telephone, clock: Clock) -> None:
    asked = sign_in(client, address="/login?next=/d/one_too/plan")
    assert send_code(client, telephone.code(clock.now), str(asked.location)).location == "/d/one_too/plan"


@pytest.mark.parametrize(
    "address",
    [
        "/account",
        "/account/sessions",
        "/account/password",
        "/account/authenticator",
        "/account/authenticator?step=code",
        "/account/passkeys",
        "/account/recovery-codes",
        "/account/proof",
        "/verify",
        "/verify/passkey",
    ],
)
def test_the_password_alone_opens_nothing(client: LintingClient, telephone: Telephone, address: str) -> None:
    """Half-way through signing in, every page of the account is as closed as before, and so are its forms."""
    sign_in(client)
    assert str(client.get(address).location).startswith("/login")
    refused = client.post(address, data={"csrf_token": leading.token(client), "action": "start"})
    assert refused.status_code in (401, 405)


def test_a_link_by_e_mail_asks_for_it_too(
    client: LintingClient, telephone: Telephone, clock: Clock, letters: list[EmailMessage]
) -> None:
    leading.send(client, "/login/link", {"email": "anne@durand.fr"})
    found = re.search(r"\b\d{4} ?\d{4}\b", letters[-1].get_content().replace("\u202f", " ").replace("\xa0", " "))
    assert found
    assert leading.send(client, "/login/sent", {"code": found[0]}).location == "/login/code"
    assert not is_signed_in(client)
    send_code(client, telephone.code(clock.now))
    assert is_signed_in(client)


def test_turning_the_code_off_half_way_does_nothing(
    client: LintingClient, telephone: Telephone, anne: Account, database: Database
) -> None:
    sign_in(client)
    client.post("/account/authenticator", data={"csrf_token": leading.token(client), "action": "off"})
    assert signing.row(database, anne).tf_totp_secret


def test_a_first_proof_is_forgotten_after_ten_minutes(
    client: LintingClient, telephone: Telephone, clock: Clock
) -> None:
    sign_in(client)
    clock.wait(minutes=11)
    assert client.get("/login/code").location == "/login"
    sent = client.post("/login/code", data={"csrf_token": leading.token(client), "code": telephone.code(clock.now)})
    assert sent.location == "/login"
    assert not is_signed_in(client)


def test_a_code_works_once(app: Flask, client: LintingClient, telephone: Telephone, clock: Clock) -> None:
    """Whoever looks over a shoulder cannot use it again, nor the one before."""
    seen = telephone.code(clock.now)
    sign_in(client)
    send_code(client, seen)
    thief = browser(app)
    sign_in(thief)
    assert send_code(thief, seen).status_code == 422
    clock.wait(seconds=30)
    assert send_code(thief, seen).status_code == 422
    assert not is_signed_in(thief)
    assert send_code(thief, telephone.code(clock.now)).status_code == 303


@pytest.mark.parametrize(("late", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (90, 422)])
def test_a_clock_may_be_half_a_minute_wrong(
    client: LintingClient, telephone: Telephone, clock: Clock, late: int, status: int
) -> None:
    clock.wait(minutes=5)
    code = telephone.code(clock.now)
    clock.wait(seconds=late)
    sign_in(client)
    assert send_code(client, code).status_code == status


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "1234567", "٠١٢٣٤٥", "-12345", "9" * 5000, "000 000"])
def test_what_is_no_code_is_refused_kindly(client: LintingClient, telephone: Telephone, typed: str) -> None:
    sign_in(client)
    assert send_code(client, typed).status_code == 422
    assert "Code à six chiffres" in client.page.html


def test_codes_are_not_guessed(client: LintingClient, telephone: Telephone, clock: Clock) -> None:
    """Five tries, then a wait, even for the right one, even after signing in again."""
    sign_in(client)
    for _ in range(5):
        assert send_code(client, "000000").status_code == 422
    assert send_code(client, telephone.code(clock.now)).status_code == 422
    assert "Trop d’essais de suite. Attendez 1 minute" in client.page.html
    sign_in(client)
    assert send_code(client, telephone.code(clock.now)).status_code == 422
    clock.wait(minutes=1)
    assert send_code(client, telephone.code(clock.now)).status_code == 303


def test_a_wrong_code_while_setting_up_keeps_the_drawing(client: LintingClient, anne: Account, clock: Clock) -> None:
    sign_in(client)
    leading.send(client, "/account/authenticator", {"action": "start"})
    client.get("/account/authenticator?step=code")
    drawing = client.page.one("img").get("src")
    answer = client.post("/account/authenticator?step=code", data={**values_of(client.page), "code": "000000"})
    assert answer.status_code == 422
    assert client.page.one("img").get("src") == drawing
    assert str(drawing).startswith("data:image/svg+xml;base64,")


def test_nothing_is_asked_until_a_first_code_was_right(
    app: Flask, client: LintingClient, anne: Account, clock: Clock
) -> None:
    sign_in(client)
    leading.send(client, "/account/authenticator", {"action": "start"})
    assert sign_in(browser(app)).location == "/account"


def test_secrets_are_not_readable_in_the_database(
    client: LintingClient, telephone: Telephone, clock: Clock, database: Database
) -> None:
    sign_in(client)
    send_code(client, telephone.code(clock.now))
    codes = new_codes(client)
    with database.session(writes=False) as session:
        kept = str([session.execute(text(f"SELECT * FROM {name}")).fetchall() for name in ("users", "sessions")])
    assert telephone.key.replace("-", "") not in kept.replace("-", "")
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


# Recovery codes


def new_codes(client: LintingClient) -> list[str]:
    client.get("/account/recovery-codes")
    client.post("/account/recovery-codes", data=values_of(client.page))
    return ["".join(line.itertext()) for line in next(iter(client.page.all("ol"))).iter("li")]


@pytest.fixture
def codes(app: Flask, telephone: Telephone, clock: Clock) -> list[str]:
    other = browser(app)
    sign_in(other)
    send_code(other, telephone.code(clock.now))
    clock.wait(minutes=1)
    return new_codes(other)


def send_recovery(client: LintingClient, code: str) -> int:
    return send_code(client, code, "/login/recovery").status_code


def test_a_recovery_code_replaces_the_telephone_once(app: Flask, client: LintingClient, codes: list[str]) -> None:
    assert len(set(codes)) == 8
    sign_in(client)
    assert send_recovery(client, codes[3]) == 302
    assert is_signed_in(client)
    again = browser(app)
    sign_in(again)
    assert send_recovery(again, codes[3]) == 422
    assert "ou il a déjà servi" in again.page.html
    assert send_recovery(again, codes[0]) == 302
    again.get("/account/recovery-codes")
    assert "Il vous en reste 6." in again.page.html
    assert not any(code in again.page.html for code in codes), "shown once"


def test_a_recovery_code_is_read_as_it_was_noted(client: LintingClient, codes: list[str]) -> None:
    sign_in(client)
    noted = codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert send_recovery(client, f" {noted} ") == 302


def test_new_recovery_codes_end_the_old_ones(app: Flask, client: LintingClient, codes: list[str]) -> None:
    sign_in(client)
    send_recovery(client, codes[0])
    fresh = new_codes(client)
    other = browser(app)
    sign_in(other)
    assert send_recovery(other, codes[1]) == 422
    assert send_recovery(other, fresh[1]) == 302


def test_recovery_codes_are_not_guessed(client: LintingClient, codes: list[str], clock: Clock) -> None:
    sign_in(client)
    for _ in range(5):
        assert send_recovery(client, "0000-0000-0000-0000-0000-0000") == 422
    assert send_recovery(client, codes[0]) == 422
    clock.wait(minutes=1)
    assert send_recovery(client, codes[0]) == 302


def test_a_recovery_code_needs_the_password_first(client: LintingClient, codes: list[str]) -> None:
    assert client.get("/login/recovery").location == "/login"


# Whose role asks for it


@pytest.fixture
def adviser(anne: Account, database: Database) -> str:
    """Anne advises; the address of her organisation."""
    chamber = organisation(database, "CCI du Jura")
    member(database, anne, chamber, Position.ADVISER)
    return f"/o/{chamber}/"


def test_an_adviser_sets_one_up_before_any_page_opens(client: LintingClient, adviser: str, clock: Clock) -> None:
    assert sign_in(client).location == "/account"
    assert client.get(adviser).location == "/account/proof"
    client.get("/account/proof")
    assert client.page.h1 == "Protégez votre connexion"
    before = client.get_cookie("palier")
    signing.set_up_telephone(client, clock)
    assert before and client.get_cookie("palier") != before
    assert client.get(adviser, follow_redirects=True).status_code == 200
    assert client.page.h1 != "Protégez votre connexion"


def test_an_adviser_shows_it_each_time(client: LintingClient, adviser: str, telephone: Telephone, clock: Clock) -> None:
    sign_in(client)
    assert client.get(adviser).status_code == 404, "half-way, the organisation does not exist"
    send_code(client, telephone.code(clock.now))
    assert client.get(adviser, follow_redirects=True).status_code == 200
    assert client.page.h1 != "Protégez votre connexion"


def test_an_adviser_cannot_take_it_away(
    client: LintingClient, adviser: str, telephone: Telephone, clock: Clock, anne: Account, database: Database
) -> None:
    sign_in(client)
    send_code(client, telephone.code(clock.now))
    leading.send(client, "/account/authenticator", {"action": "off"})
    assert signing.row(database, anne).tf_totp_secret


def test_a_leader_may_take_it_away_and_other_sessions_close(
    app: Flask, client: LintingClient, telephone: Telephone, clock: Clock, anne: Account, database: Database
) -> None:
    other = browser(app)
    for reader in (client, other):
        sign_in(reader)
        send_code(reader, telephone.code(clock.now))
        clock.wait(minutes=1)
    new_codes(client)
    leading.send(client, "/account/authenticator", {"action": "off"})
    assert is_signed_in(client) and not is_signed_in(other)
    found = signing.row(database, anne)
    assert (found.tf_totp_secret, found.mf_recovery_codes) == (None, None)
    assert sign_in(browser(app)).location == "/account"


def test_a_session_that_has_not_shown_it_cannot_add_another(
    app: Flask, anne: Account, database: Database, telephone: Telephone, clock: Clock
) -> None:
    """A session opened before, elsewhere, with the password alone."""
    client = signed_in(app, database, anne, proven=False)
    for address in ("/account/password", "/account/authenticator", "/account/passkeys", "/account/recovery-codes"):
        assert client.get(address).location == "/account/proof"
    client.get("/account/proof")
    assert client.page.h1 == "Montrez que c’est bien vous"
    assert client.post("/account/proof", data=values_of(client.page)).location == "/login/code"
    assert not is_signed_in(client)
    assert send_code(client, telephone.code(clock.now)).location == "/account"
    assert client.get("/account/password").status_code == 200


def test_somebody_elses_state_changes_nothing(app: Flask, database: Database, anne: Account, clock: Clock) -> None:
    """The secret of one browser is not confirmed in another."""
    client, thief = browser(app), signed_in(app, database, account(database, "luc@martin.fr"))
    sign_in(client)
    leading.send(thief, "/account/authenticator", {"action": "start"})
    token = leading.token(client)
    answer = client.post("/account/authenticator", data={"csrf_token": token, "action": "code", "code": "000000"})
    assert answer.status_code == 303, "there was nothing to confirm: it starts"
    assert signing.row(database, anne).tf_totp_secret is None
