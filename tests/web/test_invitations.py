"""Invitations: what the page says, who may accept, once, and what a closed one tells."""

import logging
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from diagnostic.core.model.access import Actor, OrganisationKind, Position, Role
from diagnostic.core.model.catalogue import Content
from diagnostic.services import authority, granting, inviting, organisations
from diagnostic.services.database import Database
from diagnostic.services.inviting import Offer
from diagnostic.store import audit, people
from tests.web import acquaintances as known
from tests.web import leading, served
from tests.web.clock import Clock, app_on
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.mailbox import link_of
from tests.web.served import NOW

MARIE = "marie@durand.fr"
ODD_NAME = "שרה 🛠️ Durand"
Letters = list[EmailMessage]
Invite = Callable[[Offer], str]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock, content: Content, database: Database, letters: Letters) -> Flask:
    return app_on(clock, content, database, letters)


@pytest.fixture
def cci(database: Database) -> str:
    return known.organisation(database, "CCI de la Loire", OrganisationKind.CHAMBER)


@pytest.fixture
def company(client: LintingClient, own: str) -> str:
    """The id of a diagnostic that `client` has started."""
    return own.rpartition("/")[2]


@pytest.fixture
def invite(database: Database) -> Invite:
    """The secret of a new invitation's link: to a position by Jean, who runs the platform; to a company by its link."""
    jean = known.account(database, "jean@cci.fr", "Jean", platform_admin=True)

    def made(offer: Offer) -> str:
        maker = Actor("link", offer.diagnostic, "leader") if offer.diagnostic else Actor("user", jean.id, "account")
        with database.session() as session:
            _, token = inviting.invite(session, offer, maker, NOW)
            session.commit()
        return token

    return made


def to_position(organisation: str, position: Position = Position.ADVISER, email: str = MARIE) -> Offer:
    return Offer(position, email, None, organisation, None)


def to_company(diagnostic: str, role: Role, email: str | None = MARIE) -> Offer:
    return Offer(role, email, None, None, diagnostic)


def to_answer(diagnostic: str) -> Offer:
    return Offer(Role.CONTRIBUTOR, None, "Ali", None, diagnostic, group="operators", respondent="operators_1")


def press(client: LintingClient, token: str, **more: str) -> str | None:
    """Open the link and press its button: where it leads; None when it has none, or is refused."""
    client.get(f"/invitation/{token}")
    sent = values_of(client.page)
    if "link" not in sent:
        return None
    return client.post("/invitation", data={**sent, "action": "accept", **more}).location


def events(database: Database, act: str) -> int:
    with database.session() as session:
        return sum(event.act == act for event in audit.everything(session))


def test_a_position_makes_an_account_and_asks_for_a_second_step(
    app: Flask, invite: Invite, cci: str, database: Database
) -> None:
    token, marie = invite(to_position(cci)), browser(app)
    marie.get(f"/invitation/{token}")
    assert marie.page.h1 == "Conseillez des entreprises"
    assert "Jean" in marie.page.html and "CCI de la Loire" in marie.page.html
    with database.session() as session:
        assert people.with_email(session, MARIE) is None, "looking must make nothing"
    assert press(marie, token) == f"/o/{cci}/"
    assert marie.get(f"/o/{cci}/").location == "/account/proof"
    with database.session() as session:
        assert [one.email for one in organisations.members(session, cci)] == [MARIE]
    assert events(database, "invitation.accepted") == 1


def test_an_invitation_to_read_opens_the_diagnostic(
    app: Flask, invite: Invite, company: str, database: Database
) -> None:
    guest = browser(app)
    assert press(guest, invite(to_company(company, Role.GUEST))) == f"/d/{company}/"
    assert guest.get(f"/d/{company}/result").status_code == 200
    assert guest.get(f"/d/{company}/company").status_code == 200
    assert leading.send(guest, f"/d/{company}/company", {"name": "Autre"}).status_code == 403


def test_it_is_accepted_once(app: Flask, invite: Invite, company: str, database: Database) -> None:
    token = invite(to_company(company, Role.GUEST))
    first = browser(app)
    first.get(f"/invitation/{token}")
    form = {**values_of(first.page), "action": "accept"}
    assert first.post("/invitation", data=form).status_code == 303
    assert first.post("/invitation", data={**form, "csrf_token": leading.token(first)}).status_code == 410
    assert press(browser(app), token) is None
    assert events(database, "invitation.accepted") == 1


