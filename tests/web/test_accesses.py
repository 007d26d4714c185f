"""« Qui a accès »: the leader sees everybody who opens the company, lets in, and puts out at once."""

from collections.abc import Mapping
from email.message import EmailMessage

import pytest
from flask import Flask

from diagnostic.core.model.access import OrganisationKind, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web import acquaintances as known
from tests.web.granted import HOME, ID, OTHER, Around, around, said_by, send
from tests.web.linting_client import LintingClient, text_of

INVITE, FUND, LINK = f"{HOME}/invite", f"{HOME}/funder", f"{HOME}/link/close"
SIGNED = {"agreement": "C-12", "agreed_on": "01/03/2026"}


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Around:
    return around(app, database, content, examples["one_too"])


@pytest.fixture
def lea(scene: Around) -> LintingClient:
    return scene.browser("lea")


def read(client: LintingClient) -> str:
    """What the page's main part says."""
    client.get(HOME)
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


def end(scene: Around, client: LintingClient, name: str) -> int:
    return send(client, f"{HOME}/{scene.accesses[name]}/end").status_code


def test_the_leader_reads_who_opens_it(lea: LintingClient) -> None:
    told = read(lea)
    assert lea.page.h1 == "Trois personnes et le lien privé ouvrent ce diagnostic."
    for part in ("Hugo 🛠 الخطاط", "Conseiller, CCI de la Loire", "hugo@exemple.fr", "ines@exemple.fr", "Peut tout"):
        assert part in told
    assert "Sans nom" not in told and "Vous avez la main" in told
    assert "Invité en lecture" in told and "Ne change rien aux réponses." in told


@pytest.mark.parametrize("who", ["hugo", "ines", "link"])
def test_others_read_roles_without_addresses_or_buttons(scene: Around, who: str) -> None:
    client = scene.link() if who == "link" else scene.browser(who)
    told = read(client)
    assert "Conseiller" in told and "@" not in told
    assert "Le dirigeant de l’entreprise donne les accès, et les retire." in told
    assert not [form for form in client.page.one("main").iter("form")]


@pytest.mark.parametrize("who", ["voisin", "omar", "nina"])
def test_it_does_not_exist_for_whoever_may_not_read(scene: Around, who: str) -> None:
    client = scene.browser(who)
    theirs, nobody = client.get(HOME), client.get("/d/AAAAAAAAAAAAAAAAAAAAAA/access")
    assert theirs.status_code == nobody.status_code == 404
    assert said_by(theirs) == said_by(nobody)


@pytest.mark.parametrize("address", [INVITE, FUND, LINK, f"{HOME}/x/end", f"{HOME}/invitations/x/revoke"])
@pytest.mark.parametrize(("who", "code"), [("hugo", 403), ("ines", 403), ("voisin", 404)])
def test_the_leader_alone_decides(scene: Around, address: str, who: str, code: int) -> None:
    assert send(scene.browser(who), address, email="x@exemple.fr", role="leader").status_code == code


def test_an_example_shows_what_each_may_do(client: LintingClient) -> None:
    client.get("/d/one_too/access")
    assert client.page.h1 == "Cet exemple est ouvert à tous."
    assert "Donner et retirer les accès" in text_of(client.page.one("main"))


def test_an_access_ends_at_once(scene: Around, lea: LintingClient, letters: list[EmailMessage]) -> None:
    ines = scene.browser("ines")
    assert ines.get(f"/d/{ID}/result").status_code == 200
    assert end(scene, lea, "ines") == 303
    assert ines.get(f"/d/{ID}/result").status_code == 404
    assert [letter["To"] for letter in letters] == ["ines@exemple.fr"]
    assert f"Mécanique {ID}" not in letters[0]["Subject"]
    assert "Accès retirés" in read(lea)


def test_ending_twice_is_ending_once(scene: Around, lea: LintingClient, letters: list[EmailMessage]) -> None:
    assert [end(scene, lea, "ines"), end(scene, lea, "ines")] == [303, 303]
    assert len(letters) == len(scene.told("access.ended")) == 1


def test_somebody_else_s_access_is_not_found(scene: Around, lea: LintingClient) -> None:
    theirs = known.access(scene.database, OTHER, Role.GUEST, scene.people["ines"])
    assert send(lea, f"{HOME}/{theirs}/end").status_code == 404
    assert scene.browser("ines").get(f"/d/{OTHER}/result").status_code == 200


def test_the_hand_comes_back_when_the_adviser_leaves(scene: Around, lea: LintingClient) -> None:
    hugo = scene.browser("hugo")
    send(hugo, f"/d/{ID}/hand/back")
    assert "Le conseiller a la main" in read(lea)
    end(scene, lea, "hugo")
    assert "a la main :" not in read(lea)
    assert hugo.get(HOME).status_code == 404


