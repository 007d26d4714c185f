"""Small catalogues and companies for the plan: a test states only what it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from diagnostic.core.model.assessment import Assessment, Company, Constraints, Entry, PlanChoices, SkillState
from diagnostic.core.model.catalogue import (
    Action,
    ActionText,
    Agreement,
    Content,
    Context,
    Cost,
    NafShare,
    Opco,
    OpcoTables,
    Raise,
    RungRef,
    SkillLevel,
    Symptom,
    Training,
    TrainingCost,
    TrainingUse,
    WorksCouncil,
)
from diagnostic.core.model.device import Ceiling, Conditions, Device, FundingKind, Scale
from diagnostic.core.model.observatory import Catalogue
from diagnostic.core.model.questionnaire import Questionnaire, Text
from diagnostic.core.model.result import Result
from diagnostic.core.model.source import Source
from diagnostic.core.scoring import score
from tests import builders
from tests.observatory_catalogue import small_rules

AREAS = ("resources", "information_systems", "organisation", "culture")
ON = date(2026, 11, 22)
SOURCE = Source(Text("une source"), date(2026, 10, 5))


def capability_tree(per_area: int = 1) -> Questionnaire:
    """`per_area` company-wide capabilities `c1`, `c2` … in each of the four areas, one principle each."""
    names = iter(f"c{number}" for number in range(1, 4 * per_area + 1))
    tree = {area: {f"{area}_principle": [builders.capability(next(names)) for _ in range(per_area)]} for area in AREAS}
    return builders.questionnaire(tree)


def action(
    id: str,
    *raises: tuple[str, float, float],
    quarters: int = 1,
    cost: tuple[int, int] | int = 0,
    days: float = 0.0,
    after: Sequence[str] = (),
    at_rung: Sequence[tuple[str, float]] = (),
    symptoms: Sequence[str] = (),
    needs: Sequence[tuple[str, int]] = (),
    builds: Sequence[tuple[str, int]] = (),
    trainings: Sequence[tuple[str, int]] = (),
    funding_kind: FundingKind | None = None,
) -> Action:
    """`raises`: (capability, from, to); `cost`: one price, or (low, high)."""
    low, high = (cost, cost) if isinstance(cost, int) else cost
    text = ActionText(Text(id), Text("parce que"), (Text("d’abord"), Text("ensuite")), Text("lire"), Text("rien"))
    return Action(
        id=id,
        theme="organisation",
        phase="organisation",
        intents=("catch_up",),
        raises=tuple(Raise(capability, None, start, to) for capability, start, to in raises),
        requires_actions=tuple(after),
        requires_cells=tuple(RungRef(capability, None, rung) for capability, rung in at_rung),
        symptoms=tuple(symptoms),
        needs_skills=tuple(SkillLevel(*row) for row in needs),
        builds_skills=tuple(SkillLevel(*row) for row in builds),
        trainings=tuple(TrainingUse(*row) for row in trainings),
        quarters=quarters,
        release_days=days,
        internal_days=days,
        costs=(Cost(250, low, high, Text("estimé")),),
        funding_kind=funding_kind,
        cse=WorksCouncil("none", None),
        expected=None,
        text=text,
        who=Text("le chef d’atelier"),
        indicators=(),
        helpers=(Text("un relais"),),
    )


def training(
    id: str,
    cost: tuple[int, int] | int,
    *,
    hours: float = 14.0,
    builds: Sequence[tuple[str, int]] = (),
    unit: str = "person",
) -> Training:
    low, high = (cost, cost) if isinstance(cost, int) else cost
    return Training(
        id=id,
        title=Text(id),
        certification=None,
        certifier=None,
        audience="employee",
        kind="trade",
        code=None,
        level=None,
        valid_to=None,
        printable=True,
        hours=hours,
        modality="on_site",
        afest=False,
        provider_family=Text("un organisme"),
        skills=tuple(SkillLevel(*row) for row in builds),
        cost=TrainingCost(low, high, unit, Text("par personne")),  # type: ignore[arg-type]
        source=SOURCE,
    )


def device(
    id: str,
    *,
    share: float | None = None,
    per_hour: float | None = None,
    pays_for: FundingKind = "training",
    ceilings: Sequence[Ceiling] = (),
    **changes: object,
) -> Device:
    """Active, without condition, valid for ever, unless `changes` says otherwise."""
    plain = Device(
        id=id,
        name=Text(id),
        status="active",
        pays_for=pays_for,
        family="opco",
        initiative="company",
        conditions=Conditions(),
        scales=(scale(share, per_hour, *ceilings),),
        adds_to=(),
        balance=None,
        valid_from=None,
        valid_to=None,
        annual_scale=False,
        rule=Text(f"règle de {id}"),
        not_covered=None,
        delays=None,
        deadlines=(),
        to_confirm=None,
        replaced_by=None,
        legal_basis=None,
        operator=None,
        keywords=(),
        source=SOURCE,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def scale(share: float | None = None, per_hour: float | None = None, *ceilings: Ceiling) -> Scale:
    return Scale(share=share, per_hour={} if per_hour is None else {"trade": per_hour}, ceilings=ceilings)


def opco_tables() -> OpcoTables:
    """Three OPCOs; metallurgy is certain, NAF 25 probable, NAF 32 without suggestion but for 32.50A."""
    names = {"opco2i": "OPCO 2i", "opco_ep": "OPCO EP", "ocapiat": "OCAPIAT"}
    opcos = {id: opco(id, name) for id, name in names.items()}
    agreements = {
        3248: Agreement(3248, Text("Métallurgie"), "opco2i", 55065, 55060, others=("ocapiat",)),
        8741: Agreement(8741, None, "ocapiat", 100, 69, others=("opco2i",)),
    }
    shares = (
        NafShare("25", "opco2i", 0.95, 0.83, 0.99, 40),
        NafShare("10", "ocapiat", 0.83, 0.69, 0.92, 41),
        NafShare("10.13B", "opco_ep", 0.88, 0.73, 0.95, 33),
        NafShare("32.50A", "opco_ep", 0.78, 0.65, 0.87, 49),
    )
    return OpcoTables(
        opcos=opcos,
        agreements=agreements,
        agreements_source=Source(Text("table SIRO"), date(2026, 9, 24)),
        escape_codes=(5100, 5501, 9998, 9999),
        naf_shares=shares,
        naf_without_suggestion=("32",),
        naf_source=Source(Text("échantillon"), date(2026, 11, 21)),
        naf_labels={},
    )


def opco(id: str, name: str) -> Opco:
    return Opco(
        id=id,
        siro_label=name.upper(),
        name=name,
        siren="849813852",
        full_name=Text(name),
        scope=Text(name),
        home_url="https://example.org/",
        rules_url=None,
        approval=None,
        source=SOURCE,
    )


def content(
    of: Questionnaire,
    actions: Iterable[Action] = (),
    *,
    trainings: Iterable[Training] = (),
    devices: Iterable[Device] = (),
) -> Content:
    catalogue = {row.id: row for row in actions}
    symptoms = {id for row in catalogue.values() for id in row.symptoms}
    return Content(
        questionnaire=of,
        skills={},
        needs=(),
        no_needs=(),
        symptoms={id: Symptom(id, "inside", Text(id), Text(f"{id} ?"), ()) for id in sorted(symptoms)},
        requirements={},
        context=Context(),
        regions=(),
        actions=catalogue,
        trainings={row.id: row for row in trainings},
        devices={row.id: row for row in devices},
        opco=opco_tables(),
        observatory=Catalogue("essai", (), (), (), small_rules()),
    )


def company(
    of: Questionnaire,
    ratings: Mapping[str, float] | float = 0.0,
    *,
    symptoms: Mapping[str, int] | None = None,
    skills: Mapping[str, int] | None = None,
    constraints: Constraints | None = None,
    choices: PlanChoices | None = None,
    facts: Company | None = None,
) -> Assessment:
    """A leader's answers: one rating everywhere, or those given (the other cells are not rated)."""
    everywhere = {capability.id: ratings for capability in of.capabilities()} if isinstance(ratings, float) else ratings
    return builders.assessment(
        of,
        [builders.answer(cell, rating) for cell, rating in everywhere.items()],
        entry=Entry(symptoms=symptoms or {}),
        skills=tuple(SkillState(skill, level) for skill, level in (skills or {}).items()),
        constraints=constraints or Constraints(),
        plan=choices or PlanChoices(),
        company=facts or Company("Atelier d’essai", naf="25.62B", idcc=3248, headcount=30, region="32"),
    )


