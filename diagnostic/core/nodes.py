"""What a node's cells make together: coverage, index, reach, share, stage and their bounds (METHOD 2)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, fsum

from diagnostic.core.model.questionnaire import TOP_RUNG
from diagnostic.core.model.result import Node
from diagnostic.core.tree import Weights

TOLERANCE = 1e-9
SOLID = 0.80
NO_AREA_BEHIND = 0.60
ENOUGH_COVERAGE = 0.50
RUNGS = range(1, TOP_RUNG + 1)

Reach = Sequence[float]
Ratings = Mapping[str, float | None]


def at_least(value: float, threshold: float) -> bool:
    return value >= threshold - TOLERANCE


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over a node's rated cells, as parts of its whole weight; per-rung tuples go from rung 1 to 6."""

    rated: float
    verified: float
    points: float
    reached: tuple[float, ...]
    climbed: tuple[float, ...]

    @property
    def assessed(self) -> bool:
        return at_least(self.rated, ENOUGH_COVERAGE)

    @property
    def reach(self) -> Reach:
        """Over the rated cells alone."""
        return tuple(part / self.rated for part in self.reached)

    @property
    def reach_high(self) -> Reach:
        """With every missing cell at the top rung."""
        return tuple(part + (1.0 - self.rated) for part in self.reached)


def measure(tree: Mapping[str, Weights], ratings: Ratings, verified: Collection[str] = ()) -> dict[str, Node]:
    """Every node of `tree` (as `tree.grow` gives it); `verified`: the cells whose rating an adviser has seen."""
    tallies = {key: tally(weights, ratings, verified) for key, weights in tree.items()}
    areas = [found for key, found in tallies.items() if key.startswith("area:")]
    return {key: _node(found, areas if key == "company" else []) for key, found in tallies.items()}


def tally(weights: Weights, ratings: Ratings, verified: Collection[str]) -> Tally:
    rated = {id: rating for id in weights if (rating := ratings.get(id)) is not None}
    total = fsum(weights.values())
    return Tally(
        rated=fsum(weights[id] for id in rated) / total,
        verified=fsum(weights[id] for id in rated if id in verified) / total,
        points=fsum(weights[id] * rating for id, rating in rated.items()) / total,
        reached=tuple(fsum(weights[id] for id, r in rated.items() if at_least(r, k)) / total for k in RUNGS),
        climbed=tuple(fsum(weights[id] * _step(r, k) for id, r in rated.items()) / total for k in RUNGS),
    )


def _step(rating: float, rung: int) -> float:
    """How much of the step that ends on `rung` is climbed, 0 to 1."""
    return min(max(rating - (rung - 1), 0.0), 1.0)


def stage_of(reach: Reach, areas: Iterable[Reach] = ()) -> int:
    """The highest rung that four fifths stand on, every rung below included, and that no area is left behind of."""
    bases = list(areas)
    for depth, part in enumerate(reach):
        if not at_least(part, SOLID) or not all(at_least(base[depth], NO_AREA_BEHIND) for base in bases):
            return depth
    return len(reach)


def _node(found: Tally, areas: Sequence[Tally]) -> Node:
    assessed = [area for area in areas if area.assessed]
    index = found.points / found.rated if found.assessed else None
    return Node(
        assessed=found.assessed,
        index=index,
        index_low=found.points,
        index_high=found.points + TOP_RUNG * (1.0 - found.rated),
        stage=stage_of(found.reach, [area.reach for area in assessed]) if found.assessed else None,
        stage_low=stage_of(found.reached, [area.reached for area in areas]),
        stage_high=stage_of(found.reach_high, [area.reach_high for area in assessed]),
        mean_stage=None if index is None else floor(index + TOLERANCE),
        reach=tuple(found.reach) if found.assessed else None,
        share=tuple(part / found.rated for part in found.climbed) if found.assessed else None,
        coverage=found.rated,
        evidence_share=found.verified / found.rated if found.rated > 0 else None,
    )
