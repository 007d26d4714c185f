"""`palier translate FILE --to dma|siri|impuls`: our answers in another model's terms, in words or as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from diagnostic.cli import main
from diagnostic.core.model.catalogue import Content

EXAMPLES = ["acti_metal_industrie", "mantion", "one_too", "uma_usinage"]
CORRESPONDENCES = [("siri", 16), ("impuls", 18)]


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["translate", *arguments], input=text)


def spaced(text: str) -> str:
    """With ordinary spaces, so that a test reads like what is on screen."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def document(file: Path, to: str, *more: str) -> dict[str, Any]:
    outcome = run(str(file), "--to", to, "--format", "json", *more)
    assert outcome.exit_code == 0, outcome.output
    loaded: dict[str, Any] = json.loads(outcome.stdout)
    return loaded


def items_of(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for dimension in told["dimensions"] for asked in dimension["questions"] for row in asked["items"]]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_european_sheet_of_an_example_company(name: str, examples_folder: Path, content: Content) -> None:
    told = document(examples_folder / f"{name}.json", "dma")
    assert (told["format"], told["to"], told["items"]) == ("palier-translation/1", "dma", 96)
    assert told["questionnaire"] == content.questionnaire.ref
    assert told["content_sha256"] == content.questionnaire.content_sha256
    items = items_of(told)
    assert len({row["id"] for row in items}) == len(items) == 96
    assert told["known"] == sum(row["answer"] != "unknown" for row in items) > 10
    assert told["score"] is None
    assert 0 < told["low"] <= told["as_it_stands"] < told["high"] <= 100
    for row in items:
        assert (row["answer"] == "unknown") == (row["low"] < row["high"])
        assert row["reasons"] or row["answer"] == "unknown" or row["basis"] == "other_item"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_score_adds_up_from_the_items_of_the_document(name: str, examples_folder: Path) -> None:
    """Whoever reads the JSON finds the same bounds with the formula that it states."""
    told = document(examples_folder / f"{name}.json", "dma")
    for end in ("low", "high"):
        dimensions = []
        for dimension in told["dimensions"]:
            parts = []
            for asked in dimension["questions"]:
                top = 5 if asked["kind"] == "scale" else 1
                for part in asked["scores"]:
                    rows = [row for row in asked["items"] if row["column"] == part["column"]]
                    won = [
                        top - row["high" if end == "low" else "low"] if row["negative"] else row[end] for row in rows
                    ]
                    parts.append(100 * sum(won) / top / len(rows))
                    assert part[end] == pytest.approx(parts[-1])
            dimensions.append(sum(parts) / len(parts))
            assert dimension[end] == pytest.approx(dimensions[-1])
        assert told[end] == pytest.approx(sum(dimensions) / 6)


def test_words_give_the_score_its_bounds_and_every_item_its_reason(examples_folder: Path) -> None:
    file = examples_folder / "one_too.json"
    told = document(file, "dma")
    outcome = run(str(file), "--to", "dma")
    assert outcome.exit_code == 0, outcome.output
    lines = spaced(outcome.stdout).splitlines()
    low, high = (f"{told[end]:.1f}".replace(".", ",") for end in ("low", "high"))
    assert f"One-Too : entre {low} et {high} sur 100, du niveau « de base » au niveau « avancé »." == lines[1]
    assert f"Vos réponses remplissent {told['known']} des 96 éléments" in lines[2]
    assert sum(line.lstrip().startswith(("oui ", "non ", "inconnu ", "5 ", "0 à 1 ")) for line in lines) == 96
    (backup,) = [line for line in lines if "copie complète hors des murs" in line]
    assert backup.split()[0] == "oui"
    assert "(Secours informatique : échelon 2)" in backup
    (iot,) = [line for line in lines if "machines et objets connectés" in line]
    assert iot.split()[:3] == ["0", "à", "1"]