def test_the_leader_may_leave_while_the_link_is_open(scene: Around, lea: LintingClient) -> None:
    assert end(scene, lea, "lea") == 303
    assert lea.get(HOME).status_code == 404
    assert scene.link().get(HOME).status_code == 200


def test_the_last_leader_stays_while_the_link_is_closed(scene: Around, lea: LintingClient) -> None:
    assert send(lea, LINK).status_code == 303
    answer = send(lea, f"{HOME}/{scene.accesses['lea']}/end")
    assert answer.status_code == 422
    assert "Il ne resterait personne" in text_of(lea.page.one("main")).replace("il ne", "Il ne")
    assert lea.page.id("inviter").get("open") is not None
    assert lea.get(HOME).status_code == 200 and not scene.told("access.ended")


def test_a_closed_link_puts_out_the_browsers_that_it_let_in(scene: Around, lea: LintingClient) -> None:
    holder, other = scene.link(), known.with_link(scene.app, scene.database, OTHER)
    assert holder.get(HOME).status_code == 200
    assert [send(lea, LINK).status_code, send(lea, LINK).status_code] == [303, 303]
    assert holder.get(HOME).status_code == 404
    assert other.get(f"/d/{OTHER}/access").status_code == 200
    assert "Fermé : il n’ouvre plus rien." in read(lea)
    assert len(scene.told("link.closed")) == 1


def test_the_link_of_an_unclaimed_company_does_not_close(client: LintingClient, own: str) -> None:
    assert send(client, f"{own}/access/link/close").status_code == 422
    client.get(f"{own}/access")
    assert client.page.h1 == "Seul le lien privé ouvre ce diagnostic."
    assert "serait perdu" in text_of(client.page.one("main"))
    assert [link for link in client.page.all("a") if link.get("href") == f"{own}/claim"]


@pytest.mark.parametrize(
    ("role", "told"),
    [("guest", "Vous ne modifiez rien"), ("adviser", "vous notez vos visites"), ("leader", "Vous décidez")],
)
def test_somebody_is_invited_by_letter(
    scene: Around, lea: LintingClient, letters: list[EmailMessage], role: str, told: str
) -> None:
    answer = send(lea, INVITE, role=role, email=" Zoe@Exemple.fr ", person="Zoé")
    assert answer.status_code == 303
    (letter,) = letters
    assert letter["To"] == "zoe@exemple.fr" and "Mécanique" not in letter["Subject"]
    assert told in letter.get_content() and "/invitation/" in letter.get_content()
    assert "Invitations en attente" in read(lea)
    (event,) = scene.told("invitation.made")
    assert event["role"] == role and "zoe" not in str(event)


def test_a_second_click_sends_no_second_letter(lea: LintingClient, letters: list[EmailMessage]) -> None:
    for _ in range(2):
        answer = send(lea, INVITE, role="guest", email="zoe@exemple.fr")
    assert answer.location.endswith("done=waiting")
    assert len(letters) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"role": "guest", "email": ""}, "email"),
        ({"role": "guest", "email": "pas une adresse"}, "email"),
        ({"role": "guest", "email": "zoe@exemple.fr\nBcc: all@exemple.fr"}, "email"),
        ({"role": "guest", "email": "ines@exemple.fr"}, "email"),
        ({"role": "funder", "email": "zoe@exemple.fr"}, "role"),
        ({"email": "zoe@exemple.fr"}, "role"),
        ({"role": "guest", "email": "zoe@exemple.fr", "person": "é" * 121}, "person"),
    ],
)
def test_what_was_typed_wrong_is_shown_where_it_is(
    lea: LintingClient, letters: list[EmailMessage], fields: dict[str, str], field: str
) -> None:
    assert send(lea, INVITE, **fields).status_code == 422
    assert any(
        (one.get("id") or "").startswith(f"{field}") for one in lea.page.all("p") if "mistake" in str(one.get("class"))
    )
    assert lea.page.field("email")[0].get("value") == fields["email"]
    assert not letters


def test_a_stale_page_loses_nothing(lea: LintingClient) -> None:
    answer = lea.post(INVITE, data={"csrf_token": "old", "role": "guest", "email": "zoe@exemple.fr"})
    assert answer.status_code in (400, 422)
    assert lea.page.field("email")[0].get("value") == "zoe@exemple.fr"


