"""Several people answer one diagnostic: each sees and changes their own answers alone."""

from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from diagnostic.core.model.catalogue import Content
from diagnostic.services import advising
from diagnostic.services.database import Database
from tests.web import leading
from tests.web.answering import DIGITAL, accepted, contribute, invite, items_shown, loaded, said
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, text_of, values_of

NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA"
BIDI = "🛠️ \u200fكريم"


@pytest.fixture
def manager(app: Flask, client: LintingClient, own: str) -> LintingClient:
    return accepted(app, invite(client, own, name="Karim"))


@pytest.mark.parametrize("form", ["full", "flash"])
@pytest.mark.parametrize("group", ["managers", "operators", "hr"])
def test_a_contributor_is_asked_the_questions_of_their_group(
    app: Flask, client: LintingClient, content: Content, form: str, group: str
) -> None:
    own = leading.start(client, form=form)
    invited = accepted(app, invite(client, own, group))
    invited.get(contribute(own))
    links = [link.get("href", "") for link in invited.page.all("a") if "/contribute/" in link.get("href", "")]
    asked: set[str] = set()
    for link in dict.fromkeys(links):
        assert invited.get(link).status_code == 200
        asked |= items_shown(invited)
    questionnaire = content.questionnaire
    addressed = {
        one.id
        for one in questionnaire.capabilities()
        if form in one.forms
        and group in questionnaire.items[one.id].audience
        and (one.functions is None or set(one.functions) & {"production", "logistics"})
    }
    assert asked == addressed


def test_each_gives_their_own_answers_and_the_result_counts_both(
    client: LintingClient, manager: LintingClient, own: str, database: Database, content: Content
) -> None:
    leading.send(client, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "1"})
    leading.send(manager, contribute(own, DIGITAL), {"digital_skills-rating": "4"})
    assert said(database, content, own) == {("leader", "digital_skills"): 1.0, ("managers_1", "digital_skills"): 4.0}
    result = advising.result_of(content, loaded(database, content, own))
    cell = next(cell for cell in result.cells if cell.capability == "digital_skills")
    assert cell.rating == 2.5
    leading.send(client, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "2"})
    assert said(database, content, own)["managers_1", "digital_skills"] == 4.0


def test_two_people_of_one_group_and_the_same_answer_at_once(
    app: Flask, client: LintingClient, own: str, database: Database, content: Content
) -> None:
    both = [accepted(app, invite(client, own)) for _ in range(2)]
    for one in both:
        one.get(contribute(own, DIGITAL))
    for one in both:
        one.post(contribute(own, DIGITAL), data={**values_of(one.page), "digital_skills-rating": "3"})
    assert said(database, content, own) == {
        ("managers_1", "digital_skills"): 3.0,
        ("managers_2", "digital_skills"): 3.0,
    }


def test_nobody_reads_what_another_answered(client: LintingClient, manager: LintingClient, own: str) -> None:
    leading.send(manager, contribute(own, DIGITAL), {"digital_skills-rating": "4"})
    client.get(f"{own}/questions/{DIGITAL}")
    assert "digital_skills-rating" not in values_of(client.page)
    assert not [one for one in client.page.all("p") if one.get("class") == "beside"]
    leading.send(client, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "0"})
    manager.get(contribute(own, DIGITAL))
    assert values_of(manager.page)["digital_skills-rating"] == ["4"]
    assert not [one for one in manager.page.all("p") if one.get("class") == "beside"]


@pytest.mark.parametrize(
    "page",
    [
        "result",
        "plan",
        "questions",
        f"questions/{DIGITAL}",
        "company",
        "entry",
        "link",
        "respondents",
        "report.pdf",
        "target",
    ],
)
def test_a_contributor_sees_nothing_else_of_the_company(manager: LintingClient, own: str, page: str) -> None:
    theirs = manager.get(f"{own}/{page}")
    nobody = manager.get(f"/d/{NOWHERE}/{page}")
    assert theirs.status_code == nobody.status_code == 404
    assert leading.without_tokens(theirs.text) == leading.without_tokens(nobody.text)


