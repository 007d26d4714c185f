"""Editions of the questionnaire: each assessment is read by its own, and carried only where the map allows."""

from dataclasses import replace
from datetime import date

import pytest

from diagnostic.core.comparison import Basis, Change, compare_editions
from diagnostic.core.editions import carried, carried_answers, changed_questions, in_force, of_edition, questionnaire_of
from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.edition import Correspondence, Edition
from diagnostic.core.planning import PlanOptions, drafts, plan
from diagnostic.core.scoring import score
from diagnostic.core.skills_gap import skills_gap
from diagnostic.core.target import targets
from diagnostic.core.validation import check_assessment
from tests import earlier_edition
from tests.earlier_edition import ADDED, MERGED, REF, RENAMED, REWORDED, SPLIT, TORN, as_earlier

CURRENT = "industry40@2026-11"


@pytest.fixture(scope="module")
def both() -> Content:
    return earlier_edition.installed()


@pytest.fixture(scope="module")
def old(both: Content) -> Content:
    return of_edition(both, REF)


@pytest.fixture
def before(examples: dict[str, Assessment]) -> Assessment:
    return as_earlier(examples["one_too"])


def test_each_edition_is_found_under_its_name(both: Content, old: Content) -> None:
    assert both.questionnaire.ref == CURRENT and both.in_force is None
    assert old.questionnaire.ref == REF and in_force(old) is both
    assert of_edition(old, CURRENT) is both and of_edition(both, CURRENT) is both
    assert old.questionnaire.content_sha256 not in ("", both.questionnaire.content_sha256)


def test_an_edition_that_is_not_installed_is_refused_with_those_that_are(both: Content, before: Assessment) -> None:
    with pytest.raises(UserError) as error:
        check_assessment(both, replace(before, questionnaire="industry40@2031-01"))
    assert str(error.value) == (
        f"questionnaire: questionnaire non installé « industry40@2031-01 » (installés : {REF}, {CURRENT})"
    )


def test_an_earlier_assessment_is_checked_and_scored_by_its_own_questions(
    both: Content, old: Content, before: Assessment, examples: dict[str, Assessment]
) -> None:
    check_assessment(both, before)
    result = score(old.questionnaire, before)
    assert result.questionnaire == REF and result.content_sha256 == old.questionnaire.content_sha256
    assert "capability:machine_readings" in result.nodes and f"capability:{RENAMED}" not in result.nodes
    with pytest.raises(UserError, match="question inconnue « machine_readings »"):
        check_assessment(both, replace(before, questionnaire=CURRENT))
    with pytest.raises(UserError, match=f"question inconnue « {RENAMED} »"):
        check_assessment(both, replace(examples["one_too"], questionnaire=REF))


def test_catalogues_speak_to_an_earlier_edition_only_of_rungs_that_mean_the_same(both: Content, old: Content) -> None:
    known = {one.id for one in old.questionnaire.capabilities()}
    named = {row.capability for row in old.needs}
    named |= {ref.capability for row in old.requirements.values() for ref in row.rungs}
    named |= {row.capability for action in old.actions.values() for row in (*action.raises, *action.requires_cells)}
    assert "machine_readings" in named and named <= known
    assert not named & {"operator_screens", "steady_progress", "customers_and_partners", "paper_archive", REWORDED}
    assert old.actions.keys() == both.actions.keys() and old.requirements.keys() == both.requirements.keys()
    leaning = [
        action for action in both.actions.values() if REWORDED in {ref.capability for ref in action.requires_cells}
    ]
    assert leaning and all(old.actions[action.id].raises == () for action in leaning)


def test_targets_and_skills_of_an_earlier_assessment_can_still_be_read(old: Content, before: Assessment) -> None:
    result = score(old.questionnaire, before)
    aims = targets(old, before, result)
    assert aims.keys() == {cell.id for cell in result.cells}
    assert skills_gap(old, before, result, aims).asked


def test_a_new_plan_asks_for_the_questionnaire_in_force(old: Content, before: Assessment) -> None:
    made = plan(old, before, score(old.questionnaire, before), date(2026, 11, 22), PlanOptions())
    assert made.status == "infeasible" and made.is_superseded and made.actions == ()
    assert [(row.constraint, row.given, row.needed) for row in made.infeasible_because] == [
        ("questionnaire", REF, CURRENT)
    ]
    found = list(drafts(old, before, score(old.questionnaire, before), date(2026, 11, 22), PlanOptions()))
    assert [(one.plan and one.plan.is_superseded, one.proving) for one in found] == [(True, False)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"data_governance": 2.0}, {"data_governance": 2.0}),
        ({"machine_readings/production": 1.5}, {f"{RENAMED}/production": 1.5}),
        ({"operator_screens/production": 3.0, "job_sheets/production": 1.0}, {f"{MERGED}/production": 1.0}),
        ({"operator_screens/production": 3.0, "job_sheets/logistics": 1.0}, {}),
        ({"operator_screens": 3.0}, {}),
        ({"steady_progress": 2.5}, {SPLIT[0]: 2.5, SPLIT[1]: 2.5}),
        ({"customers_and_partners": 2.5}, {}),
        ({"paper_archive": 4.0}, {}),
        ({REWORDED: 4.0}, {}),
    ],
    ids=[
        "kept",
        "renamed",
        "merged",
        "merged, half known",
        "merged, one alone",
        "split",
        "torn",
        "removed",
        "reworded",
    ],
)
def test_a_rating_is_carried_only_where_it_means_the_same(
    both: Content, told: dict[str, float], expected: dict[str, float]
) -> None:
    assert carried(both, told, REF, CURRENT) == expected


