"""What the observatory says comes first: never more than the release tells."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.content.loader import load_content
from diagnostic.core.model.observatory import Rules
from diagnostic.core.model.released import Figure, Release, ReleasedCell
from diagnostic.core.rounding import round_count, tell_indicator
from reports.region_bars import share_range
from reports.region_choice import Choice
from reports.region_first import first_of, named, rank
from reports.region_words import share
from reports.view_coverage import coverage_view
from reports.view_region import home_view, stage_sentence
from reports.view_region_map import map_view
from reports.view_region_maturity import answer, maturity_view, stages_among
from reports.view_region_money import money_view
from reports.view_region_needs import needs_view
from reports.view_region_skills import skills_view
from tests.observatory_samples import sample_catalogue, sample_release, without

released = cache(sample_release)


def rules() -> Rules:
    return sample_catalogue().rules


def choice(figures: dict[str, Figure], companies: int = 200, table: str = "needs_country") -> Choice:
    """The country, where that table tells these figures and no other."""
    release = released(1)
    found = release.table(table)
    assert found
    told = replace(found, cells=(ReleasedCell((), companies, figures, 1),))
    return Choice(replace(release, tables=tuple(told if one is found else one for one in release.tables)), CATALOGUE)


CATALOGUE = sample_catalogue()
BRAKES = {item.id: item.label.fr.lower() for item in CATALOGUE.measure("brake").items}
NAMES = list(BRAKES)


def brakes(told: list[Figure | None]) -> dict[str, Figure]:
    """The brakes in the catalogue's order, then « minority » for the others."""
    every = [*told, *["minority"] * len(NAMES)]
    return {f"brake/{id}": figure for id, figure in zip(NAMES, every, strict=False) if figure is not None}


@given(st.integers(5, 3000), st.floats(0, 1), st.floats(0, 1))
def test_what_ranks_higher_is_higher(brought: int, one: float, other: float) -> None:
    """Of the same companies, a majority beats any number, and a number any minority."""
    having = round(one * brought), round(other * brought)
    figures = [tell_indicator(each, brought, rules()) for each in having]
    assert figures[0] is not None and figures[1] is not None
    if rank(figures[0]) > rank(figures[1]):
        assert having[0] > having[1]


@given(st.integers(5, 3000), st.floats(0, 1), st.floats(0, 1))
def test_of_those_who_answered_the_true_share_is_inside_what_is_drawn(companies: int, part: float, has: float) -> None:
    brought = max(5, round(companies * part))
    having = round(brought * has)
    told = tell_indicator(having, brought, rules())
    assert told is not None
    low, high = share_range(told, round_count(companies, rules()), rules(), "action")
    assert low - 1e-9 <= having / companies <= high + 1e-9


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ([90.0, "majority", 80.0], "« {1} », par plus de la moitié de celles qui ont répondu."),
        ([90.0, 90.0, 80.0], "Les freins les plus cités sont « {0} » et « {1} », chacun par environ 90 entreprises."),
        ([90.0, 90.0, 90.0], "Trois freins viennent en tête, chacun cité par environ 90 entreprises."),
        ([90.0, None], "Parmi les chiffres publiés, le frein le plus cité est « {0} », par environ 90 entreprises."),
        ([], "Aucun frein n’est cité par plus de la moitié des entreprises."),
    ],
)
def test_the_first_page_names_the_first_brake_as_far_as_it_is_known(figures: list[Figure | None], says: str) -> None:
    parts = home_view(choice(brakes(figures)), None).parts
    told = next(part.text for part in parts if part.endpoint == "region_needs.page").lower().replace("\u00a0", " ")
    assert says.format(*BRAKES.values()).lower() in told


def test_several_that_are_level_are_not_ranked() -> None:
    rows: list[tuple[str, Figure | None]] = [("Le temps", 40.0), ("L’argent", 40.0), ("La place", 40.0), ("X", 10.0)]
    found = first_of(rows)
    assert found and named(found) == "plusieurs se valent"
    two = first_of(rows[1:])
    assert two and named(two) == "«\u00a0l’argent\u00a0» et «\u00a0la place\u00a0»"
    every = first_of(rows[:3])
    assert every and named(every) == "rien ne se détache"
    assert first_of([("Le temps", None)]) is None


