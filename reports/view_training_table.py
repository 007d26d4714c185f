"""The training plan as it is printed: a table to fold into the company's own, and what pays (METHOD 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, PN_, _, in_context
from reports import words
from reports.training_lines import Aid, TrainingRow

ADVISED_PRINTED = 6
NOTHING = "–"
SHORT = "short month"
MONTHS = (
    PN_("short month", "janv."), PN_("short month", "févr."), PN_("short month", "mars"),
    PN_("short month", "avril"), PN_("short month", "mai"), PN_("short month", "juin"),
    PN_("short month", "juil."), PN_("short month", "août"), PN_("short month", "sept."),
    PN_("short month", "oct."), PN_("short month", "nov."), PN_("short month", "déc."),
)  # fmt: skip
COUNTED_TITLE = N_("Comptées dans le plan")
ADVISED_TITLE = N_("Conseillées, non comptées : pour les compétences sur lesquelles les mesures reposent")
HIGH_END = N_(
    "Montants hors taxes, au plus haut, pour toutes ces personnes ; « à vérifier » : compté pour une personne, tant "
    "que l’on ne sait pas qui sait déjà faire. Un même plafond d’aide ne sert qu’une fois."
)


@dataclass(frozen=True, slots=True)
class PrintedTraining:
    """`filing`: the last day to ask for the aid; a dash where nothing is to be filed."""

    title: str
    certification: str | None
    ranks: str
    who: str
    when: str
    gross: str
    funded: str
    net: str
    renewed: str
    filing: str


@dataclass(frozen=True, slots=True)
class TrainingGroup:
    title: str
    rows: tuple[PrintedTraining, ...]
    total: PrintedTraining | None


@dataclass(frozen=True, slots=True)
class TrainingTable:
    groups: tuple[TrainingGroup, ...]
    more: str | None
    aids: tuple[str, ...]
    note: str


def training_table(rows: Sequence[TrainingRow]) -> TrainingTable | None:
    """Counted first, with their sum; None where the plan names no training."""
    if not rows:
        return None
    counted, advised = [row for row in rows if row.counted], [row for row in rows if not row.counted]
    shown = sorted(advised, key=lambda row: row.ranks[0])[:ADVISED_PRINTED]
    groups = (_group(COUNTED_TITLE, counted), _group(ADVISED_TITLE, [row for row in advised if row in shown]))
    return TrainingTable(
        groups=tuple(group for group in groups if group.rows),
        more=_more(len(advised) - len(shown)),
        aids=tuple(_aids([*counted, *shown])),
        note=words.typeset(_(HIGH_END)),
    )


def _more(left: int) -> str | None:
    if left <= 0:
        return None
    others = words.spelled(left, "autre formation conseillée", "autres formations conseillées", feminine=True)
    return words.typeset(_("Et {others} pour les mesures suivantes : le tableur les donne toutes.", others=others))


def _group(title: str, rows: Sequence[TrainingRow]) -> TrainingGroup:
    total = _total(rows) if len(rows) > 1 and rows[0].counted else None
    return TrainingGroup(words.typeset(_(title)), tuple(_printed(row) for row in rows), total)


def _printed(row: TrainingRow) -> PrintedTraining:
    return PrintedTraining(
        title=row.title,
        certification=row.certification,
        ranks=", ".join(str(rank) for rank in row.ranks),
        who=f"{row.people_text}, {_hours(row.hours)}",
        when=_months(row),
        gross=words.euros(row.gross),
        funded=_amount(row.funded),
        net=words.euros(row.net),
        renewed=_amount(row.renewed.amount if row.renewed else 0),
        filing=min((words.short_day(one.by) for one in row.filings[:1]), default=NOTHING),
    )


def _months(row: TrainingRow) -> str:
    """« janv. à juin 2027 », « oct. 2027 à mars 2028 »: whole quarters, of a year or two."""
    first, last = row.starts_on, row.ends_on
    start = _short(first) if first.year == last.year else f"{_short(first)} {first.year}"
    return _("{start} à {end}", start=start, end=f"{_short(last)} {last.year}")


def _short(day: date) -> str:
    return in_context(SHORT, MONTHS[day.month - 1])


def _hours(number: float) -> str:
    """« 14 h »."""
    return f"{words.rung(number)}{words.FIXED}h"


def _amount(amount: int) -> str:
    return words.euros(amount) if amount else NOTHING


def _total(rows: Sequence[TrainingRow]) -> PrintedTraining:
    renewed = sum(row.renewed.amount for row in rows if row.renewed)
    hours = _hours(sum(row.hours * row.people for row in rows))
    people = words.count(sum(row.people for row in rows), "personne", "personnes")
    return PrintedTraining(
        title=in_context("sum", "Ensemble"),
        certification=None,
        ranks="",
        who=_("{people}, {hours} en tout", people=people, hours=hours),
        when="",
        gross=words.euros(sum(row.gross for row in rows)),
        funded=_amount(sum(row.funded for row in rows)),
        net=words.euros(sum(row.net for row in rows)),
        renewed=_amount(renewed),
        filing="",
    )


def _aids(rows: Iterable[TrainingRow]) -> Iterable[str]:
    """Each device once, by its name, with what makes it believable."""
    found: dict[str, Aid] = {}
    for row in rows:
        for aid in (*row.paid, *((row.renewed,) if row.renewed else ())):
            found.setdefault(aid.id, aid)
    for aid in found.values():
        valid = aid.valid_to and _("{device}, valable jusqu’au {day}", device=aid.device, day=words.day(aid.valid_to))
        sentences = [f"{valid or aid.device}.", words.sentence(aid.rule)]
        if not aid.sure:
            sentences.append(_("À confirmer : une condition n’est pas encore connue."))
        yield words.typeset(" ".join(sentences))
