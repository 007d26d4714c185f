"""The same form sent twice, and two tabs of one browser: nothing is made twice, nothing is undone."""

import threading
from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import text

from diagnostic.services.assessing import SENT_AGAIN_WITHIN
from diagnostic.services.database import Database
from diagnostic.web.extensions import KEY
from tests.web import acquaintances, leading
from tests.web.conftest import browser
from tests.web.linting_client import LintingClient, values_of

Typed = Mapping[str, object]


def made(database: Database) -> int:
    """How many companies have started."""
    with database.session(writes=False) as session:
        return int(session.execute(text("SELECT count(*) FROM diagnostics WHERE NOT demo")).scalar_one())


def operations(database: Database) -> int:
    query = "SELECT count(*) FROM operations WHERE diagnostic_id IN (SELECT id FROM diagnostics WHERE NOT demo)"
    with database.session(writes=False) as session:
        return int(session.execute(text(query)).scalar_one())


@pytest.fixture
def typed(client: LintingClient) -> Typed:
    client.get("/start")
    return {**values_of(client.page), **leading.CARD}


def test_a_start_sent_twice_is_one(client: LintingClient, typed: Typed, database: Database) -> None:
    first, second = client.post("/start", data=typed), client.post("/start", data=typed)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert made(database) == 1
    assert client.get(str(first.location)).status_code == 200


def test_a_start_whose_answer_was_lost_is_found_again(
    app: Flask, client: LintingClient, typed: Typed, database: Database
) -> None:
    """The first answer, and its cookie, never came: the page is shown again, and leads to what was started."""
    lost = browser(app)
    lost.set_cookie("palier", cookie_of(client))
    first = client.post("/start", data=typed)
    assert lost.post("/start", data=typed).status_code == 422
    again = lost.post("/start", data=values_of(lost.page))
    assert (again.status_code, again.location) == (303, first.location)
    assert lost.get(str(again.location)).status_code == 200
    assert made(database) == 1


def cookie_of(client: LintingClient) -> str:
    found = client.get_cookie("palier")
    assert found is not None
    return found.value


def test_two_starts_at_the_same_moment_are_one(
    app: Flask, client: LintingClient, typed: Typed, database: Database
) -> None:
    cookie, answers = cookie_of(client), []

    def send() -> None:
        tab = app.test_client()
        tab.set_cookie("palier", cookie)
        answers.append(tab.post("/start", data=typed).status_code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made(database) == 1
    assert sorted(answers) == [303, 422, 422, 422]


def test_the_page_of_a_start_does_not_open_it_for_ever(
    app: Flask, client: LintingClient, typed: Typed, database: Database
) -> None:
    """On a shared computer: later, or once something was done, sending the page again starts another diagnostic."""
    first = str(client.post("/start", data=typed).location)
    stranger = browser(app)
    wired, late = app.extensions[KEY], acquaintances.NOW + SENT_AGAIN_WITHIN * 2
    object.__setattr__(wired, "now", lambda: late)
    stranger.post("/start", data=typed)
    assert stranger.post("/start", data=values_of(stranger.page)).location != first
    assert made(database) == 2


def test_another_card_is_another_diagnostic(client: LintingClient, own: str, database: Database) -> None:
    assert leading.start(client, name="Seconde") != own
    assert made(database) == 2


def test_answers_sent_twice_count_once(client: LintingClient, own: str, database: Database) -> None:
    page = leading.pages(client, own)[0]
    client.get(page)
    cells = [name.removesuffix("-was") for name in values_of(client.page) if name.endswith("-was")]
    sent = {**values_of(client.page), **{f"{cell}-rating": "2" for cell in cells}}
    for _ in range(2):
        assert client.post(page, data=sent).status_code == 303
    assert operations(database) == len(cells)


def test_the_card_and_the_problems_sent_twice_stay_the_same(client: LintingClient, own: str) -> None:
    for path, field, value in (("company", "name", "Durand et filles"), ("entry", "budget", "3000")):
        client.get(f"{own}/{path}")
        sent = {**values_of(client.page), field: value}
        for _ in range(2):
            assert client.post(f"{own}/{path}", data=sent).status_code == 303
        client.get(f"{own}/{path}")
        assert values_of(client.page)[field] == [value]
    assert len(leading.pages(client, own)) == 8


def test_two_tabs_keep_what_each_has_answered(app: Flask, client: LintingClient, own: str) -> None:
    tab = browser(app)
    tab.set_cookie("palier", cookie_of(client))
    page = leading.pages(client, own)[0]
    for one in (client, tab):
        one.get(page)
    first, second, *_ = [name.removesuffix("-was") for name in values_of(client.page) if name.endswith("-was")]
    client.post(page, data={**values_of(client.page), f"{first}-rating": "2"})
    tab.post(page, data={**values_of(tab.page), f"{second}-rating": "3"})
    client.get(page)
    stands = values_of(client.page)
    assert (stands[f"{first}-rating"], stands[f"{second}-rating"]) == (["2"], ["3"])


def test_a_tab_left_open_while_another_signed_in(app: Flask, client: LintingClient, own: str) -> None:
    """The form token of the older tab is void: its form comes back filled in, and is saved by one more click."""
    client.get(f"{own}/company")
    sent = {**values_of(client.page), "name": "Avant"}
    link = leading.private_link(client, own)
    client.get(link)
    client.post("/resume", data=values_of(client.page))
    assert client.post(f"{own}/company", data=sent).status_code == 422
    assert client.page.field("name")[0].get("value") == "Avant"
    assert client.post(f"{own}/company", data=values_of(client.page)).status_code == 303
