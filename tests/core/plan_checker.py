"""Reads a plan again with the catalogue at hand and says every constraint of METHOD 5 and 6 that it breaks."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.device import Device
from diagnostic.core.model.plan import Plan, PlannedAction
from diagnostic.core.model.result import Result
from diagnostic.core.scoring import score_ratings
from tests.core.plan_brute_force import lone_ceiling

SLACK = 1e-6


class Checker:
    """`broken()` is empty for a plan that holds. Edits of actions are not read."""

    def __init__(self, plan: Plan, content: Content, given: Assessment, result: Result) -> None:
        self.plan, self.content, self.given, self.result = plan, content, given, result
        self.limits = given.constraints
        self.rows = {row.id: row for row in plan.actions}

    def broken(self) -> list[str]:
        checks = (
            self.choice, self.wishes, self.room, self.budget, self.order, self.ratings, self.skills, self.first_quarter,
            self.money, self.ceilings, self.renewals, self.calendar,
        )  # fmt: skip
        return [problem for check in checks for problem in check()]

    def last(self, row: PlannedAction) -> int:
        return row.start_quarter + row.quarters - 1

    def action(self, row: PlannedAction) -> Action:
        return self.content.actions[row.id]

    def opens(self, quarter: int) -> date:
        return self.plan.quarters[quarter - 1].starts_on

    def choice(self) -> Iterator[str]:
        if len(self.rows) != len(self.plan.actions):
            yield "an action is planned twice"
        for row in self.plan.actions:
            if row.start_quarter < 1 or self.last(row) > self.limits.horizon_quarters:
                yield f"{row.id} does not end within the horizon"
            if row.quarters != self.action(row).quarters:
                yield f"{row.id} does not last what it lasts"
        if sorted(row.priority_rank for row in self.plan.actions) != list(range(1, len(self.plan.actions) + 1)):
            yield "the priority ranks are not 1, 2, 3 …"

    def wishes(self) -> Iterator[str]:
        for id in self.given.plan.excluded:
            if id in self.rows:
                yield f"{id} was excluded"
        for pin in self.given.plan.pinned:
            if pin.action not in self.rows:
                yield f"{pin.action} was asked for"
            elif pin.start_quarter not in (None, self.rows[pin.action].start_quarter):
                yield f"{pin.action} was asked for at another quarter"

    def room(self) -> Iterator[str]:
        for quarter in self.plan.quarters:
            running = [r for r in self.plan.actions if r.start_quarter <= quarter.quarter <= self.last(r)]
            days = sum(self.action(row).release_days / row.quarters for row in running)
            if {row.id for row in running} != set(quarter.running):
                yield f"quarter {quarter.quarter} does not say what runs"
            if len(running) > self.limits.parallel_actions:
                yield f"quarter {quarter.quarter} runs {len(running)} actions"
            if abs(days - quarter.release_days) > SLACK:
                yield f"quarter {quarter.quarter} miscounts its days"
            limit = self.limits.release_days_per_quarter
            if limit is not None and days > limit + SLACK:
                yield f"quarter {quarter.quarter} takes {days} days"

    def budget(self) -> Iterator[str]:
        for first in range(1, self.limits.horizon_quarters + 1, 4):
            block = range(first, first + 4)
            net = sum(row.cost.net for row in self.plan.actions if row.start_quarter in block)
            if net != sum(quarter.net_cost for quarter in self.plan.quarters if quarter.quarter in block):
                yield f"the quarters from {first} do not add up to what starts in them"
            if self.limits.budget is not None and net > self.limits.budget:
                yield f"quarters from {first} cost {net}"

    def order(self) -> Iterator[str]:
        for row in self.plan.actions:
            for required in self.action(row).requires_actions:
                if required not in self.rows or self.last(self.rows[required]) >= row.start_quarter:
                    yield f"{row.id} starts before {required} has ended"
            before = self.replay(row.start_quarter - 1)
            for ref in self.action(row).requires_cells:
                for cell in self.cells(ref.capability, ref.functions):
                    if before[cell] < ref.rung - SLACK:
                        yield f"{row.id} starts with {cell} at {before[cell]}"

    def cells(self, capability: str, functions: tuple[str, ...] | None) -> list[str]:
        found = [cell for cell in self.result.cells if cell.capability == capability]
        return [c.id for c in found if functions is None or c.function is None or c.function in functions]

    def replay(self, quarter: int) -> dict[str, float]:
        """Ratings at the end of `quarter`, from the catalogue and the starts alone; 0 for an unrated cell."""
        ratings = {cell.id: cell.rating or 0.0 for cell in self.result.cells}
        for now in range(1, quarter + 1):
            after = dict(ratings)
            for row in (row for row in self.plan.actions if self.last(row) == now):
                for effect in self.action(row).raises:
                    for cell in self.cells(effect.capability, effect.functions):
                        if ratings[cell] >= effect.start - SLACK:
                            after[cell] = max(after[cell], effect.to)
            ratings = after
        return ratings

    def ratings(self) -> Iterator[str]:
        """The raises told, the trajectory and what is left under its target are those of the replay."""
        rated = {cell.id for cell in self.result.cells if cell.rating is not None}
        for row in self.plan.actions:
            before, after = self.replay(self.last(row) - 1), self.replay(self.last(row))
            for raised in row.raises:
                if raised.cell not in rated or before[raised.cell] != raised.start or after[raised.cell] < raised.to:
                    yield f"{row.id} does not raise {raised.cell} from {raised.start} to {raised.to}"
        for point in self.plan.trajectory:
            then = {cell: value if cell in rated else None for cell, value in self.replay(point.quarter).items()}
            node = score_ratings(self.content.questionnaire, self.given.form, self.given.functions, then)["company"]
            if (node.index, node.stage) != (point.index, point.stage):
                yield f"quarter {point.quarter} is not at {point.index}, stage {point.stage}"
        final = self.replay(self.limits.horizon_quarters)
        short = {cell for cell, target in self.plan.targets if cell in rated and final[cell] < target - SLACK}
        if short != {row.cell for row in self.plan.unreached}:
            yield "the cells under their target are not those told"

    def skills(self) -> Iterator[str]:
        stated = {state.skill: state.current for state in self.given.skills}
        for row in self.plan.actions:
            for need in self.action(row).needs_skills:
                begun = [r for r in self.plan.actions if r.start_quarter <= row.start_quarter]
                built = any(self.level_built(r, need.skill) >= need.level for r in begun)
                if stated.get(need.skill, need.level) < need.level and not built:
                    yield f"{row.id} lacks {need.skill} at {need.level}"

    def level_built(self, row: PlannedAction, skill: str) -> int:
        taught = [s for use in self.action(row).trainings for s in self.content.trainings[use.training].skills]
        levels = [s.level for s in (*self.action(row).builds_skills, *taught) if s.skill == skill]
        return max(levels, default=0)

    def first_quarter(self) -> Iterator[str]:
        severe = {symptom for symptom, level in self.given.entry.symptoms.items() if level >= 2}
        answered = {s for row in self.plan.actions if row.start_quarter == 1 for s in self.action(row).symptoms}
        if severe and not severe & answered and not self.plan.dropped_rules:
            yield "nothing answers a severe symptom in the first quarter"

    def money(self) -> Iterator[str]:
        headcount = self.given.company.headcount
        for row in self.plan.actions:
            own = self.action(row).cost_for(headcount)
            if row.cost.gross != own.high + sum(t.gross for t in row.trainings):
                yield f"{row.id} does not cost {row.cost.gross}"
            if row.cost.gross_low != own.low + sum(t.gross_low for t in row.trainings):
                yield f"{row.id} does not cost {row.cost.gross_low} at least"
            if row.cost.net != row.cost.gross - sum(line.amount for line in row.cost.by_device) or row.cost.net < 0:
                yield f"{row.id}: {row.cost.net} is not what is left to pay"
            for line in row.cost.by_device:
                device = self.content.devices[line.device]
                day = self.opens(row.start_quarter)
                if device.status != "active" or not self.in_force(device, day) or not self.meets(device):
                    yield f"{row.id} counts on {device.id}, which does not apply on {day}"
                if line.amount > self.most(device, row) + SLACK:
                    yield f"{row.id} gets {line.amount} from {device.id}"

    def in_force(self, device: Device, day: date) -> bool:
        return (device.valid_from or date.min) <= day <= (device.valid_to or date.max)

    def meets(self, device: Device) -> bool:
        wanted, company = device.conditions, self.given.company
        agreement = self.content.opco.agreements.get(company.idcc or 0)
        return (
            (wanted.opco is None or (agreement is not None and agreement.opco in wanted.opco))
            and (wanted.regions is None or company.region in wanted.regions)
            and (wanted.naf_divisions is None or (company.naf or "")[:2] in wanted.naf_divisions)
            and (wanted.max_headcount is None or (company.headcount or 10**6) <= wanted.max_headcount)
            and (wanted.min_headcount is None or (company.headcount or 0) >= wanted.min_headcount)
        )

    def most(self, device: Device, row: PlannedAction) -> float:
        """What its rate gives on the costs of that action that it may pay."""
        total = 0.0
        if device.pays_for == self.action(row).funding_kind:
            total += (device.scales[0].share or 0.0) * self.action(row).cost_for(self.given.company.headcount).high
        for use in row.trainings if device.pays_for == "training" else ():
            training = self.content.trainings[use.training]
            (scale,) = device.scales
            hourly = scale.per_hour.get(training.kind, 0.0) * training.hours * use.people
            due = min(use.gross, hourly if scale.per_hour else (scale.share or 0.0) * use.gross)
            if use.device == device.id:
                ceiling = lone_ceiling(device)
                total += min(due, ceiling.amount * use.people) if ceiling and ceiling.per == "trainee" else due
        return total

    def ceilings(self) -> Iterator[str]:
        spent: dict[tuple[str, int], int] = {}
        for row in self.plan.actions:
            for line in row.cost.by_device:
                key = (line.device, self.opens(row.start_quarter).year)
                spent[key] = spent.get(key, 0) + line.amount
        yield from self.over(spent)

    def over(self, spent: Mapping[tuple[str, int], int]) -> Iterator[str]:
        for id in {device for device, _ in spent}:
            ceiling = lone_ceiling(self.content.devices[id])
            years = [amount for (device, _), amount in spent.items() if device == id]
            if ceiling and ceiling.per == "company_year" and max(years) > ceiling.amount:
                yield f"{id} brings {max(years)} in a year"
            if ceiling and ceiling.per == "company" and sum(years) > ceiling.amount:
                yield f"{id} brings {sum(years)} in all"

    def renewals(self) -> Iterator[str]:
        """Together with what is counted, under the same ceilings, and only after the end of an annual scale."""
        spent: dict[tuple[str, int], int] = {}
        for row in self.plan.actions:
            day = self.opens(row.start_quarter)
            for line in row.cost.if_renewed:
                device = self.content.devices[line.device]
                if not device.annual_scale or device.valid_to is None or device.valid_to >= day:
                    yield f"{row.id}: {device.id} is not an expired annual scale on {day}"
            told = [(line.device, line.amount) for line in row.cost.by_device]
            told += [(line.device, line.amount) for line in row.cost.if_renewed]
            for id, amount in told:
                spent[id, day.year] = spent.get((id, day.year), 0) + amount
        yield from self.over(spent)

    def calendar(self) -> Iterator[str]:
        if [quarter.quarter for quarter in self.plan.quarters] != list(range(1, self.limits.horizon_quarters + 1)):
            yield "the quarters are not 1, 2, 3 …"
        for row in self.plan.quarters:
            if row.starts_on <= self.plan.on or row.starts_on.day != 1 or row.starts_on.month % 3 != 1:
                yield f"quarter {row.quarter} opens on {row.starts_on}"
        if self.plan.quarters and self.plan.quarters[0].starts_on - self.plan.on > timedelta(days=92):
            yield "quarter 1 is not the first full one"
