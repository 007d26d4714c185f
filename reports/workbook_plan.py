"""The sheets of the plan: its measures, their calendar, their trainings and what pays."""

from collections.abc import Iterable, Iterator
from datetime import date

from diagnostic.core.model.plan import Plan, PlannedAction
from reports import words
from reports.dossier import Dossier
from reports.lines import Measure, PlanView
from reports.training_lines import Aid, Filing, MeasureAid, TrainingRow
from reports.view_training_plan import ends_on, measure_aids, training_rows
from reports.workbook_table import Below, Column, Sheet, Value, lines, yes_no

HIGH_END = "Haut de la fourchette estimée, hors taxes."
COUNTED = "Ce que paient les aides en vigueur à la date prévue, pour cette entreprise."
RENEWED = "Ce qu’apporterait un barème annuel arrivé à son terme s’il était reconduit. N’est compté nulle part."
NOTHING_PLANNED = "Aucune mesure à lancer."
RUNNING = "en cours"
IN_PLAN, ADVISED, FOR_MEASURE = "comptée dans le plan", "conseillée, non comptée", "aide à la mesure"

PLAN_COLUMNS = (
    Column("Rang", 6, "whole", "1 = à faire d’abord."),
    Column("Mesure", 34),
    Column("Début", 12, "date", "Premier jour du trimestre où la mesure commence."),
    Column("Fin", 12, "date", "Dernier jour du trimestre où elle se termine."),
    Column("Trimestres", 10, "whole", "Durée, en trimestres."),
    Column("Première étape", 36),
    Column("Pourquoi", 44),
    Column("Comment", 52),
    Column("Ce qui fait échouer", 30),
    Column("Qui", 24),
    Column("Coût, au moins", 12, "euro", "Bas de la fourchette estimée, hors taxes, formations comprises."),
    Column("Coût, au plus", 12, "euro", "Haut de la fourchette, hors taxes, formations comprises."),
    Column("Aides comptées", 12, "euro", COUNTED),
    Column("Reste à payer, au plus", 12, "euro", "Coût au plus, moins les aides comptées."),
    Column("Si reconduit", 12, "euro", RENEWED),
    Column("Temps interne (jours)", 10, "decimal", "Jours de toutes les personnes ensemble."),
    Column("dont hors du poste (jours)", 10, "decimal", "Part de ce temps passée loin du poste."),
    Column("On saura que ça marche", 30, help="Ce qu’il faut mesurer."),
    Column("Répond à", 28, help="Les difficultés que vous avez citées."),
    Column("Fait monter", 40, help="Les questions qui montent, d’un échelon à l’autre."),
    Column("CSE", 46),
    Column("Qui peut aider", 28),
    Column("Choix sûr", 9, help="oui = retenue que les coûts soient bas ou hauts."),
)


def plan_sheet(dossier: Dossier, view: PlanView) -> Sheet:
    """One row per measure, by rank, and their sum."""
    ranked = dossier.plan.by_priority()
    measures = (*view.measures, *view.others)
    return Sheet(
        name="Plan",
        about="Les mesures, dans l’ordre où les prendre. La dernière ligne est leur somme.",
        columns=PLAN_COLUMNS,
        rows=tuple(_measure(dossier.plan, row, told) for row, told in zip(ranked, measures, strict=True)),
        below=(_total(ranked),) if ranked else (),
        fixed=2,
        empty=" ".join((view.title, view.lead, *view.infeasible)),
    )


def _measure(plan: Plan, planned: PlannedAction, told: Measure) -> tuple[Value, ...]:
    return (
        told.rank,
        told.title,
        opens(plan, planned),
        ends_on(plan, planned),
        planned.quarters,
        words.sentence(told.first_step),
        told.why,
        lines(told.how),
        words.sentence(told.fails_if),
        told.who,
        *_money(planned),
        planned.internal_days,
        planned.release_days,
        told.indicator,
        told.answers,
        lines([f"{line.title} ({line.where}), {line.change}" for line in told.raises]),
        told.cse,
        told.helpers,
        yes_no(planned.safe_choice),
    )


