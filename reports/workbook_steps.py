"""The follow-up as a sheet to sort and filter: owner, due day, state, costs, as dates and numbers."""

from collections.abc import Mapping
from datetime import date

from diagnostic.core.language import N_, PN_, _
from diagnostic.core.model.step import FollowUp, Promise, State, Step
from reports.view_steps import NOBODY, STATES, ordered, title_of
from reports.workbook import book_of
from reports.workbook_table import Below, Column, Sheet, Value, in_words

TITLE = N_("Suivi du plan d’action")
COLUMNS = (
    Column(N_("Mesure"), 44),
    Column(N_("Responsable"), 24),
    Column(N_("Échéance"), 12, "date"),
    Column(PN_("of an action", "État"), 14, context="of an action"),
    Column(N_("Jours de retard"), 10, "whole"),
    Column(N_("Commencée le"), 12, "date"),
    Column(N_("Finie le"), 12, "date"),
    Column(N_("Coût prévu"), 12, "euro"),
    Column(N_("Coût réel"), 12, "euro"),
    Column(N_("Remarque"), 50),
)


def steps_workbook(follow_up: FollowUp, company: str, on: date) -> bytes:
    """One sheet; no e-mail address in it."""
    return book_of((steps_sheet(follow_up, on),), _(TITLE), company, on)


def steps_sheet(follow_up: FollowUp, on: date) -> Sheet:
    steps = ordered(follow_up.steps, on)
    asked = [step for step in steps if step.state is not State.DROPPED]
    planned = sum(_net(step, follow_up.promises) or 0 for step in asked)
    real = sum(step.real_cost or 0 for step in steps)
    total: tuple[Value, ...] = (_("Total, sans les mesures abandonnées (prévu)"), *[None] * 6, planned, real, None)
    return Sheet(
        name=_("Suivi"),
        about=_("Les mesures du plan signé : qui, pour quand, où elles en sont, ce qu’elles coûtent."),
        columns=in_words(COLUMNS),
        rows=tuple(_row(step, follow_up.promises, on) for step in steps),
        below=(Below(total),) if steps else (),
        fixed=1,
        empty=_("Le suivi commence quand le plan est signé."),
    )


def _row(step: Step, promises: Mapping[str, Promise], on: date) -> tuple[Value, ...]:
    late = (on - step.due_on).days if step.is_late(on) else None
    dates = (step.started_on, step.done_on)
    costs = (_net(step, promises), step.real_cost)
    owner = step.owner or _(NOBODY)
    return title_of(step, promises), owner, step.due_on, _(STATES[step.state]), late, *dates, *costs, step.note


def _net(step: Step, promises: Mapping[str, Promise]) -> int | None:
    known = promises.get(step.action)
    return known.net if known else None
