"""The plan board without a script: each act is a form, the page that comes back says what it changed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Assessment, Constraints, Pin, PlanChoices
from diagnostic.core.model.catalogue import Content
from diagnostic.services import advising, assessing, choosing
from diagnostic.services.database import Database
from diagnostic.services.planning import BusyError, Solving
from tests.web import leading, owning
from tests.web.linting_client import LintingClient, text_of

ID = "uma_of_its_leader"
AT = f"/d/{ID}"
BOARD = f"{AT}/plan/board"
MEANS = Constraints(budget=20_000, release_days_per_quarter=8, parallel_actions=2, horizon_quarters=4)


@pytest.fixture
def leader(
    client: LintingClient, database: Database, content: Content, examples: Mapping[str, Assessment]
) -> LintingClient:
    """The browser of UMA Usinage's leader, who plans for one year."""
    cookie = owning.owned(database, content, ID, replace(examples["uma_usinage"], constraints=MEANS))
    client.set_cookie(owning.COOKIE, cookie)
    return client


@pytest.fixture
def stored(database: Database, content: Content) -> "Stored":
    return Stored(database, content)


class Stored:
    """What is kept of the leader's choices."""

    def __init__(self, database: Database, content: Content) -> None:
        self.database, self.content = database, content

    def assessment(self) -> Assessment:
        with self.database.session(writes=False) as session:
            return assessing.load(session, self.content, ID).assessment


def act(client: LintingClient, do: str, **fields: str) -> int:
    """Send one act from the board as it stands, and follow to the page that answers."""
    token = leading.token(client)
    client.get(BOARD)
    stamp = next(field.get("value", "") for field in client.page.field("stamp"))
    former = {"former": "1"} if client.page.field("former") else {}
    data = {"csrf_token": token, "stamp": stamp, "do": do, **former, **fields}
    answer = client.post(f"{AT}/plan/choices", data=data)
    return client.get(answer.location).status_code if answer.status_code == 303 else answer.status_code


def cards(client: LintingClient) -> dict[str, str]:
    """The measures shown: id → the quarter they stand in."""
    shown = {}
    for column in client.page.all("div"):
        if column.get("data-quarter"):
            for card in column.iter("li"):
                if card.get("data-card") is not None:
                    shown[str(card.get("id")).removeprefix("mesure-")] = str(column.get("data-quarter"))
    return shown


def said(client: LintingClient, id: str = "changes") -> str:
    return text_of(client.page.id(id))


def buttons(element: Element) -> dict[str, Element]:
    return {text_of(one): one for one in element.iter("button")}


def board(client: LintingClient) -> dict[str, str]:
    assert client.get(BOARD).status_code == 200
    return cards(client)


def test_a_measure_moves_where_it_is_asked_and_the_plan_says_what_changed(
    leader: LintingClient, stored: Stored
) -> None:
    first = board(leader)
    id = next(id for id, quarter in first.items() if quarter == "1")
    assert act(leader, "move", action=id, quarter="2") == 200
    assert cards(leader)[id] == "2"
    assert "déplacée" in said(leader) and "À votre demande." in said(leader)
    assert [(pin.action, pin.start_quarter) for pin in stored.assessment().plan.pinned] == [(id, 2)]
    assert act(leader, "free", action=id) == 200
    assert stored.assessment().plan.pinned == ()
    assert cards(leader) == first


def test_an_excluded_measure_leaves_and_undoing_brings_it_back(leader: LintingClient, stored: Stored) -> None:
    first = board(leader)
    id = next(iter(first))
    act(leader, "exclude", action=id)
    assert id not in cards(leader)
    assert "Vous l’avez écartée." in said(leader)
    assert stored.assessment().plan.excluded == (id,)
    act(leader, "undo")
    assert cards(leader) == first and stored.assessment().plan.excluded == ()
    assert "Changement annulé" in said(leader)
    act(leader, "undo")
    assert id not in cards(leader), "what was undone can be done again"
    act(leader, "accept")
    assert not any(one.get("id") == "changes" for one in leader.page.all("section"))


def test_means_change_and_a_budget_of_zero_still_gives_a_plan(leader: LintingClient, stored: Stored) -> None:
    act(leader, "means", budget="0", horizon="6", parallel="3", release_days="")
    assert stored.assessment().constraints == Constraints(0, None, 3, 6)
    assert cards(leader)
    assert "Rien à dépenser" in text_of(leader.page.one("main"))


