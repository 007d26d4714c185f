"""Answering in a workshop: remarks, two people at once, what is left to see, by pages and as the script is told."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from diagnostic.core.model.access import Hand, OrganisationKind, Position, Role
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation, latest
from diagnostic.services import sharing
from diagnostic.services.database import Database
from diagnostic.store import assessments
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.answering import DIGITAL, contribute, id_of
from tests.web.linting_client import LintingClient, text_of, values_of

FIRST, SENSORS = "digital_skills", "sensor_data_acquisition"


@pytest.fixture
def page(own: str) -> str:
    return f"{own}/questions/{DIGITAL}"


@pytest.fixture
def camille(app: Flask, database: Database, own: str) -> LintingClient:
    """The same leader by account, in another browser: another author, for the same answers."""
    account = known.account(database, "camille@exemple.fr", "Camille")
    known.access(database, id_of(own), Role.LEADER, account)
    return known.signed_in(app, database, account)


@pytest.fixture
def adviser(app: Flask, database: Database, own: str) -> LintingClient:
    account = known.account(database, "conseil@exemple.fr", "Claire")
    organisation = known.organisation(database, "CCI", OrganisationKind.CHAMBER)
    known.member(database, account, organisation, Position.ADVISER)
    known.access(database, id_of(own), Role.ADVISER, account, organisation)
    with database.session() as session:
        assessments.change(session, id_of(own), {"hand": Hand.ADVISER})
        session.commit()
    return known.signed_in(app, database, account)


def kept(database: Database, own: str) -> dict[tuple[str, str | None, str], Operation]:
    with database.session(writes=False) as session:
        return latest(one.operation for one in sharing.received(session, id_of(own)))


def save(client: LintingClient, own: str, **change: object) -> Any:
    headers = {"X-CSRFToken": leading.token(client)}
    change = {"op_id": str(uuid4()), "item": FIRST, "function": None, "rating": 2, **change}
    return client.post(f"{own}/answers", json=change, headers=headers)


def words(client: LintingClient, kind: str) -> list[str]:
    return [text_of(one) for one in client.page.all("button", "p", "li") if kind in (one.get("class") or "").split()]


def choices(client: LintingClient) -> dict[str, str]:
    """What each button of a clash says → what it sends."""
    return {text_of(one): one.get("value", "") for one in client.page.all("button") if one.get("name") == "choose"}


def test_a_flag_and_a_note_stay_without_an_answer(
    client: LintingClient, own: str, page: str, database: Database
) -> None:
    leading.send(client, page, {f"{FIRST}-flagged": "y", f"{FIRST}-note": "demander à Paul\r\nlundi "})
    found = kept(database, own)[FIRST, None, "leader"]
    assert (found.rating, found.flagged, found.note) == (None, True, "demander à Paul\nlundi")
    assert found.author == f"link:{id_of(own)}"
    client.get(page)
    shown = values_of(client.page)
    assert shown[f"{FIRST}-flagged"] == ["y"] and shown[f"{FIRST}-note"] == ["demander à Paul\nlundi"]
    leading.send(client, page, {f"{FIRST}-rating": "2"})
    leading.send(client, page, {"clear": FIRST})
    found = kept(database, own)[FIRST, None, "leader"]
    assert (found.rating, found.flagged, found.note) == (None, True, "demander à Paul\nlundi")


def test_the_adviser_says_what_was_seen_and_the_leader_does_not(
    client: LintingClient, adviser: LintingClient, own: str, page: str, database: Database
) -> None:
    leading.send(adviser, page, {f"{FIRST}-rating": "2", f"{FIRST}-evidence": "observed"})
    assert kept(database, own)[FIRST, None, "adviser"].evidence == "observed"
    client.get(page)
    assert f"{FIRST}-evidence" not in values_of(client.page)
    leading.send(client, page, {f"{FIRST}-rating": "2", f"{FIRST}-evidence": "observed"})
    assert kept(database, own)[FIRST, None, "leader"].evidence == "declared"
    assert save(client, own, evidence="observed").status_code == 422
    assert save(adviser, own, evidence="documented", base_version=2).status_code == 200
    assert kept(database, own)[FIRST, None, "adviser"].evidence == "documented"


def test_a_note_of_ten_thousand_characters_is_refused_with_its_length_and_nothing_is_lost(
    client: LintingClient, own: str, page: str, database: Database
) -> None:
    long = "a" * 10_000
    answer = leading.send(client, page, {f"{FIRST}-rating": "2", f"{FIRST}-note": long})
    assert answer.status_code == 422
    assert "10\u202f000 caractères, 2\u202f000 au plus" in client.page.html
    shown = values_of(client.page)
    assert shown[f"{FIRST}-note"] == [long] and shown[f"{FIRST}-rating"] == ["2"]
    assert kept(database, own) == {}
    told = save(client, own, note=long)
    assert told.status_code == 422 and "10\u202f000" in told.get_json()["message"]
    assert save(client, own, note="a" * 2000).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"note": 3}, {"note": "a\x00b"}, {"note": "\ud800"}, {"flagged": "yes"}, {"evidence": "guessed"},
        {"item": "no_such_item", "rating": None}, {"item": "x" * 5000, "rating": None, "note": "n"},
        {"function": "production", "rating": None},
    ],
)  # fmt: skip
def test_a_wrong_remark_is_refused_in_words(
    client: LintingClient, own: str, database: Database, wrong: dict[str, object]
) -> None:
    answer = save(client, own, **wrong)
    assert answer.status_code == 422 and answer.get_json()["message"]
    assert kept(database, own) == {}


@pytest.mark.parametrize("version", [None, "", "x", "-1", "9" * 5000, "99"])
def test_a_page_that_says_nothing_of_its_version_is_taken_as_it_stands(
    client: LintingClient, own: str, page: str, database: Database, version: str | None
) -> None:
    client.get(page)
    sent = {name: value for name, value in values_of(client.page).items() if name != "version"}
    form = {**sent, f"{FIRST}-rating": "2", **({} if version is None else {"version": version})}
    assert client.post(page, data=form).status_code == 303
    assert kept(database, own)[FIRST, None, "leader"].rating == 2.0


def test_contributors_leave_no_remarks(app: Flask, client: LintingClient, own: str, database: Database) -> None:
    guest = known.invited(app, database, known.contributor(database, id_of(own)))
    guest.get(f"{contribute(own)}/{DIGITAL}")
    assert not [name for name in values_of(guest.page) if name.endswith(("-note", "-flagged", "-evidence"))]
    change = {"op_id": str(uuid4()), "item": FIRST, "function": None, "rating": 2, "note": "un nom", "flagged": True}
    answer = guest.post(f"{contribute(own)}/answers", json=change, headers={"X-CSRFToken": leading.token(guest)})
    assert answer.status_code == 200
    found = kept(database, own)[FIRST, None, "managers_1"]
    assert (found.note, found.flagged) == (None, False)


def test_pages_shown_at_once_and_sent_one_after_the_other_are_merged(
    client: LintingClient, camille: LintingClient, own: str, page: str, database: Database
) -> None:
    client.get(page)
    old = values_of(client.page)
    leading.send(camille, page, {f"{SENSORS}__all-rating": "1", f"{FIRST}-note": "vu le classeur"})
    client.post(page, data={**old, f"{FIRST}-rating": "3"})
    found = kept(database, own)
    assert found[SENSORS, "all", "leader"].rating == 1.0
    assert (found[FIRST, None, "leader"].rating, found[FIRST, None, "leader"].note) == (3.0, "vu le classeur")
    client.get(page)
    assert choices(client) == {}


@pytest.mark.parametrize(("pressed", "stands"), [("Camille", 2.0), ("Vous", 3.0)])
def test_two_different_answers_are_both_shown_until_one_is_chosen(
    client: LintingClient,
    camille: LintingClient,
    own: str,
    page: str,
    database: Database,
    pressed: str,
    stands: float,
) -> None:
    client.get(page)
    old = values_of(client.page)
    leading.send(camille, page, {f"{FIRST}-rating": "2"})
    client.post(page, data={**old, f"{FIRST}-rating": "3"})
    camille.get(page)
    assert list(choices(camille)) == ["Vous : 2", "Une autre personne, 10 h 30 : 3"]
    client.get(page)
    assert list(choices(client)) == ["Camille, 10 h 30 : 2", "Vous : 3"]
    for reader in (client, camille):
        reader.get(f"{own}/review")
        assert "À départager" in reader.page.html
    client.get(page)
    button = next(value for label, value in choices(client).items() if label.startswith(pressed))
    assert leading.send(client, page, {"choose": button}).location == page
    assert kept(database, own)[FIRST, None, "leader"].rating == stands
    for reader in (client, camille):
        reader.get(page)
        assert choices(reader) == {}


def test_a_respondent_who_answers_twice_has_one_answer_and_no_clash(
    client: LintingClient, own: str, page: str, database: Database
) -> None:
    client.get(page)
    old = values_of(client.page)
    for rating in ("2", "3", "2"):
        client.post(page, data={**old, f"{FIRST}-rating": rating})
    assert kept(database, own)[FIRST, None, "leader"].rating == 2.0
    client.get(page)
    assert choices(client) == {}


def test_the_script_is_told_what_others_changed(client: LintingClient, camille: LintingClient, own: str) -> None:
    save(camille, own, item=SENSORS, function="all", rating=1, base_version=0)
    told = client.get(f"{own}/answers?since=0").get_json()
    assert told["version"] == 1
    (cell,) = told["cells"]
    assert (cell["item"], cell["function"], cell["rating"], cell["rivals"]) == (SENSORS, "all", "1", [])
    assert client.get(f"{own}/answers?since=1").get_json() == {"version": 1}
    told = save(client, own, rating=3, base_version=0, since=0).get_json()
    assert {(one["item"], one["rating"]) for one in told["cells"]} == {(FIRST, "3"), (SENSORS, "1")}
    told = save(camille, own, rating=2, base_version=1, since=1).get_json()
    (cell,) = told["cells"]
    assert [(one["who"], one["rating"]) for one in cell["rivals"]] == [
        ("Une autre personne, 10\u00a0h\u00a030", "3"),
        ("Vous", "2"),
    ]
    told = save(camille, own, rating=2, base_version=3, since=3).get_json()
    assert told["cells"][0]["rivals"] == []


def test_the_leader_and_the_adviser_never_clash(client: LintingClient, adviser: LintingClient, own: str) -> None:
    save(client, own, rating=1, base_version=0)
    told = save(adviser, own, rating=4, base_version=0, since=0).get_json()
    (cell,) = told["cells"]
    assert cell["rivals"] == [] and cell["rating"] == "4"
    assert cell["beside"] == ["Réponse du dirigeant\u00a0: 1"]


def contradiction(content: Content) -> Any:
    """One that two answers for the whole company make."""
    forms = {one.id: one.forms for one in content.questionnaire.capabilities() if one.functions is None}
    pairs = (
        one for one in content.questionnaire.contradictions if {one.high.capability, one.low.capability} <= set(forms)
    )
    return next(one for one in pairs if all("full" in forms[side.capability] for side in (one.high, one.low)))


def told_since(client: LintingClient, own: str, saved: Any) -> Any:
    """What the page's script asks for, as soon as one pauses."""
    return client.get(f"{own}/answers?since={saved.get_json()['version'] - 1}").get_json()


