"""The leader's quarter of an hour without any script: what hurts, one question a page, and the bearing at once."""

import io
from collections.abc import Mapping
from math import ceil

import pytest
from flask import Flask
from pypdf import PdfReader

from diagnostic.core.model.assessment import UNKNOWN, Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from diagnostic.store import assessments, audit
from diagnostic.web import present
from tests.web import leading
from tests.web.cast import CLAIMED, PREPARED, World, populate
from tests.web.conftest import browser
from tests.web.drafting import first_draft, no_plan_yet
from tests.web.linting_client import LintingClient, text_of, values_of

__all__ = ["first_draft", "no_plan_yet"]
pytestmark = pytest.mark.usefixtures("no_plan_yet")
SHORT = {"functions": [], "position": [], "intent": []}
COUNT = 20


@pytest.fixture
def flash(client: LintingClient) -> str:
    """A diagnostic that began with the few first lines alone."""
    return leading.start(client, **SHORT)


def stored(content: Content, database: Database, address: str) -> Assessment:
    with database.session(writes=False) as session:
        return assessing.load(session, content, address.rpartition("/")[2]).assessment


def rate(client: LintingClient, address: str, number: int, value: str, **more: str) -> str:
    """Answer the question of that number; where it leads."""
    client.get(f"{address}/flash/{number}")
    name = next(name for name in values_of(client.page) if name.endswith("-was")).replace("-was", "")
    sent = {f"{name}-rating": value, **{f"{name}-{key}": said for key, said in more.items() if key == "partly"}}
    sent |= {key: said for key, said in more.items() if key != "partly"}
    answer = leading.send(client, f"{address}/flash/{number}", sent)
    assert answer.status_code == 303, answer.text
    return str(answer.location).removeprefix(address)


def rate_all(client: LintingClient, address: str, value: str = "1", upto: int = COUNT) -> None:
    for number in range(1, upto + 1):
        rate(client, address, number, value)


def test_it_begins_with_four_lines(client: LintingClient, flash: str, content: Content, database: Database) -> None:
    assessment = stored(content, database, flash)
    assert (assessment.company.name, assessment.company.position) == ("Mécanique Durand", None)
    assert set(assessment.functions.values()) == {1.0}
    assert leading.send(client, f"{flash}/link", {"action": "kept"}).location == f"{flash}/flash"
    assert client.get(f"{flash}/flash").location == f"{flash}/flash/difficulties"


def test_the_rest_of_the_card_is_asked_later_and_not_guessed(
    client: LintingClient, flash: str, content: Content, database: Database
) -> None:
    client.get(f"{flash}/company")
    assert "functions" not in values_of(client.page), "nothing is ticked that was not said"
    more = {"functions": ["production"], "position": "subcontractor", "intent": "catch_up", "form": "full"}
    rate(client, flash, 1, "2")
    assert leading.send(client, f"{flash}/company", more).status_code == 303
    assessment = stored(content, database, flash)
    assert assessment.functions["production"] == 1 and assessment.functions["services"] == 0
    assert len(assessment.answers) == 1, "what was answered stays"


def test_a_full_form_started_in_few_lines_asks_for_its_card_first(client: LintingClient) -> None:
    own = leading.start(client, **SHORT, form="full")
    assert leading.send(client, f"{own}/link", {"action": "kept"}).location == f"{own}/company"
    for page in ("flash", "flash/1"):
        assert client.get(f"{own}/{page}").location == f"{own}/questions"
    assert client.get(f"{own}/bearing").location == f"{own}/result"
    assert client.get(f"{own}/bearing.pdf").location == f"{own}/report.pdf"


def test_difficulties_take_two_taps(client: LintingClient, flash: str, content: Content, database: Database) -> None:
    told = {"symptoms": ["late_deliveries", "scrap"]}
    assert leading.send(client, f"{flash}/flash/difficulties", told).location == f"{flash}/flash/1"
    assert dict(stored(content, database, flash).entry.symptoms) == {"late_deliveries": 2, "scrap": 2}


def test_difficulties_told_in_detail_keep_their_figures(
    client: LintingClient, flash: str, content: Content, database: Database
) -> None:
    detailed = {
        "symptoms-late_deliveries-severity": "3",
        "symptoms-late_deliveries-late_orders": "18",
        "symptoms-scrap-severity": "1",
        "symptoms-scrap-scrap_rate": "4",
        "brakes-money": "2",
    }
    leading.send(client, f"{flash}/entry", detailed)
    client.get(f"{flash}/flash/difficulties")
    assert values_of(client.page)["symptoms"] == ["late_deliveries", "scrap"]
    leading.send(client, f"{flash}/flash/difficulties", {"symptoms": ["late_deliveries", "cash"]})
    entry = stored(content, database, flash).entry
    assert dict(entry.symptoms) == {"late_deliveries": 3, "cash": 2} and dict(entry.brakes) == {"money": 2}
    assert [figure.symptom for figure in entry.figures] == ["late_deliveries"]


