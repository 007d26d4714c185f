"""From units to tables: what is told, what is withheld, and that nothing else comes out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core.disclosure import Protected, protect, shown_counts
from diagnostic.core.model.released import ReleasedCell
from diagnostic.core.thresholds import Protections
from tests.small_territory import REGION_OF, SIZES, Unit, cohort_of, crowd, little_catalogue

CATALOGUE = little_catalogue()


def silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""


def released(units: Sequence[Unit], protections: Protections | None = None) -> Protected:
    return protect(cohort_of(units), CATALOGUE, (), 1, silent, protections or Protections())


def cell(protected: Protected, table: str, *codes: str) -> ReleasedCell:
    found = next(one for one in protected.tables if one.id == table).cell(*codes)
    assert found is not None
    return found


WIDE = [unit for code in REGION_OF for size in SIZES for unit in crowd(20, code, size)]


def test_every_cell_of_every_table_is_there() -> None:
    protected = released(crowd(6))
    assert [len(table.cells) for table in protected.tables] == [1, 2, 4, 2, 4]
    assert [table.id for table in protected.tables] == [spec.id for spec in CATALOGUE.tables]


def test_figures_are_rounded() -> None:
    units = crowd(26)
    country = cell(released(units), "country")
    assert country.companies == 30
    assert country.figures["level/all"] == round(np.mean([unit.level for unit in units]), 1)
    assert country.figures["brake/money"] == 10
    assert country.figures["device/loan"] == sum(unit.loan for unit in units)


def test_nobody_and_four_are_told_alike() -> None:
    """Not only in the tables: in the log too."""
    without = released([unit for unit in WIDE if unit.department != "04"])
    four = released([*(unit for unit in WIDE if unit.department != "04"), *crowd(2, "04"), *crowd(2, "04", "large")])
    assert cell(without, "department", "04") == cell(four, "department", "04")
    line = next(line for line in without.withheld if (line.table, line.codes) == ("department", ("04",)))
    assert line in four.withheld and line.why == "threshold"


def test_the_same_cell_has_the_same_figures_in_every_table() -> None:
    told: dict[object, ReleasedCell] = {}
    for table in released(WIDE).tables:
        for one in table.cells:
            key = tuple(sorted(zip(table.axes, one.codes, strict=True)))
            assert told.setdefault(key, one).figures == one.figures


def test_the_same_units_give_the_same_release() -> None:
    assert released(WIDE).tables == released(list(reversed(WIDE))).tables


def test_who_did_not_consent_is_in_no_figure() -> None:
    silenced = [replace(unit, scored=False, level=6.0, key=f"z{unit.key}") for unit in crowd(9, "02")]
    assert released([*WIDE, *silenced]).tables == released(WIDE).tables


def test_a_region_less_one_department_does_not_tell_of_the_other() -> None:
    """One company in the second department: with both others told, it would be the difference."""
    units = [*crowd(6), *crowd(1, "02"), *crowd(30, "03"), *crowd(30, "04")]
    assert cell(released(units, Protections(**NO_AUDIT)), "department", "01").shown
    protected = released(units)
    assert not (cell(protected, "department", "01").shown and cell(protected, "region", "A").shown)
    assert "audit" in {line.why for line in protected.withheld}


MEAN = "level/all"
NO_AUDIT = {"audit_outsider": False, "audit_insider": False, "audit_adviser": False}


def test_an_adviser_does_not_read_the_only_one_it_does_not_know() -> None:
    """Five left over by subtraction, four of them its clients."""
    hidden = [
        *crowd(3, "02", supplier=1),
        *crowd(1, "02", "large", supplier=1),
        Unit("apart", "02", "large", level=6.0),
    ]
    units = [*crowd(5), *hidden, *crowd(30, "03"), *crowd(30, "04")]
    without, protected = released(units, Protections(audit_adviser=False)), released(units)
    both = (("department", "01"), ("region", "A"))
    assert all(MEAN in cell(without, *one).figures for one in both)
    assert not cell(protected, "department", "02").shown
    assert not all(MEAN in cell(protected, *one).figures for one in both)
    assert all(cell(protected, *one).shown for one in both)


def test_a_giant_s_sum_is_not_told() -> None:
    units = [*WIDE, Unit("giant", "01", loan=9e7)]
    protected = released(units)
    assert "device/loan" not in cell(protected, "department", "01").figures
    assert cell(protected, "department", "01").companies == 40
    lines = [line for line in protected.withheld if line.series == "device/loan" and line.table == "department"]
    assert [(line.codes, line.why) for line in lines] == [(("01",), "dominance")]


def test_a_mean_that_five_do_not_bring_is_not_told() -> None:
    units = [replace(unit, level=np.nan) if rank > 3 else unit for rank, unit in enumerate(crowd(12))]
    protected = released([*units, *WIDE[40:]])
    assert "level/all" not in cell(protected, "department", "01").figures
    assert cell(protected, "department", "01").shown


def test_a_mean_at_the_bottom_would_tell_of_each() -> None:
    """0.0 of five companies: none of them is above 0.25."""
    units = [replace(unit, level=0.0) for unit in crowd(5)]
    found = cell(released([*units, *crowd(30, "02")]), "department", "01")
    assert found.shown and MEAN not in found.figures


@pytest.mark.parametrize("everybody", [0.0, 1.0])
def test_all_alike_says_a_half(everybody: float) -> None:
    units = [replace(unit, brake=everybody) for unit in WIDE]
    assert cell(released(units), "country").figures["brake/money"] == ("majority" if everybody else "minority")


def test_what_is_withheld_is_logged_once_a_cell() -> None:
    protected = released([*crowd(6), *crowd(1, "02")])
    told = {(table.id, one.codes) for table in protected.tables for one in table.cells if one.shown}
    hidden = [(line.table, line.codes) for line in protected.withheld if line.series is None]
    assert len(hidden) == len(set(hidden)) and not told & set(hidden)
    assert len(told) + len(hidden) == sum(len(table.cells) for table in protected.tables)


def test_most_of_what_thresholds_would_show_is_shown() -> None:
    shown, passing = shown_counts(released(WIDE).tables, cohort_of(WIDE), CATALOGUE)
    assert (shown, passing) == (13, 13)


placed = st.tuples(
    st.sampled_from(sorted(REGION_OF)),
    st.sampled_from(SIZES),
    st.sampled_from([0.0, 2.5, 6.0]),
    st.sampled_from([0.0, 1.0]),
    st.sampled_from([0.0, 4000.0, 900_000.0]),
    st.integers(-1, 2),
    st.booleans(),
)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(placed, min_size=1, max_size=50))
def test_whatever_the_territory_it_is_released(drawn: list[tuple[str, str, float, float, float, int, bool]]) -> None:
    """Never an error, never a cell of fewer than five, never a multiple of anything but 5 and 10."""
    units = [
        Unit(f"u{rank}", *told[:5], supplier=told[5], sole=told[6] and rank % 9 == 0) for rank, told in enumerate(drawn)
    ]
    protected = released(units)
    for one in protected.tables[1].cells:
        many = sum(REGION_OF[unit.department] == one.codes[0] for unit in units)
        assert not one.shown or (many >= 5 and one.companies in {5, 10, 20, 30, 40, 50})
