"""Every form of the application, sent by somebody who may: what it changes leaves its event in the audit trail.

A POST route that is neither in CHANGES, nor among those that change nothing, nor shown by another test, fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.trail import Event
from diagnostic.services.database import Database
from diagnostic.store import audit
from tests.web import leading, signing
from tests.web.acquaintances import account
from tests.web.cast import CLAIMED, PREPARED, UNCLAIMED, World, populate
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.mailbox import code_of, link_of

QUIET = {
    "contribution.work_in": "keeps to the questions of one function, in one's own browser",
    "doors.ask": "asks for a letter: what its link opens is told",
    "doors.claim": "asks for a letter: what its link opens is told",
    "editing.compare": "shows what a workbook changes: saving it is told",
    "leader.leave": "closes one's own browser",
    "matrix.upload": "shows what a file holds: keeping it is told",
    "oidc.start": "goes to another site: coming back is told",
    "proof.show": "asks for the second step again",
    "security.logout": "closes one's own browser",
    "security.tf_select": "chooses how to show the second step",
    "security.verify": "the same person, seen again",
    "security.wan_register": "asks a passkey for an answer",
    "security.wan_signin": "asks a passkey for an answer",
    "security.wan_verify": "asks a passkey for an answer",
    "security.wan_verify_response": "the same person, seen again",
}
ELSEWHERE = {
    "editing.save": "tests/web/test_editing.py",
    "flash.difficulties": "tests/web/test_flash.py",
    "flash.question": "tests/web/test_flash.py",
    "proofs.add": "tests/web/test_proofs.py",
    "signing.reopen": "tests/web/test_signing.py",
    "signing.sign": "tests/web/test_signing.py",
    "oidc.unlink": "tests/web/test_oidc.py",
    "security.wan_delete": "tests/e2e/test_passkey.py",
    "security.wan_register_response": "tests/e2e/test_passkey.py",
    "security.wan_signin_response": "tests/e2e/test_passkey.py",
}


@dataclass(frozen=True)
class Change:
    """`reader` sends `fields`, over what the page already says when `filled`; then the trail tells `told`. `first`:
    forms to send before; `things`: what the address or a field names, read in the database then; `ticks`: the
    beginning of the name of a choice, whose first answer is taken."""

    reader: str
    told: str
    fields: Mapping[str, object] = field(default_factory=dict)
    company: str = CLAIMED
    filled: bool = False
    json: bool = False
    first: tuple[str, ...] = ()
    things: Mapping[str, str] = field(default_factory=dict)
    ticks: str = ""


def filed(fields: Mapping[str, object], **more: object) -> Change:
    """A page of the diagnostic, filled by its leader."""
    return Change("leader", "diagnostic.changed", fields, filled=True, **more)  # type: ignore[arg-type]


NEWEST = {
    "invitation": "SELECT id FROM invitations ORDER BY rowid DESC LIMIT 1",
    "proof": "SELECT id FROM proofs ORDER BY rowid DESC LIMIT 1",
    "visit": "SELECT id FROM visits ORDER BY rowid DESC LIMIT 1",
    "adviser": "SELECT id FROM accesses WHERE role = 'adviser' ORDER BY rowid DESC LIMIT 1",
    "organisation": "SELECT id FROM organisations WHERE kind = 'region'",
    "session": "SELECT public_id FROM sessions WHERE user_id IS NOT NULL ORDER BY rowid LIMIT 1",
}
ANSWER = {"item": "digital_skills", "function": None, "rating": 2, "base_version": 0, "evidence": "declared"}
ANSWER |= {"device_at": "2026-11-22T09:30:00Z"}
ORGANISATION = {"name": "CCI du Rhône", "kind": "chamber", "siren": "", "region": "84", "email": "chef@rhone.fr"}
GUEST = {"role": "guest", "email": "invitee@exemple.fr", "person": ""}
AGREEMENT = {"agreement": "C-12", "agreed_on": "02/11/2026"}
VISIT = {"kind": "visit", "on": "20/11/2026", "half_days": "1", "key": "a-key-of-the-form-0001"}
MANAGER = {"group": "managers", "name": "", "email": "", "once": "once-of-the-form"}
CHANGES: Mapping[str, Change] = {
    "aims.target": filed({"culture": "4", "action": "keep"}),
    "board.change": Change(
        "leader", "diagnostic.changed", {"do": "means", "budget": "54321", "horizon": "4", "parallel": "2"}
    ),
    "leader.company": filed({"headcount": "77"}),
    "leader.entry": filed({}),
    "matrix.grid": filed({"add_name": "Marie", "action": "save"}),
    "questions.answer": filed({"digital_skills-rating": "5"}),
    "questions.save": Change("leader", "diagnostic.changed", ANSWER, json=True),
    "scenarios.keep": Change("leader", "diagnostic.changed", {"do": "keep", "name": "Essai"}),
    "skills.practice": filed({}, ticks="questions-"),
    "skills.questions": filed({}, ticks="skills-"),
    "contribution.answer": Change("contributor", "diagnostic.changed", {"digital_skills-rating": "3"}, filled=True),
    "contribution.save": Change("contributor", "diagnostic.changed", ANSWER, json=True),
    "leader.link": Change("leader", "link.renewed", {"action": "renew"}),
    "consenting.page": Change("leader", "consent.given", {"agreed": "y"}, filled=True),
    "privacy.export": Change("leader", "company.exported"),
    "privacy.erase": Change("leader", "company.erased", {"confirmation": f"Atelier {CLAIMED}"}, filled=True),
    "accesses.invite": Change("leader", "invitation.made", GUEST),
    "accesses.revoke_invitation": Change("leader", "invitation.revoked", first=("accesses.invite",)),
    "accesses.end": Change("leader", "access.ended"),
    "accesses.fund": Change("link", "access.granted", AGREEMENT, UNCLAIMED, things={"organisation": "organisation"}),
    "accesses.close_link": Change("leader", "link.closed"),
    "contribution.invitations": Change("leader", "invitation.made", MANAGER),
    "contribution.revoke": Change("leader", "invitation.revoked", first=("contribution.invitations",)),
    "again.start": Change("leader", "diagnostic.started_again"),
    "steps.change": Change("leader", "step.changed", {"state": "running"}, filled=True),
    "consolidation.settle": Change(
        "adviser", "answer.settled", {"cell": "digital_skills", "rating": "2", "reason": "Vu sur place"}, PREPARED
    ),
    "proofs.remove": Change("leader", "proof.removed", things={"proof": "proof"}),
    "restitution.left": Change("adviser", "note.left", {"present": "Léa, Hugo"}, PREPARED),
    "restitution.word": Change("adviser", "word.written", {"word": "Commencez petit."}, PREPARED),
    "visits.record": Change("adviser", "visit.recorded", VISIT),
    "visits.withdraw": Change("adviser", "visit.withdrawn", first=("visits.record",)),
    "visits.attest": Change("leader", "visit.attested", first=("visits.record",)),
    "handing.over": Change("adviser", "diagnostic.handed_over", {"way": "code"}, PREPARED),
    "handing.revoke": Change("adviser", "invitation.revoked", company=PREPARED, first=("handing.over",)),
    "handing.back": Change("adviser", "diagnostic.taken_back"),
    "handing.leave": Change("adviser", "access.ended"),
    "advising.prepare": Change("adviser", "diagnostic.prepared", leading.CARD, filled=True),
    "advising.reassign": Change(
        "administrator", "access.granted", things={"access": "adviser"}, filled=True, ticks="adviser"
    ),
    "organisations.members": Change("administrator", "invitation.made", {"email": "a@b.fr", "position": "adviser"}),
    "organisations.member": Change("administrator", "member.added", {"positions": ["analyst", "adviser"]}, filled=True),
    "organisations.remove": Change("administrator", "member.removed"),
    "organisations.revoke": Change("administrator", "invitation.revoked", first=("organisations.members",)),
    "organisations.everywhere": Change("platform", "organisation.created", ORGANISATION, filled=True),
    "organisations.one": Change("platform", "invitation.made", {"email": "autre@rhone.fr"}, filled=True),
    "organisations.close": Change("platform", "organisation.closed"),
    "organisations.reopen": Change("platform", "organisation.reopened", first=("organisations.close",)),
    "organisations.revoke_first": Change("platform", "invitation.revoked", first=("organisations.one",)),
    "leader.start": Change("nobody", "diagnostic.started", leading.CARD, filled=True),
    "leader.resume": Change("nobody", "link.opened", {"link": f"link of {UNCLAIMED}"}),
    "account.name": Change("leader", "account.changed", {"name": "Nadia"}),
    "account.close_session": Change("leader", "session.closed", things={"session": "session"}),
    "account.close_others": Change("leader", "session.closed"),
    "privacy.erase_account": Change("guest", "account.erased", {"confirmation": "guest@exemple.fr"}, filled=True),
}


@dataclass
class Scene:
    """The application, everybody at its door, and what the trail tells."""

    app: Flask
    database: Database
    world: World

    def told(self) -> list[Event]:
        with self.database.session(writes=False) as session:
            return audit.everything(session)

    def address(self, endpoint: str, change: Change) -> str:
        rule = next(rule for rule in self.app.url_map.iter_rules() if rule.endpoint == endpoint)
        known = {"id": change.company, "organisation": self.world.own, "principle": "digital_capability"}
        known |= dict(self.world.things)
        made = {name: self.newest(change.things.get(name, name)) for name in self.read(rule.arguments, change)}
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **{name: (known | made)[name] for name in rule.arguments})

    def read(self, arguments: set[str], change: Change) -> set[str]:
        """What has just been made, or is asked for, is read in the database."""
        return {name for name in arguments if name in change.things or (change.first and name in NEWEST)}

    def newest(self, what: str) -> str:
        with self.database.engine.connect() as connection:
            return str(connection.execute(text(NEWEST[what])).scalar_one())

    def prepare(self, endpoint: str) -> None:
        for before in CHANGES[endpoint].first:
            self.prepare(before)
            self.send(before)

    def send(self, endpoint: str) -> None:
        change = CHANGES[endpoint]
        client = self.world.enter[change.reader](self.app)
        address = self.address(endpoint, change)
        csrf = leading.token(client)
        if change.json:
            sent = {**change.fields, "op_id": str(uuid4())}
            answer = client.post(address, json=sent, headers={"X-CSRFToken": csrf})
        else:
            answer = client.post(address, data={"csrf_token": csrf, **self.filled(client, address, change)})
        assert answer.status_code in (200, 303), answer.status_code

    def filled(self, client: LintingClient, address: str, change: Change) -> dict[str, object]:
        """What is sent."""
        sent: dict[str, object] = {}
        if change.filled:
            assert client.get(address).status_code == 200, address
            sent |= values_of(client.page)
        if change.ticks:
            choices = [one for one in client.page.all("input") if one.get("type") == "radio"]
            first = next(one.get("name", "") for one in choices if one.get("name", "").startswith(change.ticks))
            sent[first] = next(one.get("value", "") for one in choices if one.get("name") == first)
        named = {name: self.newest(what) for name, what in change.things.items()}
        return sent | named | dict(change.fields)


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Scene:
    return Scene(app, database, populate(database, content, examples["uma_usinage"]))


def test_every_form_is_known_here(app: Flask) -> None:
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    named = [*CHANGES, *QUIET, *ELSEWHERE, *FLOWS]
    assert len(named) == len(set(named))
    assert posts == set(named)


@pytest.mark.parametrize("endpoint", sorted(CHANGES))
def test_what_is_changed_is_told(scene: Scene, endpoint: str) -> None:
    change = CHANGES[endpoint]
    scene.prepare(endpoint)
    earlier = len(scene.told())
    scene.send(endpoint)
    assert change.told in [event.act for event in scene.told()[earlier:]]


SENT_ON = (302, 303)
Flow = Callable[[Flask, Database, LintingClient, list[EmailMessage]], None]


def by_password(app: Flask, database: Database, client: LintingClient, _letters: list[EmailMessage]) -> None:
    signing.with_password(app, database)
    assert signing.sign_in(client).status_code in SENT_ON


def by_link(_app: Flask, _database: Database, client: LintingClient, letters: list[EmailMessage]) -> None:
    leading.send(client, "/login/link", {"email": "nadia@exemple.fr"})
    client.get(link_of(letters[-1]))
    assert client.post("/login/open", data=values_of(client.page)).status_code == 303


def by_code(_app: Flask, _database: Database, client: LintingClient, letters: list[EmailMessage]) -> None:
    leading.send(client, "/login/link", {"email": "nadia@exemple.fr"})
    assert leading.send(client, "/login/sent", {"code": code_of(letters[-1])}).status_code == 303


def by_invitation(app: Flask, database: Database, client: LintingClient, _letters: list[EmailMessage]) -> None:
    """A contributor's, made as a leader makes it."""
    own = leading.start(client)
    leading.send(client, f"{own}/respondents", {"group": "managers"})
    client.get(f"{own}/respondents")
    shown = [one.get("value", "") for one in client.page.all("input") if "/invitation/" in one.get("value", "")]
    guest = browser(app)
    guest.get("/invitation/" + shown[0].rpartition("/")[2])
    assert guest.post("/invitation", data={**values_of(guest.page), "action": "accept"}).status_code == 303


