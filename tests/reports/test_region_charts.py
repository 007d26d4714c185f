"""The drawings and the figures that leave the observatory: with their release, without anything else."""

import csv
from dataclasses import replace
from functools import cache
from io import StringIO
from xml.etree import ElementTree

import pytest

from diagnostic.content.loader import load_content
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.released import Release
from reports import region_charts, region_csv
from reports.region_choice import Choice
from reports.region_lines import Credit, Drawn, RegionFigure
from reports.view_region_map import drawn as map_of
from reports.view_region_maturity import blocking, indices, stages, stages_among
from reports.view_region_money import devices
from reports.view_region_needs import needed
from reports.view_region_skills import gaps, people
from reports.view_region_status import accompanied, path
from tests.observatory_samples import sample_catalogue, sample_release, without

SYNTHETIC = Credit(2, "2027-04-15", "15 avril 2027", "1er trimestre 2027", True, "Bretagne")
REAL = replace(SYNTHETIC, synthetic=False)
released = cache(sample_release)


@pytest.fixture(scope="module")
def shown() -> Content:
    return load_content()


def choice(release: Release | None = None, **codes: str) -> Choice:
    return Choice(release or released(2), sample_catalogue(), "ab", **codes)  # type: ignore[arg-type]


def all_figures(content: Content) -> list[Drawn]:
    whole = choice()
    made = [
        stages(whole),
        indices(whole, "area"),
        indices(whole, "principle"),
        blocking(whole),
        stages_among(whole, "region"),
        stages_among(whole, "form"),
        needed(whole, "symptom"),
        needed(whole, "action"),
        people(whole, content),
        gaps(whole, content),
        devices(whole),
        path(whole),
        accompanied(whole, "region"),
        map_of(whole, "reach/1", "region"),
        map_of(whole, "companies", "department"),
    ]
    return [one for one in made if one is not None]


def test_every_drawing_stands_alone(shown: Content) -> None:
    """Well-formed, in its frame, with its release, its caution, and the same bytes each time."""
    figures = all_figures(shown)
    assert len(figures) == 15
    for one in figures:
        text = region_charts.svg(one, SYNTHETIC)
        words = " ".join(ElementTree.fromstring(text).itertext())
        assert "publication R-2 du 15\u00a0avril 2027" in words.replace("15 avril", "15\u00a0avril"), one.name
        assert "non représentatives" in words
        assert "synthétiques" in words
        assert "synthétiques" not in region_charts.svg(one, REAL)
        assert text == region_charts.svg(one, SYNTHETIC)
        for forbidden in ("<script", "<style", "style=", "href=", ">None", '"nan"'):
            assert forbidden not in text, (one.name, forbidden)


def test_a_drawing_says_every_released_figure_once_and_no_other() -> None:
    figure = stages(choice(region="53"))
    assert figure is not None
    root = ElementTree.fromstring(region_charts.svg(figure, REAL))
    told = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    for bar in figure.bars:
        assert told.count(bar.label) == 1
        assert bar.told in told


def test_what_is_withheld_is_named_and_not_drawn() -> None:
    hidden = without(released(2), "maturity_region", "53")
    panels = stages_among(choice(hidden), "region")
    assert panels is not None
    text = region_charts.svg(panels, REAL)
    assert "1 région non publiée\u00a0: Bretagne." in text
    assert f'font-weight="700">{"Bretagne"}' not in text
    assert stages(choice(hidden, region="53")) is None


def test_the_table_of_a_figure_has_a_line_for_each_and_its_release(shown: Content) -> None:
    for one in all_figures(shown):
        rows = list(csv.DictReader(StringIO(region_csv.csv_text(one, SYNTHETIC))))
        assert rows, one.name
        assert {(row["publication"], row["date"], row["donnees"]) for row in rows} == {
            ("R-2", "2027-04-15", "synthétiques")
        }
        for row in rows:
            assert row["statut"] in ("publie", "secret")
            assert (row["statut"] == "secret") == (not row["valeur"] and not row["tranche"])
        if isinstance(one, RegionFigure):
            assert [row["code"] for row in rows] == [bar.code for bar in one.bars]


def test_numbers_of_the_table_are_the_released_ones(shown: Content) -> None:
    figure = people(choice(), shown)
    cell = choice().cell("people")
    assert figure is not None and cell is not None
    rows = csv.DictReader(StringIO(region_csv.csv_text(figure, REAL)))
    told = {f"people/{row['code']}": float(row["valeur"]) for row in rows if row["valeur"]}
    assert told == {series: value for series, value in cell.figures.items() if series.startswith("people/")}


def test_coverage_is_a_part_of_those_concerned_and_says_who_counted_them() -> None:
    figure = accompanied(choice(), "region")
    release = released(2)
    assert figure is not None and release.denominators is not None
    assert release.denominators.source.title.fr in figure.note
    for bar in figure.shown:
        of = release.denominators.of("region", bar.code)
        assert of is not None and bar.low is not None and bar.high is not None
        if isinstance(bar.figure, float):
            assert bar.low <= min(1.0, bar.figure / of) <= bar.high
    without_source = accompanied(choice(replace(release, denominators=None)), "region")
    assert without_source is not None and "rencontrées" in without_source.what and not without_source.note
