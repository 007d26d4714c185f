"""A4: the same territory, release after release, with comers, leavers, corrections and erasures. Nobody is found."""

from dataclasses import replace

import pytest

from tests.attacks.assailants import CATALOGUE, published, successes
from tests.attacks.naive import naive
from tests.attacks.over_time import corrected, history, moved
from tests.attacks.populations import GAP, Firm, cohort, drawn
from tests.attacks.sight import Issue, Sight

TEN = [Firm("D1", "food", "10-19", 1.0 + k % 3, k % 2 == 0, 5000, key=f"k{k}") for k in range(10)]
OTHERS = [Firm("D3", "metal", "20-49", 1.0 + k % 3, k % 2 == 0, 5000, key=f"o{k}") for k in range(20)]


def told(sight: Sight, number: int, region: str) -> tuple[int | None, object, int]:
    """Number, mean and origin of a region's cell in a release."""
    table = next(table for table in sight.issues[number - 1].tables if table.id == "scored_region")
    cell = table.cell(region)
    assert cell is not None
    return cell.companies, cell.figures.get(GAP), cell.since


def test_a_naive_release_gives_away_whoever_comes() -> None:
    quarters = [cohort([*TEN, *OTHERS]), cohort([*TEN, *OTHERS, Firm("D1", gap=4.0, key="new")])]
    sight = Sight([Issue(n, of, naive(of, CATALOGUE, number=n)) for n, of in enumerate(quarters, 1)], CATALOGUE)
    assert moved(sight)
    assert any(success.attack == "A4" for success in successes(sight, ["A2 linked tables"]))


@pytest.mark.parametrize("comers", [1, 4])
def test_fewer_than_five_comers_change_nothing(comers: int) -> None:
    new = [Firm("D1", gap=4.0, key=f"new{k}") for k in range(comers)]
    sight = published([[*TEN, *OTHERS], [*TEN, *OTHERS, *new]])
    assert told(sight, 2, "R1") == told(sight, 1, "R1")
    assert told(sight, 2, "R1")[2] == 1


def test_five_comers_make_a_new_figure() -> None:
    new = [Firm("D1", gap=4.0, key=f"new{k}") for k in range(5)]
    sight = published([[*TEN, *OTHERS], [*TEN, *OTHERS, *new]])
    assert told(sight, 2, "R1")[2] == 2
    assert told(sight, 2, "R1") != told(sight, 1, "R1")


def test_a_correction_changes_nothing() -> None:
    sight = published([[*TEN, *OTHERS], [corrected(TEN[0], 4.0), *TEN[1:], *OTHERS]])
    assert told(sight, 2, "R1") == told(sight, 1, "R1")


@pytest.mark.parametrize("leavers", [1, 4])
def test_a_company_that_withdraws_is_in_no_later_figure(leavers: int) -> None:
    sight = published([[*TEN, *OTHERS], [*TEN[leavers:], *OTHERS]])
    assert told(sight, 1, "R1")[0] == 10
    assert told(sight, 2, "R1")[0] is None
    assert not successes(sight)


def test_a_withdrawal_is_not_told_one_release_later() -> None:
    """The cell hidden because somebody left does not come back as soon as nobody moves: that would tell who left."""
    left = [replace(TEN[0], gap=4.0), *TEN[1:]]
    assert not successes(published([[*left, *OTHERS], [*TEN[1:], *OTHERS], [*TEN[1:], *OTHERS]]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 22))
def test_four_releases_of_21_territories_give_nobody_away(seed: int) -> None:
    assert not successes(published(history(seed, 4)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_twelve_releases_give_nobody_away(seed: int) -> None:
    assert not successes(published(history(seed, 12, count=45)))


@pytest.mark.slow
def test_slow_growth_over_twelve_releases_gives_nobody_away() -> None:
    """One comer a release: every fifth is when figures move."""
    firms = drawn(7, 60)
    assert not successes(published([firms[: 48 + number] for number in range(12)]))
