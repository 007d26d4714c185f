"""`palier check`: the real content passes; each broken copy fails with one line that names file and key."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from diagnostic.cli import main
from diagnostic.content.checks import publication_problems
from diagnostic.content.json_schema import SCHEMAS, schema_of
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path

CASES = yaml.safe_load((Path(__file__).parents[1] / "bad_content" / "cases.yaml").read_text(encoding="utf-8"))


def test_the_content_in_force_passes() -> None:
    outcome = CliRunner().invoke(main, ["check", "--on", "2026-11-22", "--coverage"])
    assert outcome.exit_code == 0, outcome.output
    assert "27 questions" in outcome.output
    assert "late_deliveries" in outcome.output
    assert "Sans formation : aucune compétence" in outcome.output


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_broken_content(case: dict[str, object], tmp_path: Path) -> None:
    folder = tmp_path / "questionnaires"
    shutil.copytree(data_path("questionnaires"), folder)
    path = folder / str(case["file"])
    text = path.read_text(encoding="utf-8")
    if "replace" in case:
        before, after = case["replace"]  # type: ignore[misc]
        assert before in text, "the case no longer breaks anything"
        text = text.replace(before, after, 1)
    path.write_text(text + str(case.get("append", "")) + "\n", encoding="utf-8")
    outcome = CliRunner().invoke(main, ["check", str(folder), "--on", "2026-11-22"])
    assert outcome.exit_code == 2
    lines = [line for line in outcome.output.splitlines() if all(word in line for word in case["expect"])]  # type: ignore[attr-defined]
    assert lines, outcome.output


def test_what_grows_old_is_listed_and_breaks_nothing() -> None:
    outcome = CliRunner().invoke(main, ["check", "--on", "2027-02-01"])
    assert outcome.exit_code == 0, outcome.output
    assert "devices/pdc_opco2i.yaml : fini le 31/12/2026" in outcome.output
    assert "devices/pdc_opco2i.yaml : vérifié le 05/10/2026" not in outcome.output
    later = CliRunner().invoke(main, ["check", "--on", "2027-06-01"])
    assert "devices/ftj_opco2i.yaml : finit le 30/06/2027, dans 29 j" in later.output
    assert "devices/pdc_opco2i.yaml : vérifié le 05/10/2026, il y a 239 j" in later.output


def test_the_published_schemas_are_those_of_the_program() -> None:
    folder = data_path("questionnaires") / "schemas"
    published = {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8")) for path in folder.iterdir()
    }
    assert published == {name: schema_of(name) for name in SCHEMAS}, "run: palier schema --out questionnaires/schemas"


@pytest.mark.parametrize("name", [name for name in SCHEMAS if name not in ("skills", "map")])
def test_a_schema_accepts_every_file_of_its_kind_and_refuses_an_unknown_key(name: str) -> None:
    pattern, _ = SCHEMAS[name]
    check = Draft202012Validator(schema_of(name))
    files = sorted(data_path("questionnaires").glob(pattern))
    assert files
    for path in files:
        row = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
        assert [error.message for error in check.iter_errors(row)] == [], path.name
    wrong = [{**row[0], "colour": "blue"}] if isinstance(row, list) else {**row, "colour": "blue"}
    assert not check.is_valid(wrong)


def test_a_symptom_needs_two_answers_and_a_cell_a_chain(content: Content) -> None:
    alone = {id: action for id, action in content.actions.items() if "small_batches" not in action.symptoms}
    told = [str(problem) for problem in publication_problems(replace(content, actions=alone))]
    assert any("small_batches: actions qui y répondent : 0" in line for line in told)
    none = [str(problem) for problem in publication_problems(replace(content, actions={}))]
    assert sum("les actions s’arrêtent à 0" in line for line in none) == 44
    untold = [str(problem) for problem in publication_problems(replace(content, needs=(), no_needs=()))]
    assert any("skills/needs.yaml: it_security 3: aucune compétence dite" in line for line in untold)


def test_a_folder_where_a_file_is_expected_or_a_file_of_another_kind(tmp_path: Path) -> None:
    folder = tmp_path / "questionnaires"
    shutil.copytree(data_path("questionnaires"), folder)
    (folder / "actions" / "foo.yaml").mkdir()
    for expected in ("actions/foo.yaml", "actions/new_one.yml", "devices: dossier absent"):
        outcome = CliRunner().invoke(main, ["check", str(folder)])
        assert (outcome.exit_code, outcome.output.count("\n")) == (2, 1)
        assert expected in outcome.output
        if expected.endswith("foo.yaml"):
            (folder / "actions" / "foo.yaml").rmdir()
            (folder / "actions" / "new_one.yml").write_text("id: new_one", encoding="utf-8")
        elif expected.endswith(".yml"):
            (folder / "actions" / "new_one.yml").unlink()
            shutil.rmtree(folder / "devices")
