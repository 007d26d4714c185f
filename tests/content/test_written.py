"""Texts and values changed in YAML: what was asked, and not one byte more."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from diagnostic.content.written import Loader, Value, files_of, keys_of, rendered, rewritten, texts_of
from diagnostic.core.model.questionnaire import Text
from diagnostic.places import data_path

ROOT = data_path("questionnaires")
SMALL = """\
# A comment, kept.
id: press
title: {fr: "La presse"}  # and this one
text:
  why:
    fr: >-
      Une phrase
      sur deux lignes.

  how:
    - {fr: 'Un pas', en: "A step"}
rows:
  - id: first
    label:
      fr: Premier
costs: [{low: 10}]
days: 3
"""


def test_every_text_of_the_content_put_back_as_it_is_changes_no_byte() -> None:
    for _, text in files_of(ROOT):
        assert rewritten(text, {one.key: one.text for one in texts_of(text)}) == text


def test_every_text_of_the_content_can_be_changed_and_nothing_else_moves() -> None:
    for name, text in files_of(ROOT):
        put = {one.key: Text(f"F « {one.key} » \\", f"E “{one.key}” \\") for one in texts_of(text)}
        changed = rewritten(text, put)
        assert {one.key: one.text for one in texts_of(changed)} == put, name
        assert without_texts(changed) == without_texts(text), name


def without_texts(text: str) -> object:
    def emptied(value: object) -> object:
        if isinstance(value, dict):
            is_text = "fr" in value and set(value) <= {"fr", "en"}
            return "text" if is_text else {key: emptied(row) for key, row in value.items()}
        return [emptied(row) for row in value] if isinstance(value, list) else value

    return emptied(yaml.load(text, Loader=Loader))


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("title", 'title: {fr: "La presse", en: "The press"}  # and this one'),
        ("text.why", '      sur deux lignes.\n\n    en: "The press"'),
        ("text.how[0]", "    - {fr: 'Un pas', en: \"The press\"}"),
        ("rows[first].label", '      fr: Premier\n      en: "The press"'),
    ],
)
def test_english_stands_after_its_french(key: str, line: str) -> None:
    french = {one.key: one.text.fr for one in texts_of(SMALL)}[key]
    assert line in rewritten(SMALL, {key: Text(french, "The press")})


def test_a_block_replaced_keeps_the_blank_line_below_it() -> None:
    changed = rewritten(SMALL, {"text.why": Text("Autre", None)})
    assert '    fr: "Autre"\n\n  how:' in changed


def test_values_are_written_as_our_files_write_them() -> None:
    changed = rewritten(SMALL, {}, {"costs[0].low": 1200, "days": 2.5, "until": date(2027, 1, 1)})
    assert "costs: [{low: 1200}]\ndays: 2.5\nuntil: 2027-01-01\n" in changed


def test_a_value_deep_in_a_file_is_not_invented() -> None:
    with pytest.raises(KeyError):
        rewritten(SMALL, {}, {"costs[1].low": 5})
    assert "rows[first].label" in keys_of(SMALL)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "null"),
        (True, "true"),
        ("catch_up", "catch_up"),
        ("no", '"no"'),
        ("A", '"A"'),
        (("a", "b c"), '[a, "b c"]'),
        ((), "[]"),
        (1_500_000, "1500000"),
        (0.25, "0.25"),
    ],
)
def test_a_value_is_read_again_as_it_was(value: Value, told: str) -> None:
    assert rendered(value) == told
    again = yaml.safe_load(told)
    assert (tuple(again) if isinstance(again, list) else again) == value


def test_a_copy_of_the_content_is_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SMALL, encoding="utf-8")
    assert [name for name, _ in files_of(tmp_path)] == ["one.yaml"]
