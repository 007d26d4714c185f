"""How far a company has come (METHOD 7)."""

import pytest

from diagnostic.core.model.granted import Status
from diagnostic.core.status import Facts, status


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (Facts(), Status.MET),
        (Facts(visited=True), Status.MADE_AWARE),
        (Facts(answered=True), Status.MADE_AWARE),
        (Facts(visited=True, answered=True), Status.MADE_AWARE),
        (Facts(answered=True, assessed=True), Status.DIAGNOSED),
        (Facts(visited=True, answered=True, assessed=True), Status.DIAGNOSED),
    ],
)
def test_the_furthest_status_that_the_facts_prove(facts: Facts, told: Status) -> None:
    assert status(facts) is told


def test_another_fact_never_takes_a_company_back() -> None:
    order = list(Status)
    facts = [Facts(), Facts(visited=True), Facts(visited=True, answered=True), Facts(True, True, True)]
    reached = [order.index(status(one)) for one in facts]
    assert reached == sorted(reached)
