"""The trainings of a measure: those it includes, and the one that builds the skill it rests on, with who may pay."""

from dataclasses import dataclass
from datetime import date

from diagnostic.core import funding
from diagnostic.core.eligibility import company_facts, eligibility
from diagnostic.core.model.catalogue import Training
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import PlannedAction, PlannedTraining
from diagnostic.core.skills import SkillStep, action_for, skill_steps
from reports import words
from reports.lines import SkillLine, TrainingLine
from reports.programme import Programme

MODALITIES = {
    "on_site": "en présence",
    "at_work": "au poste de travail",
    "mixed": "en partie à distance",
    "online": "à distance",
}
SKILLS_SHOWN = 1
SEARCH_PAGE = "francecompetences.fr/recherche_certificationprofessionnelle"
LEVELS = ("aucun", "connaît l’essentiel", "pratique avec aide", "autonome", "sait transmettre")


def training_line(programme: Programme, planned: PlannedAction, use: PlannedTraining) -> TrainingLine:
    """A training that the measure includes, and its price for those who follow it."""
    training = programme.content.trainings[use.training]
    people = words.count(use.people, "personne", "personnes")
    each = " chacune" if use.people > 1 else ""
    return TrainingLine(
        title=programme.names.read(training.title),
        detail=words.typeset(f"{people}, {words.hours(training.hours)}{each}, {place(programme, training)}"),
        certification=certification(programme, training, starts_on(programme, planned)),
        cost_text=words.euro_range(use.gross_low, use.gross),
    )


def starts_on(programme: Programme, planned: PlannedAction) -> date:
    """The first day of the quarter in which the measure starts, never before the plan itself."""
    return max(programme.plan.on, programme.plan.quarters[planned.start_quarter - 1].starts_on)


def place(programme: Programme, training: Training) -> str:
    """« au poste de travail (AFEST) ; GRETA »: how it is followed, and with whom."""
    return f"{modality(training)} ; {programme.names.read(training.provider_family)}"


def modality(training: Training) -> str:
    return "au poste de travail (AFEST)" if training.afest else MODALITIES[training.modality]


def certification(programme: Programme, training: Training, day: date) -> str | None:
    """The title it leads to, with its code where verified and still registered the day the measure starts, else with
    the page where to look it up."""
    if training.certification is None:
        return None
    name = programme.names.read(training.certification)
    code = training.code_on(day)
    if code is None or training.valid_to is None:
        return words.typeset(f"{words.quoted(name)} (numéro à lire sur {SEARCH_PAGE})")
    until = f"{code}, enregistré jusqu’au {words.day(training.valid_to)}"
    whole = "La certification" if training.audience == "apprentice" else "Une partie de la certification"
    return f"{whole} {words.quoted(name)} ({until})"


def skill_lines(programme: Programme, planned: PlannedAction) -> tuple[SkillLine, ...]:
    """The skill that the measure rests on and that too few hold; what it would cost is said, never counted."""
    steps = skill_steps(programme.content, programme.assessment, planned)[:SKILLS_SHOWN]
    return tuple(_skill_line(programme, step, starts_on(programme, planned)) for step in steps)


def _skill_line(programme: Programme, step: SkillStep, day: date) -> SkillLine:
    skill = programme.names.read(programme.content.skills[step.skill].name)
    training = step.training
    people = step.people if training and training.cost.unit == "group" else 1
    help_found = best_help(programme, training, people, day) if training else None
    return SkillLine(
        need=words.typeset(f"{skill}, niveau {step.level} sur 4 ({LEVELS[step.level]}) : {_shortage(step)}"),
        way=_offer(programme, training, step.people) if training else _in_house(programme, step),
        certification=certification(programme, training, day) if training else None,
        money=_money(programme, help_found, training) if help_found and training else None,
        training=training.id if training else None,
        device=help_found.device.id if help_found else None,
    )


def _shortage(step: SkillStep) -> str:
    if step.current is None:
        return "à vérifier chez vous"
    return f"à acquérir par {words.count(step.people, 'personne', 'personnes')}"


def _offer(programme: Programme, training: Training, people: int) -> str:
    times = training.cost.times(people) if training.cost.unit == "group" else 1
    price = words.euro_range(training.cost.low * times, training.cost.high * times)
    groups = "le groupe" if times == 1 else words.count(times, "groupe", "groupes")
    unit = "par personne" if training.cost.unit == "person" else f"pour {groups}"
    title = programme.names.read(training.title)
    how = f"{words.hours(training.hours)}, {place(programme, training)}"
    return words.typeset(f"{title} : {how} ; {price} {unit}, non compté dans le plan")


def _in_house(programme: Programme, step: SkillStep) -> str | None:
    """Where the catalogue has no training, the action that builds the skill inside the company."""
    action = action_for(programme.content, step.skill, step.level)
    if action is None:
        return None
    planned = any(row.id == action.id for row in programme.plan.actions)
    outside = "" if planned else ", qui n’est pas dans ce plan"
    return f"En interne, par {words.quoted(programme.names.read(action.text.title))}{outside}"


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
    unit = " par personne" if training.cost.unit == "person" else ""
    confirm = "" if found.sure else " ; à confirmer, votre situation n’étant pas entièrement connue"
    name = programme.names.read(found.device.name)
    return words.typeset(f"{name} : jusqu’à {words.euros(found.amount)}{unit}, {_until(found)}{confirm}")


def _until(found: Help) -> str:
    until = found.device.valid_to
    if until is None:
        return "sans fin connue"
    if found.in_force:
        return f"barème valable jusqu’au {words.day(until)}"
    return f"si le barème {until.year}, qui finit le {words.day(until)}, est reconduit"
