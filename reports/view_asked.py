"""The words of the skills questionnaire and of the page of practices."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from diagnostic.core.language import _
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.skills_gap import SkillsGap
from diagnostic.core.model.workforce import Topic
from diagnostic.core.skills_gap import states
from reports import words
from reports.naming import Names
from reports.skills_words import why
from reports.view_skills import FAMILIES, TOPICS, level_text, practice_lines


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A skill of the questionnaire. `answered`: what is known of it, None while nothing is; `matrix`: what the matrix
    says of it."""

    id: str
    name: str
    description: str
    why: str
    answered: str | None
    matrix: str | None


@dataclass(frozen=True, slots=True)
class TopicOf:
    """Questions about the company under one heading."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherSkills:
    """A family and its (id, name) pairs."""

    family: str
    skills: tuple[tuple[str, str], ...]


def asked_kicker(gap: SkillsGap, shown: Iterable[str]) -> str:
    """« 12 compétences, les plus utiles à votre cible, et trois autres, déjà situées ou ajoutées · dix minutes »."""
    beside = len(set(shown) - set(gap.asked))
    skills = words.count(len(gap.asked), "compétence", "compétences")
    if not beside:
        return _("{skills}, les plus utiles à votre cible · dix minutes", skills=skills)
    others = words.spelled(beside, "autre, déjà située ou ajoutée", "autres, déjà situées ou ajoutées", feminine=True)
    return _("{skills}, les plus utiles à votre cible, et {others} · dix minutes", skills=skills, others=others)


def asked_line(content: Content, assessment: Assessment, gap: SkillsGap, id: str, lang: str) -> AskedLine:
    skill, read = content.skills[id], Names(content.questionnaire, lang).read
    stated = next((state.current for state in assessment.skills if state.skill == id), None)
    seen = states(content, replace(assessment, skills=())).get(id)
    known = stated if stated is not None else seen.current if seen else None
    return AskedLine(
        id=id,
        name=read(skill.name),
        description=words.sentence(read(skill.description)),
        why=words.sentence(why(gap, gap.row(id))),
        answered=None if known is None else _answered(known, matrix=stated is None),
        matrix=_matrix_says(seen.current, stated) if seen else None,
    )


def _answered(level: int, *, matrix: bool) -> str:
    told = level_text(level)
    return _("niveau {level} (votre matrice)", level=told) if matrix else _("niveau {level}", level=told)


def _matrix_says(level: int, stated: int | None) -> str:
    told = _("Votre matrice dit : niveau {level}.", level=level_text(level))
    if stated is None:
        more = _("Répondez seulement pour la corriger : votre réponse l’emporte.")
        return words.typeset(f"{told} {more}")
    more = _("C’est votre réponse qui compte.")
    return words.typeset(told if stated == level else f"{told} {more}")


def other_groups(content: Content, skills: Iterable[str], lang: str) -> tuple[OtherSkills, ...]:
    """The skills that may be added, by family and then by name."""
    read = Names(content.questionnaire, lang).read
    named = sorted(((id, read(content.skills[id].name)) for id in skills), key=lambda row: words.plain(row[1]))
    groups = (
        OtherSkills(words.typeset(_(title)), tuple(row for row in named if content.skills[row[0]].family == family))
        for family, title in FAMILIES.items()
    )
    return tuple(group for group in groups if group.skills)


def topics(content: Content) -> tuple[TopicOf, ...]:
    """The questions about the company, by topic, in content order."""
    rows = (TopicOf(words.typeset(_(title)), _about(content, topic)) for topic, title in TOPICS.items())
    return tuple(row for row in rows if row.questions)


def _about(content: Content, topic: Topic) -> tuple[str, ...]:
    return tuple(one.id for one in content.workforce.practice.values() if one.topic == topic)


def practice_advice(content: Content, assessment: Assessment, lang: str) -> dict[str, str]:
    """Question → the first step that its answer calls for, where there is one."""
    lines = practice_lines(Names(content.questionnaire, lang), content, assessment)
    return {line.id: line.advice for line in lines if line.advice}
