"""A plan read back from its document, where one language stands, with the other beside wherever we still say the same.

What was signed is French, and stays so in the document; a page in English says it in English.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from diagnostic.core.funding import A_MAXIMUM
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import Plan, PlannedAction
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.plan_explain import (
    LIMIT_NAMES,
    LONGER,
    REASONS,
    all_of,
    beyond,
    from_rung,
    no_more_than,
    several,
    too_short,
)

RUNG = r"\d+(?:,\d+)?"
BEYOND = re.compile(rf"aucune action du catalogue ne va au-delà de ({RUNG})")
FROM = re.compile(rf"aucune action du catalogue ne la relève depuis ({RUNG})")
QUARTERS = re.compile(r"l’horizon de (\d+) trimestres? est trop court")
AT_ONCE = re.compile(r"pas plus de (\d+) actions en parallèle")
SEVERAL = re.compile(r"plusieurs limites à la fois : (.+)")
BETWEEN = " ; "


def retold(plan: Plan, content: Content) -> Plan:
    """The same plan; a text that today's content does not say any more stays as it was."""
    known = {text.fr: text for device in content.devices.values() for text in _texts(device)}
    return replace(
        plan,
        actions=tuple(_action(row, known) for row in plan.actions),
        to_confirm=tuple(replace(row, reason=known.get(row.reason.fr, row.reason)) for row in plan.to_confirm),
        unreached=tuple(replace(row, because=reason(row.because.fr)) for row in plan.unreached),
    )


def _texts(device: Device) -> Iterator[Text]:
    yield from (device.rule, device.source.title, A_MAXIMUM)
    for deadline in device.deadlines:
        yield from (deadline.task, deadline.basis)
    if device.to_confirm:
        yield device.to_confirm


def _action(row: PlannedAction, known: Mapping[str, Text]) -> PlannedAction:
    amounts = tuple(
        replace(one, rule=known.get(one.rule.fr, one.rule), source=known.get(one.source.fr, one.source))
        for one in row.cost.by_device
    )
    tasks = tuple(
        replace(one, text=known.get(one.text.fr, one.text), basis=known.get(one.basis.fr, one.basis))
        for one in row.tasks
    )
    return replace(row, cost=replace(row.cost, by_device=amounts), tasks=tasks)


def reason(french: str) -> Text:
    """Why a cell stays under its target, as `plan_explain` says it."""
    found = [_one_reason(part) for part in french.split(BETWEEN)]
    return all_of(found)


def _one_reason(french: str) -> Text:
    if found := BEYOND.fullmatch(french):
        return beyond(_rung(found[1]))
    if found := FROM.fullmatch(french):
        return from_rung(_rung(found[1]))
    if found := QUARTERS.fullmatch(french):
        return too_short(int(found[1]))
    if found := AT_ONCE.fullmatch(french):
        return no_more_than(int(found[1]))
    if found := SEVERAL.fullmatch(french):
        names = {one.fr: one for one in (*LIMIT_NAMES.values(), LONGER)}
        return several([names.get(name, Text(name)) for name in found[1].split(", ")])
    return next((one for one in REASONS if one.fr == french), Text(french))


def _rung(typed: str) -> float:
    return float(typed.replace(",", "."))
