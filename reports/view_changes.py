"""What a change did to the plan, and two plans side by side (METHOD 5)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from diagnostic.core.model.assessment import Constraints
from diagnostic.core.model.plan import Obstacle, Plan
from diagnostic.core.model.plan_change import Moved, PlanChange, Totals, Why
from diagnostic.core.plan_changes import change, reasons
from reports import words
from reports.board_lines import ChangeLine, ChangeView, ComparisonView, MeansLine, ObstacleLine, SideBySide, TotalLine
from reports.programme import Programme
from reports.quarters import quarter_of_plan
from reports.view_board import imposed, why_text
from reports.view_obstacles import obstacle_text, repair, repair_together

RULES = ("prerequisites", "skills")
NO_LIMIT = "sans limite"
UNKNOWN = "à évaluer"
RENEWED = "Si les barèmes sont reconduits (non compté)"


def change_view(programme: Programme, before: Plan) -> ChangeView:
    """From `before` to the plan of `programme`, whose assessment bears today's choices."""
    found = change(before, programme.plan)
    why = reasons(programme.content, programme.assessment, found, programme.plan)
    starts = {row.id: row.start_quarter for row in programme.plan.actions}
    on = programme.plan.on
    added = found.added if found.before else ()
    return ChangeView(
        summary=words.typeset(_summary(found)),
        added=tuple(_line(programme, id, why, f"au {quarter_of_plan(on, starts[id])}") for id in added),
        removed=tuple(_line(programme, id, why) for id in found.removed),
        moved=tuple(_line(programme, row.action, why, _move_text(row, on)) for row in found.moved),
        totals=total_lines(found.before, found.after),
        causes=tuple(_obstacle(programme, row).text for row in found.obstacles if row.constraint in RULES),
        obstacles=tuple(_obstacle(programme, row) for row in found.obstacles if row.constraint not in RULES),
        together=any(row.together for row in found.obstacles),
        mend=repair_together(found.obstacles),
        nothing=found.nothing,
    )


def _summary(found: PlanChange) -> str:
    if found.after is None:
        return "Ce que vous demandez ne tient dans aucun calendrier."
    if found.before is None:
        return f"Le calendrier tient : {words.spelled(found.after.actions, 'mesure', 'mesures', feminine=True)}."
    counts = (("ajoutée", found.added), ("retirée", found.removed), ("déplacée", found.moved))
    told = [_counted(len(rows), done) for done, rows in counts if rows]
    return words.sentence(words.listed(told)) if told else "Aucune mesure n’a bougé."


def _counted(number: int, done: str) -> str:
    return f"{words.spelled(number, 'mesure', 'mesures', feminine=True)} {done}{'s' if number > 1 else ''}"


def _line(programme: Programme, id: str, why: Mapping[str, Why], place: str = "") -> ChangeLine:
    title = programme.names.read(programme.content.actions[id].text.title)
    parts = [words.sentence(place) if place else "", why_text(programme, why[id]) if id in why else ""]
    return ChangeLine(title, " ".join(part for part in parts if part))


def _move_text(row: Moved, on: date) -> str:
    return f"du {quarter_of_plan(on, row.before)} au {quarter_of_plan(on, row.after)}"


def _obstacle(programme: Programme, row: Obstacle) -> ObstacleLine:
    content, names, on = programme.content, programme.names, programme.plan.on
    return ObstacleLine(obstacle_text(content, names, row, on), repair(content, names, row, on))


def total_lines(before: Totals | None, after: Totals | None) -> tuple[TotalLine, ...]:
    """Nothing where one of the plans does not exist: there is nothing to compare."""
    if before is None or after is None:
        return ()
    lines = [
        _total("Mesures", before.actions, after.actions, words.whole),
        _total("Coût, au plus", before.gross, after.gross, words.euros),
        _total("À votre charge, au plus", before.net, after.net, words.euros),
        _total(RENEWED, before.if_renewed, after.if_renewed, words.euros),
        _total("Temps interne", before.internal_days, after.internal_days, words.days),
        _total("Dont hors du poste", before.release_days, after.release_days, words.days),
        _total("Indice à la fin", _tenth(before.index), _tenth(after.index), words.index),
        _total("Stade à la fin", before.stage, after.stage, words.whole),
    ]
    renewed = before.if_renewed or after.if_renewed
    return tuple(line for line in lines if renewed or line.name != RENEWED)


def _tenth(index: float | None) -> float | None:
    """As it is printed, so that the difference is that of the figures read."""
    return None if index is None else float(words.rounded(index, "0.1"))


def _total(name: str, before: float | None, after: float | None, told: Callable[[float], str]) -> TotalLine:
    """« + 3 200 € »; None where both read alike."""
    first, then = (UNKNOWN if value is None else told(value) for value in (before, after))
    if first == then or before is None or after is None:
        return TotalLine(name, first, then, None)
    sign = "+" if after > before else words.MINUS
    return TotalLine(name, first, then, f"{sign}{words.FIXED}{told(abs(after - before))}")


