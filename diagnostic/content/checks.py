"""What must hold across files: references, cycles, the forms. Each problem names file, key and what is allowed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from diagnostic.core.errors import ContentError
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.questionnaire import Capability, Questionnaire

MAX_CELLS = 45
FLASH_ITEMS = 20
FLASH_SHARE = 0.6
REFERENTIAL = "industry40/referential.yaml"


@dataclass(frozen=True, slots=True)
class Problem:
    place: str
    message: str
    allowed: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f" ({self.allowed})" if self.allowed else "")


def refuse(problems: Iterable[Problem]) -> None:
    """Raise the first problem as a ContentError."""
    for problem in problems:
        raise ContentError(problem.message, problem.place, problem.allowed)


def one_of(names: Iterable[str]) -> str:
    return f"permis : {', '.join(sorted(names))}"


def reference_problems(content: Content) -> Iterator[Problem]:
    """Ids that point nowhere and structures that cannot be scored: the program refuses to load them."""
    yield from tree_problems(content.questionnaire)
    yield from contradiction_problems(content.questionnaire)
    yield from entry_problems(content)
    for action in content.actions.values():
        yield from action_problems(content, action)
    yield from cycle_problems(content.actions)
    yield from funding_problems(content)


def tree_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    ids = [capability.id for capability in questionnaire.capabilities()]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield Problem(f"{REFERENTIAL}: {id}", "capacité présente deux fois")
    for id in ids:
        if id not in questionnaire.items:
            yield Problem(f"industry40/items/{id}.yaml", "fichier absent : chaque capacité a sa question")
    for item in questionnaire.items.values():
        place = f"industry40/items/{item.id}.yaml"
        if item.id not in ids:
            yield Problem(f"{place}: id", f"« {item.id} » n’est pas une capacité", one_of(ids))
        elif [option.rung for option in item.options] != list(range(7)):
            yield Problem(f"{place}: options", "les échelons doivent aller de 0 à 6, dans l’ordre")
    if [stage.number for stage in questionnaire.stages] != list(range(1, 7)):
        yield Problem(f"{REFERENTIAL}: stages", "les stades doivent aller de 1 à 6, dans l’ordre")


def contradiction_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    known = {capability.id: capability for capability in questionnaire.capabilities()}
    for rule in questionnaire.contradictions:
        for name, side in (("high", rule.high), ("low", rule.low)):
            place = f"industry40/contradictions.yaml: {rule.id}.{name}"
            functions = (side.function,) if side.function else None
            yield from cell_problems(known, place, side.capability, functions)
            capability = known.get(side.capability)
            if capability and capability.functions is not None and side.function is None:
                yield Problem(f"{place}.function", "fonction manquante", one_of(capability.functions))


def cell_problems(
    known: Mapping[str, Capability], place: str, id: str, functions: tuple[str, ...] | None
) -> Iterator[Problem]:
    """A capability that does not exist, or functions it is not asked for."""
    if id not in known:
        yield Problem(f"{place}.capability", f"« {id} » n’est pas une capacité", one_of(known))
        return
    listed = known[id].functions or ()
    for function in functions or ():
        if function not in listed:
            yield Problem(
                f"{place}.function",
                f"« {function} » n’est pas une fonction de {id}",
                one_of(listed) if listed else "capacité de toute l’entreprise : aucune fonction",
            )


def entry_problems(content: Content) -> Iterator[Problem]:
    known = {capability.id: capability for capability in content.questionnaire.capabilities()}
    for requirement in content.requirements.values():
        for row in requirement.rungs:
            yield from cell_problems(known, f"entry/requirements.yaml: {requirement.id}", row.capability, row.functions)
    for index, need in enumerate(content.needs):
        yield from cell_problems(known, f"skills/needs.yaml: [{index}]", need.capability, None)
        yield from id_problems(f"skills/needs.yaml: [{index}].skill", need.skill, content.skills)


def id_problems(place: str, id: str, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    if id not in names:
        yield Problem(place, f"« {id} » n’existe pas", one_of(names))


def action_problems(content: Content, action: Action) -> Iterator[Problem]:
    known = {capability.id: capability for capability in content.questionnaire.capabilities()}
    place = f"actions/{action.id}.yaml: "
    for index, row in enumerate(action.raises):
        yield from cell_problems(known, f"{place}raises[{index}]", row.capability, row.functions)
        if row.to <= row.start:
            yield Problem(f"{place}raises[{index}].to", "doit dépasser « from »")
    for required in action.requires_cells:
        yield from cell_problems(known, f"{place}requires", required.capability, required.functions)
    for key, id, known_ids in action_references(content, action):
        yield from id_problems(f"{place}{key}", id, known_ids)
    if action.release_days > action.internal_days:
        yield Problem(f"{place}release_days", "dépasse « internal_days », dont ces jours font partie")
    for cost in action.costs:
        if cost.low > cost.high:
            yield Problem(f"{place}cost", f"« low » dépasse « high » pour {cost.max_headcount} personnes")


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
    for id in sorted(set(actions) - done):
        yield Problem(f"actions/{id}.yaml: requires", "préalables en boucle")


def funding_problems(content: Content) -> Iterator[Problem]:
    for training in content.trainings.values():
        for row in training.skills:
            yield from id_problems(f"trainings/{training.id}.yaml: skills", row.skill, content.skills)
    for device in content.devices.values():
        for id in device.conditions.opco or ():
            yield from id_problems(f"devices/{device.id}.yaml: conditions.opco", id, content.opco.opcos)
        rates = (device.share is not None) + bool(device.per_hour)
        if rates > 1 or (rates == 0 and device.status == "active"):
            yield Problem(f"devices/{device.id}.yaml: rate", "indiquer soit « share », soit « per_hour »")
    for agreement in content.opco.agreements.values():
        yield from id_problems(f"opco/idcc.yaml: {agreement.idcc}", agreement.opco, content.opco.opcos)


def publication_problems(content: Content, on: date) -> Iterator[Problem]:
    """What `check` refuses on top: the forms' sizes, stale codes, symptoms and capabilities nobody answers."""
    yield from form_problems(content.questionnaire)
    for training in content.trainings.values():
        if training.printable and training.code and (training.valid_to is None or training.valid_to < on):
            yield Problem(
                f"trainings/{training.id}.yaml: valid_to",
                f"le code {training.code} n’est pas valide le {on.isoformat()}",
                "printable: false, ou le code qui le remplace",
            )
    answered = {id for action in content.actions.values() for id in action.symptoms}
    raised = {row.capability for action in content.actions.values() for row in action.raises}
    for id in content.symptoms:
        if id not in answered:
            yield Problem(f"entry/symptoms.yaml: {id}", "aucune action n’y répond")
    for capability in content.questionnaire.capabilities():
        if capability.id not in raised:
            yield Problem(f"{REFERENTIAL}: {capability.id}", "aucune action ne la relève")


def form_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    cells = sum(len(capability.cells("full")) for capability in questionnaire.capabilities())
    if cells > MAX_CELLS:
        yield Problem(REFERENTIAL, f"{cells} cases dans une visite complète", f"au plus {MAX_CELLS}")
    flash = [capability for capability in questionnaire.capabilities() if "flash" in capability.forms]
    if len(flash) != FLASH_ITEMS:
        yield Problem(f"{REFERENTIAL}: forms", f"{len(flash)} questions dans le repérage", f"exactement {FLASH_ITEMS}")
    for principle in questionnaire.principles():
        asked = sum("flash" in capability.forms for capability in principle.capabilities)
        if asked < FLASH_SHARE * len(principle.capabilities):
            yield Problem(
                f"{REFERENTIAL}: {principle.id}",
                f"le repérage n’en pose que {asked} sur {len(principle.capabilities)}",
                f"au moins {FLASH_SHARE:.0%}",
            )
