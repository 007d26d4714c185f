"""The plan page: measures in the order to take them, their calendar, and what the plan cannot do."""

from collections.abc import Mapping, Sequence
from math import ceil

from diagnostic.core.language import N_, _, plural
from diagnostic.core.model.assessment import Assessment
from diagnostic.core.model.catalogue import Action, Content
from diagnostic.core.model.plan import Plan, PlannedAction, RaisedCell
from diagnostic.core.model.questionnaire import Text, split_cell
from diagnostic.core.model.result import Result
from diagnostic.core.opco import CHECK_URL, OpcoAnswer
from reports import view_limits, view_money, words
from reports.lines import (
    Calendar,
    CalendarRow,
    ConfirmLine,
    Measure,
    PlanView,
    QuarterColumn,
    RaiseLine,
    TargetLine,
    TrajectoryPoint,
)
from reports.naming import Names
from reports.programme import Programme
from reports.view_filings import filing_lines
from reports.view_funding import opco_text
from reports.view_honesty import unknown_line
from reports.view_nothing import nothing_planned
from reports.view_obstacles import obstacle_text
from reports.view_tone import tone
from reports.view_trainings import skill_lines, training_line
from reports.view_vital import vital_lines
from reports.view_works_council import duty

FIRST_MEASURES = 6
PROVEN = 1e-4
NOW = N_("aujourd’hui")
CAUTION = N_("Barèmes et codes vérifiés aux dates indiquées ; à confirmer auprès de l’OPCO.")
SAFE_CHOICE = N_("Choix sûr : le plan le retient que les coûts soient bas ou hauts.")
WORKS_COUNCIL = {
    "none": N_("Rien à faire."),
    "inform": N_("À informer."),
    "consult": N_("À consulter avant de décider."),
}
SUPERSEDED_TITLE = N_("Un nouveau plan demande les questions d’aujourd’hui.")
SUPERSEDED_LEAD = N_(
    "Ce diagnostic suit une édition antérieure du questionnaire : ses résultats, ses documents et un plan déjà signé "
    "se lisent toujours."
)


def plan_view(
    content: Content,
    assessment: Assessment,
    result: Result,
    plan: Plan,
    opco: OpcoAnswer | None,
    lang: str,
    *,
    proving: bool = False,
) -> PlanView:
    """Every word and number of the plan page; `opco` None when nothing is known to look it up with; `proving`: a better
    plan is still being looked for."""
    names = Names(content.questionnaire, lang)
    programme = Programme(names, content, assessment, plan)
    ranked = plan.by_priority()
    measures = tuple(measure(programme, planned) for planned in ranked)
    return PlanView(
        kicker=kicker(programme),
        title=words.typeset(_title(programme, ranked)),
        lead=words.typeset(_lead(plan, ranked)),
        status_text=words.typeset(status(plan, proving=proving)),
        tone=tone(programme),
        vital=vital_lines(programme, result),
        measures=measures[:FIRST_MEASURES],
        others=measures[FIRST_MEASURES:],
        calendar=_calendar(programme, ranked),
        filings=filing_lines(programme, ranked),
        funding=view_money.funding_rows(content, plan, lang),
        totals=view_money.totals(plan),
        to_confirm=tuple(_to_confirm(programme, row.device, row.reason) for row in plan.to_confirm),
        unreached=view_limits.unreached_lines(names, plan.unreached),
        to_assess=tuple(unknown_line(names, cell) for cell in plan.to_assess),
        dropped=tuple(view_limits.dropped_text(rule) for rule in plan.dropped_rules if ranked),
        infeasible=tuple(obstacle_text(content, names, row, plan.on) for row in plan.infeasible_because),
        trajectory=_trajectory(plan),
        trajectory_text=words.typeset(_trajectory_text(plan)),
        opco_text=words.typeset(opco_text(opco, lang)),
        opco_check_url=CHECK_URL,
        targets=_targets(programme, result),
        caution=words.typeset(_(CAUTION)),
        superseded=plan.is_superseded,
        unanswered=not ranked and plan.status != "infeasible" and nothing_planned(plan).unanswered,
    )


def kicker(programme: Programme) -> str:
    """Whose plan, and of which day."""
    company, day = programme.assessment.company.name, words.day(programme.plan.on)
    return _("{company} · plan d’action, établi le {day}", company=company, day=day)


def _title(programme: Programme, ranked: Sequence[PlannedAction]) -> str:
    if programme.plan.is_superseded:
        return _(SUPERSEDED_TITLE)
    if programme.plan.status == "infeasible":
        return _("Aucun calendrier ne tient toutes ces demandes.")
    if not ranked:
        return nothing_planned(programme.plan).title
    measures = words.capital(words.spelled(len(ranked), "mesure", "mesures", feminine=True))
    answered = _worst(programme, ranked[0].answers_symptoms)
    if answered is None:
        return _("{measures}, en commençant par le socle.", measures=measures)
    return plural(
        len(ranked),
        "{measures} ; elle répond à {symptom}.",
        "{measures} ; la première répond à {symptom}.",
        measures=measures,
        symptom=programme.symptom(answered),
    )


