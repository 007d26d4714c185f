"""How a skills gap is closed: ways, the trainings that go with each, the devices that may pay."""

from collections.abc import Iterable
from datetime import date

from diagnostic.core.language import N_, _
from diagnostic.core.model.catalogue import Content, Training
from diagnostic.core.model.skills_gap import OpenWay, SkillGap
from reports import words
from reports.naming import Names
from reports.skills_lines import DeviceName, OfferLine, WayLine
from reports.view_trainings import LEVELS as HELD
from reports.view_trainings import SEARCH_PAGE

LEVELS = (N_("rien encore"), *HELD[1:])
BRINGS = {
    "level": N_("un meilleur niveau"),
    "headcount": N_("des personnes de plus"),
    "both": N_("un meilleur niveau et des personnes de plus"),
}
PLACES = {
    "on_site": N_("sur site"),
    "at_work": N_("au poste"),
    "mixed": N_("en partie à distance"),
    "online": N_("à distance"),
}
OFFERS_SHOWN = 2


def level_name(level: int) -> str:
    """« autonome » for 3."""
    return _(LEVELS[level])


def way_lines(names: Names, content: Content, row: SkillGap, on: date) -> tuple[WayLine, ...]:
    """The ways that suit this gap, best first."""
    return tuple(_way_line(names, content, row, way, on) for way in row.ways)


def _way_line(names: Names, content: Content, row: SkillGap, found: OpenWay, on: date) -> WayLine:
    way, read = content.workforce.ways[found.way], names.read
    offers = tuple(offer_line(names, content.trainings[id], row.skill, on) for id in found.trainings)
    return WayLine(
        id=way.id,
        name=read(way.name),
        brings=_(BRINGS[way.brings]),
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
    place = _("au poste (AFEST)") if training.afest else _(PLACES[training.modality])
    taught = max((row.level for row in training.skills if row.skill == skill), default=None)
    price = words.euro_range(training.cost.low, training.cost.high)
    each = training.cost.unit == "person"
    followed = f"{words.hours(training.hours)}, {place}"
    return OfferLine(
        title=names.read(training.title),
        detail=words.typeset(words.joined([followed, names.read(training.provider_family)])),
        level="" if taught is None else _leads_to(taught),
        certification=_certification(names, training, on),
        cost=words.typeset(
            _("{price} par personne", price=price) if each else _("{price} pour le groupe", price=price)
        ),
    )


def _leads_to(level: int) -> str:
    return _("mène au niveau {level} ({meaning})", level=level, meaning=level_name(level))


def _certification(names: Names, training: Training, on: date) -> str | None:
    if training.certification is None:
        return None
    name, code = words.quoted(names.read(training.certification)), training.code_on(on)
    told = _("Certification {name}", name=name)
    if training.level:
        told = _("Certification {name}, niveau {level}", name=name, level=training.level)
    if code is None or training.valid_to is None:
        where = _("numéro à lire sur {page}", page=SEARCH_PAGE)
        return words.typeset(f"{told} ({where})")
    until = _("{code}, enregistré jusqu’au {day}", code=code, day=words.day(training.valid_to))
    return words.typeset(f"{told} ({until})")
