"""The ways that close a skills gap, with what the catalogue offers for each (METHOD 3 and 6)."""

from collections.abc import Mapping

from diagnostic.core.eligibility import CompanyFacts, PeopleFacts, company_facts, eligibility
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.catalogue import Action, Content, Training
from diagnostic.core.model.polyvalence import AUTONOMOUS
from diagnostic.core.model.skills_gap import OpenWay, SkillGap
from diagnostic.core.model.workforce import Way, WayKind
from diagnostic.core.skills import teaches

ANYONE = PeopleFacts()


def open_ways(content: Content, company: Company, row: SkillGap) -> tuple[OpenWay, ...]:
    """The ways worth proposing for an open row, in the catalogue's order; none for a row that is not open.

    The level to reach is the one required, and at least 3, working alone, where people alone are missing. A training is
    offered for its main skill, the shortest first: AFEST ones with on-the-job training, those of apprentices with
    reversed apprenticeship. An action goes with the way it takes, the lightest first. A device stays unless it has
    ended or the company is known not to meet its conditions; who will be hired is not known. Mentoring takes someone
    in the company who knows.
    """
    level = row.required if row.gap else max(row.required, AUTONOMOUS)
    suiting = [way for way in content.workforce.ways.values() if _suits(way, row)]
    ways = [way for way in suiting if way.id != "mentoring" or _someone_knows(row, row.required or AUTONOMOUS)]
    facts = company_facts(company, content.opco) if ways else CompanyFacts()
    actions = _actions_by_way(content, row.skill, level) if ways else {}
    return tuple(
        OpenWay(
            way.id,
            _trainings(content, way.id, row.skill, level),
            actions.get(way.id, ()),
            _devices(content, way, facts),
        )
        for way in ways
    )


def _suits(way: Way, row: SkillGap) -> bool:
    if row.skill in way.not_for or (way.families and row.family not in way.families):
        return False
    levels = row.gap or 0 if way.brings != "headcount" else 0
    people = row.headcount_gap if way.brings != "level" else 0
    return max(levels, people) >= max(1, way.at_least)


def _someone_knows(row: SkillGap, level: int) -> bool:
    """Someone who leaves and is able; or someone who stays, at that level, and works alone or was counted able."""
    if row.leaving:
        return True
    current = row.current or 0
    return current >= level and (current >= AUTONOMOUS or bool(row.able))


def _trainings(content: Content, way: WayKind, skill: str, level: int) -> tuple[str, ...]:
    found = [training for training in content.trainings.values() if _goes_with(way, training, skill, level)]
    return tuple(training.id for training in sorted(found, key=lambda training: (training.hours, training.id)))


def _goes_with(way: WayKind, training: Training, skill: str, level: int) -> bool:
    match way:
        case "training":
            return not training.afest and teaches(training, skill, level)
        case "afest":
            return training.afest and teaches(training, skill, level)
        case "reversed_apprenticeship":
            return training.audience == "apprentice" and _reaches(training, skill, level)
    return False


def _reaches(training: Training | Action, skill: str, level: int) -> bool:
    rows = training.skills if isinstance(training, Training) else training.builds_skills
    return any(row.skill == skill and row.level >= level for row in rows)


def _actions_by_way(content: Content, skill: str, level: int) -> Mapping[str, tuple[str, ...]]:
    """Way → the actions that build the skill to that level by it, the lightest first."""
    found: dict[str, tuple[str, ...]] = {}
    for action in sorted(content.actions.values(), key=lambda action: (action.internal_days, action.id)):
        way = _way_taken(content, action, skill, level)
        if way:
            found[way] = (*found.get(way, ()), action.id)
    return found


def _way_taken(content: Content, action: Action, skill: str, level: int) -> str | None:
    """The way an action bears the name of; else that of its trainings; else the skill is learned at work."""
    used = [content.trainings[use.training] for use in action.trainings]
    teachers = [training for training in used if _reaches(training, skill, level)]
    if not teachers and not _reaches(action, skill, level):
        return None
    if action.id in content.workforce.ways:
        return action.id
    return "training" if teachers and not any(training.afest for training in teachers) else "afest"


def _devices(content: Content, way: Way, facts: CompanyFacts) -> tuple[str, ...]:
    known = [content.devices[id] for id in way.devices if id in content.devices]
    open_ones = [device for device in known if device.status != "ended"]
    return tuple(device.id for device in open_ones if eligibility(device, facts, ANYONE).eligible != "no")
