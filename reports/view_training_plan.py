"""The training plan of a whole action plan: the trainings that measures include, then those advised for the skills they
rest on, with who may pay and by when to ask (METHOD 6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from diagnostic.core import funding
from diagnostic.core.deadlines import tasks
from diagnostic.core.model.catalogue import Training
from diagnostic.core.model.plan import Brought, Plan, PlannedAction, PlannedTraining
from diagnostic.core.plan_problem import quarter_opens
from diagnostic.core.skills import SkillStep, skill_steps
from reports import words
from reports.programme import Programme
from reports.training_lines import Aid, Filing, MeasureAid, TrainingRow
from reports.view_trainings import SKILLS_SHOWN, best_help, certification, modality, starts_on


def training_rows(programme: Programme) -> tuple[TrainingRow, ...]:
    """The trainings counted, then those advised, each in order of start; one that is counted is not advised again."""
    ranked = programme.plan.by_priority()
    counted = [_counted(programme, planned, use) for planned in ranked for use in planned.trainings]
    known = {row.id for row in counted}
    advised = (_advised(programme, wish) for wish in _wishes(programme, ranked) if wish.training.id not in known)
    return (*_in_order(counted), *_in_order(advised))


def _in_order(rows: Iterable[TrainingRow]) -> list[TrainingRow]:
    return sorted(rows, key=lambda row: (row.starts_on, row.ranks, row.id))


@dataclass(frozen=True, slots=True)
class _Wish:
    """A training advised for a skill, and every measure that rests on it."""

    training: Training
    step: SkillStep
    measures: tuple[PlannedAction, ...]


def _wishes(programme: Programme, ranked: Sequence[PlannedAction]) -> list[_Wish]:
    """One per training: the most people short of it, the measures together."""
    found: dict[str, _Wish] = {}
    for planned in ranked:
        for step in skill_steps(programme.content, programme.assessment, planned)[:SKILLS_SHOWN]:
            if step.training is not None:
                before = found.get(step.training.id, _Wish(step.training, step, ()))
                most = max(before.step, step, key=lambda one: one.people)
                found[step.training.id] = _Wish(step.training, most, (*before.measures, planned))
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What a training is here for, for how many people, and its money; `known` False = who needs it is to check."""

    counted: bool
    skill: str | None
    people: int
    known: bool
    gross_low: int
    gross: int
    paid: tuple[Aid, ...]
    renewed: Aid | None


def _counted(programme: Programme, planned: PlannedAction, use: PlannedTraining) -> TrainingRow:
    training = programme.content.trainings[use.training]
    taught = training.skills[0] if training.skills else None
    part = _Part(
        counted=True,
        skill=_skill(programme, taught.skill, taught.level) if taught else None,
        people=use.people,
        known=True,
        gross_low=use.gross_low,
        gross=use.gross,
        paid=tuple(_aid(programme, row.device, row.amount) for row in use.brought),
        renewed=_aid(programme, use.renewed.device, use.renewed.amount) if use.renewed else None,
    )
    return _row(programme, training, (planned,), part)


def _advised(programme: Programme, wish: _Wish) -> TrainingRow:
    training, step = wish.training, wish.step
    day = starts_on(programme, _first(wish.measures))
    expense = funding.course(training, step.people, day)
    found = best_help(programme, training, step.people, day)
    aid = _aid(programme, found.device.id, found.amount, sure=found.sure) if found else None
    in_force = found is not None and found.in_force
    part = _Part(
        counted=False,
        skill=_skill(programme, step.skill, step.level),
        people=step.people,
        known=step.current is not None,
        gross_low=expense.gross_low,
        gross=expense.gross,
        paid=(aid,) if aid and in_force else (),
        renewed=None if in_force else aid,
    )
    return _row(programme, training, wish.measures, part)


