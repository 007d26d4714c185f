"""A made-up workshop: the real questions, and actions, devices and a plan of our own, so that pages can be read."""

from dataclasses import replace
from datetime import date
from functools import cache

from diagnostic.content.loader import Folder, read_questionnaire
from diagnostic.core.model.assessment import Answer, Assessment, Company, Entry, Rating, Respondent
from diagnostic.core.model.catalogue import (
    Action,
    ActionText,
    Content,
    Context,
    Cost,
    Expected,
    Indicator,
    Need,
    Opco,
    OpcoTables,
    Raise,
    Symptom,
    Training,
    TrainingCost,
    TrainingUse,
    WorksCouncil,
)
from diagnostic.core.model.device import Ceiling, Conditions, Device, Scale
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.plan import (
    DeviceAmount,
    IfRenewed,
    Money,
    Plan,
    PlannedAction,
    PlannedTraining,
    Point,
    Quarter,
    RaisedCell,
    ToConfirm,
    Unreached,
)
from diagnostic.core.model.questionnaire import FUNCTIONS, Questionnaire, Text
from diagnostic.core.model.result import Result
from diagnostic.core.model.source import Source
from diagnostic.core.opco import OpcoAnswer
from diagnostic.core.scoring import score
from diagnostic.core.target import targets
from diagnostic.places import data_path
from reports.dossier import Dossier
from tests.observatory_catalogue import small_rules

TODAY = date(2026, 11, 21)
SOURCE = Source(Text("OPCO 2i, conditions de prise en charge 2026"), date(2026, 10, 5), "https://www.opco2i.fr/")
OPCO = Opco(
    id="opco2i",
    siro_label="OPCO2I",
    name="OPCO 2i",
    siren="849813852",
    full_name=Text("Opérateur de compétences interindustriel"),
    scope=Text("métallurgie"),
    home_url="https://www.opco2i.fr/",
    rules_url=None,
    approval=None,
    source=SOURCE,
)
RULE = Text("30 € l’heure, au plus 4 800 € par an et par entreprise")
TITLES = (
    "Chronométrer les arrêts de la machine goulot",
    "Relier trois machines à un même relevé",
    "Essayer une restauration de sauvegarde",
    "Nommer qui répond de chaque donnée importante",
    "Former deux techniciens à la maintenance préventive",
    "Tenir un point de dix minutes devant le tableau",
    "Mettre le dossier à jour au poste",
    "Faire sortir les chiffres sans recopie",
)


@cache
def questions() -> Questionnaire:
    return replace(read_questionnaire(Folder(data_path("questionnaires"))), content_sha256="0" * 64)


def action(rank: int, title: str) -> Action:
    """Odd ranks cost time only; rank 5 is a training, rank 2 an equipment with one."""
    cost = Cost(250, 0, 0, Text("temps interne")) if rank % 2 else Cost(250, 8000, 14000, Text("deux devis"))
    return Action(
        id=f"action_{rank}",
        theme="organisation",
        phase="organisation",
        intents=("catch_up",),
        raises=(Raise("sensor_data_acquisition", ("production",), 0, 2),),
        requires_actions=(),
        requires_cells=(),
        symptoms=("late_deliveries",),
        needs_skills=(),
        builds_skills=(),
        trainings=(TrainingUse("maintenance", 2),) if rank in {2, 5} else (),
        quarters=1 + rank % 2,
        release_days=1,
        internal_days=2,
        costs=(cost,),
        funding_kind=None,
        cse=WorksCouncil("inform", Text("une nouvelle façon de mesurer touche les postes")),
        expected=Expected("18 %", Text("9 %"), Text("cas publié, à confirmer chez vous")) if rank == 1 else None,
        text=ActionText(
            title=Text(title),
            why=Text(
                "Vos retards viennent rarement de toutes les machines. Deux semaines de relevés sur celle qui commande "
                "les autres disent où passe le temps."
            ),
            how=(
                Text("Choisir la machine avec l’équipe."),
                Text("Cinq causes d’arrêt, pas plus."),
                Text("Lire ensemble dix minutes chaque vendredi."),
            ),
            first_step=Text("choisir la machine avec l’équipe et afficher la feuille"),
            fails_if=Text("s’en servir pour juger les personnes"),
        ),
        who=Text("chef d’atelier, deux opérateurs"),
        indicators=(Indicator("stops", Text("minutes d’arrêt par jour")),),
        helpers=(Text("Cetim"), Text("UIMM")),
    )


TRAINING = Training(
    id="maintenance",
    title=Text("Passer du dépannage à la maintenance préventive"),
    certification=Text("Technicien de maintenance productive"),
    certifier=None,
    audience="employee",
    kind="trade",
    code="RNCP41814",
    level=5,
    valid_to=date(2028, 12, 18),
    printable=True,
    hours=35,
    modality="mixed",
    afest=False,
    provider_family=Text("pôles formation UIMM"),
    skills=(),
    cost=TrainingCost(700, 1050, "person", Text("estimation")),
    source=Source(Text("Fiche RNCP41814 de France compétences"), TODAY),
)

DEVICE = Device(
    id="pdc_opco2i",
    name=Text("Plan de développement des compétences, OPCO 2i"),
    status="active",
    pays_for="training",
    family="opco",
    initiative="company",
    conditions=Conditions(opco=("opco2i",), max_headcount=49),
    scales=(Scale(per_hour={"trade": 30.0}, ceilings=(Ceiling(4800, "company_year"),)),),
    adds_to=(),
    balance=None,
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    annual_scale=True,
    rule=RULE,
    not_covered=Text("salaires"),
    delays=Text("avant le début de la formation"),
    deadlines=(),
    replaced_by=None,
    legal_basis=None,
    operator=None,
    keywords=(),
    to_confirm=Text("s’il reste des fonds"),
    source=SOURCE,
)


