"""Earlier editions on the disk and on the command line: kept whole, mapped to the last question, read for ever."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from diagnostic import cli, cli_case, cli_content
from diagnostic.batch import run
from diagnostic.cli import main
from diagnostic.content import english
from diagnostic.content.assessments import assessment_document
from diagnostic.content.json_schema import schema_of
from diagnostic.content.loader import load_content
from diagnostic.core.errors import ContentError
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path
from tests import earlier_edition
from tests.earlier_edition import MAP, REF, as_earlier

CASES = yaml.safe_load((Path(__file__).parents[1] / "bad_content" / "editions.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def old_file(tmp_path: Path, examples: dict[str, Assessment]) -> Path:
    path = tmp_path / "old.json"
    document = assessment_document(as_earlier(examples["one_too"]))
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Content:
    """Every command finds the earlier edition installed."""
    found = earlier_edition.installed()
    for room in (cli, cli_case, cli_content):
        if hasattr(room, "load_content"):
            monkeypatch.setattr(room, "load_content", lambda: found)
    monkeypatch.setattr("diagnostic.batch.loaded_content", lambda: found)
    return found


def palier(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_none_is_shipped_yet(content: Content) -> None:
    assert content.editions == ()
    assert "édition antérieure" not in palier("content").output
    assert not (data_path("questionnaires") / "editions").exists()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_bad_map(case: dict[str, Any], tmp_path: Path) -> None:
    root = earlier_edition.write(tmp_path, MAP | case["change"])
    outcome = palier("check", root, "--on", "2026-11-22")
    assert outcome.exit_code == 2
    lines = [line for line in outcome.output.splitlines() if all(word in line for word in case["expect"])]
    assert lines, "\n".join(line for line in outcome.output.splitlines() if "editions" in line)


def test_a_good_map_leaves_nothing_to_say_once_its_english_was_read(tmp_path: Path) -> None:
    root = earlier_edition.write(tmp_path)
    english.write_lock(root)
    outcome = palier("check", root, "--on", "2026-11-22")
    assert not [line for line in outcome.output.splitlines() if line.startswith("editions/")], outcome.output


def test_the_schema_of_a_map_accepts_one_and_refuses_an_unknown_key() -> None:
    check = Draft202012Validator(schema_of("map"))
    assert [error.message for error in check.iter_errors(earlier_edition.MAP)] == []
    assert not check.is_valid({**earlier_edition.MAP, "colour": "blue"})
    assert not check.is_valid({key: rows for key, rows in earlier_edition.MAP.items() if key != "next"})


def test_the_texts_of_an_earlier_edition_are_left_as_they_were(tmp_path: Path) -> None:
    root = earlier_edition.write(tmp_path)
    names = {name for name, _, _ in english.translated_texts(root) if name.startswith("editions/")}
    assert names == {"editions/2026-05/map.yaml"}


@pytest.mark.parametrize(
    ("version", "told"),
    [("2026-06", "« 2026-05 » n’est pas le nom du dossier"), ("2027-01", "ne précède pas 2026-11")],
)
def test_an_edition_stands_in_its_own_folder_and_before_the_next(version: str, told: str, tmp_path: Path) -> None:
    root = earlier_edition.write(tmp_path, version=version)
    if version == "2026-06":
        path = root / "editions" / version / "industry40" / "referential.yaml"
        path.write_text(path.read_text("utf-8").replace(f'"{version}"', '"2026-05"'), encoding="utf-8")
    with pytest.raises(ContentError, match=told):
        load_content(root)


def test_an_edition_without_its_map_is_refused(tmp_path: Path) -> None:
    root = earlier_edition.write(tmp_path)
    (root / "editions" / "2026-05" / "map.yaml").unlink()
    with pytest.raises(ContentError, match=r"map\.yaml: fichier absent"):
        load_content(root)


def test_an_earlier_edition_is_checked_as_the_one_in_force(tmp_path: Path) -> None:
    root = earlier_edition.write(tmp_path)
    (root / "editions" / "2026-05" / "industry40" / "items" / "paper_archive.yaml").unlink()
    with pytest.raises(ContentError, match=r"items/paper_archive\.yaml: fichier absent"):
        load_content(root)


def test_the_content_tells_what_is_installed(both: Content) -> None:
    sha = both.editions[0].questionnaire.content_sha256
    assert f"édition antérieure {REF} : 26 questions, sha256 {sha}" in palier("content").output
    told = json.loads(palier("content", "--format", "json").output)
    assert told["earlier_editions"] == [{"questionnaire": REF, "sha256": sha}]
    assert told["questionnaire"] == "industry40@2026-11"


def test_an_earlier_assessment_is_scored_by_its_own_edition(both: Content, old_file: Path) -> None:
    outcome = palier("score", old_file, "--format", "json")
    assert outcome.exit_code == 0, outcome.output
    result = json.loads(outcome.output)
    assert result["questionnaire"] == REF
    assert result["content_sha256"] == both.editions[0].questionnaire.content_sha256
    assert "capability:paper_archive" in result["nodes"]
    assert "Ces réponses suivent l’édition 2026-05 du questionnaire" in palier("score", old_file).output
    assert palier("skills", old_file).exit_code == 0


def test_its_plan_says_what_to_do(both: Content, old_file: Path) -> None:
    outcome = palier("plan", old_file)
    assert outcome.exit_code == 0, outcome.output
    assert "Un nouveau plan demande les questions d’aujourd’hui." in outcome.output
    assert "Commencez un nouveau diagnostic" in outcome.output
    told = json.loads(palier("plan", old_file, "--format", "json").output)
    assert told["status"] == "infeasible" and told["actions"] == []
    assert told["infeasible_because"][0]["given"] == REF


def test_its_report_and_workbook_are_made(both: Content, old_file: Path, tmp_path: Path) -> None:
    report, book = tmp_path / "old.pdf", tmp_path / "old.xlsx"
    assert palier("report", old_file, "--out", report, "--on", "2026-11-22").exit_code == 0
    assert palier("workbook", old_file, "--out", book, "--on", "2026-11-22").exit_code == 0
    assert report.read_bytes().startswith(b"%PDF") and book.stat().st_size > 0


def test_other_models_are_told_from_the_edition_in_force_alone(both: Content, old_file: Path) -> None:
    outcome = palier("translate", old_file, "--to", "siri")
    assert outcome.exit_code == 2
    assert "industry40@2026-05, une édition antérieure" in outcome.output


@pytest.mark.slow
def test_a_batch_takes_both(both: Content, old_file: Path, examples_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    found = list(run([old_file, examples_folder / "one_too.json"], out, date(2026, 11, 22), 1))
    assert [one.error for one in found] == [None, None]
    told = [
        json.loads((out / f"{name}.result.json").read_text("utf-8"))["questionnaire"] for name in ("old", "one_too")
    ]
    assert told == [REF, "industry40@2026-11"]


def test_an_edition_that_is_not_installed_is_named(both: Content, old_file: Path) -> None:
    text = old_file.read_text("utf-8").replace(REF, "industry40@2031-01")
    old_file.write_text(text, encoding="utf-8")
    outcome = palier("score", old_file)
    assert outcome.exit_code == 2
    assert "installés : industry40@2026-05, industry40@2026-11" in outcome.output
