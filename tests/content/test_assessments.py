"""Reading an assessment: every mistake that CONTRACT lists is one line that names its place and what is allowed."""

import json
from pathlib import Path

import pytest
import yaml

from diagnostic.content.assessments import (
    assessment_document,
    parse_assessment,
    parse_document,
    read_assessment,
)
from diagnostic.core.errors import UserError
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "bad_assessments.yaml").read_text(encoding="utf-8"))
SOUND = {
    "format": "palier-assessment/1",
    "questionnaire": "industry40@2026-11",
    "company": {"name": "Atelier Martin"},
    "respondents": [{"id": "r1", "group": "adviser"}, {"id": "r2", "group": "leader"}],
    "answers": [
        {"item": "it_security", "respondent": "r1", "rating": 2},
        {"item": "sensor_data_acquisition", "function": "production", "respondent": "r2", "rating": 1.5},
    ],
}


def changed(document: object, path: list[str | int], value: object) -> object:
    """A copy of the document with `value` at `path` (added when it is not there)."""
    copy = json.loads(json.dumps(document))
    place = copy
    for step in path[:-1]:
        place = place.setdefault(step, {}) if isinstance(step, str) else place[step]
    if isinstance(path[-1], int) and path[-1] == len(place):
        place.append(value)
    else:
        place[path[-1]] = value
    return copy


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_bad_assessments(case: dict[str, object], content: Content) -> None:
    document: object = SOUND
    for change in case["set"]:  # type: ignore[attr-defined]
        document = changed(document, change["at"], change["to"])
    with pytest.raises(UserError) as caught:
        parse_assessment(json.dumps(document), "a.json", content)
    assert caught.value.field == case["place"]
    assert "\n" not in str(caught.value)
    for word in case.get("says", []):  # type: ignore[attr-defined]
        assert word in str(caught.value)


def test_the_sound_one_is_read(content: Content) -> None:
    assessment = parse_assessment(json.dumps(SOUND), "a.json", content)
    assert assessment.form == "full"
    assert set(assessment.functions.values()) == {1.0}


def test_a_function_left_out_of_functions_has_no_weight(content: Content) -> None:
    document = changed(SOUND, ["functions"], {"production": 2})
    assessment = parse_assessment(json.dumps(document), "a.json", content)
    assert assessment.functions["production"] == 2
    assert assessment.functions["services"] == 0


def test_yaml_with_the_same_keys_is_accepted(content: Content) -> None:
    as_yaml = parse_assessment(yaml.safe_dump(SOUND), "a.yaml", content)
    assert as_yaml == parse_assessment(json.dumps(SOUND), "a.json", content)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "JSON"),
        ("[]", "objet"),
        ("", "JSON"),
        ('{"format": NaN}', "format"),
        ('{"a": 1, "a": 2}', "deux fois"),
        ('{"a":' * 100_000, "imbriqué"),
        ('{"a": ' + "9" * 5_000 + "}", "chiffres"),
    ],
)
def test_not_an_assessment(text: str, words: str, content: Content) -> None:
    with pytest.raises(UserError, match=words):
        parse_assessment(text, "a.json", content)


def test_a_file_of_windows_notepad_is_read(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(SOUND), encoding="utf-8-sig")
    assert read_assessment(file, content).company.name == "Atelier Martin"


@pytest.mark.parametrize("text", ["? [1, 2]\n: 3", "a: !!python/object x"])
def test_yaml_that_is_not_an_assessment(text: str, content: Content) -> None:
    with pytest.raises(UserError, match=r"a\.yaml"):
        parse_assessment(text, "a.yaml", content)


def test_what_is_written_is_read_back(examples: dict[str, Assessment]) -> None:
    for assessment in examples.values():
        document = json.loads(json.dumps(assessment_document(assessment)))
        assert parse_document(document) == assessment
