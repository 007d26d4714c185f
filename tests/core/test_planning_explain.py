"""What the plan says of what it cannot do: the reason found is the one that binds, the change proposed is enough."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest

from diagnostic.core.model.assessment import Assessment, Constraints, Pin, PlanChoices
from diagnostic.core.model.catalogue import Action
from diagnostic.core.model.plan import Obstacle, Plan
from diagnostic.core.planning import PlanOptions, plan
from tests.core import plan_builders as build

TREE = build.capability_tree()
ONE_SHORT = {"c1": 0.0, "c2": 2.0, "c3": 2.0, "c4": 2.0}


def planned(*actions: Action, constraints: Constraints, choices: PlanChoices | None = None, **given: object) -> Plan:
    content = build.content(TREE, actions)
    company = build.company(TREE, **{"ratings": ONE_SHORT, "constraints": constraints, "choices": choices, **given})  # type: ignore[arg-type]
    return plan(content, company, build.scored(TREE, company), build.ON, PlanOptions())


def because(found: Plan) -> dict[str, str]:
    return {row.cell: row.because.fr for row in found.unreached}


REASONS = [
    (build.action("a", ("c1", 0, 2), cost=900), Constraints(budget=500), "le budget ne suffit pas"),
    (
        build.action("a", ("c1", 0, 2), days=9),
        Constraints(release_days_per_quarter=5),
        "trop de jours d’absence au poste",
    ),
    (
        build.action("a", ("c1", 0, 2), quarters=3),
        Constraints(horizon_quarters=2),
        "l’horizon de 2 trimestres est trop court",
    ),
    (
        build.action("a", ("c1", 0, 2), cost=900, days=9),
        Constraints(budget=500, release_days_per_quarter=5),
        "plusieurs limites à la fois : budget, jours d’absence, actions en parallèle",
    ),
    (
        build.action("a", ("c1", 0, 2), needs=[("lean", 2)]),
        Constraints(),
        "une compétence manque et aucune action ne l’apporte",
    ),
    (build.action("a", ("c1", 0, 2), at_rung=[("c2", 5)]), Constraints(), "un préalable ne peut pas être rempli"),
    (build.action("a", ("c1", 0, 1)), Constraints(), "aucune action du catalogue ne va au-delà de 1"),
    (build.action("a", ("c2", 0, 1)), Constraints(), "aucune action du catalogue ne la relève depuis 0"),
]


@pytest.mark.parametrize(("action", "limits", "reason"), REASONS)
def test_a_cell_under_its_target_says_what_keeps_it_there(action: Action, limits: Constraints, reason: str) -> None:
    assert because(planned(action, constraints=limits, skills={"lean": 0})) == {"c1": reason}


def test_the_number_of_actions_at_once_is_named_when_it_binds() -> None:
    actions = [build.action(id, (id, 0, 2), quarters=2) for id in ("c1", "c2")]
    found = planned(
        *actions, ratings={**ONE_SHORT, "c2": 0.0}, constraints=Constraints(parallel_actions=1, horizon_quarters=2)
    )
    assert list(because(found).values()) == ["une seule action à la fois"]


def test_an_excluded_action_is_named_as_the_reason() -> None:
    found = planned(build.action("a", ("c1", 0, 2)), constraints=Constraints(), choices=PlanChoices(excluded=("a",)))
    assert because(found) == {"c1": "une action écartée de ce plan y menait"}


def test_a_limit_and_the_end_of_the_catalogue_are_both_told() -> None:
    found = planned(
        build.action("a", ("c1", 0, 1), cost=900),
        constraints=Constraints(budget=500),
    )
    assert because(found) == {"c1": "le budget ne suffit pas ; aucune action du catalogue ne va au-delà de 1"}


def test_an_action_done_once_and_too_early_for_a_cell_is_told() -> None:
    """`first` would raise c1 from 1, but `second`, which brings it to 1, has to wait for `first`."""
    first = build.action("first", ("c1", 1, 2), ("c2", 0, 2))
    second = build.action("second", ("c1", 0, 1), after=["first"])
    found = planned(first, second, ratings={**ONE_SHORT, "c2": 0.0}, constraints=Constraints())
    assert because(found) == {"c1": "l’action qui y mène est faite plus tôt, pour un autre gain"}


A = build.action("a", ("c1", 0, 2), cost=900, days=9, quarters=2)
B = build.action("b", ("c1", 0, 2))
IMPOSSIBLE = [
    (A, Constraints(budget=500), Obstacle("budget", "500", "900")),
    (A, Constraints(release_days_per_quarter=4), Obstacle("release_days", "4", "4.5")),
    (A, Constraints(horizon_quarters=1), Obstacle("horizon", "1", "2")),
    (
        replace(A, requires_actions=("b",)),
        Constraints(horizon_quarters=2),
        Obstacle("prerequisites", "respecter", "lever a : b d’abord"),
    ),
    (
        replace(A, needs_skills=build.action("x", needs=[("lean", 2)]).needs_skills),
        Constraints(),
        Obstacle("skills", "respecter", "lever a : lean au niveau 2"),
    ),
]


@pytest.mark.parametrize(("action", "limits", "obstacle"), IMPOSSIBLE)
def test_an_impossible_request_names_the_limit_and_the_smallest_change(
    action: Action, limits: Constraints, obstacle: Obstacle
) -> None:
    found = planned(action, B, constraints=limits, choices=PlanChoices(pinned=(Pin("a"),)), skills={"lean": 0})
    assert found.status == "infeasible"
    assert found.actions == ()
    assert obstacle in found.infeasible_because


def test_the_change_proposed_makes_the_request_possible() -> None:
    pinned = PlanChoices(pinned=(Pin("a", 1), Pin("b", 1)))
    tight = Constraints(parallel_actions=1)
    obstacles = planned(A, B, constraints=tight, choices=pinned).infeasible_because
    assert obstacles == (
        Obstacle("parallel_actions", "1", "2"),
        Obstacle("pinned", "a : 1", "a : 2"),
        Obstacle("pinned", "b : 1", "b : 3"),
    )
    assert planned(A, B, constraints=replace(tight, parallel_actions=2), choices=pinned).status == "optimal"
    later = PlanChoices(pinned=(Pin("a", 1), Pin("b", 3)))
    assert planned(A, B, constraints=tight, choices=later).status == "optimal"


def test_a_request_that_leans_on_an_excluded_action_says_so() -> None:
    needing = build.action("a", ("c1", 0, 2), after=["b"])
    choices = PlanChoices(pinned=(Pin("a"),), excluded=("b",))
    found = planned(needing, B, constraints=Constraints(), choices=choices)
    assert Obstacle("excluded", "b", "garder b") in found.infeasible_because


def test_where_no_single_change_is_enough_the_set_of_changes_is_told() -> None:
    limits = Constraints(budget=500, release_days_per_quarter=4)
    found = planned(A, constraints=limits, choices=PlanChoices(pinned=(Pin("a"),)))
    assert found.infeasible_because == (
        Obstacle("budget", "500", "900", together=True),
        Obstacle("release_days", "4", "4.5", together=True),
    )


LIMIT_FIELDS = {
    "budget": ("budget", int),
    "release_days": ("release_days_per_quarter", float),
    "parallel_actions": ("parallel_actions", int),
    "horizon": ("horizon_quarters", int),
}
TIGHT = [
    Constraints(budget=1000, horizon_quarters=6),
    Constraints(release_days_per_quarter=1, horizon_quarters=6),
    Constraints(parallel_actions=1, horizon_quarters=3),
    Constraints(budget=1000, release_days_per_quarter=1, parallel_actions=1, horizon_quarters=4),
]
INSISTENT = [
    PlanChoices(pinned=(Pin("a06", 1), Pin("a07")), excluded=("a00", "a01")),
    PlanChoices(pinned=(Pin("a05", 1), Pin("a07", 1))),
]


def mended(asked: Assessment, row: Obstacle) -> Assessment | None:
    """The request with that change; None for a rule, which is not the leader's to change."""
    choices = asked.plan
    if row.constraint in LIMIT_FIELDS:
        field, read = LIMIT_FIELDS[row.constraint]
        return replace(asked, constraints=replace(asked.constraints, **{field: read(row.needed)}))  # type: ignore[arg-type]
    if row.constraint == "excluded":
        kept = row.needed.removeprefix("garder ").split(", ")
        left = tuple(id for id in choices.excluded if id not in kept)
        return replace(asked, plan=replace(choices, excluded=left))
    action, _, quarter = row.needed.partition(" : ")
    if row.constraint != "pinned" or not quarter:
        return None
    others = tuple(pin for pin in choices.pinned if pin.action != action)
    return replace(asked, plan=replace(choices, pinned=(*others, Pin(action, int(quarter)))))


