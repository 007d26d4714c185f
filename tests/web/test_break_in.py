"""What somebody tries who has, or had, a way in: letters by hundreds, a link kept for later, another's name."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from uuid import NAMESPACE_URL, uuid5

import pytest
from flask import Flask

from diagnostic.core.model.access import OPERATOR, Actor, Position, Role
from diagnostic.core.model.catalogue import Content
from diagnostic.services import granting, inviting, organisations
from diagnostic.services.database import Database
from diagnostic.services.inviting import Offer
from diagnostic.services.throttling import AtMost
from diagnostic.web import throttle
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.answering import DIGITAL, accepted, contribute, id_of, invite, loaded, said
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, values_of
from tests.web.served import NOW

Letters = list[EmailMessage]
SECOND_MAILBOX = "ailleurs@exemple.fr"


def invite_to_read(client: LintingClient, own: str, email: str, network: str = "192.0.2.1") -> int:
    sent = {"email": email, "role": "guest", "csrf_token": leading.token(client)}
    return client.post(f"{own}/access/invite", data=sent, environ_base={"REMOTE_ADDR": network}).status_code


def test_a_private_link_sends_twenty_invitations_a_day(client: LintingClient, own: str, letters: Letters) -> None:
    """From as many networks as one likes, and by either page."""
    sent = [invite_to_read(client, own, f"a{number}@exemple.fr", f"192.0.2.{number}") for number in range(22)]
    assert sent == [303] * 20 + [422] * 2
    assert "20 invitations sont parties en un jour" in client.page.html
    refused = leading.send(client, f"{own}/respondents", {"group": "hr", "name": "Ali", "email": "b@exemple.fr"})
    assert refused.status_code == 422 and values_of(client.page)["name"] == ["Ali"]
    assert len(letters) == 20
    assert leading.send(client, f"{own}/respondents", {"group": "hr", "name": "Ali"}).status_code == 303


def test_an_account_sends_more_and_not_without_end(
    app: Flask, client: LintingClient, own: str, database: Database, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(inviting.LETTERS, "user", AtMost(25, timedelta(days=1)))
    paul = known.account(database, "paul@durand.fr")
    known.access(database, id_of(own), Role.LEADER, paul)
    leader = known.signed_in(app, database, paul, proven=False)
    assert [invite_to_read(leader, own, f"a{number}@exemple.fr") for number in range(26)] == [303] * 25 + [422]
    assert len(letters) == 25


def test_many_companies_of_one_network_send_no_more(app: Flask, letters: Letters) -> None:
    """Started one after the other, without account, to write to everybody."""
    for company in range(4):
        client = browser(app)
        own = leading.start(client, name=f"Atelier {company}")
        for number in range(10):
            invite_to_read(client, own, f"a{company}_{number}@exemple.fr")
    assert len(letters) == 30


def test_one_network_starts_so_many_an_hour(client: LintingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "STARTS", AtMost(3, timedelta(hours=1)))
    for number in range(3):
        leading.start(client, name=f"Atelier {number}")
    assert leading.send(client, "/start", {**leading.CARD, "name": "De trop"}).status_code == 422
    assert values_of(client.page)["name"] == ["De trop"]


def test_another_network_does_not_keep_a_letter_from_its_reader(
    app: Flask, client: LintingClient, database: Database, letters: Letters
) -> None:
    marie = known.account(database, "marie@durand.fr").email
    thief = browser(app)
    for _ in range(8):
        typed = {"email": marie, "csrf_token": leading.token(thief)}
        thief.post("/login/link", data=typed, environ_base={"REMOTE_ADDR": "192.0.2.66"})
    assert len(letters) == 5
    assert leading.send(client, "/login/link", {"email": marie}).status_code == 303
    assert len(letters) == 6


def test_networks_together_write_thirty_letters_an_hour_to_one_address(app: Flask, letters: Letters) -> None:
    thief = browser(app)
    token = leading.token(thief)
    for number in range(40):
        typed = {"email": "marie@durand.fr", "csrf_token": token}
        thief.post("/login/link", data=typed, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
    assert len(letters) == 30


@pytest.fixture
def shown_out(app: Flask, own: str, database: Database) -> Callable[[Offer], str]:
    """The secret of an invitation made by somebody who had the right to, and has it no more."""
    diagnostic = id_of(own)
    former, chamber = known.account(database, "former@exemple.fr"), known.organisation(database, "CCI de la Loire")
    known.member(database, known.account(database, "chef@exemple.fr"), chamber, Position.ADMINISTRATOR)
    known.access(database, diagnostic, Role.LEADER, known.account(database, "paul@durand.fr"))

    def made(offer: Offer) -> str:
        actor = Actor("user", former.id, "account")
        with database.session() as session:
            if offer.diagnostic:
                held = granting.grant(
                    session, diagnostic, Role.LEADER, person=former.id, organisation=None, actor=OPERATOR, now=NOW
                )
                _, token = inviting.invite(session, Offer(offer.role, offer.email, None, None, diagnostic), actor, NOW)
                assert inviting.read(session, token, NOW)
                granting.end(session, held, OPERATOR, NOW)
            else:
                organisations.add_member(session, chamber, former.id, Position.ADMINISTRATOR, NOW)
                _, token = inviting.invite(session, Offer(offer.role, offer.email, None, chamber, None), actor, NOW)
                assert inviting.read(session, token, NOW)
                organisations.remove_member(session, chamber, former.id)
            session.commit()
        return token

    return made


@pytest.mark.parametrize(
    "offer",
    [
        Offer(Role.LEADER, SECOND_MAILBOX, None, None, "a company"),
        Offer(Role.GUEST, SECOND_MAILBOX, None, None, "a company"),
        Offer(Position.ADMINISTRATOR, SECOND_MAILBOX, None, "an organisation", None),
        Offer(Position.ADVISER, SECOND_MAILBOX, None, "an organisation", None),
    ],
    ids=lambda offer: offer.role.value,
)
def test_who_was_shown_out_does_not_come_back_by_a_second_mailbox(
    app: Flask, shown_out: Callable[[Offer], str], offer: Offer, database: Database
) -> None:
    token, second = shown_out(offer), browser(app)
    second.get(f"/invitation/{token}")
    assert "Cette invitation n’est plus valable" in second.page.h1
    pressed = {"link": token, "action": "accept", "csrf_token": leading.token(second)}
    assert second.post("/invitation", data=pressed).status_code == 410
    assert second.get("/account").status_code == 303, "nobody was signed in"


def test_a_contributor_does_not_take_the_name_of_the_leader_s_change(
    app: Flask, client: LintingClient, own: str, database: Database, content: Content
) -> None:
    """The name of a change is made of what a contributor knows: taken first, the leader's would be left out."""
    invited = accepted(app, invite(client, own, name="Karim"))
    invited.get(contribute(own, DIGITAL))
    token = values_of(invited.page)["csrf_token"][0]
    after = loaded(database, content, own).version + 1
    name = f"{id_of(own)}/{after}/leader/digital_skills=4"
    change = {"op_id": str(uuid5(NAMESPACE_URL, name)), "item": "digital_skills", "function": None, "rating": 1}
    sent = invited.post(f"{contribute(own)}/answers", json=change, headers={"X-CSRFToken": token})
    assert sent.json is not None and sent.json["version"] == after
    leading.send(client, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "4"})
    assert said(database, content, own)["leader", "digital_skills"] == 4.0


