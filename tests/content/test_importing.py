"""What an expert edits in a workbook: shown, refused with its cell, or imported, all or nothing."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from diagnostic.content import importing
from diagnostic.content.content_sheets import ENGLISH, FRENCH, KEY, MARK, READ, YES, plans, rows_of
from diagnostic.content.english import LOCK, english_problems, translated_texts
from diagnostic.content.kept_rows import read_rows, rows_text
from diagnostic.content.messages import language
from diagnostic.content.problem import Problem
from diagnostic.content.written import ASIDE
from diagnostic.core.errors import SeveralError, UserError
from diagnostic.core.language import speaking
from diagnostic.places import data_path
from diagnostic.services.editing import check
from tests.edited_workbooks import (
    ACTION,
    OTHER,
    TEXTS,
    TRAINING,
    TRAININGS,
    VALUES,
    Edit,
    all_files,
    bytes_of,
    edited,
    export,
    few_files,
    put,
)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """All the content."""
    return all_files(tmp_path / "questionnaires")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A few of its files."""
    return few_files(tmp_path / "few")


@pytest.fixture
def exported(root: Path) -> bytes:
    return export(root)


def nothing_to_say(_root: Path) -> Iterator[Problem]:
    """For what is refused before the whole content is read again."""
    return iter(())


def refused(data: bytes, root: Path, checking: importing.Check = nothing_to_say) -> str:
    before = bytes_of(root)
    with pytest.raises(UserError) as told:
        importing.prepared(data, root, checking)
    assert bytes_of(root) == before
    return str(told.value)


def test_a_round_trip_without_edits_changes_no_byte(whole: Path) -> None:
    before, exported = bytes_of(whole), export(whole)
    made = importing.prepared(edited(exported), whole, nothing_to_say)
    assert (made.changes, made.files) == ((), {})
    importing.apply(made, whole)
    assert bytes_of(whole) == before
    assert export(whole) == exported


@pytest.mark.slow
def test_what_was_edited_is_shown_then_written_and_nothing_else(whole: Path) -> None:
    title, english = "Écrire chaque heure ce qui sort, là où l’on décide", "Write down each hour what comes out"
    data = edited(
        export(whole),
        put(TEXTS, FRENCH, title, key="text.title"),
        put(TEXTS, ENGLISH, english, key="text.title"),
        put(VALUES, "release_days", 6),
        put(VALUES, "symptoms", "late_deliveries, idle_machines"),
        put(TRAININGS, "printable", "non", file=TRAINING),
    )
    before = bytes_of(whole)
    made = importing.prepared(data, whole, check)
    assert {(one.column, one.after) for one in made.changes} == {
        (FRENCH, title),
        (ENGLISH, english),
        ("release_days", "6"),
        ("symptoms", "late_deliveries, idle_machines"),
        ("printable", "non"),
    }
    assert any(title in line for line in importing.change_lines(made))
    assert bytes_of(whole) == before, "shown, not written"
    importing.apply(made, whole)
    after = bytes_of(whole)
    assert {name for name in after if after[name] != before[name]} == {ACTION, TRAINING, LOCK}
    lines, old = after[ACTION].decode().splitlines(), before[ACTION].decode().splitlines()
    assert [new for new, was in zip(lines, old, strict=True) if new != was] == [
        "symptoms: [late_deliveries, idle_machines]",
        "release_days: 6",
        f'  title: {{fr: "{title}", en: "{english}"}}',
    ]
    assert not list(english_problems(whole))


def test_every_text_in_two_languages_stands_in_the_workbook_once() -> None:
    """A new kind of file that no sheet holds is found here."""
    root = data_path("questionnaires")
    rows = [(row.file, row.key) for plan in plans() if not plan.columns for row in rows_of(plan, root)]
    assert len(rows) == len(set(rows))
    assert {(file, key) for file, key, _ in translated_texts(root)} <= set(rows)


def only_english(root: Path) -> Iterator[Problem]:
    return english_problems(root)


