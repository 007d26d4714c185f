"""The JSON document of « who could pay for this training? » (`palier-funding/1`)."""

from collections.abc import Mapping

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.plan import iso
from diagnostic.core.opco import OpcoAnswer, opco_document
from diagnostic.core.plan_document import task_document
from diagnostic.core.who_pays import Possibility, WhoPays


def funding_document(
    content: Content, found: WhoPays, opco: OpcoAnswer | None, lang: str = "fr"
) -> Mapping[str, object]:
    """The cost, the mix that is counted, what is left, then every device with its verdict, rule, source and tasks."""
    asked = found.expense
    return {
        "format": "palier-funding/1",
        "starts_on": found.starts_on.isoformat(),
        "opco": opco_document(opco, lang) if opco else None,
        "expense": {
            "kind": asked.kind,
            "training": asked.training,
            "training_kind": asked.training_kind,
            "hours": asked.hours,
            "people": asked.people,
            "gross": asked.gross,
            "gross_low": asked.gross_low,
        },
        "mix": [{"device": id, "amount": amount} for id, amount in found.mix.items()],
        "by_person": [{"device": id, "amount": amount} for id, amount in found.by_person.items()],
        "net": found.net,
        "if_renewed": found.if_renewed,
        "devices": [_possibility(content, row, lang) for row in found.possibilities],
    }


def _possibility(content: Content, row: Possibility, lang: str) -> dict[str, object]:
    device = content.devices[row.device]
    return {
        "device": row.device,
        "name": device.name.read(lang),
        "answer": row.answer,
        "amount": row.amount,
        "reasons": [reason.read(lang) for reason in row.reasons],
        "rule": device.rule.read(lang),
        "to_confirm": device.to_confirm.read(lang) if device.to_confirm else None,
        "valid_from": iso(device.valid_from),
        "valid_to": iso(device.valid_to),
        "checked_on": device.source.checked_on.isoformat(),
        "source": device.source.title.read(lang),
        "source_url": device.source.url,
        "evidence": device.source.evidence,
        "replaced_by": device.replaced_by,
        "tasks": [task_document(task, lang) for task in row.tasks],
    }