def test_an_account_that_exists_signs_in_first(
    app: Flask, invite: Invite, company: str, database: Database, letters: Letters
) -> None:
    """The link alone, good for a fortnight and from anywhere, must not enter somebody's account."""
    known.account(database, MARIE)
    token, marie = invite(to_company(company, Role.GUEST)), browser(app)
    assert press(marie, token) == "/login?next=/invitation"
    assert marie.get("/account").status_code == 303
    leading.send(marie, "/login/link?next=/invitation", {"email": MARIE})
    marie.get(link_of(letters[0]))
    assert marie.post("/login/open", data=values_of(marie.page)).location == "/invitation"
    marie.get("/invitation")
    assert marie.page.h1 == "Lisez ce diagnostic"
    assert token not in marie.page.html
    answer = marie.post("/invitation", data={**values_of(marie.page), "action": "accept"})
    assert answer.location == f"/d/{company}/"


def test_another_address_cannot_accept(app: Flask, invite: Invite, company: str, database: Database) -> None:
    token = invite(to_company(company, Role.LEADER))
    paul = known.signed_in(app, database, known.account(database, "paul@ailleurs.fr"))
    paul.get(f"/invitation/{token}")
    assert "n’est pas pour le compte ouvert ici" in paul.page.html
    assert MARIE not in paul.page.html
    answer = paul.post("/invitation", data={"link": token, "action": "accept", "csrf_token": leading.token(paul)})
    assert answer.status_code == 422
    assert paul.get(f"/d/{company}/questions").status_code == 404


def test_whoever_is_signed_in_accepts_in_one_click(
    app: Flask, invite: Invite, company: str, database: Database
) -> None:
    marie = known.signed_in(app, database, known.account(database, MARIE), proven=False)
    assert press(marie, invite(to_company(company, Role.LEADER))) == f"/d/{company}/"
    assert marie.get(f"/d/{company}/claim").status_code == 200
    with database.session() as session:
        held = granting.in_force(session, company)
    assert [(one.role, one.email, one.given_by.kind) for one in held] == [(Role.LEADER, MARIE, "link")]


def test_only_an_adviser_accepts_to_advise(
    app: Flask, invite: Invite, company: str, database: Database, cci: str
) -> None:
    token, stranger = invite(to_company(company, Role.ADVISER)), browser(app)
    assert press(stranger, token) is None
    assert "Il faut d’abord être conseiller" in stranger.page.html
    marie = known.account(database, MARIE)
    assert press(known.signed_in(app, database, marie), token) is None
    known.member(database, marie, cci, Position.ADVISER)
    assert press(known.signed_in(app, database, marie, proven=False), token) == "/account/proof?next=/invitation"
    proven = known.signed_in(app, database, marie)
    assert press(proven, token) == f"/d/{company}/"
    assert proven.get(f"/d/{company}/questions").status_code == 200


def test_an_adviser_of_two_organisations_chooses(
    app: Flask, invite: Invite, company: str, database: Database, cci: str
) -> None:
    marie, opco = known.account(database, MARIE), known.organisation(database, "OPCO 2i", OrganisationKind.OPCO)
    foreign = known.organisation(database, "Autre")
    for organisation in (cci, opco):
        known.member(database, marie, organisation, Position.ADVISER)
    token, client = invite(to_company(company, Role.ADVISER)), known.signed_in(app, database, marie)
    assert press(client, token) is None
    assert "hoisissez l’organisation" in client.page.html
    assert press(client, token, organisation=foreign) is None
    assert press(client, token, organisation=opco) == f"/d/{company}/"
    with database.session() as session:
        assert [one.organisation for one in granting.in_force(session, company)] == [opco]