@cache
def content() -> Content:
    naming = Source(Text("Table SIRET-OPCO"), TODAY)
    return Content(
        questionnaire=questions(),
        skills={},
        needs=(),
        no_needs=(),
        symptoms={
            "late_deliveries": Symptom(
                "late_deliveries", "inside", Text("Nous livrons en retard"), Text("Sur cent commandes ?"), ()
            )
        },
        requirements={},
        context=Context(),
        regions=(),
        actions={f"action_{rank}": action(rank, title) for rank, title in enumerate(TITLES, 1)},
        trainings={"maintenance": TRAINING},
        devices={"pdc_opco2i": DEVICE},
        opco=OpcoTables(
            opcos={"opco2i": OPCO},
            agreements={},
            agreements_source=naming,
            escape_codes=(),
            naf_shares=(),
            naf_without_suggestion=(),
            naf_source=naming,
            naf_labels={},
        ),
        observatory=Catalogue("essai", (), (), (), small_rules()),
    )


def answers(rating: float, **raised: Rating) -> tuple[Answer, ...]:
    """The same rating everywhere, but for the capabilities in `raised`; all observed by an adviser."""
    return tuple(
        Answer(capability.id, function, "ana", raised.get(capability.id, rating), "observed", note="note du carnet")
        for capability in questions().capabilities()
        for _, function in capability.cells("full")
    )


def assessment(rating: float = 1.0, form: str = "full", **changes: object) -> Assessment:
    """Thirty people, an adviser alone, late deliveries; `changes` replace fields of the assessment."""
    plain = Assessment(
        questionnaire=questions().ref,
        company=Company("Atelier Martin", headcount=30, revenue=3_300_000, naf="25.62B", idcc=3248, region="32"),
        answers=_flash(rating) if form == "flash" else answers(rating),
        functions=dict.fromkeys(FUNCTIONS, 1.0),
        form=form,
        date=TODAY,
        entry=Entry(symptoms={"late_deliveries": 3}),
        respondents=(Respondent("ana", "adviser"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def _flash(rating: float) -> tuple[Answer, ...]:
    return tuple(
        Answer(one.id, "all" if one.functions else None, "ana", rating)
        for one in questions().capabilities()
        if "flash" in one.forms
    )


def result(of: Assessment) -> Result:
    return score(questions(), of)


def aims(of: Assessment) -> dict[str, float]:
    return targets(content(), of, result(of))


def planned(rank: int) -> PlannedAction:
    paid = DeviceAmount("pdc_opco2i", 2100, RULE, Text("OPCO 2i, relevé du 5 octobre 2026"), date(2026, 12, 31))
    renewed = (IfRenewed("pdc_opco2i", 1050, date(2026, 12, 31)),) if rank == 5 else ()
    trained = rank in {2, 5}
    gross = (0 if rank % 2 else 14000) + (2100 if trained else 0)
    low = (0 if rank % 2 else 8000) + (1400 if trained else 0)
    by_device = (paid,) if rank == 2 else ()
    return PlannedAction(
        id=f"action_{rank}",
        start_quarter=1 + rank // 3,
        quarters=1 + rank % 2,
        raises=(RaisedCell("sensor_data_acquisition/production", 0.5, 2), RaisedCell("data_governance", 1, 2)),
        answers_symptoms=("late_deliveries",) if rank < 3 else (),
        safe_choice=rank < 4,
        release_days=1,
        internal_days=2,
        cost=Money(gross, low, by_device, gross - sum(row.amount for row in by_device), renewed),
        trainings=(PlannedTraining("maintenance", 2, 2100, 1400, "pdc_opco2i"),) if trained else (),
        tasks=(),
        priority_rank=rank,
    )


def plan(**changes: object) -> Plan:
    """Eight measures over four quarters, from January 2027."""
    actions = tuple(planned(rank) for rank in range(1, len(TITLES) + 1))
    starts = (date(2027, 1, 1), date(2027, 4, 1), date(2027, 7, 1), date(2027, 10, 1))
    quarters = tuple(
        Quarter(
            number,
            start,
            sum(one.cost.net for one in actions if one.start_quarter == number),
            2.5,
            tuple(one.id for one in actions if one.start_quarter <= number < one.start_quarter + one.quarters),
        )
        for number, start in enumerate(starts, 1)
    )
    plain = Plan(
        on=TODAY,
        status="optimal",
        objective=1.0,
        bound_gap=0.0,
        solver_seconds=0.2,
        actions=actions,
        quarters=quarters,
        trajectory=(Point(0, 1.0, 1), Point(1, 1.3, 1), Point(2, 1.6, 1), Point(3, 2.1, 2), Point(4, 2.2, 2)),
        targets=(("sensor_data_acquisition/production", 3.0), ("data_governance", 2.0)),
        dropped_rules=(),
        to_confirm=(ToConfirm("pdc_opco2i", Text("demander à l’OPCO s’il reste des fonds")),),
        to_assess=("it_security",),
        unreached=(Unreached("agile_management", 3, 1, Text("aucune mesure du catalogue ne monte plus haut")),),
        infeasible_because=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


CERTAIN = OpcoAnswer(opco=OPCO, certain=True, basis="idcc", source=SOURCE)


def dossier(of: Assessment | None = None, made: Plan | None = None) -> Dossier:
    """All that a document is made from."""
    company = of or assessment(1.0, answers=answers(1.0, sensor_data_acquisition=0.5, data_governance="unknown"))
    return Dossier(content(), company, result(company), made or plan(), CERTAIN, aims(company), TODAY, "fr")


def need(capability: str, rung: int, skill: str, level: int = 2) -> Need:
    """What a rung asks of one person."""
    return Need(capability, rung, skill, level)