def by_new_password(app: Flask, database: Database, client: LintingClient, _letters: list[EmailMessage]) -> None:
    signing.with_password(app, database)
    signing.sign_in(client)
    new = {"password": signing.PASSWORD, "new_password": "autre phrase bien longue", "new_password_confirm": ""}
    new["new_password_confirm"] = new["new_password"]
    assert leading.send(client, "/account/password", new).status_code in SENT_ON


def with_telephone(app: Flask, database: Database, client: LintingClient) -> tuple[signing.Clock, signing.Telephone]:
    clock = signing.clock_of(app)
    signing.with_password(app, database)
    signing.sign_in(client)
    return clock, signing.set_up_telephone(client, clock)


def by_telephone(app: Flask, database: Database, client: LintingClient, _letters: list[EmailMessage]) -> None:
    with_telephone(app, database, client)


def by_second_step(app: Flask, database: Database, client: LintingClient, _letters: list[EmailMessage]) -> None:
    clock, telephone = with_telephone(app, database, client)
    again = browser(app)
    signing.sign_in(again)
    assert signing.send_code(again, telephone.code(clock.now)).status_code == 303


def by_new_codes(app: Flask, database: Database, client: LintingClient, _letters: list[EmailMessage]) -> None:
    with_telephone(app, database, client)
    assert leading.send(client, "/account/recovery-codes", {}).status_code == 200


