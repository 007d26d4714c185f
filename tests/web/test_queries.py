"""A page asks the database as often for many lines as for few."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from diagnostic.core.model.access import Actor, Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import inviting
from diagnostic.services.database import Database
from diagnostic.services.inviting import Offer
from tests.web import acquaintances as known
from tests.web.cast import CLAIMED, World, populate
from tests.web.served import NOW

PAGES = (
    ("leader", "/d/{id}/access"),
    ("leader", "/d/{id}/visits"),
    ("leader", "/d/{id}/journal"),
    ("leader", "/account"),
    ("administrator", "/o/{organisation}/members"),
    ("administrator", "/o/{organisation}/companies"),
    ("platform", "/admin/organisations"),
)


@pytest.fixture
def world(database: Database, content: Content, examples: Mapping[str, Assessment]) -> World:
    return populate(database, content, examples["uma_usinage"])


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def one_more_of_everything(database: Database, world: World, leader: str, administrator: str, name: str) -> None:
    guest = known.account(database, f"{name}@exemple.fr")
    known.access(database, CLAIMED, Role.GUEST, guest)
    known.member(database, guest, world.own, Position.ADVISER)
    known.access(database, CLAIMED, Role.ADVISER, guest, world.own)
    known.visit(database, CLAIMED, world.own, guest)
    known.organisation(database, f"Organisation {name}")
    offers = (
        (leader, Offer(Role.GUEST, f"invited.{name}@exemple.fr", None, None, CLAIMED)),
        (administrator, Offer(Position.ADVISER, f"offered.{name}@exemple.fr", None, world.own, None)),
    )
    with database.session() as session:
        for by, offer in offers:
            inviting.invite(session, offer, Actor("user", by), NOW)
        session.commit()


@pytest.mark.slow
def test_no_page_asks_once_for_each_line(app: Flask, database: Database, world: World) -> None:
    ids = {name: account_of(database, f"{name}@exemple.fr") for name in ("leader", "administrator")}
    one_more_of_everything(database, world, ids["leader"], ids["administrator"], "first")
    asked(app, world)  # from then on, what is told once a day is known to be told
    few = asked(app, world)
    for number in range(5):
        one_more_of_everything(database, world, ids["leader"], ids["administrator"], f"more{number}")
    assert asked(app, world) == few


def account_of(database: Database, email: str) -> str:
    with database.session(writes=False) as session:
        found = known.people.with_email(session, email)
    assert found
    return found.id


def asked(app: Flask, world: World) -> dict[str, int]:
    """How many statements each page sends, once it was opened before."""
    found = {}
    for reader, page in PAGES:
        client, path = world.enter[reader](app), page.format(id=CLAIMED, organisation=world.own)
        client.get(path)
        with counted() as sent:
            assert client.get(path).status_code == 200
        found[page] = len(sent)
    return found
