"""A leader bends the plan: by keyboard, by mouse, without a script; what is impossible is explained and mended."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from diagnostic.core.model.assessment import Assessment, Constraints
from diagnostic.core.model.catalogue import Content
from diagnostic.services import advising
from diagnostic.services.database import Database
from diagnostic.services.planning import Solving
from tests.e2e.conftest import DESK
from tests.e2e.test_pages import check
from tests.web import owning

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEANS = Constraints(budget=20_000, release_days_per_quarter=8, parallel_actions=2, horizon_quarters=4)
NUMBERS = count(1)
Own = tuple[str, dict[str, Any]]


@pytest.fixture
def own(database: Database, content: Content, examples: Mapping[str, Assessment], address: str) -> Own:
    """UMA Usinage, planning for one year: its address, and the cookie of its leader."""
    id = f"board{next(NUMBERS)}"
    token = owning.owned(database, content, id, replace(examples["uma_usinage"], constraints=MEANS))
    return f"/d/{id}/plan/board", {"name": owning.COOKIE, "value": token, "url": address}


@pytest.fixture
def board(page: Page, context: BrowserContext, own: Own) -> Page:
    """Its board, on a phone."""
    context.add_cookies([own[1]])  # type: ignore[list-item]
    page.goto(own[0])
    return page


@pytest.fixture
def plain(chromium: Browser, address: str, own: Own) -> Iterator[Page]:
    """The same, on a desk without a script."""
    context = chromium.new_context(base_url=address, viewport=DESK, java_script_enabled=False)  # type: ignore[arg-type]
    context.add_cookies([own[1]])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(own[0])
    yield page
    context.close()


def first_card(page: Page) -> str:
    return str(page.locator("[data-quarter='1'] [data-card]").first.get_attribute("id"))


def in_quarter(page: Page, card: str, quarter: int) -> None:
    expect(page.locator(f"[data-quarter='{quarter}'] #{card}")).to_be_visible()


def opened(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


def test_a_measure_is_moved_by_keyboard_alone(board: Page) -> None:
    card = first_card(board)
    for _ in range(60):
        board.keyboard.press("Tab")
        if board.evaluate("document.activeElement.matches('[data-grip]')"):
            break
    assert board.evaluate("document.activeElement.closest('[data-card]').id") == card
    board.keyboard.press("Enter")
    expect(board.locator("[data-live]")).to_contain_text("Flèches pour choisir le trimestre")
    board.keyboard.press("ArrowRight")
    expect(board.locator("[data-live]")).to_have_text("2e trim. 2027")
    board.keyboard.press("Escape")
    expect(board.locator("[data-live]")).to_have_text("Déplacement annulé.")
    board.keyboard.press("Enter")
    board.keyboard.press("ArrowRight")
    board.keyboard.press("Enter")
    expect(board.locator("#changes")).to_be_focused()
    expect(board.locator("#changes")).to_contain_text("À votre demande.")
    in_quarter(board, card, 2)
    expect(board.locator(f"#{card} .state")).to_have_text("Fixée ici par vous.")
    opened(board)
    check(board)


def test_a_measure_is_dragged_with_a_mouse(board: Page) -> None:
    board.set_viewport_size(DESK)  # type: ignore[arg-type]
    card = first_card(board)
    board.locator("#year-1").evaluate("(head) => head.scrollIntoView()")
    start = board.locator(f"#{card} h4").bounding_box()
    there = board.locator("[data-quarter='2']").bounding_box()
    assert start and there
    board.mouse.move(start["x"] + 20, start["y"] + 10)
    board.mouse.down()
    board.mouse.move(there["x"] + 60, there["y"] + 90, steps=6)
    expect(board.locator("[data-quarter='2']")).to_have_class("quarter over")
    board.mouse.up()
    expect(board.locator("#changes")).to_be_visible()
    in_quarter(board, card, 2)


def test_a_click_on_move_opens_the_list_of_quarters(board: Page) -> None:
    card = first_card(board)
    board.locator(f"#{card} [data-grip]").click()
    expect(board.locator(f"#{card} select")).to_be_focused()


def test_a_measure_is_set_aside_then_taken_back(board: Page) -> None:
    card = first_card(board)
    board.locator(f"#{card} summary").click()
    board.locator(f"#{card}").get_by_role("button", name="Écarter").click()
    expect(board.locator(f"#{card}")).to_have_count(0)
    expect(board.locator("#changes")).to_contain_text("Vous l’avez écartée.")
    board.get_by_role("button", name="Annuler ce changement").click()
    expect(board.locator("#changes-title")).to_have_text("Changement annulé")
    in_quarter(board, card, 1)
    board.get_by_role("button", name="C’est bien ainsi").click()
    expect(board.locator("#changes")).to_have_count(0)


def test_an_impossible_request_is_explained_and_mended_by_its_button(board: Page) -> None:
    card = first_card(board)
    board.locator(f"#{card} summary").click()
    board.locator(f"#{card}").get_by_role("button", name="Fixer ici").click()
    board.locator("summary", has_text="Vos moyens").click()
    board.get_by_label("Jours hors du poste").fill("0")
    board.get_by_role("button", name="Refaire le plan").click()
    expect(board.get_by_role("heading", level=1)).to_have_text("Ce que vous demandez ne tient pas.")
    expect(board.locator("#changes")).to_contain_text("Ce n’est pas possible sans aucun jour hors du poste")
    expect(board.locator("#former")).to_be_visible()
    opened(board)
    check(board)
    board.get_by_role("button", name="Passer à").click()
    expect(board.locator("#changes-title")).to_have_text("Ce qui a changé")
    in_quarter(board, card, 1)


def test_means_are_tried_kept_and_compared(board: Page, own: Own) -> None:
    board.get_by_role("link", name="Et si").click()
    board.get_by_label("Budget par an").fill("60000")
    board.get_by_label("Durée du plan").fill("5")
    board.get_by_role("button", name="Voir ce que cela change").click()
    expect(board.locator("#changes")).to_contain_text("Avec ces moyens")
    check(board)
    board.get_by_label("Ou les garder comme scénario").fill("Avec un prêt")
    board.get_by_role("button", name="Garder").click()
    expect(board.get_by_role("status")).to_have_text("Scénario gardé.")
    expect(board.get_by_label("À droite")).to_have_value("1")
    check(board)
    board.get_by_role("button", name="Adopter").click()
    expect(board.locator("summary", has_text="Vos moyens")).to_contain_text("60\u202f000\u00a0€ par an, 5 trimestres")


def test_without_a_script_the_same_forms_do(plain: Page) -> None:
    card = first_card(plain)
    expect(plain.locator("[data-grip]").first).to_be_hidden()
    plain.locator(f"#{card} summary").click()
    plain.locator(f"#{card}").get_by_label("Commencer au").select_option(label="2e trim. 2027")
    plain.locator(f"#{card}").get_by_role("button", name="Commencer à ce trimestre").click()
    in_quarter(plain, card, 2)
    expect(plain.locator("#changes")).to_contain_text("À votre demande.")
    plain.locator(f"#{card} summary").click()
    plain.locator(f"#{card}").get_by_label("Coût").fill("douze")
    plain.locator(f"#{card}").get_by_role("button", name="Prendre mes chiffres").click()
    expect(plain.locator(f"#{card}").get_by_label("Coût")).to_have_value("douze")
    expect(plain.get_by_role("alert")).to_contain_text("écrivez un nombre")


def test_a_plan_that_takes_its_time_comes_by_itself(board: Page, own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    wait, calls = advising.PLANS.wait, count()
    monkeypatch.setattr(
        advising.PLANS, "wait", lambda *args, **named: Solving(None, True) if next(calls) < 2 else wait(*args, **named)
    )
    board.goto(own[0])
    expect(board.get_by_role("heading", level=1)).to_have_text("Le calcul est en cours")
    check(board)
    expect(board.locator("[data-board]")).to_be_visible()


def test_a_trial_that_takes_its_time_keeps_its_means(board: Page, own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    wait, calls = advising.PLANS.wait, count()

    def slow(*args: Any, **named: Any) -> Solving:
        return Solving(None, True) if named["aside"] and next(calls) < 3 else wait(*args, **named)

    monkeypatch.setattr(advising.PLANS, "wait", slow)
    opened_pages: list[str] = []
    board.on("framenavigated", lambda frame: opened_pages.append(frame.url))
    board.goto(own[0].replace("/plan/board", "/plan/what-if") + "?budget=61000&horizon=5&parallel=2&release_days=8")
    expect(board.get_by_role("heading", level=1)).to_have_text("Le calcul est en cours")
    expect(board.locator("#changes")).to_contain_text("Avec ces moyens")
    assert len(opened_pages) == 2, "the page opens again once only, when its plan is there"
    expect(board.get_by_label("Budget par an")).to_have_value("61000")


def test_the_plan_page_tells_when_its_proof_ends(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    wait, calls = advising.PLANS.wait, count()

    def proving(*args: Any, **named: Any) -> Solving:
        found = wait(*args, **named)
        assert found.plan
        first = replace(found.plan, status="feasible", bound_gap=0.02)
        return Solving(first, proving=True) if next(calls) < 2 else found

    monkeypatch.setattr(advising.PLANS, "wait", proving)
    page.goto("/d/mantion/plan")
    status = page.locator("[data-proof]")
    expect(status).to_contain_text("la recherche se poursuit")
    expect(status).to_contain_text("La preuve est terminée")
    check(page)
    page.get_by_role("link", name="recharger la page").click()
    expect(page.get_by_text("C’est le meilleur calendrier")).to_be_visible()
    expect(page.locator("[data-proof]")).to_have_count(0)


def test_an_example_is_read_on_every_screen(page: Page) -> None:
    for path in ("board", "what-if?budget=0&horizon=4&parallel=2&release_days=6", "compare"):
        page.goto(f"/d/uma_usinage/plan/{path}")
        check(page)
