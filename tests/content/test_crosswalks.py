"""Translations into other models: each broken copy is refused with its file and key; the real ones hold together."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from diagnostic.cli import main
from diagnostic.content.checks import refuse
from diagnostic.content.crosswalk_checks import crosswalk_problems
from diagnostic.content.document import content_document
from diagnostic.content.loader import Folder, read_crosswalks
from diagnostic.core.errors import ContentError
from diagnostic.core.model.catalogue import Content
from diagnostic.places import data_path

CASES = yaml.safe_load((Path(__file__).parents[1] / "bad_content" / "crosswalks.yaml").read_text(encoding="utf-8"))
FOLDER = "industry40/crosswalks"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_could_not_be_trusted_is_refused(case: dict[str, Any], content: Content, tmp_path: Path) -> None:
    shutil.copytree(data_path("questionnaires") / FOLDER, tmp_path / FOLDER)
    path = tmp_path / str(case["file"])
    text = path.read_text(encoding="utf-8")
    before, after = case["replace"]
    assert before in text, "the case no longer breaks anything"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        refuse(crosswalk_problems(replace(content, crosswalks=read_crosswalks(Folder(tmp_path)))))
    assert [word for word in case["expect"] if word not in str(refused.value)] == [], str(refused.value)


def test_the_program_refuses_to_load_a_broken_crosswalk(tmp_path: Path) -> None:
    folder = tmp_path / "questionnaires"
    shutil.copytree(data_path("questionnaires"), folder)
    path = folder / FOLDER / "siri.yaml"
    path.write_text(path.read_text("utf-8").replace("[confidence_in_systems]", "[confidence]"), "utf-8")
    outcome = CliRunner().invoke(main, ["check", str(folder)])
    assert outcome.exit_code == 2
    assert "industry40/crosswalks/siri.yaml: without: « confidence » n’existe pas" in outcome.stderr


def test_every_item_says_why_it_is_filled_or_why_it_cannot_be(content: Content) -> None:
    assert content.crosswalks is not None
    for box in content.crosswalks.dma.boxes():
        assert box.links or box.question.unlinked, box.key


def test_the_crosswalks_are_part_of_the_content_that_is_published(content: Content) -> None:
    told = content_document(content, "fr")["crosswalks"]
    assert [row["id"] for row in told] == ["dma", "siri", "impuls"]
    assert told[0]["dimensions"][0]["name"] == "Stratégie numérique"
    assert content_document(content, "en")["crosswalks"][0]["dimensions"][0]["name"] == "Digital strategy"
