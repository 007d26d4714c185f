"""What the auditing attacker reads and looks for: facts that were published, and sums that must stay unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from diagnostic.core.model.cohort import Floats
from diagnostic.core.model.released import Figure

Ranks = npt.NDArray[np.int32]
Cell = tuple[str, tuple[tuple[str, str], ...]]
"""A cell whatever the tables that show it: population, then (axis, code) pairs sorted by axis."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one published figure says: low <= Σ weights · values of `members` <= high. `cell` is what would have to be
    withheld to take it back, None where it cannot be any more (an earlier release)."""

    members: Ranks
    weights: Floats | None
    low: float
    high: float
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class System:
    """One unknown a variable (a company's figure, or how many companies are of one kind): `truth` is the world that is;
    `low`, `high` what anybody knows of each; `whole`: only whole numbers can be."""

    name: str
    truth: Floats
    low: Floats
    high: Floats
    whole: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A sum over `members` that nobody may learn, `known` being what the attacker knows already. Two worlds that fit
    every fact must put it `width` apart; where `reach` is given, worlds must put it at both ends of it."""

    members: tuple[int, ...]
    known: tuple[int, ...]
    width: float
    reach: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A target that the facts give away, between `low` and `high`; `cells`: the facts that bind it and could be taken
    back, the most binding first."""

    target: Target
    low: float
    high: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What must be kept of a release for the next ones to be audited against it, on the private side: who was where,
    and what was told of it. `places`: axis → each unit's category code or None; `shown`: cell → series → the figure's
    (low, high) for the sum of its members, "n" for their number; `since`: cell → the release that computed it.
    `told`: cell → series → the figure as it was printed, "n" for the rounded number of companies. A unit whose values
    were erased keeps its row, its key and its places, its version emptied, its values NaN. `advisers`: opaque keys of
    who brought each unit, None for a leader alone; empty where it was not kept."""

    number: int
    catalogue: str
    keys: tuple[str, ...]
    versions: tuple[str, ...]
    places: Mapping[str, tuple[str | None, ...]]
    scored: tuple[bool, ...]
    values: Mapping[str, Floats]
    shown: Mapping[Cell, Mapping[str, tuple[float, float]]]
    since: Mapping[Cell, int]
    told: Mapping[Cell, Mapping[str, Figure]] = field(default_factory=dict)
    advisers: tuple[str | None, ...] = ()
