"""What the content covers and what grows old in it, in lines a person reads (`palier check`)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from diagnostic.content import freshness, reach
from diagnostic.core.model.catalogue import Content

LISTS = (
    ("Fini", freshness.past),
    ("Finit dans les 90 jours", freshness.ending),
    ("Vérifié il y a plus de 180 jours", freshness.stale),
)


def summary(content: Content) -> str:
    """One line: how much of everything there is."""
    questionnaire = content.questionnaire
    cells = sum(len(capability.cells("full")) for capability in questionnaire.capabilities())
    active = sum(device.status == "active" for device in content.devices.values())
    return (
        f"{questionnaire.ref} : {len(questionnaire.items)} questions, {cells} cases, "
        f"{len(questionnaire.contradictions)} contradictions, {len(content.skills)} compétences, "
        f"{len(content.symptoms)} symptômes, {len(content.actions)} actions, {len(content.trainings)} formations, "
        f"{active} dispositifs actifs sur {len(content.devices)}, "
        f"{len(content.opco.agreements) + len(content.opco.escape_codes)} codes de conventions collectives, "
        f"{len(content.workforce.practice)} questions sur les pratiques, {len(content.workforce.aptitudes)} aptitudes, "
        f"{len(content.workforce.ways)} voies"
    )


def coverage_lines(content: Content, on: date) -> Iterator[str]:
    """Cells with the rung that chains of actions reach, symptoms with their actions, skills with their trainings."""
    yield "Jusqu’où montent les actions, en partant de 0 :"
    for cell, rung in reach.climbs(content).items():
        yield f"  {cell:48} {rung:g}"
    yield "Ce qui répond à chaque symptôme :"
    for id in content.symptoms:
        found = reach.answers(content, id)
        free = sum(map(reach.takes_only_time, found))
        yield f"  {id:48} actions : {len(found)}, dont sans dépense : {free}"
    yield "Actions par intention, phase et thème :"
    yield f"  {_counted([intent for action in content.actions.values() for intent in action.intents])}"
    yield f"  {_counted([action.phase for action in content.actions.values()])}"
    yield f"  {_counted([action.theme for action in content.actions.values()])}"
    yield "Formations par compétence, de quelqu’un en poste, jusqu’aux niveaux 1, 2 et 3 :"
    for skill in content.skills:
        counts = [len(reach.offers(content, skill, level)) for level in range(1, reach.TOP_TAUGHT + 1)]
        coded = sum(row.code_on(on) is not None for row in reach.offers(content, skill, 1))
        yield f"  {skill:48} {' / '.join(map(str, counts)):12} dont {coded} avec un code en vigueur"
    missing = [f"{skill} {level}" for skill, level in reach.untaught(content)]
    yield f"Sans formation : {', '.join(missing) or 'aucune compétence'}"
    rungs = {(need.capability, need.rung) for need in content.needs}
    without = f"échelons sans besoin : {len(content.no_needs)}"
    yield f"Besoins : {len(content.needs)} lignes pour {len(rungs)} échelons, {without}"
    yield f"Dispositifs : {_counted([device.status for device in content.devices.values()])}"


def ageing_lines(content: Content, on: date) -> Iterator[str]:
    """What a person has to look at again, file by file."""
    for title, found in (*((title, told(content, on)) for title, told in LISTS), _dead(content)):
        yield f"{title} : {len(found) or 'rien'}"
        yield from (f"  {line}" for line in found)


def _dead(content: Content) -> tuple[str, list[str]]:
    return "Ne mène à rien", freshness.dead_ends(content)


def _counted(names: Sequence[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(Counter(names).items()))