def test_french_that_changes_alone_asks_for_its_english(exported: bytes, root: Path) -> None:
    change = put(TEXTS, FRENCH, "opérateurs, régleur, magasinier et acheteur", key="who")
    told = refused(edited(exported, change), root, only_english)
    assert f"feuille « {TEXTS} », cellule D" in told
    assert "relire l’anglais" in told
    again = edited(exported, change, put(TEXTS, READ, YES, key="who"))
    importing.apply(importing.prepared(again, root, only_english), root)
    assert not list(english_problems(root))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edits", "told", "column"),
    [
        ((put(TEXTS, FRENCH, "Remplir le tableau d'atelier", key="text.title"),), "apostrophe droite", "D"),
        pytest.param((put(VALUES, "symptoms", "late_deliverys"),), "late_deliverys", "F", marks=pytest.mark.slow),
    ],
)
def test_what_check_refuses_is_refused_with_its_cell(
    whole: Path, edits: tuple[Edit, ...], told: str, column: str
) -> None:
    read = put(TEXTS, READ, YES, key="text.title")
    said = refused(edited(export(whole), *edits, read), whole, check)
    assert told in said
    assert f"cellule {column}" in said


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (put(VALUES, "theme", "organization"), "permis : strategy, organisation"),
        (put(VALUES, "quarters", "deux"), "un nombre entier"),
        (put(VALUES, "quarters", ""), "un nombre entier"),
        (put(VALUES, "intents", "catch_up, win"), "permis : catch_up, advantage"),
        (put(TRAININGS, "valid_to", "31/12/2027", file=TRAINING), "AAAA-MM-JJ"),
        (put(TRAININGS, "afest", "peut-être", file=TRAINING), "permis : oui, non"),
        (put(TEXTS, FRENCH, "=CONCAT(A1;B1)", key="who"), "formule"),
        (put(TEXTS, FRENCH, None, key="who"), "texte français vide"),
        (put(TEXTS, ENGLISH, None, key="who"), "texte anglais vide"),
        (put(TEXTS, READ, "ok", key="who"), "permis : oui, ou rien"),
        (put(TEXTS, KEY, "whom", key="who"), "ligne inconnue"),
        (put(TEXTS, MARK, None, key="who"), "repère effacé"),
    ],
)
def test_a_cell_that_cannot_be_is_named(exported: bytes, root: Path, edit: Edit, told: str) -> None:
    said = refused(edited(exported, edit), root)
    assert told in said
    assert "cellule" in said


def test_all_that_is_wrong_is_told_at_once(exported: bytes, root: Path) -> None:
    wrong = (
        put(TEXTS, FRENCH, None, key="who"),
        put(VALUES, "theme", "organization"),
        put(TRAININGS, "afest", "peut-être", file=TRAINING),
    )
    with pytest.raises(SeveralError) as told:
        importing.prepared(edited(exported, *wrong), root, nothing_to_say)
    found = [str(one) for one in (told.value, *told.value.others)]
    assert len(found) == 3
    for part in ("texte français vide", "permis : strategy", "permis : oui, non"):
        assert any(part in one and "cellule" in one for one in found), found


def test_all_that_check_refuses_is_told_at_once(exported: bytes, root: Path) -> None:
    def two(_root: Path) -> Iterator[Problem]:
        yield Problem(f"{ACTION}: who", "premier")
        yield Problem(f"{ACTION}: text.title", "second")

    changed = put(TEXTS, ENGLISH, "operators and a buyer", key="who")
    with pytest.raises(SeveralError) as told:
        importing.prepared(edited(exported, changed), root, two)
    assert "premier" in str(told.value)
    assert ["second" in str(one) for one in told.value.others] == [True]


def rename_sheet(book: Workbook) -> None:
    book[TEXTS].title = "Actions, textes"


def drop_column(book: Workbook) -> None:
    book[TEXTS].delete_cols(5)


def rename_column(book: Workbook) -> None:
    book[TEXTS]["E1"] = "Deutsch"


def same_column_twice(book: Workbook) -> None:
    book[TEXTS]["H1"] = FRENCH


def merge(book: Workbook) -> None:
    book[TEXTS].merge_cells("D2:D3")


