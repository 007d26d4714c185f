"""What the content covers and what grows old in it, in lines a person reads (`palier check`)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from diagnostic.content import freshness, reach
from diagnostic.core.language import N_, _, in_context
from diagnostic.core.model.catalogue import Content

LISTS = (
    (N_("Fini"), freshness.past),
    (N_("Finit dans les 90 jours"), freshness.ending),
    (N_("Vérifié il y a plus de 180 jours"), freshness.stale),
)


def summary(content: Content) -> str:
    """One line: how much of everything there is."""
    questionnaire = content.questionnaire
    cells = sum(len(capability.cells("full")) for capability in questionnaire.capabilities())
    active = sum(device.status == "active" for device in content.devices.values())
    return _(
        "{questionnaire} : {items} questions, {cells} cases, {contradictions} contradictions, {skills} compétences, "
        "{symptoms} symptômes, {actions} actions, {trainings} formations, {active} dispositifs actifs sur {devices}, "
        "{agreements} codes de conventions collectives, {practice} questions sur les pratiques, {aptitudes} aptitudes, "
        "{ways} voies",
        questionnaire=questionnaire.ref,
        items=len(questionnaire.items),
        cells=cells,
        contradictions=len(questionnaire.contradictions),
        skills=len(content.skills),
        symptoms=len(content.symptoms),
        actions=len(content.actions),
        trainings=len(content.trainings),
        active=active,
        devices=len(content.devices),
        agreements=len(content.opco.agreements) + len(content.opco.escape_codes),
        practice=len(content.workforce.practice),
        aptitudes=len(content.workforce.aptitudes),
        ways=len(content.workforce.ways),
    )


def coverage_lines(content: Content, on: date) -> Iterator[str]:
    """Cells with the rung that chains of actions reach, symptoms with their actions, skills with their trainings."""
    yield _("Jusqu’où montent les actions, en partant de 0 :")
    for cell, rung in reach.climbs(content).items():
        yield f"  {cell:48} {rung:g}"
    yield _("Ce qui répond à chaque symptôme :")
    for id in content.symptoms:
        found = reach.answers(content, id)
        free = sum(map(reach.takes_only_time, found))
        told = _("actions : {number}, dont sans dépense : {free}", number=len(found), free=free)
        yield f"  {id:48} {told}"
    yield _("Actions par intention, phase et thème :")
    yield f"  {_counted([intent for action in content.actions.values() for intent in action.intents])}"
    yield f"  {_counted([action.phase for action in content.actions.values()])}"
    yield f"  {_counted([action.theme for action in content.actions.values()])}"
    yield _("Formations par compétence, de quelqu’un en poste, jusqu’aux niveaux 1, 2 et 3 :")
    for skill in content.skills:
        counts = [len(reach.offers(content, skill, level)) for level in range(1, reach.TOP_TAUGHT + 1)]
        coded = sum(row.code_on(on) is not None for row in reach.offers(content, skill, 1))
        told = _("dont {number} avec un code en vigueur", number=coded)
        yield f"  {skill:48} {' / '.join(map(str, counts)):12} {told}"
    missing = [f"{skill} {level}" for skill, level in reach.untaught(content)]
    yield _("Sans formation : {skills}", skills=", ".join(missing) or _("aucune compétence"))
    rungs = {(need.capability, need.rung) for need in content.needs}
    yield _(
        "Besoins : {needs} lignes pour {rungs} échelons, échelons sans besoin : {without}",
        needs=len(content.needs),
        rungs=len(rungs),
        without=len(content.no_needs),
    )
    yield _("Dispositifs : {counts}", counts=_counted([device.status for device in content.devices.values()]))


def ageing_lines(content: Content, on: date) -> Iterator[str]:
    """What a person has to look at again, file by file."""
    for title, found in (*((title, told(content, on)) for title, told in LISTS), _dead(content)):
        yield _("{a} : {b}", a=_(title), b=len(found) or in_context("count", "rien"))
        yield from (f"  {line}" for line in found)


def _dead(content: Content) -> tuple[str, list[str]]:
    return N_("Ne mène à rien"), freshness.dead_ends(content)


def _counted(names: Sequence[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(Counter(names).items()))
