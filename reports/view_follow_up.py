"""Visits, and what a funder reads of a company: one list of columns makes the page, the file and the promise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.granted import Followed, Status, Visit, VisitKind
from reports import words
from reports.words import short_day

KINDS = {
    VisitKind.PREPARATION: N_("Préparation"),
    VisitKind.VISIT: N_("Visite"),
    VisitKind.RESTITUTION: N_("Restitution"),
    VisitKind.FOLLOW_UP: N_("Suivi"),
}
KIND_HELPS = {
    VisitKind.PREPARATION: N_("Sans le dirigeant : lectures, appels, dossier."),
    VisitKind.VISIT: N_("Sur place, pour observer et répondre."),
    VisitKind.RESTITUTION: N_("Le résultat et le plan, expliqués au dirigeant."),
    VisitKind.FOLLOW_UP: N_("Après coup : où en sont les mesures."),
}
STATUSES = {
    Status.MET: N_("rencontrée"),
    Status.MADE_AWARE: N_("sensibilisée"),
    Status.DIAGNOSED: N_("diagnostiquée"),
    Status.COMMITTED: N_("engagée"),
    Status.ACCOMPANIED: N_("accompagnée"),
    Status.TRANSFORMED: N_("transformée"),
}
MEANINGS = {
    Status.MET: N_("un dossier est ouvert"),
    Status.MADE_AWARE: N_("une visite a eu lieu, ou les premières réponses sont données"),
    Status.DIAGNOSED: N_("assez de réponses pour un résultat"),
    Status.COMMITTED: N_("un plan d’action est signé"),
    Status.ACCOMPANIED: N_("une mesure au moins du plan signé est en cours, ou faite"),
    Status.TRANSFORMED: N_("à un diagnostic suivant, plus rien n’est sous la cible du premier plan signé"),
}
UNKNOWN, NONE_YET = N_("non renseigné"), N_("aucune")


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
    return short_day(on) if on else _(NONE_YET)


COLUMNS = (
    Column(N_("SIREN"), N_("le SIREN"), lambda one: one.siren or _(UNKNOWN)),
    Column(
        N_("Accord"),
        N_("la référence de l’accord"),
        lambda one: one.agreement.reference if one.agreement else _(UNKNOWN),
    ),
    Column(
        N_("Signé le"),
        N_("le jour de sa signature"),
        lambda one: short_day(one.agreement.on) if one.agreement else _(UNKNOWN),
    ),
    Column(N_("Première visite"), N_("le jour de la première visite"), lambda one: _day(one.first_visit)),
    Column(N_("Dernière visite"), N_("celui de la dernière"), lambda one: _day(one.last_visit)),
    Column(N_("Jours"), N_("le nombre de jours passés"), lambda one: words.rung(one.days)),
    Column(
        N_("Avancement"),
        N_("l’avancement : {statuses}"),
        lambda one: _(STATUSES[one.status]),
    ),
    Column(
        N_("Visites attestées"),
        N_("le nombre de visites attestées, sur le total"),
        lambda one: _("{attested} sur {visits}", attested=one.attested, visits=one.visits),
    ),
)


def kind_helps() -> dict[str, str]:
    return {kind.value: words.typeset(_(told)) for kind, told in KIND_HELPS.items()}


def what_a_funder_sees() -> tuple[str, ...]:
    return tuple(words.typeset(_(column.said, statuses=one_of_the_statuses())) for column in COLUMNS)


def one_of_the_statuses() -> str:
    *others, last = (_(told) for told in STATUSES.values())
    return _("{parts} ou {last}", parts=", ".join(others), last=last)


def funded_view(lines: Sequence[Followed]) -> FundedView:
    return FundedView(
        title=words.typeset(_funded_title(len(lines))),
        columns=tuple(_(column.name) for column in COLUMNS),
        rows=tuple(tuple(column.read(line) for column in COLUMNS) for line in lines),
        meanings=tuple((words.capital(_(STATUSES[one])), words.typeset(_(told))) for one, told in MEANINGS.items()),
    )


def _funded_title(count: int) -> str:
    if not count:
        return _("Aucune entreprise ne vous a encore donné accès.")
    many = words.spelled(count, "entreprise suivie", "entreprises suivies", feminine=True)
    return words.sentence(_("{companies} sous accord écrit", companies=many))


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
        return _("Aucune visite n’est notée.")
    visits = words.capital(words.spelled(count, "visite", "visites", feminine=True))
    return _("{visits}, {days} en tout.", visits=visits, days=words.days(days))


def _visits_lead(count: int, waiting: int, *, attests: bool) -> str:
    if not count:
        return _("Le conseiller note ici chaque demi-journée passée pour l’entreprise ; le dirigeant l’atteste.")
    if not waiting:
        return _("Toutes sont attestées par le dirigeant.")
    many = words.numeral(waiting, feminine=True)
    if attests:
        told = plural(waiting, "{number} attend votre attestation", "{number} attendent votre attestation", number=many)
    else:
        told = plural(
            waiting,
            "{number} attend l’attestation du dirigeant",
            "{number} attendent l’attestation du dirigeant",
            number=many,
        )
    return words.sentence(told)


def _visit(visit: Visit, reader: str, day: Callable[[datetime], date]) -> VisitLine:
    attested = _("Attestée le {day}.", day=words.day(day(visit.attested_at))) if visit.attested_at else None
    return VisitLine(
        id=visit.id,
        day=words.capital(words.day(visit.on)),
        kind=_(KINDS[visit.kind]),
        lasts=words.days(visit.half_days / 2),
        name=visit.name,
        organisation=visit.organisation_name,
        attested=words.typeset(attested) if attested else None,
        is_own=visit.actor == reader,
    )
