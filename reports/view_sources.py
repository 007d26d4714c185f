"""Where each device and training that is printed comes from, and until when it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from diagnostic.core.language import _
from diagnostic.core.model.plan import Plan
from diagnostic.core.model.source import Source
from reports import words
from reports.dossier import Dossier
from reports.report_lines import SourceLine
from reports.training_lines import TrainingRow

NAMED = 3


def source_lines(dossier: Dossier, trainings: Sequence[TrainingRow]) -> tuple[SourceLine, ...]:
    """One row per source, date and end; what rests on the same one is named in it."""
    found: dict[SourceLine, list[str]] = {}
    for line in _sources(dossier, trainings):
        found.setdefault(replace(line, subject=""), []).append(line.subject)
    return tuple(replace(line, subject=words.typeset(_together(subjects))) for line, subjects in found.items())


def _together(subjects: Sequence[str]) -> str:
    """« A ; B ; C ; et cinq autres »."""
    left = len(subjects) - NAMED
    if left < 2:
        return words.joined(subjects)
    others = words.spelled(left, "autre", "autres", feminine=True)
    return _("{named} ; et {others}", named=words.joined(subjects[:NAMED]), others=others)


def _sources(dossier: Dossier, trainings: Sequence[TrainingRow]) -> Iterator[SourceLine]:
    content, read = dossier.content, dossier.names.read
    aids = [aid.id for row in trainings for aid in (*row.paid, *((row.renewed,) if row.renewed else ()))]
    for id in _devices(dossier.plan) | dict.fromkeys(aids):
        device = content.devices.get(id)
        if device:
            yield _source(read(device.name), device.source, device.valid_to, dossier)
    for id in dict.fromkeys(row.id for row in trainings):
        training = content.trainings[id]
        line = _source(read(training.title), training.source, training.valid_to, dossier)
        yield replace(line, address="") if training.code else line
    if dossier.opco is not None:
        yield _source(_("Votre OPCO"), dossier.opco.source, None, dossier)


def _devices(plan: Plan) -> dict[str, None]:
    """Devices that the plan counts, would count if renewed, or asks to confirm, once each."""
    found: dict[str, None] = {}
    for planned in plan.by_priority():
        found.update(dict.fromkeys(row.device for row in planned.cost.by_device))
        found.update(dict.fromkeys(row.device for row in planned.cost.if_renewed))
    found.update(dict.fromkeys(row.device for row in plan.to_confirm))
    return found


def _source(subject: str, source: Source, valid_to: date | None, dossier: Dossier) -> SourceLine:
    return SourceLine(
        subject=subject,
        title=dossier.names.read(source.title),
        checked=words.short_day(source.checked_on),
        valid=words.short_day(valid_to) if valid_to else "–",
        address=source.url or "",
    )
