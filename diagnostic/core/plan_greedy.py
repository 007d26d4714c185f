"""A plan as a careful person makes it with a pencil: the best measure first, as soon as it fits, with what it leans on.

It holds every rule of METHOD 5, in a moment; it is not the best plan, which `plan_solve` looks for and proves.
"""

from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush

from diagnostic.core.plan_draft import Draft
from diagnostic.core.plan_problem import SEVERE, TOLERANCE, Candidate, Problem, Schedule

LEAST_SHARE = 1e-3
Effort = Callable[[Draft, Draft], float]


def greedy(problem: Problem) -> Schedule:
    """The best of a few ways to fill the plan; empty when the pins alone do not fit. The same for the same problem."""
    begun = list(_beginnings(problem))
    plans = [_filled(start, effort) for start in begun for effort in EFFORTS]
    best = max(plans, key=lambda draft: round(draft.worth, 9), default=None)
    return dict(best.starts) if best else {}


def _beginnings(problem: Problem) -> Iterator[Draft]:
    """What is imposed: the pins, then an action that answers a severe symptom in quarter 1, where that is possible."""
    pinned = _pinned(Draft.empty(problem))
    severe = [candidate for candidate in problem.candidates if problem.is_severe(candidate)]
    if not any(level >= SEVERE for level in problem.severities.values()) or _answers_at_once(pinned, severe):
        yield from [pinned] if pinned else []
        return
    firsts = _severe_first(pinned, severe) if pinned else []
    firsts = firsts or [kept for draft in _severe_first(Draft.empty(problem), severe) if (kept := _pinned(draft))]
    yield from _most_promising(firsts) if firsts else [pinned] if pinned else []


def _answers_at_once(draft: Draft | None, severe: list[Candidate]) -> bool:
    return draft is not None and any(draft.starts.get(candidate.id) == 1 for candidate in severe)


def _severe_first(draft: Draft, severe: list[Candidate]) -> list[Draft]:
    """The draft with each of these in quarter 1, where it fits."""
    free = [candidate for candidate in severe if candidate.id not in draft.starts and _is_open(draft, candidate)]
    return [begun for candidate in free if (begun := _added(draft, candidate, at=1))]


def _most_promising(firsts: list[Draft]) -> list[Draft]:
    """The beginning that gives most, in all, for its euros and for each measure of effort, and the lightest one."""
    chosen = [_best_for(effort, firsts) for effort in (_nothing, _euros, *EFFORTS)]
    chosen.append(min(firsts, key=lambda draft: draft.share_used()))
    return list({id(draft): draft for draft in chosen}.values())


def _best_for(effort: Effort, firsts: list[Draft]) -> Draft:
    empty = Draft.empty(firsts[0].problem)
    return max(firsts, key=lambda draft: draft.worth / effort(empty, draft))


def _pinned(draft: Draft) -> Draft | None:
    """With every pin: those of a given quarter first, in order; None when one does not fit."""
    pins = sorted(draft.problem.pins.items(), key=lambda pin: (pin[1] is None, pin[1] or 0, pin[0]))
    found: Draft | None = draft
    for name, quarter in pins:
        if found is None:
            return None
        if name in found.starts:
            found = found if quarter in (None, found.starts[name]) else None
        else:
            candidate = found.known.get(name)
            found = _added(found, candidate, at=quarter) if candidate else None
    return found


def _filled(draft: Draft, effort: Effort) -> Draft:
    """Adds, one after the other, what gives most for that effort, until nothing more fits or gains."""
    waiting = [candidate for candidate in draft.problem.candidates if candidate.id not in draft.starts]
    queue = [row for candidate in waiting if _is_open(draft, candidate) and (row := _row(draft, candidate, effort))]
    heapify(queue)
    while queue:
        _, name, seen = heappop(queue)
        candidate = draft.known[name]
        again = [candidate] if name not in draft.starts else []
        added = _added(draft, candidate) if again and seen == len(draft.starts) else None
        if added:
            draft, again = added, _touched(draft, added)
        for row in (_row(draft, one, effort) for one in again):
            if row:
                heappush(queue, row)
    return draft


Row = tuple[float, str, int]


def _row(draft: Draft, candidate: Candidate, effort: Effort) -> Row | None:
    """(− what it gives for the effort, id, size of the draft it was read in); None when it does not fit or gain."""
    added = _added(draft, candidate)
    if added is None or added.worth <= draft.worth + TOLERANCE:
        return None
    return -(added.worth - draft.worth) / effort(draft, added), candidate.id, len(draft.starts)


def _touched(before: Draft, after: Draft) -> list[Candidate]:
    """What may now give more than it promised: it shares a cell with what was added, or leans on it."""
    new = [after.known[name] for name in after.starts if name not in before.starts]
    names, cells = {c.id for c in new}, {effect.cell for c in new for effect in c.effects}
    return [
        candidate
        for candidate in after.problem.candidates
        if candidate.id not in after.starts and _is_open(after, candidate) and _leans(candidate, names, cells)
    ]


