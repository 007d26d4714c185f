"""The plan board: quarters, the measures that start there, what each quarter uses, and what the leader imposed."""

from collections.abc import Sequence

from diagnostic.core.model.assessment import PlanChoices
from diagnostic.core.model.plan import Plan, PlannedAction, Quarter
from diagnostic.core.model.plan_change import Why
from diagnostic.core.plan_changes import leans_on
from diagnostic.core.plan_choices import catalogue_figures, own_figures, pin_of
from diagnostic.core.plan_problem import BUDGET_QUARTERS
from reports import words
from reports.board_lines import Bar, BoardView, Card, Column, Figure, Imposed, Named, Place, Theme, Year
from reports.programme import Programme
from reports.quarters import quarter_of_plan, quarter_said
from reports.view_limits import dropped_text
from reports.view_nothing import nothing_planned
from reports.view_plan import SUPERSEDED_LEAD, SUPERSEDED_TITLE, status

THEMES = {
    "strategy": "Stratégie",
    "organisation": "Organisation",
    "management": "Conduite des équipes",
    "human_resources": "Compétences et recrutement",
    "working_conditions": "Conditions de travail",
    "technology": "Machines et logiciels",
}
FIGURES = {
    "cost": ("Coût, formations à part", "€"),
    "quarters": ("Durée", "trimestres"),
    "internal_days": ("Temps interne", "jours"),
    "release_days": ("Dont hors du poste", "jours"),
}
YEARS = ("Première année", "Deuxième année", "Troisième année", "Quatrième année", "Cinquième année")
FREE = "sans dépense"
MOST_NAMED = 2


def board_view(programme: Programme, *, proving: bool, former: Programme | None = None) -> BoardView:
    """The board; `programme` bears the choices that made it. Where they are impossible, the quarters are those of the
    `former` plan, when there is one."""
    plan = programme.plan
    shown = former if former and plan.status == "infeasible" else programme
    return BoardView(
        kicker=f"{programme.assessment.company.name} · plan d’action, établi le {words.day(plan.on)}",
        title=words.typeset(_title(plan)),
        lead=words.typeset(_lead(plan)),
        status=words.typeset(status(plan, proving=proving)),
        years=tuple(_years(shown)),
        dropped=tuple(dropped_text(rule) for rule in plan.dropped_rules if plan.actions),
        themes=_themes(programme),
        imposed=tuple(imposed(programme)),
    )


def _title(plan: Plan) -> str:
    if plan.is_superseded:
        return SUPERSEDED_TITLE
    if plan.status == "infeasible":
        return "Ce que vous demandez ne tient pas."
    if not plan.actions:
        return nothing_planned(plan).title
    return f"{words.count(len(plan.actions), 'mesure', 'mesures')} sur {words.count(len(plan.quarters), 'trimestre', 'trimestres')}."


def _lead(plan: Plan) -> str:
    if plan.is_superseded:
        return SUPERSEDED_LEAD
    if plan.status == "infeasible":
        return "Voici ce qui bloque, et le plus petit changement qui suffirait."
    if not plan.actions:
        return f"{nothing_planned(plan).lead} Vous pouvez ajouter vous-même une mesure."
    net = sum(row.cost.net for row in plan.actions)
    cost = f"{words.euros(net)} à votre charge au plus" if net else "Rien à dépenser"
    days = sum(row.internal_days for row in plan.actions)
    return f"{cost}, {words.days(days)} de temps interne{_climb(plan)}."


def _climb(plan: Plan) -> str:
    known = [point for point in plan.trajectory if point.index is not None]
    if len(known) < 2:
        return ""
    first, last = known[0].index or 0.0, known[-1].index or 0.0
    stages = f" (stade {known[-1].stage})" if known[-1].stage is not None else ""
    return f" ; l’indice passerait de {words.index(first)} à {words.index(last)}{stages}"


def _years(programme: Programme) -> list[Year]:
    plan = programme.plan
    blocks = [plan.quarters[at : at + BUDGET_QUARTERS] for at in range(0, len(plan.quarters), BUDGET_QUARTERS)]
    return [
        Year(
            name=YEARS[number],
            months=words.months(block[0].starts_on, len(block)),
            budget=_money_bar(programme, sum(quarter.net_cost for quarter in block)),
            columns=tuple(_column(programme, quarter) for quarter in block),
        )
        for number, block in enumerate(blocks)
    ]


