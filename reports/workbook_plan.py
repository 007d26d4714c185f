"""The sheets of the plan: its measures, their calendar, their trainings and what pays."""

from collections.abc import Iterable, Iterator
from datetime import date

from diagnostic.core.language import N_, PN_, _, in_context
from diagnostic.core.model.plan import Plan, PlannedAction
from reports import words
from reports.dossier import Dossier
from reports.lines import Measure, PlanView
from reports.training_lines import Aid, Filing, MeasureAid, TrainingRow
from reports.view_training_plan import ends_on, measure_aids, training_rows
from reports.workbook_table import Below, Column, Sheet, Value, in_words, lines, yes_no

HIGH_END = N_("Haut de la fourchette estimée, hors taxes.")
COUNTED = N_("Ce que paient les aides en vigueur à la date prévue, pour cette entreprise.")
RENEWED = N_("Ce qu’apporterait un barème annuel arrivé à son terme s’il était reconduit. N’est compté nulle part.")
NOTHING_PLANNED = N_("Aucune mesure à lancer.")
RUNNING = N_("en cours")
IN_PLAN, ADVISED = N_("comptée dans le plan"), N_("conseillée, non comptée")
FOR_MEASURE = N_("aide à la mesure")

PLAN_COLUMNS = (
    Column(N_("Rang"), 6, "whole", N_("1 = à faire d’abord.")),
    Column(N_("Mesure"), 34),
    Column(N_("Début"), 12, "date", N_("Premier jour du trimestre où la mesure commence.")),
    Column(N_("Fin"), 12, "date", N_("Dernier jour du trimestre où elle se termine.")),
    Column(N_("Trimestres"), 10, "whole", N_("Durée, en trimestres.")),
    Column(N_("Première étape"), 36),
    Column(N_("Pourquoi"), 44),
    Column(N_("Comment"), 52),
    Column(N_("Ce qui fait échouer"), 30),
    Column(N_("Qui"), 24),
    Column(N_("Coût, au moins"), 12, "euro", N_("Bas de la fourchette estimée, hors taxes, formations comprises.")),
    Column(N_("Coût, au plus"), 12, "euro", N_("Haut de la fourchette, hors taxes, formations comprises.")),
    Column(N_("Aides comptées"), 12, "euro", COUNTED),
    Column(N_("Reste à payer, au plus"), 12, "euro", N_("Coût au plus, moins les aides comptées.")),
    Column(N_("Si reconduit"), 12, "euro", RENEWED),
    Column(N_("Temps interne (jours)"), 10, "decimal", N_("Jours de toutes les personnes ensemble.")),
    Column(N_("dont hors du poste (jours)"), 10, "decimal", N_("Part de ce temps passée loin du poste.")),
    Column(N_("On saura que ça marche"), 30, help=N_("Ce qu’il faut mesurer.")),
    Column(N_("Répond à"), 28, help=N_("Les difficultés que vous avez citées.")),
    Column(N_("Fait monter"), 40, help=N_("Les questions qui montent, d’un échelon à l’autre.")),
    Column(N_("CSE"), 46),
    Column(N_("Qui peut aider"), 28),
    Column(N_("Choix sûr"), 9, help=N_("oui = retenue que les coûts soient bas ou hauts.")),
)