def test_json_nested_without_end_is_refused(client: LintingClient, own: str) -> None:
    token = leading.token(client)
    sent = client.post(
        f"{own}/answers", data="[" * 100_000, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert sent.status_code == 422


def at_once(sent: Sequence[tuple[LintingClient, str, dict[str, object]]]) -> list[int]:
    """What these browsers are answered, that send their forms at the same moment."""
    with ThreadPoolExecutor(len(sent)) as threads:
        return list(threads.map(lambda one: one[0].post(one[1], data=one[2]).status_code, sent))


def test_of_six_who_show_the_same_code_at_once_one_leads(app: Flask, own: str, database: Database) -> None:
    with database.session() as session:
        offer = Offer(Role.LEADER, None, None, None, id_of(own))
        _, token = inviting.invite(session, offer, OPERATOR, NOW)
        session.commit()
    browsers = [browser(app) for _ in range(6)]
    for one in browsers:
        one.get(f"/invitation/{token}")
    sent = [(one, "/invitation", {**values_of(one.page), "action": "accept"}) for one in browsers]
    assert sorted(at_once(sent)) == [303] + [410] * 5


def test_two_leaders_who_show_each_other_out_leave_one(app: Flask, own: str, database: Database) -> None:
    both = [known.account(database, f"{name}@durand.fr") for name in ("paul", "marie")]
    held = [known.access(database, id_of(own), Role.LEADER, one) for one in both]
    browsers = [known.signed_in(app, database, one, proven=False) for one in both]
    with database.session() as session:
        assert granting.close_links(session, id_of(own))
        session.commit()
    ends = [(one, f"{own}/access/{access}/end") for one, access in zip(browsers, reversed(held), strict=True)]
    answers = at_once([(one, address, {"csrf_token": leading.token(one)}) for one, address in ends])
    assert answers.count(303) == 1, answers
    with database.session() as session:
        assert sum(one.role is Role.LEADER for one in granting.in_force(session, id_of(own))) == 1
