"""Organisations: opened and closed by the platform, run by their administrators, known to their members."""

import re
from email.message import EmailMessage

import pytest
from flask import Flask

from diagnostic.core.model.access import OrganisationKind, Position, Role
from diagnostic.services import organisations
from diagnostic.services.database import Database
from diagnostic.store import audit
from tests.web import acquaintances as known
from tests.web.acquaintances import Account
from tests.web.leading import CARD, send, token
from tests.web.linting_client import LintingClient, text_of, values_of

NEW = {"name": "CCI de la Loire", "kind": "chamber", "siren": "", "region": "84", "email": "chef@cci.fr", "person": ""}
NAMES = ("Zoé 🛠️ l’atelier", "שרה כהן", "نورة \u202eedoc\u202c", "O’Neill <b>")


@pytest.fixture
def platform(app: Flask, database: Database) -> LintingClient:
    return known.signed_in(app, database, known.account(database, "root@palier.fr", platform_admin=True))


@pytest.fixture
def chamber(database: Database) -> str:
    return known.organisation(database, "CCI du Rhône", OrganisationKind.CHAMBER)


@pytest.fixture
def chief(database: Database, chamber: str) -> Account:
    """The only administrator of the chamber."""
    return joined(database, chamber, "chef@rhone.fr", Position.ADMINISTRATOR, name="Chef Rhône")


@pytest.fixture
def administrator(app: Flask, database: Database, chief: Account) -> LintingClient:
    return known.signed_in(app, database, chief)


def joined(database: Database, organisation: str, email: str, *held: Position, name: str | None = None) -> Account:
    account = known.account(database, email, name)
    for position in held:
        known.member(database, account, organisation, position)
    return account


def words(client: LintingClient) -> str:
    return text_of(client.page.one("main"))


def acts(database: Database) -> list[str]:
    with database.session() as session:
        return [event.act for event in audit.everything(session)]


def link_of(letter: EmailMessage) -> str:
    found = re.search(r"http://[^/]+(/invitation/\S+)", letter.get_content())
    assert found
    return found[1]


def press(client: LintingClient, address: str, **fields: str) -> int:
    return client.post(address, data={"csrf_token": token(client), **fields}).status_code


def test_the_platform_opens_an_organisation_and_invites_its_first_administrator(
    platform: LintingClient, database: Database, letters: list[EmailMessage]
) -> None:
    answer = send(platform, "/admin/organisations", NEW)
    assert answer.status_code == 303
    platform.get(answer.location)
    assert platform.page.h1 == "CCI de la Loire"
    assert "Auvergne-Rhône-Alpes" in words(platform)
    assert "Personne n’administre encore" in words(platform)
    assert "chef@cci.fr" in words(platform)
    (letter,) = letters
    assert letter["To"] == "chef@cci.fr"
    assert "CCI de la Loire" not in letter["Subject"]
    assert "Administrateur" in letter.get_content()
    assert acts(database)[-2:] == ["organisation.created", "invitation.made"]


def test_a_form_sent_twice_opens_one_organisation(platform: LintingClient, letters: list[EmailMessage]) -> None:
    platform.get("/admin/organisations")
    filled = {**values_of(platform.page), **NEW}
    first, second = (platform.post("/admin/organisations", data=filled) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    platform.get("/admin/organisations")
    assert words(platform).count("CCI de la Loire") == 1
    assert len(letters) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "   "}, "Donnez le nom"),
        ({"name": "cci du  rhône"}, "porte déjà ce nom"),
        ({"siren": "123 456 789"}, "ne tombe pas juste"),
        ({"email": "chef@cci.fr\nBcc: tous@cci.fr"}, "n’a pas la bonne forme"),
        ({"email": "chef"}, "n’a pas la bonne forme"),
        ({"kind": "bank"}, "ce qu’elle est"),
        ({"region": "99"}, "région"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    platform: LintingClient, chamber: str, letters: list[EmailMessage], change: dict[str, str], message: str
) -> None:
    answer = send(platform, "/admin/organisations", {**NEW, "person": "Ana", **change})
    assert answer.status_code == 422
    assert message.lower() in words(platform).lower()
    assert values_of(platform.page)["person"] == ["Ana"]
    assert not letters
    platform.get("/admin/organisations")
    assert "CCI de la Loire" not in words(platform)


