"""Delays of devices turned into dated tasks: what to file, with whom, by when (METHOD 6)."""

from collections.abc import Iterable
from datetime import date, timedelta

from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import Task


def tasks(device: Device, starts_on: date, on: date) -> tuple[Task, ...]:
    """What the device asks to file around a training or contract that starts on `starts_on`, soonest first."""
    found = (
        Task(by := starts_on + timedelta(days=row.days), device.id, row.id, row.task, row.basis, row.legal, by < on)
        for row in device.deadlines
    )
    return in_order(found)


def in_order(found: Iterable[Task]) -> tuple[Task, ...]:
    return tuple(sorted(found, key=lambda task: (task.by, task.device, task.deadline)))
