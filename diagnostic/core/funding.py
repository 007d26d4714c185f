"""What each funding device may bring to a cost, at a date, to a company (METHOD 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import floor, inf

from diagnostic.core.eligibility import (
    EMPLOYEES,
    CompanyFacts,
    Expense,
    PeopleFacts,
    Verdict,
    all_of,
    company_verdict,
    follows,
    people_verdict,
)
from diagnostic.core.model.catalogue import Training
from diagnostic.core.model.device import Ceiling, Device, Scale
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.rules import Standing, standing_between

CENT = 1e-6
A_MAXIMUM = Text(
    "le montant est un maximum, que l’étude du dossier décide",
    "the amount is a maximum, which the study of the application decides",
)
SHARED = ("company_year", "company")


@dataclass(frozen=True, slots=True)
class Offer:
    """The most that a device brings to one expense. `ceilings`: those that it shares with other expenses."""

    device: str
    amount: int
    ceilings: tuple[Ceiling, ...] = ()


@dataclass(frozen=True, slots=True)
class CeilingKey:
    """A ceiling that several expenses share: `year` None = once for the company."""

    device: str
    amount: int
    year: int | None


def ceiling_keys(offer: Offer, year: int) -> list[CeilingKey]:
    """The shared ceilings on which an offer draws when its expense starts in that civil year."""
    return [CeilingKey(offer.device, c.amount, year if c.per == "company_year" else None) for c in offer.ceilings]


def course(training: Training, people: int, on: date, action: str = "") -> Expense:
    """What training that many people costs, as an expense that devices may help to pay; a certification counts as one
    only while its code is registered."""
    registered = training.code_on(on) is not None
    times = training.cost.times(people)
    return Expense(
        action=action,
        kind="training" if training.audience == "employee" else None,
        gross=training.cost.high * times,
        gross_low=training.cost.low * times,
        training=training.id,
        training_kind=training.kind,
        hours=training.hours,
        people=people,
        certifying=registered,
        level=training.level if registered else None,
        afest=training.afest,
    )


def standing(device: Device, on: date) -> Standing:
    """Where that day falls beside the device's dates."""
    return standing_between(device.valid_from, device.valid_to, on)


def scale_amount(scale: Scale, expense: Expense, gross: int) -> int:
    """Whole euros that a scale brings to that expense alone, never more than it costs."""
    trainee_hours = expense.hours * expense.people
    hourly = scale.per_hour.get(expense.training_kind or "")
    if hourly is not None:
        due = hourly * trainee_hours
    elif scale.share is not None:
        due = scale.share * min(gross, inf if scale.hourly_cap is None else scale.hourly_cap * trainee_hours)
    else:
        due = float((scale.flat or 0) * expense.people)
    left = gross - scale.left_to_person * expense.people
    return max(0, floor(min(due, left, _own_limit(scale, expense.people)) + CENT))


def _own_limit(scale: Scale, people: int) -> float:
    """The lowest ceiling that holds for one expense, shared ones included."""
    return min((c.amount * (people if c.per == "trainee" else 1) for c in scale.ceilings), default=inf)


def scale_for(
    device: Device, facts: CompanyFacts, expense: Expense, people: PeopleFacts = EMPLOYEES
) -> tuple[Scale | None, Verdict]:
    """The first scale whose conditions hold; `unknown` as soon as a missing fact leaves choice or amount open."""
    for scale in device.scales:
        if not follows(scale.conditions, expense):
            continue
        known = Verdict("unknown", (A_MAXIMUM,)) if scale.at_most else Verdict("yes")
        verdict = all_of([company_verdict(scale.conditions, facts), people_verdict(scale.conditions, people), known])
        if verdict.eligible != "no":
            return (scale if verdict.eligible == "yes" else None), verdict
    return None, Verdict("no")


def offers(devices: Iterable[Device], expense: Expense, gross: int, on: date, facts: CompanyFacts) -> tuple[Offer, ...]:
    """What each device in force that day brings to the expense, most first; its conditions are the caller's to check,
    those of its scales and of what is followed are checked here."""
    in_force = [device for device in devices if standing(device, on) == "in_force"]
    return _most_first(offer_of(device, expense, gross, facts) for device in in_force)


def offers_if_renewed(
    devices: Iterable[Device], expense: Expense, gross: int, on: date, facts: CompanyFacts
) -> tuple[Offer, ...]:
    """What each expired annual scale would bring were it voted again unchanged; never to be counted (METHOD 6)."""
    expired = [device for device in devices if device.annual_scale and standing(device, on) == "expired"]
    return _most_first(offer_of(device, expense, gross, facts) for device in expired)


def offer_of(
    device: Device, expense: Expense, gross: int, facts: CompanyFacts, people: PeopleFacts = EMPLOYEES
) -> Offer | None:
    """What the device brings whatever the day; only an active one is ever counted: neither an ended one nor one that
    nobody has verified."""
    if not _may_pay(device, expense):
        return None
    scale, _ = scale_for(device, facts, expense, people)
    if scale is None or scale.at_most:
        return None
    amount = min(scale_amount(scale, expense, gross), _account(device, people) * expense.people)
    return Offer(device.id, int(amount), tuple(c for c in scale.ceilings if c.per in SHARED))


def most_of(device: Device, expense: Expense, facts: CompanyFacts, people: PeopleFacts = EMPLOYEES) -> int:
    """The most that any of its scales not ruled out could bring while a fact is missing: told, never counted."""
    if not _may_pay(device, expense):
        return 0
    open_ones = (
        scale
        for scale in device.scales
        if follows(scale.conditions, expense)
        and company_verdict(scale.conditions, facts).eligible != "no"
        and people_verdict(scale.conditions, people).eligible != "no"
    )
    return max((scale_amount(scale, expense, expense.gross) for scale in open_ones), default=0)


def _may_pay(device: Device, expense: Expense) -> bool:
    return device.status == "active" and device.pays_for == expense.kind and follows(device.conditions, expense)


def _account(device: Device, people: PeopleFacts) -> float:
    """Euros left on each person's account, where the device draws on one: nothing as long as it is not known."""
    return inf if device.balance is None else people.balances.get(device.balance, 0)


def _most_first(found: Iterable[Offer | None]) -> tuple[Offer, ...]:
    kept = [offer for offer in found if offer is not None and offer.amount > 0]
    return tuple(sorted(kept, key=lambda offer: (-offer.amount, offer.device)))