def test_a_closed_organisation_gives_no_rights_until_it_is_reopened(
    platform: LintingClient, administrator: LintingClient, chamber: str, database: Database
) -> None:
    members = f"/o/{chamber}/members"
    assert administrator.get(members).status_code == 200
    assert press(platform, f"/admin/organisations/{chamber}/close") == 303
    assert press(platform, f"/admin/organisations/{chamber}/close") == 303
    assert administrator.get(members).status_code == 404
    platform.get(f"/admin/organisations/{chamber}")
    assert "Fermée le 22 novembre 2026" in words(platform)
    assert press(platform, f"/admin/organisations/{chamber}/reopen") == 303
    assert administrator.get(members).status_code == 200
    assert acts(database) == ["organisation.closed", "organisation.reopened"]


def test_the_platform_s_pages_show_no_company(
    platform: LintingClient, app: Flask, database: Database, chamber: str
) -> None:
    adviser = joined(database, chamber, "ana@rhone.fr", Position.ADVISER)
    send(known.signed_in(app, database, adviser), f"/o/{chamber}/prepare", {**CARD, "name": "Canari SA"})
    for page in ("/admin/organisations", f"/admin/organisations/{chamber}"):
        assert "Canari" not in platform.get(page).text
    assert platform.get(f"/o/{chamber}/companies").status_code == 404


def test_an_administrator_invites_changes_and_removes(
    administrator: LintingClient, app: Flask, chamber: str, database: Database, letters: list[EmailMessage]
) -> None:
    page = f"/o/{chamber}/members"
    invited = {"email": " Ana@Rhone.fr ", "person": NAMES[1], "position": "adviser"}
    assert send(administrator, page, invited).status_code == 303
    assert send(administrator, page, invited).location.endswith("done=already")
    assert len(letters) == 1 and letters[0]["To"] == "ana@rhone.fr"
    assert administrator.get(link_of(letters[0])).status_code == 200
    ana = joined(database, chamber, "bea@rhone.fr", Position.ADVISER, name=NAMES[2])
    hers = known.signed_in(app, database, ana)
    assert hers.get(page).status_code == 200
    changed = send(administrator, f"{page}/{ana.id}", {"positions": ["administrator"]})
    assert changed.status_code == 303
    assert hers.get(f"{page}/{ana.id}").status_code == 200
    assert press(administrator, f"{page}/{ana.id}/remove") == 303
    assert hers.get(page).status_code == 404
    assert acts(database) == ["invitation.made", "member.added", "member.removed", "member.removed"]


def test_removing_somebody_twice_is_the_same_as_once(
    administrator: LintingClient, chamber: str, database: Database
) -> None:
    ana = joined(database, chamber, "ana@rhone.fr", Position.ADVISER)
    assert [press(administrator, f"/o/{chamber}/members/{ana.id}/remove") for _ in range(2)] == [303, 303]
    assert acts(database) == ["member.removed"]


def test_whoever_is_removed_does_not_come_back_by_an_invitation(
    administrator: LintingClient, chamber: str, database: Database, letters: list[EmailMessage]
) -> None:
    ana = joined(database, chamber, "ana@rhone.fr", Position.ADVISER)
    send(administrator, f"/o/{chamber}/members", {"email": "ana@rhone.fr", "position": "funder"})
    press(administrator, f"/o/{chamber}/members/{ana.id}/remove")
    assert administrator.get(link_of(letters[0])).status_code == 410


