"""What the plan asks to file, with whom and by when: one dated line per device and start, measures together."""

from collections.abc import Iterator, Sequence
from datetime import date

from diagnostic.core.funding import standing
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
    return tuple(line for _, _, line in sorted(rows, key=lambda row: row[:2]))


def _main(tasks: Sequence[Task], device: str) -> list[Task]:
    """The tasks that a text sets, or all of them where none does."""
    asked = [task for task in tasks if task.device == device]
    return [task for task in asked if task.legal] or asked


def _line(programme: Programme, task: Task, planned: Sequence[PlannedAction], starts_on: date) -> FilingLine:
    device = programme.content.devices[task.device]
    ranks = [str(one.priority_rank) for one in planned]
    earlier = next(_sooner(planned[0].tasks, task), None)
    preferred = f", de préférence avant le {words.day(earlier.by)}" if earlier else ""
    return FilingLine(
        by=f"{words.day(task.by)}",
        text=words.typeset(
            words.capital(f"{programme.names.read(task.text)}{preferred}{_renewal(device, starts_on)}.")
        ),
        device=programme.names.read(device.name),
        measures=f"{'mesure' if len(ranks) == 1 else 'mesures'} {words.listed(ranks)}",
        basis=words.typeset(words.sentence(programme.names.read(task.basis))),
        late=task.late,
    )


def _renewal(device: Device, starts_on: date) -> str:
    """What a file for an expired annual scale depends on."""
    return ", si son barème est reconduit" if standing(device, starts_on) == "expired" else ""


def _sooner(tasks: Sequence[Task], main: Task) -> Iterator[Task]:
    return (one for one in tasks if one.device == main.device and not one.legal and one.by < main.by)