def opens(plan: Plan, planned: PlannedAction) -> date:
    return plan.quarters[planned.start_quarter - 1].starts_on


def _money(planned: PlannedAction) -> tuple[int, ...]:
    cost = planned.cost
    renewed = sum(row.amount for row in cost.if_renewed)
    return cost.gross_low, cost.gross, sum(row.amount for row in cost.by_device), cost.net, renewed


def _total(ranked: Iterable[PlannedAction]) -> Below:
    ranked = tuple(ranked)
    sums = [sum(column) for column in zip(*(_money(planned) for planned in ranked), strict=True)]
    days = sum(planned.internal_days for planned in ranked), sum(planned.release_days for planned in ranked)
    return Below((None, "Ensemble", *[None] * 8, *sums, *days))


def calendar_sheet(dossier: Dossier) -> Sheet:
    """Measures × quarters, in order of start; under them what each quarter asks, and where it leads."""
    plan = dossier.plan
    last = max((planned.start_quarter + planned.quarters - 1 for planned in plan.actions), default=0)
    shown = [quarter for quarter in plan.quarters if quarter.quarter <= last]
    in_order = sorted(plan.actions, key=lambda planned: (planned.start_quarter, planned.priority_rank))
    path = {point.quarter: point for point in plan.trajectory}
    points = [path.get(quarter.quarter) for quarter in shown]
    below = (
        Below((None, "Coût net, au plus", None, None, *(quarter.net_cost for quarter in shown)), "euro"),
        Below((None, "Jours hors du poste", None, None, *(quarter.release_days for quarter in shown)), "decimal"),
        Below(
            (None, "Indice attendu à la fin", None, None, *(point.index if point else None for point in points)),
            "decimal",
        ),
        Below(
            (None, "Stade attendu à la fin", None, None, *(point.stage if point else None for point in points)), "whole"
        ),
    )
    return Sheet(
        name="Calendrier",
        about="Les trimestres où chaque mesure est en cours ; dessous, ce que chaque trimestre demande et ce qu’on en "
        "attend si le plan est tenu. Le coût d’une mesure est compté au trimestre où elle commence.",
        columns=(
            Column("Rang", 6, "whole"),
            Column("Mesure", 46),
            Column("Début", 12, "date"),
            Column("Fin", 12, "date"),
            *(Column(words.quarter(quarter.starts_on), 10, "mark") for quarter in shown),
        ),
        rows=tuple(
            (
                planned.priority_rank,
                dossier.names.read(dossier.content.actions[planned.id].text.title),
                opens(plan, planned),
                ends_on(plan, planned),
                *(RUNNING if planned.id in quarter.running else None for quarter in shown),
            )
            for planned in in_order
        ),
        below=below if shown else (),
        fixed=2,
        empty=NOTHING_PLANNED,
    )


TRAINING_COLUMNS = (
    Column(
        "Nature",
        16,
        help=f"« {IN_PLAN} », « {ADVISED} » (pour une compétence qui manque ou reste à vérifier ; "
        f"chaque ligne se lit seule, un même plafond ne servant qu’une fois) ou « {FOR_MEASURE} ».",
    ),
    Column("Formation ou aide", 40),
    Column("Pour les mesures", 11, help="Leur rang dans la feuille Plan."),
    Column("Compétence visée", 32),
    Column("Personnes", 10, "whole", "Combien la suivent, jamais qui."),
    Column("À vérifier", 9, help="oui = personne n’a encore dit qui sait déjà faire."),
    Column("Heures par personne", 10, "decimal"),
    Column("Heures en tout", 10, "decimal"),
    Column("À partir du", 12, "date", "Début de la mesure, ou jour du plan s’il est plus tard."),
    Column("Jusqu’au", 12, "date", "Fin de la mesure."),
    Column("Comment", 20),
    Column("Avec qui", 30),
    Column("Certification", 40),
    Column("Coût, au moins", 12, "euro", "Pour toutes ces personnes, hors taxes, bas de la fourchette."),
    Column("Coût, au plus", 12, "euro", HIGH_END),
    Column("Aide", 34, help="Le dispositif qui paie, ou qui paierait."),
    Column("Montant", 12, "euro", f"{COUNTED} Pour une formation conseillée : possible, mais pas compté."),
    Column("Reste, au plus", 12, "euro"),
    Column("Si reconduit", 12, "euro", RENEWED),
    Column("À confirmer", 10, help="oui = une condition de l’aide n’est pas encore connue."),
    Column("Règle", 40),
    Column("Aide valable jusqu’au", 12, "date"),
    Column("Source", 36),
    Column("À déposer au plus tard le", 12, "date"),
    Column("Ce qu’il faut déposer", 40),
)


