"""An organisation's work as a whole: what there is to share out, what is late, how far answers go. Never a measure of
a person, never a company's own figures (docs/decisions/016-organisation-activity.md)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from diagnostic.core.model.granted import Status
from diagnostic.core.model.portfolio import Folder, Todo

FEWEST = 5
BOUNDS = (0.25, 0.5, 0.75)
MONTHS_PER_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Load:
    """The files open in somebody's name: work to share out. `adviser` None: whoever had them is no adviser here any
    more."""

    adviser: str | None
    files: int


@dataclass(frozen=True, slots=True)
class Delays:
    """Companies of a status: how many, with a late restitution, with late steps; and how many such steps."""

    status: Status
    companies: int
    restitutions: int
    with_steps: int
    steps: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Companies by quarter of a share: under 25 %, 25 to 50, 50 to 75, 75 and more. `counts` None when there are fewer
    than FEWEST: too few to tell."""

    companies: int
    counts: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """Companies whose first diagnostic was opened in the quarter that begins on that day, by status today."""

    starts_on: date
    statuses: dict[Status, int]


@dataclass(frozen=True, slots=True)
class Activity:
    """`loads` by name, accents aside; `quarters` the last one first."""

    companies: int
    loads: tuple[Load, ...]
    delays: tuple[Delays, ...]
    coverage: Spread
    evidence: Spread
    quarters: tuple[Quarter, ...]


def activity(folders: Sequence[Folder], advisers: Sequence[tuple[str, str]], today: date) -> Activity:
    """`folders`: one an access, so that a company with two advisers stands twice; `advisers`: (id, name)."""
    companies = list({folder.line.company: folder for folder in folders}.values())
    begun = [folder for folder in companies if folder.measure.answered]
    return Activity(
        companies=len(companies),
        loads=_loads(folders, advisers),
        delays=tuple(_delays(status, companies, today) for status in Status),
        coverage=spread(folder.measure.coverage for folder in begun),
        evidence=spread(share for folder in begun if (share := folder.measure.evidence_share) is not None),
        quarters=_quarters(companies),
    )


def _loads(folders: Iterable[Folder], advisers: Sequence[tuple[str, str]]) -> tuple[Load, ...]:
    """By name, whatever the figures: nobody is first."""
    files = Counter(folder.line.person for folder in folders)
    by_name = sorted(advisers, key=lambda one: (normalize("NFKD", one[1]).casefold(), one[0]))
    known = [Load(name, files.pop(id, 0)) for id, name in by_name]
    left = files.total()
    return (*known, Load(None, left)) if left else tuple(known)


def _delays(status: Status, companies: Iterable[Folder], today: date) -> Delays:
    there = [folder for folder in companies if folder.status is status]
    steps = [sum(step.due_on < today for step in folder.stand.open_steps) for folder in there]
    return Delays(
        status=status,
        companies=len(there),
        restitutions=sum(is_restitution_late(folder, today) for folder in there),
        with_steps=sum(late > 0 for late in steps),
        steps=sum(steps),
    )


def is_restitution_late(folder: Folder, today: date) -> bool:
    return any(action.todo is Todo.RESTITUTION and action.is_late(today) for action in folder.actions)


def spread(shares: Iterable[float]) -> Spread:
    known = list(shares)
    if len(known) < FEWEST:
        return Spread(len(known), None)
    classes = Counter(sum(share >= bound for bound in BOUNDS) for share in known)
    return Spread(len(known), tuple(classes[number] for number in range(len(BOUNDS) + 1)))


def _quarters(companies: Iterable[Folder]) -> tuple[Quarter, ...]:
    opened: dict[date, Counter[Status]] = {}
    for folder in companies:
        opened.setdefault(quarter_of(folder.opened_on), Counter())[folder.status] += 1
    return tuple(Quarter(on, {one: opened[on][one] for one in Status}) for on in sorted(opened, reverse=True))


def quarter_of(on: date) -> date:
    """The first day of its calendar quarter."""
    return date(on.year, on.month - (on.month - 1) % MONTHS_PER_QUARTER, 1)
