"""The action plan (`palier-plan/1`): a choice, a schedule, its money and its reasons (METHOD 5)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from diagnostic.core.model.questionnaire import Text

SUPERSEDED = "questionnaire"  # the obstacle of answers to an earlier edition


@dataclass(frozen=True, slots=True)
class RaisedCell:
    cell: str
    start: float
    to: float


@dataclass(frozen=True, slots=True)
class DeviceAmount:
    """What a device brings: whole euros, its rule and source in words, valid until."""

    device: str
    amount: int
    rule: Text
    source: Text
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class IfRenewed:
    """What an expired annual scale would bring if it were renewed: never part of a net cost."""

    device: str
    amount: int
    last_valid_to: date


@dataclass(frozen=True, slots=True)
class Money:
    """Whole euros. `gross` and `net` at the high end of the ranges; trainings included."""

    gross: int
    gross_low: int
    by_device: tuple[DeviceAmount, ...]
    net: int
    if_renewed: tuple[IfRenewed, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What a device brings to one cost, whole euros."""

    device: str
    amount: int


@dataclass(frozen=True, slots=True)
class PlannedTraining:
    """`brought`: what devices in force pay of it; `renewed`: what an expired annual scale would pay, never counted."""

    training: str
    people: int
    gross: int
    gross_low: int
    device: str | None
    brought: tuple[Brought, ...] = ()
    renewed: Brought | None = None

    @property
    def net(self) -> int:
        return self.gross - sum(row.amount for row in self.brought)


@dataclass(frozen=True, slots=True)
class Task:
    """What a device asks to file. `by`: the last day; `late`: already past on the day of the plan; `legal`: a text sets
    the delay, otherwise a prudence of ours."""

    by: date
    device: str
    deadline: str
    text: Text
    basis: Text
    legal: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """`start_quarter` counts from 1; `priority_rank` from 1 (1 = do it first)."""

    id: str
    start_quarter: int
    quarters: int
    raises: tuple[RaisedCell, ...]
    answers_symptoms: tuple[str, ...]
    safe_choice: bool
    release_days: float
    internal_days: float
    cost: Money
    trainings: tuple[PlannedTraining, ...]
    tasks: tuple[Task, ...]
    priority_rank: int


@dataclass(frozen=True, slots=True)
class Quarter:
    quarter: int
    starts_on: date
    net_cost: int
    release_days: float
    running: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """Index and stage at the end of a quarter (0 = today); None where the company is not assessed."""

    quarter: int
    index: float | None
    stage: int | None


@dataclass(frozen=True, slots=True)
class ToConfirm:
    device: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Unreached:
    cell: str
    target: float
    reached: float
    because: Text


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A limit, as given and as it would have to be. `together`: several have to change at once, this is one of them."""

    constraint: str
    given: str
    needed: str
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`bound_gap`: how far from the best possible plan it may be (0 = proven), as a share of the objective."""

    on: date
    status: Literal["optimal", "feasible", "infeasible"]
    objective: float | None
    bound_gap: float | None
    solver_seconds: float
    actions: tuple[PlannedAction, ...]
    quarters: tuple[Quarter, ...]
    trajectory: tuple[Point, ...]
    targets: tuple[tuple[str, float], ...]
    dropped_rules: tuple[str, ...]
    to_confirm: tuple[ToConfirm, ...]
    to_assess: tuple[str, ...]
    unreached: tuple[Unreached, ...]
    infeasible_because: tuple[Obstacle, ...]

    @property
    def is_superseded(self) -> bool:
        """Whether none can be made because the answers are to an earlier edition of the questionnaire."""
        return any(row.constraint == SUPERSEDED for row in self.infeasible_because)

    def by_priority(self) -> list[PlannedAction]:
        return sorted(self.actions, key=lambda action: action.priority_rank)


def iso(day: date | None) -> str | None:
    """ISO 8601, or None."""
    return day.isoformat() if day else None


def money_document(money: Money, lang: str) -> dict[str, object]:
    """The `cost` object of CONTRACT."""
    return {
        "gross": money.gross,
        "gross_low": money.gross_low,
        "by_device": [_amount(row, lang) for row in money.by_device],
        "net": money.net,
        "if_renewed": [{**asdict(row), "last_valid_to": iso(row.last_valid_to)} for row in money.if_renewed],
    }


def _amount(row: DeviceAmount, lang: str) -> dict[str, object]:
    return {
        "device": row.device,
        "amount": row.amount,
        "rule": row.rule.read(lang),
        "source": row.source.read(lang),
        "valid_to": iso(row.valid_to),
    }
