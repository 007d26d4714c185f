"""The plan page while the search goes on: it never waits for the proof, and says where it stands."""

from dataclasses import replace

import pytest

from diagnostic.core.model.plan import Plan
from diagnostic.services import advising
from diagnostic.services.planning import Solving
from tests.web.linting_client import LintingClient

PLAN = "/d/mantion/plan"


def found(solving: Solving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advising.PLANS, "wait", lambda *_, **__: solving)


@pytest.fixture
def proven(client: LintingClient, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """The example's plan, as the page asks for it."""
    asked: list[Solving] = []
    wait = advising.PLANS.wait
    with monkeypatch.context() as spying:
        spying.setattr(advising.PLANS, "wait", lambda *a, **k: asked.append(wait(*a, **k)) or asked[-1])
        client.get(PLAN)
    (solving,) = asked
    assert solving.plan and not solving.proving
    return solving.plan


def test_before_a_first_plan_the_page_says_so_and_comes_back(
    client: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(Solving(None, proving=True), monkeypatch)
    assert client.get(PLAN).status_code == 200
    assert client.page.h1.startswith("Le calcul est en cours")
    assert f"2; url={PLAN}" in client.page.html


def test_a_first_plan_is_shown_whole_with_how_far_it_may_be(
    client: LintingClient, proven: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(Solving(replace(proven, status="feasible", bound_gap=0.0061), proving=True), monkeypatch)
    client.get(PLAN)
    assert "à 0,7\u00a0% au plus du meilleur possible\u202f; la recherche se poursuit." in client.page.html
    assert len([one for one in client.page.all("article") if "measure" in one.get("class", "")]) == len(proven.actions)


def test_a_proven_plan_is_called_the_best_for_these_hypotheses(client: LintingClient, proven: Plan) -> None:
    client.get(PLAN)
    assert "C’est le meilleur calendrier pour ces hypothèses." in client.page.html
    assert "la recherche se poursuit" not in client.page.html


def test_the_document_takes_the_first_plan_and_is_refused_where_there_is_none(
    client: LintingClient, proven: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(Solving(replace(proven, status="feasible", bound_gap=0.0061), proving=True), monkeypatch)
    assert client.get("/d/mantion/report.pdf").mimetype == "application/pdf"
    found(Solving(None, proving=True), monkeypatch)
    refused = client.get("/d/mantion/report.pdf")
    assert refused.status_code == 400
    assert "n’a pas pu être calculé à temps" in client.page.html
