"""The words of the matrix: the title tells the most pressing thing, and every count agrees with its noun."""

import pytest

from diagnostic.core.model.assessment import Assessment, Level, Matrix, MatrixColumn, Person
from diagnostic.core.model.catalogue import Content
from reports.matrix_words import flaw_told
from reports.view_matrix import MatrixView, matrix_view

LEAVES = ("MD",)


def told(
    content: Content, holders: dict[str, str], *, away: str | None = None, needed: int | None = None
) -> MatrixView:
    """`holders`: skill → the people who hold it, « MD JP »; MD leaves within five years."""
    names = sorted({person for people in holders.values() for person in people.split()} | {"ZZ"})
    people = tuple(Person(name, None, name in LEAVES) for name in names)
    levels = tuple(Level(person, skill, 3) for skill, people in holders.items() for person in people.split())
    said = tuple(Level("ZZ", skill, 0) for skill in holders)
    columns = tuple(MatrixColumn(skill, skill.capitalize(), 1, needed) for skill in holders)
    return matrix_view(
        content, Matrix(people, (*said, *levels), columns), "fr", names.index(away) + 1 if away else None
    )


TITLES = {
    "Un savoir-faire ne tient qu’à une personne": {"tour": "JP", "soudure": "JP AB"},
    "Deux savoir-faire ne tiennent qu’à une personne": {"tour": "JP", "soudure": "MD", "pliage": ""},
    "Un savoir-faire n’est tenu par personne": {"tour": "", "soudure": "JP AB"},
    "Deux savoir-faire ne sont tenus par personne": {"tour": "", "soudure": ""},
    "D’ici cinq ans, un savoir-faire ne tiendra qu’à une personne": {"tour": "MD JP"},
    "Chaque savoir-faire est tenu par deux personnes au moins": {"tour": "JP AB"},
}


@pytest.mark.parametrize(("title", "holders"), TITLES.items())
def test_the_title_is_the_most_pressing_thing(content: Content, title: str, holders: dict[str, str]) -> None:
    assert told(content, holders).title == title


def test_people_missing_are_told_where_nothing_else_presses(content: Content) -> None:
    view = told(content, {"tour": "JP AB"}, needed=4)
    assert view.title == "Il manque du monde sur un savoir-faire"
    assert view.skills[0].told == "Trop peu\u202f; il en manque 2"


def test_the_most_pressing_skills_come_first(content: Content) -> None:
    view = told(content, {"a": "JP AB CD", "b": "JP MD", "c": "", "d": "JP", "e": "MD"})
    assert [line.name for line in view.skills] == ["E", "D", "C", "B", "A"]
    assert [line.told for line in view.skills] == [
        "Une seule personne, qui part",
        "Une seule personne",
        "Personne",
        "Une seule d’ici cinq ans",
        "Assuré",
    ]
    assert [line.alarming for line in view.skills] == [True, True, True, True, False]


def test_nothing_is_concluded_where_nobody_has_said(content: Content) -> None:
    silent = Matrix((Person("MD"),), (), (MatrixColumn("erp"),))
    assert matrix_view(content, silent, "fr").title == "Votre matrice est encore vide"
    half = Matrix((Person("A"), Person("B")), (Level("A", "own_1", 3), Level("B", "own_1", 3)), (MatrixColumn("erp"),))
    view = matrix_view(content, Matrix(half.people, half.levels, (*half.columns, MatrixColumn("own_1", "Tour"))), "fr")
    assert {line.name: line.told for line in view.skills} == {"Logiciel de gestion": "Non renseigné", "Tour": "Assuré"}
    assert view.title == "Chaque savoir-faire renseigné est tenu par deux personnes au moins"


@pytest.mark.parametrize(
    ("away", "title"),
    [
        ("JP", "Sans JP, un savoir-faire n’a plus personne et deux savoir-faire ne tiennent plus qu’à une personne"),
        ("AB", "Sans AB, un savoir-faire ne tient plus qu’à une personne"),
        ("CD", "Sans CD, rien ne manque\u00a0: deux autres au moins tiennent chacun de ses savoir-faire"),
        ("ZZ", "Sans ZZ, rien ne change\u00a0: cette personne ne tient encore aucun savoir-faire"),
    ],
)
def test_when_somebody_is_away(content: Content, away: str, title: str) -> None:
    holders = {"tour": "JP", "soudure": "JP AB", "pliage": "JP MD", "presse": "CD JP MD"}
    view = told(content, holders, away=away)
    assert view.away is not None
    assert view.away.title == title


def test_nobody_is_away_on_a_row_that_does_not_exist(content: Content) -> None:
    people = Matrix((Person("MD"),), (Level("MD", "own_1", 3),), (MatrixColumn("own_1", "Tour"),))
    for row in (0, 2):
        view = matrix_view(content, people, "fr", row)
        assert (view.away, view.unknown_person) == (None, True)
    assert not matrix_view(content, people, "fr").unknown_person


def test_a_skill_that_the_catalogue_lost_keeps_its_id_for_a_name(content: Content) -> None:
    lost = Matrix((Person("MD"),), (Level("MD", "gone", 3),), (MatrixColumn("gone"),))
    assert [line.name for line in matrix_view(content, lost, "fr").skills] == ["gone"]


def test_where_a_mistake_stands_is_told_in_one_line() -> None:
    spaced = flaw_told("« 7 » n’est pas un niveau", "permis : 0 à 4", (3, "MD"), "Tour")
    assert spaced.replace("\u00a0", " ").replace("\u202f", " ") == (
        "Ligne 3 (MD), Tour : « 7 » n’est pas un niveau ; permis : 0 à 4"
    )
    assert flaw_told("le fichier est vide", "").startswith("Le fichier")


def test_five_years_on(content: Content) -> None:
    view = told(content, {"tour": "MD", "soudure": "MD JP", "pliage": "MD JP AB", "presse": "JP AB"})
    assert view.years.title == "D’ici cinq ans, MD partira\u00a0: un savoir-faire n’aura plus personne"
    assert view.years.rows == (
        ("Tour", 1, 0, "plus personne"),
        ("Soudure", 2, 1, "il ne restera que JP"),
        ("Pliage", 3, 2, "encore tenu"),
    )
    assert told(content, {"tour": "JP AB"}).years.title == "Aucun départ annoncé d’ici cinq ans"


def test_the_examples_say_something(content: Content, examples: dict[str, Assessment]) -> None:
    with_people = {name: one.matrix for name, one in examples.items() if one.matrix.people}
    assert with_people
    for matrix in with_people.values():
        view = matrix_view(content, matrix, "fr")
        assert not view.empty
        assert len(view.people) == len(matrix.people)
        assert len(view.skills) == len(matrix.every_column())


def test_what_one_person_alone_holds_has_a_next_step(content: Content) -> None:
    step = told(content, {"tour": "JP"}).next_step
    assert step is not None
    assert step.action == content.actions["second_in_place"].text.title.fr
    assert step.way == content.workforce.ways["mentoring"].name.fr
    assert told(content, {"tour": "JP AB"}).next_step is None