def test_the_company_s_own_figures_replace_the_estimate(
    leader: LintingClient, stored: Stored, content: Content
) -> None:
    id = next(iter(board(leader)))
    known = content.actions[id]
    own = {"cost": "1 200 €", "quarters": str(known.quarters), "internal_days": "9", "release_days": ""}
    act(leader, "edit", action=id, **own)
    edits = {(row.field, row.value) for row in stored.assessment().plan.edits}
    assert edits == {("cost", 1200), ("internal_days", 9)}
    act(leader, "unedit", action=id)
    assert stored.assessment().plan.edits == ()


def test_a_measure_of_the_catalogue_is_added(leader: LintingClient) -> None:
    shown = board(leader)
    choices = [option.get("value", "") for option in leader.page.id("action").iter("option")][1:]
    assert choices and not set(choices) & set(shown)
    act(leader, "add", action=choices[0])
    added = next(row for row in leader.page.all("section") if row.get("id") == "changes")
    assert choices[0] in cards(leader) or "Ce qui bloque" in text_of(added)


def test_an_impossible_request_is_explained_and_one_button_mends_it(leader: LintingClient, stored: Stored) -> None:
    first = board(leader)
    id = next(id for id, quarter in first.items() if quarter == "1")
    act(leader, "move", action=id, quarter="1")
    act(leader, "means", budget="20000", horizon="4", parallel="2", release_days="0")
    assert leader.page.h1 == "Ce que vous demandez ne tient pas."
    assert "Ce n’est pas possible sans aucun jour hors du poste" in said(leader)
    assert "Le plan d’avant" in text_of(leader.page.one("main"))
    assert cards(leader)[id] == "1", "the former plan stays on display"
    assert not leader.page.field("cost"), "and is not to be changed"
    mend = next(form for form in leader.page.id("changes").iter("form") if "Passer à" in text_of(form))
    fields = {field.get("name", ""): field.get("value", "") for field in mend.iter("input")}
    days = fields["release_days"]
    act(leader, "limit", release_days=days)
    assert stored.assessment().constraints.release_days_per_quarter == float(days)
    assert id in cards(leader)
    assert "Ce qui a changé" in said(leader), "compared with the last plan that held"


def test_changes_needed_at_once_are_applied_by_one_button(leader: LintingClient, stored: Stored) -> None:
    first = board(leader)
    one, other, *_ = first
    act(leader, "exclude", action=other)
    act(leader, "pin", action=one, start="1")
    act(leader, "mend", budget="30000", release_days="9", kept=other, placed=f"{one} : 2")
    kept = stored.assessment()
    assert (kept.constraints.budget, kept.constraints.release_days_per_quarter) == (30_000, 9)
    assert kept.constraints.parallel_actions == MEANS.parallel_actions
    assert kept.plan == PlanChoices(pinned=(Pin(one, 2),))
    assert act(leader, "mend", placed="gone : 2") == 422
    assert act(leader, "mend", placed=f"{one} : {'9' * 5000}") == 422
    assert act(leader, "mend", placed=f"{one} : ٣") == 422
    assert stored.assessment() == kept


def test_a_request_with_two_limits_too_tight_offers_both_at_once(leader: LintingClient) -> None:
    id = next(iter(board(leader)))
    costly = next((id for id in cards(leader) if "\u00a0€" in text_of(leader.page.id(f"mesure-{id}"))), id)
    act(leader, "pin", action=costly, start="1")
    act(leader, "means", budget="0", horizon="4", parallel="2", release_days="0")
    assert "Il faudrait changer tout ceci à la fois" in said(leader)
    mend = next(form for form in leader.page.id("changes").iter("form") if "Appliquer" in text_of(form))
    fields = {field.get("name", ""): field.get("value", "") for field in mend.iter("input")}
    act(leader, "mend", budget=fields["budget"], release_days=fields["release_days"])
    assert costly in cards(leader) and "Ce qui a changé" in said(leader)


def test_undoing_an_impossible_request_gives_the_former_plan_back(leader: LintingClient) -> None:
    first = board(leader)
    id = next(id for id, quarter in first.items() if quarter == "1")
    act(leader, "pin", action=id, start="1")
    before = cards(leader)
    act(leader, "means", budget="20000", horizon="4", parallel="2", release_days="0")
    act(leader, "exclude", action=next(other for other in first if other != id))
    assert "Ce qui bloque" in said(leader)
    act(leader, "undo")
    assert cards(leader) == before


