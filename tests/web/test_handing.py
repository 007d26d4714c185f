"""A company's file passes from the adviser who prepared it to its leader, and back."""

import re
from email.message import EmailMessage

import pytest
from flask import Flask

from diagnostic.core.model.access import OPERATOR, Position, Role
from diagnostic.services import inviting
from diagnostic.services.database import Database
from diagnostic.store import accesses, audit
from tests.web import acquaintances as known
from tests.web.acquaintances import Account
from tests.web.leading import CARD, send, token
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.served import NOW

LEADER = "patron@forge.fr"


@pytest.fixture
def chamber(database: Database) -> str:
    return known.organisation(database, "CCI du Rhône")


@pytest.fixture
def ana(database: Database, chamber: str) -> Account:
    account = known.account(database, "ana@rhone.fr", "Ana")
    known.member(database, account, chamber, Position.ADVISER)
    return account


@pytest.fixture
def adviser(app: Flask, database: Database, ana: Account) -> LintingClient:
    return known.signed_in(app, database, ana)


@pytest.fixture
def file(adviser: LintingClient, chamber: str) -> str:
    """The beginning of the addresses of a diagnostic that Ana has prepared."""
    return str(send(adviser, f"/o/{chamber}/prepare", CARD).location).removesuffix("/entry")


@pytest.fixture
def led(file: str, database: Database, app: Flask) -> LintingClient:
    """The browser of its leader, who has an account."""
    account = known.account(database, LEADER)
    known.access(database, file.split("/")[2], Role.LEADER, account)
    return known.signed_in(app, database, account, proven=False)


def browser(app: Flask) -> LintingClient:
    client = app.test_client()
    assert isinstance(client, LintingClient)
    return client


def words(client: LintingClient) -> str:
    return text_of(client.page.one("main"))


def press(client: LintingClient, address: str, **fields: str) -> int:
    return client.post(address, data={"csrf_token": token(client), **fields}).status_code


def may_write(client: LintingClient, file: str) -> bool:
    """Whether that browser's card is kept."""
    client.get(f"{file}/company")
    card = {name: value for name, value in values_of(client.page).items() if name != "csrf_token"}
    return client.post(f"{file}/company", data={**CARD, **card, "csrf_token": token(client)}).status_code == 303


def by_letter(client: LintingClient, file: str, email: str = LEADER) -> int:
    return press(client, f"{file}/hand/over", way="email", email=email, person="Marc")


def link_in(text: str) -> str:
    found = re.search(r"http://[^/]+(/invitation/[^\s\"<]+)", text)
    assert found
    return found[1]


def accepted(client: LintingClient, link: str) -> str:
    """Opens that link and presses its button; where it leads."""
    client.get(link)
    return str(client.post("/invitation", data={**values_of(client.page), "action": "accept"}).location)


def acts(database: Database) -> list[str]:
    with database.session() as session:
        told = [event.act for event in audit.everything(session)]
    return [act for act in told if act not in ("diagnostic.read", "diagnostic.changed", "session.opened")]


def hand(database: Database, file: str) -> tuple[str, bool]:
    """Whose hands, and whether a leader has come in."""
    with database.session() as session:
        found = accesses.file_of(session, file.split("/")[2])
    assert found is not None
    return found.hand, found.handed


def test_a_prepared_file_is_handed_over_by_letter(
    adviser: LintingClient, file: str, app: Flask, database: Database, letters: list[EmailMessage]
) -> None:
    adviser.get(f"{file}/hand")
    assert adviser.page.h1 == "Ce diagnostic est entre vos mains."
    assert by_letter(adviser, file) == 303
    assert hand(database, file) == ("leader", False)
    assert not may_write(adviser, file)
    adviser.get(f"{file}/hand")
    assert "ne l’a pas encore ouvert" in adviser.page.h1 and LEADER in words(adviser)
    (letter,) = letters
    assert letter["To"] == LEADER and str(CARD["name"]) not in letter["Subject"]
    leader = browser(app)
    assert accepted(leader, link_in(letter.get_content())).endswith(f"{file}/")
    assert may_write(leader, file)
    assert hand(database, file) == ("leader", True)
    assert adviser.get(f"{file}/hand").status_code == 200
    assert "entre les mains du dirigeant" in adviser.page.h1


