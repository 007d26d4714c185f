"""The same choice without what no best plan needs: what is useless, what cannot be, what another one does better.

Every schedule of the pruned problem holds in the whole one and is worth as much there; and some schedule that is best
in the whole one (METHOD 5: worth, then net cost, then ids) is left. So the pruned one is solved in its place.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostic.core.plan_problem import TOLERANCE, Candidate, Effect, Problem


def pruned(problem: Problem, *, severe_first: bool) -> Problem:
    """The problem with fewer candidates and fewer effects; `severe_first`: quarter 1 has to answer a severe symptom."""
    possible = _possible(problem)
    caps, kept = _needed(problem, possible, severe_first=severe_first)
    trimmed = {id: _trimmed(problem, candidate, caps) for id, candidate in kept.items()}
    left = _undominated(problem, trimmed, severe_first=severe_first)
    return replace(problem, candidates=tuple(candidate for id, candidate in trimmed.items() if id in left))


def _possible(problem: Problem) -> dict[str, Candidate]:
    """Those that fit in the horizon and in a quarter's days, with all that they lean on; pinned ones stay whatever."""
    found = {c.id: c for c in problem.candidates if c.id in problem.pins or _fits(problem, c)}
    while True:
        tops = _tops(problem, found.values())
        dead = {c.id for c in found.values() if c.id not in problem.pins and not _can_begin(c, found, tops)}
        if not dead:
            return found
        found = {id: candidate for id, candidate in found.items() if id not in dead}


def _fits(problem: Problem, candidate: Candidate) -> bool:
    days = problem.limits.release_days
    too_long = candidate.quarters > problem.limits.horizon
    return not too_long and (days is None or candidate.days_in_quarter() <= days + TOLERANCE)


def _tops(problem: Problem, candidates: Iterable[Candidate]) -> dict[str, float]:
    """No rating above these is ever reached."""
    tops = {cell: goal.rating for cell, goal in problem.goals.items()}
    for candidate in candidates:
        for effect in candidate.effects:
            tops[effect.cell] = max(tops[effect.cell], effect.to)
    return tops


def _can_begin(candidate: Candidate, found: Mapping[str, Candidate], tops: Mapping[str, float]) -> bool:
    return (
        all(required in found for required in candidate.after)
        and all(any(builder in found for builder in gap.builders) for gap in candidate.skill_gaps)
        and all(tops[cell] >= rung - TOLERANCE for cell, rung in candidate.at_rung)
    )


def _needed(
    problem: Problem, possible: Mapping[str, Candidate], *, severe_first: bool
) -> tuple[dict[str, float], dict[str, Candidate]]:
    """The rung above which each cell brings nothing, and the candidates that may bring something."""
    caps = {cell: _aim(problem, cell) for cell in problem.goals}
    kept: set[str] = set()
    while True:
        for id in kept:
            for cell, rung in possible[id].at_rung:
                caps[cell] = max(caps[cell], rung)
        leaned = {other for id in kept for other in _leans_on(possible[id])}
        more = {
            id
            for id, candidate in possible.items()
            if id in problem.pins
            or id in leaned
            or (severe_first and problem.is_severe(candidate) and _at_once(problem, candidate))
            or any(_raises(problem, effect, caps) for effect in candidate.effects)
        }
        if more == kept:
            return caps, {id: candidate for id, candidate in possible.items() if id in kept}
        kept = more


def _at_once(problem: Problem, candidate: Candidate) -> bool:
    """Whether it may start in quarter 1."""
    ready = all(problem.goals[cell].rating >= rung - TOLERANCE for cell, rung in candidate.at_rung)
    return ready and not candidate.after


def _aim(problem: Problem, cell: str) -> float:
    goal = problem.goals[cell]
    return goal.target if goal.weight > 0 else 0.0


def _leans_on(candidate: Candidate) -> set[str]:
    return set(candidate.after).union(*(gap.builders for gap in candidate.skill_gaps))


def _raises(problem: Problem, effect: Effect, caps: Mapping[str, float]) -> bool:
    """Whether the effect ever lifts its cell below the cap."""
    cap = caps[effect.cell]
    return min(effect.to, cap) > max(effect.start, problem.goals[effect.cell].rating) + TOLERANCE


