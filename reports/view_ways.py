"""How a skills gap is closed: ways, the trainings that go with each, the devices that may pay."""

from collections.abc import Iterable
from datetime import date

from diagnostic.core.model.catalogue import Content, Training
from diagnostic.core.model.skills_gap import OpenWay, SkillGap
from reports import words
from reports.naming import Names
from reports.skills_lines import DeviceName, OfferLine, WayLine
from reports.view_trainings import LEVELS as HELD
from reports.view_trainings import SEARCH_PAGE

LEVELS = ("rien encore", *HELD[1:])
BRINGS = {
    "level": "un meilleur niveau",
    "headcount": "des personnes de plus",
    "both": "un meilleur niveau et des personnes de plus",
}
PLACES = {"on_site": "sur site", "at_work": "au poste", "mixed": "en partie à distance", "online": "à distance"}
OFFERS_SHOWN = 2


def way_lines(names: Names, content: Content, row: SkillGap, on: date) -> tuple[WayLine, ...]:
    """The ways that suit this gap, best first."""
    return tuple(_way_line(names, content, row, way, on) for way in row.ways)


def _way_line(names: Names, content: Content, row: SkillGap, found: OpenWay, on: date) -> WayLine:
    way, read = content.workforce.ways[found.way], names.read
    offers = tuple(offer_line(names, content.trainings[id], row.skill, on) for id in found.trainings)
    return WayLine(
        id=way.id,
        name=read(way.name),
        brings=BRINGS[way.brings],
        how=words.sentence(read(way.how)),
        first_step=words.sentence(read(way.first_step)),
        who=words.sentence(read(way.who)),
        caution=words.sentence(read(way.caution)) if way.caution else None,
        offers=offers[:OFFERS_SHOWN],
        more=offers[OFFERS_SHOWN:],
        actions=tuple(read(content.actions[id].text.title) for id in found.actions),
        devices=tuple(_device_names(names, content, found.devices)),
    )


def _device_names(names: Names, content: Content, ids: Iterable[str]) -> Iterable[DeviceName]:
    return (DeviceName(id, names.read(content.devices[id].name)) for id in ids)


def offer_line(names: Names, training: Training, skill: str, on: date) -> OfferLine:
    """One training as an offer for that skill; its code only where verified and still registered on that day."""
    place = "au poste (AFEST)" if training.afest else PLACES[training.modality]
    taught = max((row.level for row in training.skills if row.skill == skill), default=None)
    unit = "par personne" if training.cost.unit == "person" else "pour le groupe"
    provider = names.read(training.provider_family)
    return OfferLine(
        title=names.read(training.title),
        detail=words.typeset(f"{words.hours(training.hours)}, {place} ; {provider}"),
        level="" if taught is None else f"mène au niveau {taught} ({LEVELS[taught]})",
        certification=_certification(names, training, on),
        cost=words.typeset(f"{words.euro_range(training.cost.low, training.cost.high)} {unit}"),
    )


def _certification(names: Names, training: Training, on: date) -> str | None:
    if training.certification is None:
        return None
    name, code = words.quoted(names.read(training.certification)), training.code_on(on)
    level = f", niveau {training.level}" if training.level else ""
    if code is None or training.valid_to is None:
        return words.typeset(f"Certification {name}{level} (numéro à lire sur {SEARCH_PAGE})")
    return words.typeset(f"Certification {name}{level} ({code}, enregistré jusqu’au {words.day(training.valid_to)})")
