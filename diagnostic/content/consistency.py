"""What contradicts itself inside one file: bounds the wrong way round, the same thing twice, tables that overlap."""

from collections import Counter
from collections.abc import Iterable, Iterator

from diagnostic.content.problem import Problem, one_of
from diagnostic.core.language import _
from diagnostic.core.model.catalogue import Action, Content, Training
from diagnostic.core.model.device import Conditions, Device

LARGEST = 250


def consistency_problems(content: Content) -> Iterator[Problem]:
    for action in content.actions.values():
        yield from _action(action)
    for training in content.trainings.values():
        yield from _training(training)
    for device in content.devices.values():
        yield from _device(content, device)
    yield from _entry(content)
    yield from _opco(content)
    rules = content.questionnaire.contradictions
    yield from _twice("industry40/contradictions.yaml", (rule.id for rule in rules))
    yield from _twice("skills/needs.yaml", _need_rows(content))


def _twice(place: str, names: Iterable[object]) -> Iterator[Problem]:
    for name, number in Counter(map(str, names)).items():
        if number > 1:
            yield Problem(place, _("« {name} » écrit deux fois", name=name))


def _need_rows(content: Content) -> Iterator[str]:
    """A skill once a rung; a reason for none once a rung, and beside no skill."""
    needed = {(need.capability, need.rung) for need in content.needs}
    yield from (f"{need.capability} {need.rung} {need.skill}" for need in content.needs)
    for row in content.no_needs:
        yield f"{row.capability} {row.rung} none"
        if (row.capability, row.rung) in needed:
            yield f"{row.capability} {row.rung} none"


def _action(action: Action) -> Iterator[Problem]:
    place = f"actions/{action.id}.yaml: "
    yield from _twice(f"{place}cost", (cost.max_headcount for cost in action.costs))
    yield from _twice(f"{place}indicators", (indicator.id for indicator in action.indicators))
    if action.costs[-1].max_headcount < LARGEST:
        yield Problem(
            f"{place}cost",
            _("les grandes entreprises n’ont pas de coût"),
            _("max_headcount jusqu’à {most}", most=LARGEST),
        )


def _training(training: Training) -> Iterator[Problem]:
    place = f"trainings/{training.id}.yaml: "
    yield from _twice(f"{place}skills", (row.skill for row in training.skills))
    if training.cost.low > training.cost.high:
        yield Problem(f"{place}cost", _("« low » dépasse « high »"))
    if any(row.level == 0 for row in training.skills):
        yield Problem(f"{place}skills", _("une formation mène au moins au niveau 1"), _("level de 1 à 4"))
    if training.code and (training.valid_to is None or training.certification is None):
        yield Problem(f"{place}code", _("un code va avec « certification » et « valid_to »"))


def _device(content: Content, device: Device) -> Iterator[Problem]:
    place = f"devices/{device.id}.yaml: "
    yield from _twice(f"{place}deadlines", (row.id for row in device.deadlines))
    for conditions in (device.conditions, *(scale.conditions for scale in device.scales)):
        yield from _conditions(content, f"{place}conditions", conditions)


def _conditions(content: Content, place: str, conditions: Conditions) -> Iterator[Problem]:
    bounds = [("headcount", conditions.min_headcount, conditions.max_headcount)]
    bounds += [("age", person.min_age, person.max_age) for person in conditions.people or ()]
    for name, low, high in bounds:
        if low is not None and high is not None and low > high:
            yield Problem(f"{place}.min_{name}", _("dépasse « max_{name} »", name=name))
    regions = [region.code for region in content.regions]
    departments = [code for region in content.regions for code in region.departments]
    agreements = content.opco.agreements
    yield from _unknown(f"{place}.regions", conditions.regions, regions)
    yield from _unknown(f"{place}.departments", conditions.departments, departments)
    for idcc in conditions.idcc or ():
        if idcc not in agreements:
            yield Problem(f"{place}.idcc", _("« {idcc} » n’est pas une convention de opco/idcc.yaml", idcc=idcc))


def _unknown(place: str, given: tuple[str, ...] | None, known: list[str]) -> Iterator[Problem]:
    for code in given or ():
        if code not in known:
            yield Problem(place, _("« {id} » n’existe pas", id=code), one_of(known))


def _entry(content: Content) -> Iterator[Problem]:
    figures = (figure.id for symptom in content.symptoms.values() for figure in symptom.figures)
    yield from _twice("entry/symptoms.yaml: figures", figures)
    yield from _twice("entry/regions.yaml: departments", (code for row in content.regions for code in row.departments))


def _opco(content: Content) -> Iterator[Problem]:
    tables = content.opco
    for row in tables.naf_shares:
        place = f"opco/naf.yaml: {row.naf}"
        if row.opco not in tables.opcos:
            yield Problem(f"{place}.opco", _("« {id} » n’existe pas", id=row.opco), one_of(tables.opcos))
        if not row.low <= row.share <= row.high:
            yield Problem(place, _("low, share et high doivent croître"))
    yield from _twice("opco/naf.yaml", [*(row.naf for row in tables.naf_shares), *tables.naf_without_suggestion])
    yield from _twice("opco/idcc.yaml", [*tables.agreements, *tables.escape_codes])
    for agreement in tables.agreements.values():
        for id in (agreement.opco, *agreement.others):
            if id not in tables.opcos:
                yield Problem(
                    f"opco/idcc.yaml: {agreement.idcc}", _("« {id} » n’existe pas", id=id), one_of(tables.opcos)
                )