def _trimmed(problem: Problem, candidate: Candidate, caps: Mapping[str, float]) -> Candidate:
    """Without the effects that bring nothing, nor what goes beyond the cap."""
    left = (effect for effect in candidate.effects if _raises(problem, effect, caps))
    return replace(candidate, effects=tuple(replace(effect, to=min(effect.to, caps[effect.cell])) for effect in left))


def _undominated(problem: Problem, candidates: Mapping[str, Candidate], *, severe_first: bool) -> set[str]:
    """Those that no other one could replace in every schedule."""
    asked = set(problem.pins).union(*(candidate.after for candidate in candidates.values()))
    gaps = [gap.builders for candidate in candidates.values() for gap in candidate.skill_gaps]
    facts = {id: _Facts.of(problem, candidate, gaps, severe_first) for id, candidate in candidates.items()}
    left = dict(facts)
    for id in sorted(set(facts) - asked, reverse=True):
        if any(_replaces(problem, other, facts[id]) for name, other in left.items() if name != id):
            del left[id]
    return set(left)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides whether a candidate may take another's place. `least`: euros it costs with all the help there is;
    `brings`: indices of the missing skills that it brings."""

    candidate: Candidate
    gross: int
    least: int
    brings: frozenset[int]
    severe: bool

    @staticmethod
    def of(problem: Problem, candidate: Candidate, gaps: Sequence[Collection[str]], severe_first: bool) -> "_Facts":
        helped = min((_helped(problem, candidate, quarter) for quarter in problem.starts(candidate)), default=0)
        return _Facts(
            candidate=candidate,
            gross=problem.gross_of(candidate),
            least=helped,
            brings=frozenset(index for index, builders in enumerate(gaps) if candidate.id in builders),
            severe=severe_first and problem.is_severe(candidate),
        )


def _helped(problem: Problem, candidate: Candidate, quarter: int) -> int:
    """Its cost in that quarter if every device brought all it can, ceilings left aside."""
    return sum(
        max(0, problem.gross(expense) - sum(offer.amount for offer in problem.offers(expense, quarter)))
        for expense in candidate.expenses
    )


def _replaces(problem: Problem, better: _Facts, worse: _Facts) -> bool:
    """Whether `better`, started where `worse` is, would do as well in any schedule, for less or under an earlier id."""
    b, w = better.candidate, worse.candidate
    return (
        (better.gross < worse.least or (better.gross == worse.least and b.id < w.id))
        and problem.pins.get(b.id) is None
        and b.quarters <= w.quarters
        and b.days_in_quarter() <= w.days_in_quarter()
        and better.brings >= worse.brings
        and better.severe >= worse.severe
        and _asks_no_more(problem, b, w)
        and _does_as_much(problem, b, w)
    )


def _asks_no_more(problem: Problem, b: Candidate, w: Candidate) -> bool:
    """Whether `b` may start wherever `w` may."""
    required = dict[str, float]()
    for cell, rung in w.at_rung:
        required[cell] = max(required.get(cell, 0.0), rung)
    return (
        set(b.after) <= set(w.after)
        and all(rung <= max(problem.goals[cell].rating, required.get(cell, 0.0)) for cell, rung in b.at_rung)
        and all(any(set(other.builders) <= set(gap.builders) for other in w.skill_gaps) for gap in b.skill_gaps)
    )


def _does_as_much(problem: Problem, b: Candidate, w: Candidate) -> bool:
    """Whether all that `w` may raise, `b` raises as high whenever it is done, and answers the same symptoms as well."""
    if any(effect.start > problem.goals[effect.cell].rating for effect in b.effects):
        return False
    raised = {effect.cell: effect.to for effect in sorted(b.effects, key=lambda effect: effect.to)}
    answers = w.alone <= 0 or (b.alone >= w.alone and set(b.symptoms) >= set(w.symptoms))
    return answers and all(raised.get(effect.cell, -1.0) >= effect.to for effect in w.effects)
