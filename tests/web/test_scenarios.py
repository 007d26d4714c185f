"""Other means tried, scenarios kept and compared, and what is said while they are searched for."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Constraints, Pin, PlanChoices
from diagnostic.core.model.catalogue import Content
from diagnostic.services import advising, choosing
from diagnostic.services.planning import BusyError, Solving
from tests.web import leading
from tests.web.boarding import AT, MEANS, Stored, board, buttons, said
from tests.web.linting_client import LintingClient, text_of


def test_what_if_saves_nothing_until_it_is_adopted(leader: LintingClient, stored: Stored) -> None:
    before = stored.assessment()
    leader.get(f"{AT}/plan/what-if?budget=60000&horizon=6&parallel=3&release_days=20")
    assert "Ce que cela changerait" in said(leader)
    assert stored.assessment() == before
    adopt = next(form for form in leader.page.all("form") if "Adopter ces moyens" in buttons(form))
    fields = {field.get("name", ""): field.get("value", "") for field in adopt.iter("input")}
    assert leader.post(str(adopt.get("action")), data={**fields, "do": "means"}).status_code == 303
    assert stored.assessment().constraints == Constraints(60_000, 20, 3, 6)


def test_what_if_shows_a_mistake_at_its_field(leader: LintingClient) -> None:
    answer = leader.get(f"{AT}/plan/what-if?budget=abc&horizon=99&parallel=3&release_days=")
    assert answer.status_code == 422
    assert leader.page.id("budget").get("value") == "abc"
    assert leader.page.id("horizon").get("aria-invalid") == "true"


def keep(client: LintingClient, name: str, do: str = "keep", **fields: str) -> int:
    token = leading.token(client)
    answer = client.post(f"{AT}/plan/scenarios", data={"csrf_token": token, "do": do, "name": name, **fields})
    return client.get(answer.location).status_code if answer.status_code == 303 else answer.status_code


def test_scenarios_are_kept_compared_adopted_and_dropped(leader: LintingClient, stored: Stored) -> None:
    means = {"of": "means", "budget": "60000", "horizon": "5", "parallel": "3", "release_days": ""}
    assert keep(leader, "Avec un  prêt", **means) == 200
    kept = stored.assessment().scenarios[0]
    assert (kept.name, kept.constraints) == ("Avec un prêt", Constraints(60_000, None, 3, 5))
    assert stored.assessment().constraints == MEANS
    assert "Avec un prêt" in leader.page.h1 or "calendrier" in leader.page.h1
    heads = [text_of(one) for one in leader.page.all("th")]
    assert "5e trim. 2027" not in heads and "1er trim. 2028" in heads
    keep(leader, "Avec un prêt", do="adopt")
    assert stored.assessment().constraints == kept.constraints
    assert "Ce qui a changé" in said(leader)
    keep(leader, "Avec un prêt", do="drop")
    assert stored.assessment().scenarios == ()


def test_a_scenario_has_a_name_of_its_own_and_six_are_enough(leader: LintingClient, stored: Stored) -> None:
    assert keep(leader, "Prudent") == 200
    assert keep(leader, "PRUDENT") == 422
    assert leader.page.id("name").get("value") == "PRUDENT"
    assert keep(leader, "  ") == 422
    assert keep(leader, "x" * 81) == 422
    assert keep(leader, "absent", do="drop") == 422
    for number in range(5):
        keep(leader, f"Essai {number}")
    assert len(stored.assessment().scenarios) == 6
    assert keep(leader, "Un de trop") == 422
    assert len(stored.assessment().scenarios) == 6


def test_a_reader_of_an_example_looks_and_changes_nothing(app: Flask, client: LintingClient) -> None:
    for page in ("plan/board", "plan/what-if?budget=0&horizon=4&parallel=2&release_days=6", "plan/compare"):
        assert client.get(f"/d/uma_usinage/{page}").status_code == 200
        posts = [form for form in client.page.all("form") if form.get("method") == "post"]
        assert not posts, page
    token = leading.token(client)
    assert client.post("/d/uma_usinage/plan/choices", data={"csrf_token": token, "do": "clear"}).status_code == 403


def test_while_nothing_is_found_the_page_says_so_and_comes_back(
    leader: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advising.PLANS, "wait", lambda *_, **__: Solving(None, True))
    for page in ("board", "what-if", "compare?left=plan&right=plan"):
        answer = leader.get(f"{AT}/plan/{page}")
        assert answer.status_code == 200
        if not page.startswith("compare"):
            assert leader.page.h1 == "Le calcul est en cours"
            assert 'http-equiv="refresh"' in answer.text
    assert json.loads(leader.get(f"{AT}/plan/state").text)["ready"] is False


TRIED = "budget=61000&horizon=5&parallel=2&release_days=8"


def held_up(monkeypatch: pytest.MonkeyPatch, answer: Solving | UserError) -> None:
    """What is asked aside gets that; the diagnostic's own plan is found as usual."""
    wait = advising.PLANS.wait

    def asked(*args: Any, **named: Any) -> Solving:
        if not named["aside"]:
            return wait(*args, **named)
        if isinstance(answer, UserError):
            raise answer
        return answer

    monkeypatch.setattr(advising.PLANS, "wait", asked)


