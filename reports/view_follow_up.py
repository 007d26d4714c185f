"""Visits, and what a funder reads of a company: one list of columns makes the page, the file and the promise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diagnostic.core.model.granted import Followed, Status, Visit, VisitKind
from reports import words
from reports.words import short_day

KINDS = {
    VisitKind.PREPARATION: "Préparation",
    VisitKind.VISIT: "Visite",
    VisitKind.RESTITUTION: "Restitution",
    VisitKind.FOLLOW_UP: "Suivi",
}
KIND_HELPS = {
    VisitKind.PREPARATION: "Sans le dirigeant : lectures, appels, dossier.",
    VisitKind.VISIT: "Sur place, pour observer et répondre.",
    VisitKind.RESTITUTION: "Le résultat et le plan, expliqués au dirigeant.",
    VisitKind.FOLLOW_UP: "Après coup : où en sont les mesures.",
}
STATUSES = {
    Status.MET: "rencontrée",
    Status.MADE_AWARE: "sensibilisée",
    Status.DIAGNOSED: "diagnostiquée",
    Status.COMMITTED: "engagée",
    Status.ACCOMPANIED: "accompagnée",
    Status.TRANSFORMED: "transformée",
}
MEANINGS = {
    Status.MET: "un dossier est ouvert",
    Status.MADE_AWARE: "une visite a eu lieu, ou les premières réponses sont données",
    Status.DIAGNOSED: "assez de réponses pour un résultat",
    Status.COMMITTED: "un plan d’action est signé",
    Status.ACCOMPANIED: "une mesure au moins du plan signé est en cours, ou faite",
    Status.TRANSFORMED: "à un diagnostic suivant, plus rien n’est sous la cible du premier plan signé",
}
UNKNOWN, NONE_YET = "non renseigné", "aucune"


@dataclass(frozen=True, slots=True)
class Column:
    """`name` heads it; `said` is what the leader is told that it holds; `read` makes its cell."""

    name: str
    said: str
    read: Callable[[Followed], str]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """`attested` is None while the leader has not said anything."""

    id: str
    day: str
    kind: str
    lasts: str
    name: str | None
    organisation: str
    attested: str | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class VisitsView:
    title: str
    lead: str
    lines: tuple[VisitLine, ...]


@dataclass(frozen=True, slots=True)
class FundedView:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    meanings: tuple[tuple[str, str], ...]


def _day(on: date | None) -> str:
    return short_day(on) if on else NONE_YET


COLUMNS = (
    Column("SIREN", "le SIREN", lambda one: one.siren or UNKNOWN),
    Column("Accord", "la référence de l’accord", lambda one: one.agreement.reference if one.agreement else UNKNOWN),
    Column(
        "Signé le", "le jour de sa signature", lambda one: short_day(one.agreement.on) if one.agreement else UNKNOWN
    ),
    Column("Première visite", "le jour de la première visite", lambda one: _day(one.first_visit)),
    Column("Dernière visite", "celui de la dernière", lambda one: _day(one.last_visit)),
    Column("Jours", "le nombre de jours passés", lambda one: words.rung(one.days)),
    Column(
        "Avancement",
        f"l’avancement : {words.listed(tuple(STATUSES.values())).replace(' et ', ' ou ')}",
        lambda one: STATUSES[one.status],
    ),
    Column(
        "Visites attestées",
        "le nombre de visites attestées, sur le total",
        lambda one: f"{one.attested} sur {one.visits}",
    ),
)


def kind_helps() -> dict[str, str]:
    return {kind.value: words.typeset(told) for kind, told in KIND_HELPS.items()}


def what_a_funder_sees() -> tuple[str, ...]:
    return tuple(words.typeset(column.said) for column in COLUMNS)


def funded_view(lines: Sequence[Followed]) -> FundedView:
    return FundedView(
        title=words.typeset(_funded_title(len(lines))),
        columns=tuple(column.name for column in COLUMNS),
        rows=tuple(tuple(column.read(line) for column in COLUMNS) for line in lines),
        meanings=tuple((words.capital(STATUSES[one]), words.typeset(told)) for one, told in MEANINGS.items()),
    )


def _funded_title(count: int) -> str:
    if not count:
        return "Aucune entreprise ne vous a encore donné accès."
    many = words.spelled(count, "entreprise suivie", "entreprises suivies", feminine=True)
    return words.sentence(f"{many} sous accord écrit")


def visits_view(
    visits: Sequence[Visit], reader: str, day: Callable[[datetime], date], *, attests: bool = False
) -> VisitsView:
    """`reader`: the audit trail's reference of who looks; `attests`: they are the one who does."""
    waiting = sum(visit.attested_at is None for visit in visits)
    days = sum(visit.half_days for visit in visits) / 2
    return VisitsView(
        title=words.typeset(_visits_title(len(visits), days)),
        lead=words.typeset(_visits_lead(len(visits), waiting, attests=attests)),
        lines=tuple(_visit(visit, reader, day) for visit in visits),
    )


def _visits_title(count: int, days: float) -> str:
    if not count:
        return "Aucune visite n’est notée."
    return f"{words.capital(words.spelled(count, 'visite', 'visites', feminine=True))}, {words.days(days)} en tout."


def _visits_lead(count: int, waiting: int, *, attests: bool) -> str:
    if not count:
        return "Le conseiller note ici chaque demi-journée passée pour l’entreprise ; le dirigeant l’atteste."
    if not waiting:
        return "Toutes sont attestées par le dirigeant."
    many = words.spelled(waiting, "attend", "attendent", feminine=True)
    return words.sentence(f"{many} {'votre attestation' if attests else 'l’attestation du dirigeant'}")


def _visit(visit: Visit, reader: str, day: Callable[[datetime], date]) -> VisitLine:
    attested = f"Attestée le {words.day(day(visit.attested_at))}." if visit.attested_at else None
    return VisitLine(
        id=visit.id,
        day=words.capital(words.day(visit.on)),
        kind=KINDS[visit.kind],
        lasts=words.days(visit.half_days / 2),
        name=visit.name,
        organisation=visit.organisation_name,
        attested=words.typeset(attested) if attested else None,
        is_own=visit.actor == reader,
    )
