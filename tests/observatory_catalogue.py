"""A small catalogue over the axes of the real one, for tests that need one of their own."""

from collections.abc import Iterable, Mapping
from datetime import date

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.observatory import Axis, Catalogue, Category, Item, Measure, Population, Rules, TableSpec
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source

STATUSES = {
    "met": "Rencontrées",
    "made_aware": "Sensibilisées",
    "diagnosed": "Diagnostiquées",
    "committed": "Engagées",
    "accompanied": "Accompagnées",
    "transformed": "Transformées",
}
SIZES = {"10-19": "10 à 19 personnes", "20-49": "20 à 49 personnes", "50-249": "50 à 249 personnes"}
INTENTS = {"catch_up": "Rattraper un retard", "advantage": "Prendre de l’avance"}
FORMS = {"full": "Diagnostic complet", "flash": "Repérage, 20 questions"}
MODES = {"alone": "Dirigeant seul", "adviser": "Avec un conseiller"}
QUARTERS = {"2026-T3": "3ᵉ trimestre 2026", "2026-T4": "4ᵉ trimestre 2026", "2027-T1": "1ᵉʳ trimestre 2027"}
GROUPED = {
    "food": "Aliments et boissons",
    "textile": "Textile, habillement, cuir",
    "wood_paper": "Bois, papier, imprimerie",
    "chemistry": "Chimie et pharmacie",
    "plastics": "Plastiques et minéraux",
    "metal": "Métallurgie et travail des métaux",
    "electronics": "Électronique et électricité",
    "machines": "Machines et équipements",
    "transport": "Matériels de transport",
    "other": "Autres industries",
}
SECTIONS = {"B": "Industries extractives", "C": "Industrie manufacturière", "E": "Eau, déchets, dépollution"}
DIVISIONS = {"08": ("Autres industries extractives", "B"), "10": ("Industries alimentaires", "C")} | {
    "25": ("Fabrication de produits métalliques", "C"),
    "28": ("Fabrication de machines et équipements", "C"),
    "38": ("Collecte et traitement des déchets", "E"),
}
ONE_WAY = ("region", "department", "grouped", "size", "intent", "form", "mode", "quarter")
TWO_WAY = (("region", "grouped"), ("region", "size"), ("grouped", "size"), ("form", "mode"))


def small_rules() -> Rules:
    """The numbers decided for the protection."""
    source = Source(Text("Règles d’essai"), date(2026, 11, 1))
    return Rules(
        threshold=5,
        threshold_sole=11,
        remain=3,
        alike=0.9,
        dominance=0.85,
        p_percent=0.1,
        small_step=5,
        small_until=8,
        count_step=10,
        mean_step=0.1,
        magnitude_steps={"people": 5, "device": 1000},
        renewal=5,
        room=0.25,
        sources={"threshold": source},
    )


def small_catalogue(content: Content) -> Catalogue:
    return Catalogue("essai-1", tuple(_axes(content)), _measures(content), tuple(_tables()), small_rules())


def _axis(id: str, label: str, named: Mapping[str, str]) -> Axis:
    return Axis(id, Text(label), tuple(Category(code, Text(name)) for code, name in named.items()))


def _axes(content: Content) -> Iterable[Axis]:
    yield Axis("region", Text("Région"), tuple(Category(one.code, one.name) for one in content.regions))
    departments = [(code, one.code) for one in content.regions for code in one.departments]
    inside = tuple(Category(code, Text(f"Département {code}"), region) for code, region in departments)
    yield Axis("department", Text("Département"), inside, "region")
    yield _axis("section", "Section d’activité", SECTIONS)
    divisions = tuple(Category(code, Text(name), section) for code, (name, section) in DIVISIONS.items())
    yield Axis("division", Text("Division d’activité"), divisions, "section")
    yield _axis("grouped", "Secteur", GROUPED)
    yield _axis("size", "Taille", SIZES)
    yield _axis("intent", "Intention", INTENTS)
    yield _axis("form", "Formule", FORMS)
    yield _axis("mode", "Mode", MODES)
    yield _axis("quarter", "Trimestre", QUARTERS)


def _measures(content: Content) -> tuple[Measure, ...]:
    questions = content.questionnaire
    areas = tuple(Item(one.id, one.name) for one in questions.areas)
    principles = tuple(Item(one.id, one.name) for one in questions.principles())
    stages = tuple(Item(str(one.number), one.name) for one in questions.stages)
    skills = tuple(Item(one.id, one.name) for one in content.skills.values())
    actions = tuple(Item(one.id, one.text.title) for one in content.actions.values())
    devices = tuple(Item(one.id, Text(one.id)) for one in content.devices.values())
    statuses = tuple(Item(id, Text(name)) for id, name in STATUSES.items())
    return (
        Measure("status", Text("Entreprises par statut atteint"), "indicator", "recorded", statuses),
        Measure("reach", Text("Stade atteint ou dépassé"), "indicator", "scored", stages),
        Measure("area", Text("Indice moyen par domaine"), "mean", "scored", areas, 6.0),
        Measure("principle", Text("Indice moyen par principe"), "mean", "scored", principles, 6.0),
        Measure("gap", Text("Écart moyen de compétence"), "mean", "scored", skills, 4.0),
        Measure("people", Text("Personnes à former"), "magnitude", "scored", skills, unit=Text("personnes")),
        Measure("symptom", Text("Difficultés citées"), "indicator", "scored", _named(content.symptoms.values())),
        Measure("brake", Text("Freins cités"), "indicator", "scored", _named(content.context.brakes)),
        Measure("blocking", Text("Ce qui bloque le plus souvent"), "indicator", "scored", principles),
        Measure("action", Text("Mesures choisies"), "indicator", "scored", actions),
        Measure("device", Text("Aides à mobiliser"), "magnitude", "scored", devices, unit=Text("euros")),
    )


def _named(found: Iterable[object]) -> tuple[Item, ...]:
    return tuple(Item(one.id, one.name) for one in found)  # type: ignore[attr-defined]


def _tables() -> Iterable[TableSpec]:
    maturity = ("reach", "area", "principle", "blocking")
    for axes in ((), *((one,) for one in ONE_WAY), *TWO_WAY):
        name = "_".join(axes) or "country"
        if set(axes) <= {"region", "department", "grouped", "size"}:
            yield _table(f"status_{name}", "Statuts", "recorded", axes, ("status",))
        yield _table(f"maturity_{name}", "Maturité", "scored", axes, maturity)
    for axes in ((), ("region",), ("grouped",), ("size",)):
        name = "_".join(axes) or "country"
        yield _table(f"skills_{name}", "Compétences", "scored", axes, ("gap", "people"))
        yield _table(f"needs_{name}", "Difficultés et freins", "scored", axes, ("symptom", "brake"))
    for axes in ((), ("region",), ("grouped",)):
        name = "_".join(axes) or "country"
        yield _table(f"money_{name}", "Mesures et aides", "scored", axes, ("action", "device"))


def _table(id: str, theme: str, population: Population, axes: tuple[str, ...], measures: tuple[str, ...]) -> TableSpec:
    crossed = " × ".join(axes) or "France"
    return TableSpec(id, Text(f"{theme} : {crossed}"), population, axes, measures)