def by_recovery(app: Flask, database: Database, client: LintingClient, letters: list[EmailMessage]) -> None:
    by_new_codes(app, database, client, letters)
    codes = [text_of(line) for line in client.page.one("ol").iter("li")]
    again = browser(app)
    signing.sign_in(again)
    assert signing.send_code(again, codes[0], "/login/recovery").status_code in SENT_ON


FLOWS: Mapping[str, tuple[Flow, str]] = {
    "security.login": (by_password, "session.opened"),
    "doors.open": (by_link, "session.opened"),
    "doors.sent": (by_code, "session.opened"),
    "invitations.accept": (by_invitation, "invitation.accepted"),
    "security.change_password": (by_new_password, "account.changed"),
    "security.two_factor_setup": (by_telephone, "account.changed"),
    "security.two_factor_token_validation": (by_second_step, "session.opened"),
    "security.mf_recovery_codes": (by_new_codes, "account.changed"),
    "security.mf_recovery": (by_recovery, "session.opened"),
}


@pytest.mark.parametrize("endpoint", sorted(FLOWS))
def test_who_comes_in_and_how_is_told(
    app: Flask, database: Database, client: LintingClient, letters: list[EmailMessage], endpoint: str
) -> None:
    flow, act = FLOWS[endpoint]
    account(database, "nadia@exemple.fr", "Nadia Ferrand")
    flow(app, database, client, letters)
    with database.session(writes=False) as session:
        assert audit.everything(session)[-1].act == act
