"""The views side by side, and what the adviser settles."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask import Flask

from diagnostic.core.model.assessment import Assessment, Respondent, Settled
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation
from diagnostic.services import advising, answering, assessing, sharing
from diagnostic.services.database import Database
from tests.web import leading
from tests.web.cast import CLAIMED, PREPARED, World, populate
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.served import NOW

WIDE, NARROW = "digital_skills", "sensor_data_acquisition"
OWN = f"/d/{PREPARED}"
PEOPLE = {"leader": "leader", "adviser": "adviser", "m_1": "managers", "m_2": "managers", "m_3": "managers"}
PEOPLE |= {"o_1": "operators"}


@pytest.fixture
def world(database: Database, content: Content, examples: Mapping[str, Assessment]) -> World:
    bare = examples["uma_usinage"]
    return populate(database, content, replace(bare, answers=(), settled=(), respondents=(bare.respondents[0],)))


@pytest.fixture
def adviser(app: Flask, world: World, database: Database, content: Content) -> LintingClient:
    """In hand of a file where the leader says 4 and three managers 1, and an operator said 6 of something else."""
    given = {"leader": 4.0, "m_1": 1.0, "m_2": 1.0, "m_3": 1.0}
    with database.session() as session:
        for who, group in PEOPLE.items():
            stands = assessing.load(session, content, PREPARED)
            made = [say(WIDE, None, given[who], who)] if who in given else []
            made += [say(NARROW, "production", 6.0, who)] if who == "o_1" else []
            made += [say(NARROW, "production", 3.0, who)] if who == "leader" else []
            person = Respondent(who, group)  # type: ignore[arg-type]
            sharing.answer(session, content, answering.sheet(session, content, stands.id), person, made, NOW)
        session.commit()
    return world.enter["adviser"](app)


def say(item: str, function: str | None, rating: float, who: str) -> Operation:
    return Operation(op_id=f"{who}-{item}", item=item, function=function, rating=rating, respondent=who)


def settled(database: Database, content: Content) -> tuple[Settled, ...]:
    with database.session(writes=False) as session:
        return assessing.load(session, content, PREPARED).assessment.settled


def test_one_opinion_alone_agrees_with_nobody(client: LintingClient) -> None:
    own = leading.start(client)
    leading.send(client, f"{own}/questions/digital_capability", {f"{WIDE}-rating": "2"})
    client.get(f"{own}/views")
    assert client.page.h1 == "Rien à comparer pour l’instant."


def settle(client: LintingClient, cell: str, **typed: str) -> int:
    client.get(f"{OWN}/views?settle={cell}")
    return client.post(f"{OWN}/views", data={**values_of(client.page), **typed}).status_code


def lines(client: LintingClient, query: str = "") -> list[str]:
    client.get(f"{OWN}/views{query}")
    items = [one for one in client.page.one("main").iter("li") if one.get("id")]
    return [text_of(one) for one in items]


def test_each_group_stands_beside_the_others_the_widest_gap_first(adviser: LintingClient) -> None:
    first, second = lines(adviser)
    assert adviser.page.h1 == "Les avis s’écartent sur une question."
    assert "Dirigeant4" in first.replace(" ", "") and "Encadrement1" in first.replace(" ", "")
    assert "Grand écart : 3 échelons" in first and "Retenu 2,5" in first.replace("Retenu2,5", "Retenu 2,5")
    assert "Relevé des machines" in second


def test_the_answer_of_one_operator_is_nowhere_to_be_found(adviser: LintingClient) -> None:
    _first, second = lines(adviser)
    assert "Atelier" not in second and "6" not in second and "4,5" not in second
    assert "on devinerait la réponse de quelqu’un" in second


def test_filters_stay_in_the_address(adviser: LintingClient) -> None:
    assert len(lines(adviser, "?apart=1")) == 1
    assert len(lines(adviser, "?principle=digital_capability")) >= 1
    assert lines(adviser, "?principle=no_such_principle") == []
    assert "Tout montrer" in adviser.page.html
    assert settle(adviser, WIDE, rating="2", reason="Vu", open="1") == 303
    assert len(lines(adviser, "?open=1")) == 1
    assert adviser.page.id("open").get("checked") is not None


def test_a_settled_rating_replaces_the_views_and_says_why(
    adviser: LintingClient, database: Database, content: Content
) -> None:
    assert settle(adviser, WIDE, rating="1.5", reason=" Vu à l’atelier.\r\nDeux postes sur six. ") == 303
    assert settled(database, content) == (Settled(WIDE, None, 1.5, "Vu à l’atelier.\r\nDeux postes sur six."),)
    with database.session(writes=False) as session:
        result = advising.result_of(content, assessing.load(session, content, PREPARED))
    cell = next(one for one in result.cells if one.id == WIDE)
    assert (cell.rating, cell.verified) == (1.5, True)
    first = lines(adviser)[0]
    assert "Deux postes sur six." in first and "tranché" in first
    assert adviser.page.h1 == "Les écarts sont tranchés."
    assert settle(adviser, WIDE, rating="3", reason="Revu") == 303
    assert [one.rating for one in settled(database, content)] == [3]


def test_it_is_taken_back(adviser: LintingClient, database: Database, content: Content) -> None:
    settle(adviser, WIDE, rating="1", reason="Vu")
    assert settle(adviser, WIDE, unsettle="y") == 303
    assert settled(database, content) == ()
    assert "Trancher" in lines(adviser)[0]
    assert settle(adviser, WIDE, unsettle="y") == 303


def test_for_every_function_or_for_one(adviser: LintingClient, database: Database, content: Content) -> None:
    cell = f"{NARROW}/production"
    assert settle(adviser, cell, rating="2", reason="Partout", scope="all") == 303
    assert settle(adviser, cell, rating="3", reason="Ici", scope="here") == 303
    assert {(one.function, one.rating) for one in settled(database, content)} == {("all", 2), ("production", 3)}
    assert any("tranché, pour production" in line for line in lines(adviser))
    assert settle(adviser, cell, unsettle="y") == 303
    assert [one.function for one in settled(database, content)] == ["all"]


WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"rating": "", "reason": "Vu"}, "rating"),
    ({"rating": "7", "reason": "Vu"}, "rating"),
    ({"rating": "1.3", "reason": "Vu"}, "rating"),
    ({"rating": "not_applicable", "reason": "Vu"}, "rating"),
    ({"rating": "2", "reason": "  "}, "reason"),
    ({"rating": "2", "reason": "x" * 1001}, "reason"),
    ({"rating": "2", "reason": "Vu", "csrf_token": "stale"}, "content"),
    ({"unsettle": "y", "csrf_token": "stale"}, "content"),
)


def test_a_wrong_decision_is_told_and_nothing_typed_is_lost(
    adviser: LintingClient, database: Database, content: Content
) -> None:
    for wrong, field in WRONG:
        assert settle(adviser, WIDE, **wrong) == 422, wrong
        assert [link for link in adviser.page.all("a") if link.get("href") == f"#{field}"], wrong
        assert values_of(adviser.page)["reason"] == [wrong.get("reason", "")]
    assert settled(database, content) == ()


def test_not_concerned_where_the_question_allows_it(adviser: LintingClient, content: Content) -> None:
    adviser.get(f"{OWN}/views?settle={WIDE}")
    may = content.questionnaire.capability(WIDE).may_be_na
    offered = [one.get("value") for one in adviser.page.id("rating").iter("option")]
    assert ("not_applicable" in offered) is may and offered[1:14] == [f"{half / 2:g}" for half in range(13)]


def test_a_question_that_nobody_answered_is_not_settled_by_chance(adviser: LintingClient) -> None:
    csrf = leading.token(adviser)
    data = {"csrf_token": csrf, "cell": "no_such_cell", "rating": "2", "reason": "Vu"}
    assert adviser.post(f"{OWN}/views", data=data).status_code == 422


def test_the_leader_reads_and_does_not_settle(app: Flask, world: World, database: Database, content: Content) -> None:
    leader = world.enter["leader"](app)
    with database.session() as session:
        stands = assessing.load(session, content, CLAIMED)
        person = stands.assessment.respondents[0]
        sharing.answer(
            session,
            content,
            answering.sheet(session, content, stands.id),
            person,
            [say(WIDE, None, 2.0, person.id)],
            NOW,
        )
        session.commit()
    leader.get(f"/d/{CLAIMED}/views?settle={WIDE}")
    assert "Trancher" not in leader.page.html and not leader.page.field("reason")
    assert leader.post(f"/d/{CLAIMED}/views", data={"csrf_token": leading.token(leader)}).status_code == 403
    assert world.enter["contributor"](app).get(f"/d/{CLAIMED}/views").status_code == 404