def test_the_home_page_leads_back_to_their_questions(manager: LintingClient, own: str) -> None:
    manager.get("/")
    assert f"{own}/contribute" in [link.get("href") for link in manager.page.one("main").iter("a")]


def test_a_contributor_reads_the_name_of_the_company_and_no_more_of_its_card(manager: LintingClient, own: str) -> None:
    for page in (contribute(own), contribute(own, DIGITAL)):
        manager.get(page)
        shown = manager.page.html
        assert "Mécanique Durand" in shown
        for told in ("732829320", "732 829 320", "3248", "25.62B", "Sous-traitance"):
            assert told not in shown, told
        assert f"{own}/result" not in shown and f"{own}/company" not in shown


def test_another_diagnostic_does_not_exist_for_them(
    app: Flask, client: LintingClient, manager: LintingClient, other: LintingClient, own: str
) -> None:
    theirs = leading.start(other, name="Autre entreprise")
    for page in ("", DIGITAL):
        answer = manager.get(contribute(theirs, page))
        nobody = manager.get(contribute(f"/d/{NOWHERE}", page))
        assert answer.status_code == nobody.status_code == 404
        assert leading.without_tokens(answer.text) == leading.without_tokens(nobody.text)
    headers = {"X-CSRFToken": leading.token(manager)}
    change = {"op_id": str(uuid4()), "item": "digital_skills", "function": None, "rating": 2}
    answers = [
        manager.post(f"{address}/contribute/answers", json=change, headers=headers)
        for address in (theirs, f"/d/{NOWHERE}")
    ]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].data == answers[1].data


def save(client: LintingClient, own: str, **change: object) -> Any:
    headers = {"X-CSRFToken": leading.token(client)}
    sent = {"op_id": str(uuid4()), "item": "digital_skills", "function": None, "rating": 2, **change}
    return client.post(f"{own}/contribute/answers", json=sent, headers=headers)


def test_one_answer_is_saved_at_once_under_their_own_name(
    manager: LintingClient, own: str, database: Database, content: Content
) -> None:
    """Whatever respondent the browser pretends to be."""
    answer = save(manager, own, respondent="leader", rating=1)
    assert answer.get_json()["version"] == 1
    assert said(database, content, own) == {("managers_1", "digital_skills"): 1.0}
    form = {"respondent": "leader", "digital_skills-respondent": "leader", "digital_skills-rating": "3"}
    leading.send(manager, contribute(own, DIGITAL), form)
    assert said(database, content, own) == {("managers_1", "digital_skills"): 3.0}


def test_the_leader_gives_the_leader_s_answers_whatever_is_sent(
    client: LintingClient, manager: LintingClient, own: str, database: Database, content: Content
) -> None:
    headers = {"X-CSRFToken": leading.token(client)}
    change = {
        "op_id": str(uuid4()),
        "item": "digital_skills",
        "function": None,
        "rating": 2,
        "respondent": "managers_1",
    }
    assert client.post(f"{own}/answers", json=change, headers=headers).status_code == 200
    assert said(database, content, own) == {("leader", "digital_skills"): 2.0}


def test_a_question_for_another_group_is_refused(
    app: Flask, client: LintingClient, own: str, database: Database, content: Content
) -> None:
    hr = accepted(app, invite(client, own, "hr"))
    for_all = {one.id for one in content.questionnaire.items.values() if "hr" in one.audience}
    item = next(id for id in ("digital_skills", "sensor_data_acquisition") if id not in for_all)
    function = None if item == "digital_skills" else "all"
    answer = save(hr, own, item=item, function=function)
    assert answer.status_code == 422
    assert answer.get_json()["message"]
    assert said(database, content, own) == {}


@pytest.mark.parametrize(
    "wrong", [{"rating": 7}, {"item": "no"}, {"op_id": "x"}, {"rating": "2"}, {"function": "production"}]
)
def test_a_wrong_answer_is_refused_in_words(
    manager: LintingClient, own: str, database: Database, content: Content, wrong: Mapping[str, object]
) -> None:
    answer = save(manager, own, **wrong)
    assert answer.status_code == 422
    assert answer.get_json()["message"]
    assert said(database, content, own) == {}