def _money_bar(programme: Programme, used: int) -> Bar:
    limit = programme.assessment.constraints.budget
    told = f"{words.euros(used)} à payer au plus, aides déduites"
    return _bar("Budget", used, limit, told if limit is None else f"{told}, sur {words.euros(limit)}")


def _bar(label: str, used: float, limit: float | None, text: str) -> Bar:
    """How full: 100 where anything is used of nothing."""
    if limit is None:
        return Bar(label, text, None)
    share = used / limit if limit else float(used > 0)
    return Bar(label, text, min(100, max(0, round(100 * share))))


def _column(programme: Programme, quarter: Quarter) -> Column:
    means = programme.assessment.constraints
    days, at_once = quarter.release_days, len(quarter.running)
    allowed = means.release_days_per_quarter
    away = words.days(days) if days else "aucun jour"
    starting = [row for row in programme.plan.actions if row.start_quarter == quarter.quarter]
    return Column(
        quarter=quarter.quarter,
        name=quarter_said(quarter.starts_on),
        months=words.months(quarter.starts_on, 1).removesuffix(f" {quarter.starts_on.year}"),
        money=f"{words.euros(quarter.net_cost)} à payer" if quarter.net_cost else "Rien à payer",
        bars=(
            _bar("Hors du poste", days, allowed, away if allowed is None else f"{away} sur {words.rung(allowed)}"),
            _bar(
                "En même temps",
                at_once,
                means.parallel_actions,
                f"{words.count(at_once, 'mesure', 'mesures')} sur {means.parallel_actions}",
            ),
        ),
        cards=tuple(card(programme, row) for row in sorted(starting, key=lambda row: row.priority_rank)),
        running=tuple(
            programme.names.read(programme.content.actions[id].text.title)
            for id in quarter.running
            if id not in {row.id for row in starting}
        ),
    )


def card(programme: Programme, planned: PlannedAction) -> Card:
    """One measure, with what its forms need."""
    plan, choices = programme.plan, programme.assessment.plan
    pin = pin_of(choices, planned.id)
    return Card(
        id=planned.id,
        title=programme.names.read(programme.action(planned).text.title),
        lasts=_lasts(plan, planned),
        money=words.euro_range(planned.cost.gross_low, planned.cost.gross) if planned.cost.gross else FREE,
        days=_days(planned),
        because=words.typeset(_because(programme, planned)),
        state=words.typeset(" ".join(_imposed_on(choices, planned.id))) or None,
        pinned=pin is not None,
        fixed_here=pin is not None and pin.start_quarter is not None,
        edited=bool(own_figures(choices, planned.id)),
        start=planned.start_quarter,
        quarters=planned.quarters,
        places=tuple(
            Place(number, quarter_of_plan(plan.on, number), number == planned.start_quarter)
            for number in range(1, len(plan.quarters) - planned.quarters + 2)
        ),
        figures=_figures(programme, planned.id),
    )


def _lasts(plan: Plan, planned: PlannedAction) -> str | None:
    """« deux trimestres, jusqu’en juin 2027 »; None for one quarter, which its column says."""
    if planned.quarters == 1:
        return None
    end = plan.quarters[planned.start_quarter + planned.quarters - 2].starts_on
    month = words.months(end, 1).rpartition(" à ")[2]
    return f"{words.spelled(planned.quarters, 'trimestre', 'trimestres')}, jusqu’en {month}"


def _days(planned: PlannedAction) -> str:
    if not planned.internal_days:
        return "aucun temps interne"
    away = f", dont {words.rung(planned.release_days)} hors du poste" if planned.release_days else ""
    return f"{words.days(planned.internal_days)} de temps interne{away}"


def _because(programme: Programme, planned: PlannedAction) -> str:
    """What it answers, else what it raises, else what leans on it."""
    if planned.answers_symptoms:
        return f"Répond à {words.listed([programme.symptom(id) for id in planned.answers_symptoms])}."
    titles = list(dict.fromkeys(programme.names.title(row.cell) for row in planned.raises))
    if titles:
        return f"Fait monter {_some(titles)}."
    why = leans_on(programme.content, programme.assessment, programme.plan, planned.id)
    if why:
        return why_text(programme, why)
    return "Demandée par vous." if pin_of(programme.assessment.plan, planned.id) else "Complète le plan."


