"""Why a cell stays under its target, and what makes a request impossible: found by trying, not by guessing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil

from diagnostic.core.model.plan import Obstacle, Unreached
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.plan_lp import Answer
from diagnostic.core.plan_model import RELAXABLE, PlanModel, build
from diagnostic.core.plan_problem import TOLERANCE, Candidate, Goal, Problem, Schedule, climbs, ratings_at
from diagnostic.core.plan_pruning import pruned

MORE_QUARTERS = 8
NODES = 500
NOISE = 1e-6
PLENTY = 1000
LEADERS = ("budget", "release_days", "parallel_actions")
PRICES = {"budget": 1e-3, "release_days": 0.1}

NO_SKILL = Text("une compétence manque et aucune action ne l’apporte", "a skill is missing and no action brings it")
SET_ASIDE = Text("une action écartée de ce plan y menait", "an action set aside from this plan led there")
NOT_READY = Text("un préalable ne peut pas être rempli", "a condition that comes first cannot be met")
DONE_EARLIER = Text(
    "l’action qui y mène est faite plus tôt, pour un autre gain",
    "the action that leads there is done earlier, for another gain",
)
TOO_LITTLE = Text("n’apporterait pas assez avant les autres", "would not bring enough before the others")
BUDGET = Text("le budget ne suffit pas", "the budget is not enough")
DAYS = Text("trop de jours d’absence au poste", "too many days off the job")
ONE_AT_ONCE = Text("une seule action à la fois", "only one action at a time")
REASONS = (NO_SKILL, SET_ASIDE, NOT_READY, DONE_EARLIER, TOO_LITTLE, BUDGET, DAYS, ONE_AT_ONCE)
LIMIT_NAMES = {
    "budget": Text("budget", "budget"),
    "release_days": Text("jours d’absence", "days off the job"),
    "parallel": Text("actions en parallèle", "actions at the same time"),
}
LONGER = Text("horizon", "length of the plan")


def unreached(problem: Problem, widened: Problem, schedule: Schedule) -> tuple[Unreached, ...]:
    """The rated cells left under their target, each with its reason; `widened` also holds the excluded actions."""
    final = ratings_at(problem, climbs(problem, schedule), problem.limits.horizon)
    short = [goal for goal in problem.goals.values() if goal.weight > 0 and final[goal.cell] < goal.target - TOLERANCE]
    top = highest(problem)
    blocked = [goal for goal in short if top[goal.cell] > final[goal.cell] + TOLERANCE]
    limits = _blocking_limits(problem, schedule, {goal.cell: min(goal.target, top[goal.cell]) for goal in blocked})
    why = Beyond(problem, widened)
    because = {goal.cell: limits[goal.cell] for goal in blocked}
    for goal in short:
        if top[goal.cell] < goal.target - TOLERANCE:
            lasting = why.reason(goal, top[goal.cell])
            because[goal.cell] = all_of([because[goal.cell], lasting]) if goal.cell in because else lasting
    return tuple(Unreached(goal.cell, goal.target, final[goal.cell], because[goal.cell]) for goal in short)


def all_of(reasons: Sequence[Text]) -> Text:
    return Text(" ; ".join(one.fr for one in reasons), "; ".join(one.en or one.fr for one in reasons))


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
            (highest(problem, frozenset({"skills"})), NO_SKILL),
            (highest(widened), SET_ASIDE),
            (highest(problem, everything), NOT_READY),
        )

    def reason(self, goal: Goal, top: float) -> Text:
        for ratings, because in self.tries:
            if ratings.get(goal.cell, 0.0) > top + TOLERANCE:
                return because
        if top <= goal.rating + TOLERANCE:
            return from_rung(top)
        return beyond(top)


def from_rung(top: float) -> Text:
    return Text(
        f"aucune action du catalogue ne la relève depuis {french_rung(top)}",
        f"no action in the catalogue raises it from {english_rung(top)}",
    )


def beyond(top: float) -> Text:
    return Text(
        f"aucune action du catalogue ne va au-delà de {french_rung(top)}",
        f"no action in the catalogue goes beyond {english_rung(top)}",
    )


def french_rung(rung: float) -> str:
    """1,5 with its comma, one decimal; 2 without."""
    return english_rung(rung).replace(".", ",")


def english_rung(rung: float) -> str:
    return f"{round(rung, 1):g}"


def _blocking_limits(problem: Problem, schedule: Schedule, wanted: Mapping[str, float]) -> dict[str, Text]:
    """Cell → the first limit that, lifted alone around this plan, lets the cell climb; else what several would do."""
    found: dict[str, Text] = {}
    for lifted, because in _liftings(problem):
        left = {cell: rung for cell, rung in wanted.items() if cell not in found}
        if left:
            found |= dict.fromkeys(_climbing(lifted, schedule, left), because)
    return {cell: found.get(cell, _order_of_things(problem, schedule, cell, rung)) for cell, rung in wanted.items()}


def _order_of_things(problem: Problem, schedule: Schedule, cell: str, rung: float) -> Text:
    """No limit to blame: a planned action leads there, but it is done before the cell is ready for it."""
    planned = (effect for id in schedule for effect in problem.candidate(id).effects)
    if any(effect.cell == cell and effect.to >= rung - TOLERANCE for effect in planned):
        return DONE_EARLIER
    return TOO_LITTLE


def _liftings(problem: Problem) -> list[tuple[Problem, Text]]:
    limits = problem.limits
    horizon = limits.horizon + MORE_QUARTERS
    free = replace(limits, budget=None, release_days=None, parallel=PLENTY)
    named = [name for limit, name in LIMIT_NAMES.items() if getattr(limits, limit) is not None]
    tries = [
        (replace(limits, budget=None), BUDGET),
        (replace(limits, release_days=None), DAYS),
        (replace(limits, parallel=PLENTY), _at_once(limits.parallel)),
        (replace(limits, horizon=horizon), too_short(limits.horizon)),
        (free, several(named)),
        (replace(free, horizon=horizon), several([*named, LONGER])),
    ]
    return [(replace(problem, limits=lifted), because) for lifted, because in tries if lifted != limits]


def several(names: Sequence[Text]) -> Text:
    french, english = ", ".join(one.fr for one in names), ", ".join(one.en or one.fr for one in names)
    return Text(f"plusieurs limites à la fois : {french}", f"several limits at once: {english}")


def too_short(quarters: int) -> Text:
    plural = "s" if quarters > 1 else ""
    return Text(
        f"l’horizon de {quarters} trimestre{plural} est trop court",
        f"a plan of {quarters} quarter{plural} is too short",
    )


def _at_once(parallel: int) -> Text:
    return ONE_AT_ONCE if parallel == 1 else no_more_than(parallel)


def no_more_than(parallel: int) -> Text:
    return Text(f"pas plus de {parallel} actions en parallèle", f"no more than {parallel} actions at the same time")


def _climbing(lifted: Problem, schedule: Schedule, wanted: Mapping[str, float]) -> list[str]:
    """The cells that reach the rung wanted when actions are added to the schedule under the lifted limits."""
    around = pruned(replace(lifted, pins=dict(schedule)), severe_first=False)
    model = build(around, severe_first=False)
    columns = {cell: model.reached_by(cell, rung, lifted.limits.horizon) for cell, rung in wanted.items()}
    aimed = {column: 1.0 for column in columns.values() if column is not None}
    answer = model.lp.maximise(aimed, nodes=NODES)
    return [cell for cell, column in columns.items() if column is not None and answer.found and answer.chosen(column)]


def obstacles(problem: Problem, widened: Problem) -> tuple[Obstacle, ...]:
    """Each limit that, changed alone, makes the request possible, with the smallest change; else a set of changes."""
    alone = [*_relaxed_alone(problem), *_unexcluded(widened), *_longer(problem), *_elsewhere(problem)]
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


def _elsewhere(problem: Problem) -> Iterable[Obstacle]:
    """For each action fixed at a quarter, the nearest quarter where the request holds, the others left as they are."""
    for id, asked in problem.pins.items():
        if asked is not None:
            model = build(replace(problem, pins={**problem.pins, id: None}), severe_first=False)
            yield from _moved(problem, model, model.lp.minimise(_distances(model, {id: asked})))


def _distances(model: PlanModel, asked: Mapping[str, int]) -> dict[int, float]:
    """The columns of the starts of these actions: how many quarters from the one asked for."""
    return {c: float(abs(quarter - asked[id])) for (id, quarter), c in model.starts.items() if id in asked}


def _moved(problem: Problem, model: PlanModel, answer: Answer) -> Iterable[Obstacle]:
    """The pins that the answer starts at another quarter than they ask."""
    for (id, quarter), column in model.starts.items() if answer.found else ():
        asked = problem.pins.get(id)
        if asked not in (None, quarter) and answer.chosen(column):
            yield Obstacle("pinned", f"{id} : {asked}", f"{id} : {quarter}")


def _together(widened: Problem) -> tuple[Obstacle, ...]:
    """No limit alone is to blame: the cheapest set of changes that are the leader's to make, the horizon last; only
    where there is none, what actions require is put in question."""
    fixed = {id: quarter for id, quarter in widened.pins.items() if quarter is not None}
    tries = [
        (relaxed, more, free)
        for relaxed in (LEADERS, RELAXABLE)
        for more in range(MORE_QUARTERS + 1)
        for free in ((False, True) if fixed and relaxed is LEADERS else (False,))
    ]
    for relaxed, more, free in tries:
        changes = _changes(widened, relaxed, more, fixed if free else {})
        if changes:
            return tuple(replace(row, together=len(changes) > 1) for row in changes)
    pinned = ", ".join(sorted(widened.pins))
    return (Obstacle("pinned", pinned, "aucun réglage ne permet ce début"),)


def _changes(widened: Problem, relaxed: Collection[str], more: int, freed: Mapping[str, int]) -> tuple[Obstacle, ...]:
    """The cheapest set with `more` quarters; the pins in `freed` may start elsewhere. Empty when there is none."""
    limits = replace(widened.limits, horizon=widened.limits.horizon + more)
    pins = {**widened.pins, **dict.fromkeys(freed)}
    model = build(replace(widened, limits=limits, pins=pins), severe_first=False, relaxed=relaxed)
    prices = {c: PRICES.get(family, 1.0) for family, columns in model.slack.items() for c in columns}
    answer = model.lp.minimise(prices | _distances(model, freed))
    longer = [_horizon(widened, more)] if more and answer.found else []
    return (*_found(model, answer), *_moved(widened, model, answer), *longer)


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
        days = ceil(2 * ((limits.release_days or 0.0) + more) - 1e-4) / 2
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
