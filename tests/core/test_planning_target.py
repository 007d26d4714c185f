"""Targets: what the leader decided, else what the intent proposes (METHOD 4)."""

from dataclasses import replace

from diagnostic.core.model.assessment import AreaTarget, Assessment
from diagnostic.core.model.catalogue import Requirement, RungRef
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.target import gaps, proposed, steps, targets
from tests import builders
from tests.core import plan_builders as build

TREE = builders.questionnaire(
    {
        "resources": {"p1": [builders.capability("tools", ("production", "logistics")), builders.capability("people")]},
        "culture": {"p2": [builders.capability("trust")]},
    }
)
CELLS = ("tools/production", "tools/logistics", "people", "trust")


def aims(given: Assessment, *rungs: RungRef) -> dict[str, float]:
    requirement = Requirement("traceability", Text("lots"), Text("lots"), rungs)
    content = replace(build.content(TREE), requirements={"traceability": requirement})
    return targets(content, given, build.scored(TREE, given))


def company(ratings: dict[str, float], intent: str | None = None, **changes: object) -> Assessment:
    given = build.company(TREE, ratings)
    return replace(given, company=replace(given.company, intent=intent), **changes)  # type: ignore[arg-type]


def test_catching_up_is_the_rungs_that_customers_require_and_two_everywhere() -> None:
    given = company(dict.fromkeys(CELLS, 1.0))
    given = replace(given, entry=replace(given.entry, requirements=("traceability",)))
    asked = (RungRef("tools", ("production",), 3), RungRef("people", None, 1), RungRef("trust", None, 4))
    assert aims(given, *asked) == {"tools/production": 3, "tools/logistics": 2, "people": 2, "trust": 4}


def test_an_advantage_is_one_stage_above_what_the_area_has_consolidated() -> None:
    given = company({"tools/production": 3.0, "tools/logistics": 3.0, "people": 3.0, "trust": 0.0}, "advantage")
    assert aims(given) == {"tools/production": 4, "tools/logistics": 4, "people": 4, "trust": 2}


def test_what_the_leader_decided_stands_within_two_and_six() -> None:
    decided = {"resources": AreaTarget(3, {"logistics": 5}), "culture": AreaTarget(1)}
    given = company(dict.fromkeys(CELLS, 1.0), "advantage", target=decided)
    assert aims(given) == {"tools/production": 3, "tools/logistics": 5, "people": 3, "trust": 2}


def test_a_gap_is_never_negative_and_a_missing_rating_has_none() -> None:
    given = company({"tools/production": 0.5, "tools/logistics": 3.0, "people": 2.0})
    result = build.scored(TREE, given)
    assert gaps(result, aims(given)) == {"tools/production": 1.5, "tools/logistics": 0.0, "people": 0.0}


def test_the_proposal_stays_known_beside_the_decision() -> None:
    given = company({**dict.fromkeys(CELLS, 3.0), "trust": 0.0}, "advantage", target={"resources": AreaTarget(6)})
    content = build.content(TREE)
    result = build.scored(TREE, given)
    assert proposed(content, given, result) == {"tools/production": 4, "tools/logistics": 4, "people": 4, "trust": 2}
    assert targets(content, given, result)["people"] == 6


def test_the_areas_left_behind_come_first_then_the_climb() -> None:
    tree = build.capability_tree(1)
    ratings = {"c1": 2.0, "c2": 2.0, "c3": 3.0, "c4": 1.0}
    result = build.scored(tree, build.company(tree, ratings))
    found = steps(result, dict.fromkeys(ratings, 3.0))
    assert (found.level, found.behind) == (2, ("culture",))
    assert found.first == ("c4",)
    assert found.then == ("c1", "c2", "c4")


def test_areas_on_one_level_have_only_to_climb_and_a_met_target_nothing() -> None:
    tree = build.capability_tree(1)
    ratings = dict.fromkeys(("c1", "c2", "c3", "c4"), 2.0)
    result = build.scored(tree, build.company(tree, ratings))
    climb, met = steps(result, dict.fromkeys(ratings, 4.0)), steps(result, dict.fromkeys(ratings, 2.0))
    assert (climb.behind, climb.first, climb.then) == ((), (), tuple(ratings))
    assert (met.first, met.then) == ((), ())


def test_the_common_level_never_passes_a_target() -> None:
    tree = build.capability_tree(1)
    ratings = {"c1": 4.0, "c2": 4.0, "c3": 0.0, "c4": 0.0}
    result = build.scored(tree, build.company(tree, ratings))
    found = steps(result, dict.fromkeys(ratings, 2.0))
    assert (found.level, found.first, found.then) == (2, ("c3", "c4"), ())
