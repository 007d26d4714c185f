"""What each funding device may bring to a cost, at a date, to a company (METHOD 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor, inf
from typing import Literal

from diagnostic.core.model.assessment import Company
from diagnostic.core.model.catalogue import Ceiling, Device, FundingKind, OpcoTables
from diagnostic.core.opco import CHECK_URL, OpcoAnswer, opco_of_company
from diagnostic.core.rules import Rule, evaluate

Eligible = Literal["yes", "no", "unknown"]
CENT = 1e-6


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What the conditions of a device look at; None = not known."""

    opco: OpcoAnswer | None
    headcount: int | None
    region: str | None
    naf_division: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unknown`: a fact is missing, and nothing already known forbids; `reasons` in French, for whoever confirms."""

    eligible: Eligible
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """A share of the eligible cost, or euros per trainee-hour by kind of training, under a ceiling."""

    share: float | None
    per_hour: Mapping[str, float]
    ceiling: Ceiling | None

    def amount(self, expense: "Expense", gross: int) -> int:
        """Whole euros brought to that expense alone, never more than it costs."""
        hourly = self.per_hour.get(expense.training_kind or "")
        if hourly is not None:
            due = hourly * expense.hours * expense.people
        elif self.share is not None:
            due = self.share * gross
        else:
            due = 0.0
        return floor(min(due, float(gross), self._limit(expense.people)) + CENT)

    def _limit(self, people: int) -> float:
        if self.ceiling is None:
            return inf
        return float(self.ceiling.amount) * (people if self.ceiling.per == "trainee" else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """One cost of one action: its own, or that of a training. Whole euros before tax, at both ends of the range.

    `kind`: what the cost is for the devices; None = nothing that any of them pays for.
    """

    action: str
    kind: FundingKind | None
    gross: int
    gross_low: int
    training: str | None = None
    training_kind: str | None = None
    hours: float = 0.0
    people: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """The most that a device brings to one expense, its ceilings over several expenses left aside."""

    device: str
    amount: int


def company_facts(company: Company, tables: OpcoTables) -> CompanyFacts:
    """The facts that an assessment states about its company."""
    return CompanyFacts(
        opco=opco_of_company(tables, company),
        headcount=company.headcount,
        region=company.region,
        naf_division=company.naf[:2] if company.naf else None,
    )


def eligibility(device: Device, facts: CompanyFacts) -> Verdict:
    """Whether the company meets every condition of the device, its dates left aside."""
    verdicts = [
        _opco_condition(device, facts),
        _headcount_condition(device, facts),
        _listed(device.conditions.regions, facts.region, "la région n’est pas renseignée"),
        _listed(device.conditions.naf_divisions, facts.naf_division, "le code NAF n’est pas renseigné"),
    ]
    answers = [verdict.eligible for verdict in verdicts]
    if "no" in answers:
        return Verdict("no")
    reasons = tuple(reason for verdict in verdicts for reason in verdict.reasons)
    return Verdict("unknown" if "unknown" in answers else "yes", reasons)


def _opco_condition(device: Device, facts: CompanyFacts) -> Verdict:
    if device.conditions.opco is None:
        return Verdict("yes")
    answer = facts.opco
    if answer is None or answer.opco is None:
        return Verdict("unknown", (f"l’OPCO n’est pas connu ; à vérifier sur {CHECK_URL}",))
    if answer.opco.id not in device.conditions.opco:
        return Verdict("no")
    if not answer.certain:
        return Verdict(
            "unknown", (f"{answer.opco.name} n’est que probable : le code IDCC du bulletin de paie tranche",)
        )
    return Verdict("yes")


def _headcount_condition(device: Device, facts: CompanyFacts) -> Verdict:
    low, high = device.conditions.min_headcount, device.conditions.max_headcount
    if low is None and high is None:
        return Verdict("yes")
    if facts.headcount is None:
        return Verdict("unknown", ("l’effectif n’est pas renseigné",))
    return Verdict("yes" if (low or 0) <= facts.headcount <= (inf if high is None else high) else "no")


def _listed(allowed: tuple[str, ...] | None, fact: str | None, missing: str) -> Verdict:
    if allowed is None:
        return Verdict("yes")
    if fact is None:
        return Verdict("unknown", (missing,))
    return Verdict("yes" if fact in allowed else "no")


def scale_of(device: Device) -> Rule[Scale]:
    """The device's scale as a dated rule."""
    scale = Scale(device.share, device.per_hour, device.ceiling)
    return Rule(scale, device.valid_from, device.valid_to, device.source)


def offers(devices: Iterable[Device], expense: Expense, gross: int, on: date) -> tuple[Offer, ...]:
    """What each device in force that day brings to the expense, most first; conditions are the caller's to check."""
    found = []
    for device in devices:
        scale = evaluate(scale_of(device), on).value if _may_pay(device, expense) else None
        if scale is not None:
            found.append(Offer(device.id, scale.amount(expense, gross)))
    return _most_first(found)


def offers_if_renewed(devices: Iterable[Device], expense: Expense, gross: int, on: date) -> tuple[Offer, ...]:
    """What each expired annual scale would bring were it voted again unchanged; never to be counted (METHOD 6)."""
    found = []
    for device in devices:
        expired = evaluate(scale_of(device), on).standing == "expired"
        if _may_pay(device, expense) and device.annual_scale and expired:
            found.append(Offer(device.id, scale_of(device).value.amount(expense, gross)))
    return _most_first(found)


def _may_pay(device: Device, expense: Expense) -> bool:
    """Only an active device is ever counted: neither an ended one nor one that nobody has verified."""
    return device.status == "active" and device.pays_for == expense.kind


def _most_first(found: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(
        sorted((offer for offer in found if offer.amount > 0), key=lambda offer: (-offer.amount, offer.device))
    )
