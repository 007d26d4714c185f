"""Who could pay for one training, and every device told: the same sentences on the page and on the command line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from diagnostic.core.eligibility import one_reason
from diagnostic.core.funding import standing
from diagnostic.core.language import FRENCH, N_, PN_, _, in_context, spoken
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import Task
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.opco import OpcoAnswer
from diagnostic.core.who_pays import Answer, Possibility, WhoPays
from reports import words

HEADINGS: dict[Answer, str] = {
    "pays": N_("Peut payer"),
    "person_may": N_("Peut payer, si la personne le décide"),
    "if_renewed": N_("Paierait, si son barème est reconduit"),
    "to_confirm": N_("Pourrait payer : il manque un renseignement"),
    "in_kind": N_("Sans montant que l’on puisse compter"),
    "not_yet": N_("Pas encore en vigueur à cette date"),
    "unverified": N_("Non vérifié : jamais compté"),
    "expired": N_("Fini à cette date"),
    "ended": PN_("funding", "Terminé"),
    "no": N_("Ne s’applique pas ici"),
}
BRIEF: tuple[Answer, ...] = ("unverified", "ended")
NAMED: tuple[Answer, ...] = ("no", "expired", "not_yet")
STANDINGS = {"active": N_("en vigueur"), "ended": N_("terminé"), "unverified": N_("non vérifié, jamais compté")}
FAMILIES = {
    "opco": N_("Par l’OPCO"),
    "hiring": N_("Embauche et alternance"),
    "person": N_("À l’initiative du salarié"),
    "advice": N_("Conseil et accompagnement"),
    "state": N_("État"),
    "tax": N_("Impôt"),
    "collective": N_("Collectif : branche, territoire, groupement"),
}
GRADES = {
    "A": N_("texte officiel"),
    "B": N_("source secondaire"),
    "C": N_("connaissance générale, à vérifier"),
    "D": N_("non trouvé"),
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
    in_force: bool
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
        opco=words.typeset(opco_text(opco, spoken())),
        mix=tuple(
            words.typeset(_("{a} : {b}", a=_name(content, id), b=words.euros(amount)))
            for id, amount in found.mix.items()
        ),
        groups=tuple(
            DeviceGroup(words.typeset(_heading(answer)), tuple(lines), answer in BRIEF, answer in NAMED)
            for answer, lines in groups.items()
        ),
    )


def _heading(answer: Answer) -> str:
    return in_context("funding", HEADINGS[answer]) if answer == "ended" else _(HEADINGS[answer])


def opco_text(opco: OpcoAnswer | None, lang: str) -> str:
    """The OPCO's name and how sure it is; never certain from an activity code."""
    if opco is None or opco.opco is None:
        ask = opco.ask.read(lang) if opco and opco.ask else _("C’est votre convention collective qui le désigne.")
        to_find = _("Votre OPCO reste à trouver.")
        return f"{to_find} {ask}"
    if opco.certain:
        return _("Votre OPCO : {name}, d’après votre convention collective.", name=opco.opco.name)
    likely = _("OPCO probable, à confirmer : {opco}.", opco=f"{opco.opco.name}{_share(opco)}")
    return f"{likely} {opco.ask.read(lang)}" if opco.ask else likely


def _share(opco: OpcoAnswer) -> str:
    """« , celui de 63 % des établissements de votre activité (entre 60 % et 66 %) », or nothing."""
    if opco.share is None:
        return ""
    share = words.percent(opco.share)
    told = _("celui de {share} des établissements de votre activité", share=share)
    if opco.basis == "idcc":
        told = _("celui de {share} des établissements de votre convention collective", share=share)
    if opco.interval is None:
        return f", {told}"
    low, high = map(words.percent, opco.interval)
    between = _("entre {low} et {high}", low=low, high=high)
    return f", {told} ({between})"


def _lead(found: WhoPays, title: str) -> str:
    asked = found.expense
    what = []
    if asked.hours:
        days = words.days(asked.hours / HOURS_A_DAY)
        what.append(_("{hours} ({days} de sept heures)", hours=words.hours(asked.hours), days=days))
    what.append(words.count(asked.people, "personne", "personnes"))
    return _(
        "{title} : {what}, début le {day}, {cost} hors taxes.",
        title=title,
        what=", ".join(what),
        day=words.day(found.starts_on),
        cost=words.euros(asked.gross),
    )


def _answer(content: Content, found: WhoPays) -> str:
    """What the company may count on, then what the person could bring."""
    theirs = sum(found.by_person.values())
    told = _company_answer(content, found)
    if not theirs:
        return told
    more = _("La personne peut apporter {amount} de son compte, si elle le décide.", amount=words.euros(theirs))
    return f"{told} {more}"


def _company_answer(content: Content, found: WhoPays) -> str:
    if found.mix:
        brought = sum(found.mix.values())
        return _(
            "Les aides en vigueur ce jour-là apportent {brought} ; reste {net}.",
            brought=words.euros(brought),
            net=words.euros(found.net),
        )
    net = words.euros(found.net)
    nothing = _("Aucune aide en vigueur ce jour-là ne peut être comptée : reste {net}.", net=net)
    best = next((row for row in found.possibilities if row.answer == "if_renewed"), None)
    if best is None:
        return nothing
    return f"{nothing} {_if_renewed(content, best)}"


