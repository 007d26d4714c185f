"""What must hold across files: references, cycles, the forms. Each problem names file, key and what is allowed."""

from collections.abc import Iterable, Iterator, Mapping

from diagnostic.content import reach
from diagnostic.content.consent_schema import consent_problems
from diagnostic.content.consistency import consistency_problems
from diagnostic.content.crosswalk_checks import crosswalk_problems
from diagnostic.content.edition_checks import edition_problems, silence_problems
from diagnostic.content.edition_schema import FOLDER as EDITIONS
from diagnostic.content.glossary_schema import glossary_problems
from diagnostic.content.people_checks import people_problems
from diagnostic.content.problem import Problem, nearest, one_of
from diagnostic.core.errors import ContentError
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.device import Device
from diagnostic.core.model.questionnaire import Capability, Questionnaire

MAX_CELLS = 45
FLASH_ITEMS = 20
FLASH_SHARE = 0.6
ANSWERS = 2
CLIMB = 4
COUNTED_GRADES = ("A", "B")
BASE = "industry40"
REFERENTIAL = f"{BASE}/referential.yaml"


def refuse(problems: Iterable[Problem]) -> None:
    """Raise the first problem as a ContentError."""
    for problem in problems:
        raise ContentError(problem.message, problem.place, problem.allowed)


def reference_problems(content: Content) -> Iterator[Problem]:
    """Ids that point nowhere and structures that cannot be scored: the program refuses to load them."""
    yield from tree_problems(content.questionnaire)
    yield from contradiction_problems(content.questionnaire)
    for edition in content.editions:
        base = f"{EDITIONS}/{edition.folder}/{BASE}"
        yield from tree_problems(edition.questionnaire, base)
        yield from contradiction_problems(edition.questionnaire, base)
    yield from edition_problems(content)
    yield from entry_problems(content)
    for action in content.actions.values():
        yield from action_problems(content, action)
    yield from cycle_problems(content.actions)
    yield from funding_problems(content)
    yield from consistency_problems(content)
    yield from people_problems(content)
    yield from consent_problems(content.consents)
    yield from glossary_problems(content.glossary)
    yield from crosswalk_problems(content)


def tree_problems(questionnaire: Questionnaire, base: str = BASE) -> Iterator[Problem]:
    ids = [capability.id for capability in questionnaire.capabilities()]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield Problem(f"{base}/referential.yaml: {id}", _("capacité présente deux fois"))
    for id in ids:
        if id not in questionnaire.items:
            yield Problem(f"{base}/items/{id}.yaml", _("fichier absent : chaque capacité a sa question"))
    for item in questionnaire.items.values():
        place = f"{base}/items/{item.id}.yaml"
        if item.id not in ids:
            yield Problem(f"{place}: id", _("« {id} » n’est pas une capacité", id=item.id), one_of(ids))
        elif [option.rung for option in item.options] != list(range(7)):
            yield Problem(f"{place}: options", _("les échelons doivent aller de 0 à 6, dans l’ordre"))
    if [stage.number for stage in questionnaire.stages] != list(range(1, 7)):
        yield Problem(f"{base}/referential.yaml: stages", _("les stades doivent aller de 1 à 6, dans l’ordre"))


def contradiction_problems(questionnaire: Questionnaire, base: str = BASE) -> Iterator[Problem]:
    known = {capability.id: capability for capability in questionnaire.capabilities()}
    for rule in questionnaire.contradictions:
        for name, side in (("high", rule.high), ("low", rule.low)):
            place = f"{base}/contradictions.yaml: {rule.id}.{name}"
            functions = (side.function,) if side.function else None
            yield from cell_problems(known, place, side.capability, functions)
            capability = known.get(side.capability)
            if capability and capability.functions is not None and side.function is None:
                yield Problem(f"{place}.function", _("fonction manquante"), one_of(capability.functions))


