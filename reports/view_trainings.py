"""The trainings of a measure: those it includes, and the one that builds the skill it rests on, with who may pay."""

from dataclasses import dataclass
from datetime import date

from diagnostic.core import funding
from diagnostic.core.eligibility import company_facts, eligibility
from diagnostic.core.language import N_, _
from diagnostic.core.model.catalogue import Training
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import PlannedAction, PlannedTraining
from diagnostic.core.skills import SkillStep, action_for, skill_steps
from reports import words
from reports.lines import SkillLine, TrainingLine
from reports.programme import Programme

MODALITIES = {
    "on_site": N_("en présence"),
    "at_work": N_("au poste de travail"),
    "mixed": N_("en partie à distance"),
    "online": N_("à distance"),
}
SKILLS_SHOWN = 1
SEARCH_PAGE = "francecompetences.fr/recherche_certificationprofessionnelle"
LEVELS = (N_("aucun"), N_("connaît l’essentiel"), N_("pratique avec aide"), N_("autonome"), N_("sait transmettre"))


def training_line(programme: Programme, planned: PlannedAction, use: PlannedTraining) -> TrainingLine:
    """A training that the measure includes, and its price for those who follow it."""
    training = programme.content.trainings[use.training]
    people = words.count(use.people, "personne", "personnes")
    hours, where = words.hours(training.hours), place(programme, training)
    detail = (
        _("{people}, {hours} chacune, {place}", people=people, hours=hours, place=where)
        if use.people > 1
        else f"{people}, {hours}, {where}"
    )
    return TrainingLine(
        title=programme.names.read(training.title),
        detail=words.typeset(detail),
        certification=certification(programme, training, starts_on(programme, planned)),
        cost_text=words.euro_range(use.gross_low, use.gross),
    )


def starts_on(programme: Programme, planned: PlannedAction) -> date:
    """The first day of the quarter in which the measure starts, never before the plan itself."""
    return max(programme.plan.on, programme.plan.quarters[planned.start_quarter - 1].starts_on)


def place(programme: Programme, training: Training) -> str:
    """« au poste de travail (AFEST) ; GRETA »: how it is followed, and with whom."""
    return words.joined((modality(training), programme.names.read(training.provider_family)))


def modality(training: Training) -> str:
    return _("au poste de travail (AFEST)") if training.afest else _(MODALITIES[training.modality])


def certification(programme: Programme, training: Training, day: date) -> str | None:
    """The title it leads to, with its code where verified and still registered the day the measure starts, else with
    the page where to look it up."""
    if training.certification is None:
        return None
    name = words.quoted(programme.names.read(training.certification))
    code = training.code_on(day)
    if code is None or training.valid_to is None:
        return words.typeset(_("{name} (numéro à lire sur {page})", name=name, page=SEARCH_PAGE))
    until = words.day(training.valid_to)
    if training.audience == "apprentice":
        return _("La certification {name} ({code}, enregistré jusqu’au {day})", name=name, code=code, day=until)
    return _(
        "Une partie de la certification {name} ({code}, enregistré jusqu’au {day})", name=name, code=code, day=until
    )


def skill_lines(programme: Programme, planned: PlannedAction) -> tuple[SkillLine, ...]:
    """The skill that the measure rests on and that too few hold; what it would cost is said, never counted."""
    steps = skill_steps(programme.content, programme.assessment, planned)[:SKILLS_SHOWN]
    return tuple(_skill_line(programme, step, starts_on(programme, planned)) for step in steps)