def test_twenty_questions_one_a_page(client: LintingClient, flash: str, content: Content, database: Database) -> None:
    client.get(f"{flash}/flash/1")
    assert client.page.title == "Question 1 sur 20 – Palier"
    seen = set()
    for number in range(1, COUNT + 1):
        place = rate(client, flash, number, UNKNOWN if number == 5 else "1")
        assert place == (f"/flash/{number + 1}" if number < COUNT else "/bearing")
        seen.add(client.page.h1)
    assert len(seen) == COUNT
    answers = stored(content, database, flash).answers
    assert len(answers) == COUNT and {one.respondent for one in answers} == {"leader"}
    assert sum(one.rating == UNKNOWN for one in answers) == 1
    assert client.get(f"{flash}/flash").location == f"{flash}/bearing"
    assert client.get(f"{flash}/flash/21").status_code == 404


def test_an_answer_is_shown_as_it_stands_and_can_be_taken_back(
    client: LintingClient, flash: str, content: Content, database: Database
) -> None:
    assert rate(client, flash, 3, "2", partly="y") == "/flash/4"
    client.get(f"{flash}/flash/3")
    name = next(name for name in values_of(client.page) if name.endswith("-rating"))
    assert values_of(client.page)[name] == ["2"]
    assert [one.rating for one in stored(content, database, flash).answers] == [2.5]
    cell = name.removesuffix("-rating")
    assert leading.send(client, f"{flash}/flash/3", {"clear": cell}).location == f"{flash}/flash/3"
    assert stored(content, database, flash).answers == ()


def test_going_back_keeps_what_was_chosen(
    client: LintingClient, flash: str, content: Content, database: Database
) -> None:
    assert rate(client, flash, 2, "3", go="back") == "/flash/1"
    assert rate(client, flash, 1, "3", go="back") == "/flash/difficulties"
    assert len(stored(content, database, flash).answers) == 2


def test_the_same_page_sent_twice_answers_once(client: LintingClient, flash: str, database: Database) -> None:
    client.get(f"{flash}/flash/1")
    name = next(name for name in values_of(client.page) if name.endswith("-was")).replace("-was", "-rating")
    sent = {**values_of(client.page), name: "2"}
    assert [client.post(f"{flash}/flash/1", data=sent).status_code for _ in range(2)] == [303, 303]
    with database.session(writes=False) as session:
        assert len(assessments.operations(session, flash.rpartition("/")[2])) == 1


def test_the_script_is_told_where_to_go(client: LintingClient, flash: str) -> None:
    client.get(f"{flash}/flash/1")
    answer = client.post(f"{flash}/flash/1", data=values_of(client.page), headers={"Accept": "application/json"})
    assert answer.get_json() == {"next": f"{flash}/flash/2"}


def test_the_private_link_reopens_at_the_question_left(app: Flask, client: LintingClient, flash: str) -> None:
    link = leading.private_link(client, flash)
    rate_all(client, flash, upto=3)
    phone = browser(app)
    phone.get(link)
    opened = phone.post("/resume", data=values_of(phone.page))
    assert phone.get(str(opened.location)).location == f"{flash}/flash"
    assert phone.get(f"{flash}/flash").location == f"{flash}/flash/4"


def test_a_bearing_half_way_says_what_is_missing(client: LintingClient, flash: str) -> None:
    client.get(f"{flash}/bearing")
    assert client.page.h1 == "Il manque des réponses pour donner un stade."
    rate_all(client, flash, upto=7)
    client.get(f"{flash}/bearing")
    main = text_of(client.page.one("main"))
    assert client.page.h1 == "Il manque des réponses pour donner un stade."
    assert "Reprendre à la question 8" in main and "Indice" not in main.partition("Où vous en êtes")[0]
    rate_all(client, flash, upto=15)
    client.get(f"{flash}/bearing")
    assert "Reprendre à la question 16" in text_of(client.page.one("main"))
    assert client.page.h1.startswith("Premier repère")


@pytest.fixture
def done(client: LintingClient, flash: str) -> str:
    leading.send(client, f"{flash}/flash/difficulties", {"symptoms": ["late_deliveries"]})
    rate_all(client, flash)
    return flash


