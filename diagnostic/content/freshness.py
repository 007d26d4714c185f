"""What grows old in the content: dates that pass, facts long unchecked, things that nothing leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.source import Source
from diagnostic.core.rules import french

SOON = timedelta(days=90)
STALE = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Dated:
    """Something of the content with an end, known from a source: `place` names its file."""

    place: str
    valid_to: date | None
    source: Source


def dated(content: Content) -> Iterator[Dated]:
    """Every fact that has a source, ended devices and codes that are not told left aside."""
    for training in content.trainings.values():
        end = training.valid_to if training.printable and training.code else None
        yield Dated(f"trainings/{training.id}.yaml", end, training.source)
    for device in content.devices.values():
        if device.status != "ended":
            yield Dated(f"devices/{device.id}.yaml", device.valid_to, device.source)
    for opco in content.opco.opcos.values():
        yield Dated(f"opco/opcos.yaml: {opco.id}", None, opco.source)
    yield Dated("opco/idcc.yaml", None, content.opco.agreements_source)
    yield Dated("opco/naf.yaml", None, content.opco.naf_source)


def past(content: Content, on: date) -> list[str]:
    """What has ended: a code no longer told, a scale told only « si reconduit »."""
    return [
        _("{place} : fini le {day}", place=row.place, day=french(row.valid_to))
        for row in sorted(dated(content), key=_end)
        if row.valid_to is not None and row.valid_to < on
    ]


def ending(content: Content, on: date) -> list[str]:
    """What ends within 90 days, soonest first."""
    return [
        _(
            "{place} : finit le {day}, dans {number} j",
            place=row.place,
            day=french(row.valid_to),
            number=(row.valid_to - on).days,
        )
        for row in sorted(dated(content), key=_end)
        if row.valid_to is not None and on <= row.valid_to <= on + SOON
    ]


def stale(content: Content, on: date) -> list[str]:
    """What was last checked more than 180 days ago, oldest first."""
    return [
        _(
            "{place} : vérifié le {day}, il y a {number} j",
            place=row.place,
            day=french(row.source.checked_on),
            number=(on - row.source.checked_on).days,
        )
        for row in sorted(dated(content), key=lambda row: (row.source.checked_on, row.place))
        if on - row.source.checked_on > STALE
    ]


def dead_ends(content: Content) -> list[str]:
    """What nothing leads to: a skill no rung needs, a training no skill calls, a source without an address."""
    needed = {need.skill for need in content.needs}
    used = {use.training for action in content.actions.values() for use in action.trainings}
    skills = [
        _("skills : {skill}, dont aucun échelon n’a besoin", skill=skill)
        for skill in content.skills
        if skill not in needed
    ]
    trainings = [
        _("trainings/{id}.yaml : ne forme à aucune compétence et aucune action ne la cite", id=training.id)
        for training in content.trainings.values()
        if not training.skills and training.id not in used
    ]
    addresses = [
        _("devices/{id}.yaml : source sans adresse", id=device.id)
        for device in content.devices.values()
        if device.status == "active" and device.source.url is None
    ]
    return [*skills, *trainings, *addresses]


def _end(row: Dated) -> tuple[date, str]:
    return row.valid_to or date.max, row.place
