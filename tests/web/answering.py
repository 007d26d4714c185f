"""Inviting somebody to answer, and answering as them, in few words."""

from typing import Any

from flask import Flask

from diagnostic.core.model.assessment import Answer
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from tests.web import leading
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, values_of

DIGITAL = "digital_capability"


def id_of(address: str) -> str:
    return address.rpartition("/")[2]


def loaded(database: Database, content: Content, address: str) -> Any:
    with database.session(writes=False) as session:
        return assessing.load(session, content, id_of(address))


def said(database: Database, content: Content, address: str) -> dict[tuple[str, str], object]:
    """(respondent, item) → rating."""
    answers: tuple[Answer, ...] = loaded(database, content, address).assessment.answers
    return {(one.respondent, one.item): one.rating for one in answers}


def invite(client: LintingClient, own: str, group: str = "managers", **more: str) -> str:
    """The path of the link that the page shows once."""
    answer = leading.send(client, f"{own}/respondents", {"group": group, **more})
    assert answer.status_code == 303, answer.text
    client.get(f"{own}/respondents")
    return "/" + str(client.page.id("invitation-link").get("value")).split("/", 3)[3]


def accepted(app: Flask, link: str) -> LintingClient:
    """The browser of somebody who has opened that link."""
    client = browser(app)
    client.get(link)
    answer = client.post("/invitation", data={**values_of(client.page), "action": "accept"})
    assert answer.status_code == 303, answer.text
    return client


def contribute(own: str, principle: str = "") -> str:
    return f"{own}/contribute/{principle}".rstrip("/")


def items_shown(client: LintingClient) -> set[str]:
    return {name.partition("-")[0].partition("__")[0] for name in values_of(client.page) if name.endswith("-was")}
