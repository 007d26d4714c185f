"""Who could pay for one training, on a day, for a company: every device with its verdict, its euros and its dated
tasks; then the mix that brings most (METHOD 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from diagnostic.core.deadlines import tasks
from diagnostic.core.eligibility import (
    EMPLOYEES,
    CompanyFacts,
    Expense,
    PeopleFacts,
    Verdict,
    all_of,
    eligibility,
    follows,
)
from diagnostic.core.funding import Offer, most_of, offer_of, scale_for, standing
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import Task
from diagnostic.core.model.questionnaire import Text

Answer = Literal[
    "pays", "person_may", "if_renewed", "to_confirm", "in_kind", "no", "not_yet", "expired", "ended", "unverified"
]
NO_BALANCE = Text(
    "le solde du compte de la personne n’est pas connu", "the balance of the person’s account is not known"
)
ORDER: tuple[Answer, ...] = (
    "pays", "person_may", "if_renewed", "to_confirm", "in_kind", "not_yet", "unverified", "expired", "ended", "no",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Possibility:
    """What one device answers. `amount`: whole euros counted where it `pays`, told only where `if_renewed`, the most it
    could be where `to_confirm`; `reasons`: what is missing."""

    device: str
    answer: Answer
    amount: int
    reasons: tuple[Text, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class WhoPays:
    """`mix`: device → euros, never exclusive ones together, never above the cost; `net` what is left to pay.

    `by_person`: the same for what a person may bring from an account of theirs, never taken off `net`.

    `if_renewed`: what the best expired annual scale would bring where nothing pays; never taken off `net`.
    """

    expense: Expense
    starts_on: date
    possibilities: tuple[Possibility, ...]
    mix: Mapping[str, int]
    by_person: Mapping[str, int]
    net: int
    if_renewed: int


def who_pays(
    devices: Iterable[Device],
    facts: CompanyFacts,
    expense: Expense,
    starts_on: date,
    *,
    on: date,
    people: PeopleFacts = EMPLOYEES,
) -> WhoPays:
    """Every device that pays for that kind of cost, ended and unverified ones explained; `on` is the day of the ask."""
    known = {device.id: device for device in devices if device.pays_for == expense.kind}
    ask = Ask(facts, expense, starts_on, on, people)
    found = [_possibility(device, ask) for device in known.values()]
    found.sort(key=lambda row: (ORDER.index(row.answer), -row.amount, row.device))
    mix, by_person = (
        best_mix([Offer(row.device, row.amount) for row in found if row.answer == answer], known, expense, people)
        for answer in ("pays", "person_may")
    )
    renewed = max((row.amount for row in found if row.answer == "if_renewed"), default=0)
    return WhoPays(
        expense=expense,
        starts_on=starts_on,
        possibilities=tuple(found),
        mix=mix,
        by_person=by_person,
        net=expense.gross - sum(mix.values()),
        if_renewed=0 if mix else renewed,
    )


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: the cost, the day it starts, the day of the question, who for."""

    facts: CompanyFacts
    expense: Expense
    starts_on: date
    on: date
    people: PeopleFacts


def _possibility(device: Device, ask: Ask) -> Possibility:
    verdict = _verdict(device, ask)
    offer = offer_of(device, ask.expense, ask.expense.gross, ask.facts, ask.people)
    answer = _answer(device, ask, verdict, offer)
    amount = offer.amount if offer else 0
    if answer == "to_confirm":
        amount = most_of(device, ask.expense, ask.facts, ask.people)
    told = answer in ("pays", "person_may", "if_renewed", "to_confirm")
    dated = told or answer == "in_kind"
    return Possibility(
        device=device.id,
        answer=answer,
        amount=amount if told else 0,
        reasons=verdict.reasons if answer == "to_confirm" else (),
        tasks=tasks(device, ask.starts_on, ask.on) if dated else (),
    )


def _verdict(device: Device, ask: Ask) -> Verdict:
    """Company, people, what is followed, the scale, and the account that it draws on."""
    if not follows(device.conditions, ask.expense):
        return Verdict("no")
    verdicts = [eligibility(device, ask.facts, ask.people)]
    if device.scales:
        verdicts.append(scale_for(device, ask.facts, ask.expense, ask.people)[1])
    if device.balance and device.scales and device.balance not in ask.people.balances:
        verdicts.append(Verdict("unknown", (NO_BALANCE,)))
    return all_of(verdicts)


def _answer(device: Device, ask: Ask, verdict: Verdict, offer: Offer | None) -> Answer:
    if device.status == "ended" or verdict.eligible == "no":
        return "ended" if device.status == "ended" else "no"
    if device.status == "unverified":
        return "unverified"
    where = standing(device, ask.starts_on)
    if where == "not_yet" or (where == "expired" and not device.annual_scale):
        return where
    if not device.scales or verdict.eligible == "unknown":
        return "to_confirm" if device.scales else "in_kind"
    sure: Answer = "person_may" if device.initiative == "person" else "pays"
    counted: Answer = "if_renewed" if where == "expired" else sure
    return counted if offer is not None and offer.amount else "no"


def best_mix(
    offers: Iterable[Offer], devices: Mapping[str, Device], expense: Expense, people: PeopleFacts = EMPLOYEES
) -> dict[str, int]:
    """The devices that bring most together: no two exclusive ones, one account drawn once, never above the cost.

    Fewer devices first, then ids, where several mixes bring as much.
    """
    offers = sorted(offers, key=lambda offer: offer.device)
    best: dict[str, int] = {}
    for size in range(1, len(offers) + 1):
        for chosen in combinations(offers, size):
            if all(devices[a.device].shares_cost_with(devices[b.device]) for a, b in combinations(chosen, 2)):
                mix = _filled(chosen, devices, expense, people)
                if sum(mix.values()) > sum(best.values()):
                    best = mix
    return best


def _filled(
    chosen: Iterable[Offer], devices: Mapping[str, Device], expense: Expense, people: PeopleFacts
) -> dict[str, int]:
    """Most generous first, each within what is left of the cost and of the account it draws on."""
    left = expense.gross
    accounts = {id: euros * expense.people for id, euros in people.balances.items()}
    mix = {}
    for offer in sorted(chosen, key=lambda offer: (-offer.amount, offer.device)):
        balance = devices[offer.device].balance
        amount = min(offer.amount, left, accounts.get(balance, 0) if balance else offer.amount)
        left -= amount
        if balance:
            accounts[balance] -= amount
        if amount > 0:
            mix[offer.device] = amount
    return mix
