"""Every address × every reader, by real requests. An address that is not in the table fails.

Each reader asks for everything twice over: on what is theirs (or what they might believe to be), and on what is
somebody else's, which must answer exactly like what does not exist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web import leading
from tests.web.access_table import GONE, MAY, READS, TABLE, Rule
from tests.web.cast import CLAIMED, EXAMPLE, FOREIGN, NOWHERE, PREPARED, UNCLAIMED, World, populate
from tests.web.linting_client import LintingClient

# reader → the browser that comes in, and the company that it asks for
READERS: Mapping[str, tuple[str, str]] = {
    "nobody": ("nobody", CLAIMED),
    "visitor": ("nobody", EXAMPLE),
    "link": ("link", UNCLAIMED),
    "old_link": ("old_link", CLAIMED),
    "leader": ("leader", CLAIMED),
    "other_leader": ("other_leader", CLAIMED),
    "guest": ("guest", CLAIMED),
    "contributor": ("contributor", CLAIMED),
    "adviser": ("adviser", CLAIMED),
    "adviser_in_hand": ("adviser", PREPARED),
    "unproven_adviser": ("unproven_adviser", CLAIMED),
    "colleague": ("colleague", CLAIMED),
    "administrator": ("administrator", CLAIMED),
    "analyst": ("analyst", CLAIMED),
    "funder": ("funder", CLAIMED),
    "stranger": ("stranger", CLAIMED),
    "platform": ("platform", CLAIMED),
}
LAST = (
    ("privacy.erase", "POST"),
    ("handing.over", "POST"),
    ("handing.back", "POST"),
    ("handing.leave", "POST"),
    ("privacy.erase_account", "POST"),
)
GIVEN = {"principle": "digital_capability", "token": "some-token", "opco": "opco2i", "kind": "csv"}
UNKNOWN = dict.fromkeys(("access", "visit", "proof", "step", "signature", "session", "member", "invitation"), NOWHERE)


@dataclass
class Asking:
    """A reader's browser, and how it asks."""

    app: Flask
    client: LintingClient
    world: World

    def address(self, endpoint: str, **given: str) -> str:
        rule_given = next(rule.given for (name, _), rule in TABLE.items() if name == endpoint)
        chosen = {name: self.world.things.get(value, value) for name, value in rule_given.items()}
        known = GIVEN | UNKNOWN | dict(self.world.things) | chosen | given
        with self.app.test_request_context():
            rule = next(rule for rule in self.app.url_map.iter_rules() if rule.endpoint == endpoint)
            return self.app.url_for(endpoint, **{name: known[name] for name in rule.arguments})

    def ask(self, endpoint: str, method: str, **given: str) -> TestResponse:
        address = self.address(endpoint, **given)
        if method == "GET":
            return self.client.get(address)
        csrf = leading.token(self.client)
        if TABLE[endpoint, method].json:
            return self.client.post(address, json={}, headers={"X-CSRFToken": csrf})
        return self.client.post(address, data={"csrf_token": csrf})


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }


def test_every_address_is_in_the_table(app: Flask) -> None:
    assert routes(app) == set(TABLE)


def test_every_view_of_ours_wears_an_access_decorator(app: Flask) -> None:
    views = {endpoint: view for endpoint, view in app.view_functions.items() if "static" not in endpoint}
    bare = {endpoint for endpoint, view in views.items() if not hasattr(view, "access")}
    assert {endpoint.partition(".")[0] for endpoint in bare} <= {"security"}


@pytest.fixture
def world(database: Database, content: Content, examples: Mapping[str, Assessment]) -> World:
    return populate(database, content, examples["uma_usinage"])


def in_order() -> Iterator[tuple[str, str]]:
    """Reading first, what closes everything last."""
    yield from sorted(TABLE.keys() - set(LAST), key=lambda row: (row[1] != "GET", TABLE[row].ends, row))
    yield from LAST


def wanted(rule: Rule, reader: str, method: str) -> int:
    """What the table promises that reader."""
    if reader in MAY[rule.who]:
        return rule.code
    if rule.who in READS and reader in MAY["read"]:
        return 403
    if (method == "GET" and rule.who == "signed_in") or (rule.proven and reader == "unproven_adviser"):
        return 303
    return GONE if method == "POST" and reader in ("nobody", "visitor") else 404


OFTEN = ("nobody", "leader")  # each reader asks for everything: the others are as long


@pytest.mark.parametrize(
    "reader", [pytest.param(reader, marks=() if reader in OFTEN else pytest.mark.slow) for reader in READERS]
)
def test_who_may_open_what(app: Flask, world: World, reader: str) -> None:
    door, diagnostic = READERS[reader]
    asking = Asking(app, world.enter[door](app), world)
    wrong = []
    for endpoint, method in in_order():
        rule = TABLE[endpoint, method]
        if rule.ends or (endpoint, method) in LAST:
            asking.client = world.enter[door](app)
        found = asking.ask(endpoint, method, id=diagnostic, organisation=world.own).status_code
        expected = rule.other.get(reader, wanted(rule, reader, method))
        if found != expected:
            wrong.append(f"{method} {endpoint}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


TELLING = ("nobody", "link", "leader", "adviser", "funder", "stranger")
ALL_BUT_TWICE = [reader for reader in READERS if reader not in ("visitor", "adviser_in_hand")]


@pytest.mark.parametrize(
    "reader",
    [pytest.param(reader, marks=() if reader in TELLING else pytest.mark.slow) for reader in ALL_BUT_TWICE],
)
def test_what_is_others_answers_like_what_does_not_exist(app: Flask, world: World, reader: str) -> None:
    """Status and body, the address itself left out."""
    if reader in ("other_leader", "stranger"):
        foreign = {"id": CLAIMED, "organisation": world.own}
    else:
        foreign = {"id": FOREIGN, "organisation": world.foreign}
    asking = Asking(app, world.enter[READERS[reader][0]](app), world)
    wrong = []
    for endpoint, method in in_order():
        rule = TABLE[endpoint, method]
        if not (rule.filed or rule.organised):
            continue
        theirs = asking.ask(endpoint, method, **foreign)
        nowhere = asking.ask(endpoint, method, id=NOWHERE, organisation=NOWHERE)
        if theirs.status_code < 400 or shown(theirs, foreign) != shown(
            nowhere, {"id": NOWHERE, "organisation": NOWHERE}
        ):
            wrong.append(f"{method} {endpoint}: {theirs.status_code} against {nowhere.status_code}")
    assert not wrong, "\n".join(wrong)


def shown(answer: TestResponse, ids: Mapping[str, str]) -> tuple[int, str]:
    """Status and body; what differs between any two answers (form tokens, the id that was asked) left out."""
    body = leading.without_tokens(answer.text)
    for id in ids.values():
        body = body.replace(id, "ID")
    return answer.status_code, body


def test_an_example_refuses_kindly(client: LintingClient) -> None:
    answer = client.post("/d/one_too/company", data={"csrf_token": leading.token(client), "name": "X"})
    assert answer.status_code == 403
    assert client.page.h1 == "Cet exemple se lit, il ne se modifie pas"
    client.get("/d/one_too/company")
    assert client.page.field("name")[0].get("value") == "One-Too"


def test_an_unknown_page_of_questions_is_not_found(client: LintingClient, own: str) -> None:
    assert client.get(f"{own}/questions/no_such_principle").status_code == 404