def test_a_second_click_sends_no_second_letter(
    adviser: LintingClient, file: str, database: Database, letters: list[EmailMessage]
) -> None:
    assert [by_letter(adviser, file) for _ in range(2)] == [303, 303]
    assert len(letters) == 1
    assert acts(database)[-2:] == ["invitation.made", "diagnostic.handed_over"]


def test_one_leader_is_awaited_at_a_time(
    adviser: LintingClient, file: str, app: Flask, database: Database, letters: list[EmailMessage]
) -> None:
    by_letter(adviser, file, "erreur@forge.fr")
    by_letter(adviser, file)
    first, second = (link_in(letter.get_content()) for letter in letters)
    assert browser(app).get(first).status_code == 410
    assert browser(app).get(second).status_code == 200
    assert "invitation.revoked" in acts(database), "the leader's journal tells what became of the first"


def test_a_link_given_in_person_makes_the_leader_of_whoever_first_opens_it(
    adviser: LintingClient, file: str, app: Flask, database: Database
) -> None:
    assert press(adviser, f"{file}/hand/over", way="code") == 303
    adviser.get(f"{file}/hand")
    link = link_in(adviser.page.html)
    leader, late = browser(app), browser(app)
    assert accepted(leader, link) == f"{file}/link"
    assert may_write(leader, file)
    assert late.get(link).status_code == 410
    assert hand(database, file) == ("leader", True)
    adviser.get(f"{file}/hand")
    assert "/invitation/" not in "".join(str(one.get("value")) for one in adviser.page.all("input"))


def test_the_code_alone_does_as_well_as_the_link(adviser: LintingClient, file: str, app: Flask) -> None:
    press(adviser, f"{file}/hand/over", way="code")
    adviser.get(f"{file}/hand")
    code = next(text_of(one) for one in adviser.page.all("p") if one.get("class") == "code")
    leader = browser(app)
    sent = {"csrf_token": token(leader), "link": f" {code.lower()} ", "action": "accept"}
    assert leader.post("/invitation", data=sent).location == f"{file}/link"


def test_a_link_given_in_person_is_shown_to_no_other_browser(
    adviser: LintingClient, file: str, app: Flask, database: Database, ana: Account
) -> None:
    press(adviser, f"{file}/hand/over", way="code")
    elsewhere = known.signed_in(app, database, ana)
    elsewhere.get(f"{file}/hand")
    assert not elsewhere.page.field("hand-link") and "http://" not in words(elsewhere)
    assert "Un lien remis en main propre" in words(elsewhere)


def test_an_offer_is_taken_back_before_it_is_used(
    adviser: LintingClient, file: str, app: Flask, letters: list[EmailMessage]
) -> None:
    by_letter(adviser, file)
    adviser.get(f"{file}/hand")
    (action,) = [str(form.get("action")) for form in adviser.page.all("form") if "revoke" in str(form.get("action"))]
    assert press(adviser, action) == 303
    assert press(adviser, action) == 303
    assert press(adviser, f"{file}/hand/invitations/nothing/revoke") == 404
    assert browser(app).get(link_in(letters[0].get_content())).status_code == 410


def test_taken_back_both_write_and_the_leader_is_told(
    adviser: LintingClient, file: str, led: LintingClient, database: Database, letters: list[EmailMessage]
) -> None:
    press(adviser, f"{file}/hand/over", way="back")
    assert hand(database, file) == ("leader", True)
    assert not may_write(adviser, file)
    assert [press(adviser, f"{file}/hand/back") for _ in range(2)] == [303, 303]
    assert may_write(adviser, file) and may_write(led, file)
    assert [letter["To"] for letter in letters] == [LEADER]
    adviser.get(f"{file}/hand")
    assert adviser.page.h1 == "Vous écrivez, le dirigeant aussi."
    assert press(adviser, f"{file}/hand/over", way="back") == 303
    assert not may_write(adviser, file)
    assert acts(database)[-3:] == ["diagnostic.handed_over", "diagnostic.taken_back", "diagnostic.handed_over"]


@pytest.mark.parametrize("way", ["email", "code"])
def test_once_a_leader_is_in_the_adviser_lets_nobody_else_in(
    adviser: LintingClient, file: str, led: LintingClient, letters: list[EmailMessage], way: str
) -> None:
    answer = adviser.post(
        f"{file}/hand/over", data={"csrf_token": token(adviser), "way": way, "email": "ana@autre.fr", "person": ""}
    )
    assert answer.status_code == 400
    assert "déjà été remis" in words(adviser)
    assert not letters
    led.get(f"{file}/access")
    assert "ana@autre.fr" not in words(led)