def attempts(asked: Assessment, rows: Sequence[Obstacle]) -> Iterator[Assessment]:
    """The request after each change that is said to be enough alone, or after all those needed together."""
    if any(row.together for row in rows):
        whole: Assessment | None = asked
        for row in rows:
            whole = mended(whole, row) if whole else None
        yield from [whole] if whole else []
        return
    yield from (tried for tried in (mended(asked, row) for row in rows) if tried)


@pytest.mark.slow
def test_whatever_the_company_what_is_told_is_enough() -> None:
    """Companies drawn by chance ask too much of too little: each way out that is told is tried."""
    alone = together = 0
    for seed, limits, choices in product(range(5), TIGHT, INSISTENT):
        content, company = build.workshop(seed, 8, per_area=2)
        asked = replace(company, constraints=limits, plan=choices)
        scored = build.scored(content.questionnaire, asked)
        rows = plan(content, asked, scored, build.ON, PlanOptions()).infeasible_because
        for tried in attempts(asked, rows):
            assert plan(content, tried, scored, build.ON, PlanOptions()).status != "infeasible", rows
            together += any(row.together for row in rows)
            alone += not any(row.together for row in rows)
    assert alone > 10 and together > 10


def test_a_set_of_changes_is_the_leaders_to_make_before_it_questions_what_an_action_requires() -> None:
    needing = replace(A, requires_actions=("b",))
    limits = Constraints(budget=500, horizon_quarters=4)
    found = planned(needing, B, constraints=limits, choices=PlanChoices(pinned=(Pin("a", 1),)))
    assert found.infeasible_because == (
        Obstacle("budget", "500", "900", together=True),
        Obstacle("pinned", "a : 1", "a : 2", together=True),
    )
