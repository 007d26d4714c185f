"""An adviser's companies as a table: each line's words, what is searched and sorted, what is to be done first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diagnostic.core.language import N_, _, in_context
from diagnostic.core.model.access import Hand
from diagnostic.core.model.granted import CompanyLine, Status
from diagnostic.core.model.portfolio import Duplicate, Folder, NextAction, SameSiren, Todo
from diagnostic.core.next_actions import is_to_do, urgency
from reports import words
from reports.choosing import Column, Query, Table
from reports.view_follow_up import STATUSES
from reports.view_trail import ISOLATED
from reports.workbook_table import Column as SheetColumn
from reports.workbook_table import Sheet, Value, yes_no

TODOS: Mapping[Todo, str] = {
    Todo.PREPARE: N_("Préparer la visite"),
    Todo.FILL: N_("Finir de répondre"),
    Todo.WAIT: N_("Le dirigeant répond"),
    Todo.HAND_OVER: N_("Remettre le dossier au dirigeant"),
    Todo.NOTE: N_("Laisser la note de visite"),
    Todo.RESTITUTION: N_("Tenir la restitution"),
    Todo.SIGN: N_("Faire signer le plan"),
    Todo.ANNIVERSARY: N_("Faire le point sur le plan"),
    Todo.SECOND: N_("Refaire le diagnostic"),
}
HANDS = {
    "draft": N_("En préparation"),
    "both": N_("Le dirigeant et vous"),
    "leader": N_("Le dirigeant"),
    "waiting": N_("Remis, pas encore ouvert"),
}
LATE = "1"
NOTHING = "–"
FIRST_SHOWN = 10
STATUS_ORDER = {status: place for place, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class Telling:
    """What the lines borrow: `regions` and `forms` by code, and today."""

    regions: Mapping[str, str]
    forms: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True)
class TodoLine:
    """`due`: « Avant le … », None where nothing says by when."""

    todo: Todo
    diagnostic: str
    company: str
    what: str
    due: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class FolderLine:
    diagnostic: str
    name: str
    siren: str
    place: str
    headcount: str
    form: str
    progress: str
    status: str
    stage: str
    activity: str
    hand: str
    next: TodoLine


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: the values that the table holds, and the one kept."""

    name: str
    label: str
    every: str
    options: tuple[tuple[str, str], ...]
    here: str


def hand_of(line: CompanyLine) -> str:
    if line.hand is Hand.ADVISER:
        return "both" if line.handed else "draft"
    return "leader" if line.handed else "waiting"


def region_of(folder: Folder, telling: Telling) -> str:
    return telling.regions.get(folder.company.region or "", "")


def place_of(folder: Folder, telling: Telling) -> str:
    """« Auvergne-Rhône-Alpes (42) »."""
    region, department = region_of(folder, telling), folder.company.department
    return f"{region} ({department})" if region and department else region or department or ""


def siren_in_words(siren: str) -> str:
    """« 732 829 320 »."""
    return words.THIN.join(siren[start : start + 3] for start in range(0, len(siren), 3))


def table_of(telling: Telling) -> Table[Folder]:
    """The columns, and what is searched and filtered."""
    today = telling.today
    return Table(
        columns=(
            Column("name", _("Entreprise"), lambda one: words.plain(one.line.name)),
            Column("siren", _("SIREN"), lambda one: one.siren),
            Column("place", _("Région"), lambda one: words.plain(place_of(one, telling)) or None),
            Column("headcount", _("Effectif"), lambda one: one.company.headcount, down=True),
            Column("form", _("Formulaire"), lambda one: one.form),
            Column("progress", _("Réponses"), share_answered, down=True),
            Column("status", _("Avancement"), lambda one: STATUS_ORDER[one.status]),
            Column("stage", _("Stade"), lambda one: one.measure.stage),
            Column("activity", _("Dernier changement"), lambda one: one.stand.changed_on, down=True),
            Column("hand", _("Qui écrit"), lambda one: _(HANDS[hand_of(one.line)])),
            Column("next", _("À faire ensuite"), lambda one: urgency(one.actions[0], today)),
        ),
        said=lambda one: f"{one.line.name} {one.siren or ''}",
        filters={
            "status": lambda one: one.status.value,
            "region": lambda one: one.company.region or "",
            "naf": lambda one: one.division or "",
            "hand": lambda one: hand_of(one.line),
            "late": lambda one: LATE if is_late(one, today) else "",
        },
        usual="next",
    )