def test_the_same_holds_for_a_company_whose_leader_invited_the_adviser(
    client: LintingClient, own: str, adviser: LintingClient, ana: Account, chamber: str, database: Database
) -> None:
    known.access(database, own.split("/")[2], Role.ADVISER, ana, chamber)
    assert press(adviser, f"{own}/hand/over", way="code") == 400
    assert may_write(client, own)
    adviser.get(f"{own}/hand")
    assert "Remettre au dirigeant" not in words(adviser)


def test_whom_the_leader_invites_is_no_business_of_the_adviser_s(
    adviser: LintingClient, file: str, led: LintingClient, database: Database
) -> None:
    offer = inviting.Offer(Role.LEADER, "associee@forge.fr", None, None, file.split("/")[2])
    with database.session() as session:
        invitation, link = inviting.invite(session, offer, OPERATOR, NOW)
        session.commit()
    adviser.get(f"{file}/hand")
    assert "associee" not in words(adviser)
    assert press(adviser, f"{file}/hand/invitations/{invitation.id}/revoke") == 404
    assert led.get(f"/invitation/{link}").status_code == 200


@pytest.mark.parametrize("email", ["patron", "patron@forge.fr\nBcc: tous@forge.fr", "", "a@" + "b" * 260 + ".fr"])
def test_a_wrong_address_is_said_and_hands_nothing_over(
    adviser: LintingClient, file: str, database: Database, letters: list[EmailMessage], email: str
) -> None:
    assert by_letter(adviser, file, email) == 422
    assert values_of(adviser.page)["person"] == ["Marc"]
    assert hand(database, file) == ("adviser", False)
    assert not letters


def test_a_file_is_given_back_to_nobody(adviser: LintingClient, file: str, database: Database) -> None:
    assert press(adviser, f"{file}/hand/over", way="back") == 303
    assert hand(database, file) == ("adviser", False)


def test_a_stale_page_gives_back_what_was_typed(adviser: LintingClient, file: str) -> None:
    sent = {"csrf_token": "old", "way": "email", "email": LEADER, "person": "Marc"}
    assert adviser.post(f"{file}/hand/over", data=sent).status_code == 422
    assert values_of(adviser.page)["email"] == [LEADER]


def test_an_adviser_leaves_a_company_that_has_a_leader(
    adviser: LintingClient, file: str, led: LintingClient, database: Database, letters: list[EmailMessage]
) -> None:
    assert press(adviser, f"{file}/hand/leave") == 303
    assert adviser.get(f"{file}/questions").status_code == 404
    assert press(adviser, f"{file}/hand/leave") == 404
    assert may_write(led, file)
    assert [letter["To"] for letter in letters] == [LEADER]
    assert acts(database)[-1] == "access.ended"


def test_an_adviser_does_not_leave_a_company_nobody_else_would_open(adviser: LintingClient, file: str) -> None:
    assert press(adviser, f"{file}/hand/leave") == 400
    assert adviser.get(f"{file}/hand").status_code == 200
    assert "Personne d’autre ne l’ouvrirait" in words(adviser)
    (erase,) = [str(one.get("href")) for one in adviser.page.all("a") if "erase" in str(one.get("href"))]
    assert adviser.get(erase).status_code == 200


def test_neither_leader_guest_nor_colleague_hands_over(
    file: str, led: LintingClient, app: Flask, database: Database, chamber: str
) -> None:
    diagnostic = file.split("/")[2]
    guest = known.account(database, "guest@forge.fr")
    known.access(database, diagnostic, Role.GUEST, guest)
    colleague = known.account(database, "bea@rhone.fr")
    known.member(database, colleague, chamber, Position.ADVISER)
    for client, seen, sent in (
        (led, 403, 403),
        (known.signed_in(app, database, guest), 403, 403),
        (known.signed_in(app, database, colleague), 404, 404),
        (browser(app), 404, 401),
    ):
        assert client.get(f"{file}/hand").status_code == seen
        assert press(client, f"{file}/hand/over", way="code") == sent
        assert press(client, f"{file}/hand/back") == sent
    assert hand(database, file) == ("adviser", True)


def test_without_a_second_step_the_file_does_not_exist(app: Flask, database: Database, ana: Account, file: str) -> None:
    weak = known.signed_in(app, database, ana, proven=False)
    assert weak.get(f"{file}/hand").status_code == 404