def _if_renewed(content: Content, best: Possibility) -> str:
    until, amount, device = content.devices[best.device].valid_to, words.euros(best.amount), _name(content, best.device)
    if until is None:
        return _("{amount} si le barème est reconduit ({device}).", amount=amount, device=device)
    return _("{amount} si le barème {year} est reconduit ({device}).", amount=amount, year=until.year, device=device)


def _name(content: Content, id: str) -> str:
    return content.devices[id].name.read(spoken())


def possibility_line(content: Content, row: Possibility, on: date) -> DeviceLine:
    """One device with what it answers to the cost asked about."""
    amount = words.euros(row.amount)
    reason = one_reason(row.reasons)
    return replace(
        device_line(content, content.devices[row.device], on),
        amount=(_("jusqu’à {amount}", amount=amount) if row.answer == "to_confirm" else amount) if row.amount else None,
        reasons=words.typeset(words.sentence(reason.read(spoken()))) if reason else None,
        tasks=task_lines(row.tasks),
    )


def device_line(content: Content, device: Device, on: date) -> DeviceLine:
    """One device, ended and unverified ones included, with all that lets a reader check it."""
    replaced = content.devices.get(device.replaced_by or "")
    return DeviceLine(
        id=device.id,
        name=_read(device.name),
        in_force=device.status == "active",
        status=_(STANDINGS[device.status]),
        family=words.typeset(_(FAMILIES[device.family])),
        rule=_read(device.rule),
        not_covered=_told(device.not_covered),
        delays=_told(device.delays),
        to_confirm=_told(device.to_confirm),
        valid=words.typeset(_valid(device, on)),
        legal_basis=_told(device.legal_basis),
        operator=_told(device.operator),
        replaced_by=_told(replaced.name) if replaced else None,
        source=words.typeset(_source(device)),
        source_url=device.source.url,
    )


def _told(text: Text | None) -> str | None:
    return _read(text) if text else None


def _read(text: Text) -> str:
    return words.typeset(text.read(spoken()))


def _valid(device: Device, on: date) -> str:
    parts = []
    if device.valid_from:
        parts.append(_("depuis le {day}", day=words.day(device.valid_from)))
    parts.append(_("jusqu’au {day}", day=words.day(device.valid_to)) if device.valid_to else _("sans fin connue"))
    if standing(device, on) == "expired":
        parts.append(_("fini à cette date"))
    if device.annual_scale:
        parts.append(_("barème annuel"))
    return ", ".join(parts)


def _source(device: Device) -> str:
    grade = GRADES.get(device.source.evidence or "")
    return _(
        "{source}, vérifié le {day} ({grade})",
        source=device.source.title.read(spoken()),
        day=words.day(device.source.checked_on),
        grade=_(grade) if grade else "",
    )


def task_lines(tasks: Iterable[Task]) -> tuple[TaskLine, ...]:
    """Soonest first, each with its last day; a prudent date that is past is not a duty missed: it is left out."""
    return tuple(
        TaskLine(
            text=words.typeset(words.capital(_by(task))),
            basis=_read(task.basis),
            late=task.late,
        )
        for task in tasks
        if task.legal or not task.late
    )


def _by(task: Task) -> str:
    return _("{task} : au plus tard le {day}", task=task.text.read(spoken()), day=words.day(task.by))


def looked_up(content: Content, words_typed: str, on: date) -> tuple[DeviceGroup, ...]:
    """The devices that hold every word typed, accents and capitals aside, by family; all of them when none is typed."""
    wanted = words.plain(words_typed).split()
    found = [device for device in content.devices.values() if _holds(device, wanted)]
    groups = ((title, [d for d in found if d.family == family]) for family, title in FAMILIES.items())
    return tuple(
        DeviceGroup(words.typeset(_(title)), tuple(device_line(content, d, on) for d in _in_force_first(rows)))
        for title, rows in groups
        if rows
    )


def _in_force_first(devices: Sequence[Device]) -> list[Device]:
    order = list(STANDINGS)
    return sorted(devices, key=lambda device: (order.index(device.status), device.name.read(spoken())))


def _holds(device: Device, wanted: Sequence[str]) -> bool:
    """Each word typed is the beginning of one of the device's words, French ones included: they name it for most."""
    names = (text.read(lang) for text in (device.name, device.operator) if text for lang in {FRENCH, spoken()})
    text = words.plain(" ".join((device.id, *names, *device.keywords)))
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
    head = _("{a} : {b}", a=line.name, b=line.amount) if line.amount else f"{line.name} ({line.status})"
    yield f"- {head}"
    yield f"    {line.rule}"
    if brief:
        return
    yield from (f"    {told}" for told in _more_of(line))


def _more_of(line: DeviceLine) -> Iterator[str]:
    yield _("{valid}. Source : {source}", valid=words.capital(line.valid), source=line.source)
    if line.replaced_by:
        yield _("Remplacé par : {device}", device=line.replaced_by)
    if line.reasons:
        yield line.reasons
    if line.to_confirm:
        yield _("À confirmer : {what}", what=line.to_confirm)
    for task in line.tasks:
        told = f"{task.text} ({task.basis})"
        yield _("En retard : {task}", task=told) if task.late else told