def share_answered(folder: Folder) -> float:
    return folder.measure.answered / folder.measure.asked if folder.measure.asked else 0.0


def is_late(folder: Folder, today: date) -> bool:
    return any(action.is_late(today) for action in folder.actions)


def folder_line(folder: Folder, telling: Telling) -> FolderLine:
    measure = folder.measure
    return FolderLine(
        diagnostic=folder.line.diagnostic,
        name=folder.line.name,
        siren=siren_in_words(folder.siren) if folder.siren else NOTHING,
        place=place_of(folder, telling) or NOTHING,
        headcount=words.whole(folder.company.headcount) if folder.company.headcount is not None else NOTHING,
        form=telling.forms[folder.form],
        progress=_("{answered}\u00a0sur\u00a0{asked}", answered=measure.answered, asked=measure.asked),
        status=words.capital(_(STATUSES[folder.status])),
        stage=NOTHING if measure.stage is None else str(measure.stage),
        activity=words.short_day(folder.stand.changed_on),
        hand=_(HANDS[hand_of(folder.line)]),
        next=todo_line(folder, folder.actions[0], telling.today),
    )


def todo_line(folder: Folder, action: NextAction, today: date) -> TodoLine:
    late = action.is_late(today)
    return TodoLine(
        todo=action.todo,
        diagnostic=action.diagnostic or folder.line.diagnostic,
        company=folder.line.name,
        what=words.typeset(_what(action, late=late)),
        due=words.typeset(_due(action.due_on, late=late)) if action.due_on else None,
        late=late,
    )


def _what(action: NextAction, *, late: bool) -> str:
    many = action.number
    if action.todo is Todo.CONSOLIDATE:
        answers = words.spelled(many, "réponse où les avis diffèrent", "réponses où les avis diffèrent", feminine=True)
        return _("Trancher {answers}", answers=answers)
    if action.todo is Todo.STEPS:
        if late:
            late_ones = words.spelled(many, "mesure en retard", "mesures en retard", feminine=True)
            return _("Relancer {actions}", actions=late_ones)
        return words.capital(words.spelled(many, "mesure à finir", "mesures à finir", feminine=True))
    return _(TODOS[action.todo])


def _due(on: date, *, late: bool) -> str:
    day = words.day(on)
    return _("En retard : prévu le {day}", day=day) if late else _("Avant le {day}", day=day)


def to_do(folders: Iterable[Folder], today: date) -> list[TodoLine]:
    """Late ones first, the oldest first; then what is due soon; then what has waited longest."""
    found = [(folder, action) for folder in folders for action in folder.actions if is_to_do(action, today)]
    found.sort(key=lambda pair: (*urgency(pair[1], today), words.plain(pair[0].line.name)))
    return [todo_line(folder, action, today) for folder, action in found]


def others_told(lines: Sequence[TodoLine]) -> str | None:
    """What the list leaves for later: « Deux autres choses à faire »."""
    left = len(lines) - FIRST_SHOWN
    if left <= 0:
        return None
    return words.capital(words.spelled(left, "autre chose à faire", "autres choses à faire", feminine=True))


def title_of(folders: Sequence[Folder], today: date) -> str:
    """« 12 entreprises accompagnées, dont trois en retard »."""
    if not folders:
        return _("Aucune entreprise accompagnée pour l’instant.")
    many = words.capital(
        words.spelled(len(folders), "entreprise accompagnée", "entreprises accompagnées", feminine=True)
    )
    late = sum(is_late(folder, today) for folder in folders)
    if not late:
        return _("{companies}. Rien n’est en retard.", companies=many)
    if len(folders) == 1:
        return _("{companies}, en retard.", companies=many)
    return _("{companies}, dont {late} en retard.", companies=many, late=words.numeral(late, feminine=True))