def test_an_invitation_is_taken_back(scene: Around, lea: LintingClient, letters: list[EmailMessage]) -> None:
    send(lea, INVITE, role="guest", email="zoe@exemple.fr")
    invitation = str(scene.told("invitation.made")[0]["invitation"])
    foreign = known.signed_in(scene.app, scene.database, scene.people["voisin"])
    assert send(foreign, f"/d/{OTHER}/access/invitations/{invitation}/revoke").status_code == 404
    assert send(lea, f"{HOME}/invitations/{invitation}/revoke").status_code == 303
    assert "Invitations en attente" not in read(lea)


def test_a_respondent_is_listed_and_put_out(scene: Around, lea: LintingClient) -> None:
    invitation = known.contributor(scene.database, ID)
    respondent = known.invited(scene.app, scene.database, invitation)
    assert respondent.get(f"/d/{ID}/contribute").status_code == 200
    assert "Une personne invitée peut répondre aux questions reçues" in read(lea)
    send(lea, f"{HOME}/invitations/{invitation}/revoke")
    assert respondent.get(f"/d/{ID}/contribute").status_code == 404


def test_a_funder_follows_under_a_written_agreement(
    scene: Around, lea: LintingClient, letters: list[EmailMessage]
) -> None:
    assert send(lea, FUND, organisation=scene.opco, **SIGNED).status_code == 303
    (letter,) = letters
    assert letter["To"] == "nina@exemple.fr"
    assert "Mécanique" not in letter["Subject"] + letter.get_content()
    told = read(lea)
    assert "Accord « C-12 », signé le 1er mars 2026." in told
    assert "Un financeur suit l’entreprise, sans lire les réponses." in told
    omar = scene.browser("omar")
    assert "552100554" in omar.get(f"/o/{scene.opco}/funded").text
    assert omar.get(f"/d/{ID}/result").status_code == 404


def test_a_funder_is_put_out_at_once(scene: Around, lea: LintingClient, letters: list[EmailMessage]) -> None:
    send(lea, FUND, organisation=scene.opco, **SIGNED)
    (event,) = scene.told("access.granted")
    assert event == {"access": event["access"], "role": "funder"}
    send(lea, f"{HOME}/{event['access']}/end")
    assert "552100554" not in scene.browser("omar").get(f"/o/{scene.opco}/funded").text
    assert [letter["To"] for letter in letters] == ["nina@exemple.fr"] * 2
    assert "Mécanique" not in letters[1]["Subject"] + letters[1].get_content()


def test_a_funder_given_twice_is_given_once(scene: Around, lea: LintingClient, letters: list[EmailMessage]) -> None:
    codes = [send(lea, FUND, organisation=scene.opco, **SIGNED).status_code for _ in range(2)]
    assert codes == [303, 303] and len(letters) == len(scene.told("access.granted")) == 1
    again = {**SIGNED, "agreement": "C-13"}
    assert send(lea, FUND, organisation=scene.opco, **again).status_code == 422
    assert lea.page.field("agreement")[0].get("value") == "C-13"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreement": " "}, "agreement"),
        ({"agreed_on": ""}, "agreed_on"),
        ({"agreed_on": "31/02/2026"}, "agreed_on"),
        ({"agreed_on": "23/11/2026"}, "agreed_on"),
        ({"agreed_on": "01/01/2014"}, "agreed_on"),
        ({"organisation": ""}, "organisation"),
        ({"organisation": "cluster"}, "organisation"),
    ],
)
def test_an_agreement_is_asked_whole(scene: Around, lea: LintingClient, changes: dict[str, str], field: str) -> None:
    cluster = known.organisation(scene.database, "Pôle", OrganisationKind.CLUSTER)
    sent = {"organisation": scene.opco, **SIGNED, **changes}
    if sent["organisation"] == "cluster":
        sent["organisation"] = cluster
    assert send(lea, FUND, **sent).status_code == 422
    assert text_of(lea.page.id(f"{field}-error"))
    assert lea.page.field("agreement")[0].get("value") == sent["agreement"]
    assert not scene.told("access.granted")


def test_without_any_body_that_funds_there_is_no_form(client: LintingClient, own: str) -> None:
    assert send(client, f"{own}/access/funder", **SIGNED).status_code == 422
    assert not client.page.field("agreement")
    assert "n’utilise encore Palier ici" in text_of(client.page.one("main"))


def test_the_trail_tells_no_name(scene: Around, lea: LintingClient) -> None:
    send(lea, INVITE, role="guest", email="zoe@exemple.fr", person="Zoé")
    send(lea, FUND, organisation=scene.opco, **SIGNED)
    end(scene, lea, "hugo")
    acts = ("invitation.made", "access.granted", "access.ended")
    told = str([scene.told(act) for act in acts])
    assert all(act and name not in told for act in acts for name in ("zoe", "Zoé", "C-12", "Hugo", "5521"))
