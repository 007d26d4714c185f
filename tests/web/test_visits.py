"""Visits: an adviser notes them, the leader attests them, nobody else sees a button."""

from collections.abc import Mapping
from email.message import EmailMessage

import pytest
from flask import Flask

from diagnostic.core.model.access import Position, Role
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web import acquaintances as known
from tests.web.granted import ID, OTHER, VISITS, Around, around, send
from tests.web.linting_client import LintingClient, text_of, values_of

VISIT = {"kind": "visit", "on": "20/11/2026", "half_days": "2"}
KEY = "k" * 22


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Around:
    return around(app, database, content, examples["one_too"])


@pytest.fixture
def hugo(scene: Around) -> LintingClient:
    return scene.browser("hugo")


def noted(scene: Around, hugo: LintingClient) -> str:
    """The id of a visit that Hugo has noted."""
    assert send(hugo, VISITS, **VISIT, key=KEY).status_code == 303
    return str(scene.told("visit.recorded")[-1]["visit"])


def read(client: LintingClient) -> str:
    client.get(VISITS)
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


def buttons(client: LintingClient) -> list[str]:
    client.get(VISITS)
    return [text_of(button) for button in client.page.one("main").iter("button")]


def test_a_visit_is_noted_and_the_leader_told(scene: Around, hugo: LintingClient, letters: list[EmailMessage]) -> None:
    noted(scene, hugo)
    told = read(hugo)
    assert hugo.page.h1 == "Une visite, 1 jour en tout."
    assert "20 novembre 2026" in told and "CCI de la Loire" in told and "Pas encore attestée." in told
    assert [letter["To"] for letter in letters] == ["lea@exemple.fr"]
    assert "20\u00a0novembre 2026" in letters[0].get_content() and "Mécanique" not in letters[0]["Subject"]


def test_the_same_form_sent_twice_is_one_visit(scene: Around, hugo: LintingClient, letters: list[EmailMessage]) -> None:
    hugo.get(VISITS)
    sent = {**values_of(hugo.page), **VISIT}
    assert [hugo.post(VISITS, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(scene.told("visit.recorded")) == len(letters) == 1
    hugo.get(VISITS)
    assert hugo.page.h1.startswith("Une visite")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": "23/11/2026"}, "on"),
        ({"on": "31/12/2014"}, "on"),
        ({"on": "hier"}, "on"),
        ({"on": ""}, "on"),
        ({"half_days": "7"}, "half_days"),
        ({"half_days": "un"}, "half_days"),
        ({"kind": "party"}, "kind"),
        ({"kind": ""}, "kind"),
    ],
)
def test_a_wrong_visit_is_said_and_shown_again(
    scene: Around, hugo: LintingClient, changes: dict[str, str], field: str
) -> None:
    sent = {**VISIT, **changes}
    assert send(hugo, VISITS, **sent, key=KEY).status_code == 422
    assert text_of(hugo.page.id(f"{field}-error"))
    assert hugo.page.field("on")[0].get("value") == sent["on"]
    assert hugo.page.field("key")[0].get("value") == KEY
    assert not scene.told("visit.recorded")


def test_the_leader_attests_once(scene: Around, hugo: LintingClient) -> None:
    visit = noted(scene, hugo)
    lea = scene.browser("lea")
    assert any(label.startswith("Attester") for label in buttons(lea))
    assert [send(lea, f"{VISITS}/{visit}/attest").status_code for _ in range(2)] == [303, 303]
    assert "Attestée le 22 novembre 2026." in read(lea)
    assert len(scene.told("visit.attested")) == 1
    assert buttons(hugo) == ["Noter la visite"]


def test_an_attested_visit_stays(scene: Around, hugo: LintingClient) -> None:
    visit = noted(scene, hugo)
    send(scene.browser("lea"), f"{VISITS}/{visit}/attest")
    assert send(hugo, f"{VISITS}/{visit}/withdraw").status_code == 422
    assert "elle ne se retire plus" in text_of(hugo.page.one("main"))
    assert not scene.told("visit.withdrawn")


def test_a_visit_is_taken_back_before(scene: Around, hugo: LintingClient) -> None:
    visit = noted(scene, hugo)
    assert send(hugo, f"{VISITS}/{visit}/withdraw").status_code == 303
    read(hugo)
    assert hugo.page.h1 == "Aucune visite n’est notée."


@pytest.mark.parametrize(
    ("who", "record", "attest"),
    [("lea", 403, 303), ("hugo", 422, 403), ("ines", 403, 403), ("voisin", 404, 404), ("omar", 404, 404)],
)
def test_who_may(scene: Around, hugo: LintingClient, who: str, record: int, attest: int) -> None:
    visit = noted(scene, hugo)
    client = scene.browser(who)
    assert send(client, VISITS).status_code == record
    assert send(client, f"{VISITS}/{visit}/attest").status_code == attest


def test_an_adviser_without_second_proof_notes_nothing(scene: Around) -> None:
    assert send(scene.browser("hugo", proven=False), VISITS, **VISIT).status_code == 404


def test_another_company_s_visit_is_not_found(scene: Around, hugo: LintingClient) -> None:
    visit = noted(scene, hugo)
    theirs = scene.browser("voisin")
    there = f"/d/{OTHER}/visits"
    assert send(theirs, f"{there}/{visit}/attest").status_code == 404
    assert send(theirs, f"{VISITS}/{visit}/attest").status_code == 404
    assert "Pas encore attestée." in read(hugo)


def test_a_colleague_s_visit_is_not_taken_back(scene: Around, hugo: LintingClient) -> None:
    visit = noted(scene, hugo)
    known.member(scene.database, scene.people["nina"], scene.chamber, Position.ADVISER)
    known.access(scene.database, ID, Role.ADVISER, scene.people["nina"], scene.chamber)
    assert send(scene.browser("nina"), f"{VISITS}/{visit}/withdraw").status_code == 404


def test_the_link_of_an_unclaimed_company_attests(client: LintingClient, own: str) -> None:
    assert client.get(f"{own}/visits").status_code == 200
    assert client.page.h1 == "Aucune visite n’est notée."
