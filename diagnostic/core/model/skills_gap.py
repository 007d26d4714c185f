"""The skills gap of one company (`palier-skills/1`, METHOD 3)."""

from dataclasses import dataclass
from typing import Literal

from diagnostic.core.model.assessment import SkillState

Basis = Literal["stated", "matrix"]


@dataclass(frozen=True, slots=True)
class State(SkillState):
    """What is known of a skill in the company, and where from: said of it, or read in the matrix."""

    basis: Basis = "stated"


@dataclass(frozen=True, slots=True)
class Reason:
    """A cell whose target asks for the skill: at `rung`, `level`. `to_climb`: that rung is not reached today."""

    cell: str
    rung: int
    level: int
    to_climb: bool


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A way that closes this gap, with what the catalogue offers for it (ids, best first; may be empty)."""

    way: str
    trainings: tuple[str, ...]
    actions: tuple[str, ...]
    devices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGap:
    """One skill that the target needs. Levels 0–4; people as headcounts.

    `current`: of the best person who stays, None where nobody has said, and then `gap` and `priority` are None;
    `weight`: criticality × share of the cells to raise that need it; priority = gap × weight; `needing`: those cells,
    in content order; `reasons`: every cell whose target asks for it, the highest level first.
    """

    skill: str
    family: str
    required: int
    current: int | None
    basis: Basis | None
    gap: int | None
    able: int | None
    needed: int | None
    leaving: int | None
    headcount_gap: int
    weight: float
    priority: float | None
    needing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    ways: tuple[OpenWay, ...]

    @property
    def is_open(self) -> bool:
        """Whether a level or people are known to be missing."""
        return bool(self.gap) or self.headcount_gap > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsGap:
    """`rows`: every skill that the target needs, known gaps first by priority (then weight, headcount gap, levels
    missing, id), then the unknown by weight × required. `asked`: the at most 12 of the questionnaire; `others`: the
    rest of the catalogue, in the order they would be needed. `to_raise`: rated cells under their target."""

    rows: tuple[SkillGap, ...]
    asked: tuple[str, ...]
    others: tuple[str, ...]
    to_raise: tuple[str, ...]

    def open_rows(self) -> tuple[SkillGap, ...]:
        return tuple(row for row in self.rows if row.is_open)

    def row(self, skill: str) -> SkillGap | None:
        return next((row for row in self.rows if row.skill == skill), None)