def _skill_line(programme: Programme, step: SkillStep, day: date) -> SkillLine:
    need = _(
        "{skill}, niveau {level} sur 4 ({held}) : {shortage}",
        skill=programme.names.read(programme.content.skills[step.skill].name),
        level=step.level,
        held=_(LEVELS[step.level]),
        shortage=_shortage(step),
    )
    training = step.training
    people = step.people if training and training.cost.unit == "group" else 1
    help_found = best_help(programme, training, people, day) if training else None
    return SkillLine(
        need=words.typeset(need),
        way=_offer(programme, training, step.people) if training else _in_house(programme, step),
        certification=certification(programme, training, day) if training else None,
        money=_money(programme, help_found, training) if help_found and training else None,
        training=training.id if training else None,
        device=help_found.device.id if help_found else None,
    )


def _shortage(step: SkillStep) -> str:
    if step.current is None:
        return _("à vérifier chez vous")
    return _("à acquérir par {people}", people=words.count(step.people, "personne", "personnes"))


def _offer(programme: Programme, training: Training, people: int) -> str:
    times = training.cost.times(people) if training.cost.unit == "group" else 1
    price = words.euro_range(training.cost.low * times, training.cost.high * times)
    told = {
        "what": programme.names.read(training.title),
        "how": f"{words.hours(training.hours)}, {place(programme, training)}",
        "price": price,
    }
    if training.cost.unit == "person":
        line = _("{what} : {how} ; {price} par personne, non compté dans le plan", **told)
    elif times == 1:
        line = _("{what} : {how} ; {price} pour le groupe, non compté dans le plan", **told)
    else:
        groups = words.count(times, "groupe", "groupes")
        line = _("{what} : {how} ; {price} pour {groups}, non compté dans le plan", groups=groups, **told)
    return words.typeset(line)


def _in_house(programme: Programme, step: SkillStep) -> str | None:
    """Where the catalogue has no training, the action that builds the skill inside the company."""
    action = action_for(programme.content, step.skill, step.level)
    if action is None:
        return None
    planned = any(row.id == action.id for row in programme.plan.actions)
    title = words.quoted(programme.names.read(action.text.title))
    if planned:
        return _("En interne, par {action}", action=title)
    return _("En interne, par {action}, qui n’est pas dans ce plan", action=title)


@dataclass(frozen=True, slots=True)
class Help:
    """What a device would bring; `sure` where every condition is known to hold.

    `in_force`: its scale covers the day the measure starts; otherwise it must first be renewed.
    """

    device: Device
    amount: int
    sure: bool
    in_force: bool


def best_help(programme: Programme, training: Training, people: int, day: date) -> Help | None:
    """The device that would bring most for that many people the day the measure starts, else if it were renewed; None
    where none may."""
    facts = company_facts(programme.assessment.company, programme.content.opco)
    verdicts = {id: eligibility(row, facts).eligible for id, row in programme.content.devices.items()}
    may = [r for id, r in programme.content.devices.items() if verdicts[id] != "no" and r.initiative == "company"]
    expense = funding.course(training, people, day)
    in_force = funding.offers(may, expense, expense.gross, day, facts)
    offers = in_force or funding.offers_if_renewed(may, expense, expense.gross, day, facts)
    if not offers:
        return None
    best = offers[0]
    device = programme.content.devices[best.device]
    return Help(device, best.amount, verdicts[best.device] == "yes", bool(in_force))


def _money(programme: Programme, found: Help, training: Training) -> str:
    name, amount, until = programme.names.read(found.device.name), words.euros(found.amount), _until(found)
    line = (
        _("{name} : jusqu’à {amount} par personne, {until}", name=name, amount=amount, until=until)
        if training.cost.unit == "person"
        else _("{name} : jusqu’à {amount}, {until}", name=name, amount=amount, until=until)
    )
    if not found.sure:
        line = _("{aid} ; à confirmer, votre situation n’étant pas entièrement connue", aid=line)
    return words.typeset(line)


def _until(found: Help) -> str:
    until = found.device.valid_to
    if until is None:
        return _("sans fin connue")
    if found.in_force:
        return _("barème valable jusqu’au {day}", day=words.day(until))
    return _("si le barème {year}, qui finit le {day}, est reconduit", year=until.year, day=words.day(until))