def test_a_leader_without_account_gets_a_private_link(
    app: Flask, invite: Invite, company: str, database: Database
) -> None:
    code, leader = invite(to_company(company, Role.LEADER, None)), browser(app)
    answer = leading.send(leader, "/invitation", {"link": code.lower().replace("-", " ")})
    assert answer.status_code == 200 and leader.page.h1 == "Ce diagnostic devient le vôtre"
    answer = leader.post("/invitation", data={**values_of(leader.page), "action": "accept"})
    assert answer.location == f"/d/{company}/link"
    link = leading.private_link(leader, f"/d/{company}")
    assert leading.send(browser(app), "/resume", {"link": link}).status_code == 303
    assert press(browser(app), code) is None, "a second reader of the paper opens nothing"


def test_once_it_is_claimed_a_leader_signs_in(app: Flask, invite: Invite, company: str, database: Database) -> None:
    known.access(database, company, Role.LEADER, known.account(database, "paul@durand.fr"))
    code = invite(to_company(company, Role.LEADER, None))
    assert press(browser(app), code) == "/login?next=/invitation"
    marie = known.signed_in(app, database, known.account(database, MARIE))
    assert press(marie, code) == f"/d/{company}/"
    assert marie.get(f"/d/{company}/claim").status_code == 200


def test_a_contributor_comes_back_as_often_as_wanted(
    app: Flask, invite: Invite, company: str, database: Database, client: LintingClient
) -> None:
    code = invite(to_answer(company))
    for _ in range(2):
        ali = browser(app)
        assert press(ali, code) == f"/d/{company}/contribute"
        assert ali.get(f"/d/{company}/questions").status_code == 404
    with database.session() as session:
        (pending,) = inviting.pending(session, diagnostic=company, now=NOW)
        inviting.revoke(session, pending.id, NOW)
        session.commit()
    assert press(browser(app), code) is None
    assert ali.get(f"/d/{company}/contribute").status_code == 404


def test_whoever_made_a_link_is_told_to_give_it(app: Flask, invite: Invite, company: str, database: Database) -> None:
    leader = known.account(database, "paul@durand.fr")
    known.access(database, company, Role.LEADER, leader)
    paul = known.signed_in(app, database, leader, proven=False)
    assert press(paul, invite(to_answer(company))) is None
    assert "Ce lien est à donner" in paul.page.html
    with database.session() as session:
        actor = Actor("user", leader.id, Role.LEADER)
        _, code = inviting.invite(session, to_company(company, Role.LEADER, None), actor, NOW)
        session.commit()
    assert press(paul, code) is None
    assert press(browser(app), code) is not None


ALL_POSITIONS = [to_position("somewhere", position) for position in Position]
ALL_ROLES = [to_company("some-diagnostic", role) for role in inviting.OFFERED if role is not Role.CONTRIBUTOR]


@pytest.mark.parametrize("offer", [*ALL_POSITIONS, *ALL_ROLES], ids=str)
def test_each_offer_says_what_one_will_see(app: Flask, invite: Invite, cci: str, company: str, offer: Offer) -> None:
    where = {"diagnostic": company} if offer.diagnostic else {"organisation": cci}
    reader = browser(app)
    assert reader.get(f"/invitation/{invite(replace(offer, **where))}").status_code == 200
    assert "Ce que vous pourrez faire" in reader.page.html and reader.page.all("li")


def test_a_browser_where_a_diagnostic_is_open_is_told(client: LintingClient, invite: Invite, company: str) -> None:
    client.get(f"/invitation/{invite(to_answer(company))}")
    assert "Le diagnostic ouvert sur cet appareil se fermera" in client.page.html


@pytest.mark.parametrize(
    ("end", "title"),
    [
        ("expired", "Cette invitation n’est plus valable"),
        ("revoked", "Cette invitation n’est plus valable"),
        ("used", "Cette invitation a déjà servi"),
    ],
)
def test_a_closed_invitation_names_nobody(
    app: Flask, invite: Invite, company: str, database: Database, clock: Clock, end: str, title: str
) -> None:
    token = invite(replace(to_company(company, Role.GUEST), name=ODD_NAME))
    if end == "expired":
        clock.wait(days=14)
    elif end == "used":
        press(browser(app), token)
    else:
        with database.session() as session:
            inviting.revoke(session, inviting.read(session, token, NOW).id, NOW)
            session.commit()
    reader = browser(app)
    csrf = leading.token(reader)
    pages = [reader.get(f"/invitation/{token}")]
    pages.append(reader.post("/invitation", data={"link": token, "action": "accept", "csrf_token": csrf}))
    for page in pages:
        assert page.status_code == 410 and reader.page.h1 == title
        assert not any(word in page.text for word in ("Durand", MARIE, "Jean", ODD_NAME))


