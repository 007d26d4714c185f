"""`palier check`: the real content passes; each broken copy fails with one line that names file and key."""

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from diagnostic.cli import main
from diagnostic.places import data_path

CASES = yaml.safe_load((Path(__file__).parents[1] / "bad_content" / "cases.yaml").read_text(encoding="utf-8"))


def test_the_content_in_force_passes() -> None:
    outcome = CliRunner().invoke(main, ["check", "--on", "2026-11-22", "--coverage"])
    assert outcome.exit_code == 0, outcome.output
    assert "27 questions" in outcome.output
    assert "late_deliveries" in outcome.output


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


def test_a_code_past_its_date_is_refused() -> None:
    outcome = CliRunner().invoke(main, ["check", "--on", "2035-01-01"])
    assert outcome.exit_code == 2
    assert "n’est pas valide le 2035-01-01" in outcome.output
