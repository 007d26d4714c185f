"""Who is written to today, about what: decided from what is still to be done and what was already said.

Each thing has its moments; the last one that has come is told once. Days without a run lose nothing, and a second run
of the same day says nothing twice.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from diagnostic.core.model.reminder import (
    Followers,
    Milestone,
    Reminder,
    ReminderKind,
    ReminderLine,
    Round,
    WatchedStep,
)
from diagnostic.core.model.rhythm import Rhythm, StepRhythm
from diagnostic.core.months import months_later

NOBODY = Followers()


def round_of(
    watched: Iterable[WatchedStep],
    milestones: Iterable[Milestone],
    followers: Mapping[str, Followers],
    rhythm: Rhythm,
    today: date,
) -> Round:
    """The letters of that day. `followers`: company → who may be told of it."""
    due = sorted(
        (one for one in watched if is_step_due(one, rhythm.steps, today)),
        key=lambda one: (one.company, one.diagnostic, one.step.due_on, one.step.id),
    )
    passed = sorted(
        (one for one in milestones if is_told_today(moments_of(one, rhythm), one.reminded_on, today)),
        key=lambda one: (one.company, one.diagnostic, one.kind),
    )
    told = [(one, recipients(one, followers.get(one.company, NOBODY))) for one in due]
    asked = [(one, advisers_first(followers.get(one.company, NOBODY))) for one in passed]
    letters = (*_of_steps(told, followers, today), *_of_milestones(asked, followers))
    return Round(letters, sum(not addresses for _, addresses in (*told, *asked)))


def is_told_today(moments: Iterable[date], reminded_on: date | None, today: date) -> bool:
    """Whether one of these moments has come since the last letter."""
    come = [moment for moment in moments if moment <= today]
    return bool(come) and (reminded_on is None or reminded_on < max(come))


def step_moments(due_on: date, rhythm: StepRhythm) -> tuple[date, ...]:
    """Before the due day, on it, then at equal intervals once it is past."""
    after = (due_on + timedelta(days=rhythm.late_every_days * time) for time in range(1, rhythm.late_times + 1))
    return due_on - timedelta(days=rhythm.before_days), due_on, *after


def is_step_due(one: WatchedStep, rhythm: StepRhythm, today: date) -> bool:
    step = one.step
    return step.is_open and is_told_today(step_moments(step.due_on, rhythm), step.reminded_on, today)


def moments_of(one: Milestone, rhythm: Rhythm) -> tuple[date, ...]:
    if one.kind is ReminderKind.RESTITUTION:
        days = rhythm.restitution
        return one.day - timedelta(days=days.before_days), one.day + timedelta(days=days.after_days)
    return (months_later(one.day, rhythm.again.months),) if rhythm.again.months else ()


def recipients(one: WatchedStep, followers: Followers) -> tuple[str, ...]:
    """Whoever was given the action; else the leaders; else, before any leader has an account, the advisers."""
    return (one.step.owner_email,) if one.step.owner_email else followers.leaders or followers.advisers


def advisers_first(followers: Followers) -> tuple[str, ...]:
    """A milestone is the advisers' to keep; else the leaders'."""
    return followers.advisers or followers.leaders


def _of_steps(
    told: Iterable[tuple[WatchedStep, tuple[str, ...]]], followers: Mapping[str, Followers], today: date
) -> Iterable[Reminder]:
    """One letter an address and a diagnostic, its steps in order."""
    grouped: dict[tuple[str, str], list[WatchedStep]] = {}
    for one, addresses in told:
        for address in addresses:
            grouped.setdefault((one.diagnostic, address), []).append(one)
    for (diagnostic, address), ones in grouped.items():
        company = followers.get(ones[0].company, NOBODY)
        lines = (ReminderLine(one.step.id, one.title, one.step.due_on, one.step.is_late(today)) for one in ones)
        yield Reminder(
            kind=ReminderKind.STEPS,
            to=address,
            company=ones[0].company,
            company_name=ones[0].company_name,
            diagnostic=diagnostic,
            opens=address in (*company.leaders, *company.advisers),
            lines=tuple(lines),
            leader=company.leader,
        )


def _of_milestones(
    asked: Iterable[tuple[Milestone, tuple[str, ...]]], followers: Mapping[str, Followers]
) -> Iterable[Reminder]:
    for one, addresses in asked:
        for address in addresses:
            yield Reminder(
                kind=one.kind,
                to=address,
                company=one.company,
                company_name=one.company_name,
                diagnostic=one.diagnostic,
                opens=True,
                day=one.day,
                leader=followers.get(one.company, NOBODY).leader,
            )