def swap_languages(book: Workbook) -> None:
    book[TEXTS]["D1"], book[TEXTS]["E1"] = ENGLISH, FRENCH


def add_row(book: Workbook) -> None:
    book[VALUES].append(["actions/a_new_one.yaml", "Une action", "organisation"])


def repeat_row(book: Workbook) -> None:
    book[TEXTS].append([one.value for one in book[TEXTS][2]])


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (rename_sheet, ("feuille « Textes des actions » absente", "« Actions, textes »")),
        (drop_column, ("colonne « English » absente", "ligne 1")),
        (rename_column, ("colonne « English » absente", "inconnus : « Deutsch »")),
        (same_column_twice, ("deux colonnes « Français »", "ligne 1")),
        (merge, ("fusionnées", "D2:D3")),
        (swap_languages, ("cette colonne porte", "feuille « Textes des actions », cellule")),
        (add_row, ("ligne inconnue : actions/a_new_one.yaml", "feuille « Actions », cellule A")),
        (repeat_row, ("ligne présente deux fois", "feuille « Textes des actions »")),
    ],
)
def test_a_sheet_that_was_broken_is_named(exported: bytes, root: Path, edit: Edit, told: tuple[str, ...]) -> None:
    said = refused(edited(exported, edit), root)
    assert all(part in said for part in told), said


def test_columns_may_be_moved_and_rows_sorted_or_left_out(exported: bytes, root: Path) -> None:
    def shuffle(book: Workbook) -> None:
        sheet = book[TEXTS]
        rows = [[one.value for one in row] for row in sheet.iter_rows()]
        sheet.delete_rows(1, sheet.max_row)
        for row in [rows[0], *sorted(rows[1:20], key=str, reverse=True)]:
            sheet.append(row[::-1])

    made = importing.prepared(edited(exported, shuffle), root, nothing_to_say)
    assert made.changes == ()


