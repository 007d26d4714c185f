"""What an adviser finds where one needs it: papers, what is unproven, why nothing changes once signed."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask

from diagnostic.core.model.access import Hand
from diagnostic.core.model.assessment import Assessment, Respondent
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from diagnostic.store import assessments
from tests.photographs import from_a_phone
from tests.web import tracked
from tests.web.granted import ID, Around, around, send
from tests.web.linting_client import LintingClient, text_of, values_of

AT = f"/d/{ID}"
HUGO = (Respondent("adviser", "adviser"),)


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, examples: Mapping[str, Assessment]) -> Around:
    """Hugo has the file in hand; its answers are his own."""
    example = examples["uma_usinage"]
    answers = tuple(replace(one, respondent="adviser") for one in example.answers)
    made = around(app, database, content, replace(example, answers=answers, respondents=HUGO, skills=(), practice={}))
    with database.session() as session:
        assessments.change(session, ID, {"hand": Hand.ADVISER})
        session.commit()
    return made


@pytest.fixture
def hugo(scene: Around) -> LintingClient:
    return scene.browser("hugo")


def links(client: LintingClient, address: str) -> set[str]:
    assert client.get(address).status_code == 200
    return {link.get("href", "") for link in client.page.one("main").iter("a")}


def read(client: LintingClient, address: str) -> str:
    assert client.get(address).status_code == 200
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_half_day_is_prepared_for_the_whole_diagnostic(scene: Around, hugo: LintingClient) -> None:
    hugo.get(f"/o/{scene.chamber}/prepare")
    assert values_of(hugo.page)["form"] == ["full"]


def test_the_papers_and_what_is_left_to_see_are_one_link_from_the_questions(hugo: LintingClient) -> None:
    found = links(hugo, f"{AT}/questions")
    assert f"{AT}/prepare" in found and f"{AT}/review" in found


def unproven(client: LintingClient) -> str:
    return read(client, f"{AT}/review").rpartition("Sans preuve")[2]


def test_an_answer_with_a_photo_is_no_longer_without_proof(hugo: LintingClient) -> None:
    before = unproven(hugo)
    assert "Compétences numériques" in before and "Relevé des machines" in before
    hugo.get(f"{AT}/proofs")
    typed = {**values_of(hugo.page), "item": "digital_skills", "photo": (BytesIO(from_a_phone()), "IMG.jpg")}
    assert hugo.post(f"{AT}/proofs", data=typed, content_type="multipart/form-data").status_code == 303
    after = unproven(hugo)
    assert "Compétences numériques" not in after and "Relevé des machines" in after


def test_the_skills_are_read_before_anybody_has_said_how_people_are_trained(hugo: LintingClient) -> None:
    assert "Comment vous formez" in read(hugo, f"{AT}/skills")


def test_a_signed_diagnostic_says_why_nothing_changes_and_shows_no_dead_button(
    hugo: LintingClient, database: Database
) -> None:
    assert "Effacer" in read(hugo, f"{AT}/questions/digital_capability")
    tracked.signed(database, ID, freezes=True)
    for page in ("questions", "questions/digital_capability", "company", "entry", "skills/questions", "target"):
        told = read(hugo, f"{AT}/{page}")
        assert "Le plan est signé" in told and "Effacer" not in told, page
        assert f"{AT}/sign" in links(hugo, f"{AT}/{page}"), page
    assert "Vous pouvez encore changer" not in read(hugo, f"{AT}/questions")


def test_what_was_signed_stays_at_hand_once_the_diagnostic_is_opened_again(
    hugo: LintingClient, database: Database
) -> None:
    tracked.signed(database, ID, freezes=True)
    hugo.get(f"{AT}/reopen")
    assert send(hugo, f"{AT}/reopen", why="Une aide a été refusée.").status_code == 303
    for page in ("plan", "together", "sign"):
        found = links(hugo, f"{AT}/{page}")
        assert f"{AT}/follow" in found, page
        assert "Le diagnostic est rouvert" in read(hugo, f"{AT}/{page}"), page


def test_what_the_adviser_noted_is_read_by_the_leader_and_by_whoever_reads_the_file(
    scene: Around, hugo: LintingClient, database: Database
) -> None:
    page = f"{AT}/questions/digital_capability"
    hugo.get(page)
    typed = values_of(hugo.page) | {"sensor_data_acquisition__production-note": "deux machines reliées sur cinq"}
    assert hugo.post(page, data=typed).status_code == 303
    hugo.get(page)
    assert not list(noted(hugo)), "one's own note stands in its field"
    for reader in (scene.browser("lea"), scene.browser("ines")):
        reader.get(page)
        assert noted(reader) == ["Note du conseiller, production deux machines reliées sur cinq"]
    tracked.signed(database, ID, freezes=True)
    hugo.get(page)
    assert noted(hugo) == ["Note du conseiller, production deux machines reliées sur cinq"]


def noted(client: LintingClient) -> list[str]:
    return [text_of(one) for one in client.page.all("p") if one.get("class") == "noted"]


def test_the_plan_of_the_diagnostic_before_is_still_followed_from_the_new_one(
    hugo: LintingClient, database: Database
) -> None:
    tracked.signed(database, ID, freezes=True)
    hugo.get(f"{AT}/history")
    begun = send(hugo, f"{AT}/again").location.removesuffix("/company")
    assert begun != AT and f"{AT}/follow" in links(hugo, f"{begun}/follow")


def test_an_adviser_without_the_hand_is_led_to_take_it_back_before_leaving_the_note(
    hugo: LintingClient, database: Database
) -> None:
    assert f"{AT}/hand" not in links(hugo, f"{AT}/together")
    with database.session() as session:
        assessments.change(session, ID, {"hand": Hand.LEADER})
        session.commit()
    assert f"{AT}/hand" in links(hugo, f"{AT}/together")