def test_nothing_is_carried_back(both: Content) -> None:
    assert carried(both, {"data_governance": 2.0}, CURRENT, REF) == {}
    assert carried(both, {"data_governance": 2.0}, REF, REF) == {"data_governance": 2.0}


def test_two_steps_carry_what_both_let_through(both: Content) -> None:
    """2025-12 → 2026-05 → 2026-11: what is renamed twice arrives, what was reworded once does not."""
    middle = both.editions[0]
    lines = tuple(Correspondence("kept", (one.id,), (one.id,), True) for one in middle.questionnaire.capabilities())
    first = Edition("2025-12", replace(middle.questionnaire, version="2025-12"), "2026-05", lines)
    three = replace(both, editions=(first, middle))
    told = {"machine_readings/production": 2.0, REWORDED: 3.0}
    assert carried(three, told, "industry40@2025-12", CURRENT) == {f"{RENAMED}/production": 2.0}
    assert carried(three, told, "industry40@2025-12", REF) == told
    assert "machine_readings" in {
        one.id for one in of_edition(three, "industry40@2025-12").questionnaire.capabilities()
    }


def test_what_changed_is_told_in_the_words_of_both(both: Content) -> None:
    told = {one.kind: one for one in changed_questions(both, REF, CURRENT)}
    titles = {id: item.title for id, item in both.questionnaire.items.items()}
    assert told.keys() == {"kept", "merged", "split", "removed", "added"}
    assert told["merged"].compares and not told["kept"].compares
    assert [text.fr for text in told["removed"].before] == ["Ancienne paper_archive"]
    assert told["added"].after == (titles[ADDED],) and told["merged"].after == (titles[MERGED],)
    assert changed_questions(both, CURRENT, CURRENT) == ()


def test_answers_beside_a_new_question_are_those_to_the_same_one(both: Content, before: Assessment) -> None:
    told = carried_answers(both, before, CURRENT)
    items = {answer.item for answer in told.answers}
    assert {RENAMED, "data_governance"} <= items
    assert not items & {MERGED, *SPLIT, *TORN, ADDED, REWORDED, "paper_archive"}
    assert carried_answers(both, before, REF) is before


def test_the_same_answers_compare_on_what_compares_and_stand_still(
    both: Content, before: Assessment, examples: dict[str, Assessment]
) -> None:
    was = score(questionnaire_of(both, REF), before)
    now = score(both.questionnaire, examples["one_too"])
    found = compare_editions(both, was, now, 0.5)
    assert found and found.basis is Basis.CARRIED
    assert found.company.change is Change.STABLE and found.only_before == 0 and found.only_after > 0
    assert [(one.id, one.before, one.after) for one in found.moved] == [("shaping_change", 1.5, 2.0)], "it was split"
    left = [one.id for one in found.principles if one.change is None]
    assert left == ["value_network_collaboration"], "neither of its questions compares"


def test_a_node_is_compared_where_at_least_half_of_it_is(both: Content, examples: dict[str, Assessment]) -> None:
    """Of system_integration it_security alone is lost; without data_governance too, what is left is exactly half."""
    assessment = examples["one_too"]
    said = tuple(one for one in assessment.answers if one.item != "data_governance")
    settled = tuple(one for one in assessment.settled if one.item != "data_governance")
    less = as_earlier(replace(assessment, answers=said, settled=settled))
    was, now = score(questionnaire_of(both, REF), less), score(both.questionnaire, assessment)
    found = compare_editions(both, was, now, 0.5)
    assert found
    told = {one.id: one.change for one in found.principles}
    assert told["system_integration"] is not None
    none = tuple(one for one in said if one.item != "standard_data_interfaces")
    less = as_earlier(replace(assessment, answers=none, settled=settled))
    found = compare_editions(both, score(questionnaire_of(both, REF), less), now, 0.5)
    assert found and {one.id: one.change for one in found.principles}["system_integration"] is None


def test_a_flash_of_before_compares_with_a_full_one_of_now(both: Content, examples: dict[str, Assessment]) -> None:
    flash = {one.id for one in both.questionnaire.capabilities() if "flash" in one.forms}
    first = {(one.item, one.respondent): replace(one, function=None) for one in examples["one_too"].answers}
    short = tuple(one for one in first.values() if one.item in flash)
    old = as_earlier(replace(examples["one_too"], form="flash", answers=short, settled=()))
    check_assessment(both, old)
    now = score(both.questionnaire, examples["one_too"])
    found = compare_editions(both, score(questionnaire_of(both, REF), old), now, 0.5)
    assert found and found.company.change is not None
    assert not {one.id for one in found.moved} & {REWORDED, *TORN, ADDED}