def test_the_needs_say_of_whom_a_half_is_only_where_one_is_told() -> None:
    banded = needs_view(choice(brakes([90.0, "majority"]))).figures[0]
    assert banded.title.endswith(BRAKES[NAMES[1]].lower())
    assert "parmi celles qui ont dit leurs freins" in banded.note
    numbers = choice({f"brake/{id}": 60.0 + 10 * at for at, id in enumerate(NAMES)})
    assert needs_view(numbers).figures[0].note == ""


def test_sums_that_are_withheld_leave_the_first_place_open() -> None:
    content = load_content()
    ids = [item.id for item in CATALOGUE.measure("device").items]
    money = money_view(choice({f"device/{ids[0]}": 9000.0, f"device/{ids[1]}": 4000.0}, table="money_country"), content)
    assert money.answer.endswith("à mobiliser, le plus gros montant publié")
    skill = CATALOGUE.measure("people").items[0]
    skills = skills_view(choice({f"people/{skill.id}": 60.0}, table="skills_country"), content)
    assert skills.answer.startswith("Parmi les chiffres publiés, d’abord ")


@pytest.mark.parametrize(
    ("part", "whole", "says"),
    [(5, 3000, "moins de 1 %"), (5, 400, "moins de 5 %"), (130, 400, "environ 35 %"), (330, 1000, "environ 33 %")],
)
def test_a_share_is_never_none_nor_finer_than_its_rounding(part: float, whole: float, says: str) -> None:
    assert share(part, whole).replace("\u00a0", " ") == says


@pytest.mark.parametrize(
    ("companies", "figure", "says"),
    [
        (20, 10.0, "environ 10 entreprises diagnostiquées, sur environ 20, ont acquis le stade 1."),
        (20, 20.0, "plus de la moitié des entreprises diagnostiquées ont acquis le stade 1."),
        (50, 20.0, "environ quatre entreprises diagnostiquées sur dix ont acquis le stade 1."),
    ],
)
def test_few_companies_are_told_as_numbers_everywhere(companies: int, figure: float, says: str) -> None:
    cell = ReleasedCell((), companies, {"reach/1": figure}, 1)
    assert stage_sentence(cell) == says
    told = answer(choice({"reach/1": figure}, companies, "maturity_country"))
    assert ("sur 10" in told) == (companies >= 50)


@pytest.mark.parametrize(
    ("first", "second", "clause"),
    [("majority", "minority", True), (160.0, "minority", True), (60.0, "minority", False), (60.0, 30.0, True)],
)
def test_a_second_clause_says_something_that_the_first_does_not(first: Figure, second: Figure, clause: bool) -> None:
    told = answer(choice({"reach/1": first, "reach/2": second}, 200, "maturity_country"))
    assert ("stade 2" in told) == clause


def test_panels_say_how_many_are_withheld_and_draw_no_empty_frame() -> None:
    table = released(1).table("maturity_region")
    assert table
    bare = tuple(
        cell if cell.codes == ("53",) else replace(cell, figures={"area/culture": 2.0} if cell.shown else {})
        for cell in table.cells
    )
    tables = tuple(replace(one, cells=bare) if one is table else one for one in released(1).tables)
    made = stages_among(Choice(replace(released(1), tables=tables), CATALOGUE), "region")
    assert made
    assert [panel.code for panel in made.shown] == ["53"]
    count = len(table.cells)
    assert f"1 région publiée sur {count}" in made.title
    assert made.hidden.startswith(f"{count - 1} régions non publiées\u00a0: ")
    full = maturity_view(Choice(released(1), CATALOGUE)).among[-1]
    assert full.hidden == "" and "dans les trois tailles" in full.title


def test_the_map_opens_on_a_measure_that_has_something_to_show() -> None:
    assert map_view(Choice(released(1), CATALOGUE)).series == "met"
    hidden: Release = released(1)
    for item in CATALOGUE.axis("region").categories:
        hidden = without(hidden, "status_region", item.code)
    view = map_view(Choice(hidden, CATALOGUE))
    assert view.series == "companies" and any(line.tone is not None for line in view.lines)
    assert map_view(Choice(hidden, CATALOGUE), "met").answer.endswith("aucun chiffre publié par région")


def test_few_companies_concerned_have_no_share() -> None:
    content = load_content()
    assert content.tipping and released(1).denominators
    known = replace(
        released(1).denominators, rows=tuple(replace(row, companies=40) for row in released(1).denominators.rows)
    )
    view = coverage_view(Choice(replace(released(1), denominators=known), CATALOGUE, region="53"), content.tipping)
    assert "%" not in view.title