def test_an_unknown_link_is_said_kindly(client: LintingClient) -> None:
    assert client.get("/invitation/nothing").status_code == 404
    assert client.page.h1 == "Ce lien n’ouvre rien"
    assert leading.send(client, "/invitation", {"link": "nothing"}).status_code == 404
    assert leading.send(client, "/invitation", {"link": "  "}).status_code == 422


def test_a_closed_organisation_invites_nobody(app: Flask, invite: Invite, cci: str, database: Database) -> None:
    token = invite(to_position(cci))
    with database.session() as session:
        organisations.close(session, cci, NOW)
        session.commit()
    assert browser(app).get(f"/invitation/{token}").status_code == 410


def test_the_first_administrator_of_the_platform(app: Flask, invite: Invite, database: Database) -> None:
    client = browser(app)
    assert press(client, invite(Offer(Position.ADMINISTRATOR, MARIE, "Marie", None, None))) == "/admin/organisations"
    assert client.get("/admin/organisations").location == "/account/proof"
    with database.session() as session:
        found = people.with_email(session, MARIE)
        assert found and found.platform_admin and authority.asks_for_proof(session, found.id)


def test_a_name_in_any_script_is_shown_apart(app: Flask, invite: Invite, company: str) -> None:
    client = browser(app)
    client.get(f"/invitation/{invite(replace(to_company(company, Role.GUEST), name=ODD_NAME))}")
    assert ODD_NAME in [text_of(element) for element in client.page.all("bdi")]


def test_a_stale_page_is_shown_again(app: Flask, invite: Invite, company: str) -> None:
    client, token = browser(app), invite(to_company(company, Role.GUEST))
    client.get(f"/invitation/{token}")
    sent = {**values_of(client.page), "action": "accept"}
    assert client.post("/invitation", data={**sent, "csrf_token": "old"}).status_code == 422
    assert client.post("/invitation", data={**values_of(client.page), "action": "accept"}).status_code == 303


def test_the_secret_is_never_on_the_server(
    app: Flask, invite: Invite, company: str, database: Database, tmp_path: Path
) -> None:
    token, code = invite(to_company(company, Role.GUEST)), invite(to_company(company, Role.LEADER, None))
    press(browser(app), token)
    press(browser(app), code)
    database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert company.encode() in kept, "the database was not looked at"
    assert not any(secret.encode() in kept for secret in (token, code, code.replace("-", "")))


def test_the_page_of_a_link_lets_one_sign_out(
    content: Content, database: Database, letters: Letters, invite: Invite, company: str
) -> None:
    """It sends no referrer, over HTTPS too: the form's own token is what protects it."""
    secure = served.make_app(content, database, https=True, letters=letters)
    paul = secure.test_client()
    assert isinstance(paul, LintingClient)
    signed = known.cookie_of(database, paul_values(database))
    paul.set_cookie("__Host-palier", signed, secure=True)
    asked = {"base_url": "https://localhost"}
    paul.get(f"/invitation/{invite(to_company(company, Role.GUEST))}", **asked)
    answer = paul.post("/logout", data=values_of(paul.page), **asked)
    assert answer.status_code in (302, 303), answer.text
    assert paul.get("/account", **asked).status_code == 303


def paul_values(database: Database) -> dict[str, object]:
    paul = known.account(database, "paul@ailleurs.fr")
    with database.session() as session:
        return known.session_values(session, paul, proven=False, now=NOW)


def test_no_secret_of_a_link_is_logged(
    app: Flask, invite: Invite, company: str, own: str, client: LintingClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = [invite(to_company(company, Role.GUEST)), leading.private_link(client, own).rpartition("/")[2]]
    press(browser(app), secrets[0])
    phone = browser(app)
    phone.get(f"/resume/{secrets[1]}")
    assert phone.post("/resume", data=values_of(phone.page)).status_code == 303
    told = "\n".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records)
    assert not any(secret in told for secret in (*secrets, MARIE))