def trainings_sheet(dossier: Dossier) -> Sheet:
    """Trainings counted, then advised, then what pays for the measures themselves; the sum of what is counted."""
    trainings = training_rows(dossier.programme)
    aids = tuple(_aid_row(row) for row in measure_aids(dossier.programme))
    counted = [row for row in trainings if row.counted]
    return Sheet(
        name="Formations et aides",
        about="Les formations que le plan compte, celles qu’il conseille sans les compter, et les aides qui paient les "
        "mesures elles-mêmes. La dernière ligne est la somme des formations comptées.",
        columns=TRAINING_COLUMNS,
        rows=(*(_training(row) for row in trainings), *aids),
        below=(_trainings_total(counted),) if counted else (),
        fixed=2,
        empty="Le plan ne demande ni formation ni aide.",
    )


def _training(row: TrainingRow) -> tuple[Value, ...]:
    return (
        IN_PLAN if row.counted else ADVISED,
        row.title,
        words.listed([str(rank) for rank in row.ranks]),
        row.skill,
        row.people,
        yes_no(not row.known),
        row.hours,
        row.hours * row.people,
        row.starts_on,
        row.ends_on,
        row.modality,
        row.provider,
        row.certification,
        row.gross_low,
        row.gross,
        *_paid(row.paid, row.renewed, row.net),
        *_asked(row.filings),
    )


def _paid(paid: tuple[Aid, ...], renewed: Aid | None, net: int) -> Iterator[Value]:
    """Device, amount, rest, if renewed, to confirm, rule, end, source."""
    aids = (*paid, renewed) if renewed else paid
    yield lines([aid.device for aid in aids]) or None
    yield sum(aid.amount for aid in paid)
    yield net
    yield renewed.amount if renewed else 0
    yield yes_no(any(not aid.sure for aid in aids)) if aids else None
    yield lines([aid.rule for aid in aids]) or None
    yield min((aid.valid_to for aid in aids if aid.valid_to), default=None)
    yield lines(list(dict.fromkeys(aid.source for aid in aids))) or None


def _asked(filings: tuple[Filing, ...]) -> tuple[date | None, str | None]:
    told = [f"{words.short_day(one.by)} : {one.what}{' (délai dépassé)' if one.late else ''}" for one in filings]
    return min((one.by for one in filings), default=None), words.typeset(lines(told)) or None


def _aid_row(row: MeasureAid) -> tuple[Value, ...]:
    return (
        FOR_MEASURE,
        row.title,
        str(row.rank),
        *[None] * 5,
        row.starts_on,
        row.ends_on,
        *[None] * 3,
        row.gross_low,
        row.gross,
        *_paid(row.paid, row.renewed, row.net),
        *_asked(row.filings),
    )


def _trainings_total(counted: list[TrainingRow]) -> Below:
    return Below(
        (
            None,
            "Ensemble des formations comptées",
            None,
            None,
            sum(row.people for row in counted),
            None,
            None,
            sum(row.hours * row.people for row in counted),
            *[None] * 5,
            sum(row.gross_low for row in counted),
            sum(row.gross for row in counted),
            None,
            sum(row.funded for row in counted),
            sum(row.net for row in counted),
            sum(row.renewed.amount for row in counted if row.renewed),
        )
    )