def cell_problems(
    known: Mapping[str, Capability], place: str, id: str, functions: tuple[str, ...] | None
) -> Iterator[Problem]:
    """A capability that does not exist, or functions it is not asked for."""
    if id not in known:
        yield Problem(f"{place}.capability", _("« {id} » n’est pas une capacité", id=id), one_of(known))
        return
    listed = known[id].functions or ()
    for function in functions or ():
        if function not in listed:
            yield Problem(
                f"{place}.function",
                _("« {function} » n’est pas une fonction de {id}", function=function, id=id),
                one_of(listed) if listed else _("capacité de toute l’entreprise : aucune fonction"),
            )


def entry_problems(content: Content) -> Iterator[Problem]:
    known = {capability.id: capability for capability in content.questionnaire.capabilities()}
    for requirement in content.requirements.values():
        for row in requirement.rungs:
            yield from cell_problems(known, f"entry/requirements.yaml: {requirement.id}", row.capability, row.functions)
    named = [(need.capability, need.rung) for need in content.needs]
    named += [(row.capability, row.rung) for row in content.no_needs]
    for capability, rung in dict.fromkeys(named):
        yield from cell_problems(known, f"skills/needs.yaml: {capability} {rung}", capability, None)
    for need in content.needs:
        place = f"skills/needs.yaml: {need.capability} {need.rung}.skill"
        yield from id_problems(place, need.skill, content.skills)


