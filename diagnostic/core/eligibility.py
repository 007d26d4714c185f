"""Whether a company, the people it trains and what they follow meet the conditions of a device (METHOD 6)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Literal

from diagnostic.core.language import ENGLISH, FRENCH
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.catalogue import OpcoTables
from diagnostic.core.model.device import Conditions, Device, FundingKind, PeopleConditions, PersonStatus
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.opco import CHECK_URL, OpcoAnswer, opco_of_company

Eligible = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """What the conditions of a device look at; None = not known."""

    opco: OpcoAnswer | None = None
    idcc: int | None = None
    headcount: int | None = None
    region: str | None = None
    department: str | None = None
    naf_division: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFacts:
    """Those who are trained or hired, all alike; None = not known. `balances`: euros on each person's account."""

    status: PersonStatus | None = None
    age: int | None = None
    seniority_months: int | None = None
    lives_in: str | None = None
    balances: Mapping[str, int] = field(default_factory=dict)


EMPLOYEES = PeopleFacts(status="employee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """One cost of one action: its own, or that of a training. Whole euros before tax, at both ends of the range.

    `kind`: what the cost is for the devices; None = nothing that any of them pays for. `level`: French level of the
    certification that the training leads to, None where it leads to none.
    """

    action: str
    kind: FundingKind | None
    gross: int
    gross_low: int
    training: str | None = None
    training_kind: str | None = None
    hours: float = 0.0
    people: int = 1
    certifying: bool = False
    level: int | None = None
    afest: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unknown`: a fact is missing, and nothing already known forbids; `reasons`: for whoever confirms."""

    eligible: Eligible
    reasons: tuple[Text, ...] = ()


class Missing:
    """What is said of each fact that a condition needs and nobody gave."""

    IDCC = Text("le code IDCC n’est pas renseigné", "the IDCC code is missing")
    HEADCOUNT = Text("l’effectif n’est pas renseigné", "the headcount is missing")
    REGION = Text("la région n’est pas renseignée", "the region is missing")
    DEPARTMENT = Text("le département n’est pas renseigné", "the département is missing")
    NAF = Text("le code NAF n’est pas renseigné", "the NAF code is missing")
    STATUS = Text(
        "la situation des personnes n’est pas renseignée", "the situation of the people to be trained is missing"
    )
    AGE = Text("l’âge n’est pas renseigné", "the age is missing")
    SENIORITY = Text("l’ancienneté n’est pas renseignée", "the length of service is missing")
    LIVES_IN = Text(
        "le département où vit la personne n’est pas renseigné", "the département where the person lives is missing"
    )
    OPCO = Text(
        f"l’OPCO n’est pas connu ; à vérifier sur {CHECK_URL}", f"the OPCO is not known; check it on {CHECK_URL}"
    )


def company_facts(company: Company, tables: OpcoTables) -> CompanyFacts:
    """The facts that an assessment states about its company."""
    return CompanyFacts(
        opco=opco_of_company(tables, company),
        idcc=None if company.idcc in tables.escape_codes else company.idcc,
        headcount=company.headcount,
        region=company.region,
        department=company.department,
        naf_division=company.naf[:2] if company.naf else None,
    )


def eligibility(device: Device, facts: CompanyFacts, people: PeopleFacts = EMPLOYEES) -> Verdict:
    """Whether company and people meet every condition of the device, its dates and what is followed left aside."""
    return all_of([company_verdict(device.conditions, facts), people_verdict(device.conditions, people)])


def company_verdict(conditions: Conditions, facts: CompanyFacts) -> Verdict:
    return all_of(
        [
            _opco(conditions, facts),
            _listed(conditions.idcc, facts.idcc, Missing.IDCC),
            _between(conditions.min_headcount, conditions.max_headcount, facts.headcount, Missing.HEADCOUNT),
            _listed(conditions.regions, facts.region, Missing.REGION),
            _listed(conditions.departments, facts.department, Missing.DEPARTMENT),
            _listed(conditions.naf_divisions, facts.naf_division, Missing.NAF),
        ]
    )


def people_verdict(conditions: Conditions, people: PeopleFacts) -> Verdict:
    """One of the alternatives must hold."""
    if conditions.people is None:
        return Verdict("yes")
    verdicts = [_person(alternative, people) for alternative in conditions.people]
    answers = {verdict.eligible for verdict in verdicts}
    if "yes" in answers:
        return Verdict("yes")
    if answers == {"no"}:
        return Verdict("no")
    reasons = dict.fromkeys(reason for verdict in verdicts for reason in verdict.reasons)
    return Verdict("unknown", tuple(reasons))


def follows(conditions: Conditions, expense: Expense) -> bool:
    """Whether what is followed meets the conditions on trainings."""
    wanted = conditions.training
    return (
        (wanted.kinds is None or expense.training_kind in wanted.kinds)
        and (wanted.levels is None or expense.level in wanted.levels)
        and (wanted.certifying is None or expense.certifying == wanted.certifying)
        and (wanted.afest is None or expense.afest == wanted.afest)
        and (wanted.min_hours or 0.0) <= expense.hours <= (inf if wanted.max_hours is None else wanted.max_hours)
    )


def _person(wanted: PeopleConditions, people: PeopleFacts) -> Verdict:
    return all_of(
        [
            _listed(wanted.statuses, people.status, Missing.STATUS),
            _between(wanted.min_age, wanted.max_age, people.age, Missing.AGE),
            _between(wanted.min_seniority_months, None, people.seniority_months, Missing.SENIORITY),
            _listed(wanted.lives_in, people.lives_in, Missing.LIVES_IN),
        ]
    )


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One « no » forbids; else one « unknown » leaves it open."""
    verdicts = list(verdicts)
    answers = {verdict.eligible for verdict in verdicts}
    if "no" in answers:
        return Verdict("no")
    if "unknown" in answers:
        return Verdict("unknown", tuple(reason for verdict in verdicts for reason in verdict.reasons))
    return Verdict("yes")


def one_reason(reasons: Sequence[Text]) -> Text | None:
    """All of them in one text; None where there is none."""
    if not reasons:
        return None
    return Text(
        " ; ".join(reason.read(FRENCH) for reason in reasons), "; ".join(reason.read(ENGLISH) for reason in reasons)
    )


def _opco(conditions: Conditions, facts: CompanyFacts) -> Verdict:
    if conditions.opco is None:
        return Verdict("yes")
    answer = facts.opco
    if answer is None or answer.opco is None:
        return Verdict("unknown", (Missing.OPCO,))
    if answer.opco.id not in conditions.opco:
        return Verdict("no")
    if not answer.certain:
        return Verdict("unknown", (_only_likely(answer.opco.name),))
    return Verdict("yes")


def _only_likely(opco: str) -> Text:
    return Text(
        f"{opco} n’est que probable : le code IDCC du bulletin de paie tranche",
        f"{opco} is only probable: the IDCC code on the payslip settles it",
    )


def _between(low: int | None, high: int | None, fact: int | None, missing: Text) -> Verdict:
    if low is None and high is None:
        return Verdict("yes")
    if fact is None:
        return Verdict("unknown", (missing,))
    return Verdict("yes" if (low or 0) <= fact <= (inf if high is None else high) else "no")


def _listed(allowed: Collection[object] | None, fact: object, missing: Text) -> Verdict:
    if allowed is None:
        return Verdict("yes")
    if fact is None:
        return Verdict("unknown", (missing,))
    return Verdict("yes" if fact in allowed else "no")
