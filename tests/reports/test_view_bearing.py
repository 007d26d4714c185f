"""The first bearing: true at every coverage, honest about what it does not know."""

import io
from dataclasses import replace
from datetime import date

import page
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.opco import opco_of_company
from diagnostic.core.planning import PlanOptions, drafts
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.places import data_path
from reports.bearing_document import bearing
from reports.bearing_lines import BearingView
from reports.view_bearing import bearing_view
from tests.core.test_first_steps import RATINGS, flash

ON = date(2026, 11, 22)


def view(content: Content, of: Assessment, *, planned: bool = False) -> BearingView:
    result = score(content.questionnaire, of)
    plan = next(drafts(content, of, result, ON, PlanOptions())).plan if planned else None
    aims = dict(targets(content, of, result))
    return bearing_view(content, of, result, aims, plan, opco_of_company(content.opco, of.company), "fr")


@given(ratings=st.lists(RATINGS, min_size=20, max_size=20))
@settings(max_examples=60)
def test_it_never_says_more_than_is_known(content: Content, ratings: list[float | None]) -> None:
    of = flash(content, ratings, {})
    told, node = view(content, of), score(content.questionnaire, of).company
    assert (told.index_text is None) == (not node.assessed)
    assert (told.missing is None) == (None not in ratings)
    assert max(len(told.steps), len(told.strengths), len(told.brakes)) <= 3
    assert not {one.title for one in told.strengths} & {one.title for one in told.brakes}
    if told.steps:
        assert told.steps_title != "Par quoi commencer"


@pytest.mark.parametrize(
    ("rating", "planned"),
    [(0.0, True), (1.0, True), (1.5, True), (2.0, True), (0.0, False), (1.0, False), (1.5, False)],
)
def test_three_steps_and_one_is_free(content: Content, rating: float, planned: bool) -> None:
    told = view(content, flash(content, [rating] * 20, {"late_deliveries": 2}), planned=planned)
    assert len(told.steps) == 3 and any(step.free for step in told.steps)
    assert all(step.free == step.cost_text.startswith("Sans dépense") for step in told.steps)


def test_the_steps_are_those_of_the_plan(content: Content) -> None:
    of = flash(content, [1.0] * 20, {"late_deliveries": 2})
    result = score(content.questionnaire, of)
    plan = next(drafts(content, of, result, ON, PlanOptions())).plan
    assert plan is not None
    first = content.actions[plan.by_priority()[0].id]
    assert view(content, of, planned=True).steps[0].title == first.text.title.fr


def test_steps_chosen_before_the_plan_say_so(content: Content) -> None:
    of, told = flash(content, [1.0] * 20, {}), "peut choisir d’autres premiers pas"
    assert told in view(content, of).caution and told not in view(content, of, planned=True).caution


def test_a_step_up_goes_on_after_its_colon(content: Content) -> None:
    brakes = view(content, flash(content, [1.0] * 20, {})).brakes
    assert brakes and all(one.step and (one.step[0].islower() or one.step[1].isupper()) for one in brakes)


def test_the_top_has_nothing_left_to_climb(content: Content) -> None:
    told = view(content, flash(content, [6.0] * 20, {}))
    assert told.title.startswith("Premier repère") and "stade 6" in told.title
    assert told.brakes == () and told.steps == () and "au niveau de la cible" in told.steps_none


def test_a_vital_minimum_stands_first(content: Content) -> None:
    assert view(content, flash(content, [0.0] * 20, {})).alerts


@pytest.mark.parametrize("ratings", [[None] * 20, [0.0, None] * 10, [1.0] * 20, [6.0] * 20])
def test_it_is_printed_on_two_sheets_and_breaks_no_rule(content: Content, ratings: list[float | None]) -> None:
    of = flash(content, ratings, {"late_deliveries": 2, "scrap": 2})
    long = replace(of, company=replace(of.company, name="Établissements Durand \N{FACTORY} " * 4))
    document = bearing(view(content, long), ON, templates=data_path("templates"))
    checked = page.validate_pdf_bytes(document, profile=page.ValidationProfile.PDF_UA_1)
    assert int(checked.rules.failed) == 0
    assert len(pypdf.PdfReader(io.BytesIO(document)).pages) <= 2