def _row(programme: Programme, training: Training, measures: Sequence[PlannedAction], part: _Part) -> TrainingRow:
    first, read = _first(measures), programme.names.read
    day = starts_on(programme, first)
    return TrainingRow(
        id=training.id,
        title=read(training.title),
        skill=part.skill,
        ranks=tuple(sorted(planned.priority_rank for planned in measures)),
        people=part.people,
        known=part.known,
        hours=training.hours,
        modality=modality(training),
        provider=read(training.provider_family),
        certification=certification(programme, training, day),
        starts_on=day,
        ends_on=ends_on(programme.plan, first),
        gross_low=part.gross_low,
        gross=part.gross,
        paid=part.paid,
        renewed=part.renewed,
        filings=_all_filings(programme, part.paid, part.renewed, day),
        counted=part.counted,
    )


def measure_aids(programme: Programme) -> tuple[MeasureAid, ...]:
    """By rank, the measures whose own cost a device pays, or would if its scale were renewed."""
    found = (_measure_aid(programme, planned) for planned in programme.plan.by_priority())
    return tuple(aid for aid in found if aid.paid or aid.renewed)


def _measure_aid(programme: Programme, planned: PlannedAction) -> MeasureAid:
    cost, trainings = planned.cost, planned.trainings
    own = _left(
        [(row.device, row.amount) for row in cost.by_device], [brought for row in trainings for brought in row.brought]
    )
    again = _left(
        [(row.device, row.amount) for row in cost.if_renewed], [row.renewed for row in trainings if row.renewed]
    )
    paid = tuple(_aid(programme, device, amount) for device, amount in own)
    renewed = next((_aid(programme, device, amount) for device, amount in again), None)
    day = starts_on(programme, planned)
    return MeasureAid(
        title=programme.names.read(programme.action(planned).text.title),
        rank=planned.priority_rank,
        starts_on=day,
        ends_on=ends_on(programme.plan, planned),
        gross_low=cost.gross_low - sum(row.gross_low for row in trainings),
        gross=cost.gross - sum(row.gross for row in trainings),
        paid=paid,
        renewed=renewed,
        filings=_all_filings(programme, paid, renewed, day),
    )


def _left(rows: Iterable[tuple[str, int]], taken: Iterable[Brought]) -> list[tuple[str, int]]:
    """What each device brings beyond what the trainings take of it."""
    left = dict(rows)
    for row in taken:
        left[row.device] = left.get(row.device, 0) - row.amount
    return [(device, amount) for device, amount in left.items() if amount > 0]


def ends_on(plan: Plan, planned: PlannedAction) -> date:
    """The last day of a measure's last quarter, within or beyond the horizon."""
    return quarter_opens(plan.on, planned.start_quarter + planned.quarters) - timedelta(days=1)


def _first(measures: Sequence[PlannedAction]) -> PlannedAction:
    return min(measures, key=lambda planned: (planned.start_quarter, planned.priority_rank))


def _skill(programme: Programme, id: str, level: int) -> str:
    """« Logiciel de gestion, niveau 3 »."""
    return words.typeset(f"{programme.names.read(programme.content.skills[id].name)}, niveau {level}")


def _aid(programme: Programme, id: str, amount: int, *, sure: bool = True) -> Aid:
    device, read = programme.content.devices[id], programme.names.read
    return Aid(
        id=id,
        device=read(device.name),
        amount=amount,
        rule=read(device.rule),
        source=read(device.source.title),
        valid_to=device.valid_to,
        sure=sure,
    )


def _all_filings(programme: Programme, paid: tuple[Aid, ...], renewed: Aid | None, day: date) -> tuple[Filing, ...]:
    aids = (*paid, renewed) if renewed else paid
    return tuple(filing for aid in aids for filing in _filings(programme, aid, day))


def _filings(programme: Programme, aid: Aid, day: date) -> Iterator[Filing]:
    """What a text asks to file for that device, or what prudence asks where none does."""
    asked = tasks(programme.content.devices[aid.id], day, programme.plan.on)
    for task in [task for task in asked if task.legal] or asked:
        yield Filing(task.by, programme.names.read(task.text), task.late)
