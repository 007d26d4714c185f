"""Areas and their principles, read together: nobody is found; audited apart, somebody would be."""

from collections.abc import Callable

import pytest

from diagnostic.core.disclosure import protect
from tests.attacks.jointly import areas_catalogue, jointly, with_areas
from tests.attacks.populations import HARD, Firm, Firms, drawn
from tests.attacks.sight import Issue, Sight


def published(firms: Firms, seed: int, area: str = "area") -> Sight:
    catalogue, people = areas_catalogue(area), with_areas(firms, seed, area)
    found = protect(people, catalogue, (), 1, lambda *_: None)
    return Sight([Issue(1, people, found.tables, found.withheld)], catalogue)


@pytest.mark.parametrize("population", [HARD["all alike"], lambda: drawn(1)])
def test_apart_they_would_give_somebody_away_and_do_not_together(population: Callable[[], list[Firm]]) -> None:
    assert jointly(published(population(), 1, "index"))
    assert not jointly(published(population(), 1))


@pytest.mark.slow
@pytest.mark.parametrize("population", HARD.values(), ids=HARD)
def test_nobody_is_found_in_populations_made_to_hurt(population: Callable[[], list[Firm]]) -> None:
    assert not jointly(published(population(), 1))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_nobody_is_found_in_drawn_populations(seed: int) -> None:
    assert not jointly(published(drawn(seed), seed))
