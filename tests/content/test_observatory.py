"""The catalogue of what regions may read: what it promises, and every table that could not be protected refused."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from diagnostic.content.loader import Folder, fingerprint, read_observatory
from diagnostic.content.observatory import observatory
from diagnostic.content.territory import zone_of
from diagnostic.core.cohort import cells, count_in
from diagnostic.core.errors import ContentError
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.granted import Status
from diagnostic.core.model.observatory import Catalogue
from diagnostic.places import data_path
from diagnostic.synthetic import territory

CASES = yaml.safe_load((Path(__file__).parents[1] / "bad_content" / "observatory.yaml").read_text(encoding="utf-8"))
MOST_CELLS = 1500
COMPANIES_A_CELL = 15


@pytest.fixture
def catalogue(content: Content) -> Catalogue:
    return content.observatory


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_could_not_be_protected_is_refused(case: dict[str, object], content: Content, tmp_path: Path) -> None:
    for name in ("observatory", "territory"):
        shutil.copytree(data_path("questionnaires") / name, tmp_path / name, ignore=lambda *_: {"communes.csv"})
    path = tmp_path / str(case["file"])
    text = path.read_text(encoding="utf-8")
    if "replace" in case:
        before, after = case["replace"]  # type: ignore[misc]
        assert before in text, "the case no longer breaks anything"
        text = text.replace(before, after, 1)
    path.write_text(text + str(case.get("append", "")) + "\n", encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        observatory(content, read_observatory(Folder(tmp_path)))
    assert [word for word in case["expect"] if word not in str(refused.value)] == [], str(refused.value)  # type: ignore[attr-defined]


def test_every_axis_and_measure_that_was_promised_is_there(catalogue: Catalogue) -> None:
    crossed = {(table.population, table.axes, name) for table in catalogue.tables for name in table.measures}
    territories_sectors_sizes = ("region", "department", "zone", "grouped", "size")
    assert {("recorded", (axis,), "status") for axis in territories_sectors_sizes} <= crossed
    for axis in ("region", "department", "section", "division", "grouped", "size", "intent", "form", "mode", "quarter"):
        assert {("scored", (axis,), name) for name in ("reach", "area", "principle")} <= crossed, axis
    for name in ("gap", "people", "symptom", "brake", "action", "device", "blocking"):
        assert {("scored", (), name), ("scored", ("region",), name), ("scored", ("grouped",), name)} <= crossed, name
    assert [item.id for item in catalogue.measure("status").items] == list(Status)


def test_no_table_has_more_than_two_axes_and_nothing_but_means_counts_and_sums(catalogue: Catalogue) -> None:
    assert max(len(table.axes) for table in catalogue.tables) == 2
    assert {measure.kind for measure in catalogue.measures} == {"mean", "indicator", "magnitude"}


def test_the_numbers_of_the_protection_each_say_where_they_come_from(catalogue: Catalogue) -> None:
    rules = catalogue.rules
    assert (rules.threshold, rules.threshold_sole, rules.remain, rules.renewal) == (5, 11, 3, 5)
    assert (rules.alike, rules.dominance, rules.p_percent, rules.room) == (0.9, 0.85, 0.1, 0.25)
    assert (rules.small_step, rules.small_until, rules.count_step, rules.mean_step) == (5, 8, 10, 0.1)
    numbers = set(type(rules).__dataclass_fields__) - {"sources", "magnitude_steps"}
    assert numbers | {f"magnitude_steps/{name}" for name in rules.magnitude_steps} == set(rules.sources)
    assert all(source.title.fr and source.checked_on.year >= 2026 for source in rules.sources.values())


def test_departments_stand_in_regions_and_divisions_in_one_section_and_one_group(catalogue: Catalogue) -> None:
    for lower, upper in (("department", "region"), ("division", "section")):
        codes = {category.code for category in catalogue.axis(upper).categories}
        assert {category.parent for category in catalogue.axis(lower).categories} == codes
    parts = [part for group in catalogue.axis("grouped").categories for part in group.parts]
    assert sorted(parts) == sorted(category.code for category in catalogue.axis("division").categories)
    assert 10 <= len(catalogue.axis("grouped").categories) <= 14
    assert [len(catalogue.axis(id).categories) for id in ("region", "department", "zone", "size")] == [18, 101, 306, 3]


def test_quarters_run_without_a_hole(catalogue: Catalogue) -> None:
    quarters = catalogue.axis("quarter").categories
    assert [one.code for one in quarters[:5]] == ["2026-T1", "2026-T2", "2026-T3", "2026-T4", "2027-T1"]
    assert quarters[3].label.fr == "4e trimestre 2026"
    assert quarters[-1].code.endswith("-T4")


def test_what_regions_read_changes_nothing_of_what_companies_are_scored_by(content: Content) -> None:
    emptied = replace(content, observatory=replace(content.observatory, version="2099-01", tables=()))
    assert fingerprint(emptied) == fingerprint(content) == content.questionnaire.content_sha256


def test_three_thousand_companies_fill_it_well_enough(content: Content) -> None:
    cohort = count_in(territory(content, 3000, seed=7), content)
    found = [cells(cohort, content.observatory, "recorded"), cells(cohort, content.observatory, "scored")]
    sizes = [len(units) for one in found for units in one.values()]
    assert len(sizes) <= MOST_CELLS
    assert sum(sizes) / len(sizes) >= COMPANIES_A_CELL
    shown = sum(size >= content.observatory.rules.threshold for size in sizes)
    assert shown / len(sizes) > 0.5


@pytest.mark.parametrize(
    ("commune", "zone"),
    [
        ("59350", "3216"),
        ("75108", "1109"),
        ("75056", "1109"),
        ("69385", "8421"),
        ("2A004", "9401"),
        ("99999", None),
        ("", None),
    ],
)
def test_the_zone_of_a_commune_or_of_a_district(commune: str, zone: str | None, catalogue: Catalogue) -> None:
    assert zone_of(commune) == zone
    assert zone is None or zone in {category.code for category in catalogue.axis("zone").categories}


def test_every_commune_is_in_a_zone_that_has_a_name(catalogue: Catalogue) -> None:
    lines = (data_path("questionnaires") / "territory" / "communes.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(";") for line in lines if not line.startswith("#")][1:]
    communes = [commune for _, inside in rows for commune in inside.split(" ")]
    assert len(communes) == len(set(communes)) > 34_000
    assert {zone for zone, _ in rows} == {category.code for category in catalogue.axis("zone").categories}
    assert "ODbL" in lines[2]