WRONG = [
    ({"do": "move", "action": "no_such_measure", "quarter": "2"}, "n’est plus au catalogue"),
    ({"do": "move", "quarter": "99"}, "entre 1 et 20"),
    ({"do": "move", "quarter": "bientôt"}, "Écrivez un nombre"),
    ({"do": "move", "quarter": ""}, "choisissez un trimestre"),
    ({"do": "edit", "cost": "-5"}, "nombre"),
    ({"do": "edit", "cost": "cher"}, "Écrivez un nombre"),
    ({"do": "edit", "internal_days": "2", "release_days": "3"}, "pas plus"),
    ({"do": "edit", "quarters": "0"}, "entre 1 et 20"),
    ({"do": "add", "action": ""}, "choisissez une mesure"),
    ({"do": "dance"}, "rechargez la page"),
    ({"do": "means", "budget": "beaucoup", "horizon": "4", "parallel": "2"}, "Écrivez un nombre"),
    ({"do": "means", "budget": "0", "horizon": "", "parallel": "2"}, "Donnez un nombre"),
    ({"do": "means", "budget": "0", "horizon": "21", "parallel": "2"}, "entre 1 et 20"),
]


@pytest.mark.parametrize(("sent", "message"), WRONG, ids=lambda value: str(value)[:40])
def test_a_mistake_is_told_and_changes_nothing(
    leader: LintingClient, stored: Stored, sent: Mapping[str, str], message: str
) -> None:
    id = next(iter(board(leader)))
    before = stored.assessment()
    assert act(leader, **{"action": id, **sent}) == 422
    assert message in text_of(leader.page.one("main"))
    problems = next(one for one in leader.page.all("div") if one.get("role") == "alert")
    assert list(problems.iter("a")), "the summary leads to the field"
    assert leader.page.title.startswith("Erreur")
    assert stored.assessment() == before


def test_what_was_typed_wrong_stays_on_its_card(leader: LintingClient) -> None:
    id = next(iter(board(leader)))
    act(leader, "edit", action=id, cost="douze", internal_days="9", release_days="1")
    assert leader.page.id(f"cost-{id}").get("value") == "douze"
    assert leader.page.id(f"cost-{id}").get("aria-invalid") == "true"
    assert leader.page.id(f"internal_days-{id}").get("value") == "9"
    assert any(one.get("open") is not None for one in leader.page.id(f"mesure-{id}").iter("details"))


def test_a_stale_token_loses_nothing(leader: LintingClient) -> None:
    id = next(iter(board(leader)))
    answer = leader.post(f"{AT}/plan/choices", data={"csrf_token": "old", "do": "edit", "action": id, "cost": "1234"})
    assert answer.status_code == 422
    assert leader.page.id(f"cost-{id}").get("value") == "1234"


def test_a_page_left_open_in_another_tab_is_told_what_moved_meanwhile(leader: LintingClient, stored: Stored) -> None:
    first, second, *_ = board(leader)
    old = next(field.get("value", "") for field in leader.page.field("stamp"))
    act(leader, "exclude", action=first)
    act(leader, "exclude", action=second, stamp=old)
    assert stored.assessment().plan.excluded == tuple(sorted((first, second)))
    assert "dans un autre onglet" in text_of(leader.page.one("main"))
    assert said(leader).count("Vous l’avez écartée.") == 2


def test_asking_for_what_is_already_so_is_said(leader: LintingClient) -> None:
    id = next(iter(board(leader)))
    act(leader, "free", action=id)
    assert "le plan était déjà ainsi" in text_of(leader.page.one("main"))


def test_everything_imposed_is_lifted_at_once(leader: LintingClient, stored: Stored) -> None:
    first, second, *_ = board(leader)
    act(leader, "exclude", action=first)
    act(leader, "pin", action=second, start="2")
    assert "Tout lever" in buttons(leader.page.one("main"))
    act(leader, "clear")
    assert stored.assessment().plan.pinned == () and stored.assessment().plan.excluded == ()


def test_a_choice_about_a_measure_that_left_the_catalogue_is_told_and_taken_back(
    client: LintingClient,
    database: Database,
    content: Content,
    examples: Mapping[str, Assessment],
    stored: Stored,
) -> None:
    gone = replace(examples["uma_usinage"], constraints=MEANS, plan=PlanChoices(pinned=(Pin("gone"),)))
    client.set_cookie(owning.COOKIE, owning.owned(database, content, ID, gone))
    client.get(BOARD)
    assert "gone, qui n’est plus au catalogue" in text_of(client.page.one("main"))
    act(client, "free", action="gone")
    assert stored.assessment().plan == PlanChoices()
    assert cards(client)


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
