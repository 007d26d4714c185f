"""English beside every French text, written for the French that stands there now."""

import shutil
from pathlib import Path

import pytest

from diagnostic.content.english import LOCK, english_problems, unread, write_lock
from diagnostic.content.loader import load_content
from diagnostic.places import data_path

NAME = "actions/hourly_board.yaml"
FIRST = 'first_step: {fr: "tracer la feuille à la machine la plus chargée'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One file, and the lock of them all."""
    for name in (NAME, LOCK):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data_path("questionnaires") / name, tmp_path / name)
    return tmp_path


def change(root: Path, old: str, new: str) -> None:
    text = (root / NAME).read_text(encoding="utf-8")
    assert old in text
    (root / NAME).write_text(text.replace(old, new, 1), encoding="utf-8")


def told(root: Path) -> list[str]:
    return [str(problem) for problem in english_problems(root)]


def test_all_the_content_is_in_english_and_its_english_was_read() -> None:
    assert told(data_path("questionnaires")) == []


def test_a_translation_that_is_missing_is_named(root: Path) -> None:
    change(root, ', en: "industrial technical centres"', "")
    assert told(root) == [f"{NAME}: helpers[0]: traduction anglaise manquante"]


def test_english_older_than_its_french_is_named_until_it_is_read_again(root: Path) -> None:
    change(root, FIRST, FIRST.replace("plus chargée", "plus lente"))
    assert len(told(root)) == 1
    assert told(root)[0].startswith(f"{NAME}: text.first_step: ce couple de textes n’a pas été relu")
    assert list(unread(root)) == [f"{NAME}: text.first_step"]
    write_lock(root)
    assert told(root) == []


@pytest.mark.parametrize(
    ("english", "message"),
    [
        ("the buyer's sheet", "droits"),
        ("the sheet\u00a0: one", "pas d’espace"),
        ("from 500 € on", "€1,200"),
        ("25 % of them", "25%"),
        ("a sheet «here»", "et non « »"),
        ("and so on...", "trois points"),
    ],
)
def test_english_is_set_as_english_is(root: Path, english: str, message: str) -> None:
    change(root, 'en: "industrial technical centres"', f'en: "{english}"')
    write_lock(root)
    assert any(message in one for one in told(root))


def test_the_version_of_the_content_does_not_move_with_its_english(tmp_path: Path) -> None:
    """Assessments keep the fingerprint of what was asked, in French."""
    root = Path(shutil.copytree(data_path("questionnaires"), tmp_path / "questionnaires"))
    change(root, 'en: "industrial technical centres"', 'en: "technical centres of industry"')
    assert load_content(root).questionnaire.content_sha256 == load_content().questionnaire.content_sha256