def means_texts(means: Constraints) -> dict[str, str]:
    """The four means in words, by what they are called."""
    days = means.release_days_per_quarter
    return {
        "Budget par an": NO_LIMIT if means.budget is None else words.euros(means.budget),
        "Durée du plan": words.count(means.horizon_quarters, "trimestre", "trimestres"),
        "Mesures en même temps": words.whole(means.parallel_actions),
        "Jours hors du poste, par trimestre": NO_LIMIT if days is None else words.days(days),
    }


def means_sentence(means: Constraints) -> str:
    """« 45 000 € par an, 8 trimestres, 2 mesures à la fois, 12 jours hors du poste par trimestre »."""
    days = means.release_days_per_quarter
    return ", ".join(
        (
            "budget sans limite" if means.budget is None else f"{words.euros(means.budget)} par an",
            words.count(means.horizon_quarters, "trimestre", "trimestres"),
            f"{words.count(means.parallel_actions, 'mesure', 'mesures')} à la fois",
            "jours sans limite" if days is None else f"{words.days(days)} hors du poste par trimestre",
        )
    )


def comparison_view(left: Programme, right: Programme, names: tuple[str, str]) -> ComparisonView:
    """Two plans of the same company on the same day; `names` are what the leader calls them."""
    found = change(left.plan, right.plan)
    both = found.before is not None and found.after is not None
    return ComparisonView(
        left=names[0],
        right=names[1],
        summary=words.typeset(_comparison(found, names) if both else _failing(found, names)),
        means=_means(left, right),
        totals=total_lines(found.before, found.after),
        quarters=_side_by_side(left, right),
        only_left=_titles(left, found.removed),
        only_right=_titles(right, found.added if both else ()),
        moved=tuple(_line(right, row.action, {}, _move_text(row, right.plan.on)) for row in found.moved),
        left_obstacles=_obstacles(left),
        right_obstacles=_obstacles(right),
    )


def _failing(found: PlanChange, names: tuple[str, str]) -> str:
    if found.before is None and found.after is None:
        return "Ni l’un ni l’autre ne tient dans un calendrier."
    return f"{words.quoted(names[0] if found.before is None else names[1])} ne tient dans aucun calendrier."


def _comparison(found: PlanChange, names: tuple[str, str]) -> str:
    if found.nothing:
        return "Les deux donnent le même calendrier."
    assert found.before and found.after
    gap = found.after.net - found.before.net
    dear = names[1] if gap > 0 else names[0]
    costs = f"{words.quoted(dear)} laisse {words.euros(abs(gap))} de plus à votre charge" if gap else ""
    first, then = _tenth(found.before.index), _tenth(found.after.index)
    if first is None or then is None or first == then:
        return words.sentence(costs or "même coût, même indice à la fin : le calendrier diffère")
    high = names[1] if then > first else names[0]
    climbs = f"mène plus haut : indice {words.index(max(first, then))}, contre {words.index(min(first, then))}"
    if costs and high == dear:
        return f"{costs}, et {climbs}."
    return words.sentence(" ; ".join(part for part in (costs, f"{words.quoted(high)} {climbs}") if part))


def _means(left: Programme, right: Programme) -> tuple[MeansLine, ...]:
    texts = (means_texts(left.assessment.constraints), means_texts(right.assessment.constraints))
    lines = [MeansLine(name, text, texts[1][name], text == texts[1][name]) for name, text in texts[0].items()]
    chosen = [_choices_text(one) for one in (left, right)]
    return (*lines, MeansLine("Ce que vous imposez", chosen[0], chosen[1], chosen[0] == chosen[1]))


def _choices_text(programme: Programme) -> str:
    return words.sentence(" ; ".join(row.text for row in imposed(programme))) if imposed(programme) else "rien"


def _side_by_side(left: Programme, right: Programme) -> tuple[SideBySide, ...]:
    last = max(len(left.plan.quarters), len(right.plan.quarters))
    return tuple(
        SideBySide(quarter_of_plan(left.plan.on, number), _starting(left, number), _starting(right, number))
        for number in range(1, last + 1)
    )


def _starting(programme: Programme, quarter: int) -> tuple[str, ...]:
    rows = sorted(programme.plan.actions, key=lambda row: row.priority_rank)
    return _titles(programme, [row.id for row in rows if row.start_quarter == quarter])


def _titles(programme: Programme, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(programme.names.read(programme.content.actions[id].text.title) for id in ids)


def _obstacles(programme: Programme) -> tuple[str, ...]:
    rows = programme.plan.infeasible_because
    return tuple(obstacle_text(programme.content, programme.names, row, programme.plan.on) for row in rows)
