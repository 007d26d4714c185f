"""The English of the program's own sentences: all there, none left over, the same values, well set."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostic import places
from diagnostic.content import message_checks
from diagnostic.content.marked import sentences
from diagnostic.content.message_checks import message_problems
from diagnostic.content.messages import FILE, FOLDER, language, read_catalogue
from diagnostic.core.language import ENGLISH, _, in_context, plural, speaking, spoken
from diagnostic.places import data_path

HOURS = 'msgid "une demi-journée"\nmsgstr "half a day"\n'
SAID = sentences()  # read once: no test changes the program
DAYS = 'msgstr[1] "{days} days"'


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue of one's own, to spoil."""
    folder = tmp_path / FOLDER
    shutil.copytree(data_path(FOLDER), folder)
    places.choose(FOLDER, folder)
    monkeypatch.setattr(message_checks, "sentences", lambda: SAID)
    yield folder / ENGLISH / FILE
    places.choose(FOLDER, None)


def change(catalogue: Path, before: str, after: str) -> list[str]:
    text = catalogue.read_text(encoding="utf-8")
    assert before in text
    catalogue.write_text(text.replace(before, after, 1), encoding="utf-8")
    return [str(problem) for problem in message_problems()]


def test_every_sentence_has_its_english() -> None:
    assert [str(problem) for problem in message_problems()] == []


def test_a_sentence_without_english_is_named(catalogue: Path) -> None:
    (told,) = change(catalogue, HOURS, HOURS.replace("half a day", ""))
    assert told.startswith("translations/en/LC_MESSAGES/messages.po: une demi-journée: traduction anglaise manquante")


def test_english_older_than_its_french_is_both_missing_and_left_over(catalogue: Path) -> None:
    """The French that it was written for is no longer said; the one that is said has none."""
    told = change(catalogue, HOURS, HOURS.replace("une demi-", "une demi "))
    assert len(told) == 2
    assert "une demi-journée: traduction anglaise manquante" in told[0]
    assert "une demi journée: cette phrase n’est plus dite nulle part" in told[1]


def test_english_with_other_values_is_refused(catalogue: Path) -> None:
    (told,) = change(catalogue, DAYS, 'msgstr[1] "{day} days"')
    assert "l’anglais n’a pas les mêmes valeurs que le français" in told


def test_french_typography_in_english_is_refused(catalogue: Path) -> None:
    (told,) = change(catalogue, "half a day", "« half a day »")
    assert "«" in told


def test_a_fuzzy_translation_does_not_count(catalogue: Path) -> None:
    (told,) = change(catalogue, HOURS, f"#, fuzzy\n{HOURS}")
    assert "traduction anglaise manquante" in told


def test_no_english_is_the_french_word_for_word_where_it_is_long() -> None:
    catalogue = read_catalogue(data_path(FOLDER), ENGLISH)
    same = [one.id for one in catalogue if isinstance(one.id, str) and one.id == one.string and one.id.count(" ") > 4]
    assert same == [] or all("OPCO" in one or "http" in one for one in same)


def test_each_language_has_its_plural() -> None:
    said = [plural(number, "{number} jour restant", "{number} jours restants") for number in (0, 1, 1.5, 2)]
    assert said == ["0 jour restant", "1 jour restant", "1.5 jour restant", "2 jours restants"]
    with speaking(language(ENGLISH)):
        told = [plural(number, "{days} jour", "{days} jours", days=number) for number in (0, 1, 1.5, 2)]
    assert told == ["0 days", "1 day", "1.5 days", "2 days"]


def test_a_sentence_without_english_stays_french() -> None:
    with speaking(language(ENGLISH)):
        assert _("une phrase que personne ne dit, {x}", x=1) == "une phrase que personne ne dit, 1"
        assert in_context("nowhere", "mot") == "mot"


def test_the_language_is_given_back() -> None:
    with pytest.raises(ZeroDivisionError), speaking(language(ENGLISH)):
        assert spoken() == "en"
        raise ZeroDivisionError
    assert spoken() == "fr"
