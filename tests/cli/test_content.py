"""`palier content`: its workbook there and back, the English read again, and a folder of one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from diagnostic.content.content_sheets import ENGLISH, FRENCH
from diagnostic.content.english import LOCK
from diagnostic.content.loader import load_content
from diagnostic.places import data_path
from tests.cli.test_cli import document, mistake, run
from tests.edited_workbooks import (
    ACTION,
    OTHER,
    TEXTS,
    VALUES,
    Edit,
    all_files,
    bytes_of,
    edited,
    export,
    few_files,
    put,
)

pytestmark = pytest.mark.slow

TITLE = "Écrire chaque heure ce qui sort, là où l’on décide"
NEW_TITLE = (
    put(TEXTS, FRENCH, TITLE, key="text.title"),
    put(TEXTS, ENGLISH, "Write down each hour what comes out", key="text.title"),
)
Sent = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return all_files(tmp_path / "questionnaires")


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """A workbook of a few files, edited: rows may be left out."""
    data = export(few_files(tmp_path / "few"))

    def write(*edits: Edit, name: str = "edited.xlsx") -> Path:
        path = tmp_path / name
        path.write_bytes(edited(data, *edits))
        return path

    return write


def imported(file: Path, folder: Path, *more: str) -> Result:
    return run("content", "import", str(file), "--dir", str(folder), *more)


def test_a_workbook_there_and_back_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "contenu.xlsx"
    assert run("content", "export", str(out), "--dir", str(folder)).stdout.strip() == str(out)
    before = bytes_of(folder)
    outcome = imported(out, folder)
    assert outcome.exit_code == 0, outcome.output
    assert "Rien n’a changé" in outcome.stdout
    assert bytes_of(folder) == before


def test_differences_are_printed_then_written(folder: Path, sent: Sent) -> None:
    file, before = sent(*NEW_TITLE, put(VALUES, "release_days", 6)), bytes_of(folder)
    dry = imported(file, folder, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert f"  + {TITLE}" in dry.stdout
    assert "  - 5\n  + 6" in dry.stdout
    assert f"feuille « {TEXTS} », cellule D" in dry.stdout
    assert bytes_of(folder) == before
    done = imported(file, folder)
    assert "3 case(s) enregistrée(s) dans 1 fichier(s)." in done.stdout
    after = bytes_of(folder)
    assert {name for name in after if after[name] != before.get(name)} == {ACTION, LOCK}
    checked = run("check", str(folder), "--on", "2026-11-22")
    assert checked.exit_code == 0, checked.output


def test_every_mistake_has_its_line(folder: Path, sent: Sent) -> None:
    before = bytes_of(folder)
    outcome = imported(sent(put(VALUES, "quarters", "deux"), put(TEXTS, FRENCH, None, key="who")), folder)
    assert outcome.exit_code == 2
    lines = outcome.stderr.strip().splitlines()
    assert len(lines) == 2 and all(line.startswith("palier: feuille") for line in lines), outcome.stderr
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (put(VALUES, "quarters", "deux"), ("feuille « Actions », cellule", "un nombre entier")),
        (put(TEXTS, FRENCH, "=A1", key="who"), ("cellule D", "formule")),
        (put(TEXTS, FRENCH, "opérateurs et acheteur", key="who"), ("cellule D", "relire l’anglais")),
    ],
)
def test_a_refusal_is_one_line_that_names_its_cell(folder: Path, sent: Sent, edit: Edit, told: tuple[str, ...]) -> None:
    before = bytes_of(folder)
    line = mistake(imported(sent(edit, put(VALUES, "release_days", 6)), folder))
    assert all(part in line for part in told), line
    assert bytes_of(folder) == before


def test_two_editors_of_the_same_cell(folder: Path, sent: Sent) -> None:
    mine, other = (
        sent(put(VALUES, "release_days", 6)),
        sent(put(VALUES, "internal_days", 12, file=OTHER), name="2.xlsx"),
    )
    clash = sent(put(VALUES, "release_days", 9), name="3.xlsx")
    assert [imported(file, folder).exit_code for file in (mine, other)] == [0, 0]
    assert "a changé depuis que ce classeur a été exporté" in mistake(imported(clash, folder))
    assert "release_days: 6" in (folder / ACTION).read_text(encoding="utf-8")


@pytest.mark.parametrize("data", [None, b"", b"%PDF-1.7", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_one_line(folder: Path, tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "x.xlsx"
    if data is not None:
        file.write_bytes(data)
    mistake(imported(file, folder))


def test_an_export_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    assert "where.xlsx" in mistake(run("content", "export", str(tmp_path / "no" / "where.xlsx")))


def test_english_is_said_to_be_read_again(folder: Path) -> None:
    path = folder / ACTION
    french = path.read_text(encoding="utf-8")
    path.write_text(french.replace("magasinier, chef d’atelier, acheteur", "magasinier et acheteur"), encoding="utf-8")
    lock = (folder / LOCK).read_bytes()
    assert "relire l’anglais" in run("check", str(folder), "--on", "2026-11-22").stderr
    refused = run("content", "read-again", "--dir", str(folder), text="n\n")
    assert refused.exit_code == 1
    assert f"{ACTION}: who" in refused.stdout
    assert (folder / LOCK).read_bytes() == lock
    assert run("content", "read-again", "--dir", str(folder), "--yes").exit_code == 0
    assert run("check", str(folder), "--on", "2026-11-22").exit_code == 0


def test_a_folder_of_one_s_own_is_what_every_command_reads(
    tmp_path: Path, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    assert run("content", "copy", str(own)).exit_code == 0
    assert bytes_of(own) == bytes_of(data_path("questionnaires"))
    assert "existe déjà" in mistake(run("content", "copy", str(own)))
    monkeypatch.setenv("PALIER_CONTENT", str(own))
    assert imported(sent(*NEW_TITLE), own).exit_code == 0
    told = document(run("content", "--format", "json"))
    assert (
        told["sha256"] == load_content(own).questionnaire.content_sha256 != load_content().questionnaire.content_sha256
    )
    assert data_path("questionnaires") != own, "the setting lasts as long as the command"


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_CONTENT", str(tmp_path / "nowhere"))
    line = mistake(run("content"))
    assert "PALIER_CONTENT" in line
    assert "palier content copy" in line
