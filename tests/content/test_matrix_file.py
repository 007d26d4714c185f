"""Matrices that come in as files: what is read, and what is refused with its place."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from diagnostic.content import matrix_file, sheet_safety
from diagnostic.content.matrix_draft import folded, personal_skills
from diagnostic.content.matrix_file import Kind, read_file, read_pasted, write_file
from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Level, Matrix, MatrixColumn, Person
from diagnostic.core.model.catalogue import Content
from diagnostic.core.validation_people import check_matrix
from tests.content.sheets import EMPTY, TEAM, TITLES, saved, sheet, told

# What is read


def test_a_sheet_with_its_levels_in_both_notations(content: Content) -> None:
    reading = read_file(content, sheet(TEAM), EMPTY)
    assert reading.matrix == Matrix(
        (Person("MD", "Régleur", True), Person("JP")),
        (Level("MD", "production_planning", 3), Level("MD", "own_1", 3), Level("JP", "own_1", 2)),
        (MatrixColumn("production_planning"), MatrixColumn("own_1", "Réglage du tour")),
    )
    check_matrix(content, reading.matrix)


@pytest.mark.parametrize(
    ("said", "level"),
    [(0, 0), (3, 3), (3.0, 3), ("3.0", 3), ("3,0", 3), (" 4 ", 4), ("i", 1), ("L", 2), ("u", 3), ("O", 4)],
)
def test_levels(content: Content, said: object, level: int) -> None:
    reading = read_file(content, sheet([["Nom", "Soudure"], ["MD", said]]), EMPTY)
    assert reading.matrix.levels == (Level("MD", "own_1", level),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_files_of_any_spreadsheet(content: Content, encoding: str, separator: str) -> None:
    rows = ([str(cell) for cell in row] for row in TEAM)
    text = "\r\n".join(separator.join(row) for row in rows).replace("’", "'")
    assert read_file(content, text.encode(encoding), EMPTY).matrix == read_file(content, sheet(TEAM), EMPTY).matrix


def test_a_block_copied_from_a_spreadsheet(content: Content) -> None:
    reading = read_pasted(content, "sep=;\n\nNom;Fonction;Soudure\nMD;Usinage;3\n;;\n", EMPTY)
    assert reading.matrix.people == (Person("MD", "Usinage"),)


def test_titles_are_matched_without_capitals_accents_nor_spaces(content: Content) -> None:
    text = "NOM;poste;PART D'ICI  5 ANS;planifier   la PRODUCTION;Securite informatique;erp\n1;A;Oui;1;2;3"
    reading = read_pasted(content, text, EMPTY)
    assert [column.skill for column in reading.matrix.columns] == ["production_planning", "cybersecurity", "erp"]
    assert reading.matrix.people == (Person("1", "A", True),)


def test_complexity_and_people_needed(content: Content) -> None:
    text = "Nom\tSoudure\tTour\nNécessaires\t2\t\nMD\t3\t1\nComplexite\t\t3"
    columns = read_pasted(content, text, EMPTY).matrix.columns
    assert columns == (MatrixColumn("own_1", "Soudure", 1, 2), MatrixColumn("own_2", "Tour", 3, None))


def test_an_unknown_skill_stays_the_companys_own_and_near_names_are_proposed(content: Content) -> None:
    reading = read_pasted(content, "Nom;Planifier la produktion;Tour Mazak\nMD;3;4", EMPTY)
    assert [column.name for column in reading.matrix.columns] == ["Planifier la produktion", "Tour Mazak"]
    assert reading.unknown["own_1"][0] == "production_planning"
    assert reading.unknown["own_2"] == ()


def test_the_companys_own_skills_keep_their_id(content: Content) -> None:
    before = Matrix(columns=(MatrixColumn("own_7", "Tour Mazak"),))
    reading = read_pasted(content, "Nom;Soudure;tour mazak\nMD;1;2", before)
    assert [column.skill for column in reading.matrix.columns] == ["own_8", "own_7"]
    assert list(reading.unknown) == ["own_8"]


def test_the_sheet_named_polyvalence_is_read_wherever_it_stands(content: Content) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["Notes de la réunion"])
    book.create_sheet("polyvalence").append(["Nom", "Soudure"])
    book["polyvalence"].append(["MD", 3])
    assert read_file(content, saved(book), EMPTY).matrix.people == (Person("MD"),)


def test_a_sheet_of_formatted_empty_columns_is_read_in_time(content: Content) -> None:
    def format_everything(page: Any) -> None:
        for row in range(1, 4):
            for column in range(3, 16385):
                page.cell(row, column).font = Font(bold=True)

    reading = read_file(content, sheet([["Nom", "Soudure"], ["MD", 3]], format_everything), EMPTY)
    assert reading.matrix.levels == (Level("MD", "own_1", 3),)


def test_a_table_that_starts_lower_and_further_right(content: Content) -> None:
    rows = [[], [], [None, "Nom", "Soudure"], [None, "MD", 7]]
    assert told(content, sheet(rows)).startswith("feuille « Équipe », cellule C4 : « 7 » n’est pas un niveau")


# What is refused, with its place


def with_formula(page: Any) -> None:
    page["D2"] = "=1+2"


def with_merged(page: Any) -> None:
    page.merge_cells("A1:B1")


def with_hidden_column(page: Any) -> None:
    page.column_dimensions["D"].hidden = True


def with_hidden_row(page: Any) -> None:
    page.row_dimensions[3].hidden = True


def cell(place: str, value: object) -> Callable[[Any], None]:
    return lambda page: page.__setitem__(place, value)


SHEETS = {
    "level 7": (cell("D2", 7), "feuille « Équipe », cellule D2 : « 7 » n’est pas un niveau ; permis : 0 à 4, ou I, L"),
    "a word": (cell("E3", "expert"), "cellule E3 : « expert » n’est pas un niveau"),
    "half a level": (cell("E3", 2.5), "cellule E3 : « 2.5 » n’est pas un niveau"),
    "an error value": (cell("E3", "#REF!"), "cellule E3 : « #REF! » n’est pas un niveau"),
    "the same person twice": (cell("A3", "MD"), "cellule A3 : « MD » est déjà pris"),
    "nobody": (cell("A3", None), "cellule A3 : il manque la personne"),
    "a name too long": (
        cell("A3", "Jean-Christophe de la Tour"),
        "A3 : « Jean-Christophe de la Tour » est trop",
    ),
    "leaving, perhaps": (
        cell("C3", "peut-être"),
        "C3 : « peut-être » n’est pas une réponse ; permis : oui",
    ),
    "the same skill twice": (
        cell("E1", "PLANIFIER LA PRODUCTION"),
        "E1 : « Planifier la production » est là deux",
    ),
    "a column without a name": (cell("E1", None), "cellule E1 : ce savoir-faire n’a pas de nom"),
    "a team's aptitude": (
        cell("E1", "Travail en équipe"),
        "E1 : « Travail en équipe » ne se note pas",
    ),
    "complexity 5": (
        lambda page: page.append(["Complexité", "", "", 5]),
        "D4 : « 5 » n’est pas une complexité",
    ),
    "needed: many": (lambda page: page.append(["Nécessaires", "", "", "x"]), "cellule D4 : « x » n’est pas un nombre"),
    "a formula": (with_formula, "feuille « Équipe », cellule D2: cette cellule contient une formule"),
    "merged cells": (with_merged, "feuille « Équipe », A1:B1: ces cellules sont fusionnées"),
    "a hidden column": (with_hidden_column, "feuille « Équipe », colonne D: cette colonne est masquée"),
    "a hidden row": (with_hidden_row, "feuille « Équipe », ligne 3: cette ligne est masquée"),
}


@pytest.mark.parametrize(("change", "expected"), SHEETS.values(), ids=SHEETS.keys())
def test_a_wrong_sheet_is_refused_with_its_place(
    content: Content, change: Callable[[Any], None], expected: str
) -> None:
    assert expected in told(content, sheet(TEAM, change))


def test_every_mistake_is_told_not_only_the_first(content: Content) -> None:
    wrong = told(content, b"Nom;Soudure;Tour\nMD;7;8\nMD;3;x")
    assert wrong.count("n’est pas un niveau") == 3
    assert "ligne 3, colonne 1 : « MD » est déjà pris" in wrong


def test_a_formula_in_a_text_file_is_refused(content: Content) -> None:
    assert 'ligne 2, colonne 1: « =HYPERLINK("x") » est une formule' in told(
        content, b'Nom;Soudure\n"=HYPERLINK(""x"")";3'
    )


@pytest.mark.parametrize("rows", [5000, 301])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_more_people_than_a_matrix_holds(content: Content, rows: int, kind: str) -> None:
    table = [["Nom", "Soudure"], *([f"P{number}", 3] for number in range(rows))]
    data = sheet(table) if kind == "xlsx" else "\n".join(f"{a};{b}" for a, b in table).encode()
    assert re.search(r"c’est trop \(au plus 300\b", told(content, data))


def test_more_skills_than_a_matrix_holds(content: Content) -> None:
    row = ";".join(f"S{number}" for number in range(61))
    assert "61 savoir-faire, c’est trop (au plus 60)" in told(content, f"Nom;{row}\nMD;{';'.join('3' * 61)}".encode())


FILES = {
    "nothing": (b"", "ce fichier est vide"),
    "only spaces": (b" \r\n ", "ce fichier est vide"),
    "a PDF": (b"%PDF-1.7 ...", "ce fichier est un PDF"),
    "a photo": (b"\xff\xd8\xff\xe0....", "ce fichier est une image"),
    "an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "format ancien (.xls)"),
    "a password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de passe"),
    "bytes": (bytes(range(1, 256)), "ni un classeur ni du texte"),
    "too big": (b"a;" * sheet_safety.MAX_BYTES, "trop gros: au plus 2 Mo"),
    "titles alone, nothing to rate": (b"Nom\nMD\n", "aucun savoir-faire à lire"),
    "an open quote": (b'Nom;Soudure\nMD;"3', "guillemet"),
}


@pytest.mark.parametrize(("data", "expected"), FILES.values(), ids=FILES.keys())
def test_what_is_no_matrix(content: Content, data: bytes, expected: str) -> None:
    assert expected.split(": ", maxsplit=1)[0] in told(content, data)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("MD;,\t\r\n\"'=+-@3UO7 é\u200b\u2028«x"), max_size=60))
def test_any_text_is_read_or_refused_in_words(content: Content, text: str) -> None:
    try:
        matrix = read_pasted(content, text, EMPTY).matrix
    except UserError as error:
        assert error.hint
    else:
        check_matrix(content, matrix)


# What goes out

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
IDS = TEXTS.filter(lambda text: folded(text) not in ("complexite", "necessaires"))


@st.composite
def matrices(draw: st.DrawFn, skills: tuple[str, ...]) -> Matrix:
    chosen = draw(st.lists(st.sampled_from(skills), unique=True, min_size=1, max_size=4))
    facts = st.tuples(st.integers(1, 3), st.none() | st.integers(0, 40))
    columns = [MatrixColumn(skill, None, *draw(facts)) for skill in chosen]
    names = draw(st.lists(TEXTS, unique_by=folded, max_size=2))
    columns += [MatrixColumn(f"own_{number}", f"Le {name}", *draw(facts)) for number, name in enumerate(names, 1)]
    ids = draw(st.lists(IDS, unique=True, min_size=1, max_size=4))
    posts = st.none() | TEXTS
    people = tuple(Person(id, draw(posts), draw(st.booleans())) for id in ids)
    levels = [
        Level(person.id, column.skill, level)
        for person in people
        for column in columns
        if (level := draw(st.none() | st.integers(0, 4))) is not None
    ]
    return Matrix(people, tuple(levels), tuple(columns))


@pytest.mark.parametrize("kind", matrix_file.KINDS)
def test_what_is_written_is_read_back_equal(content: Content, kind: Kind) -> None:
    @settings(max_examples=60, deadline=None)
    @given(matrices(tuple(personal_skills(content)[:6])))
    def check(matrix: Matrix) -> None:
        reading = read_file(content, write_file(content, matrix, kind), matrix)
        assert reading.matrix == matrix
        assert not reading.unknown

    check()


DANGEROUS = Matrix(
    (Person("=1+1", "@SUM(A1)"), Person("+33", "-2"), Person("'=x", "http://a.b"), Person("007")),
    (Level("007", "own_1", 4),),
    (MatrixColumn("own_1", "=cmd|' /C calc'!A0"),),
)


def test_nothing_typed_becomes_a_formula(content: Content) -> None:
    for kind in matrix_file.KINDS:
        data = write_file(content, DANGEROUS, kind)
        if kind == "csv":
            cells = [cell for line in data.decode("utf-8-sig").splitlines() for cell in line.split(";")]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        else:
            page = openpyxl.load_workbook(BytesIO(data))["Polyvalence"]
            cells = [cell for row in page.iter_rows() for cell in row]
            assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
            assert not [cell for cell in cells if cell.hyperlink]
        assert read_file(content, data, DANGEROUS).matrix == DANGEROUS


def test_the_template_asks_what_the_target_needs_and_never_an_aptitude(content: Content) -> None:
    asked = ("erp", "teamwork", "cybersecurity")
    template = matrix_file.proposed(content, asked)
    assert [column.skill for column in template.columns] == ["erp", "cybersecurity"]
    first = matrix_file.proposed(content)
    assert len(first.columns) == 12
    check_matrix(content, first)


def test_the_template_is_a_workbook_with_its_help(content: Content) -> None:
    book = openpyxl.load_workbook(BytesIO(write_file(content, matrix_file.proposed(content, ("erp",)), "xlsx")))
    assert book.sheetnames == ["Polyvalence", "Aide à la lecture"]
    page = book["Polyvalence"]
    assert [page.cell(1, column).value for column in (1, 2, 3, 4)] == [*TITLES[:3], "Logiciel de gestion"]
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules["D4:D303"] == '"0,1,2,3,4,I,L,U,O"'
    read = read_file(content, write_file(content, matrix_file.proposed(content, ("erp",)), "xlsx"), EMPTY)
    assert read.matrix == Matrix(columns=(MatrixColumn("erp"),))


def test_the_same_matrix_makes_the_same_bytes(content: Content) -> None:
    matrix = matrix_file.proposed(content)
    assert write_file(content, matrix, "xlsx") == write_file(content, matrix, "xlsx")


def test_a_workbook_written_by_another_program(content: Content) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet("Feuil1")
        page.write_row(0, 0, ["Nom", "Soudure"])
        page.write_row(1, 0, [12, True])
        page.write_row(2, 0, ["JP", 3])
    assert "cellule B2 : « oui » n’est pas un niveau" in told(content, made.getvalue())
