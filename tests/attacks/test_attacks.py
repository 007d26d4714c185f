"""A1 to A10 and A13 on one release: nobody is found. A4 has its own file; A11 and A14 are in tests of the files."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from tests.attacks.assailants import ATTACKS, CATALOGUE, published, successes
from tests.attacks.naive import naive
from tests.attacks.populations import FOUND, HARD, POPULATIONS, Firm, cohort, drawn
from tests.attacks.sight import Issue, Sight

PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
ENOUGH = settings(max_examples=200, derandomize=True, suppress_health_check=list(HealthCheck), phases=PHASES)

NAIVE_FALLS = {
    "A1, A3, A13 subtraction": "five and one",
    "A2 linked tables": "all alike",
    "A2, A10 hidden numbers": "one foundry",
    "A5 insider": "nearly alike",
    "A5 adviser": "one adviser",
    "A6 all the same": "all alike",
    "A7 averages": "five and one",
    "A7 rounding undone": "one adviser",
    "A8 levels": "five and one",
    "A10 threshold": "sole proprietors",
    "A10 register": "one foundry",
}


@pytest.mark.slow
@pytest.mark.parametrize("attack", NAIVE_FALLS)
def test_hiding_small_cells_alone_is_not_enough(attack: str) -> None:
    """The attacks are not blind: each finds somebody in a release that only hides cells of fewer than five."""
    people = cohort(HARD[NAIVE_FALLS[attack]]())
    assert ATTACKS[attack](Sight([Issue(1, people, naive(people, CATALOGUE))], CATALOGUE))


def test_most_hidden_numbers_are_found_when_only_small_cells_are_hidden() -> None:
    """As research found (58 % exactly): at least half of the hidden cells do not keep their four units of doubt."""
    people = cohort(drawn(2))
    sight = Sight([Issue(1, people, naive(people, CATALOGUE))], CATALOGUE)
    hidden = [row for row in sight.rows(sight.issues[0]).values() if 0 < len(row.members) < 5]
    assert len(ATTACKS["A2, A10 hidden numbers"](sight)) > len(hidden) / 2


@pytest.mark.slow
def test_the_populations_drawn_are_not_empty_of_figures() -> None:
    """So that the property below can fail: half of those drawn are told of in eight cells or more."""
    shown: list[int] = []

    @settings(ENOUGH, max_examples=60, phases=[Phase.generate])
    @given(POPULATIONS)
    def count(firms: list[Firm]) -> None:
        people = cohort(firms)
        shown.append(sum(cell.shown for table in naive(people, CATALOGUE) for cell in table.cells))

    count()
    assert sorted(shown)[len(shown) // 2] >= 8


@pytest.mark.parametrize("population", HARD.values(), ids=HARD)
def test_nobody_is_found_in_populations_made_to_hurt(population: Callable[[], list[Firm]]) -> None:
    assert not successes(published([population()]))


@pytest.mark.parametrize("population", FOUND.values(), ids=FOUND)
def test_whoever_was_found_once_is_found_no_more(population: Callable[[], list[Firm]]) -> None:
    assert not successes(published([population()]))


def test_nobody_is_found_in_a_dense_population() -> None:
    assert not successes(published([drawn(1)]))


@pytest.mark.slow
@ENOUGH
@given(POPULATIONS)
@example([])
def test_nobody_is_found_in_200_populations(firms: list[Firm]) -> None:
    assert not successes(published([firms]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_nobody_is_found_in_30_dense_populations(seed: int) -> None:
    assert not successes(published([drawn(seed)]))