def id_problems(place: str, id: str, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    if id not in names:
        yield Problem(place, _("« {id} » n’existe pas", id=id), nearest(id, names))


def action_problems(content: Content, action: Action) -> Iterator[Problem]:
    known = {capability.id: capability for capability in content.questionnaire.capabilities()}
    place = f"actions/{action.id}.yaml: "
    for index, row in enumerate(action.raises):
        yield from cell_problems(known, f"{place}raises[{index}]", row.capability, row.functions)
        if row.to <= row.start:
            yield Problem(f"{place}raises[{index}].to", _("doit dépasser « from »"))
    for required in action.requires_cells:
        yield from cell_problems(known, f"{place}requires", required.capability, required.functions)
    for key, id, known_ids in action_references(content, action):
        yield from id_problems(f"{place}{key}", id, known_ids)
    if action.release_days > action.internal_days:
        yield Problem(f"{place}release_days", _("dépasse « internal_days », dont ces jours font partie"))
    for cost in action.costs:
        if cost.low > cost.high:
            yield Problem(
                f"{place}cost",
                _("« low » dépasse « high » pour {number} personnes", number=cost.max_headcount),
            )


def action_references(content: Content, action: Action) -> Iterator[tuple[str, str, Iterable[str]]]:
    """(key of the file, id it names, ids that exist)."""
    yield from (("requires", id, content.actions) for id in action.requires_actions)
    yield from (("symptoms", id, content.symptoms) for id in action.symptoms)
    yield from (("skills", row.skill, content.skills) for row in (*action.needs_skills, *action.builds_skills))
    yield from (("trainings", use.training, content.trainings) for use in action.trainings)


def cycle_problems(actions: Mapping[str, Action]) -> Iterator[Problem]:
    """Prerequisites that turn in a circle."""
    done: set[str] = set()
    while ready := {
        id
        for id, action in actions.items()
        if id not in done and all(required in done or required not in actions for required in action.requires_actions)
    }:
        done |= ready
    left = sorted(set(actions) - done)
    if left:
        loop = _loop(actions, left)
        yield Problem(
            f"actions/{loop[0]}.yaml: requires", _("préalables en boucle : {actions}", actions=_(" puis ").join(loop))
        )


def _loop(actions: Mapping[str, Action], left: list[str]) -> list[str]:
    """From one action back to itself, by prerequisites that are never met."""
    path = [left[0]]
    while path.count(path[-1]) == 1:
        path.append(next(id for id in actions[path[-1]].requires_actions if id in left))
    return path[path.index(path[-1]) :]


def funding_problems(content: Content) -> Iterator[Problem]:
    for training in content.trainings.values():
        for row in training.skills:
            yield from id_problems(f"trainings/{training.id}.yaml: skills", row.skill, content.skills)
    for device in content.devices.values():
        yield from device_problems(content, device)


def device_problems(content: Content, device: Device) -> Iterator[Problem]:
    place = f"devices/{device.id}.yaml: "
    for scale in device.scales:
        rates = (scale.share is not None) + bool(scale.per_hour) + (scale.flat is not None)
        if rates != 1:
            yield Problem(f"{place}scales", _("une seule clé est attendue"), _("share, per_hour ou flat"))
    for key, id, known in device_references(content, device):
        yield from id_problems(f"{place}{key}", id, known)
    yield from date_problems(device, place)
    if device.scales and device.status == "active" and device.source.evidence not in COUNTED_GRADES:
        allowed = _("evidence {grades}, sinon status: unverified ou scales: []", grades=_(" ou ").join(COUNTED_GRADES))
        yield Problem(f"{place}source.evidence", _("ce qui n’est pas vérifié ne se compte pas"), allowed)


def device_references(content: Content, device: Device) -> Iterator[tuple[str, str, Iterable[str]]]:
    """(key of the file, id it names, ids that exist)."""
    for conditions in (device.conditions, *(scale.conditions for scale in device.scales)):
        yield from (("conditions.opco", id, content.opco.opcos) for id in conditions.opco or ())
    yield from (("adds_to", id, content.devices) for id in device.adds_to)
    if device.replaced_by:
        yield "replaced_by", device.replaced_by, content.devices


def date_problems(device: Device, place: str) -> Iterator[Problem]:
    if device.valid_from and device.valid_to and device.valid_from > device.valid_to:
        yield Problem(f"{place}valid_to", _("précède « valid_from »"))
    if device.annual_scale and device.valid_to is None:
        yield Problem(f"{place}valid_to", _("un barème annuel a une date de fin"), "AAAA-MM-JJ")


def publication_problems(content: Content) -> Iterator[Problem]:
    """What `check` refuses on top: the forms' sizes, rungs that nothing leads to, symptoms and skills left alone."""
    yield from form_problems(content.questionnaire)
    yield from silence_problems(content)
    yield from climb_problems(content)
    yield from need_problems(content)
    for id in content.symptoms:
        answers = reach.answers(content, id)
        if len(answers) < ANSWERS or not any(map(reach.takes_only_time, answers)):
            yield Problem(
                f"entry/symptoms.yaml: {id}",
                _("actions qui y répondent : {number}", number=len(answers)),
                _("au moins {least}, dont une qui ne coûte que du temps", least=ANSWERS),
            )


def climb_problems(content: Content) -> Iterator[Problem]:
    for cell, rung in reach.climbs(content).items():
        if rung < CLIMB:
            yield Problem(
                f"{REFERENTIAL}: {cell}",
                _("les actions s’arrêtent à {rung}", rung=f"{rung:g}"),
                _("au moins {least}", least=CLIMB),
            )


def need_problems(content: Content) -> Iterator[Problem]:
    told = {(need.capability, need.rung) for need in content.needs}
    told |= {(row.capability, row.rung) for row in content.no_needs}
    for capability in content.questionnaire.capabilities():
        for rung in range(1, CLIMB + 1):
            if (capability.id, rung) not in told:
                yield Problem(
                    f"skills/needs.yaml: {capability.id} {rung}",
                    _("aucune compétence dite"),
                    _("skill et level, ou none"),
                )


def form_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    cells = sum(len(capability.cells("full")) for capability in questionnaire.capabilities())
    if cells > MAX_CELLS:
        yield Problem(
            REFERENTIAL,
            _("{cells} cases dans une visite complète", cells=cells),
            _("au plus {most}", most=MAX_CELLS),
        )
    flash = [capability for capability in questionnaire.capabilities() if "flash" in capability.forms]
    if len(flash) != FLASH_ITEMS:
        yield Problem(
            f"{REFERENTIAL}: forms",
            _("{number} questions dans le repérage", number=len(flash)),
            _("exactement {number}", number=FLASH_ITEMS),
        )
    for principle in questionnaire.principles():
        asked = sum("flash" in capability.forms for capability in principle.capabilities)
        if asked < FLASH_SHARE * len(principle.capabilities):
            yield Problem(
                f"{REFERENTIAL}: {principle.id}",
                _("le repérage n’en pose que {asked} sur {number}", asked=asked, number=len(principle.capabilities)),
                _("au moins {least}", least=f"{FLASH_SHARE:.0%}"),
            )