@pytest.mark.usefixtures("first_draft")
def test_the_bearing_says_what_a_leader_needs(client: LintingClient, done: str) -> None:
    client.get(f"{done}/bearing")
    assert client.page.h1 == "Premier repère : stade 1 sur 6."
    main = text_of(client.page.one("main"))
    steps = [one for one in client.page.all("li") if one.get("class") == "step"]
    assert len(steps) == 3 and any("Sans dépense" in text_of(step) for step in steps)
    assert "Nous livrons en retard" in text_of(steps[0])
    for told in ("Indice 1,0 sur 6", "Votre OPCO : OPCO 2i", "convention 3248", "Un conseiller passe une demi-journée"):
        assert told in main, told
    links = {link.get("href", "") for link in client.page.one("main").iter("a")}
    assert {f"{done}/bearing.pdf", f"{done}/claim", f"{done}/company", f"{done}/access", f"{done}/plan"} <= links


def test_without_an_agreement_the_opco_is_only_probable(client: LintingClient) -> None:
    own = leading.start(client, **SHORT, idcc="")
    client.get(f"{own}/bearing")
    assert "OPCO probable, à confirmer" in text_of(client.page.one("main"))
    unknown = leading.start(client, **SHORT, idcc="", naf="", siret="")
    client.get(f"{unknown}/bearing")
    main = text_of(client.page.one("main"))
    assert "Votre OPCO reste à trouver" in main and "La personne qui fait vos paies" in main


def test_nothing_is_offered_to_print_before_the_first_answer(client: LintingClient, flash: str) -> None:
    client.get(f"{flash}/bearing")
    assert f"{flash}/bearing.pdf" not in {link.get("href") for link in client.page.all("a")}


def test_the_list_of_questions_leads_back_to_one_at_a_time(client: LintingClient, flash: str) -> None:
    client.get(f"{flash}/questions")
    assert f"{flash}/flash" in {link.get("href") for link in client.page.one("main").iter("a")}


def test_a_sentence_goes_on_after_its_colon(client: LintingClient, done: str) -> None:
    client.get(f"{done}/bearing")
    told = [
        text_of(one).partition(":")[2].strip() for one in client.page.all("p") if "first-step" in one.get("class", "")
    ]
    assert told and all(one[0].islower() for one in told)


def test_the_bearing_is_printed(client: LintingClient, done: str) -> None:
    document = client.get(f"{done}/bearing.pdf")
    assert document.headers["Content-Disposition"] == 'attachment; filename="palier-reperage-mecanique-durand.pdf"'
    pages = PdfReader(io.BytesIO(document.data)).pages
    assert len(pages) == 2 and "Mécanique Durand" in pages[0].extract_text()


def test_a_quarter_of_an_hour_is_what_twenty_answers_take(client: LintingClient, flash: str) -> None:
    assert ceil(COUNT * present.SECONDS_PER_ANSWER / 60) == 15
    client.get(f"{flash}/flash/1")
    assert "Encore 15 minutes environ" in text_of(client.page.one("body"))
    client.get("/")
    assert "quart d’heure" in text_of(client.page.one("main"))


def test_what_is_answered_is_told(client: LintingClient, flash: str, database: Database) -> None:
    leading.send(client, f"{flash}/flash/difficulties", {"symptoms": ["scrap"]})
    rate(client, flash, 1, "2")
    client.get(f"{flash}/bearing")
    client.get(f"{flash}/bearing.pdf")
    with database.session(writes=False) as session:
        told = {(event.act, event.details.get("part")) for event in audit.everything(session)}
    assert {("diagnostic.changed", "entry"), ("diagnostic.changed", "answers")} <= told
    assert {("diagnostic.read", "result"), ("diagnostic.exported", "report")} <= told


@pytest.fixture
def world(database: Database, content: Content, examples: Mapping[str, Assessment]) -> World:
    """Everybody, around companies that answer a flash form."""
    found = populate(database, content, examples["uma_usinage"])
    with database.session() as session:
        for id in (CLAIMED, PREPARED):
            assessments.change(session, id, {"form": "flash"})
        session.commit()
    return found


@pytest.mark.parametrize(
    ("reader", "id", "question", "bearing"),
    [
        ("leader", CLAIMED, 200, 200),
        ("old_link", CLAIMED, 200, 200),
        ("adviser", PREPARED, 200, 200),
        ("guest", CLAIMED, 303, 200),
        ("adviser", CLAIMED, 303, 200),
        ("contributor", CLAIMED, 404, 404),
        ("funder", CLAIMED, 404, 404),
        ("nobody", CLAIMED, 404, 404),
    ],
)
def test_who_answers_and_who_reads(app: Flask, world: World, reader: str, id: str, question: int, bearing: int) -> None:
    client = world.enter[reader](app)
    assert client.get(f"/d/{id}/flash/1").status_code == question
    assert client.get(f"/d/{id}/bearing").status_code == bearing
    sent = {"csrf_token": leading.token(client), "version": "0"}
    refused = {303: 403, 404: 404}.get(question, 303)
    answered = client.post(f"/d/{id}/flash/1", data=sent).status_code
    assert answered == refused or (reader == "nobody" and answered == 401)
