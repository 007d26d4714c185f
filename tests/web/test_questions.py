"""The questionnaire: what is asked, what is saved, and that nothing is saved twice or by accident."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from diagnostic.core.model.assessment import Rating
from diagnostic.core.model.catalogue import Content
from diagnostic.services import assessing
from diagnostic.services.database import Database
from diagnostic.web import present
from tests.web import leading
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.test_forms import stored

DIGITAL = "digital_capability"


def answers(content: Content, database: Database, address: str) -> dict[tuple[str, str | None], Rating]:
    found = stored(content, database, address).answers
    assert {answer.respondent for answer in found} <= {"leader"}
    return {(answer.item, answer.function): answer.rating for answer in found}


def operations(database: Database, address: str) -> int:
    with database.session(writes=False) as session:
        count = text("SELECT count(*) FROM operations WHERE diagnostic_id = :id")
        return int(session.execute(count, {"id": address.rpartition("/")[2]}).scalar_one())


@pytest.fixture
def full(client: LintingClient) -> str:
    return leading.start(client, form="full")


def test_a_flash_form_asks_once_for_the_whole_company(client: LintingClient, own: str) -> None:
    client.get(f"{own}/questions/{DIGITAL}")
    names = {name.partition("-")[0] for name in values_of(client.page) if name.endswith("-was")}
    assert names == {"digital_skills", "sensor_data_acquisition__all"}


def test_a_full_form_asks_the_functions_that_exist(client: LintingClient) -> None:
    address = leading.start(client, form="full", functions=["production", "marketing_sales"])
    client.get(f"{address}/questions/{DIGITAL}")
    names = {name.partition("-")[0] for name in values_of(client.page) if name.endswith("-was")}
    assert names == {"digital_skills", "sensor_data_acquisition__production", "decentralised_processing__production"}


def test_every_page_and_item_is_asked(client: LintingClient, own: str, content: Content) -> None:
    asked: list[str] = []
    for page in leading.pages(client, own):
        client.get(page)
        asked += [name.partition("-")[0].partition("__")[0] for name in values_of(client.page) if name.endswith("-was")]
    expected = [one.id for one in content.questionnaire.capabilities() if "flash" in one.forms]
    assert asked == expected
    assert len(asked) == 20


def test_the_seven_rungs_are_there_with_their_proofs(client: LintingClient, full: str, content: Content) -> None:
    client.get(f"{full}/questions/{DIGITAL}")
    shown = " ".join(client.page.one("main").itertext())
    for item in ("digital_skills", "sensor_data_acquisition"):
        for option in content.questionnaire.items[item].options:
            assert shown.count(option.text.fr) == 1, "each rung is listed once"
            assert option.evidence.fr in shown


def test_not_applicable_is_offered_only_where_the_content_allows_it(client: LintingClient, full: str) -> None:
    client.get(f"{full}/questions/{DIGITAL}")
    values = {field.get("name"): [] for field in client.page.all("input")}
    for field in client.page.all("input"):
        values[field.get("name")].append(field.get("value"))
    assert "not_applicable" in values["decentralised_processing__production-rating"]
    assert "not_applicable" not in values["digital_skills-rating"]
    assert "unknown" in values["digital_skills-rating"]


def test_a_page_saves_halves_unknowns_and_nothing_else(
    client: LintingClient, full: str, content: Content, database: Database
) -> None:
    said = {
        "digital_skills-rating": "2",
        "digital_skills-partly": "y",
        "sensor_data_acquisition__production-rating": "unknown",
        "decentralised_processing__production-rating": "not_applicable",
    }
    leading.send(client, f"{full}/questions/{DIGITAL}", said)
    assert answers(content, database, full) == {
        ("digital_skills", None): 2.5,
        ("sensor_data_acquisition", "production"): "unknown",
        ("decentralised_processing", "production"): "not_applicable",
    }
    client.get(f"{full}/questions/{DIGITAL}")
    shown = values_of(client.page)
    assert shown["digital_skills-rating"] == ["2"] and shown["digital_skills-partly"] == ["y"]
    assert "sensor_data_acquisition__logistics-rating" not in shown


def test_going_back_saves_the_page_too(client: LintingClient, own: str, content: Content, database: Database) -> None:
    first, second = leading.pages(client, own)[:2]
    client.get(second)
    item = next(name.removesuffix("-was") for name in values_of(client.page) if name.endswith("-was"))
    back = {f"{item}-rating": "2", "go": "back"}
    assert leading.send(client, second, back).location == first
    assert list(answers(content, database, own).values()) == [2.0]
    assert leading.send(client, first, {"go": "back"}).location == f"{own}/questions"
    wrong = {"digital_skills-rating": "9", "go": "back"}
    assert leading.send(client, first, wrong).status_code == 422


def test_partly_means_nothing_above_the_top_rung(
    client: LintingClient, own: str, content: Content, database: Database
) -> None:
    leading.send(client, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "6", "digital_skills-partly": "y"})
    assert answers(content, database, own) == {("digital_skills", None): 6.0}


def test_the_same_page_sent_twice_counts_once(client: LintingClient, own: str, database: Database) -> None:
    address = f"{own}/questions/{DIGITAL}"
    client.get(address)
    form = {**values_of(client.page), "digital_skills-rating": "2"}
    for _ in range(2):
        assert client.post(address, data=form).status_code == 303
    assert operations(database, own) == 1


def test_an_old_page_changes_only_what_its_reader_changed(
    client: LintingClient, own: str, content: Content, database: Database
) -> None:
    address = f"{own}/questions/{DIGITAL}"
    client.get(address)
    old = values_of(client.page)
    leading.send(client, address, {"digital_skills-rating": "3"})
    client.post(address, data={**old, "sensor_data_acquisition__all-rating": "1"})
    assert answers(content, database, own) == {("digital_skills", None): 3.0, ("sensor_data_acquisition", "all"): 1.0}


def test_an_answer_may_be_taken_back(client: LintingClient, own: str, content: Content, database: Database) -> None:
    address = f"{own}/questions/{DIGITAL}"
    leading.send(client, address, {"digital_skills-rating": "3", "sensor_data_acquisition__all-rating": "1"})
    assert leading.send(client, address, {"clear": "digital_skills"}).location == address
    assert answers(content, database, own) == {("sensor_data_acquisition", "all"): 1.0}


def test_answers_of_the_short_form_stand_for_every_function_of_the_long_one(
    client: LintingClient, own: str, content: Content, database: Database
) -> None:
    leading.send(client, f"{own}/questions/{DIGITAL}", {"sensor_data_acquisition__all-rating": "2"})
    leading.send(client, f"{own}/company", {"form": "full"})
    client.get(f"{own}/questions/{DIGITAL}")
    shown = values_of(client.page)
    assert shown["sensor_data_acquisition__production-rating"] == ["2"]
    assert shown["sensor_data_acquisition__logistics-rating"] == ["2"]


def save(client: LintingClient, address: str, **change: Any) -> Any:
    headers = {"X-CSRFToken": leading.token(client)}
    change = {"op_id": str(uuid4()), "item": "digital_skills", "function": None, "rating": 2, **change}
    return client.post(f"{address}/answers", json=change, headers=headers)


def test_one_answer_is_saved_at_once(client: LintingClient, own: str, content: Content, database: Database) -> None:
    answer = save(client, own, rating=1.5, device_at="2026-11-22T09:00:00+01:00", base_version=0)
    assert answer.get_json() == {"version": 1}
    told = client.get(f"{own}/answers?since=0").get_json()
    assert (told["version"], told["percent"], told["remaining"]) == (1, 5, "Encore 15 minutes environ")
    assert answers(content, database, own) == {("digital_skills", None): 1.5}


def test_a_retry_is_acknowledged_not_counted(client: LintingClient, own: str, database: Database) -> None:
    change = {"op_id": str(uuid4()), "rating": 3}
    assert save(client, own, **change).get_json() == save(client, own, **change).get_json()
    assert operations(database, own) == 1


def test_an_answer_is_withdrawn_by_null(client: LintingClient, own: str, content: Content, database: Database) -> None:
    save(client, own)
    save(client, own, rating=None)
    assert answers(content, database, own) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"rating": 7}, {"rating": 1.2}, {"rating": True}, {"rating": "2"}, {"rating": "not_applicable"},
        {"rating": 10**400},
        {"item": "no_such_item"}, {"item": 3}, {"function": "production"}, {"function": 4},
        {"op_id": "x"}, {"device_at": "yesterday"}, {"device_at": "2026-11-22T09:00:00"}, {"base_version": "1"},
        {"base_version": 2**70}, {"base_version": -1}, {"device_at": "0001-01-01T00:00:00+14:00"},
        {"item": "decentralised_processing"},
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_in_words(
    client: LintingClient, own: str, database: Database, wrong: dict[str, object]
) -> None:
    answer = save(client, own, **wrong)
    assert answer.status_code == 422
    assert answer.get_json()["message"]
    assert operations(database, own) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null"])
def test_a_body_that_is_no_answer_is_refused(client: LintingClient, own: str, body: bytes) -> None:
    headers = {"X-CSRFToken": leading.token(client), "Content-Type": "application/json"}
    assert client.post(f"{own}/answers", data=body, headers=headers).status_code in (400, 422)


def test_a_stale_token_comes_back_fresh(client: LintingClient, own: str) -> None:
    """The page's script tries once more with it, so that nothing answered is lost."""
    change = {"op_id": str(uuid4()), "item": "digital_skills", "function": None, "rating": 2}
    refused = client.post(f"{own}/answers", json=change, headers={"X-CSRFToken": "stale"})
    assert refused.status_code == 400
    fresh = {"X-CSRFToken": refused.get_json()["csrf_token"]}
    assert client.post(f"{own}/answers", json=change, headers=fresh).status_code == 200


