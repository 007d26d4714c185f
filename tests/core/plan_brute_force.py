"""The best plan by trying every schedule: written from METHOD 5 alone, for cases small enough.

It shares nothing with the model it checks but the catalogue's values: its own ratings, money and rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, product
from math import floor, inf

from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.device import Ceiling, Device
from diagnostic.core.model.result import Result

EQUAL = 1e-9


@dataclass(frozen=True)
class Cost:
    """One euro amount of one action: `kind` as devices name it; `hours` of trainees, all people together."""

    action: str
    kind: str | None
    gross: int
    hours: float
    people: int


@dataclass(frozen=True)
class Found:
    """The best objective, the lowest net cost among the schedules worth as much, and one of these."""

    objective: float
    net: int
    starts: Mapping[str, int]
    severe_first: bool


class Exhaustive:
    """All costs at the high end; company-wide cells only; every device's conditions are those of the case."""

    def __init__(
        self, content: Content, given: Assessment, result: Result, on: date, aims: Mapping[str, float]
    ) -> None:
        self.content, self.given, self.on, self.aims = content, given, on, aims
        self.cells = {cell.id: cell for cell in result.cells}
        self.horizon = given.constraints.horizon_quarters
        self.actions = [a for a in content.actions.values() if a.id not in given.plan.excluded]
        self.severity = {s: level for s, level in given.entry.symptoms.items() if level > 0}

    def best(self) -> Found | None:
        """None when no schedule holds every pin."""
        everything = list(self.feasible())
        if not everything:
            return None
        severe = [starts for starts in everything if self.starts_severe(starts)]
        must = any(level >= 2 for level in self.severity.values())
        valued = [(self.value(starts), starts) for starts in (severe if must and severe else everything)]
        top = max(value for value, _ in valued)
        tied = [starts for value, starts in valued if value >= top - EQUAL]
        cheapest = min(tied, key=self.net)
        return Found(top, self.net(cheapest), cheapest, bool(must and severe))

    def feasible(self) -> Iterator[dict[str, int]]:
        choices = [
            range(0, self.horizon - action.quarters + 2) if action.quarters <= self.horizon else range(1)
            for action in self.actions
        ]
        for picked in product(*choices):
            starts = {a.id: q for a, q in zip(self.actions, picked, strict=True) if q > 0}
            if self.holds_pins(starts) and self.has_room(starts) and self.in_order(starts) and self.affordable(starts):
                yield starts

    def holds_pins(self, starts: Mapping[str, int]) -> bool:
        return all(
            pin.action in starts and pin.start_quarter in (None, starts[pin.action]) for pin in self.given.plan.pinned
        )

    def has_room(self, starts: Mapping[str, int]) -> bool:
        limits = self.given.constraints
        days_limit = inf if limits.release_days_per_quarter is None else limits.release_days_per_quarter
        for quarter in range(1, self.horizon + 1):
            running = [self.action(id) for id, q in starts.items() if q <= quarter <= self.last(id, q)]
            if len(running) > limits.parallel_actions:
                return False
            if sum(action.release_days / action.quarters for action in running) > days_limit + EQUAL:
                return False
        return True

    def in_order(self, starts: Mapping[str, int]) -> bool:
        history = self.history(starts)
        stated = {state.skill: state.current for state in self.given.skills}
        for id, start in starts.items():
            action = self.action(id)
            if any(
                other not in starts or self.last(other, starts[other]) >= start for other in action.requires_actions
            ):
                return False
            if any(history[start - 1][ref.capability] < ref.rung - EQUAL for ref in action.requires_cells):
                return False
            for need in action.needs_skills:
                begun = [self.action(other) for other, q in starts.items() if q <= start]
                if stated.get(need.skill, 4) < need.level and not any(
                    self.builds(a, need.skill, need.level) for a in begun
                ):
                    return False
        return True

    def builds(self, action: Action, skill: str, level: int) -> bool:
        taught = chain.from_iterable(self.content.trainings[use.training].skills for use in action.trainings)
        return any(row.skill == skill and row.level >= level for row in chain(action.builds_skills, taught))

    def history(self, starts: Mapping[str, int]) -> list[dict[str, float]]:
        """Ratings at the end of each quarter from 0; an unrated cell is at 0 at least."""
        states = [{id: (cell.rating or 0.0) for id, cell in self.cells.items()}]
        for quarter in range(1, self.horizon + 1):
            before, after = states[-1], dict(states[-1])
            for id, start in starts.items():
                for row in self.action(id).raises if self.last(id, start) == quarter else ():
                    if before[row.capability] >= row.start - EQUAL:
                        after[row.capability] = max(after[row.capability], row.to)
            states.append(after)
        return states

    def value(self, starts: Mapping[str, int]) -> float:
        history = self.history(starts)
        total = sum(
            0.9**quarter * cell.weight * (self.worth(history[quarter][id], id) - self.worth(cell.rating, id))
            for quarter in range(1, self.horizon + 1)
            for id, cell in self.cells.items()
            if cell.rating is not None
        )
        for symptom, severity in self.severity.items():
            answers = [
                0.5 * severity / 3 * 0.9 ** self.last(id, q) * self.alone(self.action(id))
                for id, q in starts.items()
                if symptom in self.action(id).symptoms
            ]
            total += max(answers, default=0.0)
        return total

    def worth(self, rating: float, cell: str) -> float:
        target = self.aims[cell]
        return sum(2.0 ** -(k - 1) * max(0.0, min(1.0, min(rating, target) - (k - 1))) for k in range(1, 7))

    def alone(self, action: Action) -> float:
        after = {id: cell.rating for id, cell in self.cells.items() if cell.rating is not None}
        for row in action.raises:
            today = self.cells[row.capability].rating
            if today is not None and today >= row.start - EQUAL:
                after[row.capability] = max(after[row.capability], row.to)
        return sum(
            self.cells[id].weight * (self.worth(rating, id) - self.worth(self.cells[id].rating or 0.0, id))
            for id, rating in after.items()
        )

    def starts_severe(self, starts: Mapping[str, int]) -> bool:
        return any(self.severity.get(s, 0) >= 2 for id, q in starts.items() if q == 1 for s in self.action(id).symptoms)

    # Money. For one choice of devices, what may be brought to a set of budget blocks is the sum over devices of nested
    # minima; blocks can all be served together exactly when every subset of them can.

    def affordable(self, starts: Mapping[str, int]) -> bool:
        budget = self.given.constraints.budget
        if budget is None:
            return True
        gross: dict[int, int] = {}
        for id, quarter in starts.items():
            block = (quarter - 1) // 4
            gross[block] = gross.get(block, 0) + sum(cost.gross for cost in self.costs(self.action(id)))
        needs = {block: amount - budget for block, amount in gross.items()}
        return any(self.covers(needs, starts, chosen) for chosen in self.device_choices(starts))

    def covers(self, needs: Mapping[int, int], starts: Mapping[str, int], chosen: Sequence[tuple[Cost, str]]) -> bool:
        blocks = list(needs)
        subsets = chain.from_iterable(combinations(blocks, n) for n in range(1, len(blocks) + 1))
        return all(self.brought(starts, chosen, set(some)) >= sum(needs[b] for b in some) for some in subsets)

    def net(self, starts: Mapping[str, int]) -> int:
        gross = sum(cost.gross for id in starts for cost in self.costs(self.action(id)))
        return gross - self.most_brought(starts)

    def most_brought(self, starts: Mapping[str, int]) -> int:
        """The most that any affordable choice of devices brings to the whole plan."""
        budget = self.given.constraints.budget
        blocks = {(q - 1) // 4 for q in starts.values()}
        gross = {b: 0 for b in blocks}
        for id, quarter in starts.items():
            gross[(quarter - 1) // 4] += sum(cost.gross for cost in self.costs(self.action(id)))
        needs = {b: 0 if budget is None else gross[b] - budget for b in blocks}
        return max(
            self.brought(starts, chosen, blocks)
            for chosen in self.device_choices(starts)
            if self.covers(needs, starts, chosen)
        )

    def device_choices(self, starts: Mapping[str, int]) -> Iterator[Sequence[tuple[Cost, str]]]:
        costs = [cost for id in starts for cost in self.costs(self.action(id))]
        options = [[(c, d.id) for d in self.devices(c, starts)] or [(c, "")] for c in costs]
        yield from product(*options)

    def devices(self, cost: Cost, starts: Mapping[str, int]) -> list[Device]:
        day = self.opens(starts[cost.action])
        return [
            d
            for d in self.content.devices.values()
            if d.status == "active"
            and d.pays_for == cost.kind
            and (d.valid_from or date.min) <= day <= (d.valid_to or date.max)
        ]

    def brought(self, starts: Mapping[str, int], chosen: Sequence[tuple[Cost, str]], blocks: set[int]) -> int:
        by_year: dict[tuple[str, int], int] = {}
        for cost, id in chosen:
            quarter = starts[cost.action]
            if id and (quarter - 1) // 4 in blocks:
                key = (id, self.opens(quarter).year)
                by_year[key] = by_year.get(key, 0) + self.single(self.content.devices[id], cost)
        by_device: dict[str, int] = {}
        for (id, _), amount in by_year.items():
            ceiling = lone_ceiling(self.content.devices[id])
            capped = min(amount, ceiling.amount) if ceiling and ceiling.per == "company_year" else amount
            by_device[id] = by_device.get(id, 0) + capped
        total = 0
        for id, amount in by_device.items():
            ceiling = lone_ceiling(self.content.devices[id])
            total += min(amount, ceiling.amount) if ceiling and ceiling.per == "company" else amount
        return total

    def single(self, device: Device, cost: Cost) -> int:
        (scale,) = device.scales
        due = scale.share * cost.gross if scale.share is not None else scale.per_hour.get("trade", 0) * cost.hours
        ceiling = lone_ceiling(device)
        if ceiling:
            due = min(due, ceiling.amount * (cost.people if ceiling.per == "trainee" else 1))
        return floor(min(due, cost.gross) + 1e-6)

    def costs(self, action: Action) -> list[Cost]:
        rows = [Cost(action.id, action.funding_kind, action.costs[0].high, 0.0, 1)]
        for use in action.trainings:
            training = self.content.trainings[use.training]
            rows.append(
                Cost(action.id, "training", training.cost.high * use.people, training.hours * use.people, use.people)
            )
        return rows

    def opens(self, quarter: int) -> date:
        """Quarter 1 opens with the first calendar quarter after the plan's date."""
        year, index = self.on.year, (self.on.month - 1) // 3 + quarter
        return date(year + index // 4, index % 4 * 3 + 1, 1)

    def action(self, id: str) -> Action:
        return self.content.actions[id]

    def last(self, id: str, start: int) -> int:
        return start + self.action(id).quarters - 1


def lone_ceiling(device: Device) -> Ceiling | None:
    """The one ceiling of a test's device, if it has any."""
    (scale,) = device.scales
    return scale.ceilings[0] if scale.ceilings else None
