"""What an expert edits in a workbook: shown, refused with its cell, or imported, all or nothing."""

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from diagnostic.cli_content import check
from diagnostic.content import importing
from diagnostic.content.content_sheets import ENGLISH, FILE, FRENCH, KEY, MARK, READ, YES, plans
from diagnostic.content.content_xlsx import workbook
from diagnostic.content.english import LOCK, english_problems
from diagnostic.content.problem import Problem
from diagnostic.core.errors import UserError
from diagnostic.places import data_path

ACTION, OTHER, TRAINING = "actions/hourly_board.yaml", "actions/scrap_factors.yaml", "trainings/additive_operator.yaml"
FEW = (ACTION, OTHER, TRAINING, "devices/cpf.yaml", LOCK)
TEXTS, VALUES, TRAININGS = "Textes des actions", "Actions", "Formations"
Edit = Callable[[Workbook], None]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """All the content."""
    return Path(shutil.copytree(data_path("questionnaires"), tmp_path / "questionnaires"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A few of its files: enough for all that is refused before the whole is read again."""
    for name in FEW:
        path = tmp_path / "few" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data_path("questionnaires") / name, path)
    return tmp_path / "few"


@pytest.fixture
def exported(root: Path) -> bytes:
    return export(root)


def export(root: Path) -> bytes:
    return workbook(root, "2026-11", "0" * 64)


def nothing_to_say(_root: Path) -> Iterator[Problem]:
    """For what is refused before the whole content is read again."""
    return iter(())


def edited(data: bytes, *edits: Edit) -> bytes:
    book = load_workbook(BytesIO(data))
    for edit in edits:
        edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet: Worksheet, column: str, file: str, key: str = "") -> str:
    """Its coordinate, as A1."""
    titles = {one.value: one.column for one in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        found = sheet.cell(row, titles[FILE]).value, sheet.cell(row, titles[KEY]).value if KEY in titles else ""
        if found == (file, key):
            return str(sheet.cell(row, titles[column]).coordinate)
    raise AssertionError(f"{file} {key}")


def put(sheet: str, column: str, value: object, file: str = ACTION, key: str = "") -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][cell(book[sheet], column, file, key)] = value

    return edit


def bytes_of(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


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
    aside = root.with_name(f".{root.name}-import")
    (aside / "files" / "actions").mkdir(parents=True)
    (aside / "files" / ACTION).write_text(made.files[ACTION], encoding="utf-8")
    before = bytes_of(root)
    importing.finish(root)
    assert bytes_of(root) == before, "it died while it was written aside: nothing happened"
    (aside / "files" / "actions").mkdir(parents=True)
    (aside / "files" / ACTION).write_text(made.files[ACTION], encoding="utf-8")
    (aside / importing.READY).touch()
    importing.finish(root)
    assert "release_days: 6" in (root / ACTION).read_text(encoding="utf-8")
    assert not aside.exists()


def test_every_list_of_values_says_what_it_permits(exported: bytes) -> None:
    book = load_workbook(BytesIO(exported))
    for plan in plans():
        sheet = book[plan.title]
        assert [one.value for one in sheet[1]] == list(plan.header)
        enums = [column for column in plan.columns if column.kind in ("enum", "bool")]
        lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
        assert len(lists) == (len(enums) if plan.columns else 1)
