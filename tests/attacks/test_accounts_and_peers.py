"""A9, accounts made up to fill a cell; A12, a leader who answers again and again to see the others move."""

from dataclasses import replace

import numpy as np
import pytest

from diagnostic.core.cohort import count_in
from diagnostic.core.disclosure import protect
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import Cohort, Gathered
from diagnostic.synthetic import rows_of, territory
from tests.attacks.assailants import published
from tests.attacks.populations import Firm, named

MADE_UP = 4


@pytest.fixture
def sixty_four(content: Content) -> Gathered:
    """Companies of one department and sector, all verified, outside of any group, that all count."""
    drawn = territory(content, 64, seed=5)
    everyone = np.ones(64, dtype=bool)
    codes = {axis: (next(code for code in told if code),) * 64 for axis, told in drawn.codes.items()}
    counted = replace(drawn, verified=everyone, recorded=everyone, consented=everyone, completed=everyone, codes=codes)
    return replace(counted, heads=(None,) * 64, legal_forms=("5710",) * 64)


def same(one: Cohort, other: Cohort) -> bool:
    values = all(np.array_equal(one.values[name], other.values[name], equal_nan=True) for name in one.values)
    places = all(np.array_equal(one.places[axis], other.places[axis]) for axis in one.places)
    return one.keys == other.keys and one.versions == other.versions and values and places


def test_accounts_without_a_verified_siren_change_nothing(content: Content, sixty_four: Gathered) -> None:
    """A9: four real companies and four accounts made up around one that is targeted: only what is verified counts."""
    five = rows_of(sixty_four, np.arange(5))
    real = rows_of(sixty_four, np.arange(1))
    made_up = replace(five, verified=np.arange(5) < 1)
    assert same(count_in(made_up, content), count_in(real, content))
    assert len(count_in(five, content)) == 5
    tables = [
        protect(count_in(of, content), content.observatory, (), 1, lambda *_: None).tables for of in (made_up, real)
    ]
    assert tables[0] == tables[1]


def test_subsidiaries_of_one_group_fill_no_cell(content: Content, sixty_four: Gathered) -> None:
    """A9: verified SIREN are many in a group, which counts once."""
    five = rows_of(sixty_four, np.arange(5))
    heads = (None, *(five.sirens[1],) * MADE_UP)
    cohort = count_in(replace(five, heads=heads), content)
    assert len(cohort) == 2
    shown = protect(cohort, content.observatory, (), 1, lambda *_: None).tables
    assert not any(cell.shown for table in shown for cell in table.cells)


def test_clients_of_one_adviser_fill_no_cell() -> None:
    """A9: an adviser who brings four companies around one that he wants to read sees nothing of it."""
    clients = [Firm("D1", adviser="ada", gap=1.0)] * MADE_UP
    sight = published([named([*clients, Firm("D1", gap=4.0), *[Firm("D3", gap=2.0)] * 12])])
    rows = sight.rows(sight.issues[0])
    assert not rows["scored", (("department", "D1"),)].told
    assert rows["scored", (("department", "D3"),)].told
