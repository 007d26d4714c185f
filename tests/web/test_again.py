"""A second diagnostic of the same company, as its leader, its adviser and the holder of its link meet it."""

from collections.abc import Mapping

import pytest
from flask import Flask

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.services import granting
from diagnostic.services.database import Database
from tests.web import cast, leading
from tests.web.cast import CLAIMED, PREPARED, UNCLAIMED, World
from tests.web.granted import send
from tests.web.linting_client import LintingClient, text_of, values_of


@pytest.fixture
def world(database: Database, content: Content, examples: Mapping[str, Assessment]) -> World:
    return cast.populate(database, content, examples["uma_usinage"])


def words(client: LintingClient) -> str:
    return text_of(client.page.one("main"))


def test_a_leader_measures_again_and_opens_both(app: Flask, world: World) -> None:
    leader = world.enter["leader"](app)
    leader.get(f"/d/{CLAIMED}/history")
    assert "Un seul diagnostic" in words(leader) and "Commencer un nouveau diagnostic" in words(leader)
    answer = send(leader, f"/d/{CLAIMED}/again")
    assert answer.status_code == 303
    second = str(answer.location).split("/")[2]
    assert leader.get(f"/d/{second}/company").status_code == 200
    assert "Atelier claimed" in str(leader.page.field("name")[0].get("value"))
    leader.get(f"/d/{second}/history")
    assert "Deux diagnostics" in words(leader) and "pas encore de résultat" in words(leader)
    for id in (CLAIMED, second):
        assert leader.get(f"/d/{id}/result").status_code == 200
    assert send(leader, f"/d/{CLAIMED}/again").location.split("/")[2] == second
    refused = send(leader, f"/d/{second}/again")
    assert refused.status_code == 422 and "terminez-le" in words(leader)


def test_an_adviser_who_starts_it_has_the_hand_and_hands_it_over(app: Flask, world: World) -> None:
    adviser = world.enter["adviser"](app)
    second = str(send(adviser, f"/d/{PREPARED}/again").location).split("/")[2]
    assert leading.send(adviser, f"/d/{second}/company", {"headcount": "31"}).status_code == 303
    adviser.get(f"/d/{second}/hand")
    assert "Remettre" in words(adviser)


def test_whoever_came_by_the_private_link_is_given_one_for_the_new_diagnostic(app: Flask, world: World) -> None:
    holder = world.enter["link"](app)
    answer = send(holder, f"/d/{UNCLAIMED}/again")
    second = str(answer.location).removesuffix("/link")
    assert str(answer.location).endswith("/link")
    link = leading.private_link(holder, second)
    assert holder.get(f"{second}/history").status_code == 200
    assert "S’ouvre avec son propre lien privé" in words(holder)
    assert holder.get(f"/d/{UNCLAIMED}/result").status_code == 404
    elsewhere = world.enter["nobody"](app)
    elsewhere.get(link)
    assert send(elsewhere, "/resume", link=link).status_code == 303
    assert elsewhere.get(f"{second}/questions").status_code == 200


def test_the_first_link_still_leads_to_the_most_recent(app: Flask, world: World) -> None:
    second = str(send(world.enter["link"](app), f"/d/{UNCLAIMED}/again").location).removesuffix("/link")
    again = world.enter["link"](app)
    again.get(f"/d/{UNCLAIMED}/history")
    assert "Ouvrir le plus récent" in words(again)
    assert str(send(again, f"/d/{UNCLAIMED}/again").location) == f"{second}/"
    assert again.get(f"{second}/questions").status_code == 200


def test_once_the_company_is_claimed_its_link_starts_nothing(app: Flask, world: World) -> None:
    holder = world.enter["old_link"](app)
    holder.get(f"/d/{CLAIMED}/history")
    assert "Commencer un nouveau diagnostic" not in words(holder)
    assert send(holder, f"/d/{CLAIMED}/again").status_code == 403


def test_closing_the_link_of_a_claimed_company_closes_those_of_all_its_diagnostics(
    app: Flask, world: World, database: Database
) -> None:
    """Else the link of the first diagnostic, which somebody may have found, goes on opening it unseen."""
    leader, old = world.enter["leader"](app), world.enter["old_link"](app)
    assert old.get(f"/d/{CLAIMED}/result").status_code == 200
    second = str(send(leader, f"/d/{CLAIMED}/again").location).split("/")[2]
    leader.get(f"/d/{second}/access")
    token = values_of(leader.page)["csrf_token"]
    assert leader.post(f"/d/{second}/access/link/close", data={"csrf_token": token}).status_code == 303
    assert old.get(f"/d/{CLAIMED}/result").status_code == 404
    with database.session(writes=False) as session:
        assert not granting.doors(session, CLAIMED).is_open


@pytest.mark.parametrize("reader", ["guest", "visitor"])
def test_whoever_only_reads_is_offered_nothing(app: Flask, world: World, reader: str) -> None:
    id = CLAIMED if reader == "guest" else cast.EXAMPLE
    client = world.enter[reader](app) if reader in world.enter else world.enter["nobody"](app)
    assert client.get(f"/d/{id}/history").status_code == 200
    assert "Commencer un nouveau" not in words(client)


def test_the_papers_of_a_visit_are_named_after_the_company(app: Flask, world: World) -> None:
    adviser = world.enter["adviser"](app)
    adviser.get(f"/d/{CLAIMED}/prepare")
    assert "27 questions" in words(adviser).replace("\u00a0", " ")
    answer = adviser.get(f"/d/{CLAIMED}/visit.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert 'filename="palier-visite-atelier-claimed.pdf"' in answer.headers["Content-Disposition"]
