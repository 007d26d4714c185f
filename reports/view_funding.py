"""Who could pay for one training, and every device told: the same sentences on the page and on the command line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from diagnostic.core.funding import standing
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import Task
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.opco import OpcoAnswer
from diagnostic.core.who_pays import Answer, Possibility, WhoPays
from reports import words

HEADINGS: dict[Answer, str] = {
    "pays": "Peut payer",
    "person_may": "Peut payer, si la personne le décide",
    "if_renewed": "Paierait, si son barème est reconduit",
    "to_confirm": "Pourrait payer : il manque un renseignement",
    "in_kind": "Sans montant que l’on puisse compter",
    "not_yet": "Pas encore en vigueur à cette date",
    "unverified": "Non vérifié : jamais compté",
    "expired": "Fini à cette date",
    "ended": "Terminé",
    "no": "Ne s’applique pas ici",
}
BRIEF: tuple[Answer, ...] = ("unverified", "ended")
NAMED: tuple[Answer, ...] = ("no", "expired", "not_yet")
STANDINGS = {"active": "en vigueur", "ended": "terminé", "unverified": "non vérifié, jamais compté"}
FAMILIES = {
    "opco": "Par l’OPCO",
    "hiring": "Embauche et alternance",
    "person": "À l’initiative du salarié",
    "advice": "Conseil et accompagnement",
    "state": "État",
    "tax": "Impôt",
    "collective": "Collectif : branche, territoire, groupement",
}
GRADES = {
    "A": "texte officiel",
    "B": "source secondaire",
    "C": "connaissance générale, à vérifier",
    "D": "non trouvé",
}
HOURS_A_DAY = 7
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """« Déposer …, au plus tard le 31 décembre 2026 », what it rests on, and whether the day is already past."""

    text: str
    basis: str
    late: bool


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device, whole. `amount`, `reasons` and `tasks` only where a cost was asked about."""

    id: str
    name: str
    status: str
    family: str
    rule: str
    not_covered: str | None
    delays: str | None
    to_confirm: str | None
    valid: str
    legal_basis: str | None
    operator: str | None
    replaced_by: str | None
    source: str
    source_url: str | None
    amount: str | None = None
    reasons: str | None = None
    tasks: tuple[TaskLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceGroup:
    """`brief`: what it says is enough; `names_only`: what does not apply is only named."""

    title: str
    lines: tuple[DeviceLine, ...]
    brief: bool = False
    names_only: bool = False


@dataclass(frozen=True, slots=True)
class FundingView:
    """The answer: `groups` in the order of what pays; `mix` one line per device counted."""

    lead: str
    answer: str
    opco: str
    mix: tuple[str, ...]
    groups: tuple[DeviceGroup, ...]


def funding_view(content: Content, found: WhoPays, opco: OpcoAnswer | None, title: str, on: date) -> FundingView:
    """Every word of the answer to « who could pay for this training? »."""
    groups: dict[Answer, list[DeviceLine]] = {}
    for row in found.possibilities:
        groups.setdefault(row.answer, []).append(possibility_line(content, row, on))
    return FundingView(
        lead=words.typeset(_lead(found, title)),
        answer=words.typeset(_answer(content, found)),
        opco=words.typeset(opco_text(opco, "fr")),
        mix=tuple(words.typeset(f"{_name(content, id)} : {words.euros(amount)}") for id, amount in found.mix.items()),
        groups=tuple(
            DeviceGroup(words.typeset(HEADINGS[answer]), tuple(lines), answer in BRIEF, answer in NAMED)
            for answer, lines in groups.items()
        ),
    )


def opco_text(opco: OpcoAnswer | None, lang: str) -> str:
    """The OPCO's name and how sure it is; never certain from an activity code."""
    if opco is None or opco.opco is None:
        ask = opco.ask.read(lang) if opco and opco.ask else "C’est votre convention collective qui le désigne."
        return f"Votre OPCO reste à trouver. {ask}"
    if opco.certain:
        return f"Votre OPCO : {opco.opco.name}, d’après votre convention collective."
    ask = f" {opco.ask.read(lang)}" if opco.ask else ""
    return f"OPCO probable, à confirmer : {opco.opco.name}{_share(opco)}.{ask}"


def _share(opco: OpcoAnswer) -> str:
    if opco.share is None:
        return ""
    where = "convention collective" if opco.basis == "idcc" else "activité"
    between = ""
    if opco.interval:
        between = f" (entre {words.percent(opco.interval[0])} et {words.percent(opco.interval[1])})"
    return f", celui de {words.percent(opco.share)} des établissements de votre {where}{between}"


def _lead(found: WhoPays, title: str) -> str:
    asked = found.expense
    what = []
    if asked.hours:
        what.append(f"{words.hours(asked.hours)} ({words.days(asked.hours / HOURS_A_DAY)} de sept heures)")
    what.append(words.count(asked.people, "personne", "personnes"))
    return f"{title} : {', '.join(what)}, début le {words.day(found.starts_on)}, {words.euros(asked.gross)} hors taxes."


def _answer(content: Content, found: WhoPays) -> str:
    """What the company may count on, then what the person could bring."""
    theirs = sum(found.by_person.values())
    more = f" La personne peut apporter {words.euros(theirs)} de son compte, si elle le décide." if theirs else ""
    return f"{_company_answer(content, found)}{more}"


def _company_answer(content: Content, found: WhoPays) -> str:
    if found.mix:
        brought = sum(found.mix.values())
        return f"Les aides en vigueur ce jour-là apportent {words.euros(brought)} ; reste {words.euros(found.net)}."
    nothing = f"Aucune aide en vigueur ce jour-là ne peut être comptée : reste {words.euros(found.net)}."
    best = next((row for row in found.possibilities if row.answer == "if_renewed"), None)
    if best is None:
        return nothing
    until = content.devices[best.device].valid_to
    year = f" {until.year}" if until else ""
    return f"{nothing} {words.euros(best.amount)} si le barème{year} est reconduit ({_name(content, best.device)})."


def _name(content: Content, id: str) -> str:
    return content.devices[id].name.fr


def possibility_line(content: Content, row: Possibility, on: date) -> DeviceLine:
    """One device with what it answers to the cost asked about."""
    prefix = "jusqu’à " if row.answer == "to_confirm" else ""
    return replace(
        device_line(content, content.devices[row.device], on),
        amount=f"{prefix}{words.euros(row.amount)}" if row.amount else None,
        reasons=words.typeset(words.sentence(" ; ".join(row.reasons))) if row.reasons else None,
        tasks=task_lines(row.tasks),
    )


def device_line(content: Content, device: Device, on: date) -> DeviceLine:
    """One device, ended and unverified ones included, with all that lets a reader check it."""
    replaced = content.devices.get(device.replaced_by or "")
    return DeviceLine(
        id=device.id,
        name=words.typeset(device.name.fr),
        status=STANDINGS[device.status],
        family=words.typeset(FAMILIES[device.family]),
        rule=words.typeset(device.rule.fr),
        not_covered=_told(device.not_covered),
        delays=_told(device.delays),
        to_confirm=_told(device.to_confirm),
        valid=words.typeset(_valid(device, on)),
        legal_basis=_told(device.legal_basis),
        operator=_told(device.operator),
        replaced_by=words.typeset(replaced.name.fr) if replaced else None,
        source=words.typeset(_source(device)),
        source_url=device.source.url,
    )


def _told(text: Text | None) -> str | None:
    return words.typeset(text.fr) if text else None


def _valid(device: Device, on: date) -> str:
    since = f"depuis le {words.day(device.valid_from)}" if device.valid_from else ""
    until = f"jusqu’au {words.day(device.valid_to)}" if device.valid_to else "sans fin connue"
    past = ", fini à cette date" if standing(device, on) == "expired" else ""
    scale = ", barème annuel" if device.annual_scale else ""
    return ", ".join(part for part in (since, until) if part) + past + scale


def _source(device: Device) -> str:
    grade = GRADES.get(device.source.evidence or "", "")
    return f"{device.source.title.fr}, vérifié le {words.day(device.source.checked_on)} ({grade})"


def task_lines(tasks: Iterable[Task]) -> tuple[TaskLine, ...]:
    """Soonest first, each with its last day; a prudent date that is past is not a duty missed: it is left out."""
    return tuple(
        TaskLine(
            text=words.typeset(words.capital(f"{task.text.fr} : au plus tard le {words.day(task.by)}")),
            basis=words.typeset(task.basis.fr),
            late=task.late,
        )
        for task in tasks
        if task.legal or not task.late
    )


def looked_up(content: Content, words_typed: str, on: date) -> tuple[DeviceGroup, ...]:
    """The devices that hold every word typed, accents and capitals aside, by family; all of them when none is typed."""
    wanted = words.plain(words_typed).split()
    found = [device for device in content.devices.values() if _holds(device, wanted)]
    groups = ((title, [d for d in found if d.family == family]) for family, title in FAMILIES.items())
    return tuple(
        DeviceGroup(words.typeset(title), tuple(device_line(content, d, on) for d in _in_force_first(rows)))
        for title, rows in groups
        if rows
    )


def _in_force_first(devices: Sequence[Device]) -> list[Device]:
    order = list(STANDINGS)
    return sorted(devices, key=lambda device: (order.index(device.status), device.name.fr))


def _holds(device: Device, wanted: Sequence[str]) -> bool:
    """Each word typed is the beginning of one of the device's words."""
    operator = device.operator.fr if device.operator else ""
    text = words.plain(" ".join((device.id, device.name.fr, operator, *device.keywords)))
    told = {*text.split(), *WORD.findall(text)}
    return all(any(word.startswith(start) for word in told) for start in wanted)


def text_lines(groups: Iterable[DeviceGroup]) -> Iterator[str]:
    """The groups as a terminal prints them: whole where there is something to do, named where there is nothing."""
    for group in groups:
        yield ""
        yield group.title.upper()
        if group.names_only:
            yield ", ".join(line.name for line in group.lines)
            continue
        for line in group.lines:
            yield from _device_lines(line, brief=group.brief)


def _device_lines(line: DeviceLine, *, brief: bool) -> Iterator[str]:
    yield f"- {line.name}" + (f" : {line.amount}" if line.amount else f" ({line.status})")
    yield f"    {line.rule}"
    if brief:
        return
    yield f"    {words.capital(line.valid)}. Source : {line.source}"
    if line.replaced_by:
        yield f"    Remplacé par : {line.replaced_by}"
    if line.reasons:
        yield f"    {line.reasons}"
    if line.to_confirm:
        yield f"    À confirmer : {line.to_confirm}"
    yield from (f"    {'En retard : ' if task.late else ''}{task.text} ({task.basis})" for task in line.tasks)