def _worst(programme: Programme, symptoms: Sequence[str]) -> str | None:
    """The most severe of the symptoms that the company has named."""
    named = programme.assessment.entry.symptoms
    known = [id for id in symptoms if named.get(id, 0) > 0]
    return max(known, key=lambda id: named[id], default=None)


def _lead(plan: Plan, ranked: Sequence[PlannedAction]) -> str:
    if plan.is_superseded:
        return _(SUPERSEDED_LEAD)
    if plan.status == "infeasible":
        return _("Ce qui bloque est dit ci-dessous, avec le plus petit changement qui suffirait.")
    if not ranked:
        return nothing_planned(plan).lead
    return view_money.total_sentence(plan) or _("Aucune mesure ne demande d’argent : seulement du temps.")


def status(plan: Plan, *, proving: bool = False) -> str:
    """How good the plan is known to be (METHOD 5), where there is one; `proving`: the search goes on."""
    if not plan.actions:
        return ""
    if proving:
        return _how_far(plan)
    if plan.status == "optimal" or (plan.bound_gap is not None and plan.bound_gap <= PROVEN):
        return _("C’est le meilleur calendrier pour ces hypothèses.")
    if plan.bound_gap is None:
        return _("Ce calendrier respecte vos contraintes ; un meilleur reste possible pour ces hypothèses.")
    return _(
        "Pour ces hypothèses, ce calendrier est à {gap} au plus du meilleur possible.", gap=_at_most(plan.bound_gap)
    )


def _how_far(plan: Plan) -> str:
    if not plan.bound_gap or plan.bound_gap <= PROVEN:
        return _(
            "Un premier calendrier, aussi bon que le meilleur possible ; les dernières vérifications se poursuivent."
        )
    return _(
        "Un premier calendrier, à {gap} au plus du meilleur possible ; la recherche se poursuit.",
        gap=_at_most(plan.bound_gap),
    )


def _at_most(gap: float) -> str:
    """A bound is rounded up, to a tenth of a per cent."""
    return words.of_hundred(words.rung(ceil(gap * 1000 - PROVEN) / 10))


def measure(programme: Programme, planned: PlannedAction) -> Measure:
    """One measure, ready to print."""
    action, names, plan = programme.action(planned), programme.names, programme.plan
    read = names.read
    expected = action.expected
    return Measure(
        id=planned.id,
        rank=planned.priority_rank,
        title=read(action.text.title),
        why=read(action.text.why),
        how=tuple(read(step) for step in action.text.how),
        first_step=read(action.text.first_step),
        first_when=_("Cette semaine") if planned.start_quarter == 1 else _("Pour commencer"),
        fails_if=read(action.text.fails_if),
        who=read(action.who),
        when=when(plan, planned),
        cost_text=view_money.cost_text(planned),
        internal_text=_internal(planned),
        net_text=view_money.net_text(planned),
        trainings=tuple(training_line(programme, planned, use) for use in planned.trainings),
        skills=skill_lines(programme, planned),
        opco_lines=view_money.funding_lines(programme.content, planned, names.lang),
        if_renewed=view_money.renewed_lines(programme.content, planned, names.lang),
        indicator=words.listed([read(one.label) for one in action.indicators]),
        expected=None
        if expected is None
        else _("{start} à {to} ({basis})", start=expected.start, to=read(expected.to), basis=read(expected.basis)),
        helpers=words.listed([read(helper) for helper in action.helpers]) or None,
        cse=_works_council(programme, action),
        council=duty(programme, planned),
        safe_choice=words.typeset(_(SAFE_CHOICE)) if planned.safe_choice else None,
        answers=words.listed([programme.symptom(id) for id in planned.answers_symptoms]) or None,
        raises=_raises(names, planned.raises),
    )


def when(plan: Plan, planned: PlannedAction) -> str:
    """« janvier à mars 2027 »."""
    return words.months(plan.quarters[planned.start_quarter - 1].starts_on, planned.quarters)


def _internal(planned: PlannedAction) -> str:
    if not planned.internal_days:
        return _("aucun temps interne à prévoir")
    return internal_time(planned)


def internal_time(planned: PlannedAction) -> str:
    """« 12 jours de temps interne, dont 3 hors du poste »."""
    days = words.days(planned.internal_days)
    if not planned.release_days:
        return _("{days} de temps interne", days=days)
    return _("{days} de temps interne, dont {away} hors du poste", days=days, away=words.rung(planned.release_days))


def _works_council(programme: Programme, action: Action) -> str:
    """What to do in a company of that size, then why."""
    level = action.cse.level_for(programme.assessment.company.headcount)
    why = f" {words.sentence(programme.names.read(action.cse.why))}" if action.cse.why else ""
    return _(WORKS_COUNCIL[level]) + why


