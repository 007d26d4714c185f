"""The search by few columns and prices goes as far as one programme over everything, whatever it begins with."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.core import worlds
from diagnostic.core.audit_facts import read
from diagnostic.core.model.audited import System, Target
from diagnostic.core.worlds import Reach, Search, quiet_solver
from tests.core.audit_checker import fits, moving, safe, solved, tried
from tests.core.test_auditing import fact, shapes, shown_means, system, target, targets

QUIET = (HealthCheck.function_scoped_fixture,)


@pytest.fixture
def few_columns(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody beside the members to begin with, and one more at a time."""
    monkeypatch.setattr(worlds, "FIRST", 0)
    monkeypatch.setattr(worlds, "MORE", 1)
    monkeypatch.setattr(worlds, "ROUNDS", 100)
    yield


def search(of: System, asked: Target, sign: int, wanted: float = 1e6) -> Search:
    known = np.array(sorted(asked.known), dtype=np.int64)
    return Search(read(of), np.array(moving(asked), dtype=np.int64), known, sign, wanted)


def reaches(of: System, asked: Target) -> tuple[Reach, Reach]:
    down, up = (search(of, asked, sign).relaxed(quiet_solver()) for sign in (-1, 1))
    return down, up


def sum_of(of: System, asked: Target) -> float:
    return float(of.truth[moving(asked)].sum())


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(st.data())
def test_one_column_more_at_a_time_ends_as_far_as_everything_at_once(few_columns: None, drawn: st.DataObject) -> None:
    of = drawn.draw(shapes(9, False))
    asked = drawn.draw(targets(of).filter(lambda one: len(moving(one)) > 0))
    down, up = reaches(of, asked)
    total, (low, high) = sum_of(of, asked), solved(of, asked)
    assert (total - down.gained, total + up.gained) == pytest.approx((low, high), abs=1e-4)
    assert (total - down.bound, total + up.bound) == pytest.approx((low, high), abs=1e-4)


def test_a_great_system_is_solved_by_few_of_its_columns() -> None:
    """Six hundred companies: the world found fits every fact, the bound is that of the whole programme."""
    of, asked = shown_means(600, 250, 11), target(4)
    up = search(of, asked, 1)
    reach = up.relaxed(quiet_solver())
    world = of.truth.copy()
    world[reach.variables] += reach.moves
    assert fits(of, world, 1e-6)
    assert sum_of(of, asked) + reach.bound == pytest.approx(solved(of, asked)[1], abs=1e-4)
    assert len(up.columns) < 500


def test_it_stops_where_it_is_told_to() -> None:
    of, asked = shown_means(600, 250, 11), target(4)
    assert len(search(of, asked, 1, 0.1).relaxed(quiet_solver()).variables) <= worlds.FIRST + 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whole_worlds_exist_when_the_search_finds_them_and_only_then(drawn: st.DataObject) -> None:
    of = drawn.draw(shapes(6, True))
    asked = drawn.draw(targets(of).filter(lambda one: len(moving(one)) > 0))
    _, high = tried(of, asked)
    up = search(of, asked, 1, 1.0)
    up.relaxed(quiet_solver())
    found = up.whole(quiet_solver(), 1.0, 0)
    assert (found is not None) == (high >= sum_of(of, asked) + 1)
    if found is not None:
        world = of.truth.copy()
        world[found.variables] += found.moves
        assert fits(of, world)


def test_euros_are_found_as_shares_are() -> None:
    """Amounts in hundreds of thousands, told to the thousand: a scale of its own keeps the solver exact."""
    amounts = [120_000.0, 80_000.0, 310_500.0, 45_250.0, 61_000.0, 7_400.0]
    of = system(
        amounts, fact([0, 1, 2, 3, 4, 5], 623_650, 624_650), fact([0, 1, 2, 3, 4], 616_250, 617_250, 1), high=1e9
    )
    asked = target(5, width=1_000.0)
    reading = read(of)
    up = Search(reading, np.array([5]), np.zeros(0, dtype=np.int64), 1, 1_000.0, 1_000.0).relaxed(quiet_solver())
    assert up.gained == pytest.approx(1_000.0, abs=1e-3)
    assert reading.holds(up.variables, up.moves, 1_000.0)
    assert safe(asked, *solved(of, asked))
