"""`palier skills FILE`: what people lack for the target, in words or as `palier-skills/1`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostic.cli import main
from diagnostic.core.model.catalogue import Content

EXAMPLES = ["acti_metal_industrie", "mantion", "one_too", "uma_usinage"]
PEOPLE = ("management", "general")


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["skills", *arguments, "--on", "2026-11-22"], input=text)


def document(file: Path) -> dict[str, object]:
    outcome = run(str(file), "--format", "json")
    assert outcome.exit_code == 0, outcome.output
    loaded: dict[str, object] = json.loads(outcome.stdout)
    return loaded


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_document_of_an_example_company(name: str, examples_folder: Path, content: Content) -> None:
    told = document(examples_folder / f"{name}.json")
    assert told["format"] == "palier-skills/1"
    assert told["questionnaire"] == content.questionnaire.ref
    assert told["content_sha256"] == content.questionnaire.content_sha256
    assert {"to_raise", "rows", "asked", "others", "practice", "aptitudes"} < set(told)
    known = [row for row in told["rows"] if row["gap"] is not None]
    assert all(row["gap"] == max(0, row["required"] - row["current"]) for row in known)
    assert all(row["ways"] for row in known if row["is_open"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_technology_is_never_asked_alone(name: str, examples_folder: Path, content: Content) -> None:
    asked = document(examples_folder / f"{name}.json")["asked"]
    families = [content.skills[skill].family for skill in asked]
    assert len(asked) == 12
    assert not set(asked) & set(content.workforce.aptitudes)
    for end in range(3, 13, 3):
        of_people = sum(family in PEOPLE for family in families[:end])
        assert end // 3 <= of_people <= end - end // 3


def test_the_command_has_help() -> None:
    outcome = CliRunner().invoke(main, ["skills", "--help"])
    assert outcome.exit_code == 0
    assert "--format" in outcome.stdout


def test_two_runs_print_the_same_bytes(examples_folder: Path) -> None:
    file = str(examples_folder / "mantion.json")
    assert run(file, "--format", "json").stdout == run(file, "--format", "json").stdout


def test_words_say_what_is_missing_first_and_why(examples_folder: Path) -> None:
    file = examples_folder / "uma_usinage.json"
    told = document(file)
    first, second = [row for row in told["rows"] if row["is_open"]][:2]
    lines = run(str(file)).stdout.splitlines()
    block = lines[lines.index(f"1. {first['name']}") : lines.index(f"2. {second['name']}")]
    assert any(f"Niveau {first['current']}" in line and f"{first['required']} demandé" in line for line in block)
    assert any(f"{len(first['needing'])} des {len(told['to_raise'])} points" in line for line in block)
    assert any(first["ways"][0]["name"].lower() in line.lower() for line in block)


def test_a_company_that_said_nothing_of_its_skills_is_told_what_to_situate(examples_folder: Path) -> None:
    told = json.loads((examples_folder / "one_too.json").read_text(encoding="utf-8"))
    for key in ("skills", "matrix", "practice", "aptitudes"):
        told.pop(key, None)
    outcome = run("-", text=json.dumps(told))
    assert outcome.exit_code == 0, outcome.output
    assert "compétences restent à situer" in outcome.stdout
    assert "Ce qui manque" not in outcome.stdout
    as_json = json.loads(run("-", "--format", "json", text=json.dumps(told)).stdout)
    assert {row["gap"] for row in as_json["rows"]} == {None}
    assert "matrix" not in as_json


def test_the_matrix_alone_says_the_gap(examples_folder: Path) -> None:
    told = json.loads((examples_folder / "uma_usinage.json").read_text(encoding="utf-8"))
    told["skills"] = []
    told["matrix"] = {
        "people": [{"id": "AB"}, {"id": "CD", "leaving": True}],
        "levels": [
            {"person": "AB", "skill": "cybersecurity", "level": 1},
            {"person": "CD", "skill": "cybersecurity", "level": 4},
        ],
        "columns": [{"skill": "cybersecurity", "needed": 1}],
    }
    rows = json.loads(run("-", "--format", "json", text=json.dumps(told)).stdout)["rows"]
    (row,) = [row for row in rows if row["basis"] == "matrix"]
    assert (row["skill"], row["current"], row["gap"], row["headcount_gap"]) == ("cybersecurity", 1, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.json"], ["nowhere.json"]),
        (["{example}", "--format", "xml"], ["text, json"]),
        (["{example}", "--lang", "en", "--format", "xml"], ["--format: value refused (allowed: text, json)"]),
    ],
)
def test_mistakes_are_one_clear_line(arguments: list[str], words: list[str], examples_folder: Path) -> None:
    outcome = run(*(part.format(example=examples_folder / "one_too.json") for part in arguments))
    assert outcome.exit_code == 2
    assert "Traceback" not in outcome.output
    (line,) = outcome.stderr.strip().splitlines()
    assert all(word in line for word in words), line


def test_a_wrong_level_is_named(examples_folder: Path) -> None:
    told = json.loads((examples_folder / "one_too.json").read_text(encoding="utf-8"))
    told["skills"][0]["current"] = 7
    outcome = run("-", text=json.dumps(told))
    assert outcome.exit_code == 2
    assert "skills[0].current" in outcome.stderr
