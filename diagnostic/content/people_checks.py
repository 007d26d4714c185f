"""What must hold of `people/*.yaml`: the ids they name, the six ways, texts short enough for a phone."""

from collections.abc import Iterable, Iterator
from typing import get_args

from diagnostic.content.problem import Problem, nearest, one_of
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.workforce import Aptitude, PracticeQuestion, Topic, Way, WayKind

PRACTICE = "people/practice.yaml"
APTITUDES = "people/aptitudes.yaml"
WAYS = "people/ways.yaml"
FAMILY = "general"
QUESTION_LENGTH = 160
ANSWER_LENGTH = 120
ADVICE_LENGTH = 220
HELP_LENGTH = 260
NAME_LENGTH = 60
HOW_LENGTH = 300


def people_problems(content: Content) -> Iterator[Problem]:
    """Ids that point nowhere, a topic or a way left out."""
    workforce = content.workforce
    for question in workforce.practice.values():
        for action in question.actions:
            yield from _unknown(f"{PRACTICE}: [{question.id}].actions", action, content.actions)
    for aptitude in workforce.aptitudes.values():
        yield from _aptitude(content, aptitude)
    for way in workforce.ways.values():
        for device in way.devices:
            yield from _unknown(f"{WAYS}: [{way.id}].devices", device, content.devices)
        for skill in way.not_for:
            yield from _unknown(f"{WAYS}: [{way.id}].not_for", skill, content.skills)
    yield from _missing(PRACTICE, "topic", get_args(Topic), {row.topic for row in workforce.practice.values()})
    yield from _missing(WAYS, "id", get_args(WayKind), set(workforce.ways))


def _aptitude(content: Content, aptitude: Aptitude) -> Iterator[Problem]:
    place = f"{APTITUDES}: [{aptitude.skill}].skill"
    general = [skill.id for skill in content.skills.values() if skill.family == FAMILY]
    if aptitude.skill in content.skills and aptitude.skill not in general:
        yield Problem(place, _("« {skill} » n’est pas une compétence générale", skill=aptitude.skill), one_of(general))
    else:
        yield from _unknown(place, aptitude.skill, general)


def _unknown(place: str, id: str, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    if id not in names:
        yield Problem(place, _("« {id} » n’existe pas", id=id), nearest(id, names))


def _missing(place: str, key: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[Problem]:
    for name in expected:
        if name not in found:
            yield Problem(place, _("rien n’a pour {key} « {name} »", key=key, name=name), one_of(expected))


def people_lengths(content: Content) -> Iterator[Problem]:
    """Texts too long to be read standing in the workshop, on a phone."""
    for place, text, limit in _texts(content):
        if len(text.fr) > limit:
            yield Problem(place, _("{number} caractères", number=len(text.fr)), _("au plus {most}", most=limit))


def _texts(content: Content) -> Iterator[tuple[str, Text, int]]:
    for question in content.workforce.practice.values():
        yield from _question_texts(question)
    for aptitude in content.workforce.aptitudes.values():
        place = f"{APTITUDES}: [{aptitude.skill}]"
        yield f"{place}.question", aptitude.question, QUESTION_LENGTH
        yield from ((f"{place}.levels[{row}]", text, ANSWER_LENGTH) for row, text in enumerate(aptitude.levels))
    for way in content.workforce.ways.values():
        yield from _way_texts(way)


def _question_texts(question: PracticeQuestion) -> Iterator[tuple[str, Text, int]]:
    place = f"{PRACTICE}: [{question.id}]"
    yield f"{place}.question", question.question, QUESTION_LENGTH
    yield f"{place}.help", question.help, HELP_LENGTH
    yield f"{place}.advice", question.advice, ADVICE_LENGTH
    yield from ((f"{place}.answers[{row.id}]", row.text, ANSWER_LENGTH) for row in question.answers)


def _way_texts(way: Way) -> Iterator[tuple[str, Text, int]]:
    place = f"{WAYS}: [{way.id}]"
    yield f"{place}.name", way.name, NAME_LENGTH
    yield f"{place}.how", way.how, HOW_LENGTH
    yield f"{place}.first_step", way.first_step, ADVICE_LENGTH
    yield f"{place}.who", way.who, ANSWER_LENGTH
    if way.caution:
        yield f"{place}.caution", way.caution, ADVICE_LENGTH