def _some(titles: Sequence[str]) -> str:
    named = [words.quoted(title) for title in titles[:MOST_NAMED]]
    left = len(titles) - MOST_NAMED
    return words.listed([*named, f"{words.spelled(left, 'autre point', 'autre points')}"] if left > 0 else named)


def why_text(programme: Programme, why: Why) -> str:
    """One sentence that holds as it stands."""
    other = title_of(programme, why.action) if why.action else ""
    skill = programme.content.skills.get(why.skill) if why.skill else None
    named = words.quoted(programme.names.read(skill.name)) if skill else "requise"
    told = {
        "pinned": "À votre demande.",
        "excluded": "Vous l’avez écartée.",
        "first_for": f"Doit être terminée avant {other}.",
        "skill_for": f"Apporte la compétence {named}, nécessaire à {other}.",
        "rung_for": f"Prépare {other}.",
        "after": f"Commence une fois {other} terminée.",
        "lost_first": f"S’appuyait sur {other}, qui n’est plus au plan.",
        "lost_skill": f"La compétence {named} manque, et plus rien au plan ne l’apporte.",
    }
    return words.typeset(told[why.kind])


def title_of(programme: Programme, action: str) -> str:
    return words.quoted(programme.names.read(programme.content.actions[action].text.title))


def _imposed_on(choices: PlanChoices, action: str) -> list[str]:
    pin = pin_of(choices, action)
    told = []
    if pin is not None:
        told.append("Fixée ici par vous." if pin.start_quarter else "Demandée par vous, trimestre libre.")
    if own_figures(choices, action):
        told.append("À vos chiffres.")
    return told


def _figures(programme: Programme, action: str) -> tuple[Figure, ...]:
    known = catalogue_figures(programme.content.actions[action], programme.assessment.company.headcount)
    own = own_figures(programme.assessment.plan, action)
    return tuple(
        Figure(field, label, unit, typed(own.get(field, known[field])), f"Estimation : {words.rung(known[field])}")
        for field, (label, unit) in FIGURES.items()
    )


def typed(value: float) -> str:
    """As one would type it: 1200, 2,5."""
    return f"{value:.10g}".replace(".", ",")


def _themes(programme: Programme) -> tuple[Theme, ...]:
    """The catalogue's measures that are neither planned nor set aside, by theme, then by title."""
    taken = {row.id for row in programme.plan.actions} | set(programme.assessment.plan.excluded)
    left = [action for action in programme.content.actions.values() if action.id not in taken]
    groups = {
        name: sorted(
            (Named(one.id, programme.names.read(one.text.title)) for one in left if one.theme == theme),
            key=lambda row: words.plain(row.title),
        )
        for theme, name in THEMES.items()
    }
    return tuple(Theme(name, tuple(rows)) for name, rows in groups.items() if rows)


def imposed(programme: Programme) -> list[Imposed]:
    """All that the leader imposed, each with the act that takes it back."""
    choices, on = programme.assessment.plan, programme.plan.on
    rows = []
    for pin in choices.pinned:
        place = f"au {quarter_of_plan(on, pin.start_quarter)}" if pin.start_quarter else "trimestre libre"
        rows.append(_taken_back(programme, pin.action, f"fixée, {place}", "free", "Libérer"))
    for id in choices.excluded:
        rows.append(_taken_back(programme, id, "écartée", "restore", "Remettre"))
    for id in dict.fromkeys(row.action for row in choices.edits):
        rows.append(_taken_back(programme, id, _own_text(choices, id), "unedit", "Revenir à l’estimation"))
    return rows


def _taken_back(programme: Programme, action: str, text: str, act: str, button: str) -> Imposed:
    found = programme.content.actions.get(action)
    title = programme.names.read(found.text.title) if found else f"{action}, qui n’est plus au catalogue"
    return Imposed(action, words.typeset(f"{words.quoted(title)} : {text}"), act, button, title)


def _own_text(choices: PlanChoices, action: str) -> str:
    """« à vos chiffres (coût, formations à part : 1 200 €) »."""
    own = own_figures(choices, action)
    told = [f"{words.lower_first(FIGURES[name][0])} {words.rung(own[name])} {FIGURES[name][1]}" for name in own]
    return f"à vos chiffres ({' ; '.join(told)})"
