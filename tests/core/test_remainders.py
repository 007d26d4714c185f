"""What subtraction leaves between sets of which something is told, and what it leaves to an adviser."""

import numpy as np
import pytest

from diagnostic.core.model.audited import Ranks
from diagnostic.core.model.cohort import ALONE
from diagnostic.core.remainders import View, beside, remainders

ADA, BOB = 0, 1
FEW = 5


def ranks(*members: int) -> Ranks:
    return np.array(members, dtype=np.int32)


def view(sets: dict[str, Ranks], *tables: str, twice: tuple[tuple[int, int], ...] = ()) -> View:
    """`tables`: names of the sets that stand together, « north south »."""
    names = list(sets)
    return View(list(sets.values()), tuple(np.array([names.index(one) for one in t.split()]) for t in tables), twice)


def left(of: View, rows: int, most: int = FEW - 1) -> list[list[int]]:
    return sorted(one.tolist() for one in remainders(of, rows, FEW, most))


def besides(of: View, suppliers: list[int], few: int = 2) -> set[tuple[tuple[int, ...], int]]:
    return {(tuple(rows.tolist()), by) for rows, by in beside(of, np.array(suppliers, dtype=np.int32), few)}


def test_a_set_less_those_of_a_table_inside_it() -> None:
    of = view({"all": ranks(*range(9)), "north": ranks(0, 1, 2), "south": ranks(3, 4, 5, 6)}, "all", "north south")
    assert left(of, 9) == [[7, 8]]


def test_two_sets_of_different_tables_of_which_one_is_nearly_the_other() -> None:
    of = view({"north": ranks(0, 1, 2, 3, 4), "small": ranks(1, 2, 3, 4, 5)}, "north", "small")
    assert left(of, 6) == [[0], [5]]


def test_the_same_cell_twice() -> None:
    of = view({"before": ranks(0, 1, 2, 3, 4, 5), "after": ranks(0, 1, 2, 6, 7, 8)}, "before", "after", twice=((0, 1),))
    assert left(of, 9) == [[3, 4, 5], [6, 7, 8]]


def test_sets_that_share_nobody_leave_nothing() -> None:
    assert left(view({"north": ranks(0, 1, 2), "south": ranks(3, 4, 5)}, "north south"), 6) == []


def test_an_adviser_takes_away_its_clients_of_a_set_that_goes_beyond_another() -> None:
    """North and small differ by 0, 1, 2 on one side and 6, 7 on the other; 2, 6 and 7 are Ada's."""
    of = view({"north": ranks(0, 1, 2, 3, 4, 5), "small": ranks(3, 4, 5, 6, 7)}, "north", "small")
    suppliers = [ALONE, BOB, ADA, ALONE, ALONE, ALONE, ADA, ADA]
    assert besides(of, suppliers) == {((0, 1), ADA)}
    assert besides(of, [*suppliers[:7], BOB]) == set(), "what goes beyond is two advisers': neither knows it"
    assert besides(of, [ALONE, BOB, BOB, *suppliers[3:]]) == set(), "three are left"


def test_and_of_several_sets_of_a_table() -> None:
    """All less the sizes inside it leaves too many; less the one that goes beyond it by Ada's own, two."""
    sets = {"north": ranks(*range(8)), "small": ranks(0, 1, 2), "large": ranks(3, 4, 5, 8)}
    assert besides(view(sets, "north", "small large"), [ALONE] * 8 + [ADA]) == {((6, 7), ADA)}


@pytest.mark.parametrize("seed", range(20))
def test_it_finds_every_pair_that_a_plain_search_finds(seed: int) -> None:
    chance = np.random.default_rng(seed)
    sets = [np.flatnonzero(chance.random(12) < 0.5).astype(np.int32) for _ in range(6)]
    sets = [one for one in sets if len(one)]
    suppliers = chance.integers(ALONE, 2, 12)
    of = View(sets, tuple(np.array([rank]) for rank in range(len(sets))), ())
    plain = set()
    for one in sets:
        for other in sets:
            extra = set(suppliers[np.setdiff1d(other, one)].tolist())
            if len(extra) == 1 and extra != {ALONE} and len(np.intersect1d(one, other)):
                (adviser,) = extra
                rest = [row for row in np.setdiff1d(one, other).tolist() if suppliers[row] != adviser]
                if 1 <= len(rest) <= 2:
                    plain.add((tuple(rest), adviser))
    assert besides(of, suppliers.tolist()) == plain
