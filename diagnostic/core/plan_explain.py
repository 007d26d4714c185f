"""Why a cell stays under its target, and what makes a request impossible: found by trying, not by guessing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import ceil

from diagnostic.core.model.plan import Obstacle, Unreached
from diagnostic.core.plan_lp import Answer
from diagnostic.core.plan_model import RELAXABLE, PlanModel, build
from diagnostic.core.plan_problem import TOLERANCE, Candidate, Goal, Problem, Schedule, climbs, ratings_at

MORE_QUARTERS = 8
NODES = 500
NOISE = 1e-6
PLENTY = 1000
PRICES = {"budget": 1e-3, "release_days": 0.1}


def unreached(problem: Problem, widened: Problem, schedule: Schedule) -> tuple[Unreached, ...]:
    """The rated cells left under their target, each with its reason; `widened` also holds the excluded actions."""
    final = ratings_at(problem, climbs(problem, schedule), problem.limits.horizon)
    short = [goal for goal in problem.goals.values() if goal.weight > 0 and final[goal.cell] < goal.target - TOLERANCE]
    top = highest(problem)
    blocked = [goal for goal in short if top[goal.cell] > final[goal.cell] + TOLERANCE]
    limits = _blocking_limits(problem, schedule, {goal.cell: min(goal.target, top[goal.cell]) for goal in blocked})
    beyond = Beyond(problem, widened)
    because = {goal.cell: limits[goal.cell] for goal in blocked}
    for goal in short:
        if top[goal.cell] < goal.target - TOLERANCE:
            lasting = beyond.reason(goal, top[goal.cell])
            because[goal.cell] = f"{because[goal.cell]} ; {lasting}" if goal.cell in because else lasting
    return tuple(Unreached(goal.cell, goal.target, final[goal.cell], because[goal.cell]) for goal in short)


def highest(problem: Problem, ignored: frozenset[str] = frozenset()) -> dict[str, float]:
    """The highest rating of each cell with every action, no limit of money, days or time; `ignored`: families of rules
    left aside (`skills`, `prerequisites`)."""
    ratings = {cell: goal.rating for cell, goal in problem.goals.items()}
    done: set[str] = set()
    while True:
        before = (len(done), dict(ratings))
        done |= {c.id for c in problem.candidates if _can_start(c, ratings, done, ignored)}
        for candidate in problem.candidates:
            for effect in candidate.effects if candidate.id in done else ():
                if ratings[effect.cell] >= effect.start - TOLERANCE:
                    ratings[effect.cell] = max(ratings[effect.cell], effect.to)
        if before == (len(done), ratings):
            return ratings


def _can_start(candidate: Candidate, ratings: Mapping[str, float], done: set[str], ignored: frozenset[str]) -> bool:
    skilled = "skills" in ignored or all(done.intersection(gap.builders) for gap in candidate.skill_gaps)
    if "prerequisites" in ignored:
        return skilled
    ready = all(ratings[cell] >= rung - TOLERANCE for cell, rung in candidate.at_rung)
    return skilled and ready and done.issuperset(candidate.after)


class Beyond:
    """Why no schedule, however rich, takes a cell further."""

    def __init__(self, problem: Problem, widened: Problem) -> None:
        everything = frozenset({"skills", "prerequisites"})
        self.tries = (
            (highest(problem, frozenset({"skills"})), "une compétence manque et aucune action ne l’apporte"),
            (highest(widened), "une action écartée de ce plan y menait"),
            (highest(problem, everything), "un préalable ne peut pas être rempli"),
        )

    def reason(self, goal: Goal, top: float) -> str:
        for ratings, because in self.tries:
            if ratings.get(goal.cell, 0.0) > top + TOLERANCE:
                return because
        if top <= goal.rating + TOLERANCE:
            return f"aucune action du catalogue ne la relève depuis {french_rung(top)}"
        return f"aucune action du catalogue ne va au-delà de {french_rung(top)}"


def french_rung(rung: float) -> str:
    """1,5 with its comma, one decimal; 2 without."""
    return f"{round(rung, 1):g}".replace(".", ",")


def _blocking_limits(problem: Problem, schedule: Schedule, wanted: Mapping[str, float]) -> dict[str, str]:
    """Cell → the first limit that, lifted alone around this plan, lets the cell climb; else what several would do."""
    found: dict[str, str] = {}
    for lifted, because in _liftings(problem):
        left = {cell: rung for cell, rung in wanted.items() if cell not in found}
        if left:
            found |= dict.fromkeys(_climbing(lifted, schedule, left), because)
    return {cell: found.get(cell, _order_of_things(problem, schedule, cell, rung)) for cell, rung in wanted.items()}


def _order_of_things(problem: Problem, schedule: Schedule, cell: str, rung: float) -> str:
    """No limit to blame: a planned action leads there, but it is done before the cell is ready for it."""
    planned = (effect for id in schedule for effect in problem.candidate(id).effects)
    if any(effect.cell == cell and effect.to >= rung - TOLERANCE for effect in planned):
        return "l’action qui y mène est faite plus tôt, pour un autre gain"
    return "n’apporterait pas assez avant les autres"


def _liftings(problem: Problem) -> list[tuple[Problem, str]]:
    limits = problem.limits
    horizon = limits.horizon + MORE_QUARTERS
    free = replace(limits, budget=None, release_days=None, parallel=PLENTY)
    stated = {"budget": limits.budget, "jours d’absence": limits.release_days, "actions en parallèle": limits.parallel}
    named = ", ".join(name for name, limit in stated.items() if limit is not None)
    tries = [
        (replace(limits, budget=None), "le budget ne suffit pas"),
        (replace(limits, release_days=None), "trop de jours d’absence au poste"),
        (replace(limits, parallel=PLENTY), _at_once(limits.parallel)),
        (replace(limits, horizon=horizon), f"l’horizon de {limits.horizon} trimestres est trop court"),
        (free, f"plusieurs limites à la fois : {named}"),
        (replace(free, horizon=horizon), f"plusieurs limites à la fois : {named}, horizon"),
    ]
    return [(replace(problem, limits=lifted), because) for lifted, because in tries if lifted != limits]


def _at_once(parallel: int) -> str:
    return "une seule action à la fois" if parallel == 1 else f"pas plus de {parallel} actions en parallèle"


def _climbing(lifted: Problem, schedule: Schedule, wanted: Mapping[str, float]) -> list[str]:
    """The cells that reach the rung wanted when actions are added to the schedule under the lifted limits."""
    model = build(lifted, severe_first=False)
    for id, quarter in schedule.items():
        model.lp.fix(model.starts[id, quarter], 1.0)
    columns = {cell: model.reached_by(cell, rung, lifted.limits.horizon) for cell, rung in wanted.items()}
    aimed = {column: 1.0 for column in columns.values() if column is not None}
    answer = model.lp.maximise(aimed, nodes=NODES)
    return [cell for cell, column in columns.items() if column is not None and answer.found and answer.chosen(column)]


def obstacles(problem: Problem, widened: Problem) -> tuple[Obstacle, ...]:
    """Each limit that, changed alone, makes the request possible, with the smallest change; else a set of changes."""
    alone = [*_relaxed_alone(problem), *_unexcluded(widened), *_longer(problem)]
    return tuple(alone) or _together(widened)


def _relaxed_alone(problem: Problem) -> Iterable[Obstacle]:
    for family in RELAXABLE:
        model = build(problem, severe_first=False, relaxed=(family,))
        if model.slack.get(family):
            yield from _found(model, model.lp.minimise(model.slack[family]))


def _unexcluded(widened: Problem) -> Iterable[Obstacle]:
    model = build(widened, severe_first=False)
    if model.slack.get("excluded"):
        yield from _found(model, model.lp.minimise(model.slack["excluded"]))


def _longer(problem: Problem) -> Iterable[Obstacle]:
    for more in range(1, MORE_QUARTERS + 1):
        longer = replace(problem, limits=replace(problem.limits, horizon=problem.limits.horizon + more))
        if build(longer, severe_first=False).lp.maximise({}).found:
            yield _horizon(problem, more)
            return


def _together(widened: Problem) -> tuple[Obstacle, ...]:
    """No limit alone is to blame: the cheapest set of changes, the horizon last."""
    for more in range(MORE_QUARTERS + 1):
        longer = replace(widened, limits=replace(widened.limits, horizon=widened.limits.horizon + more))
        model = build(longer, severe_first=False, relaxed=RELAXABLE)
        prices = {c: PRICES.get(family, 1.0) for family, columns in model.slack.items() for c in columns}
        answer = model.lp.minimise(prices)
        if answer.found:
            return (*_found(model, answer), *([_horizon(widened, more)] if more else []))
    pinned = ", ".join(sorted(widened.pins))
    return (Obstacle("pinned", pinned, "aucun réglage ne permet ce début"),)


def _horizon(problem: Problem, more: int) -> Obstacle:
    return Obstacle("horizon", str(problem.limits.horizon), str(problem.limits.horizon + more))


def _found(model: PlanModel, answer: Answer) -> Iterable[Obstacle]:
    """One obstacle per relaxed family that the answer had to break."""
    for family in (*RELAXABLE, "excluded") if answer.found else ():
        more = answer.total(model.slack.get(family, {}))
        if more > NOISE:
            yield _obstacle(model, answer, family, more)


def _obstacle(model: PlanModel, answer: Answer, family: str, more: float) -> Obstacle:
    limits = model.problem.limits
    if family == "budget":
        return Obstacle(family, str(limits.budget), str((limits.budget or 0) + ceil(more - 1e-4)))
    if family == "release_days":
        days = (limits.release_days or 0.0) + ceil(more * 100 - 1e-4) / 100
        return Obstacle(family, f"{limits.release_days:g}", f"{days:g}")
    if family == "parallel_actions":
        return Obstacle(family, str(limits.parallel), str(limits.parallel + ceil(more - 1e-4)))
    if family == "excluded":
        kept = {
            id for (id, _), column in model.starts.items() if id in model.problem.unwanted and answer.chosen(column)
        }
        return Obstacle(family, ", ".join(sorted(model.problem.unwanted)), f"garder {', '.join(sorted(kept))}")
    broken = [what for column, what in model.broken.items() if column in model.slack[family] and answer.chosen(column)]
    return Obstacle(family, "respecter", f"lever {' ; '.join(broken)}")
