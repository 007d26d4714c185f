"""The JSON document of a company's skills (`palier-skills/1`): the gap, the matrix, training practice, teams."""

from dataclasses import asdict
from datetime import date

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import iso
from diagnostic.core.model.skills_gap import OpenWay, SkillGap, SkillsGap
from diagnostic.core.polyvalence import polyvalence


def skills_document(
    content: Content, assessment: Assessment, gap: SkillsGap, on: date, lang: str = "fr"
) -> dict[str, object]:
    """Numbers are not rounded; `matrix` stands only where people do; `on` decides which codes may be told."""
    document: dict[str, object] = {
        "format": "palier-skills/1",
        "on": on.isoformat(),
        "questionnaire": content.questionnaire.ref,
        "content_sha256": content.questionnaire.content_sha256,
        "to_raise": list(gap.to_raise),
        "rows": [_row(content, row, on, lang) for row in gap.rows],
        "asked": list(gap.asked),
        "others": list(gap.others),
        "practice": _practice(content, assessment, lang),
        "aptitudes": _aptitudes(content, assessment, gap, lang),
    }
    return document | ({"matrix": _matrix(content, assessment, lang)} if assessment.matrix.people else {})


def _row(content: Content, row: SkillGap, on: date, lang: str) -> dict[str, object]:
    skill = content.skills[row.skill]
    return {
        **asdict(row),
        "name": skill.name.read(lang),
        "criticality": skill.criticality,
        "required_text": skill.levels[row.required].read(lang),
        "current_text": None if row.current is None else skill.levels[row.current].read(lang),
        "is_open": row.is_open,
        "needing": list(row.needing),
        "reasons": [asdict(reason) for reason in row.reasons],
        "ways": [_way(content, way, on, lang) for way in row.ways],
    }


def _way(content: Content, way: OpenWay, on: date, lang: str) -> dict[str, object]:
    return {
        "way": way.way,
        "name": content.workforce.ways[way.way].name.read(lang),
        "trainings": [_training(content, id, on, lang) for id in way.trainings],
        "actions": [{"action": id, "title": content.actions[id].text.title.read(lang)} for id in way.actions],
        "devices": [_device(content, id, lang) for id in way.devices],
    }


def _training(content: Content, id: str, on: date, lang: str) -> dict[str, object]:
    """The code only where it was verified and is registered that day."""
    training = content.trainings[id]
    return {
        "training": id,
        "title": training.title.read(lang),
        "code": training.code_on(on),
        "hours": training.hours,
        "modality": training.modality,
        "afest": training.afest,
        "audience": training.audience,
    }


def _device(content: Content, id: str, lang: str) -> dict[str, object]:
    device = content.devices[id]
    return {"device": id, "name": device.name.read(lang), "status": device.status, "valid_to": iso(device.valid_to)}


def _practice(content: Content, assessment: Assessment, lang: str) -> list[dict[str, object]]:
    """The questions answered; advice and actions only where the answer calls for them."""
    told = []
    for id, question in content.workforce.practice.items():
        answer = next((row for row in question.answers if row.id == assessment.practice.get(id)), None)
        if answer is None:
            continue
        advised = question.advises(answer, assessment.matrix)
        told.append(
            {
                "question": id,
                "topic": question.topic,
                "answer": answer.id,
                "level": answer.level,
                "text": answer.text.read(lang),
                "advice": question.advice.read(lang) if advised else None,
                "actions": list(question.actions) if advised else [],
            }
        )
    return told


def _aptitudes(content: Content, assessment: Assessment, gap: SkillsGap, lang: str) -> list[dict[str, object]]:
    """Team by team; `required`: the level that the target asks of at least one person, 0 where it asks none."""
    teams: dict[str, list[dict[str, object]]] = {}
    for told in assessment.aptitudes:
        aptitude = {
            "aptitude": told.aptitude,
            "name": content.skills[told.aptitude].name.read(lang),
            "level": told.level,
            "text": content.workforce.aptitudes[told.aptitude].levels[told.level].read(lang),
            "required": _required(gap, told.aptitude),
        }
        teams.setdefault(told.team, []).append(aptitude)
    return [{"team": team, "aptitudes": aptitudes} for team, aptitudes in teams.items()]


def _required(gap: SkillsGap, skill: str) -> int:
    row = gap.row(skill)
    return row.required if row else 0


def _matrix(content: Content, assessment: Assessment, lang: str) -> dict[str, object]:
    """As `polyvalence` reads it; a column of the catalogue bears the catalogue's name."""
    document = asdict(polyvalence(assessment.matrix))
    for column in document["columns"]:
        column["name"] = column["name"] or content.skills[column["skill"]].name.read(lang)
    return document