def _leans(candidate: Candidate, names: set[str], cells: set[str]) -> bool:
    return (
        any(effect.cell in cells for effect in candidate.effects)
        or any(cell in cells for cell, _ in candidate.at_rung)
        or any(required in names for required in candidate.after)
        or any(not names.isdisjoint(gap.builders) for gap in candidate.skill_gaps)
    )


def _is_open(draft: Draft, candidate: Candidate) -> bool:
    return candidate.id not in draft.problem.unwanted


def _added(
    draft: Draft, candidate: Candidate, at: int | None = None, path: frozenset[str] = frozenset()
) -> Draft | None:
    """The draft with that action where it gains most, and before it all that it leans on; None when it cannot fit."""
    if candidate.id in path:
        return None
    ready = _prepared(draft, candidate, path | {candidate.id})
    if ready is None:
        return None
    prepared, earliest = ready
    if at is None:
        start = prepared.best_opening(candidate, earliest)
    else:
        start = at if at >= earliest and at in prepared.openings(candidate) else None
    return None if start is None else prepared.with_start(candidate, start)


def _prepared(draft: Draft, candidate: Candidate, path: frozenset[str]) -> tuple[Draft, int] | None:
    """The draft once all that an action leans on is planned, and the first quarter in which it may then start."""
    earliest = 1
    for required in candidate.after:
        if required not in draft.starts:
            draft_with = _required(draft, required, path)
            if draft_with is None:
                return None
            draft = draft_with
        earliest = max(earliest, draft.end(required) + 1)
    for cell, rung in candidate.at_rung:
        reached = _reached(draft, cell, rung, path)
        if reached is None:
            return None
        draft, quarter = reached
        earliest = max(earliest, quarter + 1)
    return _skilled(draft, candidate, earliest, path)


def _required(draft: Draft, name: str, path: frozenset[str]) -> Draft | None:
    candidate = draft.known.get(name)
    return None if candidate is None else _soonest(draft, candidate, path)


def _soonest(draft: Draft, candidate: Candidate, path: frozenset[str]) -> Draft | None:
    """The draft with that action as early as it fits."""
    if candidate.id in path or not _is_open(draft, candidate):
        return None
    ready = _prepared(draft, candidate, path | {candidate.id})
    if ready is None or candidate.id in ready[0].starts:
        return ready[0] if ready else None
    prepared, earliest = ready
    start = next((quarter for quarter in prepared.openings(candidate) if quarter >= earliest), None)
    return None if start is None else prepared.with_start(candidate, start)


def _reached(draft: Draft, cell: str, rung: float, path: frozenset[str]) -> tuple[Draft, int] | None:
    """The draft in which the cell gets to that rung, and the quarter at whose end it does (0 = today)."""
    quarter = draft.reaches(cell, rung)
    if quarter is not None:
        return draft, quarter
    for candidate, start in draft.leading_to(cell, rung):
        if candidate.id in path or not _is_open(draft, candidate):
            continue
        below = _reached(draft, cell, start, path | {candidate.id})
        found = _soonest_from(below, candidate, path) if below else None
        quarter = found.reaches(cell, rung) if found else None
        if found and quarter is not None:
            return found, quarter
    return None


def _soonest_from(below: tuple[Draft, int], candidate: Candidate, path: frozenset[str]) -> Draft | None:
    """The draft with that action as early as it fits and ends after the rung it starts from is reached."""
    draft, reached = below
    if candidate.id in draft.starts:
        return draft
    ready = _prepared(draft, candidate, path | {candidate.id})
    if ready is None or candidate.id in ready[0].starts:
        return ready[0] if ready else None
    prepared, earliest = ready
    starts = (q for q in prepared.openings(candidate) if q >= earliest and candidate.end(q) > reached)
    start = next(starts, None)
    return None if start is None else prepared.with_start(candidate, start)


def _skilled(draft: Draft, candidate: Candidate, earliest: int, path: frozenset[str]) -> tuple[Draft, int] | None:
    """With someone who brings each missing skill, no later than the action."""
    for gap in candidate.skill_gaps:
        if not any(builder in draft.starts for builder in gap.builders):
            tries = (_required(draft, builder, path) for builder in gap.builders)
            found = next((one for one in tries if one is not None), None)
            if found is None:
                return None
            draft = found
        earliest = max(earliest, min(draft.starts[b] for b in gap.builders if b in draft.starts))
    return draft, earliest


def _nothing(_before: Draft, _after: Draft) -> float:
    """What it gives is all that counts."""
    return 1.0


def _euros(before: Draft, after: Draft) -> float:
    return max(float(after.net - before.net), 1.0)


def _share_of_room(before: Draft, after: Draft) -> float:
    """The largest part that it takes of what is limited."""
    return max(after.share_used() - before.share_used(), LEAST_SHARE)


EFFORTS: tuple[Effort, ...] = (
    lambda before, after: after.quarters_taken - before.quarters_taken,
    lambda before, after: 1.0 + after.release_days - before.release_days,
    _share_of_room,
)
