"""How far a company has come (METHOD 7): from facts alone, each counted apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.core.model.granted import Status
from diagnostic.core.status import Facts, is_reached, status

FACTS = st.builds(Facts, *[st.booleans()] * 6)
NAMES = tuple(Facts.__dataclass_fields__)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (Facts(), Status.MET),
        (Facts(visited=True), Status.MADE_AWARE),
        (Facts(answered=True), Status.MADE_AWARE),
        (Facts(visited=True, answered=True), Status.MADE_AWARE),
        (Facts(answered=True, assessed=True), Status.DIAGNOSED),
        (Facts(visited=True, answered=True, assessed=True), Status.DIAGNOSED),
        (Facts(answered=True, assessed=True, signed=True), Status.COMMITTED),
        (Facts(answered=True, assessed=True, signed=True, running=True), Status.ACCOMPANIED),
        (Facts(answered=True, assessed=True, running=True), Status.ACCOMPANIED),
        (Facts(True, True, True, True, True, True), Status.TRANSFORMED),
        (Facts(answered=True, assessed=True, signed=True, reached=True), Status.TRANSFORMED),
    ],
)
def test_the_furthest_status_that_the_facts_prove(facts: Facts, told: Status) -> None:
    assert status(facts) is told


@given(FACTS, st.sampled_from(NAMES))
def test_one_more_fact_never_takes_a_company_back(facts: Facts, name: str) -> None:
    order = list(Status)
    more = Facts(**{one: one == name or getattr(facts, one) for one in NAMES})
    assert order.index(status(more)) >= order.index(status(facts))


@pytest.mark.parametrize(
    ("ratings", "reached"),
    [
        ({"a": 2.0, "b": 3.0}, True),
        ({"a": 2.0, "b": 2.5}, False),
        ({"a": 2.0, "b": None}, False),
        ({"a": 2.0 - 1e-12, "b": 6.0}, True),
        ({"a": 2.0}, True),
        ({"a": 2.0, "b": 3.0, "n": None}, True),
        ({"a": 2.0, "b": 3.0, "n": 1.0}, False),
        ({"n": None}, False),
        ({"c": 6.0}, False),
        ({}, False),
    ],
)
def test_a_target_is_reached_where_no_cell_is_short_of_it(ratings: dict[str, float | None], reached: bool) -> None:
    """Targets: a at 2, b at 3, n at 2. a and b were rated when the plan was signed: unrated later, they prove nothing;
    n was not. What no longer applies asks nothing."""
    targets = {"a": 2.0, "b": 3.0, "n": 2.0}
    assert is_reached(targets, {"a", "b"}, ratings) is reached