def test_what_remains_is_said(client: LintingClient, own: str) -> None:
    client.get(f"{own}/questions")
    assert client.page.h1 == "Huit pages, une par sujet."
    assert "0 réponse sur 20" in client.page.html
    leading.send(client, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "2"})
    client.get(f"{own}/questions")
    assert client.page.h1 == "Encore 15 minutes environ."
    states = [text_of(element) for element in client.page.all("b") if "state" in element.get("class", "")]
    assert states == ["1 sur 2", *["À faire"] * 7]


@pytest.mark.parametrize(
    ("answers_left", "words"),
    [
        (0, "Toutes les réponses y sont"),
        (1, "Encore une minute environ"),
        (2, "Encore 2 minutes environ"),
        (20, "Encore 15 minutes environ"),
    ],
)
def test_remaining_time(answers_left: int, words: str) -> None:
    assert present.remaining(answers_left) == words


def test_an_example_is_read_with_its_answers(client: LintingClient, database: Database, content: Content) -> None:
    with database.session(writes=False) as session:
        example = assessing.load(session, content, "one_too")
    client.get(f"/d/one_too/questions/{DIGITAL}")
    fieldset = next(one for one in client.page.all("fieldset") if one.get("disabled") is not None)
    ticked = [one for one in fieldset.iter("input") if one.get("checked") is not None and one.get("type") == "radio"]
    cells = present.asked_cells(content, example.assessment)
    assert len(ticked) == sum(
        cell.item in {"digital_skills", "sensor_data_acquisition", "decentralised_processing"} for cell in cells
    )
    assert not client.page.field("csrf_token")
