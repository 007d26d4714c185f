"""Who counts, once; in which cells; what each brings, as METHOD 2 scores it company by company."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.core.cohort import cells, count_in
from diagnostic.core.cohort_places import bounds
from diagnostic.core.cohort_scores import scores
from diagnostic.core.cohort_units import unit_key
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import ALONE, NOWHERE, Cohort
from diagnostic.core.model.observatory import Population
from diagnostic.core.model.questionnaire import Questionnaire
from diagnostic.core.scoring import score
from diagnostic.synthetic import territory
from tests.builders import EQUAL_FUNCTIONS, answer, assessment
from tests.core.gathering_builders import Firm, gathered
from tests.core.strategies import HALVES, forms, questionnaires

SIRENS = ("111111111", "222222222", "333333333")
POPULATIONS: tuple[Population, ...] = ("recorded", "scored")


def counted(content: Content, *firms: Firm) -> Cohort:
    return count_in(gathered(content.questionnaire, firms), content)


def place(cohort: Cohort, content: Content, siren: str, axis: str) -> str | None:
    rank = int(cohort.places[axis][cohort.keys.index(unit_key(siren))])
    return None if rank == NOWHERE else content.observatory.axis(axis).categories[rank].code


def test_a_company_counts_once_its_siren_is_verified(content: Content) -> None:
    cohort = counted(content, Firm("111111111"), Firm("222222222", verified=False))
    assert cohort.keys == (unit_key("111111111"),)
    assert "111111111" not in repr(cohort)


def test_nobody_makes_an_empty_cohort(content: Content) -> None:
    for cohort in (counted(content), counted(content, Firm("111111111", verified=False))):
        assert len(cohort) == 0
        for population in POPULATIONS:
            assert cells(cohort, content.observatory, population) == {}


def test_a_group_is_one_unit_its_largest_member_with_a_diagnostic(content: Content) -> None:
    head = "900000000"
    cohort = counted(
        content,
        Firm("111111111", head, headcount=40, codes={"region": "11"}, values={"symptom/scrap": 1}),
        Firm("222222222", head, headcount=200, codes={"region": "32"}, values={"symptom/scrap": 0}),
        Firm(head, None, headcount=249, consented=False, codes={"region": "53"}),
        Firm("333333333", head, headcount=300, verified=False, codes={"region": "75"}),
    )
    assert cohort.keys == (unit_key(head),)
    assert place(cohort, content, head, "region") == "32"
    assert cohort.values["symptom/scrap"].tolist() == [0]


def test_of_members_of_one_size_the_lowest_siren_stands_for_the_group(content: Content) -> None:
    firms = [
        Firm(siren, "900000000", codes={"region": region})
        for siren, region in (("222222222", "11"), ("111111111", "53"))
    ]
    for told in (firms, firms[::-1]):
        assert place(counted(content, *told), content, "900000000", "region") == "53"


def test_a_group_was_met_as_soon_as_one_member_was(content: Content) -> None:
    cohort = counted(
        content,
        Firm("111111111", "900000000", headcount=100, recorded=False),
        Firm("222222222", "900000000", headcount=50, consented=False, status=4),
    )
    assert cohort.scored.tolist() == [True]
    assert cohort.values["status/accompanied"].tolist() == [1]
    assert cohort.values["status/transformed"].tolist() == [0]


@pytest.mark.parametrize(
    ("changed", "recorded", "scored"),
    [
        ({}, True, True),
        ({"recorded": False}, False, True),
        ({"consented": False}, True, False),
        ({"completed": False}, True, False),
    ],
)
def test_scores_need_consent_and_a_completed_diagnostic_statuses_an_organisation(
    content: Content, changed: dict[str, bool], recorded: bool, scored: bool
) -> None:
    firm = replace(Firm("111111111", values={"brake/money": 1, "people/erp": 3}), **changed)  # type: ignore[arg-type]
    cohort = counted(content, firm)
    assert cohort.among("recorded").tolist() == [recorded]
    assert cohort.among("scored").tolist() == [scored]
    assert np.isnan(cohort.values["status/met"]).tolist() == [not recorded]
    for series in ("brake/money", "people/erp"):
        assert np.isnan(cohort.values[series]).tolist() == [not scored]


def test_statuses_are_told_at_that_point_or_beyond(content: Content) -> None:
    values = counted(content, Firm("111111111", status=3)).values
    told = [values[f"status/{item.id}"].tolist()[0] for item in content.observatory.measure("status").items]
    assert told == [1, 1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("headcount", "size"),
    [
        (-1, None),
        (9, None),
        (10, "10-19"),
        (19, "10-19"),
        (20, "20-49"),
        (49, "20-49"),
        (50, "50-249"),
        (249, "50-249"),
        (250, None),
    ],
)
def test_sizes_stand_between_10_and_249_people(headcount: int, size: str | None, content: Content) -> None:
    cohort = counted(content, Firm("111111111", headcount=headcount))
    assert place(cohort, content, "111111111", "size") == size
    assert ("recorded", ()) in cells(cohort, content.observatory, "recorded")


def test_places_follow_from_the_department_and_from_the_activity(content: Content) -> None:
    cohort = counted(
        content,
        Firm("111111111", codes={"department": "59", "region": "11", "naf": "25.62B", "zone": "3216"}),
        Firm("222222222", codes={"region": "11", "naf": "38.11Z"}),
        Firm("333333333", codes={"department": "987", "naf": "62.01Z", "mode": "by_post"}),
    )
    axes = ("region", "department", "zone", "section", "division", "grouped", "mode")
    told = {
        siren: [place(cohort, content, siren, axis) for axis in axes]
        for siren in ("111111111", "222222222", "333333333")
    }
    assert told["111111111"] == ["32", "59", "3216", "C", "25", "metals", None]
    assert told["222222222"] == ["11", None, None, "E", "38", "extraction_energy_water", None]
    assert told["333333333"] == [None] * 7


def test_who_may_be_a_person_and_who_brought_whom(content: Content) -> None:
    cohort = counted(
        content,
        Firm("111111111", legal_form="1000", adviser="b"),
        Firm("222222222", legal_form=None, adviser="a"),
        Firm("333333333", legal_form="5710"),
    )
    found = {
        key: (bool(sole), int(who)) for key, sole, who in zip(cohort.keys, cohort.sole, cohort.suppliers, strict=True)
    }
    assert cohort.advisers == ("a", "b")
    assert [found[unit_key(siren)] for siren in ("111111111", "222222222", "333333333")] == [
        (True, 1),
        (True, 0),
        (False, ALONE),
    ]


def test_a_version_changes_with_what_was_said_and_with_who_stands_for_the_group(content: Content) -> None:
    head = "900000000"
    one, other = Firm("111111111", head, headcount=100), Firm("222222222", head, headcount=50)
    first = counted(content, one, other)
    assert counted(content, other, one).versions == first.versions
    assert counted(content, one, replace(other, version="2")).versions == first.versions
    assert counted(content, replace(one, version="2"), other).versions != first.versions
    assert counted(content, replace(one, consented=False), other).versions != first.versions


@settings(max_examples=80, deadline=None)
@given(questionnaires(), forms(), st.data())
def test_scores_are_those_of_each_company_alone(of: Questionnaire, form: str, data: st.DataObject) -> None:
    functions = {name: float(data.draw(st.booleans())) for name in EQUAL_FUNCTIONS}
    asked = [id for capability in of.capabilities() for id, _ in capability.cells(form)]
    told = {cell: data.draw(HALVES) for cell in asked if data.draw(st.integers(0, 4))}
    result = score(of, assessment(of, [answer(*row) for row in told.items()], form=form, functions=functions))
    ratings = {cell.id: np.nan if cell.rating is None else cell.rating for cell in result.cells}
    if not ratings:
        return
    firm = Firm("111111111", codes={"form": form}, ratings=ratings)
    found = scores(gathered(of, [firm]), of, np.array([0]))
    company = result.nodes["company"]
    for rung in range(1, 7):
        expected = np.nan if company.stage is None else company.stage >= rung
        np.testing.assert_equal(found[f"reach/{rung}"][0], float(expected))
    first = result.blocking[0].cell if result.blocking else None
    for principle in of.principles():
        node = result.nodes.get(f"principle:{principle.id}")
        index = np.nan if node is None or node.index is None else node.index
        np.testing.assert_allclose(found[f"principle/{principle.id}"][0], index, rtol=0, atol=1e-9)
        inside = first is not None and first.split("/")[0] in {one.id for one in principle.capabilities}
        expected = np.nan if company.stage is None else float(inside)
        np.testing.assert_equal(found[f"blocking/{principle.id}"][0], expected)


def test_an_area_is_the_mean_of_its_principles_and_its_index_where_all_is_known(content: Content) -> None:
    of = content.questionnaire
    known = {
        id: float(place % 7) for place, id in enumerate(id for row in of.capabilities() for id, _ in row.cells("full"))
    }
    result = score(of, assessment(of, [answer(*row) for row in known.items()]))
    values = counted(content, Firm("111111111", codes={"form": "full"}, ratings=known)).values
    for area in of.areas:
        told = [values[f"principle/{principle.id}"][0] for principle in area.principles]
        index = result.nodes[f"area:{area.id}"].index
        assert values[f"area/{area.id}"][0] == pytest.approx(np.mean(told), abs=1e-9) == index


def test_cells_are_those_of_a_loop_over_companies(content: Content) -> None:
    cohort = count_in(territory(content, 400, seed=3), content)
    catalogue = content.observatory
    for population in POPULATIONS:
        tables = {tuple(sorted(table.axes)) for table in catalogue.tables if table.population == population}
        expected: dict[object, list[int]] = defaultdict(list)
        for unit in np.flatnonzero(cohort.among(population)).tolist():
            for axes in tables:
                ranks = [int(cohort.places[axis][unit]) for axis in axes]
                if NOWHERE not in ranks:
                    codes = (catalogue.axis(axis).categories[rank].code for axis, rank in zip(axes, ranks, strict=True))
                    expected[population, tuple(zip(axes, codes, strict=True))].append(unit)
        found = cells(cohort, catalogue, population)
        assert {cell: ranks.tolist() for cell, ranks in found.items()} == expected


def test_bounds_of_sizes() -> None:
    assert bounds("10-19") == (10, 19)
    assert [bounds(text) for text in ("10", "19-10", "ten-19", "-19", "10-")] == [None] * 5
