"""What a polyvalence matrix says (METHOD 3): coverage, single points of failure, versatility, absences."""

from collections.abc import Mapping
from dataclasses import dataclass

AUTONOMOUS = 3  # level from which a person holds a skill alone (ILUO: U)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCoverage:
    """One skill of the matrix. `holders`: people autonomous or more; `staying`: those not leaving within five years;
    `learning`: people at 1 or 2. `single`: one holder only, or none but leaving ones. `gap`: needed − staying, when
    `needed` was given. `best_staying`: highest level among those who stay."""

    skill: str
    name: str | None
    complexity: int
    needed: int | None
    holders: tuple[str, ...]
    staying: tuple[str, ...]
    learning: tuple[str, ...]
    best: int
    best_staying: int
    single: bool
    gap: int | None


@dataclass(frozen=True, slots=True)
class PostCoverage:
    """A post: its people, and per skill how many of them hold it alone."""

    post: str
    people: tuple[str, ...]
    holders: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """`versatility`: Σ level·complexity / Σ complexity over the matrix's skills, 0..4; `lost`: skills that nobody else
    holds alone; `weakened`: skills that one other person alone would still hold, if this one is away."""

    person: str
    versatility: float
    lost: tuple[str, ...]
    weakened: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polyvalence:
    """Empty everywhere when the matrix is. `lost_in_five_years`: skills held today and by nobody once those who leave
    within five years have left; `versatility`: mean of the people's, None without people."""

    columns: tuple[ColumnCoverage, ...]
    posts: tuple[PostCoverage, ...]
    people: tuple[PersonStanding, ...]
    singles: tuple[str, ...]
    lost_in_five_years: tuple[str, ...]
    versatility: float | None
