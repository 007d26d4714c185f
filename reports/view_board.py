"""The plan board: quarters, the measures that start there, what each quarter uses, and what the leader imposed."""

from collections.abc import Mapping, Sequence

from diagnostic.core.language import FRENCH, N_, _, in_context, spoken
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
from reports.view_plan import SUPERSEDED_LEAD, SUPERSEDED_TITLE, internal_time, kicker, status

THEMES = {
    "strategy": N_("Stratégie"),
    "organisation": N_("Organisation"),
    "management": N_("Conduite des équipes"),
    "human_resources": N_("Compétences et recrutement"),
    "working_conditions": N_("Conditions de travail"),
    "technology": N_("Machines et logiciels"),
}
FIGURES: Mapping[str, tuple[str, str]] = {
    "cost": (N_("Coût, formations à part"), "€"),
    "quarters": ("Durée", N_("trimestres")),
    "internal_days": (N_("Temps interne"), N_("jours")),
    "release_days": (N_("Dont hors du poste"), N_("jours")),
}
YEARS = (
    N_("Première année"), N_("Deuxième année"), N_("Troisième année"), N_("Quatrième année"), N_("Cinquième année"),
)  # fmt: skip
MOST_NAMED = 2
WHY: Mapping[str, str] = {
    "pinned": N_("À votre demande."),
    "excluded": N_("Vous l’avez écartée."),
    "first_for": N_("Doit être terminée avant {other}."),
    "skill_for": N_("Apporte la compétence {skill}, nécessaire à {other}."),
    "rung_for": N_("Prépare {other}."),
    "after": N_("Commence une fois {other} terminée."),
    "lost_first": N_("S’appuyait sur {other}, qui n’est plus au plan."),
    "lost_skill": N_("La compétence {skill} manque, et plus rien au plan ne l’apporte."),
}


