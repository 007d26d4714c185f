"""What differs between two plans of the same company, and what they come to (METHOD 5)."""

from dataclasses import dataclass
from typing import Literal

from diagnostic.core.model.plan import Obstacle

WhyKind = Literal["pinned", "excluded", "first_for", "skill_for", "rung_for", "after", "lost_first", "lost_skill"]


@dataclass(frozen=True, slots=True)
class Moved:
    """An action kept, at another quarter."""

    action: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Whole euros at the high end, days for all, index and stage at the end of the horizon; `objective` as solved."""

    actions: int
    gross: int
    net: int
    if_renewed: int
    internal_days: float
    release_days: float
    index: float | None
    stage: int | None
    quarters: int
    objective: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """Ids in the order of start. A total is None where its plan is infeasible."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[Moved, ...]
    before: Totals | None
    after: Totals | None
    obstacles: tuple[Obstacle, ...]

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.moved or self.obstacles)


@dataclass(frozen=True, slots=True)
class Why:
    """A fact that explains a difference between two plans; `action`: the other measure that it is about.

    `pinned`, `excluded`: the leader's own choice; `first_for`, `skill_for`, `rung_for`: what the other action leans on;
    `after`: starts when the other ends; `lost_first`, `lost_skill`: what it leaned on is not in the plan any more.
    """

    kind: WhyKind
    action: str | None = None
    skill: str | None = None