def test_the_last_administrator_cannot_leave(
    administrator: LintingClient, chief: Account, chamber: str, database: Database
) -> None:
    page = f"/o/{chamber}/members/{chief.id}"
    administrator.get(page)
    assert "seul administrateur" in words(administrator)
    assert press(administrator, f"{page}/remove") == 400
    assert send(administrator, page, {"positions": ["adviser"]}).status_code == 422
    assert "invitez d’abord quelqu’un" in words(administrator)
    joined(database, chamber, "second@rhone.fr", Position.ADMINISTRATOR)
    assert press(administrator, f"{page}/remove") == 303
    assert administrator.get(f"/o/{chamber}/members").status_code == 404


def test_a_member_keeps_at_least_one_position(administrator: LintingClient, chief: Account, chamber: str) -> None:
    answer = send(administrator, f"/o/{chamber}/members/{chief.id}", {"positions": []})
    assert answer.status_code == 422
    assert "Gardez au moins un rôle" in words(administrator)


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        (OrganisationKind.CHAMBER, {"administrator", "adviser", "funder"}),
        (OrganisationKind.REGION, {"administrator", "adviser", "analyst", "funder"}),
        (OrganisationKind.CONSULTANCY, {"administrator", "adviser"}),
    ],
)
def test_the_positions_offered_depend_on_what_the_organisation_is(
    app: Flask, database: Database, kind: OrganisationKind, offered: set[str]
) -> None:
    organisation = known.organisation(database, "Une organisation", kind)
    client = known.signed_in(app, database, joined(database, organisation, "a@b.fr", Position.ADMINISTRATOR))
    client.get(f"/o/{organisation}/members")
    assert {field.get("value") for field in client.page.field("position")} == offered
    refused = set(Position) - offered
    for position in refused:
        sent = {"email": "x@b.fr", "position": position}
        assert send(client, f"/o/{organisation}/members", sent).status_code == 422


def test_an_adviser_reads_names_and_neither_addresses_nor_doors(app: Flask, database: Database, chamber: str) -> None:
    joined(database, chamber, "secret@rhone.fr", Position.FUNDER, name="Nour")
    account = joined(database, chamber, "ana@rhone.fr", Position.ADVISER, name="Ana")
    ana = known.signed_in(app, database, account)
    page = f"/o/{chamber}/members"
    ana.get(page)
    assert "Nour" in words(ana) and "secret@rhone.fr" not in words(ana)
    invitation = {"email": "x@rhone.fr", "position": "adviser", "csrf_token": token(ana)}
    assert ana.post(page, data=invitation).status_code == 403
    assert ana.get(f"{page}/{account.id}").status_code == 404


@pytest.mark.parametrize("position", [Position.ANALYST, Position.FUNDER])
def test_others_do_not_read_the_members(app: Flask, database: Database, position: Position) -> None:
    region = known.organisation(database, "Région", OrganisationKind.REGION)
    client = known.signed_in(app, database, joined(database, region, "x@region.fr", position))
    for page in ("members", "companies", "prepare"):
        assert client.get(f"/o/{region}/{page}").status_code == 404
    assert client.get(f"/o/{region}/").status_code == (200 if position is Position.ANALYST else 303)


def test_without_a_second_step_nothing_opens(app: Flask, database: Database, chamber: str, chief: Account) -> None:
    client = known.signed_in(app, database, chief, proven=False)
    answer = client.get(f"/o/{chamber}/members")
    assert (answer.status_code, answer.location) == (303, "/account/proof")


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_shown_as_it_is_and_cannot_disturb_its_neighbours(
    administrator: LintingClient, chamber: str, database: Database, name: str
) -> None:
    joined(database, chamber, "ana@rhone.fr", Position.ADVISER, name=name)
    administrator.get(f"/o/{chamber}/members")
    assert name in [text_of(one) for one in administrator.page.all("bdi")]