def choices(folders: Sequence[Folder], query: Query, telling: Telling) -> tuple[Choice, ...]:
    """The filters that leave something out: those that hold one value alone, and it is not kept, choose nothing."""
    order, kept = [status.value for status in Status], query.kept
    statuses = {one.status.value: words.capital(_(STATUSES[one.status])) for one in folders}
    regions = {one.company.region or "": region_of(one, telling) for one in folders}
    divisions = {one.division or "": f"NAF {one.division}" for one in folders}
    hands = {hand_of(one.line): _(HANDS[hand_of(one.line)]) for one in folders}
    every = (
        Choice("status", _("Avancement"), _("Tous"), _options(statuses, order.index), kept["status"]),
        Choice(
            "region", _("Région"), _("Toutes"), _options(regions, lambda one: words.plain(regions[one])), kept["region"]
        ),
        Choice("naf", in_context("line of business", "Activité"), _("Toutes"), _options(divisions, str), kept["naf"]),
        Choice("hand", _("Qui écrit"), _("Tous"), _options(hands, list(HANDS).index), kept["hand"]),
    )
    return tuple(one for one in every if len(one.options) > 1 or one.here)


def _options(labels: Mapping[str, str], key: Callable[[str], str | int]) -> tuple[tuple[str, str], ...]:
    return tuple((value, labels[value]) for value in sorted(filter(None, labels), key=key))


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file already open on a SIREN; `diagnostic` None where the reader does not open it."""

    told: str
    diagnostic: str | None


def known_file(same: SameSiren, day: Callable[[datetime], date]) -> KnownFile:
    """« Atelier Durand, ouvert par Ana le 22 novembre 2026 »: the names isolated, whatever their alphabet."""
    name, adviser = (ISOLATED.format(one) for one in (same.name, same.adviser))
    told = _("{name}, ouvert par {adviser} le {day}", name=name, adviser=adviser, day=words.day(day(same.opened_at)))
    return KnownFile(told, same.diagnostic)


@dataclass(frozen=True, slots=True)
class DuplicateLine:
    siren: str
    files: tuple[KnownFile, ...]


def duplicate_lines(found: Iterable[Duplicate], day: Callable[[datetime], date]) -> list[DuplicateLine]:
    return [
        DuplicateLine(siren_in_words(one.siren), tuple(known_file(same, day) for same in one.files)) for one in found
    ]


def sheet_of(folders: Iterable[Folder], telling: Telling) -> Sheet:
    """The same lines as numbers and dates, to sort and filter elsewhere."""
    return Sheet(
        name=_("Entreprises"),
        about=_("Les entreprises accompagnées, une ligne par entreprise."),
        columns=(
            SheetColumn(_("Entreprise"), 30),
            SheetColumn(_("SIREN"), 11),
            SheetColumn(_("NAF"), 8),
            SheetColumn(_("Région"), 24),
            SheetColumn(_("Département"), 12),
            SheetColumn(_("Effectif"), 9, "whole"),
            SheetColumn(_("Formulaire"), 18),
            SheetColumn(_("Réponses données"), 11, "whole"),
            SheetColumn(_("Réponses attendues"), 11, "whole"),
            SheetColumn(_("Avancement"), 16),
            SheetColumn(_("Stade"), 7, "whole"),
            SheetColumn(_("Dernier changement"), 13, "date"),
            SheetColumn(_("Qui écrit"), 22),
            SheetColumn(_("À faire ensuite"), 34),
            SheetColumn(_("Avant le"), 11, "date"),
            SheetColumn(_("En retard"), 9),
        ),
        rows=tuple(_sheet_row(folder, telling) for folder in folders),
        fixed=1,
        empty=_("Aucune entreprise."),
    )


def _sheet_row(folder: Folder, telling: Telling) -> tuple[Value, ...]:
    company, measure, first = folder.company, folder.measure, folder.actions[0]
    return (
        folder.line.name,
        folder.siren,
        company.naf,
        region_of(folder, telling) or None,
        company.department,
        company.headcount,
        telling.forms[folder.form],
        measure.answered,
        measure.asked,
        words.capital(_(STATUSES[folder.status])),
        measure.stage,
        folder.stand.changed_on,
        _(HANDS[hand_of(folder.line)]),
        todo_line(folder, first, telling.today).what,
        first.due_on,
        yes_no(is_late(folder, telling.today)),
    )
