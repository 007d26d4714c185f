"""Who accompanies which company, as an administrator reads it: in whose hands each file is, and since when."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diagnostic.core.language import N_, _
from diagnostic.core.model.granted import CompanyLine
from reports import words
from reports.choosing import Column, Query, Table
from reports.view_portfolio import Choice, hand_of

STATES = {
    "draft": N_("En préparation, pas encore remis"),
    "both": N_("Le dirigeant et le conseiller y écrivent"),
    "leader": N_("Entre les mains du dirigeant"),
    "waiting": N_("Remis, le dirigeant ne l’a pas encore ouvert"),
}
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Telling:
    """`advisers`: the public ids of those who are advisers here today; `day`: that of an instant."""

    advisers: Collection[str]
    day: Callable[[datetime], date]


@dataclass(frozen=True, slots=True)
class AccompaniedLine:
    """`orphan`: whoever accompanied it is an adviser here no more."""

    access: str
    name: str
    state: str
    changed: str
    adviser: str
    since: str
    orphan: bool


def is_orphan(line: CompanyLine, telling: Telling) -> bool:
    return line.person not in telling.advisers


def table_of(telling: Telling) -> Table[CompanyLine]:
    """Those without an adviser first, then the last changed. Never sorted by what an adviser does: a name, a day."""
    return Table(
        columns=(
            Column("name", _("Entreprise"), lambda one: words.plain(one.name)),
            Column("adviser", _("Conseiller"), lambda one: words.plain(one.holder or "")),
            Column("since", _("Depuis le"), lambda one: one.granted_at.timestamp(), down=True),
            Column("state", _("État du dossier"), lambda one: _(STATES[hand_of(one)])),
            Column("activity", _("Dernier changement"), lambda one: one.updated_at.timestamp(), down=True),
        ),
        said=lambda one: one.name,
        filters={
            "adviser": lambda one: NOBODY if is_orphan(one, telling) else one.person or "",
            "hand": hand_of,
        },
        usual="",
    )


def usual_order(lines: Iterable[CompanyLine], telling: Telling) -> list[CompanyLine]:
    recent = sorted(lines, key=lambda line: line.updated_at, reverse=True)
    return sorted(recent, key=lambda line: not is_orphan(line, telling))


def accompanied_line(line: CompanyLine, telling: Telling) -> AccompaniedLine:
    return AccompaniedLine(
        access=line.access,
        name=line.name,
        state=_(STATES[hand_of(line)]),
        changed=words.day(telling.day(line.updated_at)),
        adviser=line.holder or "",
        since=words.day(telling.day(line.granted_at)),
        orphan=is_orphan(line, telling),
    )


def choices(lines: Sequence[CompanyLine], query: Query, telling: Telling) -> tuple[Choice, ...]:
    """Advisers by name, then the files that nobody has; in whose hands."""
    held = {line.person or "": line.holder or "" for line in lines if not is_orphan(line, telling)}
    people = tuple(sorted(held.items(), key=lambda one: words.plain(one[1])))
    orphans = ((NOBODY, _("Sans conseiller")),) if any(is_orphan(line, telling) for line in lines) else ()
    there = {hand_of(line) for line in lines}
    hands = tuple((value, _(label)) for value, label in STATES.items() if value in there)
    every = (
        Choice("adviser", _("Conseiller"), _("Tous"), (*people, *orphans), query.kept["adviser"]),
        Choice("hand", _("État du dossier"), _("Tous"), hands, query.kept["hand"]),
    )
    return tuple(one for one in every if len(one.options) > 1 or one.here)
