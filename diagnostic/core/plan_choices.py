"""The leader's own choices about the plan, one act at a time: values in, values out."""

from collections.abc import Mapping
from dataclasses import replace

from diagnostic.core.model.assessment import Edit, Pin, PlanChoices
from diagnostic.core.model.catalogue import Action

FIGURES = ("cost", "quarters", "internal_days", "release_days")


def fix(choices: PlanChoices, action: str, quarter: int | None = None) -> PlanChoices:
    """Have this action in the plan, at that quarter or (None) whenever it fits best."""
    others = [pin for pin in choices.pinned if pin.action != action]
    pinned = sorted([*others, Pin(action, quarter)], key=lambda pin: pin.action)
    return replace(restore(choices, action), pinned=tuple(pinned))


def release(choices: PlanChoices, action: str) -> PlanChoices:
    """Let the plan decide about this action again."""
    return replace(choices, pinned=tuple(pin for pin in choices.pinned if pin.action != action))


def exclude(choices: PlanChoices, action: str) -> PlanChoices:
    """Never this action; it is not asked for any more."""
    return replace(release(choices, action), excluded=tuple(sorted({*choices.excluded, action})))


def restore(choices: PlanChoices, action: str) -> PlanChoices:
    """The plan may take this action again."""
    return replace(choices, excluded=tuple(id for id in choices.excluded if id != action))


def edit(choices: PlanChoices, action: str, own: Mapping[str, float]) -> PlanChoices:
    """The company's own figures for this action replace all that it had given before; empty: the catalogue's."""
    others = [row for row in choices.edits if row.action != action]
    given = [Edit(action, field, own[field]) for field in FIGURES if field in own]
    return replace(choices, edits=tuple(sorted([*others, *given], key=lambda row: (row.action, row.field))))


def pin_of(choices: PlanChoices, action: str) -> Pin | None:
    return next((pin for pin in choices.pinned if pin.action == action), None)


def own_figures(choices: PlanChoices, action: str) -> dict[str, float]:
    """The figures that the company gave for this action, by field."""
    return {row.field: row.value for row in choices.edits if row.action == action}


def catalogue_figures(action: Action, headcount: int | None) -> dict[str, float]:
    """What the catalogue says of an action, by field: euros at the high end without trainings, quarters, days."""
    return {
        "cost": action.cost_for(headcount).high,
        "quarters": action.quarters,
        "internal_days": action.internal_days,
        "release_days": action.release_days,
    }