def test_two_editors_in_turn_lose_nothing_of_each_other(exported: bytes, root: Path) -> None:
    mine = edited(exported, put(VALUES, "release_days", 6))
    other = edited(exported, put(VALUES, "internal_days", 12, file=OTHER))
    clash = edited(exported, put(VALUES, "release_days", 9))
    for data in (mine, other):
        importing.apply(importing.prepared(data, root, nothing_to_say), root)
    assert "release_days: 6" in (root / ACTION).read_text(encoding="utf-8")
    assert "internal_days: 12" in (root / OTHER).read_text(encoding="utf-8")
    said = refused(clash, root)
    assert "a changé depuis que ce classeur a été exporté" in said
    assert "feuille « Actions », cellule" in said


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "vide"),
        (b"%PDF-1.7 not a workbook", "un PDF"),
        (b"fichier;cle\n", "n’est pas un classeur"),
        (b"PK\x03\x04 broken", "abîmé"),
        (b"x" * (2 * 1024 * 1024 + 1), "trop gros"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(root: Path, data: bytes, told: str) -> None:
    assert told in refused(data, root)


def test_an_import_that_died_is_finished_or_forgotten(exported: bytes, root: Path) -> None:
    made = importing.prepared(edited(exported, put(VALUES, "release_days", 6)), root, nothing_to_say)
    aside, before = root / ASIDE, bytes_of(root)
    (aside / "files" / "actions").mkdir(parents=True)
    (aside / "files" / ACTION).write_text(made.files[ACTION], encoding="utf-8")
    importing.finish_import(root)
    assert bytes_of(root) == before, "it died while it was written aside: nothing happened"
    (aside / "files" / "actions").mkdir(parents=True)
    (aside / "files" / ACTION).write_text(made.files[ACTION], encoding="utf-8")
    (aside / importing.READY).touch()
    importing.finish_import(root)
    assert "release_days: 6" in (root / ACTION).read_text(encoding="utf-8")
    assert not aside.exists()


def test_imports_at_the_same_moment_wait_for_each_other(exported: bytes, root: Path) -> None:
    edits = (
        put(VALUES, "release_days", 6),
        put(VALUES, "internal_days", 12, file=OTHER),
        put(TRAININGS, "hours", 41, file=TRAINING),
    )
    books = [edited(exported, edit) for edit in edits]
    together = threading.Barrier(len(books))

    def save(data: bytes) -> None:
        together.wait()
        with importing.held(root):
            importing.apply(importing.prepared(data, root, nothing_to_say), root)

    with ThreadPoolExecutor(len(books)) as pool:
        list(pool.map(save, books))
    told = [(root / name).read_text(encoding="utf-8") for name in (ACTION, OTHER, TRAINING)]
    assert ["release_days: 6" in told[0], "internal_days: 12" in told[1], "hours: 41" in told[2]] == [True] * 3
    assert not (root / ASIDE).exists()


def test_a_folder_that_cannot_be_written_keeps_all_it_had(exported: bytes, root: Path) -> None:
    made = importing.prepared(edited(exported, put(VALUES, "release_days", 6)), root, nothing_to_say)
    (root / ASIDE).write_text("in the way", encoding="utf-8")
    before = bytes_of(root)
    with pytest.raises(UserError, match="ne se laisse pas écrire"):
        importing.apply(made, root)
    assert bytes_of(root) == before


def test_rows_that_a_page_carried_prepare_the_same_import(exported: bytes, root: Path) -> None:
    edits = (
        put(VALUES, "release_days", 6),
        put(TEXTS, READ, YES, key="who"),
        put(TEXTS, FRENCH, "un acheteur", key="who"),
    )
    made = importing.prepared(edited(exported, *edits), root, nothing_to_say)
    assert {title: len(rows) for title, rows in made.rows.items()} == {VALUES: 1, TEXTS: 1}
    assert importing.prepared_again(read_rows(rows_text(made.rows)), root, nothing_to_say) == made


def test_a_workbook_in_english_changes_what_it_would_in_french(exported: bytes, root: Path) -> None:
    with speaking(language("en")):
        in_english = export(root)
        book = load_workbook(BytesIO(in_english))
        assert book.sheetnames[:3] == ["Read me", "Questions", "Actions"]
        assert [one.value for one in book["Texts of the actions"][1]][:2] == ["File", "Key"]
        assert importing.prepared(in_english, root, nothing_to_say).is_empty
    edits = (put(VALUES, "release_days", 6), put(TEXTS, FRENCH, "un acheteur", key="who"))
    edits += (put(TRAININGS, "afest", "oui", file=TRAINING),)
    for row in book["Texts of the actions"].iter_rows(min_row=2):
        if (row[0].value, row[1].value) == (ACTION, "who"):
            row[3].value = "un acheteur"
    afest = next(one.column for one in book["Courses"][1] if one.value == "afest")
    release = next(one.column for one in book["Actions"][1] if one.value == "release_days")
    for sheet, column, file, value in (("Courses", afest, TRAINING, "yes"), ("Actions", release, ACTION, 6)):
        line = next(row[0].row for row in book[sheet].iter_rows() if row[0].value == file)
        book[sheet].cell(line, column).value = value
    out = BytesIO()
    book.save(out)
    in_french = importing.prepared(edited(exported, *edits), root, nothing_to_say)
    assert len(in_french.changes) == 3
    made = importing.prepared(out.getvalue(), root, nothing_to_say)
    assert (made.changes, made.files) == (in_french.changes, in_french.files)


@pytest.mark.parametrize("text", ["", "[]", '{"Actions": 1}', '{"Actions": [{"line": 3}]}', '{"Autre": [{"line": 3}]}'])
def test_rows_that_are_not_whole_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="n’est pas arrivée entière"):
        read_rows(text)


def test_every_list_of_values_says_what_it_permits(exported: bytes) -> None:
    book = load_workbook(BytesIO(exported))
    for plan in plans():
        sheet = book[plan.title]
        assert [one.value for one in sheet[1]] == list(plan.header)
        enums = [column for column in plan.columns if column.kind in ("enum", "bool")]
        lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
        assert len(lists) == (len(enums) if plan.columns else 1)