def test_a_stale_page_keeps_what_was_chosen(manager: LintingClient, own: str) -> None:
    wrong = {"digital_skills-rating": "2", "csrf_token": "stale"}
    assert leading.send(manager, contribute(own, DIGITAL), wrong).status_code == 422
    assert "Rien n’est perdu" in manager.page.html
    assert values_of(manager.page)["digital_skills-rating"] == ["2"]


def test_the_pages_lead_from_the_first_to_the_last_and_back_to_the_list(
    app: Flask, client: LintingClient, own: str
) -> None:
    hr = accepted(app, invite(client, own, "hr"))
    hr.get(contribute(own))
    assert hr.page.h1 == "On vous demande votre avis."
    start = next(link.get("href", "") for link in hr.page.all("a") if text_of(link) == "Commencer")
    page, seen = start, []
    while page != contribute(own):
        seen.append(page)
        hr.get(page)
        rated = {f"{name.removesuffix('-was')}-rating": "2" for name in values_of(hr.page) if name.endswith("-was")}
        page = str(leading.send(hr, page, rated).location)
    assert len(seen) == len(set(seen)) > 1
    hr.get(page)
    assert hr.page.h1 == "Merci. Vous avez répondu à tout."
    assert leading.send(hr, seen[1], {"go": "back"}).location == seen[0]
    assert leading.send(hr, seen[0], {"go": "back"}).location == contribute(own)


def test_a_closed_link_closes_the_page_at_once_and_leaves_the_answers(
    client: LintingClient, manager: LintingClient, own: str, database: Database, content: Content
) -> None:
    leading.send(manager, contribute(own, DIGITAL), {"digital_skills-rating": "4"})
    client.get(f"{own}/respondents")
    assert "1 réponse sur 20" in client.page.html
    revoke = next(form.get("action", "") for form in client.page.all("form") if "/revoke" in form.get("action", ""))
    assert client.post(revoke, data={"csrf_token": leading.token(client)}).status_code == 303
    answer = manager.get(contribute(own, DIGITAL))
    assert answer.status_code == 404
    nobody = manager.get(contribute(f"/d/{NOWHERE}", DIGITAL))
    assert leading.without_tokens(answer.text) == leading.without_tokens(nobody.text)
    assert save(manager, own).status_code == 404
    client.get(f"{own}/respondents")
    assert "Lien fermé. Ses réponses restent" in client.page.html and "Karim" in client.page.html
    assert said(database, content, own) == {("managers_1", "digital_skills"): 4.0}


def test_an_expired_link_closes_the_page(app: Flask, manager: LintingClient, own: str, database: Database) -> None:
    with database.session() as session:
        session.execute(text("UPDATE invitations SET expires_at = '2026-11-22 09:29:59'"))
        session.commit()
    assert manager.get(contribute(own)).status_code == 404


def test_the_list_tells_how_far_each_is_and_never_what_they_said(
    app: Flask, client: LintingClient, own: str, database: Database
) -> None:
    first, second = (accepted(app, invite(client, own, "operators", name=name)) for name in ("Karim", BIDI))
    leading.send(first, contribute(own, DIGITAL), {"digital_skills-rating": "6"})
    client.get(f"{own}/respondents")
    rows = [text_of(row) for row in client.page.all("li") if "réponse" in text_of(row)]
    assert "1 réponse sur" in rows[0] and "Karim" in rows[0]
    assert "0 réponse sur" in rows[1] and BIDI in rows[1]
    assert client.page.h1 == "2 personnes répondent avec vous."
    assert second.get(contribute(own)).status_code == 200


