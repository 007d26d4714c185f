"""Before and after: two diagnostics of a company side by side, for whoever may read both."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from diagnostic.core.model.assessment import Answer, Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import TOP_RUNG
from diagnostic.services.database import Database
from tests.web import acquaintances, tracked
from tests.web.granted import ID, Around, around
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.served import NOW

AGAIN = "atelier_again"
PAGE = f"/d/{AGAIN}/before-after"


@pytest.fixture
def one_too(examples: Mapping[str, Assessment]) -> Assessment:
    return examples["one_too"]


@pytest.fixture
def scene(app: Flask, database: Database, content: Content, one_too: Assessment) -> Around:
    return around(app, database, content, replace(one_too, date=None))


def raised(answer: Answer, by: float) -> Answer:
    rating = answer.rating
    return replace(answer, rating=min(float(TOP_RUNG), rating + by)) if isinstance(rating, float) else answer


def measure_again(
    database: Database, content: Content, assessment: Assessment, *, by: float = 0.0, days: int = 365, id: str = AGAIN
) -> None:
    """A second diagnostic of the company of ID: the same answers, each raised."""
    answers = tuple(raised(answer, by) for answer in assessment.answers)
    again = replace(assessment, answers=answers, settled=(), date=None)
    tracked.measured_again(database, content, again, NOW + timedelta(days=days), beside=ID, id=id)


def read(client: LintingClient, address: str = PAGE) -> str:
    assert client.get(address).status_code == 200
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


def test_with_one_diagnostic_the_page_says_how_to_make_the_second(scene: Around) -> None:
    lea = scene.browser("lea")
    read(lea, f"/d/{ID}/before-after")
    assert lea.page.h1 == "Un second diagnostic dira ce qui a changé."
    assert f"/d/{ID}/history" in [link.get("href") for link in lea.page.all("a")]


def test_what_went_up_is_told_and_what_was_done_stands_beside(
    scene: Around, database: Database, content: Content, one_too: Assessment
) -> None:
    lea = scene.browser("lea")
    plan = tracked.signed(database, ID)
    address = f"/d/{ID}/follow/{plan.steps['idea_trials']}"
    lea.get(address)
    assert lea.post(address, data={**values_of(lea.page), "state": "done"}).status_code == 303
    tracked.done_on(database, plan.steps["idea_trials"], NOW.date() + timedelta(days=30))
    measure_again(database, content, one_too, by=1.0)
    page = read(lea)
    assert lea.page.h1.startswith("L’indice monte de ")
    assert "Ce qui a monté" in page and "Ce qui a baissé" not in page
    assert "Titre de idea_trials" in page and "non comme leur cause" in page
    assert "Titre de hourly_board" not in page


def test_the_same_answers_are_stable(scene: Around, database: Database, content: Content, one_too: Assessment) -> None:
    measure_again(database, content, one_too)
    lea = scene.browser("lea")
    page = read(lea)
    assert lea.page.h1.startswith("L’indice est stable")
    assert "en hausse" not in page and "Ce qui a monté" not in page
    assert "Seuil provisoire" in page
    assert "Aucune mesure du plan n’est notée comme faite entre ces deux dates." in page


def test_a_bearing_and_a_full_diagnostic_are_not_compared_without_saying_so(
    scene: Around, database: Database, content: Content, one_too: Assessment
) -> None:
    form = "flash" if one_too.form == "full" else "full"
    measure_again(database, content, replace(one_too, form=form))
    assert "ne posent pas tout à fait les mêmes questions" in read(scene.browser("lea"))


def test_without_enough_answers_nothing_is_compared(
    scene: Around, database: Database, content: Content, one_too: Assessment
) -> None:
    measure_again(database, content, replace(one_too, answers=one_too.answers[:2]))
    lea = scene.browser("lea")
    assert "moins de la moitié des réponses" in read(lea)
    assert lea.page.h1 == "Il manque des réponses pour comparer."


def test_an_edition_that_is_not_installed_is_named_and_never_scored_by_another(
    scene: Around, database: Database, content: Content, one_too: Assessment
) -> None:
    measure_again(database, content, one_too)
    tracked.of_another_questionnaire(database, ID, "industry40@0.1")
    lea = scene.browser("lea")
    for address in (PAGE, f"/d/{ID}/result"):
        assert lea.get(address).status_code == 400
        assert "questionnaire non installé « industry40@0.1 »" in text_of(lea.page.one("main")).replace("\u00a0", " ")


def test_the_one_to_compare_with_is_chosen_in_the_address(
    scene: Around, database: Database, content: Content, one_too: Assessment
) -> None:
    measure_again(database, content, one_too, by=2.0, days=100, id="between")
    measure_again(database, content, one_too, by=2.0)
    lea = scene.browser("lea")
    read(lea)
    assert "stable" in lea.page.h1, "the last one by default"
    read(lea, f"{PAGE}?before={ID}")
    assert "monte" in lea.page.h1
    read(lea, f"{PAGE}?before=voisin")
    assert "stable" in lea.page.h1, "another company’s is no choice"


def test_a_private_link_shows_its_own_diagnostic_alone(
    scene: Around, app: Flask, database: Database, content: Content, one_too: Assessment
) -> None:
    """The link of the second one opens nothing of the first."""
    measure_again(database, content, one_too, by=1.0)
    link = acquaintances.with_link(app, database, AGAIN)
    read(link)
    assert link.page.h1 == "Un second diagnostic dira ce qui a changé."
