"""The workbook: real numbers and dates, nothing that computes, the plan's own figures, silent on who said what."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from diagnostic.core.model.assessment import Level, Matrix, MatrixColumn, Person, Respondent
from diagnostic.core.model.catalogue import Skill
from diagnostic.core.model.plan import Brought
from diagnostic.core.model.questionnaire import Text
from reports.dossier import Dossier
from reports.workbook import harmless, workbook
from tests.reports import workshop

NASTY = '=HYPERLINK("http://example.org","cliquez")'
SHEETS = ["Aide à la lecture", "Plan", "Calendrier", "Formations et aides", "Scores", "Réponses", "Compétences"]


def opened(of: Dossier) -> Workbook:
    return load_workbook(io.BytesIO(workbook(of)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(workshop.dossier())


def cells(book: Workbook) -> Iterator[Cell]:
    for page in book:
        for row in page.iter_rows():
            yield from (cell for cell in row if isinstance(cell, Cell) and cell.value is not None)


def column(page: Worksheet, name: str) -> list[object]:
    """The values under a header, totals included."""
    heads = [cell.value for cell in page[1]]
    return [row[heads.index(name)] for row in page.iter_rows(min_row=2, values_only=True)]


def day(value: object) -> date:
    assert isinstance(value, datetime)
    return value.date()


def with_matrix() -> Dossier:
    """Three people: laser cutting is held by one who leaves, folding by two."""
    people = (Person("A.B.", "découpe", leaving=True), Person("C.D.", "pliage"), Person("-E.F.", "pliage"))
    levels = (
        Level("A.B.", "laser", 4),
        Level("C.D.", "laser", 1),
        Level("A.B.", "fold", 3),
        Level("C.D.", "fold", 3),
        Level("-E.F.", "fold", 2),
    )
    columns = (MatrixColumn("laser", "=Découpe laser", 2, 2), MatrixColumn("fold", "Pliage"))
    return workshop.dossier(workshop.assessment(1.0, matrix=Matrix(people, levels, columns)))


def test_its_sheets_come_in_order_and_polyvalence_only_with_a_matrix(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert opened(with_matrix()).sheetnames == [*SHEETS, "Polyvalence"]


def test_the_same_diagnostic_gives_the_same_bytes() -> None:
    made = workshop.dossier()
    assert workbook(made) == workbook(made)


def test_who_made_it_for_whom_and_when(book: Workbook) -> None:
    told = book.properties
    assert told.title == "Diagnostic et plan d’action, Atelier Martin"
    assert told.creator == "Palier"
    assert told.created is not None
    assert told.created.date() == date(2026, 11, 21)


def test_every_part_is_well_formed_and_holds_no_link_nor_macro() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(with_matrix()))) as parts:
        names = parts.namelist()
        for name in names:
            ElementTree.fromstring(parts.read(name))
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]
    assert not [name for name in names if name.startswith("xl/worksheets/_rels")]


def test_tables_keep_their_header_in_sight_and_can_be_filtered(book: Workbook) -> None:
    for page in book:
        assert page.freeze_panes is not None, page.title
        assert page.page_setup.orientation == "landscape"
        assert page.print_title_rows == "$1:$1"
        if page.title != "Aide à la lecture":
            assert page.auto_filter.ref.startswith("A1:"), page.title


def test_the_sum_stays_out_of_the_filter(book: Workbook) -> None:
    page = book["Plan"]
    assert page.max_row == len(workshop.plan().actions) + 2
    assert page.auto_filter.ref.endswith(str(page.max_row - 1))


def test_amounts_are_numbers_and_their_sum_is_the_plan_s(book: Workbook) -> None:
    actions = workshop.plan().by_priority()
    gross, net = column(book["Plan"], "Coût, au plus"), column(book["Plan"], "Reste à payer, au plus")
    assert gross[:-1] == [planned.cost.gross for planned in actions]
    assert gross[-1] == sum(planned.cost.gross for planned in actions)
    assert net[-1] == sum(planned.cost.net for planned in actions)
    assert book["Plan"]["L2"].number_format == '#,##0\u00a0"€"'


def test_dates_are_dates(book: Workbook) -> None:
    starts, ends = column(book["Plan"], "Début"), column(book["Plan"], "Fin")
    assert (day(starts[0]), day(ends[0])) == (date(2027, 1, 1), date(2027, 6, 30))
    assert book["Plan"]["C2"].number_format == "dd/mm/yyyy"


def test_the_calendar_marks_running_quarters_and_their_cost(book: Workbook) -> None:
    plan, page = workshop.plan(), book["Calendrier"]
    first = column(page, "T1 2027")
    running = {rank for rank, value in zip(column(page, "Rang"), first, strict=True) if value == "en cours"}
    assert running == {planned.priority_rank for planned in plan.actions if planned.id in plan.quarters[0].running}
    named = dict(zip(column(page, "Mesure"), first, strict=True))
    assert named["Coût net, au plus"] == plan.quarters[0].net_cost
    assert named["Indice attendu à la fin"] == 1.3


def test_what_is_renewed_is_told_apart_and_never_deducted() -> None:
    made = workshop.dossier()
    plan = made.plan
    rows = [
        replace(
            planned,
            trainings=tuple(
                replace(row, brought=paid, renewed=again)
                for row in planned.trainings
                for paid, again in [
                    ((Brought("pdc_opco2i", 2100),), None)
                    if planned.cost.by_device
                    else ((), Brought("pdc_opco2i", 1050))
                ]
            ),
        )
        for planned in plan.actions
    ]
    page = opened(replace(made, plan=replace(plan, actions=tuple(rows))))["Formations et aides"]
    told = list(
        zip(
            *(column(page, name) for name in ("Coût, au plus", "Montant", "Reste, au plus", "Si reconduit")),
            strict=True,
        )
    )
    assert told == [(2100, 2100, 0, 0), (2100, 0, 2100, 1050), (4200, 2100, 2100, 1050)]
    assert column(page, "Aide")[0] == "Plan de développement des compétences, OPCO 2i"


def test_answers_are_the_consolidated_ones_only() -> None:
    base = workshop.assessment(1.0)
    mine = tuple(replace(one, respondent="canary", rating=5.5, evidence="declared") for one in base.answers)
    theirs = tuple(replace(one, respondent="other", rating=0.5, evidence="declared") for one in base.answers)
    told = replace(
        base, answers=mine + theirs, respondents=(Respondent("canary", "leader"), Respondent("other", "operators"))
    )
    secret = replace(told, entry=replace(told.entry, leader_profile="sceptic", notes="carnet secret"))
    book = opened(workshop.dossier(secret))
    assert set(column(book["Réponses"], "Note")) == {3}
    text = " ".join(str(cell.value) for cell in cells(book))
    for leak in ("canary", "sceptic", "carnet", "note du carnet", "5.5"):
        assert leak not in text


def test_an_unknown_answer_is_an_empty_note_never_a_zero(book: Workbook) -> None:
    page = book["Réponses"]
    notes = dict(zip(column(page, "Question"), column(page, "Note"), strict=True))
    proofs = dict(zip(column(page, "Question"), column(page, "Preuve"), strict=True))
    unknown = workshop.questions().items["data_governance"].title.fr
    assert notes[unknown] is None
    assert proofs[unknown] == "à trouver"


def test_the_matrix_says_who_holds_what_and_in_five_years() -> None:
    page = opened(with_matrix())["Polyvalence"]
    skills = column(page, "Compétence")
    rows = {
        name: dict(zip([cell.value for cell in page[1]], [cell.value for cell in page[number]], strict=True))
        for number, name in enumerate(skills, start=2)
    }
    laser, fold = rows["'=Découpe laser"], rows["Pliage"]
    assert (laser["Tenue par"], laser["Dans cinq ans"], laser["Manquent"]) == (1, 0, 2)
    assert (laser["Point fragile"], laser["Perdue dans cinq ans"]) == ("oui", "oui")
    assert (fold["Tenue par"], fold["Dans cinq ans"], fold["Apprennent"]) == (2, 1, 1)
    assert (laser["A.B."], laser["C.D."]) == (4, 1)
    assert rows["Poste"]["C.D."] == "pliage"
    assert rows["Polyvalence (de 0 à 4)"]["C.D."] == pytest.approx((1 * 2 + 3) / 3)


def test_a_skill_that_the_target_asks_for_is_listed_with_why() -> None:
    made = workshop.dossier()
    levels = tuple(Text(str(level)) for level in range(5))
    skill = Skill("machine_data", "technology", 1, Text("=Lire une machine"), Text("relever"), levels, ())
    needed = replace(
        made.content, skills={skill.id: skill}, needs=(workshop.need("sensor_data_acquisition", 1, skill.id),)
    )
    page = opened(replace(made, content=needed))["Compétences"]
    assert column(page, "Compétence") == ["'=Lire une machine"]
    assert column(page, "Demandé") == [2]
    assert column(page, "Aujourd’hui") == [None]
    assert str(column(page, "Ce qui la demande")[0]).startswith("Relevé des machines")


def test_nothing_typed_by_a_user_becomes_a_formula_even_after_a_csv_save() -> None:
    named = workshop.assessment(1.0)
    book = opened(workshop.dossier(replace(named, company=replace(named.company, name=NASTY))))
    found = list(cells(book))
    assert f"'{NASTY}" in [cell.value for cell in found]
    assert not [cell for cell in found if cell.data_type == "f" or cell.hyperlink]
    for page in [*book, *opened(with_matrix())]:
        saved = io.StringIO()
        csv.writer(saved).writerows(page.iter_rows(values_only=True))
        for row in csv.reader(io.StringIO(saved.getvalue())):
            assert not [value for value in row if value.startswith(("=", "+", "@", "-"))], page.title


@given(st.text())
def test_any_text_can_be_a_company_s_name(name: str) -> None:
    text = harmless(name)
    assert not text.lstrip().startswith(("=", "+", "-", "@"))
    assert not set(text) & set("\x00\x08\x0b\x1f\r")


def test_the_help_names_every_sheet_its_versions_and_its_sources(book: Workbook) -> None:
    page = book["Aide à la lecture"]
    subjects = column(page, "Sujet")
    assert [f"Feuille «\u00a0{name}\u00a0»" in subjects for name in SHEETS[1:]] == [True] * 6
    text = " ".join(str(value) for value in column(page, "Ce qu’il faut savoir"))
    assert "Méthode 1.0" in text
    assert "0" * 64 in text
    assert "reconduit" in text
    assert "vérifié le 05/10/2026" in text
    assert day(column(page, "Ce qu’il faut savoir")[1]) == date(2026, 11, 21)


def test_a_plan_without_measure_makes_a_workbook_too() -> None:
    empty = workshop.plan(actions=(), trajectory=(), targets=(), unreached=(), to_assess=(), to_confirm=())
    page = opened(workshop.dossier(made=empty))["Plan"]
    assert str(page["A2"].value).startswith("Aucune mesure à prévoir pour cette cible.")


def test_an_example_says_so() -> None:
    book = opened(workshop.dossier(workshop.assessment(1.0, illustrative=True)))
    assert "Exemple illustratif" in column(book["Aide à la lecture"], "Détail")


def test_no_sign_is_torn_from_its_word(book: Workbook) -> None:
    texts = [str(cell.value) for cell in cells(book) if not str(cell.value).startswith("'")]
    assert [
        text for text in texts if any(torn in text for torn in (" ;", " :", " ?", " !", " »", "« ", " €", " %"))
    ] == []


def test_the_day_asked_is_the_day_written() -> None:
    later = opened(replace(workshop.dossier(), on=date(2027, 3, 1)))
    assert day(column(later["Aide à la lecture"], "Ce qu’il faut savoir")[1]) == date(2027, 3, 1)