def test_the_link_is_shown_to_who_made_it_alone(
    app: Flask, client: LintingClient, other: LintingClient, own: str
) -> None:
    link = invite(client, own)
    assert browser(app).get(f"{own}/respondents").status_code == 404
    assert other.get(f"{own}/respondents").status_code == 404
    token = link.rpartition("/")[2]
    other.set_cookie("palier-invited", token)
    theirs = leading.start(other, name="Autre entreprise")
    assert token not in other.get(f"{theirs}/respondents").text


def test_an_address_receives_the_link(client: LintingClient, own: str, letters: list[EmailMessage]) -> None:
    link = invite(client, own, "operators", name="Karim", email="Karim@Exemple.fr")
    assert [letter["To"] for letter in letters] == ["karim@exemple.fr"]
    assert letters[0]["Subject"] == "Mécanique Durand vous demande votre avis"
    assert link in letters[0].get_content()
    assert "22\u00a0décembre 2026" in letters[0].get_content()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"group": ""}, "Choisissez une réponse"),
        ({"group": "leader"}, "Qui voulez-vous interroger"),
        ({"group": "hr", "email": "karim@exemple.fr\nBcc: tous@exemple.fr"}, "adresse"),
        ({"group": "hr", "email": "pas une adresse"}, "adresse"),
        ({"group": "hr", "name": "x" * 61}, "60 signes au plus"),
    ],
)
def test_a_wrong_invitation_is_told_and_nothing_typed_is_lost(
    client: LintingClient, own: str, letters: list[EmailMessage], wrong: dict[str, str], words: str
) -> None:
    answer = leading.send(client, f"{own}/respondents", {"name": "Karim", **wrong})
    assert answer.status_code == 422
    assert words in client.page.html
    assert values_of(client.page)["name"] == [wrong.get("name", "Karim")]
    assert not letters
    client.get(f"{own}/respondents")
    assert "réponse" not in " ".join(text_of(row) for row in client.page.all("li"))


def test_a_double_click_invites_one_person(client: LintingClient, own: str) -> None:
    client.get(f"{own}/respondents")
    form = {**values_of(client.page), "group": "operators", "name": "Karim"}
    for _ in range(2):
        assert client.post(f"{own}/respondents", data=form).status_code == 303
    client.get(f"{own}/respondents")
    assert client.page.h1 == "Une personne répond avec vous."
    assert (
        browser(client.application)
        .get("/" + str(client.page.id("invitation-link").get("value")).split("/", 3)[3])
        .status_code
        == 200
    )


def test_another_company_s_invitation_is_not_found(client: LintingClient, other: LintingClient, own: str) -> None:
    theirs = leading.start(other, name="Autre entreprise")
    invite(other, theirs)
    revoke = next(form.get("action", "") for form in other.page.all("form") if "/revoke" in form.get("action", ""))
    invitation = revoke.split("/")[4]
    data = {"csrf_token": leading.token(client)}
    found = client.post(f"{own}/respondents/{invitation}/revoke", data=data)
    nothing = client.post(f"{own}/respondents/{NOWHERE}/revoke", data=data)
    assert found.status_code == nothing.status_code == 404
    assert leading.without_tokens(found.text) == leading.without_tokens(nothing.text)
    other.get(f"{theirs}/respondents")
    assert "Lien ouvert" in other.page.html


def test_the_leader_is_told_that_these_pages_are_for_others(client: LintingClient, own: str) -> None:
    assert client.get(contribute(own)).status_code == 403
    assert "les personnes invitées à répondre" in client.page.html


def test_what_is_done_is_told_to_the_audit_trail_without_names(
    client: LintingClient, manager: LintingClient, own: str, database: Database
) -> None:
    leading.send(manager, contribute(own, DIGITAL), {"digital_skills-rating": "4"})
    with database.session(writes=False) as session:
        rows = session.execute(text("SELECT act, actor, details FROM audit_events ORDER BY position")).all()
    acts = [row.act for row in rows]
    assert acts.count("invitation.made") == 1
    answered = [row for row in rows if row.actor.startswith("invited:") and row.act == "diagnostic.changed"]
    assert len(answered) == 1
    assert "Karim" not in str(rows)