def test_what_is_tried_is_waited_for_by_its_own_state(
    leader: LintingClient, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(leader, "Avec un prêt", of="means", budget="61000", horizon="5", parallel="2", release_days="8")
    with monkeypatch.context() as slow:
        held_up(slow, Solving(None, True))
        for page in (f"what-if?{TRIED}", "compare?left=plan&right=1"):
            leader.get(f"{AT}/plan/{page}")
            assert leader.page.h1 == "Le calcul est en cours"
            line = next(one for one in leader.page.all("p") if one.get("data-working"))
            assert line.get("data-next") == f"{AT}/plan/{page}"
            state = leader.get(str(line.get("data-working"))).json
            assert state and state["ready"] is False
            assert leader.get(f"{AT}/plan/state").json["ready"] is True  # type: ignore[index]
    for asked in (TRIED, "left=plan&right=1"):
        state = leader.get(f"{AT}/plan/scenarios/state?{asked}").json
        assert state and state["ready"] is True


def test_a_trial_still_being_proven_follows_its_own_proof(
    leader: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    board(leader)
    wait = advising.PLANS.wait

    def unproven(*args: Any, **named: Any) -> Solving:
        found = wait(*args, **named)
        assert found.plan
        first = replace(found.plan, status="feasible", bound_gap=0.02)
        return Solving(first, proving=True) if named["aside"] else found

    monkeypatch.setattr(advising.PLANS, "wait", unproven)
    leader.get(f"{AT}/plan/what-if?{TRIED}")
    line = next(one for one in leader.page.all("span") if one.get("data-proof"))
    assert "à 2 % au plus du meilleur possible" in text_of(line)
    state = leader.get(str(line.get("data-proof"))).json
    assert state and state["proving"] is True and state["mark"] == line.get("data-mark")


def test_when_too_much_is_tried_at_once_the_page_asks_to_come_back_and_keeps_what_was_typed(
    leader: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(leader, "Avec un prêt", of="means", budget="61000", horizon="5", parallel="2", release_days="8")
    held_up(monkeypatch, BusyError())
    for page in (f"what-if?{TRIED}", "compare?left=plan&right=1"):
        assert leader.get(f"{AT}/plan/{page}").status_code == 503
        assert "réessayez dans quelques instants" in text_of(leader.page.one("main"))
    leader.get(f"{AT}/plan/what-if?{TRIED}")
    assert leader.page.id("budget").get("value") == "61000"
    assert leader.get(f"{AT}/plan/scenarios/state?{TRIED}").status_code == 503, "the page's script asks again"


def test_a_search_that_finds_nothing_is_told_to_the_script(
    leader: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_up(monkeypatch, UserError("aucun plan trouvé dans le temps donné", hint="un horizon plus court"))
    state = leader.get(f"{AT}/plan/scenarios/state?{TRIED}").json
    assert state and "Aucun plan trouvé dans le temps donné" in state["refused"]


def test_a_scenario_s_name_is_in_no_address(leader: LintingClient) -> None:
    token = leading.token(leader)
    kept = leader.post(f"{AT}/plan/scenarios", data={"csrf_token": token, "do": "keep", "name": "Vente du site"})
    assert "right=1" in kept.location and "Vente" not in kept.location
    leader.get(kept.location)
    assert [one.get("value") for one in leader.page.id("right").iter("option")] == ["plan", "1"]


def test_an_act_that_the_page_does_not_offer_keeps_no_scenario(leader: LintingClient, stored: Stored) -> None:
    assert keep(leader, "Prudent", do="dance") == 422
    assert "rechargez la page" in text_of(leader.page.one("main"))
    assert stored.assessment().scenarios == ()


@pytest.mark.parametrize("text", ["", "[]", "3", '{"plan": {"pinned": [{"action": "gone"}]}}', '{"constraints": 1}'])
def test_what_a_browser_kept_and_no_longer_makes_sense_is_left_aside(content: Content, text: str) -> None:
    assert choosing.read(content, text) is None


def test_what_a_browser_keeps_is_read_back(content: Content) -> None:
    choices = PlanChoices(pinned=(Pin(next(iter(content.actions)), 2),))
    assert choosing.read(content, choosing.written(MEANS, choices)) == (MEANS, choices)


def test_the_state_of_the_proof_is_told_to_the_script(leader: LintingClient) -> None:
    board(leader)
    state = leader.get(f"{AT}/plan/state").json
    assert state and state["ready"] is True and state["proving"] is False and state["gap"] <= 1e-4
    assert state["status"] == "C’est le meilleur calendrier pour ces hypothèses."