def board_view(programme: Programme, *, proving: bool, former: Programme | None = None) -> BoardView:
    """The board; `programme` bears the choices that made it. Where they are impossible, the quarters are those of the
    `former` plan, when there is one."""
    plan = programme.plan
    shown = former if former and plan.status == "infeasible" else programme
    return BoardView(
        kicker=kicker(programme),
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
        return _(SUPERSEDED_TITLE)
    if plan.status == "infeasible":
        return _("Ce que vous demandez ne tient pas.")
    if not plan.actions:
        return nothing_planned(plan).title
    return _(
        "{measures} sur {quarters}.",
        measures=words.count(len(plan.actions), "mesure", "mesures"),
        quarters=words.count(len(plan.quarters), "trimestre", "trimestres"),
    )


def _lead(plan: Plan) -> str:
    if plan.is_superseded:
        return _(SUPERSEDED_LEAD)
    if plan.status == "infeasible":
        return _("Voici ce qui bloque, et le plus petit changement qui suffirait.")
    if not plan.actions:
        return _("{why} Vous pouvez ajouter vous-même une mesure.", why=nothing_planned(plan).lead)
    net = sum(row.cost.net for row in plan.actions)
    cost = _("{amount} à votre charge au plus", amount=words.euros(net)) if net else _("Rien à dépenser")
    days = words.days(sum(row.internal_days for row in plan.actions))
    climb = _climb(plan)
    if not climb:
        return _("{cost}, {days} de temps interne.", cost=cost, days=days)
    return _("{cost}, {days} de temps interne ; {climb}.", cost=cost, days=days, climb=climb)


def _climb(plan: Plan) -> str:
    known = [point for point in plan.trajectory if point.index is not None]
    if len(known) < 2:
        return ""
    given = {"first": words.index(known[0].index or 0.0), "last": words.index(known[-1].index or 0.0)}
    if known[-1].stage is None:
        return _("l’indice passerait de {first} à {last}", **given)
    return _("l’indice passerait de {first} à {last} (stade {stage})", stage=known[-1].stage, **given)


def _years(programme: Programme) -> list[Year]:
    plan = programme.plan
    blocks = [plan.quarters[at : at + BUDGET_QUARTERS] for at in range(0, len(plan.quarters), BUDGET_QUARTERS)]
    return [
        Year(
            name=_(YEARS[number]),
            months=words.months(block[0].starts_on, len(block)),
            budget=_money_bar(programme, sum(quarter.net_cost for quarter in block)),
            columns=tuple(_column(programme, quarter) for quarter in block),
        )
        for number, block in enumerate(blocks)
    ]


def _money_bar(programme: Programme, used: int) -> Bar:
    limit = programme.assessment.constraints.budget
    paid = words.euros(used)
    if limit is None:
        return _bar(_("Budget"), used, limit, _("{amount} à payer au plus, aides déduites", amount=paid))
    told = _("{amount} à payer au plus, aides déduites, sur {limit}", amount=paid, limit=words.euros(limit))
    return _bar(_("Budget"), used, limit, told)


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
    away = words.days(days) if days else _("aucun jour")
    starting = [row for row in programme.plan.actions if row.start_quarter == quarter.quarter]
    return Column(
        quarter=quarter.quarter,
        name=quarter_said(quarter.starts_on),
        months=words.months(quarter.starts_on, 1).removesuffix(f" {quarter.starts_on.year}"),
        money=_("{amount} à payer", amount=words.euros(quarter.net_cost)) if quarter.net_cost else _("Rien à payer"),
        bars=(
            _bar(
                _("Hors du poste"),
                days,
                allowed,
                away if allowed is None else _("{used} sur {limit}", used=away, limit=words.rung(allowed)),
            ),
            _bar(
                _("En même temps"),
                at_once,
                means.parallel_actions,
                _(
                    "{used} sur {limit}",
                    used=words.count(at_once, "mesure", "mesures"),
                    limit=means.parallel_actions,
                ),
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
        money=words.euro_range(planned.cost.gross_low, planned.cost.gross) if planned.cost.gross else _("sans dépense"),
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
    last = end.month + words.MONTHS_PER_QUARTER - 1
    return _(
        "{quarters}, jusqu’en {month} {year}",
        quarters=words.spelled(planned.quarters, "trimestre", "trimestres"),
        month=words.month((last - 1) % 12 + 1),
        year=end.year + (last - 1) // 12,
    )


def _days(planned: PlannedAction) -> str:
    if not planned.internal_days:
        return _("aucun temps interne")
    return internal_time(planned)


def _because(programme: Programme, planned: PlannedAction) -> str:
    """What it answers, else what it raises, else what leans on it."""
    if planned.answers_symptoms:
        named = words.listed([programme.symptom(id) for id in planned.answers_symptoms])
        return _("Répond à {symptoms}.", symptoms=named)
    titles = list(dict.fromkeys(programme.names.title(row.cell) for row in planned.raises))
    if titles:
        return _("Fait monter {what}.", what=_some(titles))
    why = leans_on(programme.content, programme.assessment, programme.plan, planned.id)
    if why:
        return why_text(programme, why)
    return _("Demandée par vous.") if pin_of(programme.assessment.plan, planned.id) else _("Complète le plan.")


def _some(titles: Sequence[str]) -> str:
    named = [words.quoted(title) for title in titles[:MOST_NAMED]]
    left = len(titles) - MOST_NAMED
    return words.listed([*named, words.spelled(left, "autre point", "autres points")] if left > 0 else named)


def why_text(programme: Programme, why: Why) -> str:
    """One sentence that holds as it stands."""
    other = title_of(programme, why.action) if why.action else ""
    skill = programme.content.skills.get(why.skill) if why.skill else None
    named = words.quoted(programme.names.read(skill.name)) if skill else _("requise")
    return words.typeset(_(WHY[why.kind]).format(other=other, skill=named))


def title_of(programme: Programme, action: str) -> str:
    return words.quoted(programme.names.read(programme.content.actions[action].text.title))


def _imposed_on(choices: PlanChoices, action: str) -> list[str]:
    pin = pin_of(choices, action)
    told = []
    if pin is not None:
        told.append(_("Fixée ici par vous.") if pin.start_quarter else _("Demandée par vous, trimestre libre."))
    if own_figures(choices, action):
        told.append(_("À vos chiffres."))
    return told


def _figures(programme: Programme, action: str) -> tuple[Figure, ...]:
    known = catalogue_figures(programme.content.actions[action], programme.assessment.company.headcount)
    own = own_figures(programme.assessment.plan, action)
    return tuple(
        Figure(
            field,
            _called(field),
            _(unit),
            typed(own.get(field, known[field])),
            _("Estimation : {number}", number=words.rung(known[field])),
        )
        for field, (_label, unit) in FIGURES.items()
    )


def _called(figure: str) -> str:
    return in_context("time it takes", "Durée") if figure == "quarters" else _(FIGURES[figure][0])


def typed(value: float) -> str:
    """As one would type it: 1200, 2,5, or 2.5."""
    number = f"{value:.10g}"
    return number.replace(".", ",") if spoken() == FRENCH else number


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
    return tuple(Theme(_(name), tuple(rows)) for name, rows in groups.items() if rows)


def imposed(programme: Programme) -> list[Imposed]:
    """All that the leader imposed, each with the act that takes it back."""
    choices, on = programme.assessment.plan, programme.plan.on
    rows = []
    for pin in choices.pinned:
        told = (
            _("fixée, au {quarter}", quarter=quarter_of_plan(on, pin.start_quarter))
            if pin.start_quarter
            else _("fixée, trimestre libre")
        )
        rows.append(_taken_back(programme, pin.action, told, "free", _("Libérer")))
    for id in choices.excluded:
        rows.append(_taken_back(programme, id, _("écartée"), "restore", _("Remettre")))
    for id in dict.fromkeys(row.action for row in choices.edits):
        rows.append(_taken_back(programme, id, _own_text(choices, id), "unedit", _("Revenir à l’estimation")))
    return rows


def _taken_back(programme: Programme, action: str, text: str, act: str, button: str) -> Imposed:
    found = programme.content.actions.get(action)
    title = (
        programme.names.read(found.text.title) if found else _("{action}, qui n’est plus au catalogue", action=action)
    )
    line = _("{title} : {text}", title=words.quoted(title), text=text)
    return Imposed(action, words.typeset(line), act, button, title)


def _own_text(choices: PlanChoices, action: str) -> str:
    """« à vos chiffres (coût, formations à part : 1 200 €) »."""
    own = own_figures(choices, action)
    return _("à vos chiffres ({figures})", figures=words.joined(_figure_told(name, own[name]) for name in own))


def _figure_told(name: str, value: float) -> str:
    called, unit = words.lower_first(_called(name)), FIGURES[name][1]
    return f"{called} {words.euros(value)}" if unit == "€" else " ".join((called, words.rung(value), _(unit)))
