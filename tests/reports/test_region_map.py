"""The map: every territory has a place, classes never move with the figures, words say what the tones say."""

import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import pytest

from diagnostic.content.loader import load_content
from diagnostic.core.model.released import Release, ReleasedCell
from reports import region_map
from reports.region_choice import Choice
from reports.region_lines import RegionMap
from reports.view_region_map import COUNT_LIMITS, MEAN_LIMITS, classes, drawn, map_view, tone
from tests.observatory_samples import sample_catalogue, sample_release, without

SERIES = ("companies", "status/accompanied", "reach/1", "area/culture", "principle/digital_capability")
released = cache(sample_release)
SVG = "{http://www.w3.org/2000/svg}"


def choice(release: Release | None = None, **codes: str) -> Choice:
    return Choice(release or released(1), sample_catalogue(), "ab", **codes)  # type: ignore[arg-type]


def made(series: str, level: str, **codes: str) -> RegionMap:
    found = drawn(choice(**codes), series, level)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_every_department_and_region_has_a_place_on_the_map() -> None:
    regions = load_content().regions
    outlined = {one.code for one in region_map.outlines("departments")}
    assert outlined | set(region_map.OVERSEAS) == {code for one in regions for code in one.departments}
    assert not outlined & set(region_map.OVERSEAS)
    drawn_regions = {one.code for one in region_map.outlines("regions")}
    assert drawn_regions | set(region_map.OVERSEAS.values()) == {one.code for one in regions}
    assert {one.code for one in region_map.outlines("inner_ring")} == set(region_map.INNER_RING)
    for name in ("departments", "regions", "inner_ring"):
        assert all(re.fullmatch(r"[Mlz0-9 \-]+", one.path) for one in region_map.outlines(name))


@pytest.mark.parametrize("level", ["region", "department"])
@pytest.mark.parametrize("series", SERIES)
def test_each_territory_is_told_in_words_and_leads_somewhere(series: str, level: str) -> None:
    of = made(series, level)
    addresses = {patch.code: f"/vers/{patch.code}" for patch in of.patches}
    root = ElementTree.fromstring(region_map.region_map(of, addresses))
    links = root.findall(f".//{SVG}a")
    told = {link.get("aria-label") for link in links}
    assert told == {patch.in_one_line for patch in of.patches}
    assert {link.get("href") for link in links} == set(addresses.values())
    for link in links:
        title = link.find(f"{SVG}title")
        assert title is not None and title.text == link.get("aria-label")
    assert root.get("aria-label")


def test_a_withheld_territory_is_hatched_and_says_so() -> None:
    of = drawn(choice(without(released(1), "maturity_region", "53")), "area/culture", "region")
    assert of is not None
    patch = next(one for one in of.patches if one.code == "53")
    assert (patch.in_one_line, patch.tone, patch.figure) == ("Bretagne\u00a0: secret", None, None)
    text = region_map.region_map(of)
    assert 'aria-label="Bretagne\u00a0: secret"' in text
    assert "url(#carte-secret)" in text


def test_classes_do_not_move_with_what_the_others_are() -> None:
    """A scale between the least and the most of a release would say something of what it withholds."""
    table = released(1).table("maturity_region")
    assert table is not None
    doubled = tuple(
        cell if cell.codes == ("53",) else replace(cell, figures={**cell.figures, "area/culture": 5.9})
        for cell in table.cells
        if isinstance(cell, ReleasedCell)
    )
    tables = tuple(replace(one, cells=doubled) if one.id == table.id else one for one in released(1).tables)
    before = next(one for one in made("area/culture", "region").patches if one.code == "53")
    changed = drawn(choice(replace(released(1), tables=tables)), "area/culture", "region")
    assert changed is not None
    assert next(one for one in changed.patches if one.code == "53") == before
    assert [told for _, told in classes("area/culture")] == list(changed.classes)


def test_limits_belong_to_the_class_above() -> None:
    assert [tone(limit, "area/culture") for limit in MEAN_LIMITS] == [1, 2, 3, 4]
    assert [tone(limit - 0.1, "area/culture") for limit in MEAN_LIMITS] == [0, 1, 2, 3]
    assert [tone(float(limit), "companies") for limit in COUNT_LIMITS] == [1, 2, 3, 4]
    assert len(classes("area/culture")) == len(classes("companies")) == 5


def test_a_region_chosen_fills_the_map_of_its_departments() -> None:
    of = made("companies", "department", region="53")
    assert [patch.code for patch in of.patches] == ["22", "29", "35", "56"]
    left, top, width, height = region_map.box(of)
    assert width < region_map.WIDTH / 2 and height < region_map.HEIGHT / 2
    assert region_map.box(made("companies", "department", region="02"))[:2] == (0, 0)
    assert left > 0 or top > 0


def test_what_is_not_offered_falls_back_to_the_first_look() -> None:
    view = map_view(choice(), "holding/1", "village")
    assert (view.series, view.level) == ("met", "region")
    assert [one.id for one in view.offered if one.selected] == ["met"]


def test_without_a_table_there_is_no_map_and_a_reason() -> None:
    view = map_view(choice(grouped="metal", size="10-19"), "reach/1", "region")
    assert view.map is None
    assert "reconnue" in view.why
