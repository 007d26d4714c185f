"""The plan board without a script: each act is a form, the page that comes back says what it changed."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask import Flask

from diagnostic.core.model.access import Role
from diagnostic.core.model.assessment import Assessment, Constraints, Pin, PlanChoices
from diagnostic.core.model.catalogue import Content
from diagnostic.services.database import Database
from tests.web import acquaintances as known
from tests.web import leading, owning
from tests.web.boarding import AT, BOARD, ID, MEANS, Stored, act, board, buttons, cards, said
from tests.web.linting_client import LintingClient, text_of


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_what_was_changed_in_one_company_is_undone_in_no_other(
    app: Flask, stored: Stored, examples: Mapping[str, Assessment]
) -> None:
    """One account opens two: the means of the first must never be written into the second."""
    database, content = stored.database, stored.content
    both = known.account(database, "deux@exemple.fr")
    for id in ("first", "second"):
        owning.owned(database, content, id, replace(examples["uma_usinage"], constraints=MEANS))
        known.access(database, id, Role.LEADER, both)
    client = known.signed_in(app, database, both)
    token = {"csrf_token": leading.token(client)}
    means = {"do": "means", "budget": "54321", "horizon": "4", "parallel": "2", "release_days": ""}
    assert client.post("/d/first/plan/choices", data=token | means).status_code == 303
    client.post("/d/second/plan/choices", data=token | means | {"budget": "777"})
    client.post("/d/first/plan/choices", data=token | {"do": "undo"})
    assert stored.assessment("first").constraints.budget == 54321, "nothing left to undo there"
    client.post("/d/second/plan/choices", data=token | {"do": "undo"})
    assert stored.assessment("second").constraints == MEANS