def scored(of: Questionnaire, given: Assessment) -> Result:
    return score(of, given)


def workshop(seed: int, actions: int, *, per_area: int = 6) -> tuple[Content, Assessment]:
    """A company and a catalogue drawn by chance, with every kind of constraint: the same for the same seed."""
    chance = Random(seed)
    of = capability_tree(per_area)
    cells = [capability.id for capability in of.capabilities()]
    catalogue = [_drawn_action(chance, number, cells) for number in range(actions)]
    trainings = [training("short", (600, 900)), training("long", (1500, 2200), hours=35.0, builds=[("lean", 2)])]
    devices = [
        device("hourly", per_hour=30, ceilings=[Ceiling(4800, "company_year")], valid_to=date(2026, 12, 31)),
        device("half", share=0.5, ceilings=[Ceiling(6000, "company")]),
        device("credit", share=0.2, pays_for="innovation", ceilings=[Ceiling(80000, "company_year")]),
    ]
    given = company(
        of,
        {cell: chance.choice([0.0, 0.5, 1.0, 1.0, 1.5, 2.0]) for cell in cells},
        symptoms={"late": 3, "scrap": 1},
        skills={"lean": 1},
        constraints=Constraints(budget=30000, release_days_per_quarter=10, parallel_actions=3, horizon_quarters=8),
    )
    return content(of, catalogue, trainings=trainings, devices=devices), given


def _drawn_action(chance: Random, number: int, cells: Sequence[str]) -> Action:
    starts = [(cell, float(chance.choice([0, 0, 1, 1, 2]))) for cell in chance.sample(cells, chance.randint(1, 3))]
    low = chance.choice([0, 0, 1000, 2500, 4000, 8000, 15000])
    return action(
        f"a{number:02}",
        *((cell, start, start + chance.choice([1, 1, 2])) for cell, start in starts),
        quarters=chance.choice([1, 1, 2, 3]),
        cost=(low, 2 * low),
        days=chance.choice([0, 2, 4, 6]),
        after=[f"a{chance.randrange(number):02}"] if number and chance.random() < 0.3 else [],
        at_rung=[(chance.choice(cells), 1.0)] if chance.random() < 0.3 else [],
        symptoms=["late"] if chance.random() < 0.3 else ["scrap"] if chance.random() < 0.3 else [],
        needs=[("lean", 2)] if chance.random() < 0.2 else [],
        trainings=[(chance.choice(["short", "long"]), chance.randint(1, 4))] if chance.random() < 0.4 else [],
        funding_kind=chance.choice([None, "innovation"]),
    )
