"""An organisation's work in words and tables: what is to be shared out, what is late, how far answers go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from diagnostic.core.activity import FEWEST, Activity, Delays, Quarter, Spread
from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.granted import Status
from reports import words
from reports.view_follow_up import MEANINGS, STATUSES

CLASSES = (N_("moins de 25 %"), N_("de 25 à 50 %"), N_("de 50 à 75 %"), N_("75 % et plus"))
LEAD = N_(
    "Ce que l’organisation a à faire, et jamais une mesure des personnes\u00a0: les conseillers sont rangés par ordre "
    "alphabétique, et rien ici ne les compare. Aucune réponse, aucune note, aucun stade d’entreprise n’y entre."
)
NOBODY = N_("Sans conseiller")
BAR = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart that is also a table; `width` in hundredths of the longest."""

    label: str
    count: str
    width: int


@dataclass(frozen=True, slots=True)
class SpreadView:
    """`bars` empty where there are too few companies: `told` says so."""

    title: str
    told: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ActivityView:
    title: str
    lead: str
    loads: tuple[tuple[str, str], ...]
    delays: tuple[tuple[str, ...], ...]
    late: str
    spreads: tuple[SpreadView, ...]
    statuses: tuple[str, ...]
    quarters: tuple[tuple[str, ...], ...]
    meanings: tuple[tuple[str, str], ...]


def activity_view(activity: Activity) -> ActivityView:
    return ActivityView(
        title=words.typeset(_title(activity)),
        lead=_(LEAD),
        loads=tuple((load.adviser or _(NOBODY), words.whole(load.files)) for load in activity.loads),
        delays=tuple(_delay_row(row) for row in activity.delays),
        late=words.typeset(_late(activity.delays)),
        spreads=(
            _spread(_("Part des questions qui ont une réponse"), activity.coverage, _answered),
            _spread(_("Part des réponses vérifiées sur place"), activity.evidence, _verified),
        ),
        statuses=tuple(words.capital(_(STATUSES[one])) for one in Status),
        quarters=tuple(_quarter_row(one) for one in activity.quarters),
        meanings=tuple((words.capital(_(STATUSES[one])), words.typeset(_(MEANINGS[one]))) for one in Status),
    )


def _title(activity: Activity) -> str:
    if not activity.companies:
        return _("Aucune entreprise n’est accompagnée au nom de l’organisation.")
    many = words.spelled(activity.companies, "entreprise accompagnée", "entreprises accompagnées", feminine=True)
    return words.sentence(f"{words.capital(many)}, {_late_restitutions(activity.delays)}")


def _late_restitutions(delays: Iterable[Delays]) -> str:
    late = sum(row.restitutions for row in delays)
    if not late:
        return _("aucune restitution en retard")
    return words.spelled(late, "restitution en retard", "restitutions en retard", feminine=True)


def _late(delays: Iterable[Delays]) -> str:
    rows = list(delays)
    restitutions, steps = sum(row.restitutions for row in rows), sum(row.steps for row in rows)
    if not restitutions and not steps:
        return _("Rien n’est en retard.")
    companies = sum(row.with_steps for row in rows)
    parts = []
    if restitutions:
        parts.append(words.spelled(restitutions, "restitution en retard", "restitutions en retard", feminine=True))
    if steps:
        where = words.spelled(companies, "entreprise", "entreprises", feminine=True)
        many = words.spelled(steps, "mesure", "mesures", feminine=True)
        parts.append(_("{steps} de plans signés en retard, dans {where}", steps=many, where=where))
    return words.sentence(words.capital(words.listed(parts)))


def _bars(rows: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    told = list(rows)
    longest = max((count for _, count in told), default=0) or 1
    return tuple(Bar(label, words.whole(count), (BAR * count + longest - 1) // longest) for label, count in told)


def _delay_row(row: Delays) -> tuple[str, ...]:
    return (
        words.capital(_(STATUSES[row.status])),
        words.whole(row.companies),
        words.whole(row.restitutions),
        words.whole(row.with_steps),
    )


def _spread(title: str, spread: Spread, say: Callable[[Spread], str]) -> SpreadView:
    """`say`: how many companies the chart is of, or that they are too few."""
    told = words.typeset(say(spread))
    if spread.counts is None:
        return SpreadView(title, told, ())
    classes = [words.typeset(_(one)) for one in CLASSES]
    return SpreadView(title, told, _bars(zip(classes, spread.counts, strict=True)))


def _answered(spread: Spread) -> str:
    if spread.counts is None:
        return _(
            "Trop peu d’entreprises dont le diagnostic est commencé pour le dire : il en faut au moins {least}.",
            least=words.numeral(FEWEST),
        )
    return plural(
        spread.companies,
        "Sur {many} entreprise dont le diagnostic est commencé, combien sont à chaque niveau.",
        "Sur {many} entreprises dont le diagnostic est commencé, combien sont à chaque niveau.",
        many=words.numeral(spread.companies, feminine=True),
    )


def _verified(spread: Spread) -> str:
    if spread.counts is None:
        return _(
            "Trop peu d’entreprises qui ont au moins une réponse pour le dire : il en faut au moins {least}.",
            least=words.numeral(FEWEST),
        )
    return plural(
        spread.companies,
        "Sur {many} entreprise qui a au moins une réponse, combien sont à chaque niveau.",
        "Sur {many} entreprises qui ont au moins une réponse, combien sont à chaque niveau.",
        many=words.numeral(spread.companies, feminine=True),
    )


def _quarter_row(quarter: Quarter) -> tuple[str, ...]:
    counts = [quarter.statuses[one] for one in Status]
    return (words.quarter(quarter.starts_on), *(words.whole(one) for one in counts), words.whole(sum(counts)))
