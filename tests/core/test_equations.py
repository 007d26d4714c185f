"""What an attacker may subtract: every equation of the catalogue holds of any cohort, and none is missing."""

import numpy as np

from diagnostic.core.cohort import cells, count_in
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.observatory import Population
from diagnostic.core.remainders import View, remainders
from diagnostic.synthetic import territory
from tests.core.catalogue_equations import equations

POPULATIONS: tuple[Population, ...] = ("recorded", "scored")
FEW = 5


def test_children_share_no_unit_and_are_inside_their_parent(content: Content) -> None:
    cohort = count_in(territory(content, 600, seed=5), content)
    found = {**cells(cohort, content.observatory, "recorded"), **cells(cohort, content.observatory, "scored")}
    rest = 0
    for equation in equations(content.observatory):
        parts = [found[child] for child in equation.children if child in found]
        inside = np.concatenate(parts) if parts else np.array([], dtype=np.int32)
        whole = found.get(equation.parent, np.array([], dtype=np.int32))
        assert len(np.unique(inside)) == len(inside)
        assert set(inside.tolist()) <= set(whole.tolist())
        placed = {axis for axis, _ in equation.children[0][1]} - {axis for axis, _ in equation.parent[1]}
        nowhere = [unit for unit in whole.tolist() if any(cohort.places[axis][unit] < 0 for axis in placed)]
        assert len(inside) + len(nowhere) == len(whole), equation.parent
        rest += len(nowhere)
    assert rest > 0, "companies outside 10 to 249 people are in no size"


def test_every_cell_but_the_country_is_a_part_of_another(content: Content) -> None:
    told = {child for equation in equations(content.observatory) for child in equation.children}
    for population in POPULATIONS:
        for axes in content.observatory.kinds(population):
            cell = tuple((axis, content.observatory.axis(axis).categories[-1].code) for axis in axes)
            assert ((population, cell) in told) == bool(axes)


def test_hierarchies_and_margins_are_both_told(content: Content) -> None:
    found = {(equation.parent, equation.children) for equation in equations(content.observatory)}

    def told(parent: dict[str, str], *children: dict[str, str]) -> bool:
        named = tuple(("scored", tuple(sorted(child.items()))) for child in children)
        return (("scored", tuple(sorted(parent.items()))), named) in found

    assert told({"region": "94"}, {"department": "2A"}, {"department": "2B"})
    assert told({"region": "94"}, *({"region": "94", "size": size} for size in ("10-19", "20-49", "50-249")))
    assert told({}, {"form": "full"}, {"form": "flash"})
    assert told({"section": "E"}, *({"division": code} for code in ("36", "37", "38", "39")))
    assert told({"grouped": "metals"}, {"division": "24"}, {"division": "25"})
    assert told({"grouped": "extraction_energy_water"}, {"section": "B"}, {"section": "D"}, {"section": "E"})
    assert not told({"section": "C"}, *({"division": str(code)} for code in range(10, 34))), "groups lie in between"


def test_the_protection_sees_every_subtraction_that_the_catalogue_allows(content: Content) -> None:
    cohort = count_in(territory(content, 500, seed=11), content)
    found = 0
    for population in POPULATIONS:
        counted = cells(cohort, content.observatory, population)
        shown = {cell: units for cell, units in counted.items() if len(units) >= content.observatory.rules.threshold}
        axes = [tuple(axis for axis, _ in cell[1]) for cell in shown]
        tables = [np.array([rank for rank, one in enumerate(axes) if one == kind]) for kind in dict.fromkeys(axes)]
        view = View(list(shown.values()), tables, ())
        seen = {tuple(left.tolist()) for left in remainders(view, len(cohort), FEW, len(cohort))}
        for equation in equations(content.observatory):
            parts = [shown[child] for child in equation.children if child in shown]
            if equation.parent in shown and parts:
                left = np.setdiff1d(shown[equation.parent], np.concatenate(parts))
                found += len(left) > 0
                assert len(left) == 0 or tuple(left.tolist()) in seen, equation.parent
    assert found > 50
