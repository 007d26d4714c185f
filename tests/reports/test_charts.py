"""Drawings: the same bytes each time, a name for those who do not see them, and nothing told by colour alone."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from reports import charts, drawing
from reports.lines import Landings, PlanView, ResultView
from reports.pdf import drawings_of
from reports.trajectory import trajectory
from reports.view_report import report_view
from tests.reports import workshop

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def result() -> ResultView:
    return report_view(workshop.dossier()).result


@pytest.fixture(scope="module")
def plan() -> PlanView:
    return report_view(workshop.dossier()).plan


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_same_values_give_the_same_bytes() -> None:
    first, again = drawings_of(report_view(workshop.dossier())), drawings_of(report_view(workshop.dossier()))
    assert first == again
    assert set(first) == {"landings", "areas", "principles", "functions", "heat", "calendar", "trajectory"}


def test_every_drawing_is_named_and_keeps_its_words() -> None:
    for name, svg in drawings_of(report_view(workshop.dossier())).items():
        root = ElementTree.fromstring(svg)
        assert texts(svg), name
        if name != "trajectory":
            assert root.get("role") == "img"
            assert root.get("aria-label")


def test_no_inline_style_so_that_a_strict_page_can_hold_it() -> None:
    for name, svg in drawings_of(report_view(workshop.dossier())).items():
        assert name == "trajectory" or "style" not in svg


def landing_marks(of: Landings) -> tuple[int, int]:
    """(landings held, landings with strokes)."""
    nodes = list(ElementTree.fromstring(charts.landings(of)).iter())
    held = [node for node in nodes if node.tag == f"{SVG}rect" and node.get("fill") == drawing.DEEP]
    stroked = [node for node in nodes if node.tag == f"{SVG}path" and node.get("stroke") == drawing.DEEP_2]
    return len(held), len(stroked)


def test_held_landings_are_solid_and_the_rest_of_the_index_is_stroked(result: ResultView) -> None:
    base = replace(result.landings, stage=1, index=2.6, index_text="2,6", target=3)
    assert landing_marks(base) == (1, 2)
    assert landing_marks(replace(base, stage=0, index=0.0, index_text="0,0")) == (0, 0)
    assert landing_marks(replace(base, stage=6, index=6.0, index_text="6,0")) == (6, 0)
    assert landing_marks(replace(base, stage=None, index=None, index_text=None)) == (0, 0)


def test_the_phone_names_the_next_landing_only(result: ResultView) -> None:
    small = texts(charts.landings(result.landings, compact=True))
    assert "Connexion" in small
    assert "Visibilité" not in small
    assert "Visibilité" in texts(charts.landings(result.landings))


def test_the_index_and_the_flag_are_inside_the_picture(result: ResultView) -> None:
    for index, target in ((0.0, 1), (1.95, 2), (3.0, 6), (6.0, 6)):
        svg = charts.landings(replace(result.landings, index=index, index_text=str(index), target=target))
        root = ElementTree.fromstring(svg)
        _, top, width, _ = (float(side) for side in str(root.get("viewBox")).split())
        for node in root.iter(f"{SVG}text"):
            assert float(str(node.get("y"))) > top + 10
            assert 0 <= float(str(node.get("x"))) <= width


def test_every_number_of_the_map_is_written(result: ResultView) -> None:
    assert result.heat is not None
    written = texts(charts.heat(result.heat))
    for row in result.heat.rows:
        assert row.name in written
        for cell in row.cells:
            assert cell.text in written


def test_dots_write_the_index_and_say_when_there_is_none(result: ResultView) -> None:
    blank = replace(result.principles[0], index=None, index_text="à évaluer", low=0.0, high=6.0, range_text="x")
    assert "à évaluer" in texts(charts.dots([blank]))
    assert result.principles[1].index_text in texts(charts.dots(result.principles, compact=True))


def test_a_path_of_one_point_is_not_drawn(plan: PlanView) -> None:
    assert trajectory(plan.trajectory[:1]) is None
    assert "stade 2" in texts(trajectory(plan.trajectory) or "")
