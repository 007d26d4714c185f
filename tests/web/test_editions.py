"""A diagnostic of an earlier edition of the questionnaire: every page still opens, in its own questions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from pypdf import PdfReader

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import again, assessing, following, observing, portability
from diagnostic.services.database import Database
from tests import earlier_edition
from tests.earlier_edition import REF, as_earlier
from tests.web import tracked
from tests.web.granted import ID, Around, around
from tests.web.leading import token
from tests.web.linting_client import LintingClient, text_of
from tests.web.served import NOW

AGAIN, CURRENT = "atelier_again", "industry40@2026-11"
GIVEN = {"principle": "digital_capability", "token": "x", "figure": "stades", "number": "1"}
CLOSING = ("leader.leave",)


@pytest.fixture(scope="session")
def content() -> Content:
    """The earlier edition is installed, the other is in force."""
    return earlier_edition.installed()


@pytest.fixture
def one_too(examples: Mapping[str, Assessment]) -> Assessment:
    return replace(examples["one_too"], date=None)


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, one_too: Assessment) -> Around:
    return around(app, database, content, as_earlier(one_too))


def measure_again(database: Database, content: Content, assessment: Assessment) -> None:
    again = replace(assessment, settled=(), date=None)
    tracked.measured_again(database, content, again, NOW + timedelta(days=365), beside=ID, id=AGAIN)


def read(client: LintingClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


def addresses(app: Flask) -> list[str]:
    """Every page of a file."""
    rules = [one for one in app.url_map.iter_rules() if "id" in one.arguments and "GET" in (one.methods or ())]
    with app.test_request_context():
        known = GIVEN | {"id": ID}
        found = [
            app.url_for(one.endpoint, **{name: known.get(name, "nothing") for name in one.arguments})
            for one in rules
            if one.endpoint not in CLOSING
        ]
    return sorted(address for address in found if address.startswith(f"/d/{ID}"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lea", "hugo"])
def test_every_page_of_its_file_opens(name: str, scene: Around, app: Flask, database: Database) -> None:
    client = scene.browser(name)
    told = {address: client.get(address).status_code for address in addresses(app)}
    opened = [address for address, status in told.items() if status == 200]
    wrong = {address: status for address, status in told.items() if status not in (200, 302, 303, 403, 404)}
    assert not wrong
    for page in (
        "result",
        "plan",
        "questions",
        "skills",
        "target",
        "history",
        "report.pdf",
        "workbook.xlsx",
    ):
        assert f"/d/{ID}/{page}" in opened, told


def test_a_short_form_of_an_earlier_edition_opens_too(
    app: Flask, database: Database, content: Content, one_too: Assessment
) -> None:
    asked = {one.id for one in content.questionnaire.capabilities() if "flash" in one.forms}
    given = {(one.item, one.respondent): replace(one, function=None) for one in one_too.answers if one.item in asked}
    flash = replace(as_earlier(replace(one_too, answers=tuple(given.values()), settled=())), form="flash")
    lea = around(app, database, content, flash).browser("lea")
    assert "machine_readings" in lea.get(f"/d/{ID}/flash/2").text
    assert lea.get(f"/d/{ID}/bearing").status_code == 200
    assert lea.get(f"/d/{ID}/bearing.pdf").status_code == 200


def test_nobody_signs_a_plan_there(scene: Around) -> None:
    page = read(scene.browser("lea"), f"/d/{ID}/sign")
    assert "suit une édition antérieure du questionnaire" in page


def test_its_questions_are_those_of_its_edition(scene: Around) -> None:
    page = read(scene.browser("lea"), f"/d/{ID}/questions/digital_capability")
    assert "Ancienne machine_readings" in page


def test_its_result_says_which_edition_it_follows(scene: Around) -> None:
    page = read(scene.browser("lea"), f"/d/{ID}/result")
    assert "Ces réponses suivent l’édition 2026-05 du questionnaire" in page
    assert "l’édition 2026-11" in page


def test_an_answer_is_taken_to_a_question_of_its_edition(scene: Around, database: Database, content: Content) -> None:
    lea = scene.browser("lea")
    lea.get(f"/d/{ID}/questions/digital_capability")
    sent = {"op_id": str(uuid4()), "item": "machine_readings", "function": "production", "rating": 4}
    answer = lea.post(f"/d/{ID}/answers", json=sent, headers={"X-CSRFToken": token(lea)})
    assert answer.status_code == 200, answer.text
    refused = lea.post(
        f"/d/{ID}/answers",
        json=sent | {"op_id": str(uuid4()), "item": "sensor_data_acquisition"},
        headers={"X-CSRFToken": token(lea)},
    )
    assert refused.status_code == 422, refused.text
    with database.session(writes=False) as session:
        said = assessing.load(session, content, ID).assessment.answers
    assert 4.0 in [one.rating for one in said if (one.item, one.function) == ("machine_readings", "production")]


def test_a_new_plan_is_refused_in_clear_words_and_the_way_out_is_there(scene: Around) -> None:
    lea = scene.browser("lea")
    page = read(lea, f"/d/{ID}/plan")
    assert lea.page.h1 == "Un nouveau plan demande les questions d’aujourd’hui."
    assert "Les réponses suivent l’édition 2026-05 du questionnaire" in page
    assert f"/d/{ID}/history" in [link.get("href") for link in lea.page.all("a")]
    assert "Changer vos moyens" not in page and "L’argent" not in page
    for tab in ("board", "what-if", "compare"):
        answer = lea.get(f"/d/{ID}/plan/{tab}")
        assert (answer.status_code, answer.location) == (303, f"/d/{ID}/plan")


def test_its_report_says_so_too(scene: Around) -> None:
    answer = scene.browser("lea").get(f"/d/{ID}/report.pdf")
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "industry40@2026-05" in printed
    assert "Un nouveau plan demande" in " ".join(printed.split())
    assert "À investir" not in printed and "Reste à payer" not in printed


def test_a_plan_signed_before_is_still_read(scene: Around, database: Database) -> None:
    tracked.signed(database, ID)
    page = read(scene.browser("lea"), f"/d/{ID}/follow")
    assert "Titre de idea_trials" in page


def test_the_next_diagnostic_follows_the_questionnaire_in_force(
    scene: Around, database: Database, content: Content
) -> None:
    lea = scene.browser("lea")
    page = read(lea, f"/d/{ID}/history")
    assert "nouvelle édition, 2026-11" in page
    assert lea.post(f"/d/{ID}/again", data={"csrf_token": token(lea)}).status_code == 303
    with database.session(writes=False) as session:
        _, new = again.history(session, content, ID)
    assert new.assessment.questionnaire == CURRENT
    page = read(lea, f"/d/{new.id}/questions/digital_capability")
    assert "Ancienne machine_readings" not in page and " : 2" in page, "the answer of then stands beside"
    changed = read(lea, f"/d/{new.id}/questions/value_network_collaboration")
    kept = read(lea, f"/d/{new.id}/questions/social_collaboration")
    day = "Le 22 novembre 2026 :"
    assert day in kept and day not in changed


def test_before_and_after_compares_what_compares_and_names_the_rest(
    scene: Around, database: Database, content: Content, one_too: Assessment
) -> None:
    measure_again(database, content, one_too)
    lea = scene.browser("lea")
    page = read(lea, f"/d/{AGAIN}/before-after")
    assert lea.page.h1.startswith("L’indice est stable, sur les questions qui se comparent")
    assert "Le premier suit l’édition 2026-05 du questionnaire, le second l’édition 2026-11." in page
    assert "les stades ne se comparent pas" in page
    assert "Les questions qui ont changé (6)" in page
    assert "« Ancienne paper_archive »" in page and "la question n’est plus posée" in page
    assert "la plus basse des notes d’avant se compare à celle d’après" in page
    assert "Le contenu de Palier a été mis à jour" not in page
    history = read(lea, f"/d/{AGAIN}/history")
    assert "édition 2026-05" in history and "édition 2026-11" in history


def test_one_edition_says_nothing_of_editions(
    app: Flask, database: Database, content: Content, one_too: Assessment
) -> None:
    lea = around(app, database, content, one_too).browser("lea")
    measure_again(database, content, one_too)
    for page in (f"/d/{AGAIN}/before-after", f"/d/{AGAIN}/history", f"/d/{AGAIN}/plan", f"/d/{AGAIN}/result"):
        assert "édition 2" not in read(lea, page), page


def test_a_portfolio_scores_each_by_its_own(scene: Around, database: Database, content: Content) -> None:
    hugo = scene.browser("hugo")
    assert hugo.get("/").status_code in (200, 303)
    with database.session(writes=False) as session:
        assert following.status_of(session, content, ID) == following.Status.DIAGNOSED


def test_a_release_counts_the_company_and_none_of_its_old_answers(
    scene: Around, database: Database, content: Content
) -> None:
    with database.session(writes=False) as session:
        found = observing.gather(session, content, NOW.date())
    old = [place for place, siren in enumerate(found.sirens) if siren == "552100554"]
    assert len(old) == 2 and not any(found.completed[place] for place in old)
    assert all(found.statuses[place] >= 2 for place in old), "they stay diagnosed"


def test_it_is_carried_away_and_received_elsewhere(scene: Around, database: Database, content: Content) -> None:
    with database.session(writes=False) as session:
        company = portability.company_named(session, ID)
        file = portability.company_of(session, company, content)
    assert file.diagnostics[0].assessment["questionnaire"] == REF
