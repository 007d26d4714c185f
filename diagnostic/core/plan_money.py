"""The money of a chosen schedule: what each action costs, what devices bring to it, what must be confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf

from diagnostic.core.deadlines import in_order, tasks
from diagnostic.core.eligibility import CompanyFacts, Expense, eligibility, one_reason
from diagnostic.core.funding import A_MAXIMUM, CeilingKey, Offer, ceiling_keys, most_of, offers_if_renewed, standing
from diagnostic.core.language import ENGLISH, FRENCH
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import Brought, DeviceAmount, IfRenewed, Money, PlannedTraining, Task, ToConfirm
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.plan_model import Grant
from diagnostic.core.plan_problem import Problem, Schedule, quarter_opens


@dataclass(frozen=True, slots=True)
class Paid:
    """One cost of the plan: what devices bring to it, and what an expired annual scale would bring if renewed."""

    expense: Expense
    brought: tuple[Offer, ...]
    renewed: Offer | None


@dataclass(slots=True)
class Purse:
    """What is left under the ceilings shared by several costs, in euros."""

    left: dict[CeilingKey, float] = field(default_factory=dict)

    def room(self, offer: Offer, year: int) -> float:
        return min((self.left.setdefault(key, float(key.amount)) for key in ceiling_keys(offer, year)), default=inf)

    def spend(self, offer: Offer, year: int) -> None:
        for key in ceiling_keys(offer, year):
            self.left[key] = self.left.setdefault(key, float(key.amount)) - offer.amount


def pay(problem: Problem, schedule: Schedule, granted: Iterable[tuple[Grant, int]]) -> dict[str, tuple[Paid, ...]]:
    """Action → its costs, paid in order of start: expired scales share what the counted amounts leave of a ceiling."""
    purse = Purse()
    brought: dict[Expense, list[Offer]] = {}
    for grant, amount in granted:
        if amount > 0 and schedule.get(grant.expense.action) == grant.quarter:
            offer = replace(grant.offer, amount=amount)
            brought.setdefault(grant.expense, []).append(offer)
            purse.spend(offer, quarter_opens(problem.on, grant.quarter).year)
    in_order = sorted(schedule, key=lambda id: (schedule[id], id))
    return {
        id: tuple(_paid(problem, schedule, expense, brought, purse) for expense in problem.candidate(id).expenses)
        for id in in_order
    }


def _paid(
    problem: Problem, schedule: Schedule, expense: Expense, brought: Mapping[Expense, list[Offer]], purse: Purse
) -> Paid:
    offers = tuple(brought.get(expense, ()))
    return Paid(expense, offers, None if offers else _renewed(problem, expense, schedule[expense.action], purse))


def _renewed(problem: Problem, expense: Expense, quarter: int, purse: Purse) -> Offer | None:
    """The expired scale that would bring most within what its ceiling leaves."""
    day = quarter_opens(problem.on, quarter)
    best = None
    for offer in offers_if_renewed(problem.devices, expense, problem.gross(expense), day, problem.facts):
        amount = int(min(offer.amount, purse.room(offer, day.year)))
        if amount > (best.amount if best else 0):
            best = replace(offer, amount=amount)
    if best:
        purse.spend(best, day.year)
    return best


def money(costs: Iterable[Paid], devices: Mapping[str, Device]) -> Money:
    """Totals of one action, whole euros at the high end; one line per device."""
    costs = tuple(costs)
    gross = sum(cost.expense.gross for cost in costs)
    brought = _by_device(offer for cost in costs for offer in cost.brought)
    renewed = _by_device(cost.renewed for cost in costs if cost.renewed)
    return Money(
        gross=gross,
        gross_low=sum(cost.expense.gross_low for cost in costs),
        by_device=tuple(_amount(devices[id], amount) for id, amount in brought.items()),
        net=gross - sum(brought.values()),
        if_renewed=tuple(_if_renewed(devices[id], amount) for id, amount in renewed.items()),
    )


def _by_device(found: Iterable[Offer]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for offer in found:
        totals[offer.device] = totals.get(offer.device, 0) + offer.amount
    return totals


def _amount(device: Device, amount: int) -> DeviceAmount:
    return DeviceAmount(device.id, amount, device.rule, device.source.title, device.valid_to)


def _if_renewed(device: Device, amount: int) -> IfRenewed:
    if device.valid_to is None:
        raise ValueError(f"{device.id} has no end: it cannot be renewed")
    return IfRenewed(device.id, amount, device.valid_to)


def planned_trainings(costs: Iterable[Paid]) -> tuple[PlannedTraining, ...]:
    """The trainings of one action, with the device that pays for each."""
    return tuple(
        PlannedTraining(
            training=cost.expense.training,
            people=cost.expense.people,
            gross=cost.expense.gross,
            gross_low=cost.expense.gross_low,
            device=cost.brought[0].device if cost.brought else None,
            brought=tuple(Brought(offer.device, offer.amount) for offer in cost.brought),
            renewed=Brought(cost.renewed.device, cost.renewed.amount) if cost.renewed else None,
        )
        for cost in costs
        if cost.expense.training is not None
    )


def filings(problem: Problem, costs: Iterable[Paid], starts_on: date) -> tuple[Task, ...]:
    """What the devices that pay, or would if renewed, ask to file around the start of an action."""
    costs = tuple(costs)
    named = {offer.device for cost in costs for offer in cost.brought}
    named |= {cost.renewed.device for cost in costs if cost.renewed}
    asking = (device for device in problem.devices if device.id in named)
    return in_order(task for device in asking for task in tasks(device, starts_on, problem.on))


def to_confirm(
    problem: Problem,
    facts: CompanyFacts,
    devices: Iterable[Device],
    paid: Mapping[str, Iterable[Paid]],
    schedule: Schedule,
) -> tuple[ToConfirm, ...]:
    """What to ask before counting on a device: those that pay or would, and those that a missing fact keeps out."""
    every = [cost for costs in paid.values() for cost in costs]
    named = {offer.device for cost in every for offer in cost.brought}
    named |= {cost.renewed.device for cost in every if cost.renewed}
    found = []
    for device in devices:
        verdict = eligibility(device, facts)
        if device.id in named and device.to_confirm:
            found.append(ToConfirm(device.id, device.to_confirm))
        elif device.initiative == "company" and verdict.eligible != "no" and _could_pay(problem, device, schedule):
            found.append(ToConfirm(device.id, one_reason(verdict.reasons) or _asked(device)))
    return tuple(found)


def _could_pay(problem: Problem, device: Device, schedule: Schedule) -> bool:
    """Whether it could bring something to a cost of the plan on its day, were a missing fact known."""
    return any(
        most_of(device, expense, problem.facts) and _still(device, quarter_opens(problem.on, quarter))
        for id, quarter in schedule.items()
        for expense in problem.candidate(id).expenses
    )


def _still(device: Device, day: date) -> bool:
    """In force that day, or an annual scale that may be renewed."""
    where = standing(device, day)
    return where == "in_force" or (where == "expired" and device.annual_scale)


def _asked(device: Device) -> Text:
    if device.to_confirm is None:
        return A_MAXIMUM
    return Text(*(f"{A_MAXIMUM.read(lang)}. {device.to_confirm.read(lang)}" for lang in (FRENCH, ENGLISH)))
