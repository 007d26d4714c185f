"""What a change did to the plan, and two plans side by side (METHOD 5)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diagnostic.core.language import N_, _, in_context
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
NO_LIMIT = N_("sans limite")
RENEWED = N_("Si les barèmes sont reconduits (non compté)")


def change_view(programme: Programme, before: Plan) -> ChangeView:
    """From `before` to the plan of `programme`, whose assessment bears today's choices."""
    found = change(before, programme.plan)
    why = reasons(programme.content, programme.assessment, found, programme.plan)
    starts = {row.id: row.start_quarter for row in programme.plan.actions}
    on = programme.plan.on
    added = found.added if found.before else ()
    return ChangeView(
        summary=words.typeset(_summary(found)),
        added=tuple(
            _line(programme, id, why, _("au {quarter}", quarter=quarter_of_plan(on, starts[id]))) for id in added
        ),
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
        return _("Ce que vous demandez ne tient dans aucun calendrier.")
    if found.before is None:
        measures = words.spelled(found.after.actions, "mesure", "mesures", feminine=True)
        return _("Le calendrier tient : {measures}.", measures=measures)
    added, removed, moved = len(found.added), len(found.removed), len(found.moved)
    told = [
        words.spelled(added, "mesure ajoutée", "mesures ajoutées", feminine=True) if added else "",
        words.spelled(removed, "mesure retirée", "mesures retirées", feminine=True) if removed else "",
        words.spelled(moved, "mesure déplacée", "mesures déplacées", feminine=True) if moved else "",
    ]
    listed = words.listed([part for part in told if part])
    return words.sentence(listed) if listed else _("Aucune mesure n’a bougé.")


def _line(programme: Programme, id: str, why: Mapping[str, Why], place: str = "") -> ChangeLine:
    title = programme.names.read(programme.content.actions[id].text.title)
    parts = [words.sentence(place) if place else "", why_text(programme, why[id]) if id in why else ""]
    return ChangeLine(title, " ".join(part for part in parts if part))


def _move_text(row: Moved, on: date) -> str:
    return _("du {before} au {after}", before=quarter_of_plan(on, row.before), after=quarter_of_plan(on, row.after))


def _obstacle(programme: Programme, row: Obstacle) -> ObstacleLine:
    content, names, on = programme.content, programme.names, programme.plan.on
    return ObstacleLine(obstacle_text(content, names, row, on), repair(content, names, row, on))


def total_lines(before: Totals | None, after: Totals | None) -> tuple[TotalLine, ...]:
    """Nothing where one of the plans does not exist: there is nothing to compare."""
    if before is None or after is None:
        return ()
    return (
        _total(in_context("plan", "Mesures"), before.actions, after.actions, words.whole),
        _total(_("Coût, au plus"), before.gross, after.gross, words.euros),
        _total(_("À votre charge, au plus"), before.net, after.net, words.euros),
        *_renewed(before, after),
        _total(_("Temps interne"), before.internal_days, after.internal_days, words.days),
        _total(_("Dont hors du poste"), before.release_days, after.release_days, words.days),
        _total(_("Indice à la fin"), _tenth(before.index), _tenth(after.index), words.index),
        _total(_("Stade à la fin"), before.stage, after.stage, words.whole),
    )


def _renewed(before: Totals, after: Totals) -> Iterator[TotalLine]:
    if before.if_renewed or after.if_renewed:
        yield _total(_(RENEWED), before.if_renewed, after.if_renewed, words.euros)


def _tenth(index: float | None) -> float | None:
    """As it is printed, so that the difference is that of the figures read."""
    return None if index is None else float(words.rounded(index, "0.1"))


def _total(name: str, before: float | None, after: float | None, told: Callable[[float], str]) -> TotalLine:
    """« + 3 200 € »; None where both read alike."""
    first, then = (_("à évaluer") if value is None else told(value) for value in (before, after))
    if first == then or before is None or after is None:
        return TotalLine(name, first, then, None)
    gap = told(abs(after - before))
    difference = _("+\u00a0{amount}", amount=gap) if after > before else _("−\u00a0{amount}", amount=gap)
    return TotalLine(name, first, then, difference)


@dataclass(frozen=True, slots=True)
class Means:
    name: str
    text: str


def means_texts(means: Constraints) -> dict[str, Means]:
    """The four means in words, by the fields of their form."""
    days, none = means.release_days_per_quarter, _(NO_LIMIT)
    quarters = words.count(means.horizon_quarters, "trimestre", "trimestres")
    return {
        "budget": Means(_("Budget par an"), none if means.budget is None else words.euros(means.budget)),
        "horizon": Means(_("Durée du plan"), quarters),
        "parallel": Means(_("Mesures en même temps"), words.whole(means.parallel_actions)),
        "release_days": Means(_("Jours hors du poste, par trimestre"), none if days is None else words.days(days)),
    }


def means_sentence(means: Constraints) -> str:
    """« 45 000 € par an, 8 trimestres, 2 mesures à la fois, 12 jours hors du poste par trimestre »."""
    days = means.release_days_per_quarter
    return ", ".join(
        (
            _("budget sans limite") if means.budget is None else _("{amount} par an", amount=words.euros(means.budget)),
            words.count(means.horizon_quarters, "trimestre", "trimestres"),
            words.count(means.parallel_actions, "mesure à la fois", "mesures à la fois"),
            _("jours sans limite") if days is None else _("{days} hors du poste par trimestre", days=words.days(days)),
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
        return _("Ni l’un ni l’autre ne tient dans un calendrier.")
    name = words.quoted(names[0] if found.before is None else names[1])
    return _("{name} ne tient dans aucun calendrier.", name=name)


def _comparison(found: PlanChange, names: tuple[str, str]) -> str:
    if found.nothing:
        return _("Les deux donnent le même calendrier.")
    assert found.before and found.after
    gap = found.after.net - found.before.net
    dear = names[1] if gap > 0 else names[0]
    dear_costs = {"dear": words.quoted(dear), "amount": words.euros(abs(gap))}
    first, then = _tenth(found.before.index), _tenth(found.after.index)
    if first is None or then is None or first == then:
        if not gap:
            return _("Même coût, même indice à la fin : le calendrier diffère.")
        return words.sentence(_("{dear} laisse {amount} de plus à votre charge", **dear_costs))
    high = names[1] if then > first else names[0]
    climbs = {"most": words.index(max(first, then)), "least": words.index(min(first, then))}
    if not gap:
        named = words.quoted(high)
        return _("{high} mène plus haut : indice {most}, contre {least}.", high=named, **climbs)
    if high == dear:
        return _(
            "{dear} laisse {amount} de plus à votre charge, et mène plus haut : indice {most}, contre {least}.",
            **dear_costs,
            **climbs,
        )
    return _(
        "{dear} laisse {amount} de plus à votre charge ; {high} mène plus haut : indice {most}, contre {least}.",
        high=words.quoted(high),
        **dear_costs,
        **climbs,
    )


def _means(left: Programme, right: Programme) -> tuple[MeansLine, ...]:
    texts = (means_texts(left.assessment.constraints), means_texts(right.assessment.constraints))
    pairs = [(one, texts[1][field]) for field, one in texts[0].items()]
    lines = [MeansLine(one.name, one.text, other.text, one.text == other.text) for one, other in pairs]
    chosen = [_choices_text(one) for one in (left, right)]
    return (*lines, MeansLine(_("Ce que vous imposez"), chosen[0], chosen[1], chosen[0] == chosen[1]))


def _choices_text(programme: Programme) -> str:
    return words.sentence(words.joined(row.text for row in imposed(programme))) if imposed(programme) else _("rien")


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