def _raises(names: Names, raised: Sequence[RaisedCell]) -> tuple[RaiseLine, ...]:
    groups: dict[tuple[str, float], list[RaisedCell]] = {}
    for row in raised:
        groups.setdefault((split_cell(row.cell)[0], row.to), []).append(row)
    return tuple(
        RaiseLine(
            names.title(capability),
            names.where(*(row.cell for row in rows)),
            _change({row.start for row in rows}, to),
        )
        for (capability, to), rows in groups.items()
    )


def _change(starts: set[float], to: float) -> str:
    start = words.rung(min(starts))
    if len(starts) == 1:
        return _("de {start} à {to}", start=start, to=words.rung(to))
    return _("de {start} ou plus à {to}", start=start, to=words.rung(to))


def _calendar(programme: Programme, ranked: Sequence[PlannedAction]) -> Calendar:
    plan = programme.plan
    last = max((planned.start_quarter + planned.quarters - 1 for planned in ranked), default=0)
    shown = [quarter for quarter in plan.quarters if quarter.quarter <= last]
    in_order = sorted(ranked, key=lambda planned: (planned.start_quarter, planned.priority_rank))
    return Calendar(
        quarters=tuple(
            QuarterColumn(
                words.quarter(quarter.starts_on),
                words.months(quarter.starts_on, 1),
                words.euros(quarter.net_cost),
                words.rung(quarter.release_days),
            )
            for quarter in shown
        ),
        rows=tuple(
            CalendarRow(
                planned.id,
                planned.priority_rank,
                programme.names.read(programme.action(planned).text.title),
                tuple(planned.id in quarter.running for quarter in shown),
                when(plan, planned),
            )
            for planned in in_order
        ),
        in_one_line=words.typeset(_in_one_line(plan, ranked)),
    )


def _in_one_line(plan: Plan, ranked: Sequence[PlannedAction]) -> str:
    starts: dict[int, int] = {}
    for planned in sorted(ranked, key=lambda planned: planned.start_quarter):
        starts[planned.start_quarter] = starts.get(planned.start_quarter, 0) + 1
    parts = [
        _("{number} au {quarter}", number=number, quarter=words.quarter(plan.quarters[q - 1].starts_on))
        for q, number in starts.items()
    ]
    if not parts:
        return _("Aucune mesure à lancer.")
    return _("Mesures lancées : {told}.", told=words.listed(parts))


def _to_confirm(programme: Programme, device: str, reason: Text) -> ConfirmLine:
    found = programme.content.devices.get(device)
    name = programme.names.read(found.name) if found else device
    return ConfirmLine(name, words.typeset(words.sentence(programme.names.read(reason))))


def _trajectory(plan: Plan) -> tuple[TrajectoryPoint, ...]:
    labels: Mapping[int, str] = {quarter.quarter: words.quarter(quarter.starts_on) for quarter in plan.quarters}
    return tuple(
        TrajectoryPoint(
            label=_(NOW) if point.quarter == 0 else _("fin du {quarter}", quarter=labels[point.quarter]),
            short=_(NOW) if point.quarter == 0 else labels[point.quarter],
            index=point.index,
            index_text=_("à évaluer") if point.index is None else words.index(point.index),
            stage=point.stage,
            stage_text=_("à évaluer") if point.stage is None else str(point.stage),
        )
        for point in plan.trajectory
    )


def _trajectory_text(plan: Plan) -> str:
    if not plan.actions:
        return _("Pas de trajectoire : aucune mesure n’est lancée.")
    points = [point for point in _trajectory(plan) if point.index is not None]
    if len(points) < 2:
        return _("La trajectoire pourra se calculer quand le stade de départ sera connu.")
    start, end = points[0], points[-1]
    given = {"start": start.index_text, "end": end.index_text, "when": end.label}
    climb = [point for point in points if (point.stage or 0) > (start.stage or 0)]
    if not climb:
        return _(
            "Si le plan est tenu, l’indice passerait de {start} à {end} à la {when} ; le stade resterait à {stage}.",
            stage=start.stage_text,
            **given,
        )
    return _(
        "Si le plan est tenu, l’indice passerait de {start} à {end} à la {when} ; le stade {stage} serait tenu à "
        "partir de la {since}.",
        stage=climb[0].stage_text,
        since=climb[0].label,
        **given,
    )


def _targets(programme: Programme, result: Result) -> tuple[TargetLine, ...]:
    rungs = dict(programme.plan.targets)
    lines = []
    for area in programme.names.questionnaire.areas:
        found = sorted({rungs[cell.id] for cell in result.cells if cell.area == area.id and cell.id in rungs})
        if found:
            low, high = words.rung(found[0]), words.rung(found[-1])
            span = low if len(found) == 1 else _("{low} à {high}", low=low, high=high)
            lines.append(TargetLine(programme.names.read(area.name), span))
    return tuple(lines)