def test_what_cannot_both_hold_is_told_as_it_arises(client: LintingClient, content: Content) -> None:
    own = leading.start(client, form="full")
    pair = contradiction(content)
    told = told_since(client, own, save(client, own, item=pair.high.capability, rating=pair.high.rung))
    assert "contradiction" not in {one["kind"] for one in told["arising"]}
    told = told_since(client, own, save(client, own, item=pair.low.capability, rating=pair.low.rung))
    found = next(one for one in told["arising"] if one["kind"] == "contradiction")
    assert {one["item"] for one in found["questions"]} == {pair.high.capability, pair.low.capability}
    client.get(found["questions"][0]["address"])
    assert found["text"] in client.page.html
    client.get(f"{own}/review")
    assert found["text"] in client.page.html


def sections(client: LintingClient) -> list[str]:
    return [one.get("id", "") for one in client.page.all("h2") if one.get("id")]


def test_the_review_lists_what_is_left_with_a_way_there(
    client: LintingClient, adviser: LintingClient, own: str, page: str
) -> None:
    leading.send(adviser, page, {f"{FIRST}-rating": "2", f"{FIRST}-flagged": "y", f"{FIRST}-note": "voir Paul"})
    adviser.get(f"{own}/review")
    assert sections(adviser) == ["flagged", "missing", "unproven"]
    assert f"{page}#{FIRST}" in {link.get("href") for link in adviser.page.all("a")}
    assert "voir Paul" in adviser.page.html
    client.get(f"{own}/review")
    assert "unproven" not in sections(client) and "flagged" not in sections(client), "each their own remarks"