def plan_sheet(dossier: Dossier, view: PlanView) -> Sheet:
    """One row per measure, by rank, and their sum."""
    ranked = dossier.plan.by_priority()
    measures = (*view.measures, *view.others)
    return Sheet(
        name=_("Plan"),
        about=_("Les mesures, dans l’ordre où les prendre. La dernière ligne est leur somme."),
        columns=in_words(PLAN_COLUMNS),
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
    return Below((None, in_context("sum", "Ensemble"), *[None] * 8, *sums, *days))


def calendar_sheet(dossier: Dossier) -> Sheet:
    """Measures × quarters, in order of start; under them what each quarter asks, and where it leads."""
    plan = dossier.plan
    last = max((planned.start_quarter + planned.quarters - 1 for planned in plan.actions), default=0)
    shown = [quarter for quarter in plan.quarters if quarter.quarter <= last]
    in_order = sorted(plan.actions, key=lambda planned: (planned.start_quarter, planned.priority_rank))
    path = {point.quarter: point for point in plan.trajectory}
    points = [path.get(quarter.quarter) for quarter in shown]
    below = (
        Below((None, _("Coût net, au plus"), None, None, *(quarter.net_cost for quarter in shown)), "euro"),
        Below((None, _("Jours hors du poste"), None, None, *(quarter.release_days for quarter in shown)), "decimal"),
        Below(
            (None, _("Indice attendu à la fin"), None, None, *(point.index if point else None for point in points)),
            "decimal",
        ),
        Below(
            (None, _("Stade attendu à la fin"), None, None, *(point.stage if point else None for point in points)),
            "whole",
        ),
    )
    return Sheet(
        name=_("Calendrier"),
        about=_(
            "Les trimestres où chaque mesure est en cours ; dessous, ce que chaque trimestre demande et ce qu’on en "
            "attend si le plan est tenu. Le coût d’une mesure est compté au trimestre où elle commence."
        ),
        columns=(
            Column(_("Rang"), 6, "whole"),
            Column(_("Mesure"), 46),
            Column(_("Début"), 12, "date"),
            Column(_("Fin"), 12, "date"),
            *(Column(words.quarter(quarter.starts_on), 10, "mark") for quarter in shown),
        ),
        rows=tuple(
            (
                planned.priority_rank,
                dossier.names.read(dossier.content.actions[planned.id].text.title),
                opens(plan, planned),
                ends_on(plan, planned),
                *(_(RUNNING) if planned.id in quarter.running else None for quarter in shown),
            )
            for planned in in_order
        ),
        below=below if shown else (),
        fixed=2,
        empty=_(NOTHING_PLANNED),
    )


TRAINING_COLUMNS = (
    Column(
        N_("Nature"),
        16,
        help=N_(
            "« comptée dans le plan », « conseillée, non comptée » (pour une compétence qui manque ou reste à "
            "vérifier ; chaque ligne se lit seule, un même plafond ne servant qu’une fois) ou « aide à la mesure »."
        ),
    ),
    Column(N_("Formation ou aide"), 40),
    Column(N_("Pour les mesures"), 11, help=N_("Leur rang dans la feuille Plan.")),
    Column(N_("Compétence visée"), 32),
    Column(N_("Personnes"), 10, "whole", N_("Combien la suivent, jamais qui.")),
    Column(N_("À vérifier"), 9, help=N_("oui = personne n’a encore dit qui sait déjà faire.")),
    Column(N_("Heures par personne"), 10, "decimal"),
    Column(N_("Heures en tout"), 10, "decimal"),
    Column(N_("À partir du"), 12, "date", N_("Début de la mesure, ou jour du plan s’il est plus tard.")),
    Column(N_("Jusqu’au"), 12, "date", N_("Fin de la mesure.")),
    Column(N_("Comment"), 20),
    Column(N_("Avec qui"), 30),
    Column(N_("Certification"), 40),
    Column(N_("Coût, au moins"), 12, "euro", N_("Pour toutes ces personnes, hors taxes, bas de la fourchette.")),
    Column(N_("Coût, au plus"), 12, "euro", HIGH_END),
    Column(PN_("money", "Aide"), 34, help=N_("Le dispositif qui paie, ou qui paierait."), context="money"),
    Column(
        N_("Montant"),
        12,
        "euro",
        N_(
            "Ce que paient les aides en vigueur à la date prévue, pour cette entreprise. "
            "Pour une formation conseillée : possible, mais pas compté."
        ),
    ),
    Column(N_("Reste, au plus"), 12, "euro"),
    Column(N_("Si reconduit"), 12, "euro", RENEWED),
    Column(N_("À confirmer"), 10, help=N_("oui = une condition de l’aide n’est pas encore connue.")),
    Column(N_("Règle"), 40),
    Column(N_("Aide valable jusqu’au"), 12, "date"),
    Column(N_("Source"), 36),
    Column(N_("À déposer au plus tard le"), 12, "date"),
    Column(N_("Ce qu’il faut déposer"), 40),
)


def trainings_sheet(dossier: Dossier) -> Sheet:
    """Trainings counted, then advised, then what pays for the measures themselves; the sum of what is counted."""
    trainings = training_rows(dossier.programme)
    aids = tuple(_aid_row(row) for row in measure_aids(dossier.programme))
    counted = [row for row in trainings if row.counted]
    return Sheet(
        name=_("Formations et aides"),
        about=_(
            "Les formations que le plan compte, celles qu’il conseille sans les compter, et les aides qui paient les "
            "mesures elles-mêmes. La dernière ligne est la somme des formations comptées."
        ),
        columns=in_words(TRAINING_COLUMNS),
        rows=(*(_training(row) for row in trainings), *aids),
        below=(_trainings_total(counted),) if counted else (),
        fixed=2,
        empty=_("Le plan ne demande ni formation ni aide."),
    )


def _training(row: TrainingRow) -> tuple[Value, ...]:
    return (
        _(IN_PLAN) if row.counted else _(ADVISED),
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
    told = words.typeset(lines([_what(one) for one in filings]))
    return min((one.by for one in filings), default=None), told or None


def _what(filing: Filing) -> str:
    day = words.short_day(filing.by)
    if filing.late:
        return _("{day} : {what} (délai dépassé)", day=day, what=filing.what)
    return _("{a} : {b}", a=day, b=filing.what)


def _aid_row(row: MeasureAid) -> tuple[Value, ...]:
    return (
        _(FOR_MEASURE),
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
            _("Ensemble des formations comptées"),
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
