"""The content as the JSON document of CONTRACT (`palier content`), in one language."""

from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from diagnostic.core.model.catalogue import Action, Content, RungRef, Training
from diagnostic.core.model.device import Device
from diagnostic.core.model.questionnaire import Capability, Text


def plain(value: object, lang: str) -> Any:
    """Core values → JSON values, texts in one language, dates ISO 8601."""
    if isinstance(value, Text):
        return value.read(lang)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(row, lang) for row in value]
    if isinstance(value, dict):
        return {str(key): plain(row, lang) for key, row in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name), lang) for name in value.__dataclass_fields__}
    return value


def content_document(content: Content, lang: str) -> dict[str, Any]:
    """Keys of CONTRACT, then what the program adds."""
    questionnaire = content.questionnaire
    return {
        "questionnaire": questionnaire.ref,
        "sha256": questionnaire.content_sha256,
        "method": questionnaire.method,
        "stages": plain(questionnaire.stages, lang),
        "functions": plain(questionnaire.functions, lang),
        "areas": [{"id": area.id, "weight": area.weight, "name": area.name.read(lang)} for area in questionnaire.areas],
        "principles": [
            {"id": row.id, "area": row.area, "weight": row.weight, "name": row.name.read(lang)}
            for row in questionnaire.principles()
        ],
        "capabilities": [capability_document(row, lang) for row in questionnaire.capabilities()],
        "items": [item_document(content, row, lang) for row in questionnaire.capabilities()],
        "skills": plain(tuple(content.skills.values()), lang),
        "needs": [asdict(need) for need in content.needs],
        "no_needs": plain(content.no_needs, lang),
        "symptoms": plain(tuple(content.symptoms.values()), lang),
        "requirements": plain(tuple(content.requirements.values()), lang),
        "context": plain(content.context, lang),
        "actions": [action_document(action, lang) for action in content.actions.values()],
        "trainings": [training_document(training, lang) for training in content.trainings.values()],
        "devices": [device_document(device, lang) for device in content.devices.values()],
        "workforce": workforce_document(content, lang),
        "contradictions": [
            {
                "id": rule.id,
                "high": {
                    "capability": rule.high.capability,
                    "function": rule.high.function,
                    "at_least": rule.high.rung,
                },
                "low": {"capability": rule.low.capability, "function": rule.low.function, "at_most": rule.low.rung},
                "why": rule.why.read(lang),
            }
            for rule in questionnaire.contradictions
        ],
        "crosswalks": crosswalk_documents(content, lang),
        "opco": {
            "opcos": plain(tuple(content.opco.opcos.values()), lang),
            "agreements": plain(tuple(content.opco.agreements.values()), lang),
            "agreements_source": plain(content.opco.agreements_source, lang),
            "escape_codes": list(content.opco.escape_codes),
            "naf": plain(content.opco.naf_shares, lang),
            "naf_source": plain(content.opco.naf_source, lang),
        },
    }


def crosswalk_documents(content: Content, lang: str) -> list[dict[str, Any]]:
    """The other models and our links with them; none where the content has none."""
    walks = content.crosswalks
    models = {} if walks is None else {"dma": walks.dma, "siri": walks.siri, "impuls": walks.impuls}
    return [{"id": id, **plain(model, lang)} for id, model in models.items()]


def workforce_document(content: Content, lang: str) -> dict[str, Any]:
    workforce = content.workforce
    return {
        "practice": plain(tuple(workforce.practice.values()), lang),
        "aptitudes": plain(tuple(workforce.aptitudes.values()), lang),
        "ways": plain(tuple(workforce.ways.values()), lang),
    }


def capability_document(capability: Capability, lang: str) -> dict[str, Any]:
    return {
        "id": capability.id,
        "principle": capability.principle,
        "scope": "company" if capability.functions is None else "functions",
        "functions": list(capability.functions or ()),
        "weight": capability.weight,
        "floor": capability.floor.rung if capability.floor else None,
        "floor_text": capability.floor.text.read(lang) if capability.floor else None,
    }


def item_document(content: Content, capability: Capability, lang: str) -> dict[str, Any]:
    item = content.questionnaire.items[capability.id]
    return {
        "id": item.id,
        "capability": capability.id,
        "audience": list(item.audience),
        "forms": list(capability.forms),
        "may_be_na": capability.may_be_na,
        "status": item.status,
        "title": item.title.read(lang),
        "question": item.question.read(lang),
        "help": item.help.read(lang),
        "function_help": plain(dict(item.function_help), lang),
        "options": plain(item.options, lang),
    }


def rung_document(row: RungRef) -> dict[str, Any]:
    return {
        "capability": row.capability,
        "functions": list(row.functions) if row.functions is not None else None,
        "rung": row.rung,
    }


def action_document(action: Action, lang: str) -> dict[str, Any]:
    document: dict[str, Any] = plain(action, lang)
    for name in ("costs", "requires_actions", "requires_cells", "needs_skills", "builds_skills"):
        del document[name]
    return document | {
        "raises": [
            {
                "capability": row.capability,
                "functions": list(row.functions) if row.functions is not None else None,
                "from": row.start,
                "to": row.to,
            }
            for row in action.raises
        ],
        "requires": [{"action": id} for id in action.requires_actions]
        + [rung_document(row) for row in action.requires_cells],
        "skills": [{**asdict(row), "relation": "needs"} for row in action.needs_skills]
        + [{**asdict(row), "relation": "builds"} for row in action.builds_skills],
        "cost": plain(action.costs, lang),
    }


def training_document(training: Training, lang: str) -> dict[str, Any]:
    """A code that was not verified is not told."""
    document: dict[str, Any] = plain(training, lang)
    return document | {"code": training.code if training.printable else None}


def device_document(device: Device, lang: str) -> dict[str, Any]:
    document: dict[str, Any] = plain(device, lang)
    return document | {"checked_on": device.source.checked_on.isoformat()}