def test_an_invitation_is_taken_back(
    administrator: LintingClient, chamber: str, letters: list[EmailMessage], database: Database
) -> None:
    page = f"/o/{chamber}/members"
    send(administrator, page, {"email": "ana@rhone.fr", "position": "adviser"})
    administrator.get(page)
    assert "ana@rhone.fr" in words(administrator)
    (action,) = [
        form.get("action") for form in administrator.page.all("form") if "revoke" in (form.get("action") or "")
    ]
    assert action and press(administrator, action) == 303
    administrator.get(page)
    assert "ana@rhone.fr" not in words(administrator)
    assert administrator.get(link_of(letters[0])).status_code == 410


def test_another_organisation_s_people_and_invitations_do_not_exist_here(
    administrator: LintingClient, chamber: str, database: Database, app: Flask
) -> None:
    other = known.organisation(database, "Autre agence", OrganisationKind.AGENCY)
    bob = joined(database, other, "bob@autre.fr", Position.ADMINISTRATOR)
    theirs = known.signed_in(app, database, bob)
    send(theirs, f"/o/{other}/members", {"email": "eve@autre.fr", "position": "adviser"})
    theirs.get(f"/o/{other}/members")
    (action,) = [form.get("action") for form in theirs.page.all("form") if "revoke" in (form.get("action") or "")]
    invitation = str(action).split("/")[-2]
    for id in (bob.id, "nobody"):
        assert administrator.get(f"/o/{chamber}/members/{id}").status_code == 404
    for id in (invitation, "nothing"):
        assert press(administrator, f"/o/{chamber}/invitations/{id}/revoke") == 404
    assert press(administrator, f"/o/{chamber}/members/{bob.id}/remove") == 303
    with database.session() as session:
        assert [one.id for one in organisations.members(session, other)] == [bob.id]


def test_what_was_typed_survives_a_stale_page(administrator: LintingClient, chamber: str) -> None:
    sent = {"email": "ana@rhone.fr", "person": "Ana", "position": "adviser", "csrf_token": "old"}
    answer = administrator.post(f"/o/{chamber}/members", data=sent)
    assert answer.status_code == 422
    assert values_of(administrator.page)["email"] == ["ana@rhone.fr"]


def test_a_leaver_s_companies_wait_for_another_adviser(
    administrator: LintingClient, chamber: str, database: Database, other: LintingClient
) -> None:
    ana = joined(database, chamber, "ana@rhone.fr", Position.ADVISER, name="Ana")
    known.access(database, diagnostic_of(other), Role.ADVISER, ana, chamber)
    assert press(administrator, f"/o/{chamber}/members/{ana.id}/remove") == 303
    administrator.get(f"/o/{chamber}/members")
    assert "Une entreprise n’a plus de conseiller" in words(administrator)
    administrator.get(f"/o/{chamber}/companies")
    assert "Sans conseiller : Ana" in words(administrator)


def test_whoever_advises_too_is_led_to_the_companies_that_wait(
    administrator: LintingClient, chief: Account, chamber: str, database: Database, other: LintingClient
) -> None:
    """Not to their own list, where these are not."""
    known.member(database, chief, chamber, Position.ADVISER)
    ana = joined(database, chamber, "ana@rhone.fr", Position.ADVISER, name="Ana")
    known.access(database, diagnostic_of(other), Role.ADVISER, ana, chamber)
    assert press(administrator, f"/o/{chamber}/members/{ana.id}/remove") == 303
    administrator.get(f"/o/{chamber}/members")
    link = next(one for one in administrator.page.all("a") if text_of(one) == "Confier à quelqu’un")
    administrator.get(str(link.get("href")))
    assert "Sans conseiller : Ana" in words(administrator)


def diagnostic_of(client: LintingClient) -> str:
    """The diagnostic that this browser has started."""
    client.get("/")
    links = [str(link.get("href")) for link in client.page.all("a")]
    return next(link.split("/")[2] for link in links if re.fullmatch(r"/d/[\w-]{22}/", link))
