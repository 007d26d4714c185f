"""What the plan asks to file, with whom and by when: one dated line per device and start, measures together."""

from collections.abc import Iterator, Sequence
from datetime import date

from diagnostic.core.funding import standing
from diagnostic.core.language import _, plural
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import PlannedAction, Task
from reports import words
from reports.plan_lines import FilingLine
from reports.programme import Programme


def filing_lines(programme: Programme, ranked: Sequence[PlannedAction]) -> tuple[FilingLine, ...]:
    """Soonest first. A prudent date before a legal one stands in the same line."""
    grouped: dict[tuple[date, str], list[PlannedAction]] = {}
    for planned in ranked:
        starts_on = programme.plan.quarters[planned.start_quarter - 1].starts_on
        for device in dict.fromkeys(task.device for task in planned.tasks):
            grouped.setdefault((starts_on, device), []).append(planned)
    rows = [
        (task.by, device, _line(programme, task, planned, starts_on))
        for (starts_on, device), planned in grouped.items()
        for task in _main(planned[0].tasks, device)
    ]
    return tuple(row[2] for row in sorted(rows, key=lambda row: row[:2]))


def _main(tasks: Sequence[Task], device: str) -> list[Task]:
    """The tasks that a text sets, or all of them where none does."""
    asked = [task for task in tasks if task.device == device]
    return [task for task in asked if task.legal] or asked


def _line(programme: Programme, task: Task, planned: Sequence[PlannedAction], starts_on: date) -> FilingLine:
    device = programme.content.devices[task.device]
    ranks = [str(one.priority_rank) for one in planned]
    earlier = next(_sooner(planned[0].tasks, task), None)
    text = _text(programme.names.read(task.text), earlier.by if earlier else None, _is_renewal(device, starts_on))
    return FilingLine(
        by=f"{words.day(task.by)}",
        text=words.typeset(words.capital(text)),
        device=programme.names.read(device.name),
        measures=plural(len(ranks), "mesure {ranks}", "mesures {ranks}", ranks=words.listed(ranks)),
        basis=words.typeset(words.sentence(programme.names.read(task.basis))),
        late=task.late,
    )


def _text(task: str, preferred: date | None, renewal: bool) -> str:
    """What to file, before which day it had better be, and whether that depends on a scale being voted again."""
    if preferred is None:
        return _("{task}, si son barème est reconduit.", task=task) if renewal else f"{task}."
    day = words.day(preferred)
    if renewal:
        return _("{task}, de préférence avant le {day}, si son barème est reconduit.", task=task, day=day)
    return _("{task}, de préférence avant le {day}.", task=task, day=day)


def _is_renewal(device: Device, starts_on: date) -> bool:
    return standing(device, starts_on) == "expired"


def _sooner(tasks: Sequence[Task], main: Task) -> Iterator[Task]:
    return (one for one in tasks if one.device == main.device and not one.legal and one.by < main.by)