@pytest.mark.parametrize(("to", "fields"), CORRESPONDENCES)
def test_a_correspondence_names_each_of_our_capabilities_once_and_gives_no_score(
    to: str, fields: int, examples_folder: Path, content: Content
) -> None:
    told = document(examples_folder / "mantion.json", to)
    assert (told["format"], told["to"], len(told["fields"])) == ("palier-translation/1", to, fields)
    linked = {row["capability"] for field in told["fields"] for row in field["capabilities"]}
    without = [row["capability"] for one in told["without"] for row in one["capabilities"]]
    assert linked | set(without) == {row.id for row in content.questionnaire.capabilities()}
    assert not linked & set(without)
    assert all((field["kind"] == "none") == (not field["capabilities"]) for field in told["fields"])
    assert not {"score", "low", "high", "band", "level"} & {key for row in [told, *told["fields"]] for key in row}


def test_the_index_shown_beside_a_field_is_our_own(examples_folder: Path) -> None:
    file = examples_folder / "mantion.json"
    told = document(file, "siri")
    scored = json.loads(CliRunner().invoke(main, ["score", str(file), "--format", "json"]).stdout)
    for field in told["fields"]:
        for row in field["capabilities"]:
            assert row["index"] == scored["nodes"][f"capability:{row['capability']}"]["index"]


@pytest.mark.parametrize(("to", "fields"), CORRESPONDENCES)
def test_words_of_a_correspondence_say_what_has_no_counterpart(to: str, fields: int, examples_folder: Path) -> None:
    outcome = run(str(examples_folder / "mantion.json"), "--to", to)
    assert outcome.exit_code == 0, outcome.output
    kinds = ("(proche)", "(en partie)", "(sans équivalent)")
    assert sum(line.endswith(kinds) for line in outcome.stdout.splitlines()) == fields
    assert "Nos capacités sans équivalent" in outcome.stdout
    assert "Confiance dans les outils" in outcome.stdout


def test_a_company_that_was_not_rated_gets_an_empty_sheet_and_a_plain_table(
    examples_folder: Path, content: Content
) -> None:
    told = json.dumps(
        {
            "format": "palier-assessment/1",
            "questionnaire": content.questionnaire.ref,
            "company": {"name": "Atelier neuf"},
            "answers": [],
        }
    )
    sheet = run("-", "--to", "dma", text=told)
    assert sheet.exit_code == 0, sheet.output
    assert "Atelier neuf : entre 0,0 et 100,0 sur 100" in spaced(sheet.stdout)
    table = run("-", "--to", "siri", text=told)
    assert "Liaison entre les outils : non évalué" in spaced(table.stdout)


def test_the_document_speaks_english(examples_folder: Path) -> None:
    told = document(examples_folder / "mantion.json", "dma", "--lang", "en")
    assert told["dimensions"][0]["name"] == "Digital strategy"
    assert document(examples_folder / "mantion.json", "impuls", "--lang", "en")["fields"][0]["label"] == "strategy"


def test_two_runs_print_the_same_bytes(examples_folder: Path) -> None:
    file = str(examples_folder / "uma_usinage.json")
    assert run(file, "--to", "dma", "--format", "json").stdout == run(file, "--to", "dma", "--format", "json").stdout


def test_the_command_has_help() -> None:
    outcome = run("--help")
    assert outcome.exit_code == 0
    assert "--to" in outcome.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.json", "--to", "dma"], ["nowhere.json"]),
        (["{example}"], ["--to", "il manque"]),
        (["{example}", "--to", "acatech"], ["--to", "dma, siri, impuls"]),
        (["{example}", "--to", "dma", "--format", "xml"], ["text, json"]),
    ],
)
def test_mistakes_are_one_clear_line(arguments: list[str], words: list[str], examples_folder: Path) -> None:
    outcome = run(*(part.format(example=examples_folder / "one_too.json") for part in arguments))
    assert outcome.exit_code == 2
    assert "Traceback" not in outcome.output
    (line,) = outcome.stderr.strip().splitlines()
    assert all(word in line for word in words), line