def test_an_answer_that_nobody_knows_is_still_to_be_found(client: LintingClient, own: str, page: str) -> None:
    leading.send(client, page, {f"{FIRST}-rating": "unknown"})
    client.get(f"{own}/review")
    assert sections(client) == ["missing", "unknown"]
    assert f"{page}#{FIRST}" in {link.get("href") for link in client.page.all("a")}


def test_questions_are_asked_function_by_function(client: LintingClient) -> None:
    own = leading.start(client, form="full", functions=["production", "logistics"])
    client.get(f"{own}/questions")
    places = [link.get("href", "") for link in client.page.all("a") if "function=" in link.get("href", "")]
    assert len(places) == 2
    production = next(one for one in places if one.endswith("production"))
    client.get(production)
    asked = {name.partition("-")[0].partition("__")[2] for name in values_of(client.page) if name.endswith("-was")}
    assert asked == {"production"}
    answer = leading.send(client, production, {})
    while "/questions/" in str(answer.location):
        assert str(answer.location).endswith("function=production")
        answer = leading.send(client, str(answer.location), {})
    assert str(answer.location) == f"{own}/questions"
    assert client.get(f"{own}/questions/{DIGITAL}?function=nothing").status_code == 200
    assert client.get(f"{own}/questions/{DIGITAL}?function=services").status_code == 404


def test_the_menu_leads_everywhere_without_a_script(client: LintingClient, own: str, page: str) -> None:
    client.get(page)
    links = {link.get("href", "") for link in client.page.all("a")}
    assert set(leading.pages(client, own)) <= links
    assert f"{own}/review" in links


def test_the_answer_of_last_time_stands_beside(adviser: LintingClient, own: str, page: str, database: Database) -> None:
    leading.send(adviser, page, {f"{FIRST}-rating": "2", f"{FIRST}-partly": "y"})
    with database.session() as session:
        session.execute(
            text("UPDATE diagnostics SET signed_at = '2026-11-22 09:00:00.000000' WHERE id = :id"), {"id": id_of(own)}
        )
        session.commit()
    answer = adviser.post(f"{own}/again", data={"csrf_token": leading.token(adviser)})
    assert answer.status_code == 303, answer.text
    second = "/".join(str(answer.location).split("/")[:3])
    adviser.get(f"{second}/questions/{DIGITAL}")
    assert words(adviser, "earlier") == ["Le 22 novembre 2026 : 2,5"]
    assert not values_of(adviser.page).get(f"{FIRST}-rating"), "last time's answer is not this time's"
