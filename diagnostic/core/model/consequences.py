"""What a target asks of the company, in orders of magnitude (METHOD 4)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A cell that the catalogue, or the company's pace, leaves under its target. `reached`: where it stops;
    `by_catalogue`: no action goes further, whatever the time."""

    cell: str
    target: float
    reached: float
    by_catalogue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """Cells and skills by id; whole euros before funding, trainings included; days for all.

    `skills`: those that the cells to raise need; `lacking`: of these, the ones known to be missing, in level or in
    people; `unstated`: the ones nobody has spoken of; `quarters`: until the last action ends, 0 where there is none;
    `unserved`: the customers' requirements that the target leaves out.
    """

    to_raise: tuple[str, ...]
    skills: tuple[str, ...]
    lacking: tuple[str, ...]
    unstated: tuple[str, ...]
    actions: tuple[str, ...]
    cost_low: int
    cost_high: int
    internal_days: float
    release_days: float
    quarters: int
    out_of_reach: tuple[OutOfReach, ...]
    unserved: tuple[str, ...]
